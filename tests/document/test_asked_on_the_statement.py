"""What stands behind a statement and may bound it is asked about on that statement, and not by itself only."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.text.read import read_text
from coverable.document.reading import Reading
from document.made import read_policy
from document.trees import read

CRITERIA = (
    "Policy\n\nAlphagen or Betagen will be approved when the member\n1. has gout, and\n2. has had a flare.\n"
)


def whole(text: str) -> Reading:
    return reading_of(read_text(text.encode(), "test.txt"))


def asked_on(found: Reading, subject: str) -> list[str]:
    """The rules of the findings that stand on the statement about a service."""
    rules = {one.id: one.rule for one in found.findings}
    return [rules[n] for s in found.statements if subject in s.subject for n in s.notes]


@pytest.mark.parametrize(
    "behind",
    [
        "For Betagen only: prescribed by, or in consultation with, a specialist.",
        "For Betagen, the member must also be unable to swallow.",
        "Step therapy exception\n\nA member who was started on it in hospital does not have to meet item 2.",
        "\nThe member must be seen by a specialist once a year.",
    ],
)
def test_a_sentence_that_bounds_a_statement_is_asked_about_on_it(behind: str) -> None:
    found = whole(f"{CRITERIA}\n{behind}")
    assert "sentence_not_mapped" in asked_on(found, "Betagen")


def test_a_sentence_on_one_of_two_services_is_not_asked_about_on_the_other() -> None:
    other = "\nGammagen will be approved when the member has lupus.\n"
    found = whole(f"{CRITERIA}{other}\nFor Betagen, the member must also be unable to swallow.")
    assert "sentence_not_mapped" in asked_on(found, "Betagen")
    assert "sentence_not_mapped" not in asked_on(found, "Gammagen")


def test_an_approval_for_months_under_a_condition_is_a_statement_and_loses_no_word() -> None:
    for verb in ("approved", "renewed"):
        found = read(f"Policy\n\nGadgets are {verb} for 12 months when alpha is shown.")
        assert found.tree == "alpha"
        assert "words_lost" not in found.rules


def test_what_follows_a_remark_on_a_service_is_what_is_covered() -> None:
    found = read(
        "Policy\n\nGadgets are prescription items and the following benefits are covered:\n- Alpha\n- Beta"
    )
    assert found.tree == "any(alpha, beta)"


@pytest.mark.parametrize(
    "text",
    [
        "Replaced language indicating “gadgets are medically necessary in some cases” with “gadgets are medically necessary when alpha is shown”",
        "Added language to indicate gadgets are medically necessary for alpha",
        "If a gadget is new on the market, it may be necessary, prior to seeking advice, to obtain information from its maker.",
    ],
)
def test_what_was_changed_or_is_to_be_done_takes_no_position(text: str) -> None:
    assert read_policy(f"Policy\n\nWidgets are necessary when beta is shown.\n\n{text}").statements[1:] == ()


def test_a_length_of_two_times_is_no_condition() -> None:
    text = "Initial coverage for other patients may be limited to the shorter of 90 days or the time of the prescription."
    assert len(read_policy(f"Policy\n\nGadgets are necessary when alpha is shown.\n\n{text}").statements) == 1


def test_words_that_pay_for_the_services_below_are_asked_about_as_their_criteria() -> None:
    found = read_policy(
        "Policy\n\nSmall plans pay for the services below when a network provider gives them.\n\nGadgets are covered when alpha is shown."
    )
    assert "general_criteria" in found.rules


def test_uses_beside_a_denial_in_a_table_are_asked_about() -> None:
    rows = "Alpha panel\tMedically necessary\tBeta is shown\nGamma panel\tInvestigational\tPrediction in members without symptoms\n"
    found = whole(
        f"Policy\n\nTest\tPosition\tCriteria\n{rows}Delta panel\tInvestigational\tAll indications\n"
    )
    assert "criteria_in_table" in asked_on(found, "Gamma")
    assert "criteria_in_table" not in asked_on(found, "Delta")
