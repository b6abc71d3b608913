"""Sentences that name the items of their list and join them: “A alone, or B along with C”."""

from __future__ import annotations

import pytest

from document.trees import read

ITEMS = "\nA. Alpha\nB. Beta\nC. Gamma"
FIRST_OR_BOTH = "any(alpha, all(beta, gamma))"
FIRST_AND_ONE = "all(alpha, any(beta, gamma))"
BOTH_OR_LAST = "any(all(alpha, beta), gamma)"


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("A alone is met, or B along with C is met", FIRST_OR_BOTH),
        ("A is satisfied or, failing that, B together with C", FIRST_OR_BOTH),
        ("A is met or, alternatively, both B and C are met", FIRST_OR_BOTH),
        ("A is documented, or else B as well as C", FIRST_OR_BOTH),
        ("either criterion A or the combination of criteria B and C is met", FIRST_OR_BOTH),
        ("criterion A is present in addition to either of criteria B and C", FIRST_AND_ONE),
        ("A and one of the following (B or C) are satisfied", FIRST_AND_ONE),
        ("(A) and either (B) or (C) are present", FIRST_AND_ONE),
        ("both A and B are met, or C is met", BOTH_OR_LAST),
        ("A plus B, or C by itself, is met", BOTH_OR_LAST),
        ("criteria A and B, or criteria A and C, are met", "any(all(alpha, beta), all(alpha, gamma))"),
    ],
)
def test_the_words_between_the_letters_say_what_belongs_together(words: str, tree: str) -> None:
    found = read(f"Gadgets are medically necessary when {words}:{ITEMS}")
    assert (found.short, found.rules) == ([f"medically_necessary: {tree}"], [])


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("the member meets #A and meets #B and/or #C", "mixed_connectors"),
        ("both A and B or C are met", "mixed_connectors"),
        ("items A and B are present, with or without C", "labels_mismatch"),
    ],
)
def test_letters_that_can_be_joined_in_two_ways_are_asked_about(words: str, rule: str) -> None:
    assert rule in read(f"Gadgets are medically necessary when {words}:{ITEMS}").rules
