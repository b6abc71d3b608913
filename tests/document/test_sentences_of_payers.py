"""Sentences as payers write them: denials with an exception, shared words, what a covered thing is."""

from __future__ import annotations

import pytest

from document.trees import read


@pytest.mark.parametrize(
    "sentence",
    [
        "Drug X is not covered unless alpha is mandated.",
        "Drug X is not covered for any indication unless alpha is mandated.",
        "Drug X is investigational for any reason except when alpha is mandated.",
        "Drug X is not covered under any circumstances unless the member's plan includes alpha.",
        "Braces are not covered except for alpha.",
        "Braces are not covered with the exception of alpha.",
        "Unless alpha is mandated, drug X is not covered.",
    ],
)
def test_the_exception_to_a_denial_takes_it_back(sentence: str) -> None:
    (short,) = read(f"Policy\n{sentence}").short
    assert short.partition(": ")[2] == "not(alpha)"


def test_an_exception_to_all_other_uses_is_asked_about() -> None:
    found = read("Policy\nDrug X is not covered for all other conditions unless the plan includes alpha.")
    assert [s.all_other_uses for s in found.statements] == [True]
    assert "exception_inside" in found.rules


@pytest.mark.parametrize(
    "item",
    [
        "Failure or intolerance to one alpha OR one beta",
        "History of alpha OR beta within the past year",
        "A program that encourages alpha, beta, AND gamma for 6 months",
        "The member has tried alpha OR beta",
    ],
)
def test_a_connector_in_capitals_keeps_the_words_that_both_sides_share(item: str) -> None:
    found = read(f"Policy\nDrug X is covered when all of the following are met:\n- {item}\n- Delta")
    (tree,) = [s.criteria for s in found.statements]
    assert tree is not None
    assert tree.children[0].text == item


@pytest.mark.parametrize(
    ("item", "tree"),
    [
        ("Failure of alpha OR intolerance to beta", "any(alpha, beta)"),
        ("The member has alpha AND the member has beta", "all(alpha, beta)"),
        ("Mass of alpha 30 OR mass of beta 27", "any(alpha, beta)"),
    ],
)
def test_a_connector_in_capitals_parts_whole_conditions(item: str, tree: str) -> None:
    found = read(f"Policy\nDrug X is covered when one of the following is met:\n- {item}\n- Delta")
    assert tree.removeprefix("any(").removesuffix(")") in found.tree


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        (
            "The plan does not cover outpatient drugs included in the alpha benefit.",
            "outpatient drugs included in the alpha benefit",
        ),
        (
            "The plan does not cover gadgets not eligible for federal funds.",
            "gadgets not eligible for federal funds",
        ),
        (
            "Certain household tasks (Rule 67:40:07:02) are allowed when alpha is absent.",
            "Certain household tasks (Rule 67:40:07:02)",
        ),
        ("Services are covered for recipients who have alpha.", "Services"),
    ],
)
def test_the_service_keeps_the_words_that_tell_which(sentence: str, subject: str) -> None:
    (one,) = read(f"Policy\n{sentence}").statements
    assert one.subject == subject


@pytest.mark.parametrize(
    "sentence",
    [
        "Alpha is a covered weight loss agent.",
        "Alpha and beta are covered weight loss agents, but do not require a PA.",
    ],
)
def test_what_a_covered_thing_is_is_no_condition(sentence: str) -> None:
    (one,) = read(f"Policy\n{sentence}").statements
    assert one.criteria is None


def test_a_time_before_the_conditions_is_no_name_of_a_thing() -> None:
    found = read("Policy\nSedation is covered during endoscopic procedures when alpha is shown.")
    assert found.statements[0].criteria is not None
    assert "during endoscopic procedures" in found.statements[0].criteria.text


@pytest.mark.parametrize("last", ["Approval duration\n\nup to one year", "Off-Label Uses\n\nN/A"])
def test_a_value_under_a_label_ends_no_text_early(last: str) -> None:
    text = f"Policy\n\nDrug X is covered when all of the following are met:\n\n- Alpha is shown.\n- Beta is shown.\n\n{last}"
    assert "text_ends_early" not in read(text).rules


def test_a_limit_that_is_lifted_is_asked_about() -> None:
    found = read("Policy\nEye training for alpha can be approved outside the age limits.")
    assert "exception_inside" in found.rules


def test_evidence_that_is_an_indication_is_no_service() -> None:
    found = read("Policy\nA rating of class IIb will be considered an allowable indication for alpha.")
    assert "position_unclear" in found.rules


def test_services_that_are_provided_on_a_condition_are_asked_about() -> None:
    found = read(
        "Home Care\n\nServices are provided if there is a need for alpha.\n\nCriteria\n\nBeta is covered when gamma is shown."
    )
    assert "sentence_not_mapped" in found.rules
