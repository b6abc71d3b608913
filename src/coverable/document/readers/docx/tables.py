"""The grid of a DOCX table: merged cells with what they cover, header rows, tracked rows and cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from coverable.document.readers.docx.runs import NONE, Tracked
from coverable.document.readers.docx.styles import OFF, Style, on, whole
from coverable.document.readers.docx.xml import attribute, child, local

_FIRST_ROW = 0x20
"""The bit of a table's look that says its first row is set apart (ISO/IEC 29500-1, 17.4.55)."""
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
    """Said to return on every page."""
    shaded: bool
    """All its cells have a ground of their own."""


@dataclass(frozen=True, slots=True)
class Grid:
    rows: list[GridRow]
    columns: int
    first_apart: bool = False
    """The style of the table sets its first row apart."""


def grid_of(table: Any, tracked: Tracked, styles: Mapping[str, Style]) -> Grid:
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
        shaded = bool(made) and all(_ground(cell.element) for cell in made)
        rows.append(GridRow(made, on(child(properties, "tblHeader")) is True, shaded))
    return Grid(rows, min(columns, _WIDEST), _first_apart(child(table, "tblPr"), styles))


def _ground(cell: Any) -> bool:
    """Whether a cell is shaded."""
    shading = child(child(cell, "tcPr"), "shd")
    return shading is not None and (attribute(shading, "fill") or "auto").lower() not in ("auto", "ffffff")


def _first_apart(properties: Any, styles: Mapping[str, Style]) -> bool:
    """Whether the table's style has bold words in the first row, and the table takes that over."""
    named, look = child(properties, "tblStyle"), child(properties, "tblLook")
    style = styles.get(attribute(named, "val") or "") if named is not None else None
    if style is None or not style.first_row or look is None:
        return False
    said, bits = attribute(look, "firstRow"), attribute(look, "val") or ""
    if said is not None:
        return said.lower() not in OFF
    return bool(re.fullmatch(r"[0-9A-Fa-f]{1,8}", bits)) and bool(int(bits, 16) & _FIRST_ROW)


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
