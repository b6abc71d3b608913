"""Rows of one cell over all columns: the title over a table, and sentences between its rows that state something.

“All other indications are considered investigational.” printed as the last row is a sentence like one under the table;
as a line over other rows it would be lost; so is what stands under the last row. What only names a group of rows stays
where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from coverable.document.criteria.grids.rows import Row, heads_group, row_of, rows_of, words_of
from coverable.document.criteria.positions.asking import asks
from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.positions.unaccounted import asks_something
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import sentences, whole
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.source import Block

_LONG = 6
"""A sentence of position has at least so many words: “Covered services” names a group."""


def lifted(part: Sequence[Block]) -> list[Block]:
    """These blocks, with such sentences as paragraphs behind their table, and its title as a heading before it."""
    out: list[Block] = []
    for number, group in groupby(part, lambda b: row_of(b)[0]):
        blocks = list(group)
        if number < 0:
            out += blocks
            continue
        rows = rows_of(blocks)
        over = [cell for row in rows if heads_group(row) for cell in row.values()]
        stated = [b for cell in over if _states(cell) or _ends(cell, rows) for b in cell]
        title = [b for b in _title(rows) if b not in stated]
        out += [replace(b, kind="heading", cell=None, marker=None) for b in title]
        out += [b for b in blocks if b not in stated and b not in title]
        out += [replace(b, kind="item" if b.marker else "paragraph", cell=None) for b in stated]
    return out


_FEWEST = 2
"""Rows of a table under its title."""
_LONGEST = 12
"""Words of a title."""


def _title(rows: Sequence[Row]) -> list[Block]:
    """The cell over all columns that names a table: a few words over the row that names its columns."""
    if len(rows) <= _FEWEST or not heads_group(rows[0]) or heads_group(rows[1]):
        return []
    cell = next(iter(rows[0].values()))
    text = cell[0].text.rstrip()
    says = text.endswith((".", ";")) or len(text.split()) > _LONGEST or {";", "="} & {*text}
    return cell if len(cell) == 1 and not says else []


def _ends(cell: Sequence[Block], rows: Sequence[Row]) -> bool:
    """Whether a cell over all columns stands under the last row of a table, and so heads none."""
    last = max((n for n, row in enumerate(rows) if not heads_group(row)), default=len(rows))
    return any(cell is c for row in rows[last + 1 :] for c in row.values())


def _states(cell: Sequence[Block]) -> bool:
    """Whether a sentence of a cell takes a position."""
    said = [s for b in cell for s in sentences(whole(b))]
    return any(len(s.text.split()) >= _LONG and judged(s, strict=True) is not None for s in said)


_NAME = 8
"""Words of a line that names a group of rows."""
_OVER_ROWS: Final = "A line over rows that says more than a name: does it hold for the rows under it?"


_OF_AGE = any_case(r"\bage[ds]?\s+[0-9≥]|[0-9]\s+(?:years|months)\b")


def _bounds(text: str) -> bool:
    """Whether a line over rows asks for something: “Rheumatology (must be prescribed by …)”, “Age 18 or older”."""
    return asks(text) or asks_something(text) or _OF_AGE.search(text) is not None


def ask_over(row: Row, page: Page) -> tuple[str, ...]:
    """Ask about a line over rows that says more than a name; the finding stands on the rows under it."""
    cell = row[min(row)]
    text = words_of(row, min(row))
    if heads_group(row) and (len(text.split()) > _NAME or len(cell) > 1 or _bounds(text)):
        return (page.doubt("criteria_in_table", whole(cell[0]), _OVER_ROWS),)
    return ()
