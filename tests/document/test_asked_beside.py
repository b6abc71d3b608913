"""Requirements that stand behind the words that count a list."""

from __future__ import annotations

import pytest

from document.trees import read


@pytest.mark.parametrize(
    ("over", "more"),
    [
        (
            "Gadgets are covered in any of the situations stated below AND completion of a delta form.",
            "delta",
        ),
        ("Gadgets are covered when any of the criteria are met along with an order for epsilon:", "epsilon"),
    ],
)
def test_a_requirement_behind_the_words_that_count_is_asked_for_as_well(over: str, more: str) -> None:
    found = read(f"Policy\n{over}\n1) Alpha\n2) Beta")
    assert found.short == [f"medically_necessary: all({more}, any(alpha, beta))"]
    assert "lead_in_qualifier" not in found.rules


def test_criteria_of_another_part_are_asked_for_as_well_and_asked_about() -> None:
    found = read(
        "Policy\nGadgets are covered when ALL of the following criteria for alpha are met along with "
        "criteria in sections II or V below:\n- Beta\n- Gamma"
    )
    assert found.short == ["medically_necessary: all(“criteria in sections II or V below”, beta, gamma)"]
    assert "reference_unknown" in found.rules


def test_words_that_only_say_how_the_list_is_shown_are_no_requirement() -> None:
    found = read(
        "Policy\nGadgets are covered when all of the following are met and documented:\n- Alpha\n- Beta"
    )
    assert found.short == ["medically_necessary: all(alpha, beta)"]
