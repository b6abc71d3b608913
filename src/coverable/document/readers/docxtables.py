"""The grid of a DOCX table: merged cells with what they cover, header rows, tracked rows and cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from coverable.document.readers.docxruns import NONE, Tracked
from coverable.document.readers.docxstyles import on, whole
from coverable.document.readers.xml import attribute, child, local

_WIDEST = 500
"""Columns that a row may claim."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell where it begins."""

    element: Any
    column: int
    wide: int
    rows: int
    tracked: Tracked


@dataclass(frozen=True, slots=True)
class GridRow:
    cells: list[GridCell]
    head: bool


@dataclass(frozen=True, slots=True)
class Grid:
    rows: list[GridRow]
    columns: int


def grid_of(table: Any, tracked: Tracked) -> Grid:
    """The rows of a table; a cell that only continues the one above is counted into it."""
    rows: list[GridRow] = []
    above: dict[int, tuple[int, int]] = {}
    columns = 1
    for element, outer in _within(table, "tr", tracked):
        properties = child(element, "trPr")
        change = _marked(properties, outer)
        column = _skipped(properties)
        made: list[GridCell] = []
        open_: dict[int, tuple[int, int]] = {}
        for cell, inner in _within(element, "tc", change):
            how = child(cell, "tcPr")
            wide = min(_WIDEST, max(1, _value(how, "gridSpan") or 1))
            merge = child(how, "vMerge")
            if (
                merge is not None
                and (attribute(merge, "val") or "continue") == "continue"
                and column in above
            ):
                at, index = above[column]
                begun = rows[at].cells[index]
                rows[at].cells[index] = replace(begun, rows=begun.rows + 1)
                open_[column] = above[column]
            else:
                if merge is not None:
                    open_[column] = (len(rows), len(made))
                made.append(GridCell(cell, column, wide, 1, _marked(how, inner)))
            column += wide
        above = open_
        columns = max(columns, column)
        rows.append(GridRow(made, on(child(properties, "tblHeader")) is True))
    return Grid(rows, min(columns, _WIDEST))


def _within(element: Any, name: str, tracked: Tracked, deep: int = 0) -> Iterator[tuple[Any, Tracked]]:
    """Rows or cells, also inside content controls and tracked wrappers."""
    for inner in element:
        found = local(inner)
        if found == name:
            yield inner, tracked
        elif found in ("sdt", "sdtContent", "customXml", "ins", "del") and deep < 20:
            yield from _within(inner, name, tracked.within(inner), deep + 1)


def _marked(properties: Any, tracked: Tracked) -> Tracked:
    """The change of a whole row or cell."""
    for element in properties if properties is not None else ():
        name = local(element)
        if name in ("ins", "del"):
            return tracked.within(element)
        if name in ("cellIns", "cellDel") and tracked == NONE:
            who = attribute(element, "author"), attribute(element, "date")
            return Tracked("inserted" if name == "cellIns" else "deleted", *who)
    return tracked


def _skipped(properties: Any) -> int:
    return min(_WIDEST, max(0, _value(properties, "gridBefore") or 0))


def _value(properties: Any, name: str) -> int | None:
    found = child(properties, name)
    return None if found is None else whole(attribute(found, "val"))
