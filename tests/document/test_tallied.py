"""Words over a list that no grammar follows count by the words that count, as long as every other one only leads in."""

from __future__ import annotations

import pytest

from coverable.document.criteria.quantifiers.tallied import tallied
from document.trees import read


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("it can be shown that all of what follows is true", "all"),
        ("each question below is answered with yes", "all"),
        ("the criteria below are met, without exception", "all"),
        ("all three criteria", "all"),
        ("either the first or the second of these is met", "any"),
        ("even one of what is listed here", "any"),
        ("any of A through F is true", "any"),
        ("either of the two", "any"),
        ("two of these three are shown", "at_least 2"),
        ("2/3 or more of the criteria listed are met", "at_least 2"),
        ("no fewer than two of these", "at_least 2"),
        ("the answer to every question below is no", "none"),
        ("the work-up was negative for all of the following", "none"),
        ("not one of these is present", "none"),
    ],
)
def test_what_counts_among_words_that_only_lead_in_is_the_rule(words: str, rule: str) -> None:
    found = tallied(words)
    assert found is not None
    assert f"{found.rule} {found.n or ''}".strip() == rule


@pytest.mark.parametrize(
    "words",
    [
        "not all of these are present",
        "none of the following is absent",
        "any or all of the following",
        "all but one of the following are met",
        "fewer than two of these",
        "for each of the following, one of the criteria below",
        "the two conditions below",
        "all other uses, including the following",
        "Scenario 1",
        "for members under 18, both of the following",
        "prescribed by a physician and one of the following",
        "risk with one of the following",
        "a weak grip and one of the following",
        "no alternative is available and all of the following criteria are met",
        "the first request was not approved and one of the following is met",
        "all of these are met (no form is needed)",
        "without review when all of the following are met",
        "none or all of the following are present",
    ],
)
def test_counts_that_disagree_and_words_that_say_more_are_left_to_the_grammar(words: str) -> None:
    assert tallied(words) is None


def test_words_of_a_list_that_only_lead_in_are_no_condition_of_it() -> None:
    found = read(
        "A gadget is covered when the claim is accompanied by records establishing ALL of these:\n- Alpha\n- Beta"
    )
    assert (found.tree, found.rules) == ("all(alpha, beta)", [])


def test_items_called_by_letters_of_which_any_is_enough_are_no_list_of_all() -> None:
    found = read("A gadget is covered if ANY of A through B is true:\nA. Alpha\nB. Beta")
    assert (found.tree, found.rules) == ("any(alpha, beta)", [])


def test_a_single_word_over_a_list_is_asked_about() -> None:
    found = read(
        "A gadget is covered when ALL of these are met:\n- Alpha\n- Zeta with one of the following:\n  - Beta\n  - Gamma"
    )
    assert "double_role" in found.rules


def test_other_forms_of_words_that_lead_in_can_tell_of_a_patient() -> None:
    found = read(
        "A gadget is covered when the condition has progressed and all of the following are met:\n- Alpha\n- Beta"
    )
    assert found.tree == "all(“the condition has progressed”, alpha, beta)"
