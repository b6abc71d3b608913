"""Clauses of a sentence that all begin with one word: “(the record shows) that A, that B, and that C”."""

from __future__ import annotations

import re

from coverable.document.criteria.text.clauseverbs import DOES, VERB
from coverable.document.criteria.text.connectors import Connector, connector_of
from coverable.document.criteria.text.inline import Inline, inside_brackets
from coverable.document.criteria.text.passage import Passage

_BEGINS = re.compile(
    r"[,;]\s+(?:(?P<word>and/or|and|or)\s+)?(?P<lead>that|when|if|where)\s+(?!is\b)", re.IGNORECASE
)


def parallel(passage: Passage) -> Inline | None:
    """The clauses of a passage; None where they begin with words that differ, or where one is no clause.

    Behind “on condition that” each “that” begins a clause, whatever its verb is: its parts need no look.
    """
    text = passage.text.rstrip(". ")
    marks = [m for m in _BEGINS.finditer(text) if not inside_brackets(text, m.start())]
    if not marks or marks[-1]["word"] is None or len({m["lead"].lower() for m in marks}) > 1:
        return None
    begins = [0, *(m.end() for m in marks)]
    ends = [*(m.start() for m in marks), len(text)]
    items = tuple(passage.part(b, e) for b, e in zip(begins, ends, strict=True))
    before = passage.block.text[: passage.first].rstrip().lower()
    led = before.endswith(" that") and marks[0]["lead"].lower() == "that"
    if not (led or all(VERB.search(i.text) or DOES.match(i.text) for i in items)):
        return None
    connectors: tuple[Connector | None, ...] = tuple(connector_of(m["word"]) for m in marks)
    return Inline(items, connectors, "numbered" if led else "commas")
