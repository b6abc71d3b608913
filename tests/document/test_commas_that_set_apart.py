"""A comma before the other connector sets the last part apart: “either A or B, and C”."""

from __future__ import annotations

import pytest

from document.trees import read


def item(words: str) -> tuple[str, list[str]]:
    end = "\n\nReferences\n\n1. Smith J. Gadgets. 2019."
    found = read(f"Gadgets are medically necessary when one of these is met:\nA. Alpha\nB. {words}{end}")
    return found.short[0].removeprefix("medically_necessary: any(alpha, ")[:-1], found.rules


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        (
            "Either the skin is red or the joint is stiff, and surgery is planned",
            "all(any(“the skin is red”, “the joint is stiff”), “surgery is planned”)",
        ),
        (
            "Both rest and ice have failed, or surgery is planned",
            "any(all(“rest”, “ice have failed”), “surgery is planned”)",
        ),
    ],
)
def test_either_and_both_end_at_the_comma_before_the_other_connector(words: str, tree: str) -> None:
    assert item(words) in ((tree, []), (tree.removeprefix("any(").removesuffix(")"), []))


def test_what_a_comma_sets_apart_from_two_negations_is_not_negated() -> None:
    said, _ = item("No fever and no cough, or a negative test")
    assert "none(" not in said


@pytest.mark.parametrize(
    ("sentence", "tree"),
    [
        (
            "Gadgets are medically necessary for members over 18 with gout, and for members under 18 with acne.",
            "any(“members over 18 with gout”, “members under 18 with acne”)",
        ),
        (
            "Gadgets are medically necessary for gout when rest has failed and for acne when surgery is planned.",
            "any(“gout when rest has failed”, “acne when surgery is planned”)",
        ),
    ],
)
def test_uses_each_led_by_for_are_alternatives_and_asked_about(sentence: str, tree: str) -> None:
    found = read(sentence)
    assert (found.short, found.rules) == ([f"medically_necessary: {tree}"], ["running_text"])


def test_for_a_length_of_time_begins_no_other_use() -> None:
    found = read("Gadgets are medically necessary for gout when rest has failed and for at least 3 months.")
    assert not found.short[0].startswith("medically_necessary: any(")


def test_a_second_position_behind_a_semicolon_is_asked_about() -> None:
    found = read("A gadget is covered if the member has gout; gadgets for acne are not covered.")
    assert "position_unclear" in found.rules
