"""Sentences that a nurse found were read, without a question, as saying more than they do."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read


def test_unless_in_a_denial_takes_the_whole_of_its_list_out() -> None:
    found = read(
        "Policy\nTraction is not covered when alpha is present, unless the member has beta, needs gamma, or weighs more."
    )
    assert found.short == ["not_covered: all(alpha, not(beta+gamma))"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Only one device is paid, regardless of the number of rooms.",
        "Can two pumps be paid for one period? No. Only one pump is paid, regardless of the number of wounds.",
    ],
)
def test_how_many_are_paid_is_no_position(sentence: str) -> None:
    found = read(f"Policy\n{sentence}")
    assert not found.statements
    assert "sentence_not_mapped" in found.rules


def test_a_series_of_services_that_one_condition_interrupts_is_asked_about() -> None:
    assert (
        "running_text"
        in read("Policy\nWe do not cover alpha, beta in the home, or beta in a small room.").rules
    )


def test_a_bound_in_what_is_denied_is_asked_about() -> None:
    found = read(
        "Policy\nClaims for more than 15 kits per month will be denied as not necessary unless alpha is present."
    )
    assert "position_unclear" in found.rules


def test_a_member_who_is_covered_for_a_service_is_a_condition() -> None:
    found = read("Policy\nA member with alpha is covered for a speech device when beta is present.")
    assert [s.subject for s in found.statements] == ["a speech device"]
    assert found.short == ["medically_necessary: all(alpha, beta)"]


def test_how_sessions_are_paid_may_hold_besides_other_criteria() -> None:
    found = read("Policy\nSessions are payable only when alpha is present and the member has beta.")
    assert "general_criteria" in found.rules


def test_a_table_of_positions_is_read_though_codes_stand_in_it() -> None:
    page = (
        "<h1>Stomach Surgery</h1><h2>Criteria</h2><p>Stomach surgery is considered medically necessary when pain is present.</p>"
        "<h2>Procedures</h2><table><tr><th>Procedure</th><th>CPT</th><th>Position</th></tr>"
        "<tr><td>Sleeve</td><td>43775</td><td>Covered with criteria</td></tr>"
        "<tr><td>Small bypass</td><td>43659</td><td>Experimental</td></tr>"
        "<tr><td>Balloon</td><td>43290</td><td>Not covered</td></tr>"
        "<tr><td>Band</td><td>43770</td><td>✗</td></tr></table>"
    )
    reading = reading_of(read_source(page.encode(), "a.html"))
    assert [(s.subject, s.position) for s in reading.statements][1:] == [
        ("Sleeve", "medically_necessary"),
        ("Small bypass", "investigational"),
        ("Balloon", "not_covered"),
        ("Band", "not_covered"),
    ]
