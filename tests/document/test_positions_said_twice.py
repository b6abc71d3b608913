"""Positions said twice, with a reason, or of something else than the service: requests, studies, rules."""

from __future__ import annotations

import pytest

from document.trees import read

USES = "any(alpha, beta)"


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("Gadgets are considered experimental, and coverage is not provided", "investigational"),
        ("Northwind Mutual considers gadgets experimental and does not cover them", "investigational"),
        ("Gadgets are considered experimental; coverage is not provided", "investigational"),
        ("Gadgets are experimental and the plan does not cover them", "investigational"),
        ("Gadgets are cosmetic and, as such, are not covered", "cosmetic"),
        ("Gadgets are aesthetic in nature and are considered cosmetic", "cosmetic"),
        ("Gadgets are unproven, for lack of good evidence, and not medically necessary", "investigational"),
        ("Gadgets are not covered because not medically necessary", "not_covered"),
        ("Studies are too few to show that gadgets are effective", "investigational"),
        ("Gadgets are not covered, as medical necessity is lacking,", "not_covered"),
    ],
)
def test_a_position_said_twice_or_with_its_reason_reaches_all_its_uses(sentence: str, position: str) -> None:
    running = read(f"{sentence} for the treatment of alpha or beta.")
    listed = read(f"{sentence} for any of the following indications:\n- Alpha\n- Beta")
    assert (running.short, running.rules) == ([f"{position}: {USES}"], [])
    assert (listed.short, listed.rules) == ([f"{position}: {USES}"], [])


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets are considered unproven for lack of evidence where the diagnosis is alpha or beta.",
        "Gadgets are considered investigational because of limited data, where the diagnosis is alpha or beta.",
    ],
)
def test_uses_behind_a_reason_begin_with_where_as_well(sentence: str) -> None:
    assert read(sentence).short == [f"investigational: {USES}"]


def test_a_second_position_with_uses_of_its_own_stays_a_second_one() -> None:
    found = read("Gadgets are unproven for alpha, and not medically necessary for beta.")
    assert found.short == ["investigational: alpha", "not_medically_necessary: beta"]


def test_uses_behind_a_determination_are_all_its_uses() -> None:
    found = read(
        "A determination of medical necessity for gadgets is made for the treatment of alpha or beta."
    )
    assert (found.short, found.statements[0].subject) == ([f"medically_necessary: {USES}"], "gadgets")


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Neither coverage nor payment is available for gadgets for alpha or beta.", "gadgets"),
        ("Claims for gadgets for alpha or beta are not covered.", "gadgets"),
        ("Excluded from this benefit: gadgets for members diagnosed with alpha or beta.", "gadgets"),
    ],
)
def test_what_is_denied_is_the_service_and_not_the_payment(sentence: str, subject: str) -> None:
    found = read(sentence)
    assert (found.short, found.statements[0].subject) == ([f"not_covered: {USES}"], subject)


def test_a_service_that_acts_for_a_short_time_is_a_service() -> None:
    found = read("Northwind Mutual may approve short acting gadgets when all are met:\n- Alpha\n- Beta")
    assert (found.tree, found.statements[0].subject) == ("all(alpha, beta)", "short acting gadgets")


@pytest.mark.parametrize("part", ["A", "B"])
def test_the_part_of_a_program_is_no_condition(part: str) -> None:
    found = read(f"Gadgets are covered under Medicare Part {part} when all are met:\n- Alpha\n- Beta")
    assert (found.tree, found.rules) == ("all(alpha, beta)", [])


def test_conditions_that_are_not_listed_are_other_uses_beside_criteria_that_are_not_met() -> None:
    found = read(
        "Gadgets are not covered for non-listed conditions and for patients who do not meet the criteria."
    )
    assert found.short == ["not_covered: other uses + criteria not met"]


@pytest.mark.parametrize(
    ("sentence", "stage"),
    [
        ("After the first approval period, gadgets are covered", "continuation"),
        ("Northwind Mutual may reauthorize gadgets", "continuation"),
        ("For continuation of care, gadgets are approved", "continuation"),
    ],
)
def test_what_goes_on_is_a_stage_and_no_condition(sentence: str, stage: str) -> None:
    found = read(f"{sentence} when all of the following are met:\n- Alpha\n- Beta")
    assert (found.tree, found.statements[0].stage) == ("all(alpha, beta)", stage)


def test_a_person_behind_an_age_is_no_part_of_it() -> None:
    item = "Age under 18 years, individual with any of the following:\n  - Beta.\n  - Gamma."
    found = read(f"Gadgets are covered when one of the following is met:\n- {item}\n- Delta.")
    assert found.tree == "any(all(“Age under 18 years”, any(beta, gamma)), delta)"


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("At no time will gadgets be covered for alpha or beta.", f"not_covered: {USES}"),
        (
            "Northwind Mutual has classified gadgets as investigational for alpha or beta.",
            f"investigational: {USES}",
        ),
    ],
)
def test_a_negation_before_the_sentence_and_a_view_that_was_taken_are_read(sentence: str, short: str) -> None:
    found = read(sentence)
    assert (found.short, found.statements[0].subject.lower()) == ([short], "gadgets")


@pytest.mark.parametrize(
    "rest",
    [
        "save for the indications enumerated above",
        "in the absence of an indication listed above",
        "except as a treatment of the conditions listed above",
        "for all indications except the foregoing",
        "for all other indications, which include but are not limited to alpha",
    ],
)
def test_all_but_what_was_named_are_all_other_uses(rest: str) -> None:
    assert read(f"The plan does not cover gadgets {rest}.").short == ["not_covered: other uses"]
