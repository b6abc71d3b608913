"""How well several raters agree on the same cases, and how much of that chance alone would give.

Cohen's kappa (1960) for two raters, Fleiss' kappa (1971) for more. Both compare the observed agreement with
the one expected by chance: kappa = (observed - expected) / (1 - expected). They differ in what chance is:
Cohen's lets each rater keep habits of its own, Fleiss' gives all raters the same ones.

Fleiss' measure asks that every case has the same number of answers. Where answers are missing, as they always
are, it is taken as an average over cases: a case counts by the share of its answering pairs that agree, and
by the share of its answers in each category; a case with fewer than two answers shows nothing and is left
out. With no answer missing that is Fleiss' own formula.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, Literal, TypeAlias

DRAWS: Final = 2000
"""Resamples of the cases for an interval."""
SEED: Final = 20260101
"""Fixed, so that the same answers give the same interval."""
Z: Final = 1.959963984540054
"""The 97.5th percentile of the normal distribution."""
ONE_CATEGORY: Final = "every answer is the same one, so chance alone would agree as often: kappa has no value"
TOO_FEW: Final = "no case has two answers to compare"
NO_DIFFERENCE: Final = "no case differs, so resampling the cases cannot show how sure that is"
ALL_ALIKE: Final = "there are too few cases: every resample of them gives the same value"

Row: TypeAlias = tuple[float, tuple[tuple[str, float], ...], tuple[tuple[str, float], ...]]
"""One case: how much it agrees, and the shares of the categories on the one side and on the other."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement on some cases; what cannot be computed is None, and why is said."""

    measure: Literal["cohen", "fleiss"]
    cases: int
    """Cases with at least two answers."""
    left_out: int
    """Cases with one answer only."""
    observed: float | None
    """The share of pairs of answers that are equal, averaged over the cases."""
    observed_interval: tuple[float, float] | None
    """95 %, Wilson's score interval (1927); for two raters only."""
    expected: float | None
    kappa: float | None
    interval: tuple[float, float] | None
    """95 % for kappa: percentiles of a bootstrap over cases."""
    undefined: str | None = None
    """Why kappa has no value."""
    no_interval: str | None = None
    """Why it has no interval."""


def cohen(pairs: Sequence[tuple[str | None, str | None]]) -> Agreement:
    """Two raters: (answer of the one, answer of the other) of each case; None where one did not answer."""
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    rows: list[Row] = [(float(a == b), ((a, 1.0),), ((b, 1.0),)) for a, b in both]
    left_out = sum((a is None) != (b is None) for a, b in pairs)
    return _agreement("cohen", rows, left_out, wilson(sum(a == b for a, b in both), len(both)))


def fleiss(cases: Sequence[Sequence[str | None]]) -> Agreement:
    """More raters: the answers to each case, in any order; None where a rater did not answer."""
    rows: list[Row] = []
    left_out = 0
    for answers in cases:
        counts = Counter(a for a in answers if a is not None)
        n = counts.total()
        if n < 2:
            left_out += n
            continue
        shares = tuple(sorted((category, count / n) for category, count in counts.items()))
        agree = sum(count * (count - 1) for count in counts.values()) / (n * (n - 1))
        rows.append((agree, shares, shares))
    return _agreement("fleiss", rows, left_out, None)


def wilson(hits: int, of: int) -> tuple[float, float] | None:
    """The 95 % score interval of a share; None of nothing."""
    if not of:
        return None
    p, z2 = hits / of, Z * Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z / (1 + z2 / of) * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def _agreement(
    measure: Literal["cohen", "fleiss"],
    rows: list[Row],
    left_out: int,
    observed_interval: tuple[float, float] | None,
) -> Agreement:
    if not rows:
        return Agreement(measure, 0, left_out, None, None, None, None, None, TOO_FEW, TOO_FEW)
    counted = Counter(rows)
    observed, expected = _observed_and_expected(counted)
    if expected is None:
        return Agreement(
            measure,
            len(rows),
            left_out,
            observed,
            observed_interval,
            1.0,
            None,
            None,
            ONE_CATEGORY,
            ONE_CATEGORY,
        )
    kappa = (observed - expected) / (1 - expected)
    interval, why = _bootstrap(counted) if observed < 1 else (None, NO_DIFFERENCE)
    return Agreement(
        measure, len(rows), left_out, observed, observed_interval, expected, kappa, interval, None, why
    )


def _observed_and_expected(rows: Mapping[Row, int]) -> tuple[float, float | None]:
    """Observed agreement, and that of chance; None where one category makes it certain."""
    total = sum(rows.values())
    left: dict[str, float] = {}
    right: dict[str, float] = {}
    agree = 0.0
    for (equal, one, other), count in rows.items():
        agree += equal * count
        for category, share in one:
            left[category] = left.get(category, 0.0) + share * count
        for category, share in other:
            right[category] = right.get(category, 0.0) + share * count
    if len(left.keys() | right.keys()) == 1:
        return agree / total, None
    chance = sum(share * right.get(category, 0.0) for category, share in left.items())
    return agree / total, chance / (total * total)


def _bootstrap(rows: Counter[Row]) -> tuple[tuple[float, float] | None, str | None]:
    """The middle 95 % of kappa over resamples of the cases; those without a value are left out."""
    random = Random(SEED)
    distinct, weights, total = list(rows), list(rows.values()), rows.total()
    values: list[float] = []
    for _ in range(DRAWS):
        drawn: Mapping[Row, int] = Counter(random.choices(distinct, weights, k=total))
        observed, expected = _observed_and_expected(drawn)
        if expected is not None:
            values.append((observed - expected) / (1 - expected))
    values.sort()
    if not values or values[0] == values[-1]:
        return None, ALL_ALIKE
    low = values[math.floor(0.025 * (len(values) - 1))]
    return (low, values[math.ceil(0.975 * (len(values) - 1))]), None


def differing(answers: Iterable[str | None]) -> bool:
    """Whether those who answered did not all say the same."""
    return len({a for a in answers if a is not None}) > 1
