"""Bounds that conditions state: the number whole, its direction, and no bound of what must not be there."""

from __future__ import annotations

import pytest

from coverable.document.criteria.conditions.thresholds import thresholds
from coverable.document.criteria.text.passage import whole
from coverable.document.readers.read import read_source


def bounds(condition: str) -> list[tuple[str, str, str | None]]:
    source = read_source(condition.encode(), "condition.txt")
    return [(t.op, t.value, t.unit) for t in thresholds(whole(source.blocks[0]), source)]


@pytest.mark.parametrize(
    ("condition", "bound"),
    [
        ("A stenosis of greater than 30mm", ("gt", "30", "mm")),
        ("A filtration rate less than 60mL/min", ("lt", "60", "mL/min")),
        ("A dose of 100mg or more", ("ge", "100", "mg")),
        ("A body mass of 35kg/m2 or greater", ("ge", "35", "kg/m2")),
        ("Younger than 18yrs", ("lt", "18", "yrs")),
        ("A QT interval over 500ms", ("gt", "500", "ms")),
        ("Fewer than 1,200 cells/mm3", ("lt", "1,200", "cells/mm3")),
    ],
)
def test_a_number_keeps_all_its_figures_where_its_unit_is_glued_to_it(
    condition: str, bound: tuple[str, str, str]
) -> None:
    assert bounds(condition) == [bound]


@pytest.mark.parametrize(
    ("condition", "bound"),
    [
        ("Oxygen pressure at or below 55 mm Hg", ("le", "55", "mm Hg")),
        ("Saturation at or above 88 percent", ("ge", "88", "percent")),
        ("An index greater or equal to 15", ("ge", "15", None)),
        (
            "Fifteen events, that is, more than or equal to 15 events per hour",
            ("ge", "15", "events per hour"),
        ),
        ("A nodule larger than 25 mm", ("gt", "25", "mm")),
        ("A nodule larger than or equal to 25 mm", ("ge", "25", "mm")),
        ("Lesions smaller than 2 cm", ("lt", "2", "cm")),
    ],
)
def test_a_bound_that_is_reached_counts_where_the_words_say_so(
    condition: str, bound: tuple[str, str, str | None]
) -> None:
    assert bounds(condition) == [bound]


@pytest.mark.parametrize(
    ("condition", "bound"),
    [
        ("The tumor is not > 5 cm", ("le", "5", "cm")),
        ("The lesion is not greater than 5 cm", ("le", "5", "cm")),
        ("An index no larger than 40", ("le", "40", None)),
        ("Not less than 2 weeks of rest", ("ge", "2", "weeks")),
        ("Treatment does not exceed 12 weeks", ("le", "12", "weeks")),
        ("No younger than 12 years", ("ge", "12", "years")),
    ],
)
def test_a_not_before_a_bound_turns_it_round(condition: str, bound: tuple[str, str, str | None]) -> None:
    assert bounds(condition) == [bound]


@pytest.mark.parametrize(
    "condition",
    [
        "No tumor has a diameter greater than 3.0 cm",
        "No second assay was done on the same lesion (for example on a node) or on more than one site",
        "The patient has not had an infarction within 40 days",
        "Does not have a life expectancy of less than 1 year",
        "At least 2-3 episodes a year",
        "Levels above B12 were seen",
    ],
)
def test_what_must_not_be_there_and_what_is_no_number_state_no_bound(condition: str) -> None:
    assert bounds(condition) == []


def test_a_trial_that_failed_has_its_length_all_the_same() -> None:
    assert bounds("Has not responded to at least 6 weeks of exercise") == [("ge", "6", "weeks")]


def test_the_sign_of_a_score_belongs_to_its_number() -> None:
    assert bounds("A T-score of -2.5 or less") == [("le", "-2.5", None)]
    assert bounds("Grades 3-4 or higher") == []


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("Platelet count <30, 000/mcl", "30,000"),
        ("Neutrophils > 1, 500 per microliter", "1,500"),
        ("Age over 18, 500 mg daily", "18"),
    ],
)
def test_a_blank_behind_the_comma_of_thousands_parts_no_number(condition: str, value: str) -> None:
    assert [found for _, found, _ in bounds(condition)] == [value]
