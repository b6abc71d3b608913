"""One measure of all providers in one period: what is usual, and how far from it each provider stands.

Nothing here is a judgement on a provider or a claim: it is the arithmetic that a person looks at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from coverable.claims.outliers.chances import (
    Array,
    beta_below,
    count_at_least,
    gamma_above,
    point_of,
    share_at_least,
)
from coverable.claims.outliers.funnel import funnel_of_counts, funnel_of_shares
from coverable.claims.outliers.shrink import fit_counts, fit_shares, precisions

FAR: Final = 1.5
"""Of interest is who stands at least so many times above what is expected, beyond doubt."""
WITHIN: Final = 0.95
"""Of an interval."""
ENOUGH: Final = 30
"""Providers of a specialty from which on their differences are measured among themselves."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One place for each provider. Ratios are of the provider's figure to the expected one."""

    p: Array
    """Chance of a figure at least so high, given how much providers differ anyway."""
    far: Array
    """P(theta > 1.5), after shrinkage."""
    ratio: Array
    """Ratio after shrinkage."""
    first: Array
    second: Array
    """What is believed of theta afterwards: shape and rate of a gamma variable; of a share, a and b of a beta
    variable."""
    z: Array
    """Standard deviations above the middle of the funnel, over-dispersion taken in."""
    usual_low: Array
    usual_high: Array
    """Ratios between which figures of providers of this size usually are."""


def judge_counts(y: Array, expected: Array, kind: Array, usual: Array) -> Judged:
    """Counts beside expected ones, both already divided by their dispersion. `kind`: specialty, by number;
    `usual`: the providers by whom it is measured how much providers differ."""
    out = _empty(len(y))
    for rows in _families(kind):
        fit = _measured_by(rows, usual)
        found = fit_counts(y[fit], expected[fit])
        shape, rate = y[rows] + found.shape, expected[rows] + found.rate
        out.p[rows] = count_at_least(y[rows], np.float64(found.shape), np.float64(found.rate), expected[rows])
        out.far[rows] = gamma_above(shape, FAR * rate)
        out.ratio[rows] = shape / rate
        out.first[rows], out.second[rows] = shape, rate
        plot = funnel_of_counts(y[rows], expected[rows])
        out.z[rows], out.usual_low[rows], out.usual_high[rows] = plot.z, plot.low, plot.high
    return out


def judge_shares(x: Array, of: Array, expected: Array, kind: Array, usual: Array) -> Judged:
    """`x` patients among `of` beside an expected share."""
    out = _empty(len(x))
    for rows in _families(kind):
        some, every, share = x[rows], of[rows], expected[rows]
        fit = _measured_by(rows, usual)
        precision = precisions(fit_shares(x[fit], of[fit], expected[fit]), share)
        out.p[rows] = share_at_least(some, every, precision * share, precision * (1 - share))
        a, b = precision * share + some, precision * (1 - share) + every - some
        out.far[rows] = 1 - beta_below(a, b, far_share(share))
        out.ratio[rows] = a / (a + b) / share
        out.first[rows], out.second[rows] = a, b
        plot = funnel_of_shares(some, every, share)
        out.z[rows], out.usual_low[rows], out.usual_high[rows] = plot.z, plot.low / share, plot.high / share
    return out


def interval_of_counts(shape: Array, rate: Array) -> tuple[Array, Array]:
    """The 95 percent interval of theta, a ratio."""
    most = (shape + 12 * np.sqrt(shape) + 60) / rate

    def above(x: Array) -> Array:
        return gamma_above(shape, x * rate)

    return _ends(above, most)


def interval_of_shares(a: Array, b: Array) -> tuple[Array, Array]:
    """The 95 percent interval of the share."""

    def above(x: Array) -> Array:
        return 1 - beta_below(a, b, x)

    return _ends(above, np.ones(len(a)))


def _ends(above: Callable[[Array], Array], most: Array) -> tuple[Array, Array]:
    least, out = np.zeros(len(most)), (1 - WITHIN) / 2
    return point_of(above, 1 - out, least, most), point_of(above, out, least, most)


def far_share(expected: Array) -> Array:
    """The share that counts as far: 1.5 times the expected one, or, where that leaves no room (above two
    fifths), the one of which the rest is 1.5 times smaller."""
    return np.minimum(FAR * expected, 1 - (1 - expected) / FAR)


def _families(kind: Array) -> list[Array]:
    """Who is measured together: each specialty that has enough providers, and all others."""
    numbers, counts = np.unique(kind, return_counts=True)
    large = set(numbers[counts >= ENOUGH].tolist())
    out: list[Any] = [np.flatnonzero(kind == one) for one in sorted(large)]
    rest = np.flatnonzero([one not in large for one in kind.tolist()])
    return [*out, rest] if len(rest) else out


def _measured_by(rows: Array, usual: Array) -> Array:
    """The usual ones of these providers; all of them where fewer than two are."""
    some: Any = rows[usual[rows]]
    return some if len(some) > 1 else rows


def _empty(n: int) -> Judged:
    return Judged(*(np.zeros(n) for _ in range(8)))
