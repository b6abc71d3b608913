"""Truth as two bits: surely true, surely false.

A plane holds one of the two bits for many rows (or hypotheses) at once: an int of any width, or a
NumPy array of unsigned words. Everything here uses only `&`, `|` and `^`, so both work alike.
Never truth-test a plane, never change one in place; the complement of `x` is `full & ~x`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    # An int or a numpy array of unsigned words: the operators are all that is asked of it.
    Plane: TypeAlias = Any
else:
    Plane = object

Bits: TypeAlias = tuple[Plane, Plane]
"""(surely true, surely false). Neither = undetermined; both never happens."""


def empty(plane: Plane) -> bool:
    """Whether no row of a plane is set: for leaving out work, never for deciding anything."""
    return not plane if isinstance(plane, int) else not plane.any()


def leaf(cells: Iterable[tuple[int, Plane]], true: int, silent: int, zero: Plane) -> Bits:
    """Bits of one test of one fact.

    `cells` pairs a set of cells that the value may lie in (as a bit mask; a partial date or a
    contradiction may lie in several) with the plane of the rows that say so; a row in no pair is
    unknown. True where every possible cell is in `true`, false where none is, neither where the
    text is silent on a possible cell.
    """
    t = f = zero
    for cell, plane in cells:
        if cell & silent:
            continue
        if not cell & ~true:
            t = t | plane
        elif not cell & true:
            f = f | plane
    return t, f


def every(bits: Iterable[Bits], full: Plane) -> Bits:
    """`all`: true where all are true, false where one is false."""
    t, f = full, full ^ full
    for a, b in bits:
        t = t & a
        f = f | b
    return t, f


def some(bits: Iterable[Bits], full: Plane) -> Bits:
    """`any`: true where one is true, false where all are false."""
    t, f = full ^ full, full
    for a, b in bits:
        t = t | a
        f = f & b
    return t, f


def reach(n: int, planes: Sequence[Plane], full: Plane) -> Plane:
    """The rows where `n` or more of `planes` are set."""
    zero = full ^ full
    run = [full] + [zero] * n
    for plane in planes:
        for i in range(n, 0, -1):
            run[i] = run[i] | run[i - 1] & plane
    return run[n]


def ladder(rungs: Iterable[tuple[str, Plane, Plane]], full: Plane) -> tuple[list[tuple[str, Plane]], Plane]:
    """Ordered decisions: the first surely true rung decides; a doubtful rung keeps its rows open.

    Returns the rows that each rung decides, and the rows left open. A row that every rung surely
    refuses is in neither.
    """
    left, open_ = full, full ^ full
    decided: list[tuple[str, Plane]] = []
    for name, t, f in rungs:
        decided.append((name, left & t))
        open_ = open_ | left & (full ^ (t | f))
        left = left & f
    return decided, open_
