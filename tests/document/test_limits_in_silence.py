"""What nurses found that a reading said without a question: one product's limit, a negation over a list, a torn line."""

from __future__ import annotations

import pytest

from document.trees import read

_MET = "Drug X is considered medically necessary when all of the following are met:\n"


def test_a_condition_for_one_product_of_the_list_is_asked_about() -> None:
    found = read(f"{_MET}- For Brackatol XR, an alpha limit applies\n- Beta is present.")
    assert found.tree == "all(alpha, beta)"
    assert "only_for_some" in found.rules


def test_alternatives_that_begin_at_the_second_item_are_asked_about() -> None:
    found = read(
        "Drug X is considered medically necessary when:\n- Alpha for ten months\n- Beta; OR\n- Gamma; OR\n- Delta."
    )
    assert found.tree == "any(alpha, beta, gamma, delta)"
    assert "mixed_connectors" in found.rules


@pytest.mark.parametrize(
    "head",
    [
        "The patient does not have a contraindication to surgery:",
        "No contraindications:",
        "There is an absence of:",
        "The member has not received:",
        "The drug will not be used in combination with:",
    ],
)
def test_a_negation_over_a_list_asks_for_none_of_it(head: str) -> None:
    found = read(f"{_MET}- {head}\n  - Alpha\n  - Beta\n- Gamma is present.")
    assert found.tree == "all(none(alpha, beta), gamma)"
    assert found.rules == []


def test_services_that_coverage_is_limited_to_are_each_covered() -> None:
    found = read(
        "Dental services shall be limited to the following treatments:\n- Alpha\n- Beta; and\n- Gamma."
    )
    assert found.tree == "any(alpha, beta, gamma)"
    assert "position_implied" in found.rules


@pytest.mark.parametrize(
    "head", ["Gadget Covered Indications:", "Gadget Covered Indications (before closure)*:"]
)
def test_covered_indications_are_alternatives(head: str) -> None:
    found = read(f"{head}\n- Alpha\n- Beta\n- Gamma")
    assert found.tree == "any(alpha, beta, gamma)"


def test_a_denial_with_its_reason_is_no_denial_of_those_who_miss_the_criteria() -> None:
    [made] = read(
        "Coverage will not be provided for gadgets when any of the following exclusionary criteria are present as this "
        "is considered not medically necessary:\n- Alpha\n- Beta"
    ).statements
    assert (made.position, made.criteria_not_met) == ("not_medically_necessary", False)


def test_a_dash_before_the_rest_of_a_word_cuts_no_condition() -> None:
    found = read(
        "Gadgets are medically necessary for individuals with beta or gamma - related complex when ALL of the "
        "following are met:\n- Delta is low\n- Zeta is low."
    )
    assert found.tree == "all(beta+gamma, delta, zeta)"


def test_another_name_of_a_service_is_part_of_its_name() -> None:
    [made] = read(
        "Coverage is provided for bracing, also known as orthotic therapy, for adults with alpha."
    ).statements
    assert made.subject == "bracing, also known as orthotic therapy"
    assert made.criteria is not None
    assert made.criteria.text == "adults with alpha"


def test_an_issue_of_the_contract_grants_nothing() -> None:
    found = read("Coverage eligibility of gadgets is a contract-specific benefit issue.")
    assert found.statements == ()


def test_items_under_a_title_that_no_statement_holds_are_asked_about() -> None:
    found = read(
        "Uses of the gadget:\n- Alpha syndrome\n- Beta leading to failure OR\n"
        "- Gadgets are medically necessary for gamma when:\n  - Delta is shown; and\n  - Zeta is shown."
    )
    assert found.short == ["medically_necessary: all(gamma, delta, zeta)"]
    assert "items_not_mapped" in found.rules


def test_a_list_in_a_footnote_is_asked_about() -> None:
    found = read(
        "Gadgets are medically necessary for patients at high risk* for surgery.\n\nGadgets are investigational in all other "
        "situations.\n\n*High risk may be determined based on the following (to be included in the documentation):\n"
        "- Alpha of 12% or greater; or\n- Beta."
    )
    assert "sentence_not_mapped" in found.rules


def test_a_bracket_on_a_new_line_goes_on_with_its_item() -> None:
    found = read(
        "Gadgets are medically necessary for the following indications:\n\n- To treat alpha of the large bones\n\n"
        "(solid and other kinds) with diffuse beta\n\nwhen gamma has failed.\n\n- To treat delta."
    )
    assert found.tree == "any(alpha+beta+gamma, delta)"


def test_what_is_available_for_some_is_asked_about() -> None:
    assert "sentence_not_mapped" in read("Gadgets are available for members with alpha.").rules


def test_a_condition_behind_what_members_may_receive_is_read() -> None:
    found = read("Members may receive gadgets on the condition that alpha is present.")
    assert found.short == ["medically_necessary: alpha"]


def test_records_that_support_a_list_take_no_position() -> None:
    found = read("Documentation supports all of the following:\n1. Alpha;\n2. Beta;\n3. Gamma")
    assert found.tree == "all(alpha, beta, gamma)"


def test_a_signed_order_beside_a_list_is_a_condition() -> None:
    found = read(
        f"{_MET}- Written order from the clinician, and member has one of the following:\n  - Alpha\n  - Beta\n- Gamma."
    )
    assert found.tree == "all(“Written order from the clinician”, any(alpha, beta), gamma)"


def test_a_list_of_conditions_of_which_one_bounds_an_amount_is_read_as_a_list() -> None:
    found = read(
        "Item | Coverage | Comments\n"
        "Gadgets | May be medically necessary | Provided one of these is true: (1) the member will not exceed 8 doses in any "
        "28-day period; (2) alpha; or (3) beta.\n"
        "Gauges | Not covered | None\n"
    )
    first = found.statements[0].criteria
    assert first is not None
    assert first.rule == "any"
    assert len(first.children) == 3


def test_a_date_of_the_header_with_the_word_of_a_stage_says_no_stage() -> None:
    found = read("Subsequent Review Date: September 2025\n\nGadgets are covered when alpha is shown.")
    assert [s.stage for s in found.statements] == [None]
