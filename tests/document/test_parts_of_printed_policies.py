"""What three authors of printed policies showed: second sentences of a denial, tables of names and places, numbered titles."""

from __future__ import annotations

import pytest

from coverable.document.readers.read import read_source
from document.trees import Read, read, read_source_of


def page(html: str) -> Read:
    return read_source_of(read_source(html.encode(), "policy.html"))


@pytest.mark.parametrize(
    ("again", "position"),
    [
        ("This is considered cosmetic.", "cosmetic"),
        (
            "This is considered experimental/investigational as it is not identified as widely used.",
            "investigational",
        ),
        ("It is covered when alpha is present.", "not_covered"),
    ],
)
def test_a_second_sentence_says_which_denial_the_first_is(again: str, position: str) -> None:
    found = read(
        f"Coverage Limitations\n\nMembers may NOT be eligible under the Plan for laser treatment of spider veins. {again}"
    )
    assert found.statements[0].position == position


def test_a_denial_that_a_second_sentence_names_is_that_of_the_table_below() -> None:
    found = page(
        "<h2>Coverage Limitations</h2><p>Members may NOT be eligible under the Plan for the following procedures. They are"
        " considered experimental/investigational as they are not identified as widely used.</p><table><tr><th>Service</th><th>Notes</th></tr>"
        "<tr><td>Steam wands</td><td>Any vein</td></tr><tr><td>Glue rods</td><td>Any vein</td></tr></table>"
    )
    assert [(s.position, s.subject) for s in found.statements] == [
        ("investigational", "Steam wands"),
        ("investigational", "Glue rods"),
    ]


def test_names_that_fill_a_table_are_a_list() -> None:
    found = page(
        "<h2>Coverage Criteria</h2><p>Under NCD 20.29 (C), no program payment may be made for oxygen for the following; they are"
        " therefore not covered:</p><table><tr><td>Alpha of the leg</td><td>Beta</td><td>Gamma</td></tr>"
        "<tr><td>Delta</td><td>Multiple zeta</td><td>Eta diseases</td></tr></table>"
    )
    assert found.short == ["not_covered: any(alpha, beta, gamma, delta, zeta, eta)"]


def test_a_table_of_places_is_asked_about_once() -> None:
    found = page(
        "<h2>Covered services</h2><p>These places of service are recognized:</p><table><tr><th>POS</th><th>Setting</th><th>Wand</th></tr>"
        "<tr><td>11</td><td>Office</td><td>Yes</td></tr><tr><td>12</td><td>Home</td><td>No</td></tr></table>"
    )
    assert found.statements == ()
    assert found.rules.count("criteria_in_table") == 1


def test_a_row_under_the_last_of_a_table_is_read_as_a_paragraph() -> None:
    found = page(
        "<h2>Policy</h2><table><tr><th>Service</th><th>Position</th><th>Use</th></tr><tr><td>PET</td><td>Investigational</td>"
        "<td>Dementia</td></tr><tr><td>MRI</td><td>Medically necessary</td><td>Stroke</td></tr>"
        "<tr><td colspan=3>All studies must be ordered by a neurologist.</td></tr></table>"
    )
    assert "sentence_not_mapped" in found.rules


def test_a_heading_of_a_stage_holds_for_the_table_under_it() -> None:
    table = "<table><tr><th>Drug</th><th>Criteria</th></tr><tr><td>A</td><td>Alpha</td></tr><tr><td>B</td><td>Beta</td></tr></table>"
    found = page(f"<h1>Initial criteria</h1>{table}<h1>Continuation criteria</h1>{table}")
    assert [s.stage for s in found.statements] == ["initial", "initial", "continuation", "continuation"]


def test_a_length_over_a_list_of_its_own_says_no_stage_of_the_next_statement() -> None:
    found = read(
        "Coverage Criteria\n\nRenewal: 12 months\n- Alpha\n- Beta\n\nDrug B is medically necessary when all of these are met:\n- Gamma\n- Delta"
    )
    assert [s.stage for s in found.statements] == ["continuation", None]


