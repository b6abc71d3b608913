"""In which case something is asked for, and what only says so again: “if and when”, “waived if”, “(all three)”."""

from __future__ import annotations

import pytest

from document.trees import read

WHEN = "Gadgets are medically necessary "
ALL = f"{WHEN}when all of the following are met:\n- Delta is shown.\n- "


@pytest.mark.parametrize(
    "case",
    [
        "If and when alpha is present",
        "Should it happen that alpha is present",
        "When it is known that alpha is present",
        "When alpha is present (only then)",
        "If it turns out that alpha is present",
        "If alpha is present (otherwise not applicable)",
    ],
)
def test_a_case_in_more_words_than_if_is_that_case(case: str) -> None:
    plain = read(f"{ALL}{case}, beta is worn.")
    over = read(f"{ALL}{case}, any of the following are met:\n  - Beta.\n  - Gamma.")
    assert (plain.tree, plain.rules) == ("all(delta, if(alpha, beta))", [])
    assert (over.tree, over.rules) == ("all(delta, if(alpha, any(beta, gamma)))", [])


def test_a_case_in_brackets_over_a_list_decides_whether_it_is_asked_for() -> None:
    found = read(f"{ALL}(If alpha is present) at least one of the following:\n  - Beta.\n  - Gamma.")
    assert (found.tree, found.rules) == ("all(delta, if(alpha, any(beta, gamma)))", [])


def test_all_remaining_cases_are_the_other_cases() -> None:
    found = read(f"{ALL}If alpha is present: beta is worn. In all remaining cases: gamma is worn.")
    assert (found.tree, found.rules) == ("all(delta, if(alpha, beta, gamma))", [])


@pytest.mark.parametrize(
    "item",
    [
        "If it is not the case that alpha is present, beta is worn.",
        "In all cases except when alpha is present, beta is worn.",
        "Unless the situation is one in which alpha is present, beta is worn.",
        "Beta is worn, although this is not needed if alpha is present.",
        "Beta is worn (requirement waived if alpha is present).",
    ],
)
def test_what_makes_a_condition_needless_is_its_alternative(item: str) -> None:
    found = read(f"{ALL}{item}")
    assert found.tree in ("all(delta, any(beta, alpha))", "all(delta, any(alpha, beta))")
    assert found.rules == []


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("when alpha is seen, when beta is seen, or when gamma is seen", "any(alpha, beta, gamma)"),
        ("if alpha is seen; if beta is seen; or if gamma is seen", "any(alpha, beta, gamma)"),
        (
            "in cases where alpha is seen, where beta is seen, or where gamma is seen",
            "any(alpha, beta, gamma)",
        ),
        (
            "for members who have alpha, for members who have beta, or for members who have gamma",
            "any(alpha, beta, gamma)",
        ),
        (
            "provided alpha is seen, provided beta is seen, or provided gamma is seen",
            "any(alpha, beta, gamma)",
        ),
        ("only if alpha is seen, only if beta is seen, or only if gamma is seen", "any(alpha, beta, gamma)"),
        ("when it is alpha when treated; or, alternatively, when beta is seen", "any(alpha, beta)"),
        ("when worn for alpha where beta is seen or where gamma is seen", "all(alpha, any(beta, gamma))"),
        ("for alpha, where beta is seen, or where gamma is seen", "all(alpha, any(beta, gamma))"),
        ("when alpha is seen, so long as beta is seen", "all(alpha, beta)"),
        ("when alpha is seen, and if beta is seen as well", "all(alpha, beta)"),
    ],
)
def test_a_word_that_begins_each_case_begins_them_all(words: str, tree: str) -> None:
    found = read(f"{WHEN}{words}.")
    assert (found.tree, found.rules) == (tree, [])


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        (
            "alpha is seen, beta is seen, and gamma is seen (all three are necessary)",
            "all(alpha, beta, gamma)",
        ),
        ("alpha is seen, beta is seen, or gamma is seen (any one)", "any(alpha, beta, gamma)"),
        ("alpha is seen AND beta is seen (each is needed)", "all(alpha, beta)"),
        ("alpha is seen; beta is seen; gamma is seen (two suffice)", "at_least_2(alpha, beta, gamma)"),
    ],
)
def test_a_remark_behind_conditions_that_only_counts_says_how_many(words: str, tree: str) -> None:
    running, item = read(f"{WHEN}if {words}."), read(f"{ALL}{words.capitalize()}")
    assert (running.tree, running.rules) == (tree, [])
    assert item.tree == (f"all(delta, {tree[4:]}" if tree.startswith("all") else f"all(delta, {tree})")


def test_a_remark_that_counts_otherwise_than_the_items_is_asked_about() -> None:
    assert "count_mismatch" in read(f"{WHEN}if alpha is seen and beta is seen (all three).").rules


@pytest.mark.parametrize(
    ("words", "tree"), [("first or the second", "any(alpha, beta)"), ("first and second", "all(alpha, beta)")]
)
def test_items_named_by_their_order_are_these_items(words: str, tree: str) -> None:
    found = read(f"{WHEN}if the {words} criterion is met:\n1. Alpha\n2. Beta")
    assert (found.tree, found.rules) == (tree, [])


def test_three_items_of_which_two_are_named_by_their_order_are_asked_about() -> None:
    found = read(f"{WHEN}if the first or the second criterion is met:\n1. Alpha\n2. Beta\n3. Gamma")
    assert "labels_mismatch" in found.rules


@pytest.mark.parametrize("state", ["is present", "was present", "are seen"])
def test_what_is_present_without_any_of_a_list_is_asked_for_beside_it(state: str) -> None:
    found = read(f"{WHEN}when alpha {state} without any of the following:\n- Beta.\n- Gamma.")
    assert (found.tree, found.rules) == ("all(alpha, none(beta, gamma))", [])


@pytest.mark.parametrize(
    "words",
    [
        "there is no clinical or imaging evidence of any of the following",
        "no current or past occurrence of any of the following is documented",
        "the member does not meet any exclusion listed here",
        "imaging has excluded all of the following",
        "the work-up has ruled out all of the following",
    ],
)
def test_what_is_not_there_in_either_way_is_none_of_a_list(words: str) -> None:
    found = read(f"{WHEN}when {words}:\n- Beta.\n- Gamma.")
    assert (found.tree, found.rules) == ("none(beta, gamma)", [])


def test_a_proviso_behind_a_comma_is_asked_for_as_well() -> None:
    found = read(f"{WHEN}when the knee has alpha, provided that the hip has beta.")
    assert (found.tree, found.rules) == ("all(alpha, beta)", [])


@pytest.mark.parametrize("whom", ["adults and children who meet", "children and adults with"])
def test_everybody_is_no_condition(whom: str) -> None:
    found = read(f"{WHEN}for {whom} all of the following:\n- Beta.\n- Gamma.")
    assert (found.tree, found.rules) == ("all(beta, gamma)", [])


def test_a_case_joined_by_and_to_others_joined_by_or_is_asked_about() -> None:
    found = read(f"{WHEN}when alpha is seen or when beta is seen, and when gamma is seen.")
    assert found.rules == ["and_or_scope"]


@pytest.mark.parametrize("word", ["when", "where"])
def test_cases_in_a_grid_of_services_are_alternatives_as_well(word: str) -> None:
    begins = "When" if word == "when" else "In cases where"
    cell = f"{begins} alpha is seen, {word} beta is seen, or {word} gamma is seen."
    found = read(f"Service | Coverage | Comments\nGadget | Allowed when criteria are met | {cell}")
    assert found.tree == "any(alpha, beta, gamma)"
