"""Names in a head that are wrapped beside other values: “SUBJECT: Braces for | DATE: …” over “the Knee | …”.

Text keeps its lines, so each line of such a head is a row, and what a name goes on with stands in a row
of its own: under the first word of the name, under an end that no name has, or in the middle under it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coverable.document import passages
from coverable.document.dates import dates_in
from coverable.document.header.labels import label_of
from coverable.document.header.labelwords import number_label, title_label
from coverable.document.layout.markers import marker_of
from coverable.document.source import Block, Source

_FIRST = 24
"""Blocks from the head of a document among which a head is looked for."""
_BELOW = 4
"""Blocks behind a name among which it can go on."""
_OPEN = re.compile(r"(?:,|/|&|[-–(]|\b(?:of|or|and|the|for|with|to|in|by))$", re.IGNORECASE)
_LABELLED = re.compile(r"(?P<label>[A-Za-z][A-Za-z /&#]{3,40}?)\s?:\s+(?=\S)")
_NAME = re.compile(r"policy\s(?:name|title)\b", re.IGNORECASE)
_PROSE = 30
"""Words of a block with which the text begins."""
_MOST = 12
"""Words of a line of a name."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the words of a block stand: their line, and from which to which of its characters."""

    line: int
    first: int
    last: int


def joined_heads(source: Source) -> Source:
    """The document with such names whole."""
    if source.kind != "text":
        return source
    blocks = list(source.blocks)
    at = 0
    while at < min(_FIRST, len(blocks)) and len(blocks[at].text.split()) < _PROSE:
        below = _below(source.text, blocks, at)
        if below is None:
            at += 1
        else:
            blocks[at] = passages.joined(blocks[at], blocks.pop(below))
    return replace(source, blocks=tuple(blocks)) if len(blocks) < len(source.blocks) else source


def _below(text: str, blocks: Sequence[Block], at: int) -> int | None:
    """The block that the name in another one goes on with."""
    block = blocks[at]
    if block.kind not in ("cell", "paragraph") or not block.pieces or len(block.text.split()) > 3 * _MOST:
        return None
    here, own = _place(text, block, len(block.pieces) - 1), _place(text, block, 0)
    label = _LABELLED.match(block.text)
    named = label is not None and (title_label(label["label"]) or label["label"].casefold() == "subject")
    value = own.first + _into(text, block) if named else None
    open_ = _OPEN.search(block.text) is not None and block.cell is not None and label is None
    middle = at > 0 and own.first > 1 and block.cell is not None and _heads(blocks[:at], block)
    for n in range(at + 1, min(len(blocks), at + 1 + 2 * _BELOW)):
        if not blocks[n].pieces:
            continue
        there = _place(text, blocks[n], 0)
        if there.line > here.line + 1:
            break
        if there.line != here.line + 1 or not _may_go_on(blocks[n]):
            continue
        under = value if named else own.first if open_ else None
        if under is not None and abs(there.first - under) <= 1:
            return n
        if middle and abs(there.first + there.last - here.first - here.last) <= 3 and there.first > 1:
            return n
    return None


def _place(text: str, block: Block, piece: int) -> _Place:
    start, end = block.pieces[piece].start, block.pieces[-1].end
    begins = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", start)
    return _Place(text.count("\n", 0, start), start - begins, min(end, stop if stop >= 0 else end) - begins)


def _into(text: str, block: Block) -> int:
    """How far behind its label a value begins, in characters of the line."""
    start = block.pieces[0].start
    stop = text.find("\n", start)
    found = _LABELLED.match(text, start, stop if stop >= 0 else len(text))
    return found.end() - start if found else 0


def _may_go_on(block: Block) -> bool:
    """Whether a block can be the rest of a name: a few words without a label, a date or a mark."""
    words = block.text
    if block.kind not in ("cell", "paragraph") or not 1 <= len(words.split()) <= _MOST:
        return False
    return not (":" in words or label_of(words) or dates_in(words) or marker_of(words) or number_label(words))


def _heads(before: Sequence[Block], block: Block) -> bool:
    """Whether a cell stands right under one that says that a name follows."""
    place = block.cell
    over = [
        b for b in before if b.cell and place and (b.cell.table, b.cell.column) == (place.table, place.column)
    ]
    return bool(over) and (title_label(over[-1].text) or _NAME.match(over[-1].text) is not None)
