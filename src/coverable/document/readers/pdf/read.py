"""PDF read page by page: words with their boxes, ruled tables, columns, then lines made into blocks.

Pages are never rendered. Words that the page shows are what is read; words without ink are named.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from coverable.document.layout.reflow import blocks_of
from coverable.document.limits import Budget
from coverable.document.readers.pdf.file import frame_of, opened, pinned, properties_of, remarks_on
from coverable.document.readers.pdf.floats import floating
from coverable.document.readers.pdf.grid import grids_of
from coverable.document.readers.pdf.rows import base
from coverable.document.readers.pdf.shapes import Rule, ShapeReader, Shapes
from coverable.document.readers.pdf.words import Frame, PageWords, Word, WordReader
from coverable.document.readers.pdf.writer import Page, Writer
from coverable.document.readers.remarks import SAYS
from coverable.document.source import Box, Remark, Source, Span

_INK = 40
"""A colour darker than this is black."""
_PALE = 245
"""A colour of at least this in all its parts cannot be read on white."""
_BRIGHT = 60
"""Parts of a colour that differ by so much make it no grey."""
_COVERED = 0.5
"""A picture over this part of a page with next to no words is a scanned page."""
_FEW = 30
_MARKS = 400
"""Small shapes of one page; more of them are a drawing."""
_SHOWN = 0.04
"""A picture over this part of a page may hold text."""


def read_pdf(data: bytes, name: str | None, budget: Budget) -> Source:
    """A PDF as a Source: one line of text a line of the page or row of a table."""
    document = opened(data, budget)
    try:
        count = len(document)
        budget.pages(count)
        reader = Reader(Writer(budget))
        for number in range(1, count + 1):
            budget.time()
            reader.page(document, number)
        properties = properties_of(document)
        remarks = [*remarks_on(document, data), *reader.remarks()]
    finally:
        document.close()
    text = reader.writer.text
    blocks = blocks_of(reader.writer.finished(), text)
    digest = sha256(data).hexdigest()
    return Source("pdf", digest, text, blocks, name, count, properties, tuple(remarks))


@dataclass(slots=True)
class Reader:
    """Reads pages one after the other and keeps what it noticed."""

    writer: Writer
    _words: WordReader = field(default_factory=WordReader)
    _shapes: ShapeReader = field(default_factory=ShapeReader)
    _seen: dict[str, list[Span]] = field(default_factory=dict[str, list[Span]])

    def page(self, document: Any, number: int) -> None:
        """Read one page and write it; a page that cannot be opened is named."""
        from pypdfium2 import PdfiumError

        try:
            page: Any = document[number - 1]
            textpage: Any = page.get_textpage()
        except PdfiumError:
            self._see("damaged_page", number)
            return
        try:
            letters: int = textpage.count_chars()
            most = self.writer.budget.limits.page
            if letters > most:
                raise self.writer.budget.too_much(f"characters on page {number}", f"{letters:,}", f"{most:,}")
            frame = frame_of(page)
            shapes = self._shapes.read(page, frame)
            inked = any(max(ink) > _INK for ink in shapes.inks)
            found = self._words.read(textpage, frame, inked)
            links, comments = pinned(page, frame, document)
        finally:
            textpage.close()
            page.close()
        words = marked(self._visible(found, shapes, frame, number), shapes.marks)
        struck = struck_words(words, shapes.across)
        grids, left = grids_of(shapes.across, shapes.down, words, self.writer.open_columns)
        start = self.writer.here(number)
        floats = floating(left, shapes)
        beside = {id(w) for words in floats for w in words}
        left = [w for w in left if id(w) not in beside] if beside else left
        self.writer.page(Page(number, frame.height, left, grids, struck, links, found.turned, floats))
        place = self._since(start, number)
        if comments:
            self._see("comments_not_read", number, place)
        if found.lost:
            self._see("lost_letters", number, place)
        if struck:
            self._see("struck_out", number, place)
        elif inked and coloured(words):
            self._see("coloured_words", number, place)

    def _since(self, start: Span, number: int) -> Span:
        end = self.writer.here(number)
        return Span(
            start.start,
            max(start.start, end.start - 1),
            (start.lines[0], max(start.lines[0], end.lines[0] - 1)),
            number,
        )

    def _see(self, rule: str, number: int, place: Span | None = None) -> None:
        self._seen.setdefault(rule, []).append(place or self.writer.here(number))

    def _visible(self, found: PageWords, shapes: Shapes, frame: Frame, number: int) -> list[Word]:
        """The words that a reader of the page sees; what a page without them holds is named."""
        area = max(1.0, frame.width * frame.height)
        covered = max((_area(b, frame) / area for b in shapes.pictures), default=0.0)
        if found.invisible:
            if covered > _COVERED:
                self._see("recognized_text", number)
            else:
                self._see("hidden_text", number)
                return []
        elif covered > _COVERED and len(found.words) < _FEW:
            self._see("scanned_page", number)
        elif not found.words and not found.turned:
            if shapes.pictures or shapes.drawn > 20:
                self._see("scanned_page", number)
        elif covered > _SHOWN:
            self._see("picture_not_read", number)
        words = found.words
        if any(min(ink) >= _PALE for ink in shapes.inks):
            words = [w for w in words if min(w.colour) < _PALE or _on_colour(w, shapes.grounds)]
        if len(words) < len(found.words):
            self._see("hidden_text", number)
        return words

    def remarks(self) -> list[Remark]:
        """What was noticed, each with the pages on which it was."""
        out: list[Remark] = []
        for rule, spans in self._seen.items():
            pages = ", ".join(_ranges([s.page or 0 for s in spans]))
            out.append(Remark(rule, f"{SAYS[rule]} (page {pages})", tuple(spans)))
        return out


def marked(words: list[Word], marks: Sequence[tuple[Box, str]]) -> list[Word]:
    """The words with the bullets that are drawn before them and not written; browsers print lists so."""
    if not marks or len(marks) > _MARKS:
        return words
    out: list[Word] = []
    for box, sign in marks:
        middle = (box.top + box.bottom) / 2
        beside = [w for w in words if w.top < middle < w.bottom and w.left < box.right + 3 * w.size]
        after = min((w for w in beside if w.left >= box.right - 0.5), key=lambda w: w.left, default=None)
        if after is None or box.bottom - box.top > 1.3 * after.size:
            continue
        if any(w.right > box.left - 0.5 * w.size and w.left < after.left for w in beside):
            continue  # inside a line
        place = (box.left, after.top, box.right, after.bottom)
        out.append(Word(sign, *place, after.size, False, after.colour, first=after.first))
    return [*words, *out]


def struck_words(words: Sequence[Word], across: Sequence[Rule]) -> frozenset[Word]:
    """Words with a line through them: between the middle of their small letters and their upper half."""
    if not across:
        return frozenset()
    rules = sorted(across)
    places = [r.at for r in rules]
    out: set[Word] = set()
    for word in words:
        line = base(word)
        for i in range(bisect_left(places, line - 0.48 * word.size), len(rules)):
            rule = rules[i]
            if rule.at > line - 0.12 * word.size:
                break
            shared = min(rule.last, word.right) - max(rule.first, word.left)
            if shared >= 0.6 * (word.right - word.left) and shared > 1:
                out.add(word)
    return frozenset(out)


def coloured(words: Sequence[Word]) -> bool:
    """Whether coloured words stand in the middle of lines of another colour, as in a redline.

    Blue is the colour of links, and whole lines in colour are headings.
    """
    mixed = 0
    for before, word in itertools.pairwise(words):
        if abs(base(before) - base(word)) > 1 or before.colour == word.colour:
            continue
        bright = [w for w in (before, word) if max(w.colour) - min(w.colour) > _BRIGHT]
        plain = [
            w for w in (before, word) if max(w.colour) - min(w.colour) <= _BRIGHT and max(w.colour) < 120
        ]
        if len(bright) == 1 and len(plain) == 1 and not _blue(bright[0]):
            mixed += 1
    return mixed >= 2


def _blue(word: Word) -> bool:
    red, green, blue = word.colour
    return blue > red + 40 and blue >= green


def _area(box: Box, frame: Frame) -> float:
    wide = min(box.right, frame.width) - max(box.left, 0.0)
    high = min(box.bottom, frame.height) - max(box.top, 0.0)
    return max(0.0, wide) * max(0.0, high)


def _on_colour(word: Word, filled: Sequence[Box]) -> bool:
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return any(b.left <= x <= b.right and b.top <= y <= b.bottom for b in filled)


def _ranges(pages: Sequence[int]) -> list[str]:
    out: list[list[int]] = []
    for page in sorted(set(pages)):
        if out and page == out[-1][1] + 1:
            out[-1][1] = page
        else:
            out.append([page, page])
    return [str(a) if a == b else f"{a}-{b}" for a, b in out]
