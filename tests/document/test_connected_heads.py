"""Words over a list that end with a connector, count something else, or are whole clauses without their list."""

from __future__ import annotations

import pytest

from document.trees import read


def test_an_or_behind_the_words_over_a_list_joins_them_to_it() -> None:
    found = read(
        "Gadgets are covered when all of the following are met:\n- Alpha; AND\n- Beta; OR\n  - Gamma; OR\n  - Delta"
    )
    assert found.tree == "all(alpha, any(beta, gamma, delta))"


def test_a_number_in_words_that_end_with_and_counts_nothing_of_the_list() -> None:
    found = read(
        "Gadgets are covered for any of the following:\n- A relative with two or more alpha diagnoses, AND\n"
        "  - Beta, OR\n  - Gamma\n- Delta"
    )
    assert found.tree == "any(all(alpha, any(beta, gamma)), delta)"


@pytest.mark.parametrize(
    ("over", "leaf"),
    [
        (
            "for diagnostic alpha when colonoscopy is contraindicated for ANY of the following indications",
            "diagnostic alpha when colonoscopy is contraindicated",
        ),
        (
            "only if a diagnosis for alpha has not been made after ALL of the following have been done",
            "a diagnosis for alpha has not been made",
        ),
    ],
)
def test_a_clause_that_is_whole_without_its_list_is_a_condition(over: str, leaf: str) -> None:
    [made] = read(f"Gadgets are covered {over}:\n- Beta\n- Gamma").statements
    assert made.criteria is not None
    assert made.criteria.children[0].text == leaf


def test_what_the_individual_is_experiencing_is_the_list() -> None:
    found = read(
        "Gadgets are covered when any of the following is met:\n- The individual is experiencing the following symptoms:\n"
        "  - Alpha; or\n  - Beta.\n- Gamma."
    )
    assert found.tree == "any(alpha, beta, gamma)"
    assert found.rules == []


def test_criteria_for_approval_of_a_request_name_the_service() -> None:
    [made] = read(
        "The following clinical criteria must be met and documented for approval of a PA request for gadgets:\n- Alpha\n- Beta"
    ).statements
    assert (made.subject, made.notes) == ("gadgets", ())


def test_a_service_that_needs_no_authorization_is_named_without_saying_so() -> None:
    found = read(
        "Gadgets do not require prior authorization and are considered medically necessary when ALL of the following are met:\n"
        "- Alpha\n- Beta"
    )
    assert found.short == ["medically_necessary: all(alpha, beta)"]
    assert (found.statements[0].subject, found.rules) == ("Gadgets", [])


def test_who_is_certified_is_no_service() -> None:
    found = read(
        "Coverage criteria:\nThe prescriber is certified through the alpha program and gives its number."
    )
    assert found.statements == ()


def test_a_sentence_that_only_says_that_criteria_follow_makes_no_statement() -> None:
    found = read(
        "The plan will provide coverage for alpha when it is determined the medical criteria or guidelines below are met."
    )
    assert found.statements == ()


@pytest.mark.parametrize(
    ("inline", "tree"),
    [
        (
            "(1) risk with one of the following: (a) alpha, or (b) beta; (2) gamma; or (3) delta",
            "any(all(“risk”, any(alpha, beta)), gamma, delta)",
        ),
        ("A) alpha; b) beta; or c) gamma", "any(alpha, beta, gamma)"),
    ],
)
def test_a_list_inside_an_item_counts_in_a_series_of_its_own(inline: str, tree: str) -> None:
    assert read(f"Gadgets are covered for ONE of the following: {inline}.").tree == tree
