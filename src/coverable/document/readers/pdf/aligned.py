"""Grids without rules whose columns stand so close that no gap tells them: words begin at the same places.

In running text a word begins where the words before it end, at other places in every row. Where
words begin at two places or more inside of row after row, behind more than a blank, and no row runs
over such a place without a word that begins there, these are columns. Rows of words belong to one
row of the grid until a wider step, or a step to the first column, begins the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from coverable.document.layout.markers import BULLETS
from coverable.document.readers.pdf.rows import Row, monospaced, row_of
from coverable.document.readers.pdf.words import Word

_SAME = 0.6
"""Points by which the words of one column may begin apart."""
_FEWEST = 4
"""Rows of words that make a grid, of which half begin a cell in a column."""
_COLUMNS = 3
_BLANK = 0.4
"""A gap of so many letters' heights is more than a blank between two words."""
_EMPTY = 2.0
"""A gap of so many is an empty cell."""
_FURTHEST = 4.0
"""A step of so many letters' heights ends a grid."""
_OVER = 1.5
"""A word runs at most so many letters' heights over the column beside it, where nothing stands there."""
_WIDER = 1.25
"""A step so many times the usual one begins a row of the grid."""
_MARK = re.compile(rf"[{re.escape(BULLETS)}]|o|\(?(?:\d{{1,2}}|[A-Za-z]|[ivxIVX]{{1,5}})[.):]{{1,2}}")
Cells = dict[int, list[Row]]


def aligned(rows: Sequence[Row], at: int) -> tuple[list[float], list[Cells], int] | None:
    """The grid that begins with a row: where its columns begin, its rows by column, and the row after it."""
    first = rows[at].words
    inside = [
        after.left
        for before, after in pairwise(first)
        if _apart(before, after, rows[at]) and not (before is first[0] and _MARK.fullmatch(before.text))
    ]
    if len(inside) < _COLUMNS - 1 or at + _FEWEST > len(rows):
        return None
    near = rows[at : at + _FEWEST]
    if monospaced(near):
        return None
    inside = [x for x in inside if _begun(near, x) > 1 and all(_fits(row, x) for row in near)]
    starts = [first[0].left, *(x for x in inside if _set_off(near, x))]
    if len(starts) < _COLUMNS:
        return None
    end = at + 1
    while end < len(rows) and _belongs(rows[end - 1], rows[end], starts):
        end += 1
    body = rows[at:end]
    if len(body) < _FEWEST or any(2 * _begun(body, x) < len(body) for x in starts[2:]):
        return None
    made = _grouped(body, starts)
    whole = sum(len(cells) == len(starts) for cells in made)
    return (starts, made, end) if whole > 1 and 2 * whole >= len(made) else None


def _begun(rows: Sequence[Row], place: float) -> int:
    """How many rows have a word that begins at a place."""
    return sum(any(abs(w.left - place) <= _SAME for w in row.words) for row in rows)


def _apart(before: Word, after: Word, row: Row) -> bool:
    """Whether more than a blank stands between two words, or the first runs over the second."""
    gap = after.left - before.right
    return gap > _BLANK * row.size or gap < 0


def _set_off(rows: Sequence[Row], place: float) -> bool:
    """Whether the words that begin at a place are set apart from those before them in most rows."""
    told = [
        _apart(before, after, row)
        for row in rows
        for before, after in pairwise(row.words)
        if abs(after.left - place) <= _SAME
    ]
    return 2 * sum(told) > len(told)


def _fits(row: Row, place: float) -> bool:
    """Whether no word runs over a place without one that begins there; a cell may be empty in a row."""
    if any(abs(w.left - place) <= _SAME for w in row.words):
        return True
    if row.right <= place or row.words[0].left > place:
        return True
    gaps = ((before.right, after.left) for before, after in pairwise(row.words))
    return any(left <= place <= right and right - left > _EMPTY * row.size for left, right in gaps)


def _belongs(before: Row, row: Row, starts: Sequence[float]) -> bool:
    """Whether a row goes on with a grid: it begins in one of the columns and respects them all."""
    begins = any(abs(row.words[0].left - x) <= _SAME for x in starts)
    if not begins or row.base - before.base > _FURTHEST * row.size:
        return False
    cells = _cells(row, starts)
    beside = [(i, words[-1].right, starts[i + 1]) for i, words in cells.items() if i + 1 < len(starts)]
    return all(i + 1 in cells or right <= x + _OVER * row.size for i, right, x in beside)


def _grouped(rows: Sequence[Row], starts: Sequence[float]) -> list[Cells]:
    """The rows of the grid, each with its cells and their rows of words."""
    steps = [b.base - a.base for a, b in pairwise(rows)]
    usual = min(steps)
    told = any(step > _WIDER * usual for step in steps)
    out: list[Cells] = []
    for row, step in zip(rows, [0.0, *steps], strict=True):
        cells = _cells(row, starts)
        begins = step > _WIDER * usual if told else 0 in cells
        if not out or begins:
            out.append({})
        for column, words in cells.items():
            out[-1].setdefault(column, []).append(row_of(words))
    return out


def _cells(row: Row, starts: Sequence[float]) -> dict[int, list[Word]]:
    """The words of a row by column."""
    out: dict[int, list[Word]] = {}
    column = 0
    for word in row.words:
        column = next((i for i, x in enumerate(starts) if abs(word.left - x) <= _SAME), column)
        out.setdefault(column, []).append(word)
    return out
