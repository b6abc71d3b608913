"""Forms that published policies print: reasons behind uses, lists in one sentence, clauses before the position."""

from __future__ import annotations

import pytest

from coverable.document.read import read_document
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


def test_letters_o_behind_a_colon_are_the_bullets_of_a_list() -> None:
    found = read(
        "Gadgets are covered when all are met: o Age 18 or older with alpha o A trial of beta o Gamma"
    )
    assert found.tree == "all(alpha, beta, gamma)"


def test_an_item_keeps_its_words_where_a_statement_follows_in_its_line() -> None:
    found = read(
        """
        Requests will be approved based upon any of the following conditions:

        1. Childhood onset - Patients who have alpha.

        2. Adult onset - Patients who have beta.

            Criteria for Approval for both conditions listed above:

            1. Gamma; AND
            2. Delta
        """
    )
    assert found.short == ["medically_necessary: any(alpha, beta)", "medically_necessary: all(gamma, delta)"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets are covered for alpha, but if the patient is under 12, a referral must be sent.",
        "Gadgets are medically necessary for alpha; however, children need a referral.",
    ],
)
def test_what_a_condition_takes_back_behind_but_is_asked_about(sentence: str) -> None:
    assert read(sentence).rules == ["exception_inside"]


def test_a_line_that_ends_with_the_name_of_an_agency_is_no_heading() -> None:
    text = "Traction\n\n4.0  POLICY\nU.S. Food and Drug Administration\n(FDA) approved gadgets are covered when\nthe joint is weak.\n"
    found = read_document(text.encode(), "a.txt")
    assert [s.subject for s in found.statements] == [
        "U.S. Food and Drug Administration (FDA) approved gadgets"
    ]
