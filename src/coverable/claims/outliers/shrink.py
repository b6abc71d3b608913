"""How much providers differ among each other anyway, fitted by marginal maximum likelihood.

Counts: Poisson around expected times theta, theta a gamma variable. Shares: binomial with a share that is a
beta variable around the expected one. Providers are never taken as more alike than within a fifth of each
other (standard deviation): where nobody differs, a fit would say that nobody can, and every figure would be
drawn in to the middle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log
from typing import Final

import numpy as np

from coverable.claims.outliers.chances import Array, log_count, log_share

BOUNDS: Final = (-2.0, 12.0)
"""Of the logarithm of shape and precision: from providers with nothing in common to hardly any difference."""
CLOSE: Final = 5e-4
"""To which a logarithm is fitted: a two-thousandth of shape or precision changes no flag."""
ALIKE: Final = 0.2
"""Providers differ at least by so much (standard deviation of the ratio)."""


@dataclass(frozen=True, slots=True)
class Gamma:
    """Theta among providers: mean shape / rate."""

    shape: float
    rate: float


def fit_counts(y: Array, expected: Array) -> Gamma:
    """The gamma variable under which these counts are likeliest."""

    def unlikely(at: tuple[float, float]) -> float:
        return -float(log_count(y, expected, exp(at[0]), exp(at[0] - at[1])).sum())

    middle = log(max(float(y.sum()), 0.5) / float(expected.sum()))
    shape, mean = _lowest(unlikely, (2.0, middle))
    held = min(exp(shape), 1 / ALIKE**2)
    return Gamma(held, held / exp(mean))


def fit_shares(x: Array, of: Array, expected: Array) -> float:
    """The precision (a + b) of the beta variables around the expected shares."""

    def unlikely(at: float) -> float:
        a, b = exp(at) * expected, exp(at) * (1 - expected)
        return -float(log_share(x, of, a, b).sum())

    return exp(_lowest_of_one(unlikely))


def precisions(fitted: float, expected: Array) -> Array:
    """The precision for each expected share: the fitted one, held so that the rarer of the two answers
    differs at least by a fifth among providers."""
    rare = np.minimum(expected, 1 - expected)
    return np.minimum(fitted, (1 - rare) / rare / ALIKE**2)


def _lowest_of_one(of: Callable[[float], float]) -> float:
    """Where a function of one number is lowest within the bounds: a grid, then the golden section."""
    grid = np.linspace(*BOUNDS, 15)
    best = int(np.argmin([of(float(at)) for at in grid]))
    low, high = float(grid[max(0, best - 1)]), float(grid[min(len(grid) - 1, best + 1)])
    golden = (5**0.5 - 1) / 2
    c, d = high - golden * (high - low), low + golden * (high - low)
    at_c, at_d = of(c), of(d)
    while high - low > CLOSE:
        if at_c < at_d:
            high, d, at_d = d, c, at_c
            c = high - golden * (high - low)
            at_c = of(c)
        else:
            low, c, at_c = c, d, at_d
            d = low + golden * (high - low)
            at_d = of(d)
    return (low + high) / 2


def _lowest(of: Callable[[tuple[float, float]], float], start: tuple[float, float]) -> tuple[float, float]:
    """Where a function of two numbers is lowest (Nelder and Mead 1965), the first one within the bounds."""

    def held(at: Array) -> float:
        if not BOUNDS[0] <= at[0] <= BOUNDS[1] or abs(at[1]) > 8:
            return float("inf")
        return of((float(at[0]), float(at[1])))

    points = [np.array(start) + step for step in ((0.0, 0.0), (1.0, 0.0), (0.0, 0.3))]
    sides = sorted(((held(p), tuple(p)) for p in points), key=lambda one: one[0])
    for _ in range(400):
        worst = np.array(sides[2][1])
        middle = (np.array(sides[0][1]) + np.array(sides[1][1])) / 2
        if np.abs(worst - np.array(sides[0][1])).max() < CLOSE:
            break
        turned = middle + (middle - worst)
        value = held(turned)
        if value < sides[0][0]:
            further = middle + 2 * (middle - worst)
            again = held(further)
            turned, value = (further, again) if again < value else (turned, value)
        elif value >= sides[1][0]:
            turned = (middle + (worst if value >= sides[2][0] else turned)) / 2
            value = held(turned)
            if value >= sides[2][0]:
                best = np.array(sides[0][1])
                moved = [(best + np.array(one[1])) / 2 for one in sides[1:]]
                sides = sorted([sides[0], *((held(p), tuple(p)) for p in moved)], key=lambda one: one[0])
                continue
        sides = sorted([sides[0], sides[1], (value, tuple(turned))], key=lambda one: one[0])
    return float(sides[0][1][0]), float(sides[0][1][1])
