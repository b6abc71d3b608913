"""Many comparisons at once: of those that are called unusual, few may be so by chance alone."""

from __future__ import annotations

import numpy as np

from coverable.claims.outliers.chances import Array


def adjusted(p: Array) -> Array:
    """p-values after Benjamini and Hochberg (1995): below 0.05 means a false discovery rate of 5 percent."""
    n = len(p)
    order = np.argsort(p, kind="stable")
    stepped = p[order] * n / np.arange(1, n + 1)
    lowest = np.minimum.accumulate(stepped[::-1])[::-1]
    out = np.empty(n)
    out[order] = np.minimum(lowest, 1)
    return out
