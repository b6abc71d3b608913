"""A further clause of an item, and sentences that let somebody off the criteria: never read as the rest."""

from __future__ import annotations

import pytest

from document.trees import read


@pytest.mark.parametrize(
    "item",
    [
        "Two tests of alpha; one test is enough if beta is shown",
        "Alpha on 5 days a week. In some cases, beta within 7 days may be accepted instead",
        "Alpha in adults; children must have failed beta",
        "Alpha, provided no gamma is present, and for beta",
    ],
)
def test_a_clause_that_lets_something_else_do_or_asks_it_of_some_is_asked_about(item: str) -> None:
    found = read(f"Gadgets are covered when all of the following are met:\n- {item}\n- Delta")
    assert found.rules == ["exception_inside"]


def test_a_counted_list_behind_words_of_its_own_is_asked_about() -> None:
    found = read("Gadgets are covered for any of the following:\n- Alpha and one of: beta, gamma\n- Delta")
    assert "inline_list" in found.rules


@pytest.mark.parametrize(
    "sentence",
    [
        "Battery replacement is covered without meeting these criteria again.",
        "Battery replacement does not have to meet these criteria.",
        "Members under 2 are not required to meet the initial criteria.",
        "Members under 2 are exempt from these requirements.",
    ],
)
def test_a_sentence_that_lets_somebody_off_the_criteria_takes_no_position(sentence: str) -> None:
    found = read(f"Criteria\n\nGadgets are covered for alpha.\n\n{sentence}")
    assert found.short == ["medically_necessary: alpha"]
    assert "sentence_not_mapped" in found.rules


def test_what_is_denied_without_meeting_the_criteria_is_denied() -> None:
    found = read("Criteria\n\nGadgets are not covered without meeting these criteria.")
    assert [s.position for s in found.statements] == ["not_covered"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Scaling and root planing: pocket depth of 4 mm or more with bone loss.",
        "Not more than two quadrants per visit.",
    ],
)
def test_a_bound_without_a_verb_is_asked_about(sentence: str) -> None:
    assert "sentence_not_mapped" in read(f"Criteria\n\nGadgets are covered for alpha.\n\n{sentence}").rules


def test_a_limit_on_a_condition_beside_the_criteria_is_asked_about() -> None:
    found = read("Initial Assessment\n\nUp to 8 hours of assessment are authorized when alpha is shown.")
    assert "sentence_not_mapped" in found.rules
