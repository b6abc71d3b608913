"""A condition that its own sentence asks of some only: “A (only required when B)”, “Members with B must also have A”.

Every form says the same: where B holds A is asked for, and where it does not nothing is, or something else.
`restricted` parts such a sentence; what a sentence lifts is no such thing (`exempting.py`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.persons import OTHERS, SOME_PERSONS
from coverable.document.criteria.text.wordclasses import any_case


class Restricted(NamedTuple):
    """In which case something is asked for, and what is asked for otherwise.

    `said`: the words say themselves that others need not meet it.
    """

    given: Passage
    asked: Passage
    otherwise: Passage | None
    said: bool


_WHO: Final = rf"{SOME_PERSONS}\s+(?!(?:must|shall|should|has\s+to|have\s+to|is|are|will|may|can|other\s+than|but|except)\b)[^;:.,]{{3,150}}?"
_OTHER: Final = rf"(?:{OTHERS}|{SOME_PERSONS}\s+(?:without|who\s+(?:do|does|is|are|has|have)\s+not)\b[^;:.,]{{0,100}}?)"
_MUST: Final = r"(?:must|shall|(?:has|have|needs?)\s+to|(?:is|are)\s+required\s+to)"
_WHEN: Final = r"(?:when(?:ever)?|if|where|in\s+(?:the\s+)?(?:cases?|instances?|requests?|event)\s+(?:where|when|in\s+which|that))"
_OF: Final = r"(?:for|in|of|to)"
_THIS: Final = r"(?:(?:this|that|the|which|and|it)\s+)?(?:(?:requirement|criterion|condition|item|step|rule)\s+)?"
_ASKED: Final = r"(?:required|needed|necessary|applicable|asked\s+for|applied|applies|apply|requested)"
_IS: Final = r"(?:(?:is|are|will\s+be|shall\s+be|must\s+be)\s+)?"
_ONLY: Final = rf"(?:{_THIS}{_IS}(?:only\s+{_ASKED}|{_ASKED}\s+only|limited)|(?:but\s+)?only)"
_OPEN: Final = r"[,;:.]?\s+(?:[–—-]\s+)?[\[(]?"
_SHUT: Final = r"[\])]?"
_A: Final = r"(?P<a>[^;]{3,300}?)"
_B: Final = r"(?P<b>[^;]{3,300}?)"
_NOT_OTHERS: Final = rf"(?:not\s+{_ASKED}|{_THIS}(?:does|do)\s+not\s+apply)\s+{_OF}\s+{_OTHER}"

_WITH_OTHERS: Final = (
    # Members with G: A. All other members: B · Members with G must have A; members without G must have B
    any_case(
        rf"(?:(?:for|in)\s+)?(?P<g>{_WHO})(?::\s+|,\s+|\s+(?={_MUST}\b)){_A}[.;,]\s+(?:and\s+|but\s+)?(?:(?:(?:for|in)\s+)?{_OTHER}(?::\s+|,\s+|\s+(?={_MUST}\b))|(?:otherwise|if\s+not)\s*[,:]?\s+){_B}"
    ),
    # A for members with G; B for all others
    any_case(rf"{_A}\s+(?:for|in)\s+(?P<g>{_WHO})[;,]\s+(?:and\s+|or\s+|but\s+)?{_B}\s+(?:for|in)\s+{_OTHER}"),
    # A if G; if not, B · A where G, or of B where the patient does not
    any_case(
        rf"{_A},?\s+(?:if|when|where)\s+(?P<g>[^;:]{{3,150}}?)[;.,]\s+(?:or\s+)?(?:if\s+not|otherwise|(?:in|for)\s+(?:all|any|every)\s+other\s+\w+)\s*[,:]?\s+{_B}"
    ),
    any_case(
        rf"{_A},?\s+(?:if|when|where)\s+(?P<g>[^;:,]{{3,150}}?),\s+or\s+(?:of\s+)?{_B}\s+(?:if|when|where)\s+(?:(?:the\s+)?\w+\s+(?:does|is|has)\s+not|not|this\s+is\s+not\s+the\s+case)"
    ),
)
"""What is asked of the others stands in it too."""
_SAID: Final = (
    # A (only required when G) · A; this criterion applies only where G
    any_case(rf"{_A}{_OPEN}{_ONLY}\s+{_WHEN}\s+(?P<g>[^;()\[\]]{{3,200}}?){_SHUT}"),
    # A, required only for members with G · A must be shown, but only in patients with G
    any_case(rf"{_A}{_OPEN}{_ONLY}\s+{_OF}\s+(?P<g>(?:{_WHO})){_SHUT}"),
    # A (individuals with G only)
    any_case(rf"{_A}{_OPEN}(?:(?:for|in)\s+)?(?P<g>{_WHO})\s+only{_SHUT}"),
    # A in the case of a member with G; not applicable to other members
    any_case(rf"{_A},?\s+(?:for|in|in\s+the\s+case\s+of)\s+(?P<g>{_WHO})[;,.]\s+{_NOT_OTHERS}"),
    any_case(rf"(?:(?:for|in)\s+)?(?P<g>{_WHO})(?::\s+|,\s+|\s+(?={_MUST}\b)){_A}[;,.]\s+{_NOT_OTHERS}"),
    # In the absence of G, A
    any_case(
        rf"in\s+(?P<g>(?:the\s+)?(?:absence|presence|setting)\s+of\s+[^;:.,]{{3,150}}?)(?::\s+|,\s+){_A}"
    ),
    # Members with G must also have A
    any_case(rf"(?P<g>{_WHO})\s+(?P<a>{_MUST}\s+(?:also|additionally|in\s+addition|further)\s+\S[^;]{{3,300}}?)"),
)
"""The words say that it is asked of these only."""
_UNSAID: Final = (
    # Members with G must have A
    any_case(rf"(?P<g>{_WHO})\s+(?P<a>{_MUST}\s+[^;]{{3,300}}?)"),
    # For a member who G, A · For members with G: A
    any_case(rf"(?:for|in)\s+(?P<g>{_WHO})(?::\s+|,\s+){_A}"),
)
_LONGEST: Final = 600
"""Characters of such a sentence."""


def restricted(passage: Passage) -> Restricted | None:
    """A sentence that asks something in one case only, parted into the case and what it asks; None where none does."""
    text = passage.text.rstrip(" .")
    if len(text) > _LONGEST:
        return None
    for forms, said in ((_WITH_OTHERS, True), (_SAID, True), (_UNSAID, False)):
        for form in forms:
            if found := form.fullmatch(text):
                parts = {
                    name: passage.part(found.start(name), found.end(name)) for name in form.groupindex
                }
                if not any(_NO_PART.match(p.text) or _torn(p.text) for p in parts.values()):
                    return Restricted(parts["g"], parts["a"], parts.get("b"), said)
    return None


_NO_PART: Final = any_case(
    r"(?:(?:then\s+)?(?:this|that|it|they|these|those|the\s+following|skip|omit|neither|both)\b(?!\s+of\b)|(?:must|shall|is|are|has|have)\s+(?:be\s+)?(?:met|shown|satisfied)\b)"
)
"""“this criterion is met”, “both must be met”: words that speak of a criterion, and are none."""


def _torn(text: str) -> bool:
    """Whether a bracket is cut in two."""
    return text.count("(") != text.count(")") or text.count("[") != text.count("]")
