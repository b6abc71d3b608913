"""Visual lines: what plain text and PDF pages consist of before they are joined into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from coverable.document.source import Apart, Box, Cell, Change

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """`line.text[at : at + size]` is `source.text[start:end]`; of unequal length it stands for all of it."""

    at: int
    size: int
    start: int
    end: int
    change: Change = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line: white space single, markup taken out, every character with its place."""

    text: str
    parts: tuple[Part, ...]
    indent: float = 0.0
    """Characters (or widths of a character) from the left edge of its column."""
    gap: int = 0
    """Empty lines before it."""
    page: int | None = None
    box: Box | None = None
    region: int = 0
    """The column or sidebar it belongs to; widths are compared inside a region only."""
    bold: bool = False
    size: float | None = None
    """Height of its letters, in points."""
    cell: int | None = None
    """Its column in a row of tabulated text."""
    cells: int = 0
    row: int = 0
    links: tuple[str, ...] = ()
    room: float | None = None
    """Characters that would still have fitted, where the page tells."""
    begins: float | None = None
    """How wide its first word is in such characters, where the page tells: capitals are wider."""
    place: Cell | None = None
    """Its cell where the format states the table; `cell`, `cells` and `row` are guesses from blanks."""
    entry: bool = False
    """One of several paragraphs of its cell: a marker that it begins with is a marker."""
    refers: tuple[str, ...] = ()
    """Markers of the notes that its raised letters point to."""
    note: str | None = None
    """The raised letter that it begins with, as a note does."""
    apart: Apart | None = None


def line_of(runs: Iterable[tuple[str, int, int]], **more: Any) -> Line:
    """A line from runs of (text, start, end in the source): white space folded, ends trimmed."""
    text, parts = "", list[Part]()
    for run, offset, end in runs:
        if len(run) != end - offset:
            if run.strip():
                parts.append(Part(len(text), len(run), offset, end))
                text += run
            elif text and not text.endswith(" "):
                parts.append(Part(len(text), 1, offset, end))
                text += " "
            continue
        position = 0
        for match in _SPACE.finditer(run):
            text = _take(text, run[position : match.start()], offset + position, parts)
            if text and not text.endswith(" "):
                parts.append(Part(len(text), 1, offset + match.start(), offset + match.end()))
                text += " "
            position = match.end()
        text = _take(text, run[position:], offset + position, parts)
    if text.endswith(" "):
        parts.pop()
        text = text[:-1]
    return Line(text, _merged(parts), **more)


def _take(text: str, words: str, offset: int, parts: list[Part]) -> str:
    if words:
        parts.append(Part(len(text), len(words), offset, offset + len(words)))
    return text + words


def _merged(parts: list[Part]) -> tuple[Part, ...]:
    """Neighbours that are the same characters one by one become one part."""
    out: list[Part] = []
    for part in parts:
        last = out[-1] if out else None
        if (
            last is not None
            and last.end == part.start
            and last.at + last.size == part.at
            and last.size == last.end - last.start
            and part.size == part.end - part.start
            and last.change == part.change
        ):
            out[-1] = Part(last.at, last.size + part.size, last.start, part.end, part.change)
        else:
            out.append(part)
    return tuple(out)


def clipped(parts: Iterable[Part], first: int, last: int) -> list[Part]:
    """The parts of `text[first:last]`, their `at` counted from `first`."""
    out: list[Part] = []
    for p in parts:
        low, high = max(p.at, first), min(p.at + p.size, last)
        if low >= high:
            continue
        if p.size == p.end - p.start:
            start = p.start + low - p.at
            out.append(Part(low - first, high - low, start, start + high - low, p.change))
        else:
            out.append(Part(low - first, high - low, p.start, p.end, p.change))
    return out
