"""Words over a list that only lead it in, and numbers said in more words than one."""

from __future__ import annotations

import pytest

from document.trees import read

ITEMS = "\n- Alpha\n- Beta\n- Gamma"
ALL, ANY, TWO, NONE = (f"{rule}(alpha, beta, gamma)" for rule in ("all", "any", "at_least_2", "none"))


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("the medical record bears out each one of the following", ALL),
        ("on review, all of the following are found", ALL),
        ("after review by the plan, all of the following are confirmed", ALL),
        ("at the time of the request all of the following apply", ALL),
        ("in the opinion of the reviewer all of the following are met", ALL),
        ("the conditions set forth below are satisfied", ALL),
        ("the following conditions coexist", ALL),
        ("your provider tells us that all of these are true", ALL),
        ("one or the other of the following is met", ANY),
        ("one, or more than one, of the following is met", ANY),
        ("either or both of these are present", ANY),
        ("one or both or all of the following are met", ANY),
        ("two (2) of the following three (3) criteria are satisfied", TWO),
        ("at least 2 (of 3) criteria are present", TWO),
        ("more than one of the following is met", TWO),
        ("there is nothing in the record to suggest any of the following", NONE),
        ("nothing in the chart points to any of the following", NONE),
        ("not a single item below is present", NONE),
        ("none at all of the following is found", NONE),
    ],
)
def test_words_that_ask_nothing_leave_the_number_alone(words: str, tree: str) -> None:
    found = read(f"Gadgets are medically necessary when {words}:{ITEMS}")
    assert (found.short, found.rules) == ([f"medically_necessary: {tree}"], [])


@pytest.mark.parametrize(
    ("head", "tree"),
    [
        (
            "Delta on two visits – all of the following must also be documented",
            "all(delta, alpha, beta, gamma)",
        ),
        (
            "Delta on two visits when associated with any of the following",
            "all(delta, any(alpha, beta, gamma))",
        ),
    ],
)
def test_what_stands_before_a_dash_is_asked_for_as_well(head: str, tree: str) -> None:
    items = "\n  1. Alpha\n  2. Beta\n  3. Gamma"
    found = read(f"Gadgets are medically necessary when one of these is met:\nA. Epsilon\nB. {head}:{items}")
    assert found.short == [f"medically_necessary: any(epsilon, {tree})"]


def test_the_disorders_in_a_list_are_the_list() -> None:
    found = read(f"Gadgets are medically necessary for treatment of the disorders in this list:{ITEMS}")
    assert (found.short, found.rules) == ([f"medically_necessary: {ANY}"], [])


def test_a_grant_given_any_of_a_list_is_a_condition() -> None:
    found = read(f"Prior approval shall be granted for gadgets given any of the following:{ITEMS}")
    assert (found.short, found.rules) == ([f"medically_necessary: {ANY}"], [])
    assert found.statements[0].subject == "gadgets"


def test_a_period_that_is_over_names_the_stage_and_asks_nothing() -> None:
    sentence = "Once the first approval period has ended, gadgets may be approved for continued use when"
    (one,) = read(f"{sentence} all of the following are met:{ITEMS}").statements
    assert one.stage == "continuation"
    assert one.criteria is not None
    assert [n.text for n in one.criteria.children] == ["Alpha", "Beta", "Gamma"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets are investigational when ordered because of alpha or beta.",
        "Gadgets are investigational in connection with any of the following:\n- Alpha\n- Beta",
    ],
)
def test_a_disease_that_an_order_names_as_its_cause_is_a_use(sentence: str) -> None:
    assert read(sentence).short == ["investigational: any(alpha, beta)"]


def test_a_bracket_that_frees_some_from_an_item_is_another_way_to_meet_it() -> None:
    found = read(
        "Gadgets are medically necessary when all of these are met:\n"
        "- Alpha (N/A when beta has failed)\n- Gamma"
    )
    assert (found.tree, found.rules) == ("all(any(alpha, beta), gamma)", [])


def test_the_code_of_a_policy_opens_no_section_of_codes() -> None:
    found = read("Policy Code\n\n31-839\n\nCriteria\n\nGadgets are not covered for alpha.")
    assert found.short == ["not_covered: alpha"]


def test_standards_of_coverage_are_criteria_below_a_discussion_too() -> None:
    found = read(
        "Regulatory Status\n\nGadgets are made of steel.\n\nStandards of Coverage\n\n"
        "Gadgets are not covered for alpha.\n\nReferences\n\n1. Smith J. Gadgets. 2019."
    )
    assert (found.short, found.rules) == (["not_covered: alpha"], [])


@pytest.mark.parametrize(
    "sentence",
    [
        "What we cover and what we do not",
        "Reviewed by the committee, approved as is.",
        "The program has paid for gadgets since 1996.",
        "Northern Lakes receives no payment for mentioning them.",
    ],
)
def test_titles_reviews_and_what_was_take_no_position(sentence: str) -> None:
    assert read(f"Criteria\n\n{sentence}").short == []


def test_other_eye_conditions_are_other_uses() -> None:
    (closing,) = read("Gadgets are not covered for other eye conditions.").statements
    assert (closing.position, closing.all_other_uses) == ("not_covered", True)
