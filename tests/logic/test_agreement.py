"""Kappa against values of textbooks, and against a second computation that shares no code with it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from random import Random

import pytest

from coverable.logic.agreement import (
    ALL_ALIKE,
    NO_DIFFERENCE,
    ONE_CATEGORY,
    TOO_FEW,
    cohen,
    fleiss,
    wilson,
)

TABLES = [
    # both yes, only the first, only the second, both no -> observed, expected, kappa
    ((20, 5, 10, 15), Fraction(7, 10), Fraction(1, 2), Fraction(2, 5)),
    ((45, 15, 25, 15), Fraction(3, 5), Fraction(27, 50), Fraction(3, 23)),
    ((25, 35, 5, 35), Fraction(3, 5), Fraction(23, 50), Fraction(7, 27)),
    ((0, 10, 10, 0), Fraction(0), Fraction(1, 2), Fraction(-1)),
]
FLEISS = [
    (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
]  # fmt: skip
"""Ten subjects, fourteen raters, five categories: an example found in many textbooks, kappa 0.210."""


def pairs_of(table: tuple[int, int, int, int]) -> list[tuple[str, str]]:
    said = [("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no")]
    return [pair for pair, count in zip(said, table, strict=True) for _ in range(count)]


@pytest.mark.parametrize(("table", "observed", "expected", "kappa"), TABLES)
def test_cohens_kappa_is_that_of_a_calculation_by_hand(
    table: tuple[int, int, int, int], observed: Fraction, expected: Fraction, kappa: Fraction
) -> None:
    got = cohen(pairs_of(table))
    assert (got.cases, got.left_out, got.undefined) == (sum(table), 0, None)
    assert got.observed == pytest.approx(float(observed))
    assert got.expected == pytest.approx(float(expected))
    assert got.kappa == pytest.approx(float(kappa))


def test_fleiss_kappa_is_that_of_the_textbook_example() -> None:
    answers = [[str(j) for j, count in enumerate(row) for _ in range(count)] for row in FLEISS]
    got = fleiss(answers)
    assert got.observed == pytest.approx(0.378, abs=5e-4)
    assert got.expected == pytest.approx(0.213, abs=5e-4)
    assert got.kappa == pytest.approx(0.210, abs=5e-4)
    assert got.observed_interval is None


def kappa_again(cases: Sequence[Sequence[str | None]]) -> Fraction | None:
    """Fleiss' kappa by looking at every ordered pair of answers, in fractions."""
    told = [[a for a in case if a is not None] for case in cases]
    told = [case for case in told if len(case) > 1]
    equal = [Fraction(sum(a == b for a, b in permutations(c, 2)), len(c) * (len(c) - 1)) for c in told]
    share: Counter[str] = Counter()
    for case in told:
        for answer in case:
            share[answer] += Fraction(1, len(case) * len(told))  # type: ignore[assignment]
    chance = sum(Fraction(s) ** 2 for s in share.values())
    return None if chance == 1 else (sum(equal, Fraction(0)) / len(told) - chance) / (1 - chance)


def cohen_again(pairs: Sequence[tuple[str, str]]) -> Fraction | None:
    """Cohen's kappa from the margins, in fractions."""
    n = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = Fraction(sum(first[k] * second[k] for k in first), n * n)
    return None if chance == 1 else (Fraction(sum(a == b for a, b in pairs), n) - chance) / (1 - chance)


def test_random_answers_give_the_same_kappa_by_a_second_way() -> None:
    random, undefined, missing = Random(74), 0, 0
    for _ in range(400):
        raters, categories = random.randint(2, 6), "abcd"[: random.randint(1, 4)]
        cases = [
            [random.choice([*categories, *categories, None]) for _ in range(raters)]
            for _ in range(random.randint(1, 12))
        ]
        missing += any(a is None for case in cases for a in case)
        if not any(sum(a is not None for a in case) > 1 for case in cases):
            assert fleiss(cases).undefined == TOO_FEW
            continue
        want, got = kappa_again(cases), fleiss(cases)
        undefined += want is None
        assert got.kappa == (None if want is None else pytest.approx(float(want), abs=1e-12))
        both = [(case[0], case[1]) for case in cases if None not in case[:2]]
        if both:
            told = cohen_again(both)  # type: ignore[arg-type]
            mine = cohen([(case[0], case[1]) for case in cases]).kappa
            assert mine == (None if told is None else pytest.approx(float(told), abs=1e-12))
    assert undefined > 20
    assert missing > 200


