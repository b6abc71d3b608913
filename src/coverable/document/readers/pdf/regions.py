"""The reading order of a page: columns one after the other, a sidebar apart, all else from top to bottom.

A gutter is a place that no word crosses while words stand on both sides of it. Between two columns of prose
there is one, beside a sidebar, and between the columns of a table: what stands beside it tells which it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal, TypeAlias

from coverable.document.readers.pdf.rows import Row, row_of
from coverable.document.source import Apart

Split: TypeAlias = Literal["columns", "left", "right"]
"""Two columns, or which side is the sidebar."""

_FEWEST = 5
"""Lines on either side of a gutter."""
_SHORTEST = 3
"""Lines of a list of codes beside another one."""
_CODES = 2
"""Codes of a list that stands beside another one."""
_NEAR = 4.0
_GUTTER = 6.0
_APART = 0.5
"""Words that are further apart than this part of the height of letters are not joined by a mere blank."""
_LEVEL = 0.6
_FAR = 5.0
"""Rows that are further apart than this many heights of letters share no columns."""
_ITEMS = 1.3
"""How much further apart than lines of a paragraph items and paragraphs of one column stand."""
_CODE = re.compile(r"[A-Z]?\d{4,5}[A-Z]?\b|[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Zx-]{1,4})?\b|[A-Z]\d{4}\b")
_STARTS = re.compile(r"[A-Z(“\"•●▪○\-–*0-9]")


@dataclass(frozen=True, slots=True)
class Region:
    """Rows that are read together."""

    rows: list[Row]
    apart: Apart | None = None
    column: bool = False
    """One of several columns of prose."""


def regions_of(rows: Sequence[Row], known: list[float], deep: int = 0) -> list[Region]:
    """The regions in reading order; `known` are the gutters of the page before, and become those of this one.

    Columns that end on a page may have only a few lines there.
    """
    found = _gutter(rows) if len(rows) >= _FEWEST and deep < 4 else None
    if found is None and deep == 0:
        found = _as_before(rows, known)
    if deep == 0:
        known[:] = [found[2]] if found is not None and found[3] == "columns" else []
    if found is None:
        return [Region(list(rows))] if rows else []
    first, last, x, split = found
    left: list[Row] = []
    right: list[Row] = []
    for row in rows[first:last]:
        before = [w for w in row.words if w.right <= x]
        after = [w for w in row.words if w.right > x]
        if before:
            left.append(row_of(before))
        if after:
            right.append(row_of(after))
    above, below = regions_of(rows[:first], [], deep + 1), regions_of(rows[last:], [], deep + 1)
    if split == "columns":
        columns = [*regions_of(left, [], deep + 1), *regions_of(right, [], deep + 1)]
        return [*above, *(replace(r, column=True) for r in columns), *below]
    body, side = (right, left) if split == "left" else (left, right)
    out = [*above, *regions_of(body, [], deep + 1), *below]
    return [*(r for r in out if r.apart is None), *(r for r in out if r.apart), Region(side, "sidebar")]


def columns_at(rows: Sequence[Row], known: Sequence[float]) -> tuple[int, int, float] | None:
    """The first and last row of two columns of prose and the place between them, if there are any."""
    found = (_gutter(rows) if len(rows) >= _FEWEST else None) or _as_before(rows, known)
    return found[:3] if found is not None and found[3] == "columns" else None


def _as_before(rows: Sequence[Row], known: Sequence[float]) -> tuple[int, int, float, Split] | None:
    """The last lines of columns whose gutter the page before had."""
    return next((f for x in known if (f := _rest(rows, x)) is not None), None)


def _gutter(rows: Sequence[Row]) -> tuple[int, int, float, Split] | None:
    """The gutter with most lines beside it: first and last row, its place, and what it divides."""
    best: tuple[int, int, float, Split] | None = None
    for x in _edges(rows, _candidates(rows)):
        for first, last in _bands(rows, x, _SHORTEST):
            if best is not None and last - first <= best[1] - best[0]:
                continue
            split = _judged(rows[first:last], x)
            if split is not None:
                best = (first, last, x, split)
    return best


def _edges(rows: Sequence[Row], candidates: Sequence[float]) -> list[float]:
    """The candidates, and for each the place right behind the words on its left.

    A column whose lines are items of a list begins further to the left than most of its lines do.
    """
    behind = {
        max((w.right for row in rows[first:last] for w in row.words if w.left < x), default=x) + _GUTTER - 1.0
        for x in candidates
        for first, last in _bands(rows, x)
    }
    return [*candidates, *sorted(behind)]


def _rest(rows: Sequence[Row], x: float) -> tuple[int, int, float, Split] | None:
    """The last lines of columns that were found on the page before."""
    for first, last in _bands(rows, x, 1):
        left = [w for row in rows[first:last] for w in row.words if w.right <= x]
        right = [w for row in rows[first:last] for w in row.words if w.right > x]
        if left and min(len(left), len(right)) >= 3 * (last - first) and not _CODE.match(left[0].text):
            return first, last, x, "columns"
    return None


def _candidates(rows: Sequence[Row]) -> list[float]:
    """Places where at least five lines begin after a gap, or two codes with other words between them."""
    starts: list[tuple[float, str]] = []
    for row in rows:
        right = -1e9
        for word in row.words:
            if word.left - right > max(8.0, 0.9 * word.size):
                starts.append((word.left, word.text))
            right = max(right, word.right)
    starts.sort()
    out: list[float] = []
    at = 0
    while at < len(starts):
        end = at
        while end < len(starts) and starts[end][0] - starts[at][0] <= _NEAR:
            end += 1
        coded = sum(_CODE.match(text) is not None for _, text in starts[at:end])
        if end - at >= _FEWEST or (coded >= _CODES and end - at > coded):
            out.append(starts[at][0] - 1.5)
        at = end
    return out[1:] if out and out[0] <= min(r.left for r in rows) else out


def _bands(rows: Sequence[Row], x: float, fewest: int = _FEWEST) -> list[tuple[int, int]]:
    """Runs of rows that no word crosses at x, cut to where both sides have words."""
    out: list[tuple[int, int]] = []
    first = 0
    sides: list[tuple[bool, bool]] = []
    for i, row in enumerate([*rows, None]):
        if row is None:
            free, has = False, (False, False)
        else:
            before = [w.right for w in row.words if w.left < x]
            behind = [w.left for w in row.words if w.left >= x]
            free = not before or max(before) <= x - _GUTTER + 1.5
            apart = not behind or min(behind) - max(before, default=x) >= _APART * row.size
            free = free or (apart and max(before, default=x) < x)  # a table a little wider than its column
            has = (bool(before), bool(behind))
        far = row is not None and i > first and row.base - rows[i - 1].base > _FAR * row.size
        if free and not far:
            sides.append(has)
            continue
        if sum(a for a, _ in sides) >= fewest and sum(b for _, b in sides) >= fewest:
            out.append(_trimmed(rows, first, sides, x, ends=row is None or far))
        first, sides = (i, [has]) if free else (i + 1, [])
    return out


def _trimmed(
    rows: Sequence[Row], first: int, sides: list[tuple[bool, bool]], x: float, ends: bool
) -> tuple[int, int]:
    """From the first to the last row with words on the right, and the lines that run on below on the left.

    `ends`: nothing stands below them across both, so that lines a little apart belong to the left column.
    """
    right = [i for i, (_, b) in enumerate(sides) if b]
    low, high = right[0], right[-1] + 1
    left = [i for i, (a, _) in enumerate(sides) if a]
    low = max(low, left[0]) if left[0] > low and not _runs(rows, first, low, left[0]) else low
    beside = [r for r, (a, _) in zip(rows[first + low :], sides[low:high], strict=False) if a]
    last = _heading_under(rows, first + high, first + len(sides), ends) - first
    if beside:  # what is below and as wide as the left column still belongs to it
        start = min(r.left for r in beside)
        edge = max((w.right for r in beside for w in r.words if w.right <= x), default=x)
        wide = edge - 0.18 * (edge - start)
        firsts = [
            next((w.text for w in r.words if w.left >= x), "") for r in rows[first + low : first + high]
        ]
        listed = sum(_CODE.match(text) is not None for text in firsts) >= _CODES
        below = len(sides) if ends and not listed else last  # a heading in a column of prose is the column's
        full = [i for i in range(high, below) if rows[first + i].right >= wide]
        high = full[-1] + 1 if full else high
        last = max(last, high)
    near = _ITEMS if ends else 1.0
    while high < last and _close(rows[first + high - 1], rows[first + high], near):
        high += 1
    return first + low, first + high


def _heading_under(rows: Sequence[Row], first: int, last: int, ends: bool) -> int:
    """The first row that is a heading under both columns, or `last`; `ends` as in `_trimmed`."""
    for i in range(first, last):
        apart = i > 0 and not _close(rows[i - 1], rows[i])
        if apart and _is_bold(rows[i]) and (not ends or rows[i].size > _TALLER * rows[i - 1].size):
            return i
    return last


_TALLER = 1.15


def _is_bold(row: Row) -> bool:
    return all(w.bold for w in row.words)


def _runs(rows: Sequence[Row], first: int, low: int, high: int) -> bool:
    return all(_close(rows[first + i], rows[first + i + 1]) for i in range(low, high))


def _close(above: Row, below: Row, times: float = 1.0) -> bool:
    return below.base - above.base <= times * 1.45 * max(above.size, below.size) * 1.2


@dataclass(frozen=True, slots=True)
class _Side:
    rows: list[Row]
    at: list[int]
    """The rows of the page that they are."""

    @property
    def width(self) -> float:
        return max(r.right for r in self.rows) - min(r.left for r in self.rows)

    @property
    def words(self) -> float:
        return sum(len(r.words) for r in self.rows) / len(self.rows)

    @property
    def full(self) -> float:
        """The part of the lines that go on to the edge of the column."""
        edge = max(r.right for r in self.rows) - 0.18 * self.width
        return sum(r.right >= edge for r in self.rows) / len(self.rows)

    @property
    def codes(self) -> float:
        return sum(_CODE.match(r.words[0].text) is not None for r in self.rows) / len(self.rows)

    @property
    def marks(self) -> bool:
        """Nothing but bullets or numbers of items."""
        return self.words < 1.4 and median(len(r.text) for r in self.rows) <= 4

    @property
    def steps(self) -> list[float]:
        """How far each line stands below the one before."""
        return [b.base - a.base for a, b in zip(self.rows, self.rows[1:], strict=False)]

    def begins(self, pitch: float) -> set[int]:
        """The first row and those that stand after a gap; `pitch` is the step between lines without one."""
        return {self.at[0]} | {self.at[i + 1] for i, step in enumerate(self.steps) if step > 1.25 * pitch}


def _judged(rows: Sequence[Row], x: float) -> Split | None:
    """What stands beside a gutter: two columns, a sidebar, or a table (None)."""
    left = _Side([], [])
    right = _Side([], [])
    for i, row in enumerate(rows):
        before = [w for w in row.words if w.right <= x]
        after = [w for w in row.words if w.right > x]
        if before:
            left.rows.append(row_of(before))
            left.at.append(i)
        if after:
            right.rows.append(row_of(after))
            right.at.append(i)
    if _apart(left, right):
        return "columns"
    if len(left.rows) < _FEWEST or len(right.rows) < _FEWEST:
        return None
    if _uneven(left, right):
        return "columns"
    if left.marks or max(left.codes, right.codes) >= 0.4 or _gridded(left, right):
        return None
    small, big = min(left.width, right.width), max(left.width, right.width)
    if min(left.words, right.words) >= 3 and min(left.full, right.full) >= 0.35 and small >= 0.5 * big:
        return "columns"
    narrow, wide = (left, right) if left.width < right.width else (right, left)
    if narrow.width > 0.55 * wide.width or wide.full < 0.35 or wide.words < 4:
        return None
    shared = set(narrow.at) & set(wide.at)
    aligned = len(shared) / min(len(narrow.at), len(wide.at))
    if aligned > 0.9 and len(wide.at) < 1.5 * len(narrow.at):
        return None  # a text that has words beside each of its lines, and ends with them, is a table
    inside = [r for r, at in zip(wide.rows, wide.at, strict=True) if at in shared]
    running = sum(not _STARTS.match(r.words[0].text) for r in inside)
    if aligned <= 0.6 or running >= 0.4 * len(inside):
        return "left" if narrow is left else "right"
    return None


def _apart(left: _Side, right: _Side) -> bool:
    """Whether both sides are lists of codes under headings of their own: a heading stands beside a code.

    “Covered” over codes and, beside them, “Not covered” over others: row by row, its codes would be covered.
    """
    coded = [_rows_at(side, lambda r: _CODE.match(r.words[0].text) is not None) for side in (left, right)]
    bold = [_rows_at(side, _is_bold) for side in (left, right)]
    beside = bool((bold[0] - coded[0]) & coded[1] or (bold[1] - coded[1]) & coded[0])
    return beside and min(map(len, coded)) >= _CODES and left.codes + right.codes >= 1.0


def _rows_at(side: _Side, which: Callable[[Row], bool]) -> set[int]:
    return {at for row, at in zip(side.rows, side.at, strict=True) if which(row)}


def _uneven(left: _Side, right: _Side) -> bool:
    """Whether lines beside each other stand at different heights, as those of independent columns do.

    The cells of a table share their lines. What is much narrower is a sidebar or a column of codes.
    """
    small, big = min(left.width, right.width), max(left.width, right.width)
    fewest = min(len(left.rows), len(right.rows))
    if small < 0.5 * big or fewest < 2 * _FEWEST or min(left.words, right.words) < 2:
        return False
    heights = {round(r.base, 1) for r in right.rows}
    level = sum(any(abs(r.base - h) < _LEVEL for h in heights) for r in left.rows)
    return level <= 0.4 * fewest


def _gridded(left: _Side, right: _Side) -> bool:
    """Whether both sides begin their entries on the same lines, as the rows of a table do."""
    pitch = min([*left.steps, *right.steps], default=0.0)  # a cell of two lines on either side tells it
    a, b = left.begins(pitch), right.begins(pitch)
    return len(a) >= 3 and len(a & b) >= 0.7 * len(a)
