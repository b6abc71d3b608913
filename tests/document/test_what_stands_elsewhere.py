"""Criteria of another place, lists below headings, labels of drugs: what a sentence asks for that its list does not hold."""

from __future__ import annotations

import pytest

from coverable.document.draft.make import make_draft
from coverable.document.read import read_document, reading_of
from coverable.document.readers.read import read_source
from document.trees import read

_HEAD = (
    "Northwind Health Plan\nMedical Policy: Gadgets\nPolicy Number: MP-210\nEffective Date: 01/01/2025\n\n"
)


@pytest.mark.parametrize(
    "asked",
    [
        "when the member meets all of the above criteria and",
        "when the individual meets the above criteria plus any",
        "when the member meets the criteria in section I.A above and",
        "if, in addition to the above criteria, the member has",
        "when, in addition to meeting the general criteria listed above, the member has",
        "when the initial authorization criteria have been met and there is documentation of",
        "when the member still meets all initial approval criteria, and meets",
        "when the foregoing requirements are satisfied, and",
        "when all of the criteria for a single gadget are met and",
        "when criteria 1 through 4 above are met and",
        "when the above-listed criteria have been satisfied and at least",
        "when patient selection criteria are met and",
    ],
)
def test_criteria_of_another_place_beside_a_list_are_asked_for_as_well(asked: str) -> None:
    found = read(f"A second gadget is medically necessary {asked} one of the following:\n- Alpha\n- Beta.")
    [made] = found.statements
    assert made.criteria is not None
    first, listed = made.criteria.children
    assert (made.criteria.rule, listed.rule, len(listed.children)) == ("all", "any", 2)
    assert "criteria" in first.text or "requirements" in first.text


@pytest.mark.parametrize(
    "asked",
    [
        "when the following criteria are met",
        "when all criteria below are met",
        "when criteria for coverage are met",
    ],
)
def test_words_that_only_lead_a_list_in_are_no_criteria_of_another_place(asked: str) -> None:
    found = read(f"A gadget is medically necessary {asked}:\n- Alpha; and\n- Beta.")
    assert found.tree == "all(alpha, beta)"


@pytest.mark.parametrize(
    "asked",
    [
        "criteria in Table 1 and one of the following are met",
        "both the general criteria and one of the following are met",
        "one of the following is met in addition to the general criteria above",
        "the member is eligible under Section A and one of the following",
        "all of the criteria listed in the Initial Authorization section are met and one of the following",
        "the member meets the criteria above or one of the following",
        "in addition to meeting criteria 1-3 above, the member has one of the following",
    ],
)
def test_criteria_of_another_place_that_no_rule_takes_are_asked_about(asked: str) -> None:
    found = read(f"A gadget is medically necessary when {asked}:\n- Alpha\n- Beta.")
    assert "reference_unknown" in found.rules


def test_lists_below_headings_are_the_ways_to_the_sentence_that_announces_them() -> None:
    found = read(
        "Gadget imaging is considered medically necessary for ANY ONE of the indications listed below.\n\n"
        "Evaluation of Weakness\nWhen any of the following is documented:\n- Alpha\n- Beta\n\n"
        "Evaluation of Pain\nWith either of the following:\n- Gamma\n- Delta\n\n"
        "Gadget imaging is not medically necessary for screening."
    )
    first = found.statements[0]
    assert first.criteria is not None
    assert (first.criteria.rule, len(first.criteria.children)) == ("any", 2)
    assert "position_implied" in found.rules
    assert "list_lost" not in found.rules


def test_what_a_drug_is_indicated_for_is_no_position_of_the_payer() -> None:
    text = (
        f"{_HEAD}FDA Approved Indication(s)\nZorvex is indicated for the treatment of:\n- Gout\n- Uveitis\n\n"
        "Policy/Criteria\nZorvex is medically necessary when the following criteria are met:\n"
        "1. Diagnosis of gout\n2. Age 18 years or older\n"
    )
    [made] = read_document(text.encode(), "policy.txt").statements
    assert made.criteria is not None
    assert [leaf.text for leaf in made.criteria.children] == ["Diagnosis of gout", "Age 18 years or older"]


