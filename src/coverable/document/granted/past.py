"""A length or a limit directly behind the words of a position: “is covered for up to 3 months when …”. It is no condition."""

from __future__ import annotations

from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.granted.amounts import amounts
from coverable.document.granted.lengths import lengths
from coverable.document.granted.words import conditional, left_over

_NAMES_CASES = any_case(r"\b(?:other|all|any|indications|uses|diagnoses|criteria)\b")
"""What stands before a length, and is more than words that lead to it."""


_RENTED = any_case(r"\W*(?:as|for)?\s*(?:an?\s+)?rentals?\s+(?:(?:for|of|up\s+to)\s+)*")
_RENTAL = any_case(r"[\s-]*rentals?(?:\s+(?:period|only))?\b")
"""“… is covered for a 3-month rental when …”: how it is given, and no condition."""


_COURSE = any_case(
    r"\W*(?:as\s+(?:an?\s+)?(?:initial|first|continued|continuing|maintenance|further)\s+(?:treatment|therapy|course)\s+)?for\s+(?:up\s+to\s+)?"
    r"(?:[0-9]{1,2}|one|two|three|four|six|twelve)\s+(?:days|weeks|months|years?)(?=\s+(?:when|if|provided|once)\b)"
)
"""“… is necessary as initial treatment for 3 months when …”."""


def past_grant(text: str, at: int) -> int:
    """Where the length or limit ends that stands at this offset of a sentence; the offset itself where there is none."""
    for one in (*lengths(text), *amounts(text)):
        lead = text[at : one.first]
        more = left_over(lead) or conditional(lead) or _NAMES_CASES.search(lead)
        if one.first <= at < one.last or (at <= one.first and (not more or _RENTED.fullmatch(lead))):
            rented = _RENTAL.match(text, one.last)
            return rented.end() if rented else one.last
    course = _COURSE.match(text, at)
    return course.end() if course else at
