"""What others hold and how claims are handled is no position; what the payer says in rarer words is one."""

from __future__ import annotations

import pytest

from coverable.document.findings import Findings
from coverable.document.readers.text.read import read_text
from coverable.document.sections.sections import sections
from document.trees import read


@pytest.mark.parametrize(
    "sentence",
    [
        "Critics say that gadgets should be covered for everyone who asks.",
        "The authors held that use of gadgets is medically necessary in far fewer cases than are treated today.",
        "The first considers use of gadgets investigational; the second supports such use for anyone with alpha.",
        "A state audit found that 4 in 10 requests for gadgets were approved although records lacked an examination.",
        "Payment is made only when the claim is filed on time and the member is eligible.",
        "The pharmacy claim rejects until a prior authorization is on file.",
    ],
)
def test_what_others_hold_and_how_claims_are_handled_takes_no_position(sentence: str) -> None:
    found = read(sentence)
    assert found.statements == ()
    assert "sentence_not_mapped" not in found.rules


@pytest.mark.parametrize(
    "sentence",
    [
        "The health plan covers gadgets (ALL must be met):",
        "Program coverage is open for gadgets when ALL of the following are met:",
        "Gadgets may be furnished at program expense when all of these are true:",
        "A favorable determination on gadgets is made if each of the following is documented:",
        "A prior authorization for gadgets may be entered after the reviewer has confirmed all of these:",
        "A request for gadgets meets guideline criteria provided that all of the following apply:",
        "You can receive gadgets as a covered service when all criteria below are met:",
        "Northwind Mutual will consider coverage of gadgets as long as ALL of the following are met:",
        "Medicare allows payment for gadgets - the request must meet all of the following:",
        "Gadgets are covered for recipients who satisfy the entire list below:",
        "Gadgets are covered when the complete set of criteria is met:",
    ],
)
def test_rarer_words_for_what_is_granted_are_read_without_a_question(sentence: str) -> None:
    found = read(f"{sentence}\n- Alpha.\n- Beta.")
    assert (found.short, found.rules) == (["medically_necessary: all(alpha, beta)"], [])
    assert found.statements[0].subject.lower() == "gadgets"


@pytest.mark.parametrize(
    ("sentence", "tree"),
    [
        (
            "In the 2026 plan year, gadgets are covered when alpha is present.",
            "all(“the 2026 plan year”, alpha)",
        ),
        ("The plan covers sugar - continuous gadgets when alpha is present.", "alpha"),
    ],
)
def test_a_year_and_a_dash_inside_a_name_take_no_position_away(sentence: str, tree: str) -> None:
    assert read(sentence).short == [f"medically_necessary: {tree}"]


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("Gadgets are viewed as care that is not medically necessary for", "not_medically_necessary"),
        ("Gadgets are listed among the plan's general exclusions in connection with", "benefit_exclusion"),
        ("Deny gadgets as investigational for", "investigational"),
    ],
)
def test_rarer_words_for_what_is_denied_are_read_without_a_question(sentence: str, short: str) -> None:
    found = read(f"{sentence} any of the following:\n- Alpha.\n- Beta.")
    assert (found.short, found.rules) == ([f"{short}: any(alpha, beta)"], [])


@pytest.mark.parametrize(
    ("tail", "reach"),
    [
        ("for uses on which this policy is otherwise silent", "other uses"),
        ("for whatever indication the statements above do not reach", "other uses"),
        ("when requested for a diagnosis that is not on the list above", "other uses"),
        ("unless and until the requirements of this section have been documented", "criteria not met"),
        ("for all other reasons and whenever the criteria above are unmet", "other uses + criteria not met"),
    ],
)
def test_rarer_words_for_all_the_rest_close_the_policy(tail: str, reach: str) -> None:
    found = read(f"Gadgets are not medically necessary {tail}.")
    assert (found.short, found.rules) == ([f"not_medically_necessary: {reach}"], [])


@pytest.mark.parametrize(
    ("title", "rows", "kind"),
    [
        (
            "Texts Consulted",
            "1. Gadgetin (injection) [product label]. Marlow: Tern; June 2024.\n2. Benning R. A survey. Payer Rev. 2021.\n"
            "3. Tamura R (2024). Design of trials. Lett 3:4.",
            "references",
        ),
        ("Rules and Dates", "- 2024: March – Reviewed.\n- 2023: May – Reworded.", "history"),
    ],
)
def test_the_rows_under_an_unusual_title_tell_its_kind(title: str, rows: str, kind: str) -> None:
    text = f"Gadgets\n\nCriteria\n\nGadgets are covered when alpha is shown.\n\n{title}\n\n{rows}\n"
    found = sections(read_text(text.encode(), "test.txt"), Findings())
    assert [s.kind for s in found if s.title == title] == [kind]
