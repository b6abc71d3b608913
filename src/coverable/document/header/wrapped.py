"""A title that goes on in the next line, where the text has both lines as one name (SR-130)."""

from __future__ import annotations

import re
from typing import Final

from coverable.document.reading import Stated
from coverable.document.source import Block, Source

_LONGEST: Final = 8
"""Words of a second line."""
_FARTHEST: Final = 40
"""Blocks from the head of the text in which a title stands."""


def whole_title(title: Stated, source: Source) -> Stated:
    """A title with the line below it: “Ambulatory Blood Pressure” over “Monitoring”, if the text says so."""
    at = next((n for n, b in enumerate(source.blocks[:_FARTHEST]) if _ends(title, source, b)), None)
    below = _below(source, at) if at is not None else None
    if below is None or not 1 <= len(below.text.split()) <= _LONGEST or below.text.endswith((".", ":")):
        return title
    first = str(title.value)
    value = first + below.text if first.endswith("-") else f"{first} {below.text}"
    if any(c.isdigit() for c in below.text) or not _said(value, source):
        return title
    return Stated(value, source.join([title.span, source.span(below)]), title.confidence)


def _said(name: str, source: Source) -> bool:
    """Whether one line, one block or the file's own title holds a name as a whole, without a gap in it."""
    whole = re.compile(r"[ ,/()®™’'-]{1,3}".join(map(re.escape, re.findall(r"\w+", name))), re.IGNORECASE)
    texts = [*(b.text for b in source.blocks), source.text, source.properties.get("title", "")]
    return any(_one_space(m[0]) for text in texts for m in whole.finditer(text))


def _one_space(words: str) -> bool:
    return "  " not in words


def _ends(title: Stated, source: Source, block: Block) -> bool:
    return bool(block.pieces) and source.span(block).end == title.span.end


def _below(source: Source, at: int) -> Block | None:
    """The block under one: the next one, or the cell of the same column in the next row."""
    cell = source.blocks[at].cell
    if cell is None:
        following = source.blocks[at + 1 : at + 2]
        return next((b for b in following if b.cell is None and b.marker is None), None)
    place = (cell.table, cell.row + 1, cell.column)
    under = (b for b in source.blocks[at + 1 : _FARTHEST] if b.cell)
    return next((b for b in under if b.cell and (b.cell.table, b.cell.row, b.cell.column) == place), None)
