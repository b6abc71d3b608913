"""A bounded simulation: hardly anybody is flagged without a reason, and planted ones are found.

`make outliers` runs the long one and writes bench/OUTLIERS.md.
"""

from __future__ import annotations

import pytest
from bench.outliers import World, run


@pytest.mark.sr("SR-080")
@pytest.mark.parametrize("differ", [0.1, 0.25])
def test_where_nobody_is_planted_flags_stay_below_the_rate_of_false_discoveries(differ: float) -> None:
    """With nobody planted each flag is a false discovery, and a run that has any is wrong."""
    got = run(World(250, differ=differ, specialties=1), range(1, 9))
    assert got.comparisons > 7_500
    assert got.false_shares / got.runs <= 0.05
    assert got.flagged / got.comparisons <= 0.001


@pytest.mark.sr("SR-080")
def test_planted_at_three_times_with_thirty_expected_nearly_all_are_found() -> None:
    got = run(World(250, planted=0.06, patients=200, specialties=1), range(1, 7))
    assert got.large >= 40
    assert got.found / got.large >= 0.95
    assert got.false_shares / got.runs <= 0.05


def test_intervals_hold_the_truth_of_nearly_95_percent() -> None:
    got = run(World(250, specialties=1), range(1, 5))
    assert 0.93 <= got.inside / got.intervals <= 0.97
