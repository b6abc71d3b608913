"""Lists as state manuals, drug criteria and drug policies print them: without bullets, under stages, among positions."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read

_STAGED = (
    "Gadgets are proven and medically necessary for the treatment of gout in patients who meet all of the following criteria:\n\n"
    "Initial Therapy\n\nDiagnosis of alpha;\nand\n\nRecords confirming one of the following:\no\nBeta; or\no\nGamma\nand\n\n"
    "Prescribed by a surgeon with delta\n\n"
    "Continuation Therapy\n\nDiagnosis of alpha;\nand\n\nPatient has epsilon; and\n\nOne of the following:\n–\nZeta\n–\nEta\n\n"
    "Unproven\nGadgets are not proven or medically necessary for:\n\nTheta\n\nIota\n"
)


def test_paragraphs_that_connectors_join_are_the_list_that_was_announced_over_each_stage() -> None:
    found = read(_STAGED)
    assert [(s.stage, s.position) for s in found.statements] == [
        ("initial", "medically_necessary"),
        ("continuation", "medically_necessary"),
        (None, "not_medically_necessary"),
    ]
    assert found.short[0].endswith("all(“gout”, alpha, any(beta, gamma), delta)")
    assert found.short[1].endswith("all(“gout”, alpha, epsilon, any(zeta, eta))")
    assert found.short[2] == "not_medically_necessary: any(theta, iota)"


def test_items_that_say_for_what_a_drug_is_indicated_are_statements_of_that_drug() -> None:
    found = read(
        "Criteria for Zorvex (alphalimab)\n\n- Indicated for gout, must meet all the following criteria:\n  - Alpha\n  - Beta\n"
        "- Indicated for lupus if all are met:\n  - Gamma\n  - Delta"
    )
    assert [s.subject for s in found.statements] == ["Zorvex (alphalimab)"] * 2
    assert found.short[0].endswith("all(“gout”, alpha, beta)")


def test_whole_sentences_of_position_under_a_name_are_statements_and_no_conditions() -> None:
    found = read(
        "(b) Service restrictions:\n(1) Gadgets are not covered except in cases of alpha.\n"
        "(2) The Program shall not cover fees for beta.\n(3) Widgets shall be authorized only when gamma is shown.\n"
        "(4) Care for patients shall follow the guidelines."
    )
    assert [s.position for s in found.statements] == ["not_covered", "not_covered", "medically_necessary"]


def test_a_requirement_without_a_subject_is_read_under_its_heading_and_asked_about_elsewhere() -> None:
    under = read(
        "Approval Criteria\n\n- Alpha\n- Beta\n\nReauthorization Criteria\n\nAttestation that the patient has gamma"
    )
    assert (under.statements[-1].stage, under.short[-1]) == ("continuation", "medically_necessary: gamma")
    outside = read(
        "All Authorizations\n\nMust be prescribed in accordance with alpha\n\nApproval Criteria\n\n- Beta"
    )
    assert "sentence_not_mapped" in outside.rules


def test_a_later_approval_in_the_words_of_the_first_is_no_condition() -> None:
    found = read(
        "Gadgets are covered when all of these are met:\n- Alpha\n- Beta\n"
        "- Initial authorization is limited to 112 days with re-authorization of up to 365 days granted following gamma."
    )
    assert found.tree == "all(alpha, beta)"
    assert "sentence_not_mapped" in found.rules


def test_a_note_behind_the_last_item_of_a_running_list_is_no_part_of_it() -> None:
    found = read(
        "Gadgets are covered when ALL of the following are met: 1. Alpha is shown; and 2. Beta is shown. Note: Gamma may be integral."
    )
    assert found.tree == "all(alpha, beta)"


def test_the_end_mark_of_a_document_is_no_item() -> None:
    text = "Gadgets are covered when all of these are met:\n- Alpha\n- Beta\n- END -\n"
    (one,) = reading_of(read_source(text.encode(), "x.txt")).statements
    assert one.criteria is not None
    assert [c.text for c in one.criteria.children] == ["Alpha", "Beta"]


def test_a_list_of_what_is_not_covered_is_no_list_of_the_grant_before_it() -> None:
    found = read(
        "Gadgets are covered on all health plans.\nAdditional non-covered items are:\n- Alpha\n- Beta"
    )
    assert found.short[-1] == "not_covered: any(alpha, beta)"


@pytest.mark.parametrize(
    "text",
    [
        "Gadgets are not covered for adults and children.",
        "Gadgets are not a covered benefit for children and adults.",
    ],
)
def test_everybody_is_no_use(text: str) -> None:
    assert read(text).statements[0].criteria is None


def test_what_will_be_considered_under_a_rule_is_asked_about() -> None:
    assert "position_unclear" in read("Any coverage for gadgets would be considered per Rule 12.").rules


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (
            "Effective for services on or after May 1, 2023, gadgets are covered when alpha is shown.",
            "gadgets",
        ),
        (
            "The literature does not yet support gadgets, and gadgets are considered investigational for alpha.",
            "gadgets",
        ),
        (
            "Members may receive hospital gadgets for home use when alpha is shown.",
            "hospital gadgets for home use",
        ),
        ("The plan supports the medical necessity of gadgets on the basis of alpha.", "gadgets"),
    ],
)
def test_what_stands_around_the_name_of_a_service_is_no_part_of_it(text: str, subject: str) -> None:
    (one,) = read(text).statements
    assert one.subject == subject


def test_not_this_but_that_is_that() -> None:
    assert read("Gadgets are not reconstructive but cosmetic for alpha.").short == ["cosmetic: alpha"]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        (
            "Once the first authorization has run out, gadgets may be approved if alpha is shown.",
            "continuation",
        ),
        ("Gadgets are covered beyond the initial approval when alpha is shown.", "continuation"),
        ("Gadgets are covered for the initial authorization when alpha is shown.", "initial"),
        ("Gadgets are covered after the initial course of beta when alpha is shown.", None),
    ],
)
def test_what_is_asked_for_once_a_grant_is_over_is_for_going_on(text: str, stage: str | None) -> None:
    assert read(text).statements[0].stage == stage


@pytest.mark.parametrize(
    "lead",
    [
        "when the age-appropriate criteria are met",
        "when the standards for the relevant age band are met",
        "with different requirements for children and adults",
        "subject to the age limits below",
    ],
)
def test_words_that_only_say_by_age_over_items_for_ages_are_no_condition(lead: str) -> None:
    found = read(
        f"Gadgets are covered {lead}:\nA. For members younger than 18 years, all of the following:\n  1. Alpha\n  2. Beta\n"
        "B. For members 18 years or older, any of the following:\n  1. Gamma\n  2. Delta"
    )
    assert found.tree.startswith("all(if(") and "any(gamma, delta)" in found.tree


@pytest.mark.parametrize(
    ("words", "use"),
    [
        ("when used to treat alpha", "alpha"),
        ("when the diagnosis is alpha", "alpha"),
        ("whether for alpha", "alpha"),
        ("for a patient suffering from alpha", "alpha"),
        ("when ordered by a surgeon with alpha", "ordered by a surgeon with alpha"),
        ("for a primary diagnosis of alpha", "a primary diagnosis of alpha"),
    ],
)
def test_a_single_use_stands_without_the_words_that_lead_it_in(words: str, use: str) -> None:
    criteria = read(f"Gadgets are considered investigational {words}.").statements[0].criteria
    assert criteria is not None
    assert criteria.text == use


def test_a_denial_before_another_position_is_no_opinion() -> None:
    assert (
        read("Gadgets are not a covered benefit, and widgets are considered investigational.")
        .statements[0]
        .subject
        == "Gadgets"
    )


@pytest.mark.parametrize("lead", ["unless the adult criteria are met", "when ordered by a pediatric surgeon"])
def test_words_over_items_for_ages_that_say_more_are_kept_and_asked_about(lead: str) -> None:
    found = read(f"Gadgets are covered {lead}:\n- Age 18 or older: Alpha.\n- Age under 18: Beta.")
    assert {"exception_inside", "double_role"} & {*found.rules}


def test_a_trial_that_the_first_approval_requires_is_a_condition() -> None:
    found = read(
        "Gadgets are covered when all of these are met:\n- Alpha\n- Initial approval requires a trial of beta, with renewal for a year after gamma."
    )
    assert "beta" in found.tree
