"""The parts of a page that are read one after the other: two columns of prose, each with the tables in it.

A ruled table inside a column interrupts that column only: the lines beside it are no lines above or below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coverable.document.readers.pdf.regions import columns_at
from coverable.document.readers.pdf.rows import Row, row_of
from coverable.document.readers.pdf.ruled import Grid


@dataclass(frozen=True, slots=True)
class Part:
    """Rows, and the ruled tables between them."""

    rows: list[Row]
    grids: list[Grid]
    column: bool = False


def parts_of(rows: Sequence[Row], grids: Sequence[Grid], known: list[float]) -> list[Part]:
    """The parts of a page in reading order; one where no table stands beside a gutter between columns.

    `known` are the gutters of the page before, and become those of this one where it is parted.
    """
    whole = [Part(list(rows), list(grids))]
    found = columns_at(rows, known) if grids else None
    if found is None:
        return whole
    first, last, x = found
    first, last = _beside_tables(rows, grids, first, last, x)
    top, bottom = rows[first].top, rows[last - 1].bottom
    inside = [g for g in grids if g.box.bottom > top and g.box.top < bottom]
    if not inside or any(g.box.left < x < g.box.right for g in inside):
        return whole
    left = [row_of(w) for r in rows[first:last] if (w := [w for w in r.words if w.right <= x])]
    right = [row_of(w) for r in rows[first:last] if (w := [w for w in r.words if w.right > x])]
    known[:] = [x]
    parts = (
        Part(list(rows[:first]), [g for g in grids if g.box.bottom <= top]),
        Part(left, [g for g in inside if g.box.right <= x], column=True),
        Part(right, [g for g in inside if g.box.left >= x], column=True),
        Part(list(rows[last:]), [g for g in grids if g.box.top >= bottom]),
    )
    return [part for part in parts if part.rows or part.grids]


def _beside_tables(
    rows: Sequence[Row], grids: Sequence[Grid], first: int, last: int, x: float
) -> tuple[int, int]:
    """The rows of both columns, with those at their ends that have nothing but a table beside them."""

    def beside(row: Row) -> bool:
        left = row.right <= x
        if not left and row.left < x:
            return False
        return any(
            (g.box.left >= x if left else g.box.right <= x)
            and g.box.top < row.bottom
            and g.box.bottom > row.top
            for g in grids
        )

    while first and beside(rows[first - 1]):
        first -= 1
    while last < len(rows) and beside(rows[last]):
        last += 1
    return first, last
