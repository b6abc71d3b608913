"""Tables without rules: rows whose words begin at the same places, such as a code beside its label.

A label that is wrapped goes on in rows that begin at the label's place; a row that begins anywhere else ends
the table.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from coverable.document.layout.markers import BULLETS, marker_of
from coverable.document.patterns import begins_small
from coverable.document.readers.pdf.aligned import aligned
from coverable.document.readers.pdf.rows import Row, row_of
from coverable.document.readers.pdf.words import Word

_NEAR = 4.5
_GAP = 1.1
"""A gap of this many letters' heights sets columns apart when rows agree on it."""
_TIGHT = 0.33
_BLANK = 0.36
"""A gap of this many is more than a blank between two words."""
_SAME = 1.5
"""Points by which the words of one column may begin apart."""
_ALIKE = 3
"""Rows that must agree where words stand close."""
_WIDE = 2.4
"""A gap of this many sets them apart in a single row."""
_LARGER = 1.15
"""Letters so much larger are those of a heading."""
_CLOSE = 1.75
"""A row this many heights below the last can go on with it."""
_MARK = re.compile(
    rf"[{re.escape(BULLETS)}]|o|\d{{1,3}}(?:\.\d{{1,2}}){{1,4}}\.?|\(?(?:\d{{1,2}}|[A-Za-z]|[ivxIVX]{{1,5}})[.):]{{1,2}}|[☐☑☒»›]|\uf0b7|\uf0a7"
)
_CODE = re.compile(r"[A-Z]?\d{4,5}[A-Z]?\b|[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Zx-]{1,4})?\b")
_CODES = re.compile(r"[A-Z]?\d{4,5}[A-Z]?(?:[,;]\s?[A-Z]?\d{4,5}[A-Z]?)*")
_BROKEN = re.compile(r"\w[-–]$")
_UNENDED = re.compile(r"[-–,;/]$|\b(?:to|through|and|or)$")


@dataclass(slots=True)
class Table:
    """A table that was told by its blanks: every row has its cells by column, each with its rows of words."""

    starts: list[float]
    rows: list[dict[int, list[Row]]] = field(default_factory=list[dict[int, list[Row]]])


@dataclass(frozen=True, slots=True)
class Item:
    """A row of words of a list that is set in columns, and where its column begins."""

    row: Row
    left: float


def parted(rows: Sequence[Row]) -> list[Row | Table | Item]:
    """The rows of a region, with those that make a table taken together."""
    out: list[Row | Table | Item] = []
    cut = [segments(row) for row in rows]
    right = max((row.right for row in rows), default=0.0)
    at = 0
    while at < len(rows):
        if found := aligned(rows, at):
            grid = Table(*found[:2])
            _take_head(out, grid)
            out.append(grid)
            at = found[2]
            continue
        if len(cut[at]) > 1:
            table, end = _table(rows, cut, at, right)
            if items := _listed(table):
                out += items
                at = end
                continue
            if len(table.rows) == 1 and (_named_with_code(cut[at]) or _in_title(rows, cut, at)):
                out.append(rows[at])
                at = end
                continue
            if len(table.rows) > 1 or _widest(cut[at]) > _WIDE * rows[at].size:
                _take_head(out, table)
                _part_narrow(table)
                out.append(table)
                at = end
                continue
        out.append(rows[at])
        at += 1
    return out


def segments(row: Row) -> list[Row]:
    """A row cut at its wide gaps; a marker belongs to the words after it."""
    cuts: list[list[Word]] = [[]]
    right = None
    for word in row.words:
        wide = right is not None and word.left - right > max(8.0, _GAP * row.size)
        if wide and not (len(cuts[-1]) == 1 and len(cuts) == 1 and _MARK.fullmatch(cuts[-1][0].text)):
            cuts.append([])
        cuts[-1].append(word)
        right = word.right if right is None else max(right, word.right)
    return [row_of(words) for words in cuts] if len(cuts) > 1 else [row]


