"""Notes right under a table: a single line with a sign is none of a list, and may bound the rows above it."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.criteria.conditions.notes import note_doubts
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import whole
from coverable.document.source import Block


def under_tables(part: Sequence[Block]) -> list[Block]:
    """The lines with a sign that stand right under a table, each with one of its own: no list of several items."""
    out: list[Block] = []
    for i, block in enumerate(part):
        under = i > 0 and (part[i - 1].cell is not None or (bool(out) and part[i - 1] is out[-1]))
        sign = block.marker is not None and not any(c.isalnum() for c in block.marker)
        if under and block.cell is None and sign:
            out.append(block)
    marks = [b.marker for b in out]
    return [b for b in out if marks.count(b.marker) == 1]


def ask_notes(notes: Sequence[Block], page: Page) -> None:
    """Ask about those that may change what a row asks for."""
    note_doubts([whole(b) for b in notes], page, [])
