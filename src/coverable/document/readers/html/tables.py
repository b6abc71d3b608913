"""The grid of an HTML table (HTML standard, 4.9.12): which column a cell begins in, and what it covers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coverable.document.limits import Budget
from coverable.document.readers.docx.styles import whole

_WIDEST = 500
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell where it begins."""

    element: Any
    column: int
    wide: int
    rows: int


@dataclass(frozen=True, slots=True)
class GridRow:
    cells: list[GridCell]
    head: bool


def grid_of(table: Any, budget: Budget) -> tuple[list[GridRow], int]:
    """The rows of a table and the number of its columns."""
    rows: list[GridRow] = []
    taken: dict[int, int] = {}
    columns = 1
    found = list(_rows(table))
    for at, (element, head) in enumerate(found):
        budget.time()
        made: list[GridCell] = []
        column = 0
        for cell in element:
            if cell.tag not in ("td", "th"):
                continue
            while taken.get(column, 0) > at:
                column += 1
            if column >= _WIDEST:
                break
            wide = min(max(1, whole(cell.get("colspan")) or 1), _WIDEST - column)
            long = whole(cell.get("rowspan"))
            down = len(found) - at if long == 0 else min(max(1, long or 1), _LONGEST, len(found) - at)
            for covered in range(column, column + wide):
                taken[covered] = at + down
            made.append(GridCell(cell, column, wide, down))
            column += wide
        columns = max([columns, *(c.column + c.wide for c in made)])
        heading = bool(made) and all(c.element.tag == "th" for c in made)
        rows.append(GridRow(made, head or (heading and len(made) > 1)))
    return rows, columns


def _rows(table: Any) -> Iterator[tuple[Any, bool]]:
    for part in table:
        if part.tag == "tr":
            yield part, False
        elif part.tag in ("thead", "tbody", "tfoot"):
            for row in part:
                if row.tag == "tr":
                    yield row, part.tag == "thead"


def is_layout(table: Any) -> bool:
    """Whether a table only arranges the page: it says so, or its cells hold tables or main headings."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return True
    return any(table.find(f".//{tag}") is not None for tag in ("table", "h1", "h2"))
