"""A part of one block: the unit that the reading of criteria cuts into smaller parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from coverable.document import passages
from coverable.document.criteria.text.quantifiertail import is_tail
from coverable.document.patterns import ANSWER
from coverable.document.source import Block, Source, Span


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


_NOTED = re.compile(r"(?:(?<=[a-z)\]]{2}\.)|(?<=[A-Z]{5}\.))[0-9]{1,3}(?:\s?[,–-]\s?[0-9]{1,3})*$")


def unnoted(passage: Passage) -> Passage:
    """Without the figure behind its full stop that leads to a note, as in “medically necessary.5”."""
    note = _NOTED.search(passage.text)
    return passage.part(0, note.start()) if note else passage


_FIRST = re.compile(r"(?<=[:\s])\((?P<label>1|[Aa]|i)\)\s")
_NEXT = re.compile(r"\((?:[2-9]|1[0-9]|[B-Hb-h]|[ivx]{2,4})\)\s")


@lru_cache(maxsize=8192)
def _whole_lists(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a text, with those that are items of a list in the first: “One of these: (1) A. (2) B.”"""
    out: list[tuple[int, int]] = []
    for first, last in passages.sentences(text):
        if out and _NEXT.match(text, first) and _FIRST.search(text, *out[-1]):
            out[-1] = (out[-1][0], last)
        else:
            out.append((first, last))
    return tuple(out)


def sentences(passage: Passage) -> Iterator[Passage]:
    """The sentences of a passage; a blank that was lost after a full stop hides none.

    “The following is documented. One item is enough:” is one, for the second says how many of the first; so is a
    question with its answer.
    """
    found = [unnoted(passage.part(*place)) for place in _whole_lists(passage.text)]
    found = _with_answers(found)
    found = [one for i, one in enumerate(found) if not (i and one.text.isdigit())]  # “… outlined below. 1”
    for one, following in pairwise([*found, None]):
        if one and following and is_tail(following.text):
            yield Passage(one.block, one.first, following.last)
            return
        if one:
            yield one


def _with_answers(found: list[Passage]) -> list[Passage]:
    """The sentences with a question and its answer as one: “Is X covered? Yes, when …”."""
    out: list[Passage] = []
    for one in found:
        if out and out[-1].text.endswith("?") and ANSWER.match(one.text):
            out[-1] = Passage(one.block, out[-1].first, one.last)
        else:
            out.append(one)
    return out
