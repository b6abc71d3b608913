"""Tables under each other whose columns go by another name: “Service | Covered”, then “Service | Not covered”."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.source import Block


def by_heads(blocks: Sequence[Block]) -> list[list[Block]]:
    """A run of tables parted where the first column keeps its name and another one does not."""
    heads: dict[int, list[str]] = {}
    for block in blocks:
        if block.cell is not None and block.cell.head:
            heads.setdefault(block.cell.table, []).append(block.text)
    out: list[list[Block]] = [[]]
    last: list[str] = []
    table = None
    for block in blocks:
        names = heads.get(block.cell.table, []) if block.cell else []
        if block.cell and block.cell.table != table:
            table = block.cell.table
            if out[-1] and names and last and names[0] == last[0] and names != last:
                out.append([])
            last = names or last
        out[-1].append(block)
    return out
