"""The rows of a table: its cells by columns, with what merged cells cover, and the lines that head groups of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.source import Block

Row: TypeAlias = "dict[int, list[Block]]"


def row_of(block: Block) -> tuple[int, int]:
    """The table and row of a cell."""
    return (block.cell.table, block.cell.row) if block.cell else (-1, -1)


def words_of(row: Mapping[int, Sequence[Block]], column: int | None) -> str:
    """What stands in a column of a row; nothing where the table has no such column."""
    return " ".join(b.text for b in row.get(column, ())) if column is not None else ""


def cells_of(row: Sequence[Block]) -> Row:
    """The cells of a row by their columns."""
    out: Row = {}
    for block in row:
        if block.cell is not None:
            out.setdefault(block.cell.column, []).append(block)
    return out


def rows_of(blocks: Sequence[Block]) -> list[Row]:
    """The rows of a table; a cell that covers several rows stands in each of them."""
    out: list[Row] = []
    down: dict[int, tuple[int, list[Block]]] = {}
    for _, blocks_of_row in groupby(blocks, row_of):
        row = cells_of(list(blocks_of_row))
        at = next(iter(row.values()))[0].cell if row else None
        for column, (last, cell) in down.items():
            if at is not None and at.row <= last and at.table == row_table(cell) and column not in row:
                row[column] = cell
        for column, cell in row.items():
            place = cell[0].cell
            if place is not None and place.row_span > 1:
                down[column] = (place.row + place.row_span - 1, cell)
        out.append(row)
    return out


def under_one_head(rows: Sequence[Row]) -> list[Row]:
    """The rows of a table whose head says “Initial”, “Renewal” in a second row, under a cell over both: as one head."""
    if len(rows) > _HEADS and any(cell[0].cell and cell[0].cell.column_span > 1 for cell in rows[0].values()):
        under = [cell for column, cell in rows[1].items() if rows[0].get(column) is not cell]
        if len(under) > 1 and all(stage_of_heading(" ".join(b.text for b in cell)) for cell in under):
            return list(rows[1:])
    return list(rows)


_HEADS = 2
"""Rows of such a head."""


def row_table(cell: Sequence[Block]) -> int:
    """The number of the table that a cell stands in."""
    return cell[0].cell.table if cell[0].cell else -1


def heads_group(row: Row) -> bool:
    """Whether a row is one cell over all columns: a line that heads the rows under it."""
    cell = next(iter(row.values()))[0].cell if len(row) == 1 else None
    return cell is not None and cell.columns > 1 and cell.column_span >= cell.columns
