"""Labels of headers and headings of codes that stand on no list: told by their words and by what they stand over."""

from __future__ import annotations

import pytest

from coverable.document.codes.codewords import name_before, names_a_system, polarity_of, sorts_codes
from coverable.document.header.fields import fields
from coverable.document.header.labelwords import (
    date_label,
    lines_label,
    number_label,
    title_label,
    version_label,
)
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from coverable.document.sections.titles import kind_of


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("In Force Since", "effective"),
        ("Date Policy Takes Effect", "effective"),
        ("First in Effect", "original_effective"),
        ("Date of First Adoption", "originated"),
        ("P&T Next Review", "next_review"),
        ("To Be Reviewed", "next_review"),
        ("Must Be Reviewed Before", "next_review"),
        ("Eff. Date", "effective"),
        ("First Applied", "original_effective"),
        ("Review By", "next_review"),
        ("Last Yearly Review by the Committee", "reviewed"),
        ("Most Recently Amended", "revised"),
        ("Revision in Effect From", "revision_effective"),
        ("Web Posting", "published"),
        ("Retired as of", "ends"),
        ("Reviewer", None),
        ("Date of Birth", None),
        ("Start Date of Therapy", None),
        ("First Revised", None),
    ],
)
def test_a_label_of_a_date_is_told_by_its_words_and_a_word_more_makes_it_none(
    label: str, kind: str | None
) -> None:
    assert date_label(label) == kind


def test_other_labels_are_told_the_same_way() -> None:
    assert number_label("Criteria Ref. No.")
    assert not number_label("Fax No.")
    assert not number_label("CPT Code")
    assert version_label("Edition of Manual")
    assert lines_label("Populations Covered")
    assert title_label("Name of Guideline")
    assert not title_label("Description")


def read_fields(text: str) -> list[tuple[str, str]]:
    return [(f.kind, f.value) for f in fields(read_source(text.encode(), "head.txt").blocks)]


def test_labels_on_one_line_have_each_its_own_value() -> None:
    text = (
        "Criteria ID: RX-417      In Force Since:  3/1/2026      Manual Edition: 4      Populations: Medicaid"
    )
    assert read_fields(text) == [
        ("number", "RX-417"),
        ("effective", "3/1/2026"),
        ("version", "4"),
        ("lines", "Medicaid"),
    ]


def test_a_sentence_of_such_words_dates_the_document() -> None:
    assert ("reviewed", "4/1/2026.") in read_fields("This policy was last re-evaluated on 4/1/2026.")
    assert read_fields("The member was last evaluated by a surgeon on 4/1/2026.") == []


def test_a_label_without_a_value_of_its_form_is_none() -> None:
    assert read_fields("In Force Since: the beginning") == []
    assert read_fields("Criteria ID: see the manual") == []


@pytest.mark.parametrize(
    ("heading", "polarity"),
    [
        ("Reimbursable codes:", "covered"),
        ("Approved diagnosis codes", "covered"),
        ("Group 2: codes not payable", "not_covered"),
        ("Diagnoses that do not support medical necessity", "not_covered"),
        ("Codes denied as unproven", "not_covered"),
        ("Codes without coverage", "not_covered"),
        ("Codes listed without a position on coverage", "informational"),
        ("Codes named for reference only", "informational"),
        ("Gone from the code book:", "informational"),
        ("Diagnoses commonly seen with covered services", "informational"),
        ("Supplies billed with formula", "informational"),
        ("Neither supported nor refused:", "informational"),
        ("Listed without a finding (CPT):", "informational"),
        ("Presence of a code in the list is no promise of coverage", None),
    ],
)
def test_a_heading_of_codes_says_what_they_are(heading: str, polarity: str | None) -> None:
    assert polarity_of(heading) == polarity
    listed = "code" in heading.casefold() or "diagnoses" in heading.casefold()
    assert sorts_codes(heading) is (polarity is not None and listed)


def test_a_name_of_a_system_is_made_of_words_of_code_lists() -> None:
    assert names_a_system("Supply Codes (HCPCS)")
    assert names_a_system("Diagnosis Codes (ICD-10-CM)")
    assert not names_a_system("HCPCS modifiers explained to members")
    assert name_before("Procedure Codes (CPT): 97012, 97013") == "Procedure Codes (CPT)"
    assert name_before("Diagnosis: chronic pain") is None


def test_codes_under_headings_that_no_list_knows_keep_their_group() -> None:
    text = (
        "Medical Policy\n\nCodes Managed Under the Guideline\n\nReimbursable codes:\n"
        "Diagnosis Codes (ICD-10-CM): M54.12, M54.13\n\nSupply Codes (HCPCS): E0855\n\n"
        "Diagnoses not approved:\nICD-10-CM List: M62.81\n"
    )
    codes = reading_of(read_source(text.encode(), "codes.txt")).view()["codes"]
    assert [(c["from"], c["system"], c["polarity"]) for c in codes] == [
        ("M54.12", "icd10cm", "covered"),
        ("M54.13", "icd10cm", "covered"),
        ("E0855", "hcpcs", "covered"),
        ("M62.81", "icd10cm", "not_covered"),
    ]


def test_a_short_name_with_codes_in_it_is_a_section_of_codes_and_a_sentence_is_none() -> None:
    assert kind_of("Codes Tied to This Policy") == "codes"
    assert kind_of("Code Annex") == "codes"
    assert kind_of("Zip codes of the region") != "codes"
    assert kind_of("All codes") != "codes"
    assert kind_of("Billing and Coding: Nerve Tests") != "codes"
