"""Which cells of a part belong to one table: what a page tears apart stays one, and tables behind each other are several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coverable.document.source import Block


def grids(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The tables in these blocks. What a page tears apart stays one: a line of a cell may stand beside the rows."""
    run: list[Block] = []
    loose: list[Block] = []
    for block in blocks:
        if block.cell is not None:
            columns = run[-1].cell.columns if run and run[-1].cell else block.cell.columns
            other = bool(loose) and (block.cell.head or loose[0].kind == "heading")
            other = other or (bool(run) and _other_head(block, run))
            if run and (block.cell.columns != columns or other or len(loose) > 1):
                yield run
                run, loose = [], []
            run += [*(_in_first_cell(one, run[-1]) for one in loose), block]
            loose = []
        elif run:
            loose.append(block)
            if len(loose) > 1 or len(block.text.split()) > 4 or block.gap or block.marker:
                yield run
                run, loose = [], []
    if run:
        yield run


def _other_head(block: Block, run: Sequence[Block]) -> bool:
    """Whether a cell begins the head of another table, that stands right behind: a page prints the same head again."""
    before = run[-1].cell
    if (
        block.cell is None
        or before is None
        or not block.cell.head
        or before.head
        or block.cell.row > before.row
    ):
        return False
    return all(b.text != block.text for b in run if b.cell and b.cell.head)


def _in_first_cell(block: Block, before: Block) -> Block:
    """A stray line of a row as a part of its first cell."""
    assert before.cell is not None
    return replace(block, cell=replace(before.cell, column=0))
