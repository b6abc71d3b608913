"""The tables of a PDF page: cells are what its lines close in, or what lines would that nobody drew."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from coverable.document.readers.pdf.abutting import apart
from coverable.document.readers.pdf.bands import banded, filled_by, gutters_in
from coverable.document.readers.pdf.continued import same_columns
from coverable.document.readers.pdf.heads import headed
from coverable.document.readers.pdf.rows import rows_of
from coverable.document.readers.pdf.ruled import Grid, Ruled, is_table
from coverable.document.readers.pdf.shapes import Rule
from coverable.document.readers.pdf.words import Word
from coverable.document.source import Box

_NEAR = 2.5
"""Points by which lines that are meant to be one may differ."""
_REACH = 4.0
"""Points by which lines that are meant to meet may miss each other."""
_MOST = 1_500
"""Lines of a page; a drawing has more."""


def grids_of(
    across: Sequence[Rule], down: Sequence[Rule], words: Sequence[Word], known: Sequence[float] = ()
) -> tuple[list[Grid], list[Word]]:
    """The tables of a page, and the words that stand in none.

    `known`: where the columns of the table end that the page before ended with.
    """
    if len(across) + len(down) > _MOST:
        return [], list(words)
    grids: list[Grid] = []
    left, free = list(words), _joined(across)
    groups = _groups(free, _joined(down))
    if not any(_same_places(group[1], known) for group in groups):
        groups += _within_cell(_joined(down), known)
    closed = [group for group in groups if any(post.drawn for post in group[1])]
    stripes = [group for group in groups if group not in closed]
    for lines, posts in closed:
        if (found := _found(lines, posts, left, known)) is not None:
            grids += found[0]
            left, free = found[1], [rule for rule in free if rule not in lines]
    edges = [post.at for _, posts in stripes for post in posts]
    for lines, posts in (*banded(free, edges, left, known), *stripes, *headed(left)):
        if (found := _found(lines, posts, left)) is not None:
            grids += [replace(grid, told=True) for grid in found[0]]
            left = found[1]
    return sorted(grids, key=lambda g: (g.box.top, g.box.left)), left


def _same_places(posts: Sequence[Rule], known: Sequence[float]) -> bool:
    """Whether a post stands at each edge of the columns of the table that ended the page before."""
    return bool(known) and all(any(abs(post.at - x) <= _REACH for post in posts) for x in known)


def _within_cell(posts: Sequence[Rule], known: Sequence[float]) -> list[tuple[list[Rule], list[Rule]]]:
    """The posts of a table of which one row fills the page, without a line across, closed at their ends."""
    if len(known) < _COLUMNS or not _same_places(posts, known):
        return []
    held = [post for post in posts if any(abs(post.at - x) <= _REACH for x in known)]
    top, foot = max(p.first for p in held), min(p.last for p in held)
    if foot - top < _LONG:
        return []
    return [([Rule(at, known[0], known[-1]) for at in (top, foot)], held)]


_COLUMNS = 3
"""Edges of two columns."""
_LONG = 100.0
"""Points; shorter posts are no row of a page's length."""


def _found(
    lines: list[Rule], posts: list[Rule], words: Sequence[Word], known: Sequence[float] = ()
) -> tuple[list[Grid], list[Word]] | None:
    """The tables that rules make, if they do, and the words that are left outside."""
    grid = _grid(lines, posts)
    if grid is None:
        return None
    rest = _fill(grid, words)
    if not is_table(grid) and not _goes_on(grid, known):
        return None
    tables = list[Grid]()
    for part in apart(_parted(grid)):
        if is_table(part) or _goes_on(part, known):
            tables.append(part)
        else:
            rest += [w for c in part.cells for w in c.words]
    return tables, rest


