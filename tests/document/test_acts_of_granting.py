"""Positions told by the act that grants, by whose position it is, and by names of any length."""

from __future__ import annotations

import pytest

from document.trees import read

LIST = "\n- Alpha\n- Beta"
NAMES = [
    "traction",
    "early repetition of residential substance use treatment",
    "weekly nuvoserilin extended release",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "sentence",
    [
        "An authorization for {} may be entered when all of these are met:",
        "A favorable determination for {} is made if all of these are met:",
        "A determination of medical necessity for {} is supported once all of these are met:",
        "The evidence supports {} as medically necessary when all of these are met:",
        "Is coverage available for {}? Yes, if all of these are met:",
        "Does the plan pay for {}? Only when all of these are met:",
        "With prior authorization, {} is covered when all of these are met:",
        "Our position is that {} is medically necessary when all of these are met:",
    ],
)
def test_what_is_granted_is_read_whatever_its_name(sentence: str, name: str) -> None:
    found = read(f"Policy\n{sentence.format(name)}{LIST}")
    assert found.short == ["medically_necessary: all(alpha, beta)"]
    assert [s.subject for s in found.statements] == [name]
    assert not found.rules


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("It is the plan's position that {} is experimental for any of the following:", "investigational"),
        ("Deny {} as experimental for any of the following:", "investigational"),
        ("Northwind Mutual has no coverage for {} in any of the following conditions:", "not_covered"),
        ("Is coverage available for {}? No, not for any condition listed below:", "not_covered"),
        ("The plan's coverage does not include {} if requested for any of the following:", "not_covered"),
        (
            "The certificate of coverage contains an exclusion for {} in any of the following:",
            "benefit_exclusion",
        ),
        (
            "The benefit contract makes no provision for {} for any condition listed below:",
            "benefit_exclusion",
        ),
    ],
)
def test_what_is_denied_is_read_whatever_its_name(sentence: str, position: str, name: str) -> None:
    found = read(f"Policy\n{sentence.format(name)}{LIST}")
    assert found.short == [f"{position}: any(alpha, beta)"]
    assert [s.subject for s in found.statements] == [name]
    assert not found.rules


@pytest.mark.parametrize(
    "sentence",
    [
        "Precertification must be obtained.",
        "Reproduction for sale is not permitted.",
        "Can two pumps be paid for one period? No. Only one pump is paid.",
    ],
)
def test_how_requests_and_papers_are_handled_is_no_position(sentence: str) -> None:
    assert not read(f"Policy\n{sentence}").statements


@pytest.mark.parametrize(
    "sentence",
    [
        "Permission to continue traction is given when all of these are met:",
        "Requests to continue traction are approved when all of these are met:",
        "Continue to approve traction when all of these are met:",
        "Coverage of traction may be extended when all of these are met:",
        "Additional treatment with traction is considered medically necessary when all of these are met:",
        "Medical necessity for continuing traction is established when all of these are met:",
    ],
)
def test_going_on_is_told_by_what_is_asked_for(sentence: str) -> None:
    found = read(f"Policy\n{sentence}{LIST}")
    assert found.short == ["medically_necessary: all(alpha, beta)"]
    assert [s.stage for s in found.statements] == ["continuation"]
    assert set(found.rules) <= {"stage_inferred"}  # one word may say it


def test_going_on_may_ask_for_the_same_as_beginning() -> None:
    found = read(
        """
        First Approval

        Traction is covered when all of these are met:

        - Alpha
        - Beta

        Coverage Beyond the Trial Period

        Permission to continue traction is given when all of these are met:

        - Alpha
        - Beta
        """
    )
    assert [s.stage for s in found.statements] == ["initial", "continuation"]


def test_a_word_of_going_on_in_the_name_of_the_service_is_no_stage() -> None:
    text = "Northwind\nMedical Policy\n\nSubject: {0}\n\nCoverage Criteria\n\n{0} is medically necessary when all of these are met:"
    named = read(f"{text.format('Ongoing speech therapy')}{LIST}")
    asked = read(
        f"{text.format('Speech therapy').replace('Speech therapy is', 'Continued speech therapy is')}{LIST}"
    )
    assert [s.stage for s in named.statements] == [None]
    assert [s.stage for s in asked.statements] == ["continuation"]


@pytest.mark.parametrize(
    "tail", ["unless the member meets the criteria above", "unless the criteria above are met"]
)
def test_what_is_denied_unless_the_criteria_are_met_reaches_those_that_are_not(tail: str) -> None:
    found = read(f"Policy\nTraction is considered investigational {tail}.")
    assert [(s.position, s.criteria_not_met) for s in found.statements] == [("investigational", True)]
    assert not found.rules
