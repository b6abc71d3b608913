"""What Medicare's contractors and rules of reimbursement print, in our own words: laws, proofs, captions, bars."""

from __future__ import annotations

import pytest

from coverable.document.read import read_document
from coverable.document.reading import Reading
from document.made import drawn, read_policy

COVERED = "A knee brace is covered when the patient has a torn ligament."


@pytest.mark.parametrize(
    "law",
    [
        "Title XVIII of the Social Security Act, Section 1862(a)(1)(A) bars payment for items that are not reasonable and necessary.",
        "Section 1833(e) forbids Medicare payment for a claim that lacks what is needed to process it.",
        "§1862(a)(7) of the Act excludes routine checkups from coverage.",
        "42 CFR §410.32 says that diagnostic tests are payable only when the treating physician orders them.",
        "- Title XVIII of the Social Security Act, Section 1862(a)(7), routine examinations are not covered.\n"
        "- Title XVIII of the Social Security Act, Section 1861, supplies are covered.",
    ],
)
def test_a_law_that_is_quoted_takes_no_position_and_asks_nothing(law: str) -> None:
    found = read_policy(f"Criteria\n\n{law}\n\n{COVERED}", "Knee brace")
    assert [s.subject for s in found.statements] == ["A knee brace"]
    assert not found.rules


def test_a_section_of_the_policy_itself_is_no_law() -> None:
    found = read_policy("Criteria\n\nUnder section 2, a knee brace is not covered for sport.", "Knee brace")
    assert [s.position for s in found.statements] == ["not_covered"]


@pytest.mark.parametrize("noun", ["Documentation of clinical benefit", "Evidence of benefit", "Improvement"])
def test_how_something_is_shown_is_asked_about_and_no_silent_grant(noun: str) -> None:
    shown = f"{noun} is demonstrated by:\n\n1. A visit with the physician; and\n2. A record of use."
    found = read_policy(f"Criteria\n\n{COVERED}\n\n{shown}", "Knee brace")
    assert not any(s.subject.startswith(noun) for s in found.statements)
    assert all(s.notes for s in found.statements[1:])


def test_necessity_that_is_shown_by_a_list_is_still_a_grant() -> None:
    shown = "Medical necessity of a knee brace is demonstrated by all of the following:\n\n1. A tear\n2. Pain"
    [made] = read_policy(f"Criteria\n\n{shown}", "Knee brace").statements
    assert made.position == "medically_necessary"


@pytest.mark.parametrize("reason", ["As whole panels look at many genes", "Since panels look at many genes"])
def test_a_reason_before_a_refusal_is_no_part_of_what_is_refused(reason: str) -> None:
    [made] = read_policy(
        f"Criteria\n\n{reason}, single gene tests are not reasonable and necessary.", "Gene tests"
    ).statements
    assert (made.subject, made.criteria) == ("single gene tests", None)


def test_as_part_of_a_service_is_no_reason() -> None:
    text = "As part of a panel for patients with anemia, single gene tests are not covered."
    [made] = read_policy(f"Criteria\n\n{text}", "Gene tests").statements
    assert made.criteria is not None or "part of a panel" in made.subject or made.notes


@pytest.mark.parametrize(
    "date", ["January 21, 2024", "01/21/2024", "for services on or after January 21, 2024"]
)
def test_a_first_day_before_a_sentence_is_no_part_of_the_service(date: str) -> None:
    [made] = read_policy(f"Criteria\n\nEffective {date}, a knee brace is covered.", "Knee brace").statements
    assert made.subject == "a knee brace"


def test_nationally_is_the_name_of_no_service() -> None:
    text = "Nationally Covered Indications\n\n- A torn ligament\n- A loose kneecap"
    assert not any("Nationally" in s.subject for s in read_policy(f"Criteria\n\n{text}", "Brace").statements)


