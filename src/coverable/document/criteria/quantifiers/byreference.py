"""Other criteria that the words over a list ask for: “the basic criteria are met and one of the following:”.

Each of their words only leads a list in, and together they are a condition: criteria that stand elsewhere.
"""

from __future__ import annotations

import re

from coverable.document.criteria.text.wordclasses import any_case

_ASKED = r"(?:criteria|requirements|conditions)"
_WHICH = (
    r"(?:basic|general|coverage|usual|standard|common|initial|above|foregoing|preceding|applicable|same|medical\s+necessity"
    r"|authori[sz]ation|approval|eligibility|admission|policy|trial|selection|patient|above-?\s?(?:listed|mentioned|stated|named)|aforementioned)"
)
_THERE = r"(?:above|in\s+(?:the\s+)?(?:section|part|paragraph|item|criterion)\s+\S{1,8}(?:\s+above)?|in\s+[A-Z0-9]\S{0,6}|(?:listed|stated|named|given|described)\s+above)"
_WHERE = rf"(?:{_THERE}|(?:for|of)\s+(?!the\s+following|these|those|each)(?:the\s+)?(?:[^,;:.]|\.(?=[0-9])){{3,60}}?)"
_MET = r"(?:are|is|have\s+been)\s+(?:also\s+|all\s+|still\s+)?(?:met|satisfied|fulfilled)"
_THEY = r"(?:(?:the|an?|each)\s+)?(?:patient|member|individual|person|beneficiary|recipient|enrollee|client|participant|child|request|device|he\s+or\s+she|they)\s+"
_SOME = rf"(?:(?:{_WHICH}\s+)+{_ASKED}(?:\s+{_WHERE})?|{_ASKED}\s+{_WHERE})"
_MEETS = rf"(?:{_THEY})?(?:must\s+)?(?:also\s+)?(?:still\s+)?(?:meets?|satisf(?:y|ies)|fulfill?s?|has\s+met|have\s+met|continues?\s+to\s+(?:meet|satisfy))\s+(?:(?:all|each)\s+(?:of\s+)?)?(?:the\s+)?{_SOME}(?:\s+above)?"
"""“the member meets all of the above criteria”."""
_ITEMS = r"criteria\s+[0-9A-Z]{1,3}(?:\s*(?:[-–,&]|through|thru|to|and)\s*[0-9A-Z]{1,3})*\s+above"
_CRITERIA = (
    r"(?:(?:(?:all|each)\s+(?:of\s+)?)?(?:the\s+)?"
    rf"(?:{_SOME}|{_ITEMS}|(?:of\s+)?the\s+(?:above|foregoing|preceding)|(?:[\w-]+\s+){{1,2}}{_ASKED}\s+(?:listed\s+)?below)\s+{_MET}|{_MEETS})"
)
_REFERS = any_case(
    r"^\W*(?:(?P<use>(?:for|in)\s+(?:(?!\b(?:if|when|and|or)\b)[^,;:]){3,120}?)\s+(?=(?:if|when)\b))?"
    r"(?:(?:if|when|only|once|where|provided|that)\s+)*"
    rf"(?P<clause>{_CRITERIA}),?\s+(?:and|plus|as\s+well\s+as)(?:\s+(?:if|when))?\b(?=\s*(?::|$)|\s+(?!documented\b|met\b)\S)\s*"
)
_ADDED = any_case(
    r"^\W*(?P<use>(?!))?(?:(?:if|when|only|where|provided|that)\b,?\s*)*(?:in\s+addition\s+to|besides|beyond|along\s+with|together\s+with)\s+(?:meeting\s+|satisfying\s+)?"
    rf"(?P<clause>(?:(?:all|each)\s+(?:of\s+)?)?(?:the\s+)?{_SOME}(?:\s+above)?),\s*"
)
"""“in addition to the above criteria, the member has one of the following:”."""
_ALONE = (
    rf"(?:(?:all|each)\s+(?:of\s+)?)?(?:the\s+)?(?:(?:{_WHICH}\s+)+{_ASKED}(?:\s+{_THERE})?|{_ASKED}\s+{_THERE})"
    rf"|the\s+{_ASKED}\s+(?:for|of)\s+[^(),;:]{{3,60}}"
)
_CLAUSE = any_case(rf"\W*(?:{_CRITERIA}|{_ALONE})\W*")
_BELOW = any_case(r"\bbelow\b")
_COUNTED = any_case(r"(?:any|one|all|either|both|at\s+least)\b")


def is_other_criteria(text: str) -> bool:
    """Whether words are such a condition, and nothing else."""
    return _CLAUSE.fullmatch(text) is not None


def other_criteria(text: str) -> re.Match[str] | None:
    """Other criteria that words over a list begin with, before an “and”: the group `clause` are their words.

    “The criteria below” are others only where the list itself is counted behind them.
    """
    match = _REFERS.match(text) or _ADDED.match(text)
    if match is None or not _BELOW.search(match["clause"]):
        return match
    return match if _COUNTED.match(text, match.end()) else None
