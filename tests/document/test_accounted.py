"""Words of a sentence of position that nothing holds are asked about."""

from __future__ import annotations

import pytest

from document.trees import read


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets across alpha, beta, or gamma are considered investigational.",
        "Gadgets secondary to alpha, beta, or gamma are not covered.",
        "Gadgets are not covered owing to alpha, beta, or gamma.",
        "Gadgets are not covered because of alpha.",
        "Gadgets are investigational as monotherapy for alpha relief, beta, or gamma.",
    ],
)
def test_words_that_may_limit_a_statement_are_asked_about(sentence: str) -> None:
    found = read(f"Criteria\n\n{sentence}")
    (one,) = found.statements
    noted = (*one.notes, *(n for c in (one.criteria,) if c for n in c.notes))
    assert found.rules == ["running_text"]
    assert noted == ("F1",)


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets are investigational because the evidence is insufficient.",
        "Gadgets, gauges, or gears are considered investigational.",
        "Gadgets for alpha are considered investigational.",
        "Gadgets are not covered for cancer of the toe, alpha, or beta.",
    ],
)
def test_reasons_and_names_are_not(sentence: str) -> None:
    assert read(f"Criteria\n\n{sentence}").rules == []


def test_a_use_before_the_verb_is_a_condition() -> None:
    found = read("Criteria\n\nGadgets when ordered for alpha are considered investigational.")
    assert (found.short, found.statements[0].subject) == (["investigational: alpha"], "Gadgets")


def test_uses_with_words_of_their_own_keep_them() -> None:
    found = read(
        "Criteria\n\nGadgets are covered for evaluation of alpha, treatment of beta, or prevention of gamma."
    )
    (one,) = found.statements
    assert one.criteria is not None
    assert [c.text for c in one.criteria.children] == [
        "evaluation of alpha",
        "treatment of beta",
        "prevention of gamma",
    ]


@pytest.mark.parametrize(
    "remark",
    [
        "The second form may be skipped after delta.",
        "Delta stands in for beta.",
        "Beta is not mandatory after delta.",
    ],
)
def test_a_remark_that_takes_a_criterion_back_is_asked_about(remark: str) -> None:
    found = read(
        f"Criteria\n\nGadgets are covered when all of the following are met:\n\n- alpha\n- beta\n\n{remark}"
    )
    assert {"sentence_not_mapped", "exception_in_note"} & set(found.rules)


def test_a_use_that_is_necessary_beside_a_condition_and_investigational_further_on_is_told() -> None:
    found = read(
        "Criteria\n\nGadgets are covered when all of the following are met:\n- alpha\n- any of the following:\n"
        "  - beta\n  - gamma\n\nGadgets for the treatment of beta are considered investigational."
    )
    assert "opposite_positions" in found.rules
