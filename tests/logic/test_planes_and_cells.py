"""Planes and cells: the two small things that everything rests on."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverable.logic.cells import Between, Choices, line
from coverable.logic.planes import every, ladder, leaf, reach, some

numbers = st.integers(-20, 20).map(Decimal)


@st.composite
def between(draw: st.DrawFn) -> Between:
    low, high = draw(st.none() | numbers), draw(st.none() | numbers)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Between(low, draw(st.booleans()), high, draw(st.booleans()))


def holds(test: Between, value: Decimal) -> bool:
    above = test.low is None or value > test.low or (test.low_in and value == test.low)
    below = test.high is None or value < test.high or (test.high_in and value == test.high)
    return above and below


@given(st.lists(between(), min_size=1, max_size=4), numbers)
def test_a_value_lies_in_a_true_cell_exactly_when_the_test_holds(
    tests: list[Between], value: Decimal
) -> None:
    cut = line(tests)
    cell = 1 << cut.cell(value)
    for test in tests:
        assert bool(cut.inside(test) & cell) == holds(test, value)


@given(st.lists(between(), min_size=1, max_size=4), numbers, numbers)
def test_a_range_of_values_covers_the_cells_of_every_value_in_it(
    tests: list[Between], a: Decimal, b: Decimal
) -> None:
    cut, low, high = line(tests), min(a, b), max(a, b)
    covered = 0
    for value in range(int(low) * 2, int(high) * 2 + 1):
        covered |= 1 << cut.cell(Decimal(value) / 2)
    assert cut.mask(low, high) == covered


@given(st.lists(between(), min_size=1, max_size=4), st.integers(0, 2**9 - 1))
def test_cells_said_as_intervals_are_the_same_cells(tests: list[Between], mask: int) -> None:
    cut = line(tests)
    mask &= cut.full
    again = 0
    for run in cut.runs(mask):
        again |= cut.inside(run)
    assert again == mask


def test_a_choice_is_one_cell() -> None:
    cut = Choices(("a", "b", "c"))
    assert cut.mask(["a", "c"]) == 0b101
    assert cut.values(0b110) == ["b", "c"]
    with pytest.raises(ValueError, match="not in tuple"):
        cut.mask(["d"])


def test_a_leaf_is_neither_true_nor_false_where_nothing_is_known_or_the_text_is_silent() -> None:
    true, silent = 0b001, 0b100
    assert leaf([(0b001, 1)], true, silent, 0) == (1, 0)
    assert leaf([(0b010, 1)], true, silent, 0) == (0, 1)
    assert leaf([(0b100, 1)], true, silent, 0) == (0, 0)
    assert leaf([(0b011, 1)], true, silent, 0) == (0, 0)  # partly known
    assert leaf([], true, silent, 0) == (0, 0)


@given(st.lists(st.integers(0, 255), min_size=1, max_size=6), st.integers(0, 7))
def test_reach_counts(planes: list[int], n: int) -> None:
    got = reach(n, planes, 255)
    for row in range(8):
        assert (got >> row & 1) == (sum(p >> row & 1 for p in planes) >= n)


def test_planes_of_ints_and_of_numpy_words_are_one_code() -> None:
    rng = np.random.default_rng(7)
    words = [rng.integers(0, 2**63, 4, dtype=np.uint64) for _ in range(6)]
    full = np.full(4, 2**64 - 1, dtype=np.uint64)
    ints = [int.from_bytes(w.tobytes(), "little") for w in words]
    whole = (1 << 256) - 1
    pairs = [(words[i] & ~words[i + 1], words[i + 1]) for i in (0, 2, 4)]
    int_pairs = [(ints[i] & ~ints[i + 1], ints[i + 1]) for i in (0, 2, 4)]
    for rule in (every, some):
        wide = [int.from_bytes(p.tobytes(), "little") for p in rule(pairs, full)]
        assert wide == list(rule(int_pairs, whole))
    assert int.from_bytes(reach(2, words, full).tobytes(), "little") == reach(2, ints, whole)


def test_the_first_sure_rung_decides_and_a_doubtful_one_stays_open() -> None:
    #            row: 3    2    1    0
    rungs = [("first", 0b1000, 0b0011), ("second", 0b0110, 0b0001)]
    decided, open_ = ladder(rungs, 0b1111)
    assert dict(decided) == {"first": 0b1000, "second": 0b0010}
    assert open_ == 0b0100  # row 2 was doubtful on the first rung, although the second is sure