def _listed(table: Table) -> list[Item]:
    """The items of a list that is set in columns, one column after the other; none where any cell is no item.

    Where numbers count along the rows (“1. … 2. …” over “3. … 4. …”) so do the items.
    """
    cells = [lines for row in table.rows for lines in row.values()]
    markers = [marker_of(lines[0].text) for lines in cells]
    if len(table.rows) < 2 or not all(markers):
        return []
    across = [(i, lines) for row in table.rows for i, lines in sorted(row.items())]
    down = [(i, row[i]) for i in range(len(table.starts)) for row in table.rows if i in row]
    ranks = [{r for r in m.ranks if r[1]} for m in markers if m]
    along = all({(kind, value + 1) for kind, value in a} & b for a, b in pairwise(ranks))
    return [Item(line, table.starts[i]) for i, lines in (across if along else down) for line in lines]


def _in_title(rows: Sequence[Row], cut: Sequence[Sequence[Row]], at: int) -> bool:
    """Whether a line with a gap goes on with a line of a title above it: a name, and its number."""
    before = rows[at - 1] if at else None
    if before is None or len(cut[at - 1]) > 1 or ":" in before.text + rows[at].text:
        return False
    row = rows[at]
    large = all(w.bold for w in (*before.words, *row.words)) and row.size >= _TITLE
    close = row.base - before.base < _CLOSE * row.size
    return large and close and abs(row.size - before.size) < 1 and abs(row.left - before.left) < _SAME


_TITLE = 14.0
"""Points of letters that are those of a title, whatever stands on the page."""


def _named_with_code(cut: Sequence[Row]) -> bool:
    """Whether a bold name has only its codes at the other end of the line: “Mammaplasty … 19318”."""
    bold = all(w.bold for w in cut[0].words)
    return bold and len(cut) == 2 and _CODES.fullmatch(cut[1].text) is not None


def _widest(cut: Sequence[Row]) -> float:
    return max(b.left - a.right for a, b in itertools.pairwise(cut))


def _part_narrow(table: Table) -> None:
    """Cut columns that stand so close that the gap between them alone does not tell: `L1810 2`.

    What tells is that in every row but the head a word begins at the same place, after more than a blank.
    """
    column = 0
    while column < len(table.starts):
        seam = _seam(table, column)
        if seam is not None:
            table.starts.insert(column + 1, seam)
            table.rows = [_cut_at(row, column, seam) for row in table.rows]
        column += 1


def _seam(table: Table, column: int) -> float | None:
    """Where a column is to be cut; None when it is one column."""
    cells = [row[column] for row in table.rows[1:] if column in row]
    if len(cells) < _ALIKE or any(len(cell) > 1 for cell in cells):
        return None
    begins = [
        [b.left for a, b in pairwise(cell[0].words) if b.left - a.right > _BLANK * cell[0].size]
        for cell in cells
    ]
    for place in begins[0]:
        if all(any(abs(left - place) <= _SAME for left in found) for found in begins):
            return place
    return None


def _cut_at(row: dict[int, list[Row]], column: int, seam: float) -> dict[int, list[Row]]:
    """A row with one of its cells cut in two; the cells after it are counted on."""
    out: dict[int, list[Row]] = {}
    for i, lines in row.items():
        if i != column:
            out[i + (i > column)] = lines
            continue
        words = [w for line in lines for w in line.words]
        for at, part in (
            (i, [w for w in words if w.left < seam - _SAME]),
            (i + 1, [w for w in words if w.left >= seam - _SAME]),
        ):
            if part:
                out[at] = [row_of(part)]
    return dict(sorted(out.items()))


def _take_head(out: list[Row | Table | Item], table: Table) -> None:
    """A row just above whose words begin where the columns do is the head, however close its words stand."""
    above = out[-1] if out else None
    if isinstance(above, Table):
        above = (
            row_of([w for r in above.rows[0].values() for w in r[0].words]) if len(above.rows) == 1 else None
        )
    if not isinstance(above, Row) or len(table.rows) < 2 or len(table.starts) < 2:
        return
    first = min(r[0].base for r in table.rows[0].values())
    size = next(iter(table.rows[0].values()))[0].size
    if first - above.base > 3.5 * above.size or above.size > 1.1 * size:
        return
    words: dict[int, list[Word]] = {}
    for word in above.words:
        column = max((i for i, s in enumerate(table.starts) if word.left >= s - _NEAR), default=0)
        words.setdefault(column, []).append(word)
    begins = [abs(words[i][0].left - s) <= _NEAR for i, s in enumerate(table.starts) if i in words]
    if len(begins) == len(table.starts) and all(begins):
        out.pop()
        table.rows.insert(0, {i: [row_of(found)] for i, found in words.items()})