@pytest.mark.parametrize(
    "words",
    [
        "Limitations of use: Zorvex is not covered with other biologics.",
        "Use for gout is considered not medically necessary.",
    ],
)
def test_a_position_beside_what_a_drug_is_indicated_for_is_not_lost(words: str) -> None:
    text = (
        f"{_HEAD}Policy\nZorvex is medically necessary for uveitis.\n\n"
        f"FDA Approved Indications\nZorvex is indicated for the treatment of gout.\n\n{words}\n"
    )
    found = read_document(text.encode(), "policy.txt")
    at = text.index(words)
    asked = any(span.start <= at < span.end for f in found.findings for span in f.spans)
    assert asked or any(s.position != "medically_necessary" for s in found.statements)


def test_uses_under_the_name_of_their_approval_are_granted_all_the_same() -> None:
    text = (
        f"{_HEAD}Recommended Authorization Criteria\nCoverage of Zorvex is recommended in those who meet one of the following:\n\n"
        "FDA-Approved Indications\n\n1. Gout. Approve if the patient is 18 years of age or older.\n2. Uveitis.\n"
    )
    [made] = read_document(text.encode(), "policy.txt").statements
    assert made.criteria is not None
    assert len(made.criteria.children) == 2


def test_each_service_of_a_bare_list_with_criteria_of_its_own_is_a_statement() -> None:
    found = read(
        "Northwind considers the following medically necessary:\n"
        "A. A single gadget for members with alpha when all of the following criteria are met:\n  1. Beta; and\n  2. Gamma.\n"
        "B. A double gadget when both of the following apply:\n  1. Delta; and\n  2. Zeta."
    )
    assert [s.subject for s in found.statements] == ["A single gadget", "A double gadget"]


def test_uses_of_a_bare_list_are_no_services() -> None:
    found = read(
        "The following are medically necessary:\n1. Bilateral hearing loss of 40 dB or greater\n"
        "2. Unilateral hearing loss if all of the following criteria are met:\n   a. Alpha\n   b. Beta"
    )
    assert len(found.statements) == 1


def test_what_words_mean_in_any_policy_is_no_position() -> None:
    found = read(
        "For a service to be regarded as established rather than investigational, all of the following must be so:\n"
        "1. Alpha; and\n2. Beta.\n\nGadgets are medically necessary for gamma."
    )
    assert "investigational" not in [s.position for s in found.statements]


def test_a_proof_of_effect_is_no_position_beside_the_one_that_follows_from_it() -> None:
    [made] = read(
        "Based upon our criteria and assessment of the peer-reviewed literature, gadgets have been medically proven to be "
        "effective and, therefore, are considered medically appropriate for patients who meet the following criteria:\n"
        "A. Alpha; and\nB. Beta."
    ).statements
    assert made.subject == "gadgets"


def test_a_finding_of_a_patient_before_the_service_is_no_way_to_find_the_position() -> None:
    [made] = read(
        "After a review of sleep study data confirming an index of 15 or more, gadgets are considered medically necessary "
        "for adults with alpha."
    ).statements
    assert "index of 15" in made.subject


def test_a_proof_of_effect_in_a_use_is_asked_about() -> None:
    found = read(
        "Gadgets are proven to be effective in alpha and, consequently, are covered when both of the following are met:\n"
        "- Beta\n- Gamma."
    )
    assert "position_unclear" in found.rules


def test_a_denial_in_a_description_that_says_it_twice_is_asked_about() -> None:
    text = (
        f"{_HEAD}Description\n\nZorvex is not indicated for the treatment of gout and is considered not medically necessary "
        "for gout.\n\nPolicy\n\nZorvex is considered medically necessary for uveitis.\n"
    )
    assert "position_elsewhere" in {f.rule for f in read_document(text.encode(), "policy.txt").findings}


def test_a_denial_for_want_of_need_says_so() -> None:
    [made] = read(
        "The Plan does not cover gadgets for alpha, because they are considered not medically necessary."
    ).statements
    assert made.position == "not_medically_necessary"


def test_maintenance_after_a_first_course_is_for_those_who_go_on() -> None:
    stages = [
        read(f"Maintenance gadget therapy is considered medically necessary {words}.").statements[0].stage
        for words in (
            "after a 12-week initial course that has relieved alpha",
            "for individuals who completed the initial 12-week course with relief of alpha",
        )
    ]
    assert stages == ["continuation", "continuation"]


