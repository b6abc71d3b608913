"""Tables that go on over a page: whether the next page holds their rows, and whether it cut one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coverable.document.layout.markers import marker_of
from coverable.document.readers.pdf.cells import UNENDED, Paragraph
from coverable.document.readers.pdf.ruled import Grid
from coverable.document.source import Cell

_SAME = 4.0
"""Points by which the columns of one table may differ from page to page,"""
_WANDERS = 45.0
"""or those of a table without lines between them."""
_UNENDED = re.compile(rf"[-–,;:]$|\b(?:and|or)$|{UNENDED.pattern}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Open:
    """A table that the next page may go on with."""

    xs: list[float]
    columns: set[int]
    """Those of its columns in which words stand."""
    number: int
    rows: int
    ends: int
    """Its last row; heads that return are counted and are none."""
    head: list[str]
    last: dict[int, str]
    """The last words of each cell of its last row."""


def cut_by_page(cells: Sequence[tuple[Cell, list[Paragraph]]], above: Mapping[int, str]) -> bool:
    """Whether the first row of a page goes on with the last one of the page before.

    The long cell of a row alone runs over a page, or all of them do. A row with a service of its own begins
    anew, and so does one that stands beside the service of the row above.
    """

    def goes_on(column: int, text: str) -> bool:
        over = above.get(column, "")
        return text[0].islower() or (
            column > 0 and (marker_of(text) is not None or _UNENDED.search(over) is not None)
        )

    begun = {cell.column: goes_on(cell.column, found[0].said.text) for cell, found in cells}
    alone = len(begun) == 1 or begun.keys().isdisjoint(above)  # all of these cells were kept for this page
    return all(begun.values()) or (alone and 0 not in begun)


def same_columns(xs: Sequence[float], grid: Grid) -> bool:
    """Whether a table has these columns; where blanks tell them, they differ a little from page to page."""
    most = _WANDERS if grid.told else _SAME
    return len(xs) == len(grid.xs) and all(abs(a - b) < most for a, b in zip(xs, grid.xs, strict=True))