def _table(rows: Sequence[Row], cut: Sequence[list[Row]], at: int, right: float) -> tuple[Table, int]:
    """The table that begins with a row, and the row after it."""
    table = Table([s.left for s in cut[at]], [{i: [s] for i, s in enumerate(cut[at])}])
    end = at + 1
    while end < len(rows):
        step = rows[end].base - rows[end - 1].base
        parts = cut[end]
        places = _places(parts, table.starts)
        if places is None and len(parts) < len(table.starts):
            parts = _at_starts(rows[end], table.starts) or parts
            places = _places(parts, table.starts, -1.0)
        heads = len(parts) == 1 and rows[end].size > _LARGER * rows[at].size  # a heading over what follows
        if places is None or step > 4 * rows[end].size or heads:
            break
        close = step <= _CLOSE * rows[end].size
        broken = close and 0 in places and _wrapped(table, places, parts, right)
        if 0 in places and len(places) > 1 and not broken:
            table.rows.append({i: [s] for i, s in zip(places, parts, strict=True)})
        elif close and (broken or 0 not in places or _goes_on(table, parts[0])):
            for i, s in zip(places, parts, strict=True):
                table.rows[-1].setdefault(i, []).append(s)
        else:
            break
        end += 1
    return table, end


def _at_starts(row: Row, starts: Sequence[float]) -> list[Row]:
    """A row cut where the columns begin, for cells so full that only a blank more is left between them."""
    cuts: list[list[Word]] = [[row.words[0]]]
    for before, word in pairwise(row.words):
        off = min(abs(s - word.left) for s in starts[1:])
        gap = word.left - before.right
        if off <= 0.8 or (off <= 1.5 and gap > _TIGHT * row.size):
            cuts.append([])
        cuts[-1].append(word)
    return [row_of(words) for words in cuts] if len(cuts) > 1 else []


def _wrapped(table: Table, places: Sequence[int], parts: Sequence[Row], right: float) -> bool:
    """Whether a row only goes on with the cells above it: none of its words had room up there."""
    above = table.rows[-1]
    if 0 in above and _BROKEN.search(above[0][-1].text):
        return True
    if _CODE.match(parts[0].text) or (0 in above and _CODE.match(above[0][-1].text)):
        return False
    if 0 in above and above[0][-1].words[0].bold != parts[0].words[0].bold:
        return False
    edges = [*(s - 9 for s in table.starts[1:]), right + 1]
    shared = [(above[i][-1], part, edges[i]) for i, part in zip(places, parts, strict=True) if i in above]
    return (len(shared) > 1 or len(table.starts) > 2) and all(
        up.right + 0.25 * up.size + part.words[0].right - part.words[0].left > edge
        for up, part, edge in shared
    )


def _places(cut: Sequence[Row], starts: Sequence[float], clear: float = 2.0) -> list[int] | None:
    """The columns in which the parts of a row begin; None when one begins in none or reaches too far."""
    out: list[int] = []
    for part in cut:
        near = min(range(len(starts)), key=lambda i: abs(starts[i] - part.left))
        if abs(starts[near] - part.left) > _NEAR or (out and near <= out[-1]):
            return None
        if near + 1 < len(starts) and part.right > starts[near + 1] - clear:
            return None
        out.append(near)
    return out


def _goes_on(table: Table, part: Row) -> bool:
    """Whether words in the first column go on with the words above them."""
    above = table.rows[-1].get(0)
    if above is None:
        return False
    return _UNENDED.search(above[-1].text) is not None or begins_small(part.text)
