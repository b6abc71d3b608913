"""Lists that hold nothing but what is granted: “- Approved for 6 months / - One device is allowed per year”."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from coverable.document.granted.amounts import only_amounts
from coverable.document.granted.dosing import dosed
from coverable.document.granted.lengths import only_lengths
from coverable.document.layout.markers import BULLETS, CONNECTOR
from coverable.document.passages import sentences
from coverable.document.source import Block


@lru_cache(maxsize=8192)
def only_grants(text: str) -> bool:
    """Whether each sentence of a text says how long an approval lasts, or how much it grants, and nothing else."""
    parts = [text[first:last] for first, last in sentences(text)]
    return bool(parts) and all(only_lengths(part) or only_amounts(part) for part in parts)


def granting(blocks: Sequence[Block]) -> frozenset[int]:
    """Where the items begin (in the document) of lists whose items all grant: they belong to no list of criteria.

    An “or” on a line of its own stands within a list. Doses that are approved belong to none either.
    """
    out = {begin(block) for block in dosed(blocks)}
    for kind, group in groupby((b for b in blocks if not CONNECTOR.fullmatch(b.text)), _kind):
        run = list(group)
        if kind and all(only_grants(block.text) for block in run):
            out.update(begin(block) for block in run)
    return frozenset(out)


def begin(block: Block) -> int:
    """Where a block begins in the text of the document."""
    return block.pieces[0].start if block.pieces else -1


def _kind(block: Block) -> str:
    """What an item is marked with; empty for what is no item."""
    if block.marker is None or block.cell is not None or block.kind == "heading":
        return ""
    return "bullet" if block.marker in BULLETS else "number"
