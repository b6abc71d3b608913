"""The funnel plot's guard against differences that all providers have (Spiegelhalter 2005).

Figures are put on a scale on which chance is the same everywhere (square root of a ratio, arc sine of the
root of a share). The most extreme tenth at either end is drawn in before the spread is measured; where chance
alone does not explain it, a variance between providers is added to each provider's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from coverable.claims.outliers.chances import Array

DRAWN_IN: Final = 0.1
USUAL: Final = 2.0
"""Standard deviations within which a figure is usual."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """For each provider how far out it stands (standard deviations), and the range of usual figures."""

    z: Array
    low: Array
    high: Array


def funnel_of_counts(y: Array, expected: Array) -> Funnel:
    """Ratios of counts to what was expected; the range is one of ratios."""
    error = 1 / (2 * np.sqrt(expected))
    wide = _with_differences(np.sqrt(y / expected) - 1, error)
    low = np.maximum(0, 1 - USUAL * wide) ** 2
    return Funnel((np.sqrt(y / expected) - 1) / wide, low, (1 + USUAL * wide) ** 2)


def funnel_of_shares(x: Array, of: Array, expected: Array) -> Funnel:
    """Shares; the range is one of shares."""
    target = np.arcsin(np.sqrt(expected))
    away = np.arcsin(np.sqrt(x / of)) - target
    wide = _with_differences(away, 1 / (2 * np.sqrt(of)))
    low = np.sin(np.clip(target - USUAL * wide, 0, np.pi / 2)) ** 2
    return Funnel(away / wide, low, np.sin(np.clip(target + USUAL * wide, 0, np.pi / 2)) ** 2)


def far_out(y: Array, expected: Array, kind: Array) -> Array:
    """Who stands three standard deviations above the middle provider of its kind: a first guess whom to
    leave out when it is measured what is usual."""
    out = np.zeros(len(y), bool)
    for one in np.unique(kind):
        rows = kind == one
        root, error = np.sqrt(y[rows] / expected[rows]), 1 / (2 * np.sqrt(expected[rows]))
        away = root - np.median(root)
        out[rows] = away / _with_differences(away, error) > 3
    return out


def _with_differences(away: Array, error: Array) -> Array:
    """Each provider's standard deviation, with the variance between providers added (his equation 11)."""
    n = len(away)
    z = _drawn_in(away / error)
    square = float((z * z).sum())
    weights: Any = 1 / error**2
    room = float(weights.sum() - (weights**2).sum() / weights.sum()) if n > 1 else 0.0
    between = max(0.0, (square - (n - 1)) / room) if room > 0 else 0.0
    return np.sqrt(error**2 + between)


def _drawn_in(z: Array) -> Array:
    low, high = np.quantile(z, [DRAWN_IN, 1 - DRAWN_IN])
    return np.clip(z, low, high)
