"""Numbered questions, each with where “Yes” and “No” lead, in our own words."""

from __future__ import annotations

from document.made import read_bytes
from document.trees import read

_HEAD = "Gadgets\n\nApproval Criteria\n"


def _text(*rows: tuple[str, str, str]) -> str:
    """Questions as two columns of text."""
    out: list[str] = []
    for i, (question, yes, no) in enumerate(rows, 1):
        out += [f"{i}. {question:<42}Yes: {yes}", f"{'':<45}No: {no}", ""]
    return "\n".join(out)


def test_a_question_whose_no_is_denied_is_asked_for_and_one_whose_yes_is_denied_is_barred() -> None:
    found = read(
        _HEAD
        + _text(
            ("Is alpha shown?", "Go to #2", "Pass to RPh. Deny; not necessary"),
            ("Is there beta?", "Pass to RPh. Deny", "Go to #3"),
            ("Is gamma shown?", "Approve for 6 months", "Deny"),
        )
    )
    assert found.tree == "all(alpha, not(beta), gamma)"
    assert found.statements[0].subject == "Gadgets"


def test_where_both_answers_lead_on_either_way_suffices() -> None:
    found = read(
        _HEAD
        + _text(
            ("Is it for alpha?", "Go to #2", "Go to #3"),
            ("Is beta shown?", "Approve for 6 months", "Deny"),
            ("Is gamma shown?", "Approve for 6 months", "Deny"),
        )
    )
    assert found.tree == "any(all(alpha, beta), all(not(alpha), gamma))"


def test_an_approval_at_once_needs_nothing_more() -> None:
    found = read(
        _HEAD
        + _text(
            ("Is alpha shown?", "Approve for 6 months", "Go to #2"),
            ("Is beta shown?", "Approve for 6 months", "Deny"),
        )
    )
    assert found.tree == "any(alpha, beta)"


def test_a_question_that_sends_renewals_elsewhere_asks_nothing_of_others() -> None:
    found = read(
        _HEAD
        + _text(
            ("Was it approved before?", "Go to Renewal Criteria", "Go to #2"),
            ("Is alpha shown?", "Approve", "Deny"),
        )
        + "\nRenewal Criteria\n"
        + _text(("Is beta shown?", "Go to #2", "Deny"), ("Is gamma shown?", "Approve", "Deny"))
    )
    assert found.short == ["medically_necessary: alpha", "medically_necessary: all(beta, gamma)"]
    assert [s.stage for s in found.statements] == [None, "continuation"]


def test_questions_may_be_rows_of_a_table_and_one_may_only_record_something() -> None:
    rows = [
        ("1. What is treated?", "Record the code", ""),
        ("2. Is alpha shown?", "Yes: Go to #3", "No: Deny; not covered"),
        ("3. Is beta shown?", "Yes: Approve for 12 months", "No: Pass to RPh. Deny"),
    ]
    table = "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c in rows)
    found = read_bytes(
        f"<h1>Gadgets</h1><h2>Approval Criteria</h2><table>{table}</table>".encode(), "policy.html"
    )
    tree = found.statements[0].criteria
    assert tree is not None and tree.rule == "all"
    assert [c.text for c in tree.children] == ["Is alpha shown", "Is beta shown"]


def test_answers_that_lead_nowhere_are_asked_about() -> None:
    found = read(
        _HEAD + _text(("Is alpha shown?", "Go to #9", "Deny"), ("Is beta shown?", "Approve", "Deny"))
    )
    assert "criteria_in_table" in found.rules
    assert found.statements[0].criteria is None


def test_ways_that_lead_through_each_other_without_end_are_asked_about() -> None:
    rows = [(f"Is alpha {i} shown?", f"Go to #{i + 1}", f"Go to #{i + 2}") for i in range(1, 40)]
    ends = ("Is beta shown?", "Approve", "Deny")
    found = read(_HEAD + _text(*rows, ends, ends))
    assert found.statements[0].criteria is None
    assert "criteria_in_table" in found.rules


def test_questions_that_lead_back_are_asked_about() -> None:
    rows = (("Is alpha shown?", "Go to #2", "Deny"), ("Is beta shown?", "Go to #1", "Deny"))
    assert read(_HEAD + _text(*rows)).statements[0].criteria is None


def test_each_series_is_about_the_drug_over_it_and_a_renewal_about_the_one_before() -> None:
    rows = (("Is alpha shown?", "Go to #2", "Deny"), ("Is beta shown?", "Approve", "Deny"))
    renewal = (("Is gamma shown?", "Go to #2", "Deny"), ("Is delta shown?", "Approve", "Deny"))
    found = read(
        f"{_HEAD}{_text(*rows)}\nRenewal Criteria\n{_text(*renewal)}\nGauges\n\nApproval Criteria\n{_text(*renewal)}"
    )
    assert [s.subject for s in found.statements] == ["Gadgets", "Gadgets", "Gauges"]


def test_answers_on_lines_of_their_own_with_where_they_lead_in_brackets() -> None:
    found = read(
        "Example State Program Clinical Edits\n\nGadgetin Oral Suspension\n\n1. Is alpha shown in the past 90\ndays?\n[ ] Yes (Go to #2)\n"
        "[ ] No (Deny)\n2. Is beta shown?\n\nYes (Go to # +3)\n\nNo (Go to #4)\n3. Is gamma shown?\nYes (Approve - 30 days)\nj\nNo (Deny)\n"
        "4. Is delta shown?\nYes (Approve - 30 days)\nNo (Deny)\n"
    )
    assert found.tree == ("all(alpha, any(all(beta, gamma), all(not(beta), delta)))")
    assert found.statements[0].subject == "Gadgetin Oral Suspension"
