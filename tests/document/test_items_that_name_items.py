"""Items that only name the items of a list behind them."""

from __future__ import annotations

from document.trees import read

_MET = "A bed is covered when the criteria below are met:\n"


def test_items_that_name_others_by_number_ask_for_those() -> None:
    found = read(
        f"{_MET}a) criterion 1, or\nb) items 2 or 3 and any of criteria 4 - 6.\n"
        "1) Alpha.\n2) Beta.\n3) Gamma.\n4) Delta.\n5) Epsilon.\n6) Zeta."
    )
    assert found.tree == "any(alpha, all(any(beta, gamma), any(delta, epsilon, zeta)))"
    assert not {"labels_mismatch", "double_role"} & {*found.rules}


def test_items_that_name_less_than_the_list_has_are_asked_about() -> None:
    found = read(f"{_MET}a) criterion 1, or\nb) criteria 2 and 3.\n1) Alpha.\n2) Beta.\n3) Gamma.\n4) Delta.")
    assert "labels_mismatch" in found.rules


def test_an_item_that_says_more_than_labels_keeps_its_list() -> None:
    found = read(
        f"{_MET}a) criterion 1 of the manual, or\nb) all of the following:\n1) Alpha.\n2) Beta.\n3) Gamma."
    )
    assert found.tree.endswith("alpha, beta, gamma))")


def test_an_item_that_swallowed_the_next_number_is_two() -> None:
    found = read(
        "A mattress is covered if all of the following are met:\n1) Alpha.\n2) Beta within 60 days. 3) Gamma is shown."
    )
    assert found.tree == "all(alpha, beta, gamma)"
    kept = read(
        "A mattress is covered if all of the following are met:\n1) Alpha.\n2) Beta. 3) Gamma.\n3) Delta."
    )
    assert kept.tree == "all(alpha, beta+gamma, delta)"


def test_letters_with_a_stop_and_a_bracket_count_items_of_a_sentence() -> None:
    found = read("Exclusions\nAny of the following A.) alpha, B.) beta of the joint, or C.) gamma")
    assert found.tree == "any(alpha, beta, gamma)"
