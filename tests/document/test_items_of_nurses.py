"""Items that two nurses found torn: pronouns in pairs, exceptions with a clause behind, series in a case."""

from __future__ import annotations

import pytest

from document.trees import read


def item(words: str) -> tuple[str, list[str]]:
    end = "\n\nReferences\n\n1. Smith J. Gadgets. 2019."
    found = read(f"Gadgets are covered when all of these are met:\n- Alpha\n- {words}{end}")
    return found.short[0].removeprefix("medically_necessary: all(alpha, ")[:-1], found.rules


@pytest.mark.parametrize(
    "words",
    [
        "The condition must be such that his or her needs cannot be met at home",
        "If moving between bed and a chair, wheelchair, or commode requires two people",
    ],
)
def test_pronouns_in_pairs_and_series_in_a_case_cut_no_item(words: str) -> None:
    assert item(words) == (f"“{words}”", [])


def test_an_exception_with_a_clause_behind_it_is_kept_and_asked_about() -> None:
    words = "Failed trials with rest, unless contraindicated, that did not yield results"
    assert item(words) == (f"“{words}”", ["exception_inside"])


def test_a_requirement_with_a_date_is_no_matter_of_papers() -> None:
    found = read(
        "Criteria\n\nGadgets are covered for alpha.\n\n"
        "Beta shall be confirmed by an examination within six months of the initial date of service."
    )
    assert "sentence_not_mapped" in found.rules


def test_a_figure_that_begins_with_a_zero_counts_no_items() -> None:
    found = read("Gadgets (BI079:00)\n\nCriteria\n\nGadgets are covered for any of these:\n- Alpha\n- Beta")
    assert found.short == ["medically_necessary: any(alpha, beta)"]
