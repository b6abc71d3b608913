"""The title of a printed document: what alone stands in its tallest letters, on one line or on several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coverable.document.header.labelwords import names_kind
from coverable.document.passages import joined
from coverable.document.source import Block

_TALLEST = 2
"""The level that headings in the tallest letters have."""
_MOST = 4
"""Lines of a title."""


def titled(blocks: Sequence[Block]) -> list[Block]:
    """The blocks; the only heading with the tallest letters is their title, if it is on the first page."""
    out = list(blocks)
    at = [n for n, b in enumerate(out) if b.level == _TALLEST]
    if not at or len(at) > _MOST or at[-1] - at[0] != len(at) - 1 or not _on_first(out[at[-1]]):
        return out
    first, *others = (out[n] for n in at)
    if any(b.marker or (b.gap and b.text[:1] not in "(,–") for b in others) or (
        others and names_kind(first.text)
    ):
        return out  # “Medical Policy” over a name, and not a name on two lines
    for other in others:
        first = joined(first, other)
    out[at[0] : at[-1] + 1] = [replace(first, level=1)]
    return out


def _on_first(block: Block) -> bool:
    return bool(block.pieces) and block.pieces[0].page == 1
