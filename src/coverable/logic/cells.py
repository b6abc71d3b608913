"""Cells: the tests that a policy makes of one fact cut its values into a few cells.

Numbers, dates and codes so become finite logic, exactly. A set of cells is a bit mask; a value
that is known only in part (a month without a day, two statements that disagree) is the mask of all
cells that it may lie in, and 0 means that nothing is known.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Choices:
    """One cell per named value. yes/no facts have the names `yes` and `no`."""

    names: tuple[str, ...]

    def mask(self, values: Iterable[str]) -> int:
        """The cells of the given values; ValueError for a name that is not a choice."""
        out = 0
        for value in values:
            out |= 1 << self.names.index(value)
        return out

    @property
    def full(self) -> int:
        return (1 << len(self.names)) - 1

    def values(self, mask: int) -> list[str]:
        return [name for i, name in enumerate(self.names) if mask >> i & 1]


YES_NO = Choices(("yes", "no"))
YES, NO = 1, 2


@dataclass(frozen=True, slots=True)
class Between:
    """A test or a gap on an ordered value: `low`/`high` are None when open-ended."""

    low: Any = None
    low_in: bool = True
    high: Any = None
    high_in: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """An ordered value cut at `edges`: cells 2i+1 are the edges themselves, 2i the gaps between them.

    With edges (18, 65) the cells are: 0 below 18, 1 exactly 18, 2 between, 3 exactly 65, 4 above.
    """

    edges: tuple[Any, ...]

    @property
    def full(self) -> int:
        return (1 << (2 * len(self.edges) + 1)) - 1

    def cell(self, value: Any, edges: Sequence[Any] | None = None) -> int:
        """Number of the cell that holds `value`; `edges` stands in when they depend on the request."""
        at_edges = self.edges if edges is None else edges
        i = bisect_left(at_edges, value)
        return 2 * i + 1 if i < len(at_edges) and at_edges[i] == value else 2 * i

    def mask(self, low: Any, high: Any, edges: Sequence[Any] | None = None) -> int:
        """All cells that a value somewhere from `low` to `high` (both possible) may lie in."""
        first, last = self.cell(low, edges), self.cell(high, edges)
        return (1 << (last + 1)) - (1 << first)

    def inside(self, test: Between) -> int:
        """The cells in which `test` holds. Its bounds must be among the edges."""
        first = 0 if test.low is None else 2 * self.edges.index(test.low) + (1 if test.low_in else 2)
        end = (
            2 * len(self.edges)
            if test.high is None
            else (2 * self.edges.index(test.high) + (1 if test.high_in else 0))
        )
        return (1 << (end + 1)) - (1 << first) if end >= first else 0

    def runs(self, mask: int) -> list[Between]:
        """The cells of `mask` as few intervals, for saying them in words."""
        out: list[Between] = []
        cell, count = 0, 2 * len(self.edges) + 1
        while cell < count:
            if not mask >> cell & 1:
                cell += 1
                continue
            first = cell
            while cell + 1 < count and mask >> (cell + 1) & 1:
                cell += 1
            low = None if first == 0 else self.edges[(first - 1) // 2]
            high = None if cell == count - 1 else self.edges[cell // 2]
            out.append(Between(low, first % 2 == 1, high, cell % 2 == 1))
            cell += 1
        return out


def line(tests: Iterable[Between]) -> Line:
    """The line that all the given tests can be said on."""
    return Line(tuple(sorted({b for t in tests for b in (t.low, t.high) if b is not None})))
