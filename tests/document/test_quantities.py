"""How many of a list are asked for, where the word of number stands behind the list's own words, or is unsaid."""

from __future__ import annotations

import pytest

from coverable.document.criteria.positions.determinations import determined
from coverable.document.criteria.quantifiers.quantifier import governing
from coverable.document.criteria.text.quantifiertail import is_tail
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source


@pytest.mark.parametrize(
    ("words", "rule", "n"),
    [
        ("the following criteria (any one):", "any", None),
        ("the criteria listed; two will suffice:", "at_least", 2),
        ("these items are on file (2 of 3 suffice):", "at_least", 2),
        ("the following findings, two or more in number:", "at_least", 2),
        ("the conditions below, each of which must be present:", "all", None),
        ("the following (none may be present):", "none", None),
        ("the criteria here are met, all three (3) of which are needed:", "all", None),
        ("the following is met (not every item is needed; one suffices):", "any", None),
        ("the following exist, alone or in combination:", "any", None),
        ("the number of criteria met is 2 or higher:", "at_least", 2),
        ("the number of exclusions present is zero:", "none", None),
        ("no item of this list is missing:", "all", None),
        ("none of these requirements has been left unmet:", "all", None),
        ("the member has a diagnosis on this list:", "any", None),
        ("any or all of the following exist:", "any", None),
        ("the conditions listed here are collectively met:", "all", None),
        ("patients must not have:", "none", None),
        ("for each of these groups, the following criteria must be met:", "all", None),
    ],
)
def test_a_quantifier_is_read_wherever_it_stands(words: str, rule: str, n: int | None) -> None:
    found = governing(words)
    assert found is not None
    assert (found.rule, found.n) == (rule, n)


def test_words_that_say_more_are_no_quantifier() -> None:
    assert is_tail("One item is enough:")
    assert not is_tail("One item is enough for adults:")
    assert not is_tail("One of two kidneys:")


def view(text: str) -> dict[str, list[dict[str, object]]]:
    head = "Medical Policy\nPolicy Number: MED-417\nEffective Date: 03/01/2026\n\nCoverage Criteria\n\n"
    return reading_of(read_source(f"{head}{text}\n".encode(), "policy.txt")).view()


ITEMS = "\n1. Pain with weight bearing\n2. Loss of grip\n3. A fracture"


def rules(text: str) -> set[object]:
    return {f["rule"] for f in view(text)["findings"]}


def test_a_short_sentence_that_counts_belongs_to_the_one_before() -> None:
    found = view(
        f"Traction is medically necessary when the following is documented. One item is enough:{ITEMS}"
    )
    assert [s["criteria"]["rule"] for s in found["statements"]] == ["any"]  # pyright: ignore[reportIndexIssue]


@pytest.mark.parametrize(
    "lead",
    [
        "Traction may be considered medically necessary under the following conditions:",
        "Traction is covered for members with the following:",
    ],
)
def test_words_that_can_ask_for_all_or_for_one_are_asked_about(lead: str) -> None:
    assert "no_quantifier" in rules(f"{lead}{ITEMS}")


def test_items_named_by_letters_that_no_rule_took_are_asked_about() -> None:
    lettered = "\nA. Pain\nB. Loss of grip\nC. A fracture"
    text = f"Traction is medically necessary when one of these holds: A; or the combination of B and C:{lettered}"
    assert "labels_mismatch" in rules(text)
    ranged = f"Traction is medically necessary when all of criteria A-C are met:{lettered}"
    assert "labels_mismatch" not in rules(ranged)


@pytest.mark.parametrize(
    ("sentence", "position", "subject"),
    [
        ("An adverse determination is issued for gadgets when", "not_covered", "gadgets"),
        ("A favorable decision is made on gadgets when", "medically_necessary", "gadgets"),
        (
            "A determination of not medically necessary is made for gadgets if",
            "not_medically_necessary",
            "gadgets",
        ),
        ("The plan's exclusion of cosmetic services applies to gadgets for", "cosmetic", "gadgets"),
        ("Juniper places gadgets in the experimental category for", "investigational", "gadgets"),
        ("Medical necessity cannot be established for gadgets for", "not_medically_necessary", "gadgets"),
        ("There is no Medicare coverage of gadgets for", "not_covered", "gadgets"),
        ("The schedule of benefits contains no benefit for gadgets for", "benefit_exclusion", "gadgets"),
    ],
)
def test_a_position_can_be_told_by_a_noun(sentence: str, position: str, subject: str) -> None:
    found = determined(sentence)
    assert found is not None
    assert (found.position, sentence[slice(*(found.subject or (0, 0)))]) == (position, subject)


def test_a_determination_without_a_side_takes_none() -> None:
    assert determined("A determination of coverage is made on gadgets for any of the following:") is None


def test_whose_opinion_it_is_is_no_condition() -> None:
    [made] = view(
        f"In the judgment of Juniper Mutual, traction is medically necessary when all are met:{ITEMS}"
    )["statements"]
    assert made["subject"] == "traction"


def test_what_a_closing_hides_in_the_name_of_a_service_is_asked_about() -> None:
    assert "position_unclear" in rules("Juniper does not cover traction criteria above unmet.")
