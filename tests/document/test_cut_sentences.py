"""Lists in running sentences: where they are cut, and where somebody is asked whether the cut is right."""

from __future__ import annotations

import pytest

from coverable.document.criteria.text.adjectives import adjective, ends_in_adjectives
from document.trees import read

MN = "medically_necessary"


@pytest.mark.parametrize(
    ("uses", "tree"),
    [
        ("patients with disabling, medically unresponsive alpha due to beta or gamma", "alpha+beta+gamma"),
        ("patients with severe, drug-refractory alpha from beta or gamma", "alpha+beta+gamma"),
        ("individuals with acute, severe, persistent alpha or gamma", "any(alpha, gamma)"),
        ("individuals with chronic, severe alpha, beta, or gamma", "any(alpha, beta, gamma)"),
        ("disabling, drug resistant alpha or gamma", "alpha+gamma"),
        ("mild, moderate, or severe alpha", "alpha"),
    ],
)
def test_a_comma_between_adjectives_of_one_noun_parts_nothing(uses: str, tree: str) -> None:
    found = read(f"A brace is considered medically necessary for {uses}.")
    assert (found.short, found.rules) == ([f"{MN}: {tree}"], [])


def test_nouns_that_end_like_adjectives_are_none() -> None:
    assert [adjective(w) for w in ("renewal", "colic", "laboratory", "relative")] == [False] * 4
    assert not ends_in_adjectives("the pain is chronic")
    assert ends_in_adjectives("in patients with medically unresponsive")


EITHER_LINES = "Gadgets are covered when:\n- EITHER {}alpha AND not used with beta, gamma, or delta\n- {}"


@pytest.mark.parametrize("letter", ["", "(a) "])
def test_either_is_answered_by_the_or_of_the_next_item(letter: str) -> None:
    found = read(EITHER_LINES.format(letter, "OR epsilon AND zeta"))
    assert found.tree == "any(all(alpha, beta+gamma+delta), all(epsilon, zeta))"


def test_either_is_answered_by_the_or_behind_its_own_item() -> None:
    found = read(
        "Gadgets are covered when:\n- Either alpha AND not with beta, gamma, or delta; or\n- epsilon."
    )
    assert found.tree == "any(all(alpha, beta+gamma+delta), epsilon)"


def test_an_either_that_is_answered_in_its_item_stays_with_it() -> None:
    found = read("Gadgets are covered when:\n- Either alpha or beta\n- OR gamma")
    assert found.tree == "any(alpha, beta, gamma)"


def test_either_with_an_or_before_each_later_part() -> None:
    found = read(
        "Gadgets are investigational, either as alpha in patients who improve, or in patients who lose beta, or whose"
        " gamma has gone."
    )
    assert (found.tree, found.rules) == ("any(alpha, beta, gamma)", [])


def test_the_or_of_an_either_within_a_part_parts_nothing() -> None:
    found = read("Gadgets are covered for ALPHA FAILURE OR FAILURE OF EITHER BETA OR GAMMA PRODUCTS.")
    assert found.tree == "any(alpha, beta+gamma)"


@pytest.mark.parametrize(
    "item",
    [
        "Either alpha and not used with beta, gamma, or delta",
        "The gadget will be used with an alpha diet AND more beta to lose weight",
        "either alpha or whose beta has gone",
    ],
)
def test_parts_of_a_sentence_that_are_not_alike_are_asked_about(item: str) -> None:
    found = read(f"Gadgets are covered when ALL of the following are met:\n- {item}\n- epsilon")
    assert found.rules == ["inline_list"]


@pytest.mark.parametrize(
    "item",
    [
        "Diagnosis of alpha AND the patient has beta",
        "The patient has failed alpha OR documentation of intolerance to beta",
        "either alpha in patients who lose beta or whose gamma has gone",
        "either failure of alpha or no response to beta",
        "The patient has tried alpha, and the chart shows beta",
    ],
)
def test_parts_that_are_conditions_of_their_own_are_not_asked_about(item: str) -> None:
    found = read(f"Gadgets are covered when ALL of the following are met:\n- {item}\n- epsilon")
    assert found.rules == []


@pytest.mark.parametrize(
    "condition",
    [
        "the child has an absence or shrinkage of alpha due to a birth defect or injury",
        "there is documented and continued gain in alpha",
    ],
)
def test_names_joined_within_one_condition_are_not_asked_about(condition: str) -> None:
    found = read(f"Gadgets are covered when {condition}.")
    assert (found.short, found.rules) == ([f"{MN}: alpha"], [])


def test_a_verb_behind_the_connector_of_a_running_condition_is_asked_about() -> None:
    found = read("Gadgets are covered when the alpha needs repair, and of a kind that lasts beta.")
    assert found.rules == ["running_text"]


@pytest.mark.parametrize(
    ("uses", "asked"),
    [
        ("for treatment of alpha for patients with beta who have lost gamma", []),
        ("for treatment of alpha or delta for patients with beta", ["running_text"]),
    ],
)
def test_one_use_of_some_patients_is_not_asked_about(uses: str, asked: list[str]) -> None:
    assert read(f"Gadgets are considered medically necessary {uses}.").rules == asked
