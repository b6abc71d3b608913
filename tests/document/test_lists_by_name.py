"""Lists that a statement asks for by their names, and names over the list of one item."""

from __future__ import annotations

import pytest

from coverable.document.readers.read import read_source
from document.trees import read, read_source_of

_GROUPS = "\n\nGroup I\n\nAll of the following:\n- Alpha\n- Beta\n\nGroup II\n\nAny of the following:\n- Gamma\n- Delta"


@pytest.mark.parametrize(
    ("asks", "means"),
    [
        ("when Group I or Group II criteria are met.", "any(all(alpha, beta), gamma, delta)"),
        ("when either Group I or II is met.", "any(all(alpha, beta), gamma, delta)"),
        (
            "when the criteria in both Group I and Group II are met.",
            "all(alpha, beta, any(gamma, delta))",
        ),
        (
            "when the member's blood gas study meets the criteria of Group I or Group II below.",
            "any(all(alpha, beta), gamma, delta)",
        ),
        (
            "when one of the following is met:\n- Group I\n- Group II",
            "any(all(alpha, beta), gamma, delta)",
        ),
        (
            "when all of the following are met:\n- Group I\n- The member has zeta",
            "all(alpha, beta, zeta)",
        ),
    ],
)
def test_a_list_that_a_statement_names_is_what_its_name_stands_for(asks: str, means: str) -> None:
    found = read(f"Coverage Criteria\n\nOxygen is covered {asks}{_GROUPS}")
    assert found.short[0] == f"medically_necessary: {means}"
    taken = "Group II" in asks or " II " in asks
    assert len(found.short) == 2 - taken
    assert ("position_implied" in found.rules) != taken


def test_a_list_with_a_label_and_a_name_is_named_by_either() -> None:
    for asks in (
        "the clinical criteria (A) and the technical criteria (B) below are met",
        "Section A and Section B are met",
    ):
        page = (
            f"<h2>Coverage criteria</h2><p>Ablation is considered medically necessary when {asks}.</p>"
            "<h3>A. Clinical criteria</h3><p>One of the following:</p><ul><li>Alpha</li><li>Beta</li></ul>"
            "<h3>B. Technical criteria</h3><p>Both of the following:</p><ul><li>Gamma</li><li>Delta</li></ul>"
        )
        found = read_source_of(read_source(page.encode(), "policy.html"))
        assert found.short == ["medically_necessary: all(any(alpha, beta), gamma, delta)"]
        assert not {"labels_mismatch", "position_implied", "items_not_mapped"} & {*found.rules}


def test_one_section_and_either_of_two_others_are_asked_for() -> None:
    page = (
        "<h2>Coverage criteria</h2><p>Drug X is medically necessary when Section A and either Section B or Section C are met.</p>"
        "<h3>Section A: General</h3><ul><li>Alpha; and</li><li>Beta</li></ul>"
        "<h3>Section B</h3><p>Both of the following:</p><ul><li>Gamma</li><li>Delta</li></ul>"
        "<h3>Section C</h3><p>Any of the following:</p><ul><li>Zeta</li><li>Eta</li></ul>"
    )
    found = read_source_of(read_source(page.encode(), "policy.html"))
    assert found.short == ["medically_necessary: all(alpha, beta, any(all(gamma, delta), zeta, eta))"]


def test_so_many_of_a_list_without_a_number_are_asked_for_where_it_is_named() -> None:
    found = read(
        "Coverage Criteria\n\nSurgery is medically necessary when ALL of the following are met:\n"
        "- Two of the Group 2 criteria\n- Alpha\n\nGroup 2\n\n- Beta\n- Gamma\n- Delta"
    )
    assert found.short == ["medically_necessary: all(at_least_2(beta, gamma, delta), alpha)"]


def test_another_number_than_the_list_states_is_not_taken() -> None:
    found = read(
        "Coverage Criteria\n\nSurgery is medically necessary when ALL of the following are met:\n"
        "- Two of the Group 2 criteria\n- Alpha\n\nGroup 2\n\nAll of the following:\n- Beta\n- Gamma\n- Delta"
    )
    assert "position_implied" in found.rules


def test_a_disease_is_no_name_of_a_list() -> None:
    found = read(
        "Coverage Criteria\n\nDrug X is covered for any of the following:\n- Migraine\n- Epilepsy\n\n"
        "Migraine\n\nAll of the following:\n- Alpha\n- Beta"
    )
    assert "Migraine" in found.short[0]
    assert len(found.short) == 2


def test_for_a_group_says_of_whom_and_not_what_is_asked_for() -> None:
    found = read(
        f"Coverage Criteria\n\nOxygen is covered when the Group I or Group II criteria are met.{_GROUPS}\n\nRecertification\n\n"
        "For Group I, continued coverage requires a visit within 90 days."
    )
    assert all(not one.startswith("medically_necessary: all(alpha") for one in found.short)


def test_a_name_that_stands_over_two_lists_names_neither() -> None:
    found = read(f"Coverage Criteria\n\nOxygen is covered when Group I criteria are met.{_GROUPS}{_GROUPS}")
    assert "position_implied" in found.rules


def test_a_name_under_a_letter_heads_the_list_of_the_paragraph_below_it() -> None:
    found = read(
        "Coverage Criteria\n\nPumps are covered when either criterion A or B is met:\n\n"
        "A. Ulcers at home:\nThe member has alpha and all of the following:\n1. Beta\n2. Gamma\n\n"
        "B. Ulcers in a facility:\nThe member has delta and any of the following:\n1. Zeta\n2. Eta"
    )
    assert found.short == ["medically_necessary: any(all(alpha, beta, gamma), all(delta, any(zeta, eta)))"]
