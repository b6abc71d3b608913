"""Rows that blanks set in columns: a cell stands under the name over it, though others be empty.

    Code     Mod      Item             Units
    V5050    RT LT    In the ear       1
    V5260             In both ears     1

The second row has three cells, of which the second is an item. Where the places of a row fit no columns, its
cells count from the left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Starts: TypeAlias = tuple[int, ...]
"""Where the cells of a row begin in its line."""
_SHIFTED = 2
"""Characters that a cell may stand off its column."""
_LOOSE = 6
"""Characters between the cells of one column, as centered or right-aligned ones stand."""
_APART = 1
"""Empty lines inside a table."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The columns of the cells of a row, and how many its table has."""

    columns: tuple[int, ...]
    count: int


def placed(rows: Mapping[int, Starts], empty: frozenset[int]) -> dict[int, Placed]:
    """The columns of rows with fewer cells than their table has columns, by the numbers of their lines.

    `empty` are the numbers of empty lines.
    """
    out: dict[int, Placed] = {}
    for run in _runs(sorted(rows), empty):
        most = max(len(rows[n]) for n in run)
        whole = [rows[n] for n in run if len(rows[n]) == most]
        edges = [(min(starts), max(starts)) for starts in zip(*whole, strict=True)]
        if any(last - first > _LOOSE for first, last in edges):
            continue
        for number in run:
            columns = _under(rows[number], edges) if len(rows[number]) < most else None
            if columns is not None:
                out[number] = Placed(columns, most)
    return out


def tight(
    lines: Sequence[str], rows: Mapping[int, Starts], empty: frozenset[int]
) -> dict[int, tuple[int, ...]]:
    """Where cells begin behind two blanks only, since a long cell leaves no more before its column.

    Such a place counts where every whole row of its table has a cell that begins exactly there.
    """
    out: dict[int, tuple[int, ...]] = {}
    for run in _runs(sorted(rows), empty):
        most = max(len(rows[n]) for n in run)
        whole = [rows[n] for n in run if len(rows[n]) == most]
        exact = {starts[0] for starts in zip(*whole, strict=True) if len(set(starts)) == 1}
        if len(whole) < _ENOUGH:
            continue
        for number in run:
            line = lines[number]
            found = [at for at in sorted(exact - {*rows[number]}) if _TIGHT.match(line, at - 3) and at > 3]
            if found and len(rows[number]) + len(found) <= most:
                out[number] = tuple(found)
    return out


_TIGHT = re.compile(r"\S {2}\S")
_ENOUGH = 2
"""Whole rows that tell where the columns of a table begin."""


def _runs(numbers: Sequence[int], empty: frozenset[int]) -> Iterator[list[int]]:
    """The lines that follow each other with at most one empty line between."""
    run: list[int] = []
    for number in numbers:
        between = range(run[-1] + 1, number) if run else range(0)
        if run and (len(between) > _APART or any(n not in empty for n in between)):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _under(starts: Starts, edges: Sequence[tuple[int, int]]) -> tuple[int, ...] | None:
    """The columns under which cells stand, from left to right; None where one stands under none."""
    out: list[int] = []
    for start in starts:
        fits = [c for c, (first, last) in enumerate(edges) if first - _SHIFTED <= start <= last + _SHIFTED]
        if len(fits) != 1 or (out and fits[0] <= out[-1]):
            return None
        out += fits
    return tuple(out)
