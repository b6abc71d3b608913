"""A length or a limit directly behind the words of a position: “is covered for up to 3 months when …”. It is no condition."""

from __future__ import annotations

from coverable.document.granted.amounts import amounts
from coverable.document.granted.lengths import lengths
from coverable.document.granted.words import conditional, left_over


def past_grant(text: str, at: int) -> int:
    """Where the length or limit ends that stands at this offset of a sentence; the offset itself where there is none."""
    for one in (*lengths(text), *amounts(text)):
        lead = text[at : one.first]
        if one.first <= at < one.last or (at <= one.first and not (left_over(lead) or conditional(lead))):
            return one.last
    return at