def test_a_line_like_an_item_without_a_list_is_asked_about() -> None:
    found = read(
        "Coverage Criteria\n\nDrug A is medically necessary when all are met:\n- Alpha\n- Beta\n\nPrescribed by a rheumatologist\n\nPolicy History\n\n01/02/2024 New"
    )
    assert "sentence_not_mapped" in found.rules


def test_stages_that_a_list_names_make_a_statement_each() -> None:
    found = read(
        """
        Coverage Criteria

        Drug A is medically necessary for gout when the following criteria are met:
        - For initial therapy, all of the following:
          - Alpha
          - Beta
        - For continuation of therapy, all of the following:
          - Gamma
          - Delta
        """
    )
    assert [s.stage for s in found.statements] == ["initial", "continuation"]
    assert "alpha, beta" in found.short[0]
    assert "gamma" not in found.short[0]
    assert "gamma, delta" in found.short[1]


def test_items_by_their_letters_alone() -> None:
    found = read(
        "Coverage Criteria\n\nA bed is medically necessary when A, B or C:\nA. Alpha is present.\nB. Beta is present.\nC. Gamma is present."
    )
    assert found.short == ["medically_necessary: any(alpha, beta, gamma)"]


def test_a_numbered_title_over_numbered_paragraphs_is_a_heading() -> None:
    found = read(
        """
        Policy

        For each item below the member must meet the criteria of that item.

        1. Beds

        1.1 A fixed bed (E0250, E0251) is considered medically necessary when any of these is met:
            a. Alpha
            b. Beta

        1.2 A crib or enclosed bed (E0300, E0316): medically necessary for a member with gamma.
        """
    )
    assert found.short == ["medically_necessary: any(alpha, beta)", "medically_necessary: gamma"]


def test_going_on_that_is_never_approved_is_denied() -> None:
    found = read(
        """
        It is the policy that Drug A is medically necessary when the following criteria are met:

        I. Initial Approval Criteria
           A. Gout (must meet all):
              1. Alpha;
              2. Beta.

        II. Continued Therapy
           A. Gout:
              1. Continued therapy will not be authorized as Drug A is given one time only.
        """
    )
    assert [(s.position, s.stage) for s in found.statements][1] == ("not_covered", "continuation")


def test_headings_tell_cases_apart_and_each_item_is_one() -> None:
    found = page(
        "<h2>Spine</h2><p>Advanced imaging is considered medically necessary in the following scenarios.</p><h3>Back Pain</h3>"
        "<ul><li>Alpha</li><li>Beta</li></ul><h3>Neck Pain</h3><ul><li>Gamma</li><li>Delta</li></ul>"
    )
    assert all("any(" in one for one in found.short)
    assert "no_quantifier" not in found.rules


def test_what_is_covered_within_a_condition_is_no_position() -> None:
    found = page(
        "<h2>Coverage criteria</h2><table><tr><th>Item</th><th>Medically necessary when</th></tr><tr><td>Trapeze</td>"
        "<td>Member has a covered bed and needs alpha</td></tr><tr><td>Free trapeze</td><td>No covered bed and beta</td></tr>"
        "<tr><td>Rails</td><td>Never. Not primarily medical – not covered</td></tr></table>"
    )
    assert [s.position for s in found.statements] == [
        "medically_necessary",
        "medically_necessary",
        "not_covered",
    ]
    assert found.statements[0].criteria is not None
    assert "covered bed" in found.statements[0].criteria.text


def test_a_figure_that_the_line_before_needs_begins_no_item() -> None:
    found = read(
        "Coverage Criteria\n\nOxygen for alpha is not listed in NCD\n20.29 and is not covered when beta is present."
    )
    assert len(found.statements) == 1


def test_words_that_ask_for_more_beside_a_list_are_no_heading() -> None:
    found = read("Continued Stay\n\nCommon Service Criteria, and:\nA. Alpha; and\nB. Beta")
    assert "Common Service Criteria, and:" not in [s.subject for s in found.statements]
