"""Tables that hold a document: names of sections in the first column, and beside each what stands in it.

“Definitions | PDN: hourly care …”, “References | 1. …”, “History | 08/2024 …”: a frame, and no table. What it
frames is read as if it stood under headings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coverable.document.criteria.positions.headed import heading_position
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.layout.markers import marker_of
from coverable.document.passages import part
from coverable.document.sections.titles import kind_of
from coverable.document.source import Block, Cell, Source

_KINDS = frozenset(
    ("criteria", "codes", "history", "references", "definitions", "description", "discussion", "keywords")
)
_FEWEST = 3
"""So many kinds of sections in the first column, and at least one of those that no criteria form has."""
_OF_DOCUMENTS = frozenset(("history", "references"))
_COLUMNS = 2
_LONGEST = 8
"""Words of the name of a section."""


def unframed(source: Source) -> Source:
    """The document with the sections of such tables under headings."""
    tables: dict[int, list[tuple[Block, Cell]]] = {}
    for block in source.blocks:
        if block.cell is not None:
            tables.setdefault(block.cell.table, []).append((block, block.cell))
    begins = {table: row for table, cells in tables.items() if (row := _begins(cells)) is not None}
    if not begins:
        return source
    return replace(source, blocks=tuple(_freed(b, begins) for b in source.blocks))


def _begins(cells: Sequence[tuple[Block, Cell]]) -> int | None:
    """The row of a table with which its sections begin, if it is such a frame."""
    first = {cell.row: block for block, cell in cells if cell.column == 0}
    kinds = {row: kind_of(block.text) for row, block in first.items() if _short(block)}
    fields = [row for row, block in first.items() if not (kinds.get(row) or _of_criteria(block.text))]
    known = {row: kind for row, kind in kinds.items() if kind in _KINDS and row > max(fields, default=-1)}
    narrow = all(cell.columns == _COLUMNS and cell.column < _COLUMNS for _, cell in cells)
    whole = len(first) == sum(cell.column == 0 for _, cell in cells)
    framed = len(set(known.values())) >= _FEWEST and not _OF_DOCUMENTS.isdisjoint(known.values())
    return min(known) if narrow and whole and framed else None


def _of_criteria(text: str) -> bool:
    """Whether a name says whose criteria stand beside it; “Age” and “Prescriber” are fields of a form."""
    return heading_position(text) is not None or stage_of_heading(text) is not None


def _short(block: Block) -> bool:
    return len(block.text.split()) <= _LONGEST


def _freed(block: Block, begins: Mapping[int, int]) -> Block:
    """A block of such a table without its cell: a heading, an item or a paragraph."""
    cell = block.cell
    if cell is None or cell.table not in begins or cell.row < begins[cell.table]:
        return block
    if cell.column == 0 and _short(block):
        return replace(block, kind="heading", level=2, cell=None)
    marker = marker_of(block.text) if block.kind == "cell" else None
    if marker is not None:
        return replace(
            part(block, marker.length, len(block.text)), kind="item", marker=marker.printed, cell=None
        )
    return replace(block, kind="paragraph" if block.kind == "cell" else block.kind, cell=None)
