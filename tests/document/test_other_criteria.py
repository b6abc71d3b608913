"""Other criteria that the words over a list ask for are a condition beside it, in our own words."""

from __future__ import annotations

import pytest

from coverable.document.readers.read import read_source
from document.trees import read, read_source_of


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        (
            "when the basic criteria are met and the patient",
            "all(“the basic criteria are met”, alpha, beta)",
        ),
        (
            "if the criteria in section A are met and any of the following:",
            "all(“the criteria in section A are met”, any(alpha, beta))",
        ),
        (
            "when the criteria of 202.1 are met and ONE of the following applies:",
            "all(“the criteria of 202.1 are met”, any(alpha, beta))",
        ),
        ("when all criteria below are met:", "all(alpha, beta)"),
        ("when the following criteria are met and documented:", "all(alpha, beta)"),
    ],
)
def test_criteria_that_stand_elsewhere_are_asked_for_beside_the_list(words: str, tree: str) -> None:
    found = read(f"A scooter is covered {words}\n1. alpha\n2. beta\n")
    assert found.short == [f"medically_necessary: {tree}"]


def test_a_name_that_begins_small_begins_a_sentence() -> None:
    found = read(
        "rTMS for alpha is medically necessary when beta is shown. rTMS for all other conditions is investigational."
    )
    assert [(s.position, s.all_other_uses) for s in found.statements] == [
        ("medically_necessary", False),
        ("investigational", True),
    ]


def test_an_amount_before_a_service_takes_no_position_away() -> None:
    found = read("Up to six cycles of gadgets are considered medically necessary if alpha is shown.")
    assert [s.position for s in found.statements] == ["medically_necessary"]


def test_a_drug_without_the_step_before_it_is_approved_under_its_own_conditions() -> None:
    found = read("A second drug will be approved without the first drug if alpha is expected to cause harm.")
    assert found.short == ["medically_necessary: alpha"]


def test_what_laboratories_must_hold_grants_nothing() -> None:
    assert read("Laboratories shall hold a certification for complex testing.").statements == ()


def test_an_object_that_stands_last_belongs_to_both_verbs() -> None:
    found = read(
        "Gadgets are medically necessary for adults who could not tolerate, or were not helped by, alpha."
    )
    assert "any" not in found.short[0].split(":")[1]


def test_a_table_of_criteria_and_what_shows_them_is_a_list() -> None:
    html = (
        "<h1>Gadgets</h1><h2>Coverage Criteria</h2><p>Gadgets are approved when every criterion in the table is documented:</p>"
        "<table><tr><th>Criterion</th><th>Documentation</th></tr><tr><td>1. alpha</td><td>Chart note</td></tr>"
        "<tr><td>2. At least one of these:<ul><li>beta</li><li>gamma</li></ul></td><td>CBC of the last 3 months</td></tr></table>"
    )
    found = read_source_of(read_source(html.encode(), "gadgets.html"))
    assert found.short == ["medically_necessary: all(alpha, any(beta, gamma))"]
    assert "criteria_in_table" in found.rules


def test_a_sentence_over_a_list_heads_no_section() -> None:
    text = "Gadgets\n\nCriteria\n\nContinued use of gadgets is considered medically necessary when:\n1. alpha\n2. beta\n\nAn insulin pump is considered medically necessary when all of these are met:\n1. gamma\n2. delta\n"
    assert [s.stage for s in read(text).statements] == ["continuation", None]


ONCOLOGY = """\
Coverage Criteria

Gadgets are medically necessary for the cancers below when the criteria of the cancer are met:

Melanoma
  * alpha; AND
      - beta; AND
      - gamma
    OR
  * delta; AND
      - epsilon; OR
      - zeta

Lymphoma
  * eta;
    OR
  * theta
"""


def test_items_with_stars_and_an_or_between_them_are_no_notes() -> None:
    found = read(ONCOLOGY)
    assert found.short == [
        "medically_necessary: all(“the criteria of the cancer are met”, any("
        "all(“Melanoma”, any(all(alpha, beta, gamma), all(delta, any(epsilon, zeta)))), "
        "all(“Lymphoma”, any(eta, theta))))"
    ]
    assert not {"mixed_connectors", "connector_at_end"} & {*found.rules}


def test_a_single_line_with_a_star_behind_a_list_is_still_a_note() -> None:
    text = "Gadgets are medically necessary when all of these are met:\n1. alpha*\n2. beta\n\n* Alpha means shown twice.\n"
    assert read(text).short == ["medically_necessary: all(alpha, beta)"]


def test_an_item_of_benefits_takes_its_position_whatever_stands_behind_it() -> None:
    text = (
        "Accessories\n\n  Trapeze (E0910): Covered if the member qualifies for alpha and has beta.\n"
        "  Bed board, over-bed table: Not covered, considered household furniture.\n"
    )
    found = read(text)
    assert [(s.position, s.subject) for s in found.statements] == [
        ("medically_necessary", "Trapeze (E0910)"),
        ("not_covered", "Bed board, over-bed table"),
    ]
    assert found.statements[1].criteria is None


def test_a_head_of_a_further_page_says_no_stage() -> None:
    text = "Gadgets (continued)\n\nGadgets are medically necessary when all of these are met:\n1. alpha\n2. beta\n"
    assert [s.stage for s in read(text).statements] == [None]


def test_criteria_of_a_disease_are_about_the_one_service_of_the_policy() -> None:
    text = (
        "Criteria\n\nGadgets are medically necessary for gout when all of these are met:\n1. alpha\n2. beta\n\n"
        "Renal cell carcinoma\n  * gamma; AND\n  * delta\n"
    )
    found = read(text)
    assert [s.subject for s in found.statements] == ["Gadgets", "Gadgets"]
    assert "position_implied" in found.rules
