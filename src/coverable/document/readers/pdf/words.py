"""The words of a PDF page with their boxes, sizes, weight and colour, as PDFium gives them.

One call gives the text of a page; what each letter looks like is asked only where a word begins and ends,
because every question costs a call into the library.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from importlib import import_module
from math import hypot
from typing import Any, NamedTuple, TypeAlias

from coverable.document.layout.ligatures import mended_pair, mended_word, some_damaged
from coverable.document.readers.clean import clean
from coverable.document.source import Box

Colour: TypeAlias = tuple[int, int, int]

_WORD = re.compile(r"[^\s\ufffe\x02\ufffc]+[\ufffe\x02]?|[\ufffe\x02]")
_JOINED = re.compile(r"[a-z)][A-Z]")
_MARKED = re.compile(r"[A-Za-z)%][0-9]{1,2}(?:[,–-][0-9]{1,2})*[.,;:]$")
"""A word with what may be the figures of notes, which a full stop or the like follows."""
_BOLD = re.compile(rb"bold|black|heavy|demi(?!lt)", re.IGNORECASE)
_FORCED_BOLD = 1 << 18
_HEAVY = 600
_BLACK: Colour = (0, 0, 0)
_HIGH = 1.17
"""How high the box of a letter usually is, in sizes of the letter,"""
_UNDER = 0.18 * _HIGH
"""and the part of it that is under the line."""


class Word(NamedTuple):
    """A word as the page shows it; boxes count from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    colour: Colour
    glued: bool = False
    """No blank before it: a part of a word in another size."""
    first: int = 0
    """Its first letter in the page's text."""


