"""What stands around the criteria and was once passed over: notes, uses in the subject, reasons, lines behind lists."""

from __future__ import annotations

import pytest

from document.made import read_policy, read_table
from document.trees import read

_LIST = "Gadgets are considered medically necessary when ALL of these are met:\n- Alpha.\n- Beta.\n\n"


@pytest.mark.parametrize(
    "note",
    [
        "Note: In addition to the criteria above, gamma must be shown.",
        "Note:\n- After weight loss: In addition to the criteria listed above, there must be documentation of gamma.",
        "Notes:\n- Documentation of gamma must be in the record.",
    ],
)
def test_a_note_that_asks_for_more_is_asked_about(note: str) -> None:
    assert "exception_in_note" in read_policy(f"{_LIST}{note}").rules


@pytest.mark.parametrize(
    "note", ["Note: Claims must also carry the modifier GX.", "Note: Requests must also be sent by fax."]
)
def test_a_note_on_papers_and_claims_is_not(note: str) -> None:
    assert read_policy(f"{_LIST}{note}").rules == []


def test_several_uses_in_the_subject_are_asked_for_beside_the_list() -> None:
    said = "A gadget used as a treatment of alpha or beta is considered medically necessary when both of these are met:"
    found = read(f"{said}\n- gamma\n- delta")
    assert (found.statements[0].subject, found.tree) == (
        "A gadget",
        "all(any(alpha, beta), gamma, delta)",
    )


def test_criteria_that_the_words_point_to_are_asked_about() -> None:
    said = "Gadgets may be covered after alpha, subject to the indications listed below and per your plan documents."
    assert "reference_unknown" in read(said).rules


def test_what_a_contract_pays_is_no_condition() -> None:
    found = read("Repair of gadgets is a covered benefit depending on contract benefits.")
    assert found.statements[0].criteria is None
    assert found.rules == ["statement_bare"]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        (
            "Septoplasty is considered investigational and not eligible for coverage for any other reason.",
            "investigational Septoplasty: others",
        ),
        (
            "Northwind considers gadgets eligible for coverage for the treatment of either alpha or beta.",
            "medically_necessary gadgets: any(alpha, beta)",
        ),
        (
            "Gadgets may be eligible for coverage for the diagnoses that follow:\n1) alpha, OR\n2) beta",
            "medically_necessary Gadgets: any(alpha, beta)",
        ),
        (
            "Northwind lists gadgets as an exclusion of the benefit for members with alpha, beta, or gamma.",
            "benefit_exclusion gadgets: any(alpha, beta, gamma)",
        ),
        (
            "Gadgets are excluded by plan design for a primary diagnosis of alpha, beta, or gamma.",
            "benefit_exclusion gadgets: any(alpha, beta, gamma)",
        ),
        (
            "Northwind will deny gadgets for lack of medical necessity for the conditions listed here:\n1. alpha.\n2. beta.",
            "not_covered gadgets: any(alpha, beta)",
        ),
        (
            "Gadgets require prior authorization and are covered when alpha is seen.",
            "medically_necessary Gadgets: alpha",
        ),
        (
            "Other urinary applications of gadgets are considered investigational.",
            "investigational Other urinary applications of gadgets: others",
        ),
        (
            "Gadgets are not medically necessary for individuals with a diagnosis of alpha, monitoring of beta, or gamma.",
            "not_medically_necessary gadgets: any(alpha, beta, gamma)",
        ),
    ],
)
def test_a_sentence_says_what_it_is_about_and_why(text: str, read_as: str) -> None:
    (one,) = read(text).statements
    told = "others" if one.all_other_uses else read(text).tree
    shown = f"{one.position} {one.subject}: {told}"
    assert shown.casefold() == read_as.casefold()


def test_an_age_is_bounded_without_the_person_behind_it() -> None:
    found = read(
        "Gadgets are indicated depending on the member's age, as follows:\n- Age below 21 years, the person served has EITHER of "
        "the following:\n  - alpha OR\n  - beta\n- Age 21 years and over, ALL OF THE FOLLOWING are true:\n  - gamma\n  - delta"
    )
    assert "if(“Age below 21 years”, any(alpha, beta))" in found.tree


def test_rows_that_deny_with_a_reason_and_rows_that_point_elsewhere() -> None:
    rows = "".join(
        f"<tr><td>{item}</td><td>{said}</td></tr>"
        for item, said in (
            ("Air cleaner", "Deny environmental control equipment; not primarily medical in nature (§1861(n) of the Act)."),
            ("Bathtub lift", "Deny not primarily medical in nature (§1861(n) of the Act)."),
            ("Bead bed", "(See Air-fluidized bed.)"),
            ("Bed pan", "Covered if the patient is confined to bed."),
        )
    )  # fmt: skip
    found = read_table(f"<table><tr><th>Item</th><th>Determination</th></tr>{rows}</table>")
    assert [(s.subject, s.position, s.criteria is None) for s in found.statements] == [
        ("Air cleaner", "not_covered", True),
        ("Bathtub lift", "not_covered", True),
        ("Bed pan", "medically_necessary", False),
    ]
    assert found.rules == []


def test_lines_that_a_bar_ends_are_the_cells_of_a_table() -> None:
    found = read_policy(
        "Air cleaner |\nDeny environmental control equipment; not primarily medical in nature. |\nBed pan |\n"
        "Covered if the patient is confined to bed. |\nBathtub seat |\nDeny comfort or convenience item. |"
    )
    assert [(s.subject, s.position) for s in found.statements] == [
        ("Air cleaner", "not_covered"),
        ("Bed pan", "medically_necessary"),
        ("Bathtub seat", "not_covered"),
    ]
    assert "criteria_in_table" in found.rules