def test_absolute_and_relative_contraindications_are_names_of_grounds_and_no_grounds() -> None:
    text = """A knee brace is not covered in any of the following:

1. Absolute contraindications:
   a. Open wound under the brace
   b. Skin infection
2. Relative contraindications:
   a. Neuropathy
   b. Poor circulation"""
    found = read_policy(f"Criteria\n\n{text}", "Knee brace")
    grounds = ("any", ["Open wound under the brace", "Skin infection"])
    assert drawn(found.statements[0].criteria) == (
        "any",
        [grounds, ("any", ["Neuropathy", "Poor circulation"])],
    )
    assert not found.rules


def test_contraindications_among_what_a_grant_asks_for_are_asked_about() -> None:
    text = "A knee brace is covered when all are met:\n\n1. A tear\n2. Absolute contraindications:\n   a. Wound\n   b. Rash"
    found = read_policy(f"Criteria\n\n{text}", "Knee brace")
    assert {"no_quantifier", "double_role"} <= {*found.rules}


@pytest.mark.parametrize(
    ("over", "position"),
    [
        ("Exclusion criteria for knee bracing:", "not_covered"),
        ("Exclusion criteria for any patient considered for knee bracing:", "not_covered"),
        ("Contraindications to knee bracing include:", "not_medically_necessary"),
        ("Absolute contraindications to the use of knee bracing are:", "not_medically_necessary"),
    ],
)
def test_bars_of_the_service_that_a_line_names_are_grounds_of_a_denial(over: str, position: str) -> None:
    text = f"Knee bracing is covered for a tear.\n\n{over}\n\n- Open wound\n- Skin infection"
    found = read_policy(f"Criteria\n\n{text}", "Knee bracing")
    last = found.statements[-1]
    assert (last.position, last.subject) == (position, "knee bracing")
    assert drawn(last.criteria) == ("any", ["Open wound", "Skin infection"])
    assert not found.rules


def test_contraindications_to_what_was_tried_before_are_asked_about() -> None:
    text = "Gadgets are covered when methotrexate failed.\n\nContraindications to methotrexate include:\n\n- Pregnancy\n- Hepatitis"
    found = read_policy(f"Criteria\n\n{text}")
    assert all(s.notes for s in found.statements if s.subject == "methotrexate")
    assert "position_implied" in found.rules


def test_relative_contraindications_are_asked_about() -> None:
    text = "Knee bracing is covered for a tear.\n\nRelative contraindications to knee bracing:\n\n- Wound\n- Rash"
    assert "position_implied" in read_policy(f"Criteria\n\n{text}", "Knee bracing").rules


@pytest.mark.parametrize(
    "text",
    [
        "NCDs and what manuals say of coverage are not subject to the review process of local determinations.",
        "This shall be done to ensure that the refilled item remains reasonable and necessary.",
        "Suppliers must verify with the physician that any changed use is warranted.",
    ],
)
def test_what_somebody_sees_to_and_what_no_appeal_reaches_is_no_position(text: str) -> None:
    found = read_policy(f"Criteria\n\n{COVERED}\n\n{text}", "Knee brace")
    assert [s.subject for s in found.statements] == ["A knee brace"]


@pytest.mark.parametrize("code", ["L8031", "an L8035 brace"])
def test_what_is_billed_is_what_is_denied(code: str) -> None:
    text = f"{COVERED}\n\nIf {code} is billed, it will be denied as not reasonable and necessary."
    made = read_policy(f"Criteria\n\n{text}", "Knee brace").statements[-1]
    assert (made.position, made.criteria) == ("not_medically_necessary", None)
    assert code.endswith(made.subject)


def test_a_code_that_is_billed_binds_what_is_said_of_another_service() -> None:
    text = "If L8031 is billed, a second knee brace is not covered."
    [made] = read_policy(f"Criteria\n\n{text}", "Knee brace").statements
    assert (made.subject, drawn(made.criteria)) == ("a second knee brace", "L8031 is billed")


