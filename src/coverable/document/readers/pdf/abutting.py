"""Tables and boxes that stand right under each other, drawn as one, each under bold names of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from coverable.document.readers.pdf.ruled import Grid, Ruled


def apart(grid: Grid) -> list[Grid]:
    """The tables of a grid from top to bottom; the grid itself where it is one."""
    begins = [0]
    known: set[float] = set()
    for row in range(len(grid.ys) - 1):
        edges = _edges(grid, row)
        other = not edges & known or _renamed(names_of(grid, begins[-1]), names_of(grid, row))
        if known and edges and other and names_columns(names_of(grid, row)) and not _crossed(grid, row):
            begins.append(row)
            known = set()
        known |= edges
    box = _box(grid)
    if known and begins[-1] < box < len(grid.ys) - 1:
        begins.append(box)
    if len(begins) == 1:
        return [grid]
    return [_rows(grid, first, last) for first, last in pairwise([*begins, len(grid.ys) - 1])]


_COLUMN = re.compile(
    r"(?:(?:covered|requested|procedure|applicable)\s)?(?:services?|procedures?|codes?|cpt|hcpcs|drugs?|medications?|products?|devices?|items?|tests?|treatments?"
    r"|therap(?:y|ies)|indications?|conditions?|diagnos[ei]s|uses?|criteria|dates?|sections?|topics?|types?|names?|numbers?|category)(?:\s(?:name|codes?))?\s?:?",
    re.IGNORECASE,
)
"""What the first column of a table is called."""
_LONGEST = 6
"""Words of the name of a column."""
_NO_CRITERIA = re.compile(
    r"(?:documentation|references?|cod(?:es|ing)|definitions?|background|history|notes?|related|rationale|evidence)\b",
    re.IGNORECASE,
)


def names_columns(names: Sequence[str]) -> bool:
    """Whether bold words of a row are the names of columns: a generic word, and others as short."""
    return (
        len(names) > 1
        and _COLUMN.fullmatch(names[0]) is not None
        and all(len(n.split()) <= _LONGEST for n in names)
    )


def names_of(grid: Grid, row: int) -> list[str]:
    """The words of the cells that begin in a row, if all of them are bold."""
    cells = [c for c in _at(grid, row) if c.row == row and c.words]
    bold = all(w.bold for c in cells for w in c.words)
    return [" ".join(w.text for w in c.words) for c in cells] if bold else []


def _renamed(names: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the same columns go by another name: “Service | Covered” over “Service | Not covered”."""
    return bool(names and other) and names[0] == other[0] and list(names) != list(other)


def _box(grid: Grid) -> int:
    """The row of bold words that names no criteria, over last rows of a single cell each."""
    last = len(grid.ys) - 1
    while last and not _edges(grid, last - 1):
        last -= 1
    named = (
        row for row in range(last, len(grid.ys) - 1) for n in names_of(grid, row)[:1] if _NO_CRITERIA.match(n)
    )
    return next(named, len(grid.ys))


def _at(grid: Grid, row: int) -> list[Ruled]:
    return [c for c in grid.cells if c.row <= row < c.row + c.row_span]


def _edges(grid: Grid, row: int) -> set[float]:
    """Where the cells of a row end inside of the grid."""
    return {c.box.left for c in _at(grid, row) if c.column}


def _crossed(grid: Grid, row: int) -> bool:
    """Whether words stand in a cell that goes on from the row above."""
    return any(c.words and c.row < row for c in _at(grid, row))


def _rows(grid: Grid, first: int, last: int) -> Grid:
    """Some rows of a grid as one of their own, with no edge that none of them has."""
    inside = [c for c in grid.cells if first <= c.row < last]
    # what is beside a narrower table is closed in by the others
    right = max((c.box.right for c in inside if c.words), default=grid.box.right)
    held = [c for c in inside if c.box.left < right]
    xs = sorted({grid.box.left, right, *(c.box.left for c in held)})
    ys = grid.ys[first : last + 1]
    cells = [_moved(c, first, last, xs) for c in held]
    return Grid(grid.box._replace(right=right, top=ys[0], bottom=ys[-1]), xs, ys, cells)


def _moved(cell: Ruled, first: int, last: int, xs: Sequence[float]) -> Ruled:
    columns = [i for i, x in enumerate(xs) if cell.box.left <= x < cell.box.right]
    span = min(cell.row + cell.row_span, last) - cell.row
    wide = min(len(columns), len(xs) - 1 - columns[0])
    return Ruled(cell.row - first, columns[0], span, wide, cell.box, cell.words)
