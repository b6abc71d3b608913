"""The functions of chance that the comparison of providers needs, over arrays, without another library.

Gamma and beta tails are continued fractions and series (Press et al., Numerical Recipes, 6.2 and 6.4, by the
method of Lentz); the logarithm of gamma is Stirling's series. The tests hold all of them against values of
SciPy and against plain sums and integrals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from coverable.claims.arrow import choose

MOST: Final = 20_000
"""Steps of a continued fraction: about the square root of the largest count, so enough for 10^8."""
CLOSE: Final = 1e-14
TINY: Final = 1e-300
Array = Any
"""An array of doubles: NumPy's own types say nothing more of it."""


def log_gamma(x: Array) -> Array:
    """The logarithm of the gamma function of numbers above 0."""
    x = np.asarray(x, float)
    shift = np.zeros_like(x)
    low = x < 10
    if low.any():
        small = x[low]
        product = np.ones_like(small)
        while (small < 10).any():
            below = small < 10
            product[below] *= small[below]
            small = choose(below, small + 1, small)
        shift[low] = -np.log(product)
        x = x.copy()
        x[low] = small
    inverse = 1 / x
    square = inverse * inverse
    series = inverse * (
        1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))
    )
    return shift + (x - 0.5) * np.log(x) - x + 0.5 * np.log(2 * np.pi) + series


def gamma_above(shape: Array, x: Array) -> Array:
    """P(G > x) of a gamma variable of this shape and rate 1."""
    shape, x = _together(shape, x)
    out = np.ones_like(x)
    low: Any = (x > 0) & (x < shape + 1)
    out[low] = 1 - _series(shape[low], x[low])
    high: Any = (x > 0) & ~low
    out[high] = _fraction_of_gamma(shape[high], x[high])
    return np.clip(out, 0, 1)


def beta_below(a: Array, b: Array, x: Array) -> Array:
    """P(B <= x) of a beta variable; also the tail of binomial and negative binomial counts."""
    a, b, x = _together(a, b, x)
    out = choose(x >= 1, 1.0, 0.0)
    inside: Any = (x > 0) & (x < 1)
    a, b, x = a[inside], b[inside], x[inside]
    turned: Any = x > (a + 1) / (a + b + 2)
    p, q, at = choose(turned, b, a), choose(turned, a, b), choose(turned, 1 - x, x)
    front = np.exp(
        log_gamma(a + b) - log_gamma(a) - log_gamma(b) + p * np.log(at) + q * np.log1p(-at)
    )  # the same for both ends: the function is symmetric
    tail = front * _fraction_of_beta(p, q, at) / p
    out[inside] = choose(turned, 1 - tail, tail)
    return np.clip(out, 0, 1)


def count_at_least(count: Array, shape: Array, rate: Array, expected: Array) -> Array:
    """P(Y >= count) where Y is Poisson around expected times a gamma variable (shape, rate).

    Y is negative binomial; in this form a count that was divided by its dispersion need not be whole.
    """
    count, shape, rate, expected = _together(count, shape, rate, expected)
    out = np.ones_like(count)
    some: Any = count > 0
    share = expected[some] / (rate[some] + expected[some])
    out[some] = beta_below(count[some], shape[some], share)
    return out


def share_at_least(x: Array, of: Array, a: Array, b: Array) -> Array:
    """P(X >= x) where X is binomial among `of` with a share that is a beta variable: a plain sum, each term
    from the one before it."""
    x, of, a, b = _together(x, of, a, b)
    first = np.exp(log_share(x, of, a, b))
    out = np.ones_like(x)
    for i in np.flatnonzero(x > 0).tolist():
        k = np.arange(int(x[i]), int(of[i]))
        steps = np.log((of[i] - k) * (k + a[i])) - np.log((k + 1) * (of[i] - k - 1 + b[i]))
        out[i] = first[i] * (1 + np.exp(np.cumsum(steps)).sum())
    return np.minimum(out, 1)


def log_share(x: Array, of: Array, a: Array, b: Array) -> Array:
    """The logarithm of the probability of the beta-binomial count x."""
    ways = log_gamma(of + 1) - log_gamma(x + 1) - log_gamma(of - x + 1)
    return ways + _log_beta(x + a, of - x + b) - _log_beta(a, b)


def log_count(y: Array, expected: Array, shape: float, rate: float) -> Array:
    """The logarithm of the negative binomial density of the count y, up to what y alone adds."""
    a, b = np.float64(shape), np.float64(rate)
    own = log_gamma(y + a) - log_gamma(np.array([a]))[0]
    return own - a * np.log1p(expected / b) + y * (np.log(expected) - np.log(b + expected))


def point_of(above: Callable[[Array], Array], chance: float, low: Array, high: Array) -> Array:
    """Where a falling tail function takes this value, by halving between two bounds."""
    low, high = np.array(low, float), np.array(high, float)
    for _ in range(60):
        middle = (low + high) / 2
        more: Any = above(middle) > chance
        low, high = choose(more, middle, low), choose(more, high, middle)
    return (low + high) / 2


def _log_beta(a: Array, b: Array) -> Array:
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b)


def _together(*values: Array) -> list[Array]:
    return [np.array(one, float) for one in np.broadcast_arrays(*(np.atleast_1d(v) for v in values))]


def _series(shape: Array, x: Array) -> Array:
    if not len(x):
        return x
    term = 1 / shape
    total, step = term.copy(), shape.copy()
    for _ in range(MOST):
        step += 1
        term = term * x / step
        total += term
        if (term < total * CLOSE).all():
            break
    return total * np.exp(shape * np.log(x) - x - log_gamma(shape))


def _fraction_of_gamma(shape: Array, x: Array) -> Array:
    if not len(x):
        return x
    b = x + 1 - shape
    c, d = np.full_like(x, 1 / TINY), 1 / b
    out = d.copy()
    for i in range(1, MOST):
        factor = -i * (i - shape)
        b = b + 2
        d = 1 / _not_zero(factor * d + b)
        c = _not_zero(b + factor / c)
        out *= c * d
        if (np.abs(c * d - 1) < CLOSE).all():
            break
    return out * np.exp(shape * np.log(x) - x - log_gamma(shape))


def _fraction_of_beta(a: Array, b: Array, x: Array) -> Array:
    if not len(x):
        return x
    c = np.ones_like(x)
    d = 1 / _not_zero(1 - (a + b) * x / (a + 1))
    out = d.copy()
    for m in range(1, MOST):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for factor in (even, odd):
            d = 1 / _not_zero(1 + factor * d)
            c = _not_zero(1 + factor / c)
            out *= c * d
        if (np.abs(c * d - 1) < CLOSE).all():
            break
    return out


def _not_zero(x: Array) -> Array:
    return choose(np.abs(x) < TINY, TINY, x)
