"""Conditions over a list that refer to criteria of another place: what they ask for is not in their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.text.passage import Passage

_NAMES_ITEMS = re.compile(r"\bcriteri(?:a|on)\s+(?:[A-H]|[0-9]|[IVX]{1,4})\b(?!\s+(?:of|in)\b)")
"""“when X is known (that is: criterion A or B) and criteria C are met”."""
_ELSEWHERE = re.compile(
    r"(?:the\s+)?(?:criteria|requirements|conditions)\s+(?:in|of|under|from)\s+(?:the\s+)?(?:sections?|parts?|paragraphs?|appendi(?:x|ces)|chapters?|tables?)\b",
    re.IGNORECASE,
)
_ABOVE_TOO = re.compile(
    r"(?:(?:\b(?:criteria|requirements|conditions|indications)\b[^.;:]{0,30}|^\W*(?:stated|listed|given)\s+)\babove\b|\b(?:above|preceding|foregoing)\s+(?:[\w-]+\s+)?(?:criteria|requirements|conditions)\b)[^.;:]{0,20}\b(?:and|as\s+well\s+as|plus|along\s+with|in\s+addition\s+to)\b",
    re.IGNORECASE,
)
"""“must meet the criteria stated above as well as one of the following:”."""


_SAID = re.compile(r"\b(?:above|preceding|foregoing)\b", re.IGNORECASE)


def referring(over: Passage, lead: LeadIn) -> Iterator[tuple[str, str]]:
    """What is asked about words over a list that refer to its own items, or to criteria elsewhere."""
    said = [c.text for c in lead.conditions]
    if any(_NAMES_ITEMS.search(text) for text in said):
        yield "labels_mismatch", "Items are named in a condition over their list"
    if any(_ELSEWHERE.match(text) for text in said):
        yield "reference_unknown", "Criteria of another part are asked for as well"
    above = _ABOVE_TOO.search(over.text[: lead.quantifier.first if lead.quantifier else None])
    if above and not any(_SAID.search(text) for text in said):
        yield "reference_unknown", "The criteria above are asked for as well"
