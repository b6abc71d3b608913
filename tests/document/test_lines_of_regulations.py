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
