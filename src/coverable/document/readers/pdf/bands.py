"""Tables with lines or stripes across and none down: bands of words that leave the same places free.

A rule under a title or over a footer closes in running text, which leaves no place free from top to bottom.
Bands that leave the same places free, one after the other, are the rows of a table; a single line of words
that runs over those places is a heading within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from coverable.document.readers.pdf.rows import Row, monospaced, row_of, rows_of
from coverable.document.readers.pdf.shapes import Rule
from coverable.document.readers.pdf.spaced import lines_between
from coverable.document.readers.pdf.words import Word

_NEAR = 4.0
"""Points by which the lines of one table may differ in length."""
_NARROW = 100.0
"""Points; a shorter line is drawn under a word."""
_BLANK = 0.42
"""A gap of up to this many letters' heights is a blank between two words,"""
_TYPED = 0.95
"""or so many, where all letters are as wide."""
_GUTTER = 0.45
"""Between two columns at least so much is free."""
_HEAD = 1.6
"""The row over the first line, or under the last, stands this many letters' heights from it at most."""
_STEP = 1.5
"""Its lines of words stand so many heights apart at most,"""
_FURTHER = 3.0
"""or so many, where words stand in several columns."""
_LONG = 12
"""A row with so many lines of words in several columns may be columns of prose,"""
_ROWS = 3
"""unless there are more rows than so many."""
_LARGER = 1.12
"""Letters so much larger are those of a heading."""
_APART = 8.0
"""Points between two lines with no words between them: a double line."""
Interval: TypeAlias = tuple[float, float]
Rules: TypeAlias = tuple[list[Rule], list[Rule]]
"""Lines across and lines down."""


@dataclass(frozen=True, slots=True)
class Band:
    """What stands between two lines."""

    top: float
    bottom: float
    rows: tuple[Row, ...]
    closed: bool = True
    """Lines stand over it and under it."""

    @property
    def size(self) -> float:
        return max(row.size for row in self.rows)


def banded(
    across: Sequence[Rule], edges: Sequence[float], words: Sequence[Word], known: Sequence[float] = ()
) -> list[Rules]:
    """The lines across of each table, and the lines down between its columns, which nobody drew.

    `edges`: where coloured areas end; they, and ends of lines, tell where a column of few words ends.
    `known`: where the columns of a table end that the page before ended with; it may go on with a single row.
    """
    stacks = _stacks(across)
    rows = rows_of(words) if stacks else []
    edges = [*edges, *(x for rule in across for x in (rule.first, rule.last))]
    out = list[Rules]()
    for first, last, lines in stacks:
        bands = _bands(first, last, lines, rows)
        run = _continued(bands, known) if _same(first, last, known) else []
        if run:
            out.append(_rules(run, [], known, across))
        if len(lines) > 1 or (bands and all(w.bold for r in bands[0].rows for w in r.words)):
            out += tables_of(bands[len(run) :], first, last, across, edges)
    return out


def _same(first: float, last: float, known: Sequence[float]) -> bool:
    return bool(known) and abs(first - known[0]) <= _NEAR and abs(last - known[-1]) <= _NEAR


def _continued(bands: Sequence[Band], known: Sequence[float]) -> list[Band]:
    """The bands on top of a page that keep to the columns of the page before."""
    inner = [(x, x) for x in known[1:-1]]
    out = list[Band]()
    for band in bands:
        crossed = any(a + 1 < x < b - 1 for a, b in filled_by(band.rows) for x, _ in inner)
        cut = band is bands[0] and min(r.left for r in band.rows) > known[1]  # a title begins on the left
        if crossed or not (band.closed or cut or _beside(band, inner)):
            break
        out.append(band)
    return out


def _stacks(across: Sequence[Rule]) -> list[tuple[float, float, list[float]]]:
    """Lines of one length that stand over each other: from where to where, and at which heights."""
    out: list[tuple[float, float, list[float]]] = []
    for rule in sorted(across):
        if rule.last - rule.first < _NARROW:
            continue
        for first, last, places in out:
            if abs(first - rule.first) <= _NEAR and abs(last - rule.last) <= _NEAR:
                places.append(rule.at)
                break
        else:
            out.append((rule.first, rule.last, [rule.at]))
    return out


def _bands(first: float, last: float, lines: Sequence[float], rows: Sequence[Row]) -> list[Band]:
    """The bands between lines, with what stands right over the first and right under the last."""
    inside = [
        row_of(some)
        for row in rows
        if (some := [w for w in row.words if first - _NEAR <= w.left and w.right <= last + _NEAR])
    ]
    out = [Band(a, b, tuple(r for r in inside if a < (r.top + r.bottom) / 2 < b)) for a, b in pairwise(lines)]
    over = _run([r for r in reversed(inside) if (r.top + r.bottom) / 2 < lines[0]], lines[0])
    under = _run([r for r in inside if (r.top + r.bottom) / 2 > lines[-1]], lines[-1])
    head = [Band(min(r.top for r in over) - 2, lines[0], tuple(reversed(over)), closed=False)] if over else []
    foot = [Band(lines[-1], max(r.bottom for r in under) + 2, tuple(under), closed=False)] if under else []
    return [*head, *(b for b in out if b.rows), *foot]


