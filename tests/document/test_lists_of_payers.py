"""Lists as payers print them: connectors between some items, diseases with lists of their own, two markers to an item."""

from __future__ import annotations

import pytest

from document.trees import read

_MET = "Drug X is considered medically necessary when the following criteria are met:\n"


def test_an_or_between_some_items_joins_only_its_neighbours_and_is_asked_about() -> None:
    found = read(f"{_MET}1. Alpha.\n2. Beta; or\n3. Gamma.\n4. Delta.\n5. Epsilon.")
    assert found.tree == "all(alpha, any(beta, gamma), delta, epsilon)"
    assert "mixed_connectors" in found.rules


@pytest.mark.parametrize("ends", ["; or", ""])
def test_an_or_before_the_last_item_joins_them_all(ends: str) -> None:
    found = read(f"{_MET}1. Alpha{ends}\n2. Beta; or\n3. Gamma.")
    assert found.tree == "any(alpha, beta, gamma)"
    assert "mixed_connectors" not in found.rules


def test_an_or_behind_items_with_full_stops_is_asked_about() -> None:
    found = read(f"{_MET}1. Alpha.\n2. Beta; or\n3. Gamma.")
    assert "mixed_connectors" in found.rules


def test_diseases_with_lists_of_their_own_are_alternatives_and_asked_about() -> None:
    found = read(
        f"{_MET}A. Bladder Cancer\n  1. Alpha, or\n  2. Beta.\nB. Renal Cell Carcinoma\n  1. Gamma, and\n  2. Delta."
    )
    assert (
        found.tree
        == "any(all(“Bladder Cancer”, any(alpha, beta)), all(“Renal Cell Carcinoma”, gamma, delta))"
    )
    assert "no_quantifier" in found.rules
    assert "double_role" not in found.rules


def test_parts_of_what_is_asked_are_no_alternatives() -> None:
    found = read(
        f"{_MET}A. Imaging\n  1. Alpha, or\n  2. Beta.\nB. Conservative care\n  1. Gamma, and\n  2. Delta."
    )
    assert found.tree.startswith("all(")


@pytest.mark.parametrize(
    "over",
    [
        "The center may not admit a child who has:",
        "The center may not admit a child who has any of the following:",
    ],
)
def test_what_bars_an_admission_is_none_of_the_list(over: str) -> None:
    found = read(
        f"Admission is medically necessary when all of the following are met:\nA. Alpha.\nB. {over}\n1. Beta\n2. Gamma"
    )
    assert found.tree == "all(alpha, none(beta, gamma))"


def test_requirements_under_a_denial_are_no_grounds_for_it() -> None:
    found = read(
        """
        Policy
        Providers must submit the weight. If a weight is not submitted, the request will be denied.
        - For alpha, the member must have a mass of 30 or more.
        - For beta, the member must have a mass of 40 or more.
        """
    )
    assert found.short == ["not_covered: “a weight is not submitted”"]
    assert "sentence_not_mapped" in found.rules


def test_a_list_that_is_asked_for_also_joins_the_statement_before_it() -> None:
    found = read(
        """
        Eligibility

        Home services are covered for recipients with alpha.

        These individuals must also:
        - have beta; and
        - have gamma.
        """
    )
    assert found.short == ["medically_necessary: all(alpha, beta, gamma)"]


def test_words_that_such_a_list_goes_on_from_are_asked_about() -> None:
    found = read(
        """
        Who is eligible?

        Recipients who are 65 years of age or older, or 21 years of age or older with alpha.

        These individuals must also:
        - have beta; and
        - have gamma.
        """
    )
    assert any("asked for beside it" in says for says in found.says["sentence_not_mapped"])


def test_a_promised_list_that_does_not_come_is_asked_about() -> None:
    found = read(
        "Policy\nDrug X is covered for adults when the following selection criteria are met.\n\nAnother paragraph."
    )
    assert "list_lost" in found.rules


def test_conditions_behind_listed_uses_are_asked_for_as_well() -> None:
    found = read(
        "Policy\nBraces for the following conditions are covered when alpha failed:\n- Beta\n- Gamma"
    )
    assert found.short == ["medically_necessary: all(alpha, any(beta, gamma))"]


def test_a_later_approval_among_conditions_is_none_of_them() -> None:
    found = read(
        """
        Policy
        Drug X is covered when all of the following are met:
        - Alpha
        - Beta
        - Authorizations will be for the duration of three months. Reauthorization may be granted if gamma is absent.
        """
    )
    assert found.short == ["medically_necessary: all(alpha, beta)"]
    assert any("later approval" in says for says in found.says["sentence_not_mapped"])


def test_the_second_of_two_bullets_tells_the_level() -> None:
    found = read(
        f"{_MET}- Alpha\n- The patient meets ONE of the following:\n- – Beta; OR\n- – Gamma\n- Delta."
    )
    assert found.tree == "all(alpha, any(beta, gamma), delta)"


def test_letters_behind_bullets_tell_levels() -> None:
    found = read(
        f"{_MET}• Alpha AND\n• ONE of the following:\n• A. BOTH of the following:\n• • Beta AND\n• • Gamma OR\n"
        "• B. ALL of the following:\n• • Delta AND\n• • Epsilon."
    )
    assert found.tree == "all(alpha, any(all(beta, gamma), all(delta, epsilon)))"


def test_indents_tell_the_level_of_letters_behind_bullets() -> None:
    found = read(
        f"{_MET}- ALL of the following (A and B):\n  - A. Alpha.\n  - B. ONE of the following (1 or 2):\n"
        "    - 1. Beta.\n    - 2. Gamma."
    )
    assert found.tree == "all(alpha, any(beta, gamma))"
    assert "double_role" not in found.rules


def test_an_initial_behind_a_bullet_is_a_word_of_the_item() -> None:
    found = read(f"{_MET}- Alpha\n- C. difficile of beta\n- Gamma.")
    assert found.tree == "all(alpha, beta, gamma)"


def test_a_list_belongs_to_the_sentence_that_announced_it() -> None:
    found = read(
        """
        Policy
        Lenses are covered when the following clinical criteria are met. In these cases, the limitations in (1) do not apply.
        (a) Alpha; and
        (b) Beta.
        """
    )
    assert "medically_necessary: all(alpha, beta)" in found.short


@pytest.mark.parametrize(("word", "rule"), [("and", "all"), ("or", "any")])
def test_labels_in_a_bracket_that_must_be_met_are_read(word: str, rule: str) -> None:
    found = read(
        f"Rides are covered when the following criteria are met (A, B, {word} C must be met):\nA. Alpha\nB. Beta\nC. Gamma"
    )
    assert found.tree == f"{rule}(alpha, beta, gamma)"
    assert "labels_mismatch" not in found.rules


def test_a_permission_among_exclusions_is_asked_about() -> None:
    found = read(
        """
        Policy
        The following rides are not covered:
        (a) Rides with alpha.
        (b) At discharge, brokers may provide rides to beta.
        """
    )
    assert "position_unclear" in found.rules
