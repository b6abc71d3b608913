"""The arithmetic beside others: values of SciPy 1.17.1, fits of statsmodels 0.15.0, and plain integrals."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from coverable.claims.outliers.chances import (
    beta_below,
    count_at_least,
    gamma_above,
    log_gamma,
    share_at_least,
)
from coverable.claims.outliers.fdr import adjusted
from coverable.claims.outliers.funnel import funnel_of_counts, funnel_of_shares
from coverable.claims.outliers.judge import (
    far_share,
    interval_of_counts,
    interval_of_shares,
    judge_counts,
    judge_shares,
)
from coverable.claims.outliers.shrink import fit_counts, fit_shares, precisions

# scipy.special.gammaincc(shape, x)
GAMMA = [
    (0.3, 0.01, 0.7207590036409852),
    (0.3, 2, 0.022025980827146997),
    (1, 1, 0.36787944117144245),
    (2.5, 9, 0.0029464045878802923),
    (17, 12, 0.8987089925601621),
    (60, 95, 4.89723805259756e-05),
    (250, 240, 0.7323499301459842),
    (4000, 4100, 0.05781182378793742),
    (100000.0, 100200.0, 0.26333798999480124),
]
# scipy.special.betainc(a, b, x)
BETA = [
    (0.5, 0.5, 0.1, 0.20483276469913345),
    (2, 3, 0.4, 0.5247999999999999),
    (20, 80, 0.3, 0.9895976626987119),
    (150, 50, 0.8, 0.9543608069972045),
    (0.2, 9, 0.01, 0.6581198832016468),
    (3000, 7000, 0.31, 0.9850563286366903),
    (1, 1, 0.25, 0.25),
]
# scipy.stats.nbinom.sf(y - 1, shape, rate / (rate + expected))
COUNT = [
    (0, 2, 2, 5, 1.0),
    (3, 2, 2, 5, 0.6768013327780092),
    (30, 16, 16, 10, 0.00011890115588501026),
    (90, 25, 25, 30, 4.916901562391448e-08),
    (7, 0.5, 0.4, 1, 0.03291536087241019),
    (400, 9, 10, 150, 3.5565683369367945e-05),
]
# scipy.stats.betabinom.sf(x - 1, n, a, b)
SHARE = [
    (0, 10, 2, 3, 1.0),
    (3, 10, 2, 3, 0.6893106893106894),
    (45, 60, 18, 42, 3.8644330913051306e-07),
    (12, 40, 0.5, 9, 0.02056612164328675),
    (300, 1000, 60, 240, 0.0002446681429673081),
    (11, 11, 1, 1, 0.08333333333333326),
]
# p-values of Benjamini and Hochberg (1995, table 1 and on), and statsmodels' multipletests(method="fdr_bh")
PLAIN = [
    0.001,
    0.008,
    0.039,
    0.041,
    0.042,
    0.06,
    0.074,
    0.205,
    0.212,
    0.216,
    0.222,
    0.251,
    0.269,
    0.275,
    0.34,
    0.341,
    0.384,
    0.569,
    0.594,
    0.696,
    0.762,
    0.94,
    0.942,
    0.975,
    0.986,
]
STEPPED = [
    0.025,
    0.1,
    0.21,
    0.21,
    0.21,
    0.25,
    0.2642857143,
    0.4910714286,
    0.4910714286,
    0.4910714286,
    0.4910714286,
    0.4910714286,
    0.4910714286,
    0.4910714286,
    0.5328125,
    0.5328125,
    0.5647058824,
    0.7815789474,
    0.7815789474,
    0.87,
    0.9071428571,
    0.986,
    0.986,
    0.986,
    0.986,
]
# counts and expected counts of 60 made-up providers; statsmodels.NegativeBinomial finds mean and alpha
COUNTS = [
    22,
    3,
    33,
    27,
    44,
    26,
    17,
    13,
    13,
    70,
    18,
    6,
    5,
    24,
    30,
    5,
    10,
    2,
    6,
    18,
    5,
    24,
    28,
    17,
    50,
    20,
    7,
    10,
    10,
    15,
    24,
    19,
    11,
    14,
    6,
    19,
    7,
    7,
    24,
    17,
    41,
    34,
    8,
    40,
    6,
    20,
    16,
    10,
    15,
    15,
    37,
    6,
    12,
    4,
    5,
    15,
    65,
    21,
    88,
    19,
]
EXPECTED = [
    12.41,
    9.07,
    17.3,
    25.85,
    39.71,
    21.45,
    14.42,
    12.54,
    31.48,
    53.56,
    23.66,
    9.58,
    11.3,
    52.46,
    22.69,
    7.1,
    19.1,
    9.99,
    13.77,
    14.99,
    13.09,
    28.0,
    19.34,
    14.1,
    25.68,
    33.05,
    7.49,
    17.22,
    11.15,
    18.1,
    9.27,
    20.34,
    19.63,
    16.73,
    10.71,
    15.84,
    10.44,
    8.91,
    22.99,
    10.32,
    40.54,
    30.88,
    6.06,
    23.65,
    10.37,
    20.49,
    20.62,
    6.09,
    17.46,
    17.23,
    35.77,
    9.89,
    31.28,
    10.39,
    16.46,
    12.13,
    47.91,
    28.25,
    86.4,
    29.52,
]
MEAN, ALPHA = 0.950424, 0.151496


@pytest.mark.parametrize(("shape", "x", "value"), GAMMA)
def test_the_upper_tail_of_a_gamma_variable_is_that_of_scipy(shape: float, x: float, value: float) -> None:
    assert gamma_above(shape, x)[0] == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(("a", "b", "x", "value"), BETA)
def test_the_lower_tail_of_a_beta_variable_is_that_of_scipy(
    a: float, b: float, x: float, value: float
) -> None:
    assert beta_below(a, b, x)[0] == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(("y", "shape", "rate", "expected", "value"), COUNT)
def test_the_chance_of_a_count_is_that_of_scipy(y, shape, rate, expected, value) -> None:
    assert count_at_least(y, shape, rate, expected)[0] == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(("x", "n", "a", "b", "value"), SHARE)
def test_the_chance_of_a_share_is_that_of_scipy(x, n, a, b, value) -> None:
    assert share_at_least(x, n, a, b)[0] == pytest.approx(value, abs=1e-11)


def test_the_logarithm_of_gamma_is_that_of_factorials() -> None:
    n = np.arange(1, 60)
    logs = np.cumsum(np.log(n))
    assert log_gamma(n + 1.0) == pytest.approx(logs, rel=1e-12, abs=1e-12)


def test_p_values_step_up_as_statsmodels_has_them_in_any_order() -> None:
    p = np.array(PLAIN)
    assert adjusted(p) == pytest.approx(STEPPED, abs=1e-9)
    order = np.random.default_rng(3).permutation(len(p))
    assert adjusted(p[order]) == pytest.approx(np.array(STEPPED)[order], abs=1e-9)


def test_the_differences_among_providers_are_fitted_as_statsmodels_fits_a_negative_binomial() -> None:
    found = fit_counts(np.array(COUNTS, float), np.array(EXPECTED))
    assert found.shape / found.rate == pytest.approx(MEAN, abs=2e-4)
    assert 1 / found.shape == pytest.approx(ALPHA, rel=2e-3)


def test_the_precision_of_shares_is_where_a_fine_grid_has_its_highest_likelihood() -> None:
    random = np.random.default_rng(8)
    of = random.integers(20, 200, 80).astype(float)
    expected = np.full(80, 0.25)
    x = random.binomial(of.astype(int), random.beta(5, 15, 80)).astype(float)
    theta = (
        np.arange(4000) + 0.5
    ) / 4000  # the likelihood of each provider as an integral, without beta functions
    grid = np.exp(np.linspace(1.5, 4.5, 61))
    said: list[float] = []
    for precision in grid:
        prior = theta ** (precision * 0.25 - 1) * (1 - theta) ** (precision * 0.75 - 1)
        logs = np.log(theta)[None] * x[:, None] + np.log1p(-theta)[None] * (of - x)[:, None]
        top = logs.max(axis=1)
        said.append(
            float((np.log((np.exp(logs - top[:, None]) * prior / prior.sum()).sum(axis=1)) + top).sum())
        )
    assert fit_shares(x, of, expected) == pytest.approx(grid[int(np.argmax(said))], rel=0.06)


def test_what_is_believed_of_a_provider_is_what_integrating_prior_times_chance_gives() -> None:
    """P(theta > 1.5), mean and interval of one provider, by brute force over theta."""
    y, expected = np.array(COUNTS, float), np.array(EXPECTED)
    everybody = np.ones(len(y), bool)
    kind = np.zeros(len(y), int)
    judged = judge_counts(y, expected, kind, everybody)
    prior = fit_counts(y, expected)
    theta = np.linspace(1e-6, 8, 400_001)
    for i in (0, 9, 30, 58):
        logs = (prior.shape - 1 + y[i]) * np.log(theta) - (prior.rate + expected[i]) * theta
        weight = np.exp(logs - logs.max())
        weight /= weight.sum()
        assert judged.far[i] == pytest.approx(weight[theta > 1.5].sum(), abs=1e-4)
        assert judged.ratio[i] == pytest.approx((weight * theta).sum(), rel=1e-4)
        low, high = interval_of_counts(judged.first[[i]], judged.second[[i]])
        ends = np.interp([0.025, 0.975], np.cumsum(weight), theta)
        assert [low[0], high[0]] == pytest.approx(ends, abs=1e-3)


def test_the_interval_of_a_share_holds_95_percent() -> None:
    low, high = interval_of_shares(np.array([7.0]), np.array([13.0]))
    assert beta_below(7, 13, high)[0] - beta_below(7, 13, low)[0] == pytest.approx(0.95)


def test_providers_are_never_taken_as_more_alike_than_within_a_fifth() -> None:
    """Else the only one that differs would be drawn in to the middle, however far out it stands."""
    y, expected = np.full(40, 30.0), np.full(40, 30.0)
    assert fit_counts(y, expected).shape == pytest.approx(25)
    y[0] = 120
    usual = np.arange(40) > 0
    judged = judge_counts(y, expected, np.zeros(40, int), usual)
    assert judged.ratio[0] > 2.5
    assert judged.far[0] > 0.999
    rare = precisions(1e9, np.array([0.1, 0.9, 0.5]))
    assert rare == pytest.approx([225, 225, 25])


def test_three_patients_are_drawn_in_to_the_middle() -> None:
    random = np.random.default_rng(2)
    of = np.full(50, 100.0)
    of[0] = 3
    x = random.binomial(100, 0.2, 50).astype(float)
    x[0] = 3
    judged = judge_shares(x, of, np.full(50, 0.2), np.zeros(50, int), np.ones(50, bool))
    assert x[0] / of[0] / 0.2 == pytest.approx(5)
    assert judged.ratio[0] < 1.3
    assert judged.far[0] < 0.2


def test_a_funnel_widens_where_providers_differ_more_than_chance() -> None:
    random = np.random.default_rng(4)
    expected = np.full(300, 50.0)
    by_chance = funnel_of_counts(random.poisson(expected).astype(float), expected)
    differ = funnel_of_counts(random.poisson(expected * random.gamma(10, 0.1, 300)).astype(float), expected)
    assert by_chance.high[0] == pytest.approx((1 + 1 / np.sqrt(50)) ** 2, rel=0.05)
    assert differ.high[0] > by_chance.high[0] + 0.2
    assert np.mean(np.abs(differ.z) > 2) < 0.15


def test_ten_percent_that_stand_far_out_do_not_widen_the_funnel() -> None:
    random = np.random.default_rng(5)
    of, expected = np.full(200, 100.0), np.full(200, 0.2)
    x = random.binomial(100, 0.2, 200).astype(float)
    without = funnel_of_shares(x, of, expected)
    x[:15] = 80
    assert funnel_of_shares(x, of, expected).high[0] < without.high[0] + 0.03
    assert (funnel_of_shares(x, of, expected).z[:15] > 5).all()


def test_where_one_and_a_half_times_leaves_no_room_the_rest_is_what_counts() -> None:
    assert far_share(np.array([0.1, 0.4, 0.7])) == pytest.approx([0.15, 0.6, 0.8])


def test_a_count_that_was_divided_need_not_be_whole() -> None:
    between = [count_at_least(y, 3, 3, 10)[0] for y in (20, 20.5, 21)]
    assert between[0] > between[1] > between[2]
    assert count_at_least(1, 1e6, 1e6, 2)[0] == pytest.approx(1 - exp(-2), rel=1e-4)