def _goes_on(grid: Grid, known: Sequence[float]) -> bool:
    """Whether a table has the columns of the one before; a page may hold the rest of a single cell of it."""
    return grid.columns > 1 and same_columns(known, grid)


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line that touch, made one."""
    out: list[Rule] = []
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        if lines and rule.at - lines[-1][0].at <= _NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    for line in lines:
        at, drawn = sum(r.at for r in line) / len(line), any(r.drawn for r in line)
        first, last = None, 0.0
        for rule in sorted(line, key=lambda r: r.first):
            if first is None:
                first, last = rule.first, rule.last
            elif rule.first <= last + _REACH:
                last = max(last, rule.last)
            else:
                out.append(Rule(at, first, last, drawn))
                first, last = rule.first, rule.last
        if first is not None:
            out.append(Rule(at, first, last, drawn))
    return out


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that meet each other, directly or through others."""
    home = list(range(len(across) + len(down)))

    def find(i: int) -> int:
        while home[i] != i:
            home[i] = home[home[i]]
            i = home[i]
        return i

    for i, line in enumerate(across):
        for j, post in enumerate(down):
            if (
                line.first - _REACH <= post.at <= line.last + _REACH
                and post.first - _REACH <= line.at <= post.last + _REACH
            ):
                home[find(i)] = find(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, line in enumerate(across):
        groups.setdefault(find(i), ([], []))[0].append(line)
    for j, post in enumerate(down):
        groups.setdefault(find(len(across) + j), ([], []))[1].append(post)
    return [
        g for lines, posts in groups.values() if len((g := (_closed(lines, posts), posts))[0]) > 1 and posts
    ]


def _closed(lines: list[Rule], posts: Sequence[Rule]) -> list[Rule]:
    """The lines, and those that a page break took from the ends of a table: its posts go on to there."""
    if not lines or len(posts) < 2:
        return lines
    first, last = min(r.first for r in lines), max(r.last for r in lines)
    tops, feet = sorted(p.first for p in posts), sorted(-p.last for p in posts)
    out = list(lines)
    if tops[1] - tops[0] <= _NEAR and tops[0] < min(r.at for r in lines) - _REACH:
        out.append(Rule(tops[0], first, last))
    if feet[1] - feet[0] <= _NEAR and -feet[0] > max(r.at for r in lines) + _REACH:
        out.append(Rule(-feet[0], first, last))
    return out


def _grid(lines: list[Rule], posts: list[Rule]) -> Grid | None:
    """Cells from rules; a table that is open at its sides ends where its lines end."""
    first, last = min(r.first for r in lines), max(r.last for r in lines)
    ys = _places(r.at for r in lines)
    xs = _places([*(r.at for r in posts), first, last])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > 20_000:
        return None
    wide, high = len(xs) - 1, len(ys) - 1
    home = list(range(wide * high))

    def find(i: int) -> int:
        while home[i] != i:
            home[i] = home[home[i]]
            i = home[i]
        return i

    posts_at = _by_place(posts, xs)
    lines_at = _by_place(lines, ys)
    for r in range(high):
        middle = (ys[r] + ys[r + 1]) / 2
        for c in range(wide):
            if c + 1 < wide and not _covers(posts_at.get(c + 1, ()), middle):
                home[find(r * wide + c + 1)] = find(r * wide + c)
            centre = (xs[c] + xs[c + 1]) / 2
            if r + 1 < high and not _covers(lines_at.get(r + 1, ()), centre):
                home[find((r + 1) * wide + c)] = find(r * wide + c)
    areas: dict[int, list[int]] = {}
    for i in range(wide * high):
        areas.setdefault(find(i), []).append(i)
    cells = [_cell(area, wide, xs, ys) for area in areas.values()]
    return Grid(Box(xs[0], ys[0], xs[-1], ys[-1]), xs, ys, sorted(cells, key=lambda c: (c.row, c.column)))


def _cell(area: list[int], wide: int, xs: list[float], ys: list[float]) -> Ruled:
    rows, columns = [i // wide for i in area], [i % wide for i in area]
    top, bottom, left, right = min(rows), max(rows), min(columns), max(columns)
    box = Box(xs[left], ys[top], xs[right + 1], ys[bottom + 1])
    return Ruled(top, left, bottom - top + 1, right - left + 1, box)


def _places(found: Iterable[float]) -> list[float]:
    out: list[float] = []
    for at in sorted(found):
        if not out or at - out[-1] > _REACH:
            out.append(at)
    return out


def _by_place(rules: list[Rule], places: list[float]) -> dict[int, list[Rule]]:
    out: dict[int, list[Rule]] = {}
    for rule in rules:
        nearest = min(range(len(places)), key=lambda i: abs(places[i] - rule.at))
        out.setdefault(nearest, []).append(rule)
    return out


def _covers(rules: Iterable[Rule], at: float) -> bool:
    return any(r.first - 1 <= at <= r.last + 1 for r in rules)


def _fill(grid: Grid, words: Iterable[Word]) -> list[Word]:
    """Words into the cells they stand in; returns the others."""
    by_place: dict[tuple[int, int], Ruled] = {}
    for cell in grid.cells:
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.column, cell.column + cell.column_span):
                by_place[r, c] = cell
    rest: list[Word] = []
    for word in words:
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        row, column = bisect_right(grid.ys, y) - 1, bisect_right(grid.xs, x) - 1
        cell = by_place.get((row, column))
        if cell is None or not (
            grid.box.left <= x <= grid.box.right and grid.box.top <= y <= grid.box.bottom
        ):
            rest.append(word)
        else:
            cell.words.append(word)
    return rest


def _parted(grid: Grid) -> Grid:
    """The grid with wide cells cut where a line is missing, as beside stripes, and no word crosses."""
    cells = list[Ruled]()
    for cell in grid.cells:
        words = filled_by(rows_of(cell.words)) if cell.column_span > 1 and cell.words else []
        free = gutters_in(words, max((w.size for w in cell.words), default=0.0))
        edges = range(cell.column + 1, cell.column + cell.column_span)
        cuts = [c for c in edges if any(left <= grid.xs[c] <= right for left, right in free)]
        for first, last in pairwise([cell.column, *cuts, cell.column + cell.column_span]):
            box = cell.box._replace(left=grid.xs[first], right=grid.xs[last])
            inside = [w for w in cell.words if box.left <= (w.left + w.right) / 2 < box.right]
            cells.append(
                Ruled(cell.row, first, cell.row_span, last - first, box, inside if cuts else cell.words)
            )
    return Grid(grid.box, grid.xs, grid.ys, cells)
