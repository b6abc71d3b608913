"""Conditions over a list that refer to criteria of another place: what they ask for is not in their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.text.passage import Passage

_NAMES_ITEMS = re.compile(r"\bcriteri(?:a|on)\s+(?:[A-H]|[0-9]|[IVX]{1,4})\b(?!\s+(?:of|in)\b)")
"""“when X is known (that is: criterion A or B) and criteria C are met”."""
_LABELS_MET = re.compile(
    r"\b(?:[A-H]|[0-9]{1,2}|[IVX]{1,4})\s+(?:is|are)\s+(?:also\s+)?(?:met|satisfied)\b[^.;:]{0,12}\band\b"
)
"""“when A is met, and any of:”: A stands elsewhere."""
_AMONG = re.compile(
    r"\bincluding\s+(?:at\s+least\s+)?(?:one|two|either|both)\s+(?:of\s+)?(?:(?:items?|criteri(?:a|on)|numbers?)\s+)?(?:(?-i:[A-H])|[0-9]{1,2})\b"
    r"|\b(?:one|two|three|[0-9])\s+of\s+(?:which|whom|these|them)\s+(?:must|shall|should|has\s+to|needs\s+to|is|are)\b",
    re.IGNORECASE,
)
"""“two of the following, one of which must be 1 or 2:”."""
_BOTH_WAYS = re.compile(
    r"\b(?:is|are|has|have)\s+not\s+(?:been\s+)?\w+,?\s+or\s+(?:is|are|has|have)\s+(?!not\b)\w+\b",
    re.IGNORECASE,
)
"""“any of the following is not documented, or is present:”."""
_ELSEWHERE = re.compile(
    r"(?:the\s+)?(?:criteria|requirements|conditions)\s+(?:in|of|under|from)\s+(?:the\s+)?(?:sections?|parts?|paragraphs?|appendi(?:x|ces)|chapters?|tables?)\b",
    re.IGNORECASE,
)
_ABOVE_TOO = re.compile(
    r"(?:(?:\b(?:criteria|requirements|conditions|indications)\b[^.;:]{0,30}|^\W*(?:stated|listed|given)\s+)\babove\b|\b(?:above|preceding|foregoing)\s+(?:[\w-]+\s+)?(?:criteria|requirements|conditions)\b)[^.;:]{0,20}\b(?:and|as\s+well\s+as|plus|along\s+with|in\s+addition\s+to)\b",
    re.IGNORECASE,
)
"""“must meet the criteria stated above as well as one of the following:”."""


_MENTIONS = re.compile(
    r"\b(?:criteria|requirements|conditions)\b[^.;:]{0,50}?\b(?:above|(?:section|table|appendix|part)\s+(?-i:[A-Z0-9]))|\bcriteria\s+listed\s+in\s+(?!this\b)|\b(?:above|foregoing|preceding|above-listed)\s+(?:[\w-]+\s+)?(?:criteria|requirements|conditions)\b"
    r"|\ball\s+of\s+the\s+above\b|\b(?:selection|initial|general)\s+(?:[\w-]+\s+)?criteria\s+(?:are|is|have|and)\b|\beligible\s+under\b|\bin\s+addition\s+to\s+(?:meeting\s+)?(?:[\w-]+\s+){0,3}(?:criteria|requirements)\b",
    re.IGNORECASE,
)
"""Words for criteria that stand elsewhere, wherever they stand over a list."""
_SAID = re.compile(r"\b(?:above|preceding|foregoing)\b", re.IGNORECASE)


def referring(over: Passage, lead: LeadIn) -> Iterator[tuple[str, str]]:
    """What is asked about words over a list that refer to its own items, or to criteria elsewhere."""
    said = [c.text for c in lead.conditions]
    if any(_NAMES_ITEMS.search(text) for text in said):
        yield "labels_mismatch", "Items are named in a condition over their list"
    before = over.text[: lead.quantifier.first] if lead.quantifier and lead.named is None else ""
    if _LABELS_MET.search(before) and not any("met" in text for text in said):
        yield "reference_unknown", "What a letter or a number names is asked for as well"
    if lead.quantifier and not said and _AMONG.search(over.text, lead.quantifier.last):
        yield "quantifier_unclear", "Some of those that are counted are named: which must be among them?"
    if lead.quantifier and _BOTH_WAYS.search(over.text, lead.quantifier.last):
        yield "quantifier_unclear", "Some are to be absent and some present: which?"
    if any(_ELSEWHERE.match(text) for text in said):
        yield "reference_unknown", "Criteria of another part are asked for as well"
    named = _MENTIONS.search(over.text) if lead.quantifier and lead.named is None else None
    if named and not any(map(_MENTIONS.search, said)):
        yield "reference_unknown", "Criteria of another place are named: are they asked for as well?"
        return
    above = _ABOVE_TOO.search(over.text[: lead.quantifier.first if lead.quantifier else None])
    if above and not any(_SAID.search(text) for text in said):
        yield "reference_unknown", "The criteria above are asked for as well"
