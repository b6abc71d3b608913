"""A condition that denies one thing: “Negative for A”, “There is no A”, “A has been ruled out” ask that A is not so."""

from __future__ import annotations

import re
from typing import Final

from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.inline import NOT_COMPARED
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case

_WHO: Final = r"(?:(?:the|an?|each)\s+)?(?:patient|member|individual|person|beneficiary|recipient|enrollee|client|participant|child|record|chart)\s+"
_SIGN: Final = r"(?:(?:clinical|documented|current|other|objective)\s+)?(?:evidence|signs?|findings?|indications?|records?|documentation|presence)\s+of\s+"
_KNOWN: Final = r"(?:(?:documented|known|reported|recorded)\s+)?"
_FIRST: Final = any_case(
    rf"(?:(?:{_WHO})?(?:(?:has|have|shows?|with|is\s+with)\s+no|(?:does|do|must|shall|should|may)\s+not\s+(?:have|show)|(?:is\s+|must\s+be\s+)?(?:without|free\s+(?:of|from))|(?:is\s+|tests?\s+)?negative\s+for|not\s+having|(?:has|have)\s+never\s+(?:had|experienced|received|undergone|developed|shown|been\s+diagnosed\s+with))"
    rf"|(?:there\s+(?:is|are|was|were|must\s+be)\s+)?no|there\s+must\s+not\s+be|(?:the\s+|documented\s+)?(?:absence|lack)\s+of|ruled\s+out:|(?:[\w-]+\s+){{0,3}}?(?:has|have)\s+ruled\s+out)\s+"
    rf"(?:any\s+)?(?:{_SIGN})?(?:any\s+)?{_KNOWN}(?P<what>\S.{{2,150}})"
)
_LAST: Final = any_case(
    r"(?P<what>(?:(?!\bmust\b)[^:]){3,150}?)(?:\s*:\s*|\s+(?:(?:is|are|was|were|has\s+been|have\s+been)\s+)?)(?:absent|ruled\s+out|excluded|not\s+(?:present|found|detected|seen))"
)
_MUST: Final = any_case(
    r"(?P<what>[^:]{3,150}?)\s+must\s+(?:not\s+be\s+present|be\s+(?:absent|ruled\s+out|excluded))"
)
_FAILS: Final = any_case(
    r"(?:an?|any|every|the)\s+(?:individual|patient|member|person|beneficiary|recipient|enrollee)\s+who\s+(?P<what>[^,;:]{3,150}?)\s+(?:fails\s+to|does\s+not|cannot|will\s+not)\s+(?:meet|satisfy|qualify\s+under|fulfill?)\s+this\s+(?:criterion|requirement|condition|item)"
)
"""“A member who smokes does not meet this criterion”."""
_COUNTS: Final = any_case(
    r"(?:more|less|fewer|longer|greater|later|earlier|sooner|further|other|one|two|single|need|reason|change|all|both|each|every|the\s+following|following|these|those|contraindications?\s+to|approval|(?:prior\s+)?authori[sz]ation|pre-?certification)\b"
)
"""“No more than two”, “no longer needs”: what bounds and compares, and denies nothing."""
_SEVERAL: Final = re.compile(
    rf"\b(?:and/or|and|nor|or)\b\s+{NOT_COMPARED}|[,;:]|\bunless\b|\bexcept\b|\bbut\b", re.IGNORECASE
)
_OF: Final = re.compile(r"\b(?:that|which|who|whose)\b.*$", re.IGNORECASE)
_INSIDE: Final = any_case(
    r"\b(?:when|if|after|before|once|until|while|although|for\s+(?:which|whom)|in\s+whom)\b|\bwith\b(?=[^:]*\w\s+(?:absent|ruled\s+out|excluded)$)(?![^:]*\b(?:is|are|was|were|been)\s+(?:absent|ruled|excluded))"
)
"""“Gastroparesis with obstruction excluded”: what is absent stands behind what is asked for."""
_NO: Final = re.compile(r"\b(?:no|not|never|without|absence|lack)\b", re.IGNORECASE)


def denied(passage: Passage) -> Passage | None:
    """The one thing that a condition says is not so; None where it denies several, bounds something, or has a verb."""
    text = passage.text.rstrip(". ")
    if fails := _FAILS.fullmatch(text):
        return passage.part(*fails.span("what"))
    found = _FIRST.fullmatch(text) or _LAST.fullmatch(text) or _MUST.fullmatch(text)
    if found is None:
        return None
    what = passage.part(found.start("what"), found.end("what"))
    if found.re is not _FIRST and _INSIDE.search(text):
        return None
    several = _SEVERAL.search(what.text) or _NO.search(what.text) or _COUNTS.match(what.text)
    return None if several or VERB.search(_OF.sub("", what.text)) else what
