"""Uses in sentences that deny: what their first words belong to, and what a reason or a second clause says of them."""

from __future__ import annotations

import pytest

from document.trees import read


@pytest.mark.parametrize(
    ("sentence", "tree"),
    [
        ("Gadgets are not covered for cosmetic reasons.", ["not_covered: “cosmetic reasons”"]),
        (
            "Gadgets are not covered for cosmetic reasons, but may be covered for alpha.",
            ["not_covered: “cosmetic reasons”", "medically_necessary: alpha"],
        ),
        (
            "Gadgets are not medically necessary for alpha, but are covered for beta.",
            ["not_medically_necessary: alpha", "medically_necessary: beta"],
        ),
        (
            "Gadgets are unproven due to inadequate evidence to manage alpha, beta, or gamma.",
            ["investigational: any(alpha, beta, gamma)"],
        ),
        (
            "Gadgets are investigational because there is not enough evidence to support them for alpha, beta, or gamma.",
            ["investigational: any(alpha, beta, gamma)"],
        ),
        (
            "Gadgets are not medically necessary in the setting of alpha, beta, or monitoring of gamma in the absence of delta.",
            ["not_medically_necessary: any(alpha, beta, gamma+delta)"],
        ),
        (
            "Gadgets are experimental, investigational, or unproven (EIU) — specifically, for alpha, beta, or gamma.",
            ["investigational: any(alpha, beta, gamma)"],
        ),
    ],
)
def test_each_clause_has_its_uses_and_none_is_a_word_of_the_position(sentence: str, tree: list[str]) -> None:
    found = read(sentence)
    assert found.short == tree
    assert found.rules == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets are excluded from coverage for the routine treatment of alpha, beta, or problems in gamma.",
        "Gadgets are an unproven service in adults with alpha, beta, or scars from gamma.",
    ],
)
def test_first_words_that_may_belong_to_every_use_are_asked_about(sentence: str) -> None:
    assert "running_text" in read(sentence).rules


def test_a_last_word_that_may_belong_to_the_first_use_keeps_them_together() -> None:
    found = read("Gadgets are medically necessary for members with alpha or beta screening.")
    assert found.tree == "alpha+beta"