@pytest.mark.parametrize("pairs", [[("met", "met")] * 30, [("met", "met")]])
def test_of_one_category_kappa_is_undefined_and_never_one(pairs: list[tuple[str, str]]) -> None:
    for got in (cohen(pairs), fleiss(pairs)):
        assert got.observed == 1
        assert (got.kappa, got.interval, got.undefined) == (None, None, ONE_CATEGORY)


def test_without_two_answers_there_is_no_agreement_at_all() -> None:
    for got in (cohen([("met", None), (None, "met"), (None, None)]), fleiss([["met", None, None]])):
        assert (got.cases, got.observed, got.kappa, got.undefined) == (0, None, None, TOO_FEW)
    assert cohen([("met", None), (None, "met"), (None, None)]).left_out == 2
    assert cohen([]).undefined == TOO_FEW


def test_a_rater_who_always_says_the_same_agrees_no_more_than_by_chance() -> None:
    got = cohen([("met", "met")] * 8 + [("met", "not_met")] * 2)
    assert got.observed == pytest.approx(0.8)
    assert got.kappa == pytest.approx(0)


def test_perfect_agreement_has_no_interval_and_says_why() -> None:
    got = cohen([("a", "a")] * 5 + [("b", "b")] * 5)
    assert (got.kappa, got.interval, got.no_interval) == (1, None, NO_DIFFERENCE)
    assert got.observed_interval is not None and got.observed_interval[0] < 0.75


def closed_form(table: tuple[int, int, int, int]) -> tuple[float, float]:
    """The 95 % interval of Cohen's kappa by its large-sample variance (Fleiss, Cohen and Everitt 1969)."""
    n = sum(table)
    p = {key: count / n for key, count in zip(((0, 0), (0, 1), (1, 0), (1, 1)), table, strict=True)}
    row = [p[0, 0] + p[0, 1], p[1, 0] + p[1, 1]]
    column = [p[0, 0] + p[1, 0], p[0, 1] + p[1, 1]]
    chance = sum(row[i] * column[i] for i in (0, 1))
    kappa = (p[0, 0] + p[1, 1] - chance) / (1 - chance)
    a = sum(p[i, i] * (1 - (row[i] + column[i]) * (1 - kappa)) ** 2 for i in (0, 1))
    b = (1 - kappa) ** 2 * sum(p[i, j] * (column[i] + row[j]) ** 2 for i, j in ((0, 1), (1, 0)))
    variance = (a + b - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2)
    half = 1.96 * math.sqrt(variance)
    return kappa - half, kappa + half


@pytest.mark.parametrize("table", [(200, 50, 100, 150), (400, 40, 60, 500), (20, 5, 10, 15)])
def test_the_bootstrap_interval_lies_near_that_of_the_closed_form(table: tuple[int, int, int, int]) -> None:
    got = cohen(pairs_of(table)).interval
    assert got is not None
    assert got == pytest.approx(closed_form(table), abs=0.03)
    assert got == cohen(pairs_of(table)).interval


def test_a_single_case_has_no_interval_and_resamples_without_a_value_are_left_out() -> None:
    one = cohen([("a", "b")])
    assert (one.kappa, one.interval, one.no_interval) == (0, None, ALL_ALIKE)
    rare = fleiss([["a", "a", "a"]] * 9 + [["a", "a", "b"]])  # every third resample has one category only
    assert rare.kappa is not None
    assert rare.interval is not None
    assert rare.interval[0] <= rare.kappa <= rare.interval[1]
    assert not any(math.isnan(value) for value in rare.interval)


@pytest.mark.parametrize(
    ("hits", "of", "interval"), [(7, 10, (0.3968, 0.8922)), (0, 10, (0, 0.2775)), (30, 30, (0.8865, 1))]
)
def test_the_interval_of_a_share_is_wilsons(hits: int, of: int, interval: tuple[float, float]) -> None:
    assert wilson(hits, of) == pytest.approx(interval, abs=5e-5)
    assert wilson(0, 0) is None
