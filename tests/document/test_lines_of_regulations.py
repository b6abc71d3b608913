"""What rules of agencies and handbooks print: numbers that are kept free, names of agencies in a row, short verdicts."""

from __future__ import annotations

import pytest

from coverable.document.reading import Node
from document.made import drawn, read_policy, read_table


def noted(node: Node | None) -> bool:
    return node is not None and (bool(node.notes) or any(map(noted, node.children)))


def granted(items: str) -> object:
    found = read_policy(f"Criteria\n\nGadgets are covered when all of the following are met:\n\n{items}")
    return drawn(found.statements[0].criteria)


@pytest.mark.parametrize(
    "words", ["[Reserved]", "(Repealed)", "Reserved for future use.", "[Intentionally left blank]"]
)
def test_a_number_that_is_kept_free_asks_for_nothing_and_leaves_no_gap(words: str) -> None:
    items = f"1. Alpha was tried\n2. {words}\n3. One of the following:\na) Beta\nb) {words}\nc) Gamma\n"
    assert granted(items) == ("all", ["Alpha was tried", ("any", ["Beta", "Gamma"])])


def test_a_seat_that_is_reserved_is_a_condition() -> None:
    assert granted("1. Alpha was tried\n2. A bed is reserved\n") == (
        "all",
        ["Alpha was tried", "A bed is reserved"],
    )


def test_agencies_in_a_row_are_no_case_and_its_consequence() -> None:
    one = "When prior authorized by the review organization, the Division or its designated entity"
    assert granted(f"1. {one}\n2. Alpha was tried\n") == ("all", [one, "Alpha was tried"])


def test_a_consequence_behind_a_case_stays_one() -> None:
    asked = granted(
        "1. If the member was treated by a surgeon, insulin or metformin was tried\n2. Alpha was tried\n"
    )
    case = ("if", ["the member was treated by a surgeon", "insulin or metformin was tried"])
    assert asked == ("all", [case, "Alpha was tried"])


@pytest.mark.parametrize(
    ("said", "position"),
    [
        ("Not a covered benefit.", "not_covered"),
        ("This is not a covered benefit.", "not_covered"),
        ("Not covered.", "not_covered"),
        ("Covered.", "medically_necessary"),
    ],
)
def test_a_verdict_under_a_name_is_about_that_name(said: str, position: str) -> None:
    found = read_policy(
        f"Covered benefits\n\nWigs\n{said}\n\nBraces\nBraces are covered when A is present.", "Benefits"
    )
    one = next(s for s in found.statements if s.subject == "Wigs")
    assert one.position == position
    assert ("statement_bare" in found.rules) is (position == "medically_necessary")


@pytest.mark.parametrize(
    "criteria", ["See above", "Same as a light wheelchair, and the member is safe", "Refer to section 4"]
)
def test_a_condition_that_another_place_states_is_asked_about(criteria: str) -> None:
    rows = f"<tr><th>Service</th><th>Position</th><th>Criteria</th></tr><tr><td>Chair</td><td>Covered</td><td>{criteria}</td></tr><tr><td>Bed</td><td>Covered</td><td>Alpha</td></tr>"
    chair, bed = read_table(f"<table>{rows}</table>").statements
    assert noted(chair.criteria)
    assert not noted(bed.criteria)


def test_citations_under_the_last_item_make_no_list_of_citations_of_what_stands_over_it() -> None:
    found = read_policy(
        "Medically Necessary Indications\n\nA reviewer has confirmed ALL of these:\n\n* Alpha was tried\n* Beta was tried\n* Gamma over 10 mm.\n\n"
        "D. Related Instructions\n\n1. Abara C. Experience with cases. Clin Ser Rep. 2014.\n2. Kessel D, Amato R. Early or late. Occup Recovery. 2023.\n"
        "3. Nakagawa H. Quality of life. Outcomes J. 2024.\n"
    )
    assert found.statements
    assert "Alpha was tried" in str(drawn(found.statements[0].criteria))


def test_a_list_in_a_sentence_that_no_rule_takes_is_asked_about() -> None:
    said = "must be authorized in advance and will be approved when both of these are true: alpha is present; beta is present."
    found = read_policy(f"Summary of changes\n\nTherapy\n\nTherapy {said}", "Therapy")
    assert found.statements or "sentence_not_mapped" in found.rules


def test_the_foot_of_a_page_that_is_a_sentence_is_no_part_of_the_item_over_it() -> None:
    foot = "\n\nProprietary information of Northwind. Do not distribute.\npg. {}\n\n\n"
    items = "".join(
        f"({letter}) Alpha number {letter} was tried before,{foot.format(n)}"
        for n, letter in enumerate("abc", 1)
    )
    found = read_policy(
        f"Criteria\n\nGadgets are covered when all of the following are met:\n\n{items}(d) Beta was tried.\n"
    )
    asked = found.statements[0].criteria
    assert asked is not None
    assert [child.text for child in asked.children] == [
        *(f"Alpha number {letter} was tried before" for letter in "abc"),
        "Beta was tried",
    ]
