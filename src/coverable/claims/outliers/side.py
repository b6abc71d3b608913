"""One measure of every provider in one period: beside its usual peers, and whether it stands out there.

What is usual is measured by those who are: whom chance hardly explains is no peer of others and widens no
spread. That is repeated until it no longer changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np

from coverable.claims.outliers.chances import Array
from coverable.claims.outliers.count import Counted
from coverable.claims.outliers.funnel import far_out
from coverable.claims.outliers.judge import Judged, judge_counts, judge_shares
from coverable.claims.outliers.measures import Measure
from coverable.claims.outliers.peers import NO_LEVEL, Beside, Cells, beside
from coverable.plan.ground import FEWEST

FALSE: Final = 0.05
"""False discovery rate."""
SURE: Final = 0.95
"""Posterior probability of standing 1.5 times above what is expected."""
OUT: Final = 2.0
"""Standard deviations of the funnel."""
BY_CHANCE: Final = 0.05
"""Who has a smaller chance than this, shared among all providers, is no measure of what is usual."""
ROUNDS: Final = 6


@dataclass(frozen=True, slots=True)
class Side:
    """One measure in one period, of every provider (one place each)."""

    n: Array
    hits: Array
    y: Array
    e: Array
    peers: Beside
    judged: Judged
    adjusted: Array
    spread: Array
    """By how much more patients scatter than single events; counts were divided by it."""
    compared: Array
    """Enough patients and peers: these are the comparisons of the period."""

    @property
    def excess(self) -> Array:
        return self.y - self.peers.expected

    def stands_out(self, floor: Decimal) -> Array:
        """All conditions at once, in this period."""
        return (
            self.compared
            & (self.adjusted <= FALSE)
            & (self.judged.far >= SURE)
            & (self.judged.z >= OUT)
            & (self.hits >= FEWEST)
            & (self.excess >= float(floor))
        )


def side_of(counted: Counted, period: int, number: dict[str, int], kind: Array, groups: list[Array]) -> Side:
    here: Any = counted.period == period
    provider = np.array([number[npi] for npi in counted.provider[here]], int)
    sums = {name: values[here] for name, values in counted.sums.items()}
    many = len(number)
    cells = Cells(provider, numbers_of(counted.case[here]), sums["n"], sums["hits"], sums["y"], sums["e"])
    own = {name: np.bincount(provider, values, many).astype(float) for name, values in sums.items()}
    usual = np.ones(many, bool)
    usual[_at_first(own, kind)] = False
    peers, judged, spread, fits = _beside_usual(counted.measure, cells, own, kind, groups, usual)
    for _ in range(ROUNDS):
        again: Any = ~(fits & (judged.p < BY_CHANCE / max(1, int(fits.sum()))))
        if (again == usual).all():
            break
        usual = again
        peers, judged, spread, fits = _beside_usual(counted.measure, cells, own, kind, groups, usual)
    enough: Any = fits & (own["n"] >= FEWEST)
    return Side(own["n"], own["hits"], own["y"], own["e"], peers, judged, np.ones(many), spread, enough)


def _at_first(own: dict[str, Array], kind: Array) -> Array:
    rows = np.flatnonzero(own["e"] > 0)
    y, e = own["y"][rows], own["e"][rows]
    size = int(kind.max(initial=0)) + 1
    rate = np.bincount(kind[rows], y, size) / np.maximum(np.bincount(kind[rows], e, size), 1)
    expected = e * np.maximum(rate[kind[rows]], 1e-9)
    return rows[far_out(y, expected, kind[rows])]


def _beside_usual(
    measure: Measure, cells: Cells, own: dict[str, Array], kind: Array, groups: list[Array], usual: Array
) -> tuple[Beside, Judged, Array, Array]:
    """Every provider beside peers that are usual; and of which this could be said."""
    many = len(usual)
    peers = beside(cells, groups, usual, not measure.is_scattered)
    fits: Any = (peers.level != NO_LEVEL) & (own["n"] >= 1) & (peers.expected > 0)
    rows = np.flatnonzero(fits)
    judged = Judged(*(np.full(many, fill) for fill in (1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)))
    spread = dispersion(own, kind, usual) if measure.is_scattered else np.ones(many)
    if len(rows):
        expected, among = peers.expected[rows], usual[rows]
        if measure.is_share:
            likely = np.clip(expected / own["n"][rows], 1e-6, 1 - 1e-6)
            got = judge_shares(own["y"][rows], own["n"][rows], likely, kind[rows], among)
        else:
            got = judge_counts(own["y"][rows] / spread[rows], expected / spread[rows], kind[rows], among)
        for into, values in zip(_parts(judged), _parts(got), strict=True):
            into[rows] = values
    return peers, judged, spread, fits


def dispersion(own: dict[str, Array], kind: Array, usual: Array) -> Array:
    """How much more patients of one provider differ than chance alone makes them, at least 1.

    Units and days come by patient, so they scatter more than single events. Counts are divided by the larger
    of two figures: that of the usual providers of the specialty, and the provider's own, so that one patient
    with very many units makes nobody stand out.
    """
    n, y, e = own["n"], own["y"], own["e"]
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(e > 0, y / e, 0.0)
        away = np.maximum(0, own["yy"] - 2 * rate * own["ye"] + rate**2 * own["ee"])
        room = np.where(n > 1, y * (n - 1) / np.maximum(n, 1), 0.0)
        mine = np.where(room > 0, away / room, 1.0)
        size = int(kind.max(initial=0)) + 1
        among: Any = usual & (room > 0)
        theirs = np.bincount(kind, away * among, size) / np.bincount(kind, room * among, size)
    pooled = np.nan_to_num(theirs, nan=1.0, posinf=1.0)[kind]
    return np.maximum(1.0, np.maximum(pooled, mine))


def _parts(judged: Judged) -> list[Array]:
    return [getattr(judged, name) for name in Judged.__dataclass_fields__]


def numbers_of(values: Sequence[Any]) -> Array:
    """Values by number, in their order as text: the order of rows changes nothing."""
    texts = np.array(["" if one is None else str(one) for one in values], dtype=object)
    if not len(texts):
        return np.zeros(0, int)
    return np.unique(texts.astype(str), return_inverse=True)[1].ravel()
