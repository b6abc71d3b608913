"""Where a service is said to stand, who declines it, and openings that ask for nothing."""

from __future__ import annotations

import pytest

from document.trees import read

LIST = "\n- Alpha\n- Beta"


@pytest.mark.parametrize(
    ("said", "position"),
    [
        ("Traction is outside the definition of medical necessity", "not_medically_necessary"),
        ("Traction is outside the definition of what is medically necessary", "not_medically_necessary"),
        ("Traction is neither reasonable nor necessary", "not_medically_necessary"),
        ("Juniper declines to recognize traction as medically necessary", "not_medically_necessary"),
        ("Traction is outside the benefit package", "benefit_exclusion"),
        ("Traction is ruled out by the terms of the benefit", "benefit_exclusion"),
        ("As of this review, traction is investigational", "investigational"),
        ("In the absence of sufficient evidence, traction is considered investigational", "investigational"),
        ("As investigational care, traction will not be covered", "investigational"),
    ],
)
def test_a_denial_says_its_ground_in_these_words_too(said: str, position: str) -> None:
    listed = read(f"Policy\n{said} for any of the following indications:{LIST}")
    running = read(f"Policy\n{said} for the treatment of alpha or beta.")
    others = read(f"Policy\n{said} for all other indications.").statements
    unmet = read(f"Policy\n{said} when the criteria above are not met.").statements
    assert listed.short == running.short == [f"{position}: any(alpha, beta)"]
    assert not listed.rules + running.rules
    assert [s.subject.lower() for s in (*listed.statements, *running.statements)] == ["traction", "traction"]
    assert [(s.position, s.all_other_uses) for s in others] == [(position, True)]
    assert [(s.position, s.criteria_not_met) for s in unmet] == [(position, True)]


@pytest.mark.parametrize(
    "said",
    [
        "The medical need for traction is recognized",
        "The member has coverage for traction",
        "Members may receive traction as covered care",
        "Recertification will be issued for traction",
        "A favorable coverage decision is made for traction",
    ],
)
def test_what_is_granted_is_no_condition(said: str) -> None:
    found = read(f"Policy\n{said} when all of the following criteria are met:{LIST}")
    assert found.short == ["medically_necessary: all(alpha, beta)"]
    assert [s.subject for s in found.statements] == ["traction"]
    assert not found.rules


def test_hospital_based_care_is_one_name() -> None:
    found = read(f"Policy\nThe plan pays for hospital based dental care based on all of the following:{LIST}")
    assert found.short == ["medically_necessary: all(alpha, beta)"]
    assert [s.subject for s in found.statements] == ["hospital based dental care"]


def test_what_has_to_be_authorized_first_is_not_granted_by_that() -> None:
    assert not read("Policy\nThis equipment has to be authorized before delivery.").statements


def test_provisions_of_the_contract_decide_no_use() -> None:
    found = read("Policy\nEligibility, deductibles and other provisions of the contract also apply.")
    assert not found.statements
    assert found.rules == ["no_statements"]


@pytest.mark.parametrize(
    ("over", "tree"),
    [
        ("ALL parts of the following standard are met:", "all(alpha, beta)"),
        ("the criteria below are met, NONE OF WHICH may be waived:", "all(alpha, beta)"),
        ("Applicable if gamma is present: clinical reasons as follows:", "all(gamma, any(alpha, beta))"),
    ],
)
def test_words_over_a_list_that_ask_for_nothing_of_their_own(over: str, tree: str) -> None:
    found = read(
        f"Policy\nTraction is covered when any of these is met:\nA. Delta\nB. {over}\n  1. Alpha\n  2. Beta"
    )
    assert found.short == [f"medically_necessary: any(delta, {tree})"]
    assert not found.rules


def test_uses_named_here_are_those_of_the_list() -> None:
    found = read(f"Policy\nTraction is considered investigational for the uses named here:{LIST}")
    assert found.short == ["investigational: any(alpha, beta)"]
    assert not found.rules


def test_examples_of_other_uses_belong_to_the_sentence_before() -> None:
    found = read(
        f"Policy\nTraction is considered investigational for any use not listed above. Examples:{LIST}"
    )
    (one,) = found.statements
    assert one.all_other_uses
    assert not found.rules


@pytest.mark.parametrize(
    "item",
    [
        "Alpha is present. Exception: not required when beta is present",
        "Unless beta is present, it must be documented that alpha is present",
    ],
)
def test_an_exception_in_an_item_makes_it_needless(item: str) -> None:
    found = read(f"Policy\nTraction is covered when all of these are met:\nA. Gamma\nB. {item}\nC. Delta")
    assert found.short == ["medically_necessary: all(gamma, any(alpha, beta), delta)"]


def test_whenever_leads_a_condition_in() -> None:
    found = read("Policy\nTraction is covered whenever alpha is present or beta is present.")
    (one,) = found.statements
    assert one.criteria is not None
    assert [c.text for c in one.criteria.children] == ["alpha is present", "beta is present"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Coverage of traction continues when all of these are met:",
        "A request to extend traction is approved when all of these are met:",
    ],
)
def test_coverage_that_continues_and_requests_to_extend_are_later_ones(sentence: str) -> None:
    found = read(f"Policy\n{sentence}{LIST}")
    assert found.short == ["medically_necessary: all(alpha, beta)"]
    assert [s.stage for s in found.statements] == ["continuation"]


@pytest.mark.parametrize(
    "led", ["for the treatment of", "for eligible members to manage", "for enrolled patients with"]
)
def test_words_on_whom_a_use_is_for_belong_to_every_use(led: str) -> None:
    found = read(f"Policy\nTraction is not covered {led} alpha, beta, or gamma.")
    assert found.short == ["not_covered: any(alpha, beta, gamma)"]
    assert not found.rules


def test_uses_for_which_effectiveness_was_not_shown_are_not_all_others() -> None:
    found = read(
        "Policy\nTraction is investigational because its effectiveness has not been shown as therapy for any of the "
        f"conditions below:{LIST}"
    )
    assert found.short == ["investigational: any(alpha, beta)"]
    assert not found.statements[0].all_other_uses
    assert not found.rules


def test_a_request_that_cannot_be_shown_to_meet_the_criteria_leaves_them_unmet() -> None:
    (one,) = read(
        "Policy\nTraction is considered not medically necessary when a request cannot be shown to meet the criteria above."
    ).statements
    assert one.criteria_not_met


def test_a_prior_approval_that_can_be_obtained_is_granted() -> None:
    found = read(f"Policy\nPrior approval (PA) of traction can be obtained if both of these are met:{LIST}")
    assert found.short == ["medically_necessary: all(alpha, beta)"]
    assert not found.rules
