"""What is usual in a text: how long its lines are, how far apart, how tall its letters (SR-131)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coverable.document.layout.lines import Line
from coverable.document.patterns import STAMP
from coverable.document.wordlists import words_of

BIG = 1.15
"""Letters this much taller than the text's are a heading's."""
ENDED = re.compile(r"[.!?:;](?:[\"'”’)\]*]|\s?(?:and|or))*$|(?:;|,)\s?(?:and|or),?$", re.IGNORECASE)
_NOTICE = re.compile(
    r"\b(?:proprietary|confidential|do\s+not\s+(?:distribute|copy|reproduce)|(?:may|shall)\s+not\s+be\s+(?:distributed|copied|reproduced)|all\s+rights\s+reserved)\b",
    re.IGNORECASE,
)
"""The foot of a page that is a sentence."""
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """What is usual in this text."""

    width: dict[int, int]
    """Of a region, the length that nine lines in ten stay under."""
    longest: dict[int, int]
    """Of a region, the length that almost every line stays under."""
    wrapped: bool
    """Whether paragraphs are broken into lines at all."""
    repeated: frozenset[str]
    """Lines that stand in the document three times, numbers aside: heads and feet of pages."""
    together: frozenset[tuple[str, str]]
    """Of those, each that stands over the same line every time, with that line: as an often printed note."""
    gap: int
    """Empty lines between two lines of one paragraph."""
    size: float | None
    big: tuple[float, ...]
    """Heights of letters of headings, the tallest first."""
    words: frozenset[str]
    """Every word of the document, to tell a hyphen that the page put in from one that belongs."""

    broken: frozenset[str]
    """Parts of words before a hyphen at the end of a line, in a text that breaks its words."""

    def is_broken(self, head: str, tail: str) -> bool:
        """Whether the hyphen between these parts is the page's own: “dur-” / “ing”."""
        return (head + tail).lower() in self.words or head.lower() in self.broken

    def taller(self, size: float) -> int | None:
        """How many kinds of headings have letters taller than this; None where these are no heading's."""
        if not self.size or size <= BIG * self.size:
            return None
        return sum(size < _ALIKE * one for one in self.big)


def layout_of(lines: Sequence[Line], text: str) -> Layout:
    """Width, gap and size that most lines have."""
    lengths: dict[int, list[int]] = {}
    for line in lines:
        if line.cell is None:
            lengths.setdefault(line.region, []).append(len(line.text) + round(line.indent))
    widths = {region: sorted(found)[int(len(found) * 0.9)] for region, found in lengths.items()}
    utmost = {region: sorted(found)[int(len(found) * 0.98)] for region, found in lengths.items()}
    every = sorted(n for found in lengths.values() for n in found)
    longest = every[int(len(every) * 0.98)] if every else 0
    wide = max(widths.values(), default=0)
    gaps = Counter(
        line.gap
        for before, line in pairwise(lines)
        if line.text[:1].islower() and not ENDED.search(before.text) and before.cell is None
    )
    gap, often = gaps.most_common(1)[0] if gaps else (0, 0)
    names = [masked(line.text) for line in lines]
    repeats = Counter(
        name
        for name, line in zip(names, lines, strict=True)
        if (line.text[:1].isupper() or STAMP.match(line.text))
        and (line.text[-1] not in ".:;," or _NOTICE.search(line.text))
        and len(line.text) > 9
    )
    behind: dict[str, set[str]] = {}
    for name, following in pairwise(names):
        if repeats[name] > _OFTEN:
            behind.setdefault(name, set()).add(following)
    sizes = Counter(round(line.size, 1) for line in lines if line.size)
    size = sizes.most_common(1)[0][0] if sizes else None
    return Layout(
        widths,
        utmost,
        wrapped=not (longest > 250 or (every and every[-1] > 400 and longest > 1.6 * wide)),
        repeated=frozenset(text for text, often in repeats.items() if often > _OFTEN),
        together=frozenset((one, next(iter(after))) for one, after in behind.items() if len(after) == 1),
        gap=gap if often > 1 else 0,
        size=size,
        big=tuple(_tall(lines, BIG * size)) if size else (),
        words=frozenset(word.lower() for word in _WORD.findall(text)),
        broken=_broken(lines, text),
    )


def _broken(lines: Sequence[Line], text: str) -> frozenset[str]:
    """The parts of words at ends of lines that are no words of the text, nor often before a hyphen.

    A text that does not break words has hardly any of them.
    """
    parts = [m[1].lower() for line in lines if (m := _PART.search(line.text)) and line.cell is None]
    if not parts:
        return frozenset()
    whole = {word.lower() for word in _WHOLE.findall(text)} | _COMPOUND
    odd = [part for part in parts if part not in whole]
    return frozenset(odd) if len(odd) >= _FEWEST and 2 * len(odd) >= len(parts) else frozenset()


_FEWEST = 3
"""Parts of words that tell a text which breaks words."""
_PART = re.compile(r"(?<![\w-])([A-Za-z][a-z]+)-$")
_WHOLE = re.compile(r"(?<![\w-])[A-Za-z]+(?![\w-])")
_COMPOUND = words_of("compounds.txt")


def _tall(lines: Sequence[Line], least: float) -> Iterator[float]:
    """The heights of letters that headings have; those that differ by next to nothing are one."""
    last: float | None = None
    for size in sorted({one.size for one in lines if one.size and one.cell is None}, reverse=True):
        if size > least and (last is None or size < _ALIKE * last):
            last = size
            yield size


_ALIKE = 0.95
"""Heights that differ by less than this are one."""
_OFTEN = 2
"""A line that stands more often is repeated."""


def masked(text: str) -> str:
    """A line with its figures alike: the same head of two pages."""
    return _NUMBER.sub("#", text)
