"""A part of one block: the unit that the reading of criteria cuts into smaller parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coverable.document.source import Block, Source, Span

_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|Dr|Mr|Mrs|Ms|No|Inc|Co|Corp|St|Fig|al|approx|min|max|hr|hrs|wk|wks|mo|mos|yr|yrs"
    r"|dept|cf|ca|resp|incl|Sec|Ch|Art|Vol|Ed|U\.S|Ph\.D|M\.D|D\.O|a\.m|p\.m)|\b[A-Z])\.$"
)
_END = re.compile(
    r"[.!?][\"'”’)\]*]*(?=\s+[A-Z0-9\"“‘(\[•])|[a-z)\]]\.(?=[A-Z][a-z]+\s[a-z])|(?<=[;:])\s(?=NOTE:|Note:)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """`block.text[first:last]`, never with white space at its ends."""

    block: Block
    first: int
    last: int

    @property
    def text(self) -> str:
        return self.block.text[self.first : self.last]

    def part(self, first: int, last: int | None = None) -> Passage:
        """A part by offsets into this passage's text, trimmed."""
        low = self.first + first
        high = self.last if last is None else min(self.last, self.first + last)
        text = self.block.text
        while low < high and text[low].isspace():
            low += 1
        while high > low and text[high - 1].isspace():
            high -= 1
        return Passage(self.block, low, max(low, high))

    def trimmed(self, signs: str) -> Passage:
        """Without these signs (and white space) at its ends."""
        text = self.text
        low = len(text) - len(text.lstrip(signs + " "))
        return self.part(low, len(text.rstrip(signs + " "))) if low < len(text) else self.part(len(text))

    def span(self, source: Source) -> Span:
        return source.span(self.block, self.first, self.last)

    def __bool__(self) -> bool:
        return self.last > self.first


def whole(block: Block) -> Passage:
    """All of a block."""
    return Passage(block, 0, len(block.text)).part(0)


def sentences(passage: Passage) -> Iterator[Passage]:
    """The sentences of a passage; an abbreviation does not end one, a lost blank after a full stop does not hide one."""
    text, begin = passage.text, 0
    for match in _END.finditer(text):
        if _ABBREVIATED.search(text[begin : match.end()].rstrip("\"'”’)]*")):
            continue
        if found := passage.part(begin, match.end()):
            yield found
        begin = match.end()
    if found := passage.part(begin):
        yield found