def test_care_that_is_given_to_ensure_something_is_still_judged() -> None:
    text = "Monitoring to ensure that a knee brace fits is covered when the member has a torn ligament."
    [made] = read_policy(f"Criteria\n\n{text}", "Knee brace").statements
    assert made.position == "medically_necessary"


@pytest.mark.parametrize("word", ["when", "if", "where"])
def test_what_it_is_necessary_to_do_is_a_condition_of_a_grant(word: str) -> None:
    text = f"Repair of a knee brace is covered {word} it is necessary to make the brace fit."
    [made] = read_policy(f"Criteria\n\n{text}", "Knee brace").statements
    assert (made.subject, drawn(made.criteria)) == (
        "Repair of a knee brace",
        "it is necessary to make the brace fit",
    )


@pytest.mark.parametrize("pair", ["signs or symptoms", "history or diagnosis"])
def test_signs_or_symptoms_of_one_disease_are_one_use(pair: str) -> None:
    [made] = read_policy(
        f"Criteria\n\nA knee brace is covered for {pair} of a tear.", "Knee brace"
    ).statements
    assert drawn(made.criteria) == f"{pair} of a tear"


def test_what_a_payer_does_not_and_nothing_was_made_of_is_asked_about() -> None:
    text = "The plan will:\n\n- Cover knee braces for members with a tear\n- Not cover night braces\n- Deny walkers for members who run"
    found = read_policy(f"Criteria\n\n{text}", "Knee brace")
    assert [s.position for s in found.statements] == ["medically_necessary", "not_covered"]
    assert found.rules == ["sentence_not_mapped"]


@pytest.mark.parametrize(
    "text",
    [
        "Physical therapists are not authorized to bill visits with codes of evaluation.",
        "Brace fittings are not payable separately or when billed with other services.",
    ],
)
def test_who_may_bill_and_what_is_paid_with_another_service_is_asked_about_and_no_denial(text: str) -> None:
    found = read_policy(f"Criteria\n\n{COVERED}\n\n{text}", "Knee brace")
    assert [s.position for s in found.statements] == ["medically_necessary"]
    assert found.rules == ["sentence_not_mapped"]


def test_what_continues_to_be_approved_is_approved_and_its_stage_is_asked_about() -> None:
    text = "Knee bracing continues to be approved for a diagnosis of a torn ligament."
    found = read_policy(f"Criteria\n\n{text}", "Knee bracing")
    assert [(s.subject, drawn(s.criteria)) for s in found.statements] == [("Knee bracing", "torn ligament")]
    assert found.rules == ["stage_inferred"]


def test_only_one_of_something_is_what_is_paid_for_and_not_the_payer() -> None:
    text = "The Medicare program will pay for only one knee brace per side."
    assert read_policy(f"Criteria\n\n{text}", "Knee brace").statements[0].subject == "one knee brace"


def test_the_diagnosis_or_treatment_of_illness_or_injury_bounds_nothing() -> None:
    law = "for the diagnosis or treatment of illness or injury"
    [made] = read_policy(
        f"Criteria\n\nA knee brace is not reasonable and necessary {law}.", "Brace"
    ).statements
    assert made.criteria is None


PARAGRAPHS = """3.0 POLICY

3.1 Knee bracing is covered when following a torn ligament.

3.2 Payment may be made for a second brace.

3.3 Night braces are covered when splints failed."""


def test_numbered_paragraphs_under_the_name_of_a_section_are_statements_and_no_criteria() -> None:
    found = read_policy(PARAGRAPHS, "Knee bracing")
    made = [(s.subject, drawn(s.criteria)) for s in found.statements]
    assert made == [
        ("Knee bracing", "following a torn ligament"),
        ("a second brace", None),
        ("Night braces", "splints failed"),
    ]
    assert found.rules == ["statement_bare"]


def test_items_with_letters_under_such_a_name_are_still_criteria() -> None:
    text = "Criteria\n\nA. Knee bracing is covered by the plan\nB. Pain on most days\nC. A torn ligament"
    assert len(read_policy(text, "Knee bracing").statements) == 1


