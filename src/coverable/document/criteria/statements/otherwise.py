"""What is said of a service that lacks what it must have: “Any device must have X, otherwise it is considered Y”."""

from __future__ import annotations

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.positions.stand import NEGATIVE, Stand
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node

_OTHERWISE = any_case(
    r"(?P<what>[^,;:]{3,160}?)\s+(?:must|shall|needs?\s+to|has\s+to|have\s+to)\s+(?P<asked>[^;:]{3,240}?)"
    r"[,;]\s+(?:and\s+)?(?:otherwise|or\s+else|or|if\s+not)\b,?\s+(?:the\s+)?(?:it|they|these|(?:service|device|procedure|treatment|drug|item|product)s?)\s+$"
)


_ASKS = any_case(r"\b(?:when|if|unless|for|except|until|following)\b|:")


def otherwise(sentence: Passage, found: Stand, page: Page) -> tuple[Passage, Node] | None:
    """The service of such a sentence, and the criterion that it does not have what it must; None of another sentence."""
    match = _OTHERWISE.fullmatch(sentence.text[: found.first]) if found.position in NEGATIVE else None
    if match is None or _ASKS.search(sentence.text, found.last):
        return None
    asked = leaves.leaf(sentence.part(match.start("asked"), match.end("asked")), page, None)
    what = sentence.part(match.start("what"), match.end("what"))
    return what, Node("not", asked.text, asked.span, (asked,), confidence=0.9)
