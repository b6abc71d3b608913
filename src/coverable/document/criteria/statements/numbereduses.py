"""Uses that a sentence numbers before it leads its list in: “for (1) A, (2) B, or (3) C when all of these are met:”."""

from __future__ import annotations

from dataclasses import replace

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.quantifiers.leadin import substantive
from coverable.document.criteria.text import inline
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.useframes import led_in
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node

_LEADS = any_case(r"\s+(?=(?:when|if|where|once|provided|for|in|with)\s)")
_LONGEST = 20
"""Words of a use."""
_SHARED = 2
"""Words before the first use that may belong to each of them: “biopsy-proven (1) A, (2) B”."""

_OF_PATIENT = any_case(r"\b(?:when|if|where|once|who|whose|has|have|is|are)\b|^(?!.*\b(?:for|of|in|to)\b)")
"""What stands before the numbers and leads no uses in."""
_JOINS = any_case(r"\b(?:and|or|with|who)\b")


def _names_use(text: str) -> bool:
    """Whether a text names a use, and says nothing of a patient."""
    return VERB.search(text) is None and not any(c.isdigit() for c in text)


def numbered_uses(rest: Passage, page: Page) -> tuple[Node, Passage] | None:
    """The uses, any of which is meant, and the words over the list that stands under the sentence."""
    found = inline.numbered(rest)
    if found is None or not rest.text.endswith(":"):
        return None
    last = found.items[-1]
    cut = next((m for m in _LEADS.finditer(last.text) if quantifier.governing(last.text[m.end() :])), None)
    if cut is None or quantifier.governing(last.text[: cut.start()]):
        return None
    over = rest.part(last.first - rest.first + cut.end())
    uses = [*found.items[:-1], last.part(0, cut.start())]
    if not all(0 < len(one.text.split()) <= _LONGEST and _names_use(one.text) for one in uses):
        return None
    if found.before is None or _OF_PATIENT.search(found.before.text):
        return None
    before = found.before.part(led_in(f"{found.before.text} x"))
    shared = before.text if substantive(before.text) else ""
    if len(shared.split()) > _SHARED or _JOINS.search(shared):
        return None
    made = [leaves.leaf(one, page, None) for one in uses]
    if shared:
        made = [replace(one, text=f"{shared} {one.text}") for one in made]
    span = page.source.join([one.span for one in made])
    return Node("any", rest.text, span, tuple(made), confidence=0.8), over
