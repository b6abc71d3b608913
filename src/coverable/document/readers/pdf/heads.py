"""Tables without any line, told by a bold row that names columns over words that keep to them.

Rows of such a table stand further apart than the lines of words in a cell. Where they do not, nothing tells
where one ends, and nothing is made here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from coverable.document.layout.markers import marker_of
from coverable.document.readers.pdf.aligned import aligned
from coverable.document.readers.pdf.bands import (
    Band,
    Interval,
    Rules,
    filled_by,
    gutters_in,
    tables_of,
    union,
)
from coverable.document.readers.pdf.regions import regions_of
from coverable.document.readers.pdf.rows import Row, rows_of
from coverable.document.readers.pdf.shapes import Rule
from coverable.document.readers.pdf.spaced import WIDER, pitch_of
from coverable.document.readers.pdf.words import Word

_GAP = 1.0
"""Names of columns stand at least so many letters' heights apart."""
_FURTHEST = 4.5
"""A step of so many letters' heights ends a table."""
_LARGER = 1.08
"""Letters so much larger are those of a heading."""
_NAME = re.compile(r"[^\W\d]")


def headed(words: Sequence[Word]) -> list[Rules]:
    """The lines that would part the rows and the columns of each table."""
    rows = rows_of(words) if any(w.bold for w in words) else []
    if not any(_names_columns(row) for row in rows):
        return []
    # a list in one of two columns of a page is left to `parted`
    whole = [r for r in regions_of(rows, []) if not r.column]
    return [table for region in whole for table in _tables(region.rows)]


def _tables(rows: Sequence[Row]) -> list[Rules]:
    out = list[Rules]()
    at = 0
    while at < len(rows):
        names = _names_columns(rows[at]) and aligned(rows, at) is None  # words that begin alike tell more
        end = _end(rows, at) if names else at
        found = _table(rows[at:end]) if end - at > 2 else []
        out += found
        at = end if found else at + 1
    return out


def _names_columns(row: Row) -> bool:
    """Whether all words of a row are bold and some stand far apart."""
    if not all(w.bold for w in row.words):
        return False
    cells = filled_by([row], _GAP)
    return len(cells) > 1 and all(
        _NAME.search("".join(w.text for w in row.words if a <= w.left < b)) for a, b in cells
    )


def _bold(row: Row) -> bool:
    return all(w.bold for w in row.words)


def _end(rows: Sequence[Row], at: int) -> int:
    """The first row that the table does not hold: one that leaves no place free, or a heading."""
    filled = list[Interval]()
    left, size = rows[at].left, rows[at].size
    for i in range(at, len(rows)):
        row = rows[i]
        if i > at + 1 and _names_columns(row):  # another table, perhaps with a title
            return i - 1 if _bold(rows[i - 1]) else i
        far = i > at and row.base - rows[i - 1].base > _FURTHEST * size
        large = row.size > _LARGER * max(size, rows[at].size)
        if far or large or (i > at and row.left < left - size):
            return i
        both = union([*filled, *filled_by([row])])
        if not gutters_in(both, size):
            after = rows[i + 1 : i + 2]
            heads = _bold(row) and i > at and after and not _bold(after[0])
            if not heads or not gutters_in(union([*filled, *filled_by(after)]), size):
                return i
            continue
        filled = both
        size = row.size
    return len(rows)


def _table(rows: Sequence[Row]) -> list[Rules]:
    """The table of some rows of words, if steps between them tell where its rows begin."""
    steps = [b.base - a.base for a, b in pairwise(rows)]
    pitch = pitch_of(rows)
    column = _second(rows)
    groups: list[list[Row]] = [[rows[0]]]
    for (_, row), step in zip(pairwise(rows), steps, strict=True):
        if step > WIDER * pitch and _begins(row, column):
            groups.append([row])
        else:
            groups[-1].append(row)
    if len(groups) < 3 and not (len(groups) == 2 and len(groups[1]) > 1):
        return []
    lines = [(a[-1].bottom + b[0].top) / 2 for a, b in pairwise(groups)]
    ends = [rows[0].top - 2, *lines, rows[-1].bottom + 2]
    bands = [Band(a, b, tuple(group)) for (a, b), group in zip(pairwise(ends), groups, strict=True)]
    first, last = min(r.left for r in rows) - 2, max(r.right for r in rows) + 2
    across = [Rule(y, first, last) for y in ends]
    found = tables_of(bands, first, last, across, [])
    return [table for table in found if abs(min(r.at for r in table[0]) - ends[0]) < 1]


def _second(rows: Sequence[Row]) -> float:
    """Where the second column begins, as far as the names of the columns tell."""
    cells = filled_by([rows[0]], _GAP)
    return cells[1][0] - 2


def _begins(row: Row, column: float) -> bool:
    """Whether a row of words can begin one of the table: in the first column, or in two that hold no list."""
    if row.left < column:
        return True
    cells = filled_by([row], _GAP)
    texts = [" ".join(w.text for w in row.words if a <= w.left < b) for a, b in cells]
    return len(cells) > 1 and not any(marker_of(text) for text in texts)
