"""A table of a PDF page: its cells, each with what it covers and the words in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coverable.document.readers.pdf.words import Word
from coverable.document.source import Box


@dataclass(slots=True)
class Ruled:
    """A cell with what it covers."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    words: list[Word] = field(default_factory=list[Word])


@dataclass(slots=True)
class Grid:
    """A ruled table; `xs` are the edges of its columns, `ys` of its rows."""

    box: Box
    xs: list[float]
    ys: list[float]
    cells: list[Ruled]
    told: bool = False
    """No line stands between its columns: blanks tell them."""

    @property
    def columns(self) -> int:
        return len(self.xs) - 1


def is_table(grid: Grid) -> bool:
    """Two columns with words in both; frames around text are none, and neither is a page in a box."""
    held = [c for c in grid.cells if c.words]
    columns = {c.column for c in held}
    if len(columns) < 2 or len(held) < 2:
        return False
    whole, longest = sum(len(c.words) for c in held), max(held, key=lambda c: len(c.words))
    if len(held) > 3 or len(longest.words) <= max(60, 0.7 * whole):
        return True
    names = [w.bold for c in held if c.row == held[0].row for w in c.words]
    return longest.column_span < grid.columns and longest.row > held[0].row and all(names)


def title_of(grid: Grid) -> Ruled | None:
    """A bold first row over all columns that has a number: a heading in a bar over the table."""
    held = [c for c in grid.cells if c.words]
    first = held[0] if held else None
    if first is None or first.column_span < grid.columns or len(held) < _FEWEST:
        return None
    said = " ".join(w.text for w in first.words)
    short = len(first.words) <= _TITLE and _NUMBERED.match(said) is not None
    return first if short and all(w.bold for w in first.words) else None


_FEWEST = 3
_TITLE = 8
"""Words."""
_NUMBERED = re.compile(
    r"(?:(?:section|part)\s+|§\s?)?(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[IVX]{1,5}|[A-Z])[.:)]\s", re.IGNORECASE
)
"""“Section 3. Renewal”; what has no number may bound the rows of this table only."""