def _run(rows: Sequence[Row], line: float) -> list[Row]:
    """The rows next to a line, as far as they stand close together."""
    out: list[Row] = []
    for row in rows:
        if not out:
            away = min(abs(row.top - line), abs(row.bottom - line))
            if away > _HEAD * row.size:
                return []
        elif abs(row.base - out[-1].base) > (_STEP if len(filled_by([row])) < 2 else _FURTHER) * row.size:
            break
        out.append(row)
    return out


def filled_by(rows: Iterable[Row], blank: float = _BLANK) -> list[Interval]:
    """The places where words stand in any of the rows."""
    found: list[Interval] = []
    rows = list(rows)
    blank = max(blank, _TYPED) if monospaced(rows) else blank
    for row in rows:
        left = right = None
        for word in row.words:
            if right is not None and left is not None and word.left - right > blank * row.size:
                found.append((left, right))
                left = None
            left = word.left if left is None else left
            right = word.right if right is None else max(right, word.right)
        if left is not None and right is not None:
            found.append((left, right))
    return union(found)


def union(found: Iterable[Interval]) -> list[Interval]:
    """Places that touch made one, from left to right."""
    out: list[Interval] = []
    for left, right in sorted(found):
        if out and left <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], right))
        else:
            out.append((left, right))
    return out


def gutters_in(filled: Sequence[Interval], size: float) -> list[Interval]:
    """The places between, if they are wide enough to part columns."""
    return [(a[1], b[0]) for a, b in pairwise(filled) if b[0] - a[1] >= max(4.0, _GUTTER * size)]


def tables_of(
    bands: Sequence[Band], first: float, last: float, across: Sequence[Rule], edges: Sequence[float]
) -> list[Rules]:
    """The runs of bands that leave the same places free."""
    out: list[Rules] = []
    at = 0
    while at < len(bands):
        run = [_without_title(bands[at], bands[at + 1 : at + 2])]
        filled = filled_by(run[0].rows)
        over: list[Band] = []
        gutters = gutters_in(filled, run[0].size)
        at += 1
        if not gutters:
            continue
        while at < len(bands) and bands[at].top - run[-1].bottom <= _APART:
            band = bands[at]
            both = union([*filled, *filled_by(band.rows)])
            found = gutters_in(both, band.size)
            if found and (band.closed or _beside(band, found)):
                filled, gutters = both, found
            elif band.closed and len(band.rows) == 1:
                over.append(band)
            else:
                break
            run.append(band)
            at += 1
        while run[-1] in over:
            over.remove(run.pop())
        if not run[0].closed and not _beside(run[0], gutters):
            run.pop(0)
        if _is_table([b for b in run if b not in over], gutters):
            places = [first, *_places(edges, filled, gutters, (first, last)), last]
            out.append(_rules(run, over, places, across))
    return out


def _places(
    edges: Sequence[float], filled: Sequence[Interval], gutters: Sequence[Interval], ends: Interval
) -> list[float]:
    """Where columns end: in the gutters, and at edges of colour between columns of which one has no words."""
    out = [next((x for x in edges if a - 2 <= x <= b + 2), (a + b) / 2) for a, b in gutters]
    for x in edges:
        known = (*filled, *gutters, *((end, end) for end in (*ends, *out)))
        if ends[0] < x < ends[1] and not any(a - _NEAR <= x <= b + _NEAR for a, b in known):
            out.append(x)
    return sorted(out)


def _without_title(head: Band, after: Sequence[Band]) -> Band:
    """The row over the first line, without the lines of words above it that leave no place free."""
    rows = head.rows
    while not head.closed and len(rows) > 1 and after:
        larger = rows[0].size > _LARGER * rows[1].size  # a heading right over the names of the columns
        if not larger and gutters_in(union([*filled_by(rows), *filled_by(after[0].rows)]), head.size):
            break
        rows = rows[1:]
    return replace(head, rows=rows, top=min(r.top for r in rows) - 2) if len(rows) < len(head.rows) else head


def _is_table(rows: Sequence[Band], gutters: Sequence[Interval]) -> bool:
    """Two rows or more with words on both sides of a gutter; no columns between a page's head and foot."""
    both = [b for b in rows if _beside(b, gutters)]
    prose = any(sum(len(filled_by([r])) > 1 for r in b.rows) > _LONG for b in both)
    return len(both) > 1 and (not prose or sum(b.closed for b in both) > _ROWS)


def _beside(band: Band, gutters: Sequence[Interval]) -> bool:
    """Whether a band has words on both sides of a gutter."""
    return any(
        any(r.words[0].left < left for r in band.rows) and any(r.right > right for r in band.rows)
        for left, right in gutters
    )


def _rules(
    run: Sequence[Band], over: Sequence[Band], places: Sequence[float], across: Sequence[Rule]
) -> Rules:
    """The lines of a table whose columns end at some places; a short line goes from one to another."""
    top, bottom = run[0].top, run[-1].bottom

    def at_a_post(x: float) -> bool:
        return any(abs(x - place) <= _NEAR for place in places)

    lines = [Rule(at, places[0], places[-1]) for at in (top, bottom)]
    lines += [
        r for r in across if top - 0.5 <= r.at <= bottom + 0.5 and at_a_post(r.first) and at_a_post(r.last)
    ]
    lines += [line for band in run if band not in over for line in lines_between(band.rows, places, lines)]
    posts = [
        Rule(x, band.top, band.bottom)
        for x in places
        for band in run
        if band not in over or not any(a < x < b for a, b in filled_by(band.rows))
    ]
    return lines, posts