def test_the_last_item_of_a_list_is_no_section_because_references_follow_it() -> None:
    found = read_policy(
        "Gadgets are excluded from benefits when used to treat the following:\n1. Alpha;\n2. Beta;\n3. Gamma of the arm\n\n"
        "Guideline Papers\n\n1. Tremaine B, Osei Y. Readmission in a claims database. Payer Res Lett. 2022.\n"
        "2. Nakagawa T. Costs and gains of a new technology. Int J Value Assess. 2018."
    )
    (one,) = found.statements
    assert one.criteria is not None
    assert [leaf.text for leaf in one.criteria.children] == ["Alpha", "Beta", "Gamma of the arm"]


def test_a_log_of_revisions_is_no_list_and_a_connector_on_its_line_joins_paragraphs_to_one() -> None:
    found = read_policy(
        "What is covered\n\nGadgets are covered when any one of the following is present:\n\nAlpha is shown\n\nOR\n\nBeta is "
        "shown.\n\nRevisions to Drug Criteria:\n\n- 2024: May – Literature review, no change.\n- 2023: July – Policy established."
    )
    (one,) = found.statements
    assert one.criteria is not None
    assert [leaf.text for leaf in one.criteria.children] == ["Alpha is shown", "Beta is shown"]


def test_a_page_number_is_no_item() -> None:
    found = read_policy(f"{_LIST.rstrip()}\n\np. 1")
    assert found.rules == []
    (one,) = found.statements
    assert one.criteria is not None
    assert len(one.criteria.children) == 2


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        (
            "The company considers gadgets when patient selection criteria are not met to be investigational.",
            "investigational gadgets: unmet",
        ),
        (
            "The company considers gadgets when used for alpha to be investigational.",
            "investigational gadgets: alpha",
        ),
        (
            "At this time, gadgets are of unproven benefit when the criteria above are not met, or for any other indication.",
            "investigational gadgets: others unmet",
        ),
        (
            "Gadgets are never considered medically necessary for all other uses, and whenever the stated criteria are not satisfied.",
            "not_medically_necessary Gadgets: others unmet",
        ),
        (
            "Gadgets are considered investigational for a diagnosis outside the list above.",
            "investigational Gadgets: others",
        ),
        (
            "It is not considered medically necessary to provide gadgets for indications that are not among those above.",
            "not_medically_necessary gadgets: others",
        ),
        (
            "By the terms of the plan document, gadgets are an exclusion for the relief of alpha, beta, or gamma.",
            "benefit_exclusion gadgets: any(alpha, beta, gamma)",
        ),
        (
            "As a contract exclusion, gadgets will not be covered as a therapy for alpha, beta, or gamma.",
            "benefit_exclusion gadgets: any(alpha, beta, gamma)",
        ),
        (
            "The evidence of coverage excludes gadgets for treatment of alpha, beta, or gamma.",
            "benefit_exclusion gadgets: any(alpha, beta, gamma)",
        ),
        (
            "Gadgets are among the services that Northwind does not cover in the evaluation of alpha, beta, or gamma.",
            "not_covered Gadgets: any(alpha, beta, gamma)",
        ),
        (
            "Gullstone Plan has established that gadgets are medically necessary if any of these is met:\n- alpha\n- beta",
            "medically_necessary gadgets: any(alpha, beta)",
        ),
        (
            "You are covered for gadgets after ANY ONE of the following has been established:\n- alpha\n- beta",
            "medically_necessary gadgets: any(alpha, beta)",
        ),
        (
            "Members already approved may continue gadgets if the member has one or more of the following:\n- alpha\n- beta",
            "medically_necessary gadgets: any(alpha, beta)",
        ),
        (
            "Gadgets are indicated when two or more of the following are documented: alpha; beta; or gamma.",
            "medically_necessary Gadgets: at_least_2(alpha, beta, gamma)",
        ),
    ],
)
def test_a_sentence_is_read_without_a_question(text: str, read_as: str) -> None:
    found = read(text)
    (one,) = found.statements
    told = " ".join(
        word for word, so in (("others", one.all_other_uses), ("unmet", one.criteria_not_met)) if so
    )
    assert (f"{one.position} {one.subject}: {told or found.tree}", found.rules) == (read_as, [])


@pytest.mark.parametrize(
    "item",
    [
        "Patient has failed to respond to an adequate trial of one of the following treatment modalities:",
        "Patient has an inadequate response or intolerance to one of the following:",
    ],
)
def test_words_that_govern_a_list_are_not_lost(item: str) -> None:
    found = read(f"Gadgets are covered when both of these are met:\n- {item}\n  - alpha\n  - beta\n- gamma.")
    assert (found.tree, found.rules) == ("all(any(alpha, beta), gamma)", [])


def test_what_is_asked_of_the_service_right_behind_its_statement_is_asked_for() -> None:
    found = read(
        "Gadgets are considered medically necessary when alpha is seen. Gadgets must be used for beta."
    )
    assert (found.tree, found.rules) == ("all(alpha, beta)", [])


def test_what_is_asked_of_papers_behind_a_statement_is_no_condition_of_it() -> None:
    said = "Gadgets are considered medically necessary when alpha is seen. Gadgets must be billed with a modifier."
    assert read(said).tree == "alpha"
