"""Tables without rules: rows whose words begin at the same places, such as a code beside its label.

A label that is wrapped goes on in rows that begin at the label's place; a row that begins anywhere else ends
the table.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from coverable.document.markers import BULLETS
from coverable.document.readers.pdfrows import Row, row_of
from coverable.document.readers.pdfwords import Word

_NEAR = 4.5
_GAP = 1.1
"""A gap of this many letters' heights sets columns apart when rows agree on it."""
_WIDE = 2.4
"""A gap of this many sets them apart in a single row."""
_CLOSE = 1.75
"""A row this many heights below the last can go on with it."""
_MARK = re.compile(
    rf"[{re.escape(BULLETS)}]|o|\(?(?:\d{{1,2}}|[A-Za-z]|[ivxIVX]{{1,5}})[.):]{{1,2}}|[☐☑☒]|\uf0b7|\uf0a7"
)
_BROKEN = re.compile(r"\w[-–]$")
_UNENDED = re.compile(r"[-–,;/]$|\b(?:to|through|and|or)$")


@dataclass(slots=True)
class Table:
    """A table that was told by its blanks: every row has its cells by column, each with its rows of words."""

    starts: list[float]
    rows: list[dict[int, list[Row]]] = field(default_factory=list[dict[int, list[Row]]])


def parted(rows: Sequence[Row]) -> list[Row | Table]:
    """The rows of a region, with those that make a table taken together."""
    out: list[Row | Table] = []
    cut = [segments(row) for row in rows]
    at = 0
    while at < len(rows):
        if len(cut[at]) > 1:
            table, end = _table(rows, cut, at)
            if len(table.rows) > 1 or _widest(cut[at]) > _WIDE * rows[at].size:
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


def _widest(cut: Sequence[Row]) -> float:
    return max(b.left - a.right for a, b in itertools.pairwise(cut))


def _table(rows: Sequence[Row], cut: Sequence[list[Row]], at: int) -> tuple[Table, int]:
    """The table that begins with a row, and the row after it."""
    table = Table([s.left for s in cut[at]], [{i: [s] for i, s in enumerate(cut[at])}])
    end = at + 1
    while end < len(rows):
        step = rows[end].base - rows[end - 1].base
        places = _places(cut[end], table.starts)
        if places is None or step > 4 * rows[end].size:
            break
        close = step <= _CLOSE * rows[end].size
        broken = close and 0 in places and _BROKEN.search(table.rows[-1][0][-1].text)
        if 0 in places and len(places) > 1 and not broken:
            table.rows.append({i: [s] for i, s in zip(places, cut[end], strict=True)})
        elif close and (broken or 0 not in places or _goes_on(table, cut[end][0])):
            for i, s in zip(places, cut[end], strict=True):
                table.rows[-1].setdefault(i, []).append(s)
        else:
            break
        end += 1
    return table, end


def _places(cut: Sequence[Row], starts: Sequence[float]) -> list[int] | None:
    """The columns in which the parts of a row begin; None when one begins in none."""
    out: list[int] = []
    for part in cut:
        near = min(range(len(starts)), key=lambda i: abs(starts[i] - part.left))
        if abs(starts[near] - part.left) > _NEAR or (out and near <= out[-1]):
            return None
        if near + 1 < len(starts) and part.right > starts[near + 1] - 2:
            return None
        out.append(near)
    return out


def _goes_on(table: Table, part: Row) -> bool:
    """Whether words in the first column go on with the words above them."""
    above = table.rows[-1].get(0)
    if above is None:
        return False
    return _UNENDED.search(above[-1].text) is not None or part.text[0].islower()
