"""Grids that the extraction tore: rows that lie in tables of other shapes, with lines of cells between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from coverable.document.criteria.grids.cells import names_position
from coverable.document.criteria.grids.columns import is_code_table, names_columns, takes_positions
from coverable.document.source import Block

_LINES = 4
"""So many paragraphs in a row can be lines of torn cells; more are text."""


def torn(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The grids in these blocks whose rows may not all have been read as rows."""
    for over, run in groupby(blocks, lambda b: b.kind == "heading"):
        part = list(run)
        cells = [i for i, b in enumerate(part) if b.cell is not None]
        if over or not cells:
            continue
        for grid in _together(part, cells):
            if takes_positions(grid) and not is_code_table(grid) and len(_tables(grid)) > 1:
                yield grid


def _together(part: Sequence[Block], cells: Sequence[int]) -> Iterator[list[Block]]:
    """The parts that could be one table: cells, and the few lines between them."""
    first = last = cells[0]
    for i in [*cells[1:], len(part) + _LINES + 1]:
        row = [b for b in part if _row(b) == _row(part[i])] if i < len(part) else []
        begins = bool(row) and (names_columns(row) or names_position(row))
        if i - last - 1 > _LINES or begins:
            yield list(part[first : last + 1])
            first = i
        last = i


def _tables(grid: Sequence[Block]) -> set[int]:
    return {b.cell.table for b in grid if b.cell is not None}


def _row(block: Block) -> tuple[int, int] | None:
    return (block.cell.table, block.cell.row) if block.cell else None
