"""Words of a page gathered into rows: what stands on one line, raised and lowered letters with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from coverable.document.layout.markers import BULLETS
from coverable.document.readers.pdf.words import Word
from coverable.document.source import Box

_DESCENT = 0.18
"""Share of a letter's box that is under its line."""
_LEFT = itemgetter(1)
_SAME = 0.28
"""Words whose lines differ by less than this part of their size stand on one line."""
SMALL = 0.86
"""Letters smaller than this part of the row's size can be raised or lowered."""


_TYPED = 6
"""Words that tell how wide letters are."""
_EVEN = 0.03
"""Their widths differ by no more than this part of their height."""


def base(word: Word) -> float:
    """Where the word stands: its base line."""
    return word.bottom - _DESCENT * (word.bottom - word.top)


@dataclass(slots=True)
class Row:
    """Words on one line, from left to right."""

    words: list[Word]
    base: float
    size: float

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(w.right for w in self.words)

    @property
    def top(self) -> float:
        return min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        return max(w.bottom for w in self.words)

    @property
    def box(self) -> Box:
        return box_of(self.words)

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)


def box_of(words: Sequence[Word]) -> Box:
    """The rectangle around words."""
    return Box(
        min(w.left for w in words),
        min(w.top for w in words),
        max(w.right for w in words),
        max(w.bottom for w in words),
    )


def monospaced(rows: Sequence[Row]) -> bool:
    """Whether all letters are as wide as each other, as a typewriter's: words then begin alike by chance."""
    wide = [(w.right - w.left) / len(w.text) / w.size for row in rows for w in row.words if len(w.text) > 2]
    return len(wide) >= _TYPED and max(wide) - min(wide) <= _EVEN


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Rows from top to bottom."""
    rows: list[Row] = []
    placed = sorted([(base(word), i, word) for i, word in enumerate(words)])
    row: Row | None = None
    for at, _, word in placed:
        if row is not None and at - row.base <= _SAME * min(word.size, row.size):
            row.words.append(word)
        else:
            row = Row([word], at, word.size)
            rows.append(row)
    for row in rows:
        _settle(row)
    return _with_small(rows)


def row_of(words: list[Word]) -> Row:
    """A row of some words of a line."""
    row = Row(words, base(words[0]), words[0].size)
    _settle(row)
    return row


def _settle(row: Row) -> None:
    """Words from left to right; size and base line are those of most letters."""
    words = row.words
    if len(words) > 1:
        words.sort(key=_LEFT)
        row.size = words[0].size
        if any(w.size != row.size for w in words):
            sizes: Counter[float] = Counter()
            for word in words:
                sizes[round(word.size, 1)] += len(word.text)
            row.size = sizes.most_common(1)[0][0]
    usual = next((w for w in words if abs(w.size - row.size) < 0.06 and w.text not in BULLETS), words[0])
    row.base = base(usual)


def _with_small(rows: list[Row]) -> list[Row]:
    """Rows of nothing but small letters that overlap their neighbour belong to it."""
    out: list[Row] = []
    waiting: list[Row] = []
    for row in rows:
        above = out[-1] if out else None
        count = len(row.words)
        for small in waiting:
            if _touches(small, row):
                row.words.extend(small.words)
            elif above is not None and _touches(small, above):
                above.words.extend(small.words)
                _settle(above)
            else:
                out.append(small)
        waiting = []
        if above is not None and row.size < SMALL * above.size and _touches(row, above):
            above.words.extend(row.words)
            _settle(above)
            continue
        if len(row.words) != count:
            _settle(row)
        if max(len(w.text) for w in row.words) <= 4 and len(row.words) <= 12:
            waiting = [row]
            continue
        out.append(row)
    out.extend(waiting)
    return out


def _touches(small: Row, row: Row) -> bool:
    """Whether small letters stand against a word of the row, raised or lowered, or a bullet before it.

    A raised letter makes a line higher, and some programs set its bullet by the top of the line.
    """
    if not -0.75 * row.size < small.base - row.base < _LOWERED * row.size:
        return False
    near = abs(small.base - row.base) < _LOWERED * row.size

    def belongs(word: Word) -> bool:
        if near and word.text in BULLETS:
            return 0 < row.left - word.right < _BEFORE * row.size
        most = _RAISED if base(word) < row.base - _LIFT * row.size else SMALL
        return word.size < most * row.size and _against(word, row)

    return all(belongs(word) for word in small.words)


_RAISED = 0.93
"""A raised letter is smaller than this part of the row's size,"""
_LIFT = 0.2
"""and stands higher by this part of it."""
_LOWERED = 0.45
_BEFORE = 3
"""A bullet stands at most so many letters' heights before its line."""


def _against(small: Word, row: Row) -> bool:
    return any(
        -0.3 * row.size < small.left - w.right < 0.45 * row.size or -1 < w.left - small.right < row.size
        for w in row.words
    )
