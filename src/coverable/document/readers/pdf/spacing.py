"""How far lines of a page stand apart, and how much room is left behind one, which tells why it ended."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median

from coverable.document.readers.pdf.regions import Region
from coverable.document.readers.pdf.rows import Row

LETTER = 0.5
"""Width of a usual letter, as part of its height."""


def room_of(region: Region, row: Row, right: float) -> float | None:
    """Letters that would still have fitted on a line; in a sidebar, lines are entries of their own."""
    if region.apart is not None:
        return 200.0
    return (right - row.right) / (LETTER * row.size) if len(region.rows) > 3 else None


def usual_step(rows: Sequence[Row]) -> float:
    """The usual step from one line to the next."""
    size = median(r.size for r in rows)
    steps = [b.base - a.base for a, b in itertools.pairwise(rows)]
    close = [s for s in steps if 0.9 * size < s < 2.6 * size]
    return median(close) if len(close) > 2 else 1.2 * size


def gap_of(before: Row | None, row: Row, pitch: float) -> int:
    """Empty lines before a row."""
    if before is None:
        return 0
    step = row.base - before.base
    usual = max(pitch, 1.0 * row.size)
    return 0 if step < 1.3 * usual else max(1, round(step / usual) - 1)