@dataclass(slots=True)
class Frame:
    """Turns places of the file into places on the page as it is shown: rotated, cropped, from the top."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the file on the page."""
        if self.turns == 0:
            return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)
        if self.turns == 1:
            return Box(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.turns == 2:
            return Box(self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        return Box(self.top - top, self.right - right, self.top - bottom, self.right - left)


@dataclass(slots=True)
class PageWords:
    """The words of one page in the order of the file."""

    words: list[Word] = field(default_factory=list[Word])
    turned: list[Word] = field(default_factory=list[Word])
    """Words that run up or down the page."""
    lost: bool = False
    """Letters without a meaning in the file, such as ligatures of a careless font."""
    invisible: bool = False
    """Words that are drawn without ink, as text recognition lays them over a picture."""


@dataclass(slots=True)
class _Looker:
    """Asks what the letters of one page look like; buffers are made once, and nothing is asked twice."""

    raw: Any
    page: Any
    frame: Frame
    fonts: dict[tuple[bytes, int], bool]
    in_colour: bool
    by_origin: bool = False
    """Boxes are made of where letters stand and how large they are: the font's own height tells nothing."""
    uneven: bool = False
    """Letters of one font, size and line have boxes of different heights: the font's own height is wrong."""
    _rect: Any = field(init=False)
    _at: Any = field(init=False)
    _name: Any = field(init=False)
    _flags: Any = field(init=False)
    _colours: Any = field(init=False)
    _origin: Any = field(init=False)
    _matrix: Any = field(init=False)
    _sizes: dict[tuple[bytes, float], float] = field(default_factory=dict[tuple[bytes, float], float])

    def __post_init__(self) -> None:
        self._rect = self.raw.FS_RECTF()
        self._at = ctypes.byref(self._rect)
        self._name = ctypes.create_string_buffer(96)
        self._flags = ctypes.c_int()
        self._colours = [ctypes.c_uint() for _ in range(4)]
        self._origin = (ctypes.c_double(), ctypes.c_double())
        self._matrix = self.raw.FS_MATRIX()

    def letter(self, i: int) -> Box:
        """The box of a letter on the page, as high as its font."""
        self.raw.FPDFText_GetLooseCharBox(self.page, i, self._at)
        rect, frame = self._rect, self.frame
        if self.by_origin:
            self._set_height(i, rect)
        if frame.turns == 0:
            left, top = frame.left, frame.top
            return Box(rect.left - left, top - rect.top, rect.right - left, top - rect.bottom)
        return frame.box(rect.left, rect.bottom, rect.right, rect.top)

    def _set_height(self, i: int, rect: Any) -> None:
        """Gives a letter that stands upright the height that letters of its size usually have."""
        y, matrix = self._origin[1], self._matrix
        if not self.raw.FPDFText_GetMatrix(self.page, i, ctypes.byref(matrix)) or matrix.b or matrix.c:
            return
        self.raw.FPDFText_GetCharOrigin(self.page, i, *(ctypes.byref(o) for o in self._origin))
        size = abs(float(self.raw.FPDFText_GetFontSize(self.page, i)) * matrix.d)
        rect.bottom, rect.top = y.value - _UNDER * size, y.value + (_HIGH - _UNDER) * size

    def misleads(self, i: int, j: int) -> bool:
        """Whether two letters differ in nothing that would make one of them higher than the other."""
        if self.by_origin or self.font(i)[0] != self.font(j)[0]:
            return False
        told = list[tuple[float, float]]()
        for at in (i, j):
            self.raw.FPDFText_GetCharOrigin(self.page, at, *(ctypes.byref(o) for o in self._origin))
            told.append((self._origin[1].value, float(self.raw.FPDFText_GetFontSize(self.page, at))))
        (y, size), (other, same) = told
        return abs(y - other) < 0.02 * size and abs(size - same) < 0.02 * size

    def size(self, i: int, font: bytes, letter: Box) -> float:
        """The height of the letters in points, also where a matrix scales them."""
        high = round(letter.bottom - letter.top, 2)
        known = self._sizes.get((font, high))
        if known is None:
            matrix = self.raw.FS_MATRIX()
            scaled = self.raw.FPDFText_GetMatrix(self.page, i, ctypes.byref(matrix))
            scale = hypot(matrix.c, matrix.d) if scaled else 1.0
            known = float(self.raw.FPDFText_GetFontSize(self.page, i)) * scale
            if not 0.5 < known < 500 or (high > 0 and not 0.5 < high / known < 2.5):
                known = high / 1.17 if high > 0 else 10.0
            self._sizes[font, high] = known
        return known

    def font(self, i: int) -> tuple[bytes, bool]:
        """The name of the font, and whether it is bold."""
        self.raw.FPDFText_GetFontInfo(self.page, i, self._name, 96, ctypes.byref(self._flags))
        key = (self._name.value, self._flags.value)
        bold = self.fonts.get(key)
        if bold is None:
            heavy = not key[0] and self.raw.FPDFText_GetFontWeight(self.page, i) >= _HEAVY
            bold = self.fonts[key] = bool(_BOLD.search(key[0]) or key[1] & _FORCED_BOLD or heavy)
        return key[0], bold

    def shape(self, i: int) -> int | None:
        """Which text object draws a letter."""
        return ctypes.cast(self.raw.FPDFText_GetTextObject(self.page, i), ctypes.c_void_p).value

    def colour(self, i: int) -> Colour:
        """The colour of a letter; black where the whole page is."""
        if not self.in_colour:
            return _BLACK
        red, green, blue, alpha = self._colours
        self.raw.FPDFText_GetFillColor(
            self.page, i, ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha)
        )
        return red.value, green.value, blue.value


@dataclass(slots=True)
class WordReader:
    """Reads the words of pages; fonts are looked at once."""

    raw: Any = field(init=False)
    _fonts: dict[tuple[bytes, int], bool] = field(default_factory=dict[tuple[bytes, int], bool])
    _by_origin: bool = False

    def __post_init__(self) -> None:
        self.raw = import_module("pypdfium2.raw")

    def read(self, textpage: Any, frame: Frame, in_colour: bool = True) -> PageWords:
        """The words of a page; `in_colour` whether anything on it is not black."""
        out = PageWords()
        count: int = textpage.count_chars()
        if count <= 0:
            return out
        text: str = textpage.get_text_range()
        page = textpage.raw
        if len(text) != count:
            letter = self.raw.FPDFText_GetUnicode
            text = "".join(_letter(letter(page, i)) for i in range(count))
        look = _Looker(self.raw, page, frame, self._fonts, in_colour, self._by_origin)
        self._each(text, look, out)
        if look.uneven:  # and once more, as all pages after it
            self._by_origin, out = True, PageWords()
            self._each(text, _Looker(self.raw, page, frame, self._fonts, in_colour, True), out)
        out.words, mended = _mended(out.words)
        out.lost = out.lost or mended
        if out.turned:
            _turn(out)
        if out.words:
            shape = self.raw.FPDFText_GetTextObject(page, out.words[0].first)
            out.invisible = bool(shape) and self.raw.FPDFTextObj_GetTextRenderMode(shape) == 3
        return out

    def _each(self, text: str, look: _Looker, out: PageWords) -> None:
        """Every word. Most lie flat in one size: these take two or three questions, the others more."""
        letter, words = look.letter, out.words
        before: Word | None = None
        line_end = 0
        for match in _WORD.finditer(text):
            start, end = match.span()
            shown = match[0]
            if not (shown.isascii() and shown.isprintable()):
                shown = _shown(shown)
                if "\ufffd" in shown:
                    out.lost = True
            first = letter(start)
            last = letter(end - 1) if end - start > 1 else first
            high = first.bottom - first.top
            if (
                _JOINED.search(shown) is not None
                or abs(last.bottom - last.top - high) > 0.1 * high
                or abs(last.bottom - first.bottom) > 0.25 * high
                or last.left < first.left
                or not shown
                or (_MARKED.search(shown) is not None and _other(first, letter(end - 2)))
            ):
                _take(shown, start, end, look, out)
                before = None
                continue
            if (
                before is None
                or before.bold
                or text.find("\n", line_end, start) >= 0
                or abs(high - (before.bottom - before.top)) > 0.5
                or not 0 <= first.left - before.right < before.size
            ):
                font, bold = look.font(start)
                size = look.size(start, font, first)
            else:  # the line goes on, and a line that begins without weight is no bold line
                bold, size = False, before.size
            before = Word(
                shown,
                first.left,
                first.top,
                last.right,
                first.bottom,
                size,
                bold,
                look.colour(start),
                False,
                start,
            )
            words.append(before)
            line_end = end


def _mended(words: list[Word]) -> tuple[list[Word], bool]:
    """Words that lost their ligatures made whole where that is certain, and whether there were any."""
    if not some_damaged(word.text for word in words):
        return words, False
    out: list[Word] = []
    changed = False
    for word in words:
        whole = mended_word(word.text)
        if whole is not None:
            changed = True
            out.append(word._replace(text=whole))
            continue
        before = out[-1] if out else None
        if before is not None and 0 <= word.left - before.right < word.size and before.bottom == word.bottom:
            whole = mended_pair(before.text, word.text)
            if whole is not None:
                changed = True
                out[-1] = before._replace(text=whole, right=word.right)
                continue
        out.append(word)
    return out, changed


def _turn(out: PageWords) -> None:
    """Single letters between words that run up the page run with them."""
    beside = [w for w in out.words if len(w.text) < 3 and any(_within(w, t) for t in out.turned)]
    if beside:
        out.words = [w for w in out.words if w not in beside]
        out.turned = sorted([*out.turned, *beside], key=lambda w: w.first)


def _within(word: Word, turned: Word) -> bool:
    near = turned.top - 2 * turned.size < word.top < turned.bottom + 2 * turned.size
    return near and abs((word.left + word.right) - (turned.left + turned.right)) < turned.size


def _take(text: str, start: int, end: int, look: _Looker, out: PageWords) -> None:
    """A word, in parts where the size or the height of its letters changes."""
    first = look.letter(start)
    last = look.letter(end - 1) if end - start > 1 else first
    turned = end - start > 1 and abs(first.left - last.left) < 0.3 * abs(first.bottom - last.bottom)
    cuts = [start]
    marked = len(text) == end - start and _MARKED.search(text) is not None
    if (
        not turned
        and len(text) == end - start > 1
        and (_other(first, last) or (marked and _other(first, look.letter(end - 2))))
    ):
        look.uneven = look.uneven or look.misleads(start, end - 1)
        cuts = _by_size(start, end, look)
    apart = _by_cell(text, start, look) if len(text) == end - start and not turned else ()
    cuts = sorted({*cuts, *apart})
    for a, b in zip(cuts, [*cuts[1:], end], strict=True):
        begins = first if a == start else look.letter(a)
        ends = last if b == end else look.letter(b - 1)
        box = Box(
            begins.left if begins.left < ends.left else ends.left,
            begins.top if begins.top < ends.top else ends.top,
            begins.right if begins.right > ends.right else ends.right,
            begins.bottom if begins.bottom > ends.bottom else ends.bottom,
        )
        words = text[a - start : b - start] if len(cuts) > 1 else text
        if not words or (box.right <= box.left and box.bottom <= box.top):
            continue
        font, bold = look.font(a)
        size = look.size(a, font, begins)
        word = Word(words, *box, size, bold, look.colour(a), a > start and a not in apart, a)
        (out.turned if turned else out.words).append(word)


def _by_cell(text: str, start: int, look: _Looker) -> list[int]:
    """Where the words of two table cells touch: a capital after a small letter that begins a new drawing."""
    cuts: list[int] = []
    for match in _JOINED.finditer(text):
        at = start + match.start() + 1
        before, after = look.shape(at - 1), look.shape(at)
        alone = at - 1 > start and look.shape(at - 2) != before  # some programs draw every letter by itself
        if before != after and not alone:
            cuts.append(at)
    return cuts


def _other(a: Box, b: Box) -> bool:
    """Whether a letter is of another size than one before it, or stands higher or lower."""
    high = a.bottom - a.top
    return abs(b.bottom - b.top - high) > 0.1 * high or abs(a.bottom - b.bottom) > 0.25 * high


def _by_size(start: int, end: int, look: _Looker) -> list[int]:
    """Where the letters of a word change their size or height: a note's letter is set so."""
    cuts = [start]
    before = look.letter(start)
    for i in range(start + 1, end):
        here = look.letter(i)
        if _other(before, here):
            cuts.append(i)
        before = here
    return cuts


def _letter(code: int) -> str:
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"


def _shown(text: str) -> str:
    """A word as the page shows it: the library's mark for a hyphen at a line's end is a hyphen."""
    text = text.replace("\ufffe", "-").replace("\x02", "-")
    if text.isascii() and text.isprintable():
        return text
    return clean("".join("\ufffd" if c < " " or "\x7f" <= c < "\xa0" else c for c in text))
