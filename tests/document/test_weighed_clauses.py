"""Clauses weighed as a whole: one name, and otherwise words that judge, in whatever order they stand."""

from __future__ import annotations

import pytest

from document.trees import read

NEEDED = "medically_necessary"
UNNEEDED = "not_medically_necessary"


@pytest.mark.parametrize(
    "clause",
    [
        "MEDICALLY NECESSARY – Gadgets",
        "Gadgets are regarded by Juniper as medically necessary",
        "Gadgets may be authorized by the plan",
        "Authorization for gadgets may be entered",
        "Requests for gadgets will be granted approval",
        "Juniper finds that the use of gadgets constitutes medically necessary care",
        "Gadgets will meet the medical necessity standard of the plan",
        "Gadgets qualify as medically necessary",
        "The published literature supports gadgets as medically necessary",
        "Because trials show that patients do better, gadgets are considered medically necessary",
    ],
)
def test_a_grant_is_read_in_any_order_of_its_words(clause: str) -> None:
    listed = read(f"{clause} when all of the following criteria are met:\n- Alpha\n- Beta")
    running = read(f"{clause} for the treatment of alpha or beta.")
    assert (listed.short, listed.rules) == ([f"{NEEDED}: all(alpha, beta)"], [])
    assert (running.short, running.rules) == ([f"{NEEDED}: any(alpha, beta)"], [])
    assert listed.statements[0].subject.lower() == "gadgets"


@pytest.mark.parametrize(
    ("clause", "position"),
    [
        ("INVESTIGATIONAL – Gadgets", "investigational"),
        ("COSMETIC — Gadgets", "cosmetic"),
        ("NOT COVERED - Gadgets", "not_covered"),
        ("Investigational status is assigned to gadgets", "investigational"),
        ("Gadgets are not proven to be safe and effective", "investigational"),
        ("Gadgets are viewed as lacking medical necessity", UNNEEDED),
        ("Gadgets fall short of medical necessity", UNNEEDED),
        ("Gadgets do not rise to the level of medical necessity", UNNEEDED),
        ("Gadgets do not constitute medically necessary care", UNNEEDED),
        ("There is not enough support to consider gadgets medically necessary", UNNEEDED),
        ("There is no basis to regard gadgets as medically necessary", UNNEEDED),
        ("The plan's definition of medical necessity is not met by gadgets", UNNEEDED),
        ("A finding of medical necessity is not supported for gadgets", UNNEEDED),
        ("A determination of medical necessity cannot be made for gadgets", UNNEEDED),
        ("Use of gadgets is unnecessary from a medical standpoint", UNNEEDED),
        ("Juniper lists gadgets as an exclusion of the benefit", "benefit_exclusion"),
        ("The certificate includes an exclusion of gadgets", "benefit_exclusion"),
        ("Under the contract, no benefits are available for gadgets", "benefit_exclusion"),
        ("Juniper declines to cover gadgets", "not_covered"),
    ],
)
def test_a_denial_is_read_in_any_order_of_its_words(clause: str, position: str) -> None:
    listed = read(f"{clause} for any of the following indications:\n- Alpha\n- Beta")
    running = read(f"{clause} for the treatment of alpha or beta.")
    others = read(f"{clause} for all other indications.").statements
    unmet = read(f"{clause} when the criteria above are not met.").statements
    assert (listed.short, listed.rules) == ([f"{position}: any(alpha, beta)"], [])
    assert (running.short, running.rules) == ([f"{position}: any(alpha, beta)"], [])
    assert [(s.position, s.all_other_uses) for s in others] == [(position, True)]
    assert [(s.position, s.criteria_not_met) for s in unmet] == [(position, True)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Coverage of gadgets is subject to the specific terms of the contract.",
        "Gadgets must be approved in advance.",
        "Prior authorization is available for gadgets for adults.",
        "Coverage is pending for gadgets when alpha is present.",
        "Medical necessity is determined by the director of the plan.",
        "Non-cosmetic gadgets are made of steel.",
        "Benefits may be paid at the physician's discretion for alpha.",
        "The plan does not lack ways to deny gadgets as not medically necessary.",
    ],
)
def test_a_clause_that_grants_nothing_or_turns_twice_is_not_weighed(sentence: str) -> None:
    found = read(sentence)
    assert not found.statements or "position_unclear" in found.rules, found.short


def test_one_unknown_word_and_the_clause_is_not_weighed() -> None:
    assert read("The plan's definition of medical necessity is seldom met by gadgets for alpha.").short == []
