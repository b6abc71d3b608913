"""A line between two lists that asks for the second one beside the first, and lists under numbered sentences."""

from __future__ import annotations

import pytest

from coverable.document.layout.markers import marker_of
from document.made import read_bytes
from document.trees import read

_FIRST = "Gadgets are covered for members with any of these conditions:\n- alpha\n- beta\n\n"


@pytest.mark.parametrize(
    "line",
    [
        "when all of the criteria below are met:",
        "and who meet all of the following:",
        "provided that all of these are shown:",
        "AND all of the following:",
    ],
)
def test_a_line_between_two_lists_asks_for_the_second_as_well(line: str) -> None:
    found = read(f"{_FIRST}{line}\na. gamma\nb. delta")
    assert found.tree == "all(any(alpha, beta), gamma, delta)"
    assert found.rules == []


def test_such_a_line_inside_an_item_asks_for_both_of_that_item_alone() -> None:
    found = read(
        "The following gadgets are covered:\nA. Alpha for members with any of these conditions:\n  1. beta\n  2. gamma\n"
        "  when all of the criteria below are met:\n  a. delta; and\n  b. epsilon\nB. Zeta."
    )
    assert found.short == [
        "medically_necessary: all(any(beta, gamma), delta, epsilon)",
        "medically_necessary: ",
    ]


def test_such_a_line_in_an_item_of_a_page_stays_in_its_item() -> None:
    page = (
        "<h2>Policy</h2><p>The following gadgets are covered:</p><ol type='A'><li>Alpha for members with any of these:"
        "<ol><li>beta</li><li>gamma</li></ol><p>when all of the criteria below are met:</p>"
        "<ol type='a'><li>delta</li><li>epsilon</li></ol></li><li>Zeta</li></ol>"
    )
    first, second = read_bytes(page.encode(), "policy.html").statements
    assert (first.subject, second.subject, second.criteria) == ("Alpha", "Zeta", None)
    assert first.criteria is not None
    assert [c.rule for c in first.criteria.children] == ["any", "all"]
    assert [c.text for c in first.criteria.children[1].children] == ["delta", "epsilon"]


def test_a_list_of_a_page_stands_under_the_numbered_sentence_that_announces_it() -> None:
    page = (
        "<h2>Policy</h2><p>Covered Indications</p><p>1. Gadgets are covered when both are met:</p><ul><li>alpha</li>"
        "<li>beta</li></ul><p>2. Gauges are covered when any is met:</p><ul><li>gamma</li><li>delta</li></ul>"
    )
    found = read_bytes(page.encode(), "policy.html")
    told = [(s.subject, s.criteria and [c.text for c in s.criteria.children]) for s in found.statements]
    assert told == [("Gadgets", ["alpha", "beta"]), ("Gauges", ["gamma", "delta"])]
    assert found.rules == []


@pytest.mark.parametrize(("outer", "inner"), [(">", ">>"), ("*", "--"), ("»", "-")])
def test_signs_that_are_typed_as_bullets_are_bullets(outer: str, inner: str) -> None:
    found = read(
        f"Gadgets are covered when ANY of these is met:\n{outer} Alpha\n{outer} BOTH of:\n    {inner} beta\n"
        f"    {inner} gamma\n{outer} Delta"
    )
    assert found.tree == "any(alpha, all(beta, gamma), delta)"


def test_the_sign_of_a_value_at_the_beginning_of_a_line_is_no_bullet() -> None:
    assert marker_of("> 30 mmHg at rest") is None
    assert marker_of("> Pain at rest") is not None


@pytest.mark.parametrize(
    ("over", "labels"),
    [
        ("if requirements A1 through A3 are each satisfied:", ("A1.", "A2.", "A3.")),
        ("when criteria A1, A2 and A3 are met:", ("A1.", "A2.", "A3.")),
        ("when each of 1a to 1c is met:", ("1a.", "1b.", "1c.")),
    ],
)
def test_labels_of_a_letter_and_a_figure_count_items_of_one_list(over: str, labels: tuple[str, ...]) -> None:
    items = "\n\n".join(f"  {x} {w}" for x, w in zip(labels, ("Alpha", "Beta", "Gamma"), strict=True))
    found = read(f"Gadgets are covered {over}\n\n{items}")
    assert found.tree == "all(alpha, beta, gamma)"
    assert found.rules == []


def test_what_meets_goes_on_with_its_criteria_in_the_next_line() -> None:
    found = read(
        "1. For individuals with any of the following, testing by gadget MEETS\n   COVERAGE CRITERIA:\n\n     a. Alpha\n\n"
        "     b. Beta\n\n     c. Gamma\n"
    )
    assert [s.subject for s in found.statements] == ["testing by gadget"]
    assert found.tree == "any(alpha, beta, gamma)"
