"""Rows of a table that nothing but space parts: between two lines across stand several of them.

Lines of words in one cell stand close. A wider step, behind which words begin in two columns or more, begins
a row; where the first column is empty there, its cell goes on beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from coverable.document.layout.markers import marker_of
from coverable.document.readers.pdf.cells import UNENDED
from coverable.document.readers.pdf.rows import Row
from coverable.document.readers.pdf.shapes import Rule

PITCH = 1.45
"""Lines of words of a cell are at most so many letters' heights apart,"""
WIDER = 1.22
"""and rows at least so many times as far as they are."""


def pitch_of(rows: Sequence[Row]) -> float:
    """How far the lines of words of a cell stand apart in some rows; not further than they do in any text."""
    steps = [b.base - a.base for a, b in pairwise(rows)]
    return min([*(s for s in steps if s > 0.9 * rows[0].size), PITCH * rows[0].size])


def lines_between(rows: Sequence[Row], places: Sequence[float], across: Sequence[Rule]) -> list[Rule]:
    """The lines that would part rows of words where none `across` does; `places` are the edges of columns."""
    pitch = pitch_of(rows) if len(rows) > 1 else 0.0
    out = list[Rule]()
    above = dict[int, str]()
    told = [_cells(row, places) for row in rows]
    each = len(rows) >= _FEWEST and all(map(_whole, told))
    each = each and all(_had_room(a, b, places) for a, b in pairwise(rows))
    for i, (row, cells) in enumerate(zip(rows, told, strict=True)):
        apart = i > 0 and (each or row.base - rows[i - 1].base > WIDER * pitch)
        drawn = apart and any(rows[i - 1].base < rule.at < row.base for rule in across)
        if apart and not drawn and _begins(cells, above):
            out.append(Rule((rows[i - 1].bottom + row.top) / 2, places[min(cells)], places[-1]))
        above |= cells
    return out


def _whole(cells: dict[int, str]) -> bool:
    """Whether a line of words can be a row: it names a code or a date, and something beside it."""
    ended = not any(text.endswith((",", "-")) or UNENDED.search(text) for text in cells.values())
    coded = any(_CODE.match(text) for text in cells.values())
    return len(cells) > 1 and coded and ended and not cells.get(0, "a")[:1].islower()


def _had_room(above: Row, row: Row, places: Sequence[float]) -> bool:
    """Whether the first word of a column would have fitted behind the line above: no edge broke it there."""
    for left, right in pairwise(places):
        before = [w for w in above.words if left <= (w.left + w.right) / 2 < right]
        words = [w for w in row.words if left <= (w.left + w.right) / 2 < right]
        if before and words and before[-1].right + (words[0].right - words[0].left) + row.size < right:
            return True
    return False


_CODE = re.compile(
    r"[A-Z]?[0-9]{4,5}[A-Z]?\b|[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?\b|[0-9]{1,2}[/.][0-9]{1,4}\b"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s[0-9]"
)
"""A code, or a date."""
_FEWEST = 3
"""Lines of words that are rows where each of them can be one."""


def _cells(row: Row, places: Sequence[float]) -> dict[int, str]:
    """The words of a row in each column."""
    out = dict[int, str]()
    for word in row.words:
        column = min(max(bisect_right(places, (word.left + word.right) / 2) - 1, 0), len(places) - 2)
        out[column] = f"{out[column]} {word.text}" if column in out else word.text
    return out


def _begins(cells: dict[int, str], above: dict[int, str]) -> bool:
    """Whether words begin a row: in two columns, none of which holds a list or a sentence that goes on."""
    ended = not any(UNENDED.search(above.get(column, "")) for column in cells)
    return len(cells) > 1 and ended and not any(marker_of(text) for text in cells.values())
