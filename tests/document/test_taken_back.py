"""What takes back a position in its own sentence or list, and what a grant says that is no condition."""

from __future__ import annotations

import pytest

from coverable.document.criteria.statements.openings import opened, remarks
from coverable.document.criteria.text.passage import whole
from coverable.document.granted.amounts import amounts
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read

MN = "medically_necessary"


@pytest.mark.parametrize(
    "sentence",
    [
        "in alpha because they are no beta; however, it is possible that they may be paid for elsewhere.",
        "because they are of no use, unless they are worn for gamma.",
        "in alpha since they are for comfort, except that a clinic may use them.",
    ],
)
def test_a_reason_that_takes_a_refusal_back_in_part_is_asked_about(sentence: str) -> None:
    assert "exception_inside" in read(f"Gadgets are not covered {sentence}").rules


@pytest.mark.parametrize(
    "sentence",
    [
        "for alpha because the evidence is limited, although studies go on.",
        "because data are sparse; however, more trials are under way.",
    ],
)
def test_a_reason_that_goes_on_about_evidence_takes_nothing_back(sentence: str) -> None:
    assert read(f"Gadgets are considered investigational {sentence}").rules == []


@pytest.mark.parametrize(
    "item",
    [
        "Services will not be considered for beta",
        "Repair of beta. Payment will not be made for gamma",
    ],
)
def test_an_item_that_refuses_among_what_is_covered_is_asked_about(item: str) -> None:
    assert read(f"Gadgets are covered for:\n- alpha\n- {item}").rules == ["position_unclear"]


@pytest.mark.parametrize(
    "item",
    ["Members who will not be considered for beta", "The service cannot be given at a lower level than beta"],
)
def test_what_is_not_done_for_a_patient_is_a_condition(item: str) -> None:
    assert read(f"Gadgets are covered for:\n- alpha\n- {item}").rules == []


@pytest.mark.parametrize(
    ("sentence", "count", "per"),
    [
        ("The plan reimburses for a brace on the leg once per three years, per leg.", "1", "3 years per leg"),
        ("The plan will pay for a brace one time per six months.", "1", "6 months"),
        ("A brace is covered two times a year for members with gout.", "2", "year"),
    ],
)
def test_how_often_something_is_paid_for_is_a_limit_and_no_condition(
    sentence: str, count: str, per: str
) -> None:
    (one,) = amounts(sentence)
    assert (one.count, one.per) == (count, per)
    found = read(sentence)
    assert all("time" not in tree and "once" not in tree and "per" not in tree for tree in found.short)


def test_how_often_a_patient_does_something_is_a_condition() -> None:
    assert amounts("A brace is covered when the patient exercises three times per week.") == ()


def test_once_before_a_period_is_what_is_granted_and_no_condition() -> None:
    sentence = "The plan reimburses for gadgets once per three years when the patient has alpha."
    assert read(sentence).short == [f"{MN}: alpha"]
    assert [a.says for a in amounts(sentence)] == ["1 per 3 years"]


@pytest.mark.parametrize(
    ("note", "rule"),
    [
        ("NOTE: If approved, a brace will be allowed as a single device.", "quantity_limit"),
        ("Once authorization is granted, a brace is allowed for one course.", "quantity_limit"),
        ("If it is approved, a brace will be provided for twelve weeks.", "approval_length"),
    ],
)
def test_what_an_approval_grants_is_no_criterion(note: str, rule: str) -> None:
    text = f"Braces\n\nCriteria\n\nA brace is considered medically necessary for gout.\n\n{note}\n"
    view = reading_of(read_source(text.encode(), "brace.txt")).view()
    assert len(view["statements"]) == 1
    assert rule in [f["rule"] for f in view["findings"]]


def test_requirements_under_a_heading_that_denies_are_no_grounds() -> None:
    found = read(
        "# Criteria\n\nGadgets are covered for alpha.\n\nLimitations:\n\n- Patient must have tried beta\n"
        "- Gadgets for gamma\n- Members have to be free of delta"
    )
    assert found.short[-1] == "not_covered: gamma"
    assert found.rules.count("sentence_not_mapped") == 2


def test_what_is_asked_in_a_case_before_its_list_is_no_part_of_the_case() -> None:
    found = read(
        "Gadgets are covered when ALL of the following are met:\n- For adults with alpha, a beta report is required. The"
        " report must show all of the following:\n  - gamma\n  - delta\n- epsilon"
    )
    assert found.tree == "all(if(alpha, all(beta, gamma, delta)), epsilon)"


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("NOTE: Where approval is required but not obtained, we can apply a penalty.", True),
        ("Note: Gadgets are covered when the following are met.", False),
        ("Where approval is required but not obtained, we can apply a penalty.", False),
    ],
)
def test_a_note_over_a_list_that_announces_none_is_no_condition_of_it(text: str, remark: bool) -> None:
    (block,) = read_source(text.encode(), "note.txt").blocks
    assert remarks(opened(whole(block), False)) is remark


@pytest.mark.parametrize("covered", ["covered", "not covered"])
def test_a_list_of_services_may_be_joined_by_and(covered: str) -> None:
    found = read(f"The following services are {covered}:\n(a) alpha;\n(b) beta; and\n(c) gamma.")
    assert (found.tree, found.rules) == ("any(alpha, beta, gamma)", [])
