"""Forms that published policies print: reasons behind uses, lists in one sentence, clauses before the position."""

from __future__ import annotations

import pytest

from document.trees import read


@pytest.mark.parametrize(
    ("sentence", "tree"),
    [
        ("Age 18 or older and alpha; one of the following: Beta; or Gamma", "any(beta, gamma)"),
        ("Alpha; one of the following: Beta; or Gamma; or Delta; and Epsilon", "any(beta, gamma, delta)"),
        (
            "Alpha; trial of at least one of the following: beta; gamma; or delta; Epsilon",
            "any(beta, gamma, delta)",
        ),
    ],
)
def test_a_list_within_a_list_of_one_sentence_ends_behind_its_own_connector(sentence: str, tree: str) -> None:
    found = read(f"Gadgets are covered when all of the following are met: {sentence}.")
    assert tree in found.tree
    assert found.tree.startswith("all(")
    assert found.rules == []


def test_a_list_within_a_list_of_alternatives_ends_behind_its_and() -> None:
    found = read(
        "Gadgets are covered when any of the following is met: Alpha; both of the following: Beta; and Gamma; or Delta."
    )
    assert found.tree == "any(alpha, all(beta, gamma), delta)"


@pytest.mark.parametrize("subject", ["Gadgets", "The following devices"])
def test_a_reason_behind_the_use_of_a_denial_is_no_condition(subject: str) -> None:
    found = read(
        f"{subject} are unproven for managing alpha due to insufficient evidence of efficacy:\n- Beta\n- Gamma"
    )
    (statement,) = found.statements
    assert statement.criteria is not None
    assert statement.criteria.children[0].text == "managing alpha"


def test_an_item_that_goes_on_with_persons_takes_no_position() -> None:
    found = read(
        "Gadgets are covered for alpha.\n\nA practitioner must give it:\nwho is licensed or certified by an agency;\n"
        "whose training is recognized and accepted by an agency"
    )
    assert found.short == ["medically_necessary: alpha"]


def test_how_benefits_are_counted_is_no_denial() -> None:
    found = read(
        "Gadgets are covered for alpha.\n\nBenefits for gadgets will not apply towards any visit maximum."
    )
    assert found.short == ["medically_necessary: alpha"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets are subject to prior authorization and will be approved for alpha.",
        "Gadgets are aimed at appearance alone and are cosmetic for alpha.",
    ],
)
def test_what_else_is_said_of_a_service_is_no_part_of_its_name(sentence: str) -> None:
    found = read(sentence)
    assert [s.subject for s in found.statements] == ["Gadgets"]
    assert found.rules in ([], ["running_text"])


def test_a_name_that_ends_in_the_middle_is_asked_about() -> None:
    found = read(
        "Payment may be made for only one gadget done on a woman over age 34, but under age 40 with alpha."
    )
    assert "position_unclear" in found.rules


def test_a_use_that_is_approved_without_a_condition_is_asked_about() -> None:
    found = read("Criteria\n\nGadgets are covered for alpha. For beta in pregnancy, approve for 9 months.")
    assert found.rules == ["sentence_not_mapped"]
