"""Lists in one item or sentence: their own words count them, parallel words part them, and bounds belong to a name."""

from __future__ import annotations

import pytest

from document.trees import read


def _item(words: str) -> str:
    (one,) = read(f"Policy\nTraction is covered when all of these are met:\n- Theta\n- {words}").short
    return one


@pytest.mark.parametrize(
    ("item", "tree"),
    [
        ("One or more of alpha, beta, and gamma", "any(alpha, beta, gamma)"),
        ("At least two of alpha, beta, or gamma", "at_least_2(alpha, beta, gamma)"),
        ("None of alpha, beta, or gamma", "none(alpha, beta, gamma)"),
        ("Alpha, or beta, or both", "any(alpha, beta)"),
        ("Alpha and beta are each absent", "none(alpha, beta)"),
        ("Alpha: not present", "none(alpha)"),
    ],
)
def test_words_of_an_item_count_what_it_lists(item: str, tree: str) -> None:
    assert _item(item) == f"medically_necessary: all(theta, {tree})"


@pytest.mark.parametrize(
    "item",
    [
        "One of alpha, beta, or gamma was tried",
        "Alpha or beta is absent",
        "Failure of one of two drugs and a brace",
        "At least two of alpha",
    ],
)
def test_words_that_may_count_something_else_stay_one_condition(item: str) -> None:
    assert _item(item).count("(") == 1


@pytest.mark.parametrize(("word", "rule"), [("and", "all"), ("or", "any")])
def test_clauses_that_begin_with_one_word_are_parted(word: str, rule: str) -> None:
    found = read(
        "Policy\nTraction is covered when the record shows that alpha is a habitus that limits the view, that chart notes "
        f"describe beta, {word} that gamma is present."
    )
    assert found.short == [f"medically_necessary: {rule}(alpha, beta, gamma)"]


def test_a_bound_behind_a_use_belongs_to_its_name() -> None:
    found = read(
        "Policy\nTraction is investigational when the reason for the request is alpha above 8 diopters, "
        "beta that has lasted more than 3 months, or gamma."
    )
    assert found.short == ["investigational: any(alpha, beta, gamma)"]
    assert not found.rules


def test_how_often_a_thing_is_done_names_no_uses() -> None:
    found = read(
        "Policy\nTraction is covered only once per encounter, regardless of the number of drugs or length of the visit beyond "
        "30 minutes."
    )
    assert found.short[0].count("“") == 1


def test_a_verb_that_no_list_holds_makes_a_clause_by_the_article_behind_it() -> None:
    found = read(
        "Policy\nTraction is covered when alpha is present and, in addition, the pain wakes the person from beta."
    )
    assert found.short == ["medically_necessary: all(alpha, beta)"]


@pytest.mark.parametrize(
    ("names", "tree"),
    [
        ("(A is required, along with B or C)", "all(alpha, any(beta, gamma))"),
        (
            "when criterion A is met and at least one of the two other criteria (B, C) is met",
            "all(alpha, any(beta, gamma))",
        ),
        ("when criterion A, plus one or both of criteria B and C, are met", "all(alpha, any(beta, gamma))"),
        (
            "when criterion A is met by itself, or criteria B and C are met together",
            "any(alpha, all(beta, gamma))",
        ),
        ("when item A applies or, in its absence, items B and C both apply", "any(alpha, all(beta, gamma))"),
        (
            "when the request meets either criterion A or the pair of criteria B and C",
            "any(alpha, all(beta, gamma))",
        ),
    ],
)
def test_letters_are_joined_as_their_sentence_says(names: str, tree: str) -> None:
    found = read(f"Policy\nTraction is medically necessary {names}:\nA. Alpha\nB. Beta\nC. Gamma")
    assert found.short == [f"medically_necessary: {tree}"]
    assert not found.rules


def test_none_behind_on_condition_that_is_no_part_of_the_name() -> None:
    found = read("Policy\nThe plan covers traction on condition that NONE of these applies:\n- Alpha\n- Beta")
    assert found.short == ["medically_necessary: none(alpha, beta)"]
    assert [s.subject for s in found.statements] == ["traction"]
    assert not found.rules


def test_the_record_that_shows_a_list_behind_an_age_is_no_condition() -> None:
    found = read(
        "Policy\nTraction is covered when all of these are met:\nA. Delta\n"
        "B. Eta over 18, medical record documents one or more of the following:\n  1. Alpha\n  2. Beta"
    )
    assert found.short == ["medically_necessary: all(delta, eta, any(alpha, beta))"]