def test_whatever_the_time_is_no_condition_that_stands_inside_a_sentence() -> None:
    text = "Repair of braces regardless of when the brace was made is covered."
    found = read_policy(f"Criteria\n\n{text}", "Braces")
    assert all(s.criteria is None for s in found.statements)
    assert found.rules


BEDS = """- Hospital beds are covered if the member has a medical condition.
  - A bed with a motor is covered if the member must change position.
  - Wide beds are covered if the member weighs over 350 pounds.
  - Beds are rented, and rent ends after a year."""


def test_statements_that_run_on_under_another_one_are_its_siblings_with_a_remark_behind_them() -> None:
    made = read_policy(f"Criteria\n\n{BEDS}", "Beds").statements
    assert [s.subject for s in made] == ["Hospital beds", "A bed with a motor", "Wide beds"]
    assert all(s.criteria and s.criteria.rule == "leaf" for s in made)


def test_uses_that_are_listed_before_contraindications_are_spoken_of_are_the_list() -> None:
    text = """The plan considers a knee brace medically necessary for instability, including the following uses when
the selection criteria below are met and none of the contraindications below is present:

- Torn ligament
- Loose kneecap"""
    found = read_policy(f"Criteria\n\n{text}", "Knee brace")
    assert ("any", ["Torn ligament", "Loose kneecap"]) in drawn(found.statements[0].criteria)[1]  # type: ignore[index]
    assert "quantifier_unclear" in found.rules


def test_revision_details_are_history_and_no_criteria() -> None:
    text = f"{COVERED}\n\nRevision Details\n\n- Added criteria for a tear. A knee brace is covered for children.\n- Age limit gone."
    assert [s.subject for s in read_policy(f"Criteria\n\n{text}", "Knee brace").statements] == [
        "A knee brace"
    ]


REIMBURSED = """Laboratory Tests

Policy Number: R-7
Effective Date: 01/01/2026

Reimbursement Guidelines

Serum Tests

The plan will not consider reimbursement of the following serum testing procedure code(s).

Procedure Code(s)
83516

Antibodies

The plan will consider reimbursement for the following antibody testing procedure codes for individuals 20 years of age or older.

Procedure Code(s)
86003
86008

Bead Assays

The plan will not consider reimbursement of the following procedure codes for bead assays when billed for allergies.

Procedure Code(s)
0165U
0178U

References

1. Smith J. Serum tests. 2019.
"""


@pytest.fixture(scope="module")
def reimbursed() -> Reading:
    return read_document(REIMBURSED.encode(), "laboratory.txt")


@pytest.mark.sr("SR-057")
def test_a_rule_of_reimbursement_is_about_what_its_codes_are_for(reimbursed: Reading) -> None:
    made = [(s.position, s.subject, drawn(s.criteria)) for s in reimbursed.statements]
    assert made == [
        ("not_covered", "serum testing", None),
        ("medically_necessary", "antibody testing", "individuals 20 years of age or older"),
        ("not_covered", "bead assays", "allergies"),
    ]


@pytest.mark.sr("SR-058")
def test_codes_under_a_caption_that_returns_are_what_the_rule_over_it_says(reimbursed: Reading) -> None:
    assert [(c.first, c.polarity) for c in reimbursed.codes] == [
        ("83516", "not_covered"),
        *(("86003", "covered"), ("86008", "covered")),
        *(("0165U", "not_covered"), ("0178U", "not_covered")),
    ]


def test_a_rule_that_binds_codes_to_some_patients_or_uses_is_asked_about(reimbursed: Reading) -> None:
    asked = [f for f in reimbursed.findings if f.rule == "code_limited"]
    said = [REIMBURSED[f.spans[0].start : f.spans[0].end] for f in asked]
    assert ["antibody" in one for one in said] == [True, False]
    assert "bead assays" in said[1]