@pytest.mark.parametrize(
    "words",
    [
        "a relative in whom a pathogenic or likely pathogenic variant has been found",
        "alpha was limited, or there is a new or changed deficit since then",
    ],
)
def test_what_says_which_of_a_thing_is_not_cut_from_it(words: str) -> None:
    [made] = read(f"Gadgets are medically necessary for members when there is {words}.").statements
    texts = [made.criteria.text, *(c.text for c in made.criteria.children)] if made.criteria else []
    assert not any(text.endswith((" pathogenic", " new")) for text in texts)


def test_an_exception_behind_several_conditions_is_asked_about() -> None:
    found = read(
        "Gadgets are covered if the member meets one (1) of the criteria for a widget, requires alpha and/or beta, and is able "
        "to use it alone, unless the caregiver cannot lift."
    )
    assert "exception_inside" in found.rules


def test_a_reason_with_a_long_subject_is_no_condition() -> None:
    [made] = read(
        "Gadgets for members who are younger than 5 years of age are considered not medically necessary, as normal values "
        "for this age have not been established."
    ).statements
    assert made.criteria is not None
    assert made.criteria.text == "members who are younger than 5 years of age"


def test_a_box_that_a_page_ticks_is_printed_as_ticked() -> None:
    page = (
        "<html><body><h1>Medical Policy: Gadgets</h1><p>Product lines: <input type=checkbox checked> Medicaid "
        "<input type=checkbox> Medicare</p></body></html>"
    )
    lines = read_document(page.encode(), "policy.html").metadata["lines_of_business"]
    assert isinstance(lines, tuple)
    assert [line.value for line in lines] == ["medicaid"]


def test_boxes_before_the_items_of_a_list_are_their_bullets() -> None:
    page = (
        "<html><body><h1>Medical Policy: Gadgets</h1><h2>Criteria</h2><p>A gadget is medically necessary when all of the "
        "following are met:</p><ol><li><input type=checkbox> Pain; and</li><li><input type=checkbox> No active infection</li>"
        "</ol></body></html>"
    )
    [made] = read_document(page.encode(), "policy.html").statements
    assert made.criteria is not None
    assert [child.rule for child in made.criteria.children] == ["leaf", "not"]


def test_a_box_that_opens_a_part_of_a_page_is_not_printed() -> None:
    page = (
        "<html><body><h1>Medical Policy: Gadgets</h1><h2>References</h2><p>1. Smith A. J Med 2020.</p>"
        "<div><input type=checkbox id=y><label for=y>Exclusions</label>"
        "<div><p>Gadgets are considered investigational for pain.</p></div></div></body></html>"
    )
    found = read_document(page.encode(), "policy.html")
    assert [s.position for s in found.statements] == ["investigational"]


def test_figures_under_the_name_of_a_version_are_no_dates() -> None:
    text = (
        f"{_HEAD}Policy\nGadgets are medically necessary for gout.\n\nRevision History\n"
        "Date\tVersion\tDescription\n03/04/2024\t1.10\tAnnual review\n03/04/2025\t2.25\tAdded criteria\n"
    )
    history = read_document(text.encode(), "policy.txt").history
    assert [(event.fields["on"], "beside" in event.fields) for event in history] == [
        ("2024-03-04", False),
        ("2025-03-04", False),
    ]


def test_a_row_with_a_date_in_each_of_several_columns_is_one_event() -> None:
    text = (
        f"{_HEAD}Policy\nGadgets are medically necessary for gout.\n\n"
        "Reviews, Revisions, and Approvals\tRevision Date\tApproval Date\nPolicy developed.\t12/2019\t01/2020\n"
        "Annual review.\t10/2021\t11/2021\n"
    )
    history = read_document(text.encode(), "policy.txt").history
    assert [event.fields["on"] for event in history] == ["2019-12", "2021-10"]
    assert history[0].fields["beside"] == {"Approval Date": "2020-01"}
    source = read_source(text.encode(), "policy.txt")
    drafted = make_draft(reading_of(source), source).policy["history"]
    assert [(e["kind"], e["on"]) for e in drafted if e["on"] < "2021"] == [
        ("originated", "2019-12"),
        ("approved", "2020-01"),
    ]
