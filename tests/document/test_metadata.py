"""What documents say of themselves: numbers, titles, kinds, publishers, lines of business and every date."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from coverable.document.dates import dates_in
from coverable.document.header.labels import label_of
from coverable.document.numbers import at_end, numbers_in
from document import layouts
from document.facts_sources import dates, lines, one, paged, rules, several, value, whole, whole_seed


@pytest.mark.sr("SR-126")
def test_the_header_of_the_first_seed_is_read_through_its_markup(seeds: Path):
    found = whole_seed(seeds, 0)
    assert value(found, "number") == "DME 32"
    assert value(found, "title") == "Iontophoresis Treatment for Hyperhidrosis"
    assert value(found, "version") == "7"
    assert value(found, "publisher") == "Sentara Health Plan"
    assert one(found, "kind").kind == "medical-policy"
    assert dates(found) == [("effective", "2026-01-01"), ("next_review", "2026-09")]
    data = sorted(seeds.glob("*.txt"))[0].read_bytes()
    assert found.document["sha256"] == sha256(data).hexdigest()
    assert lines(found) == [("stated", "medicare")]
    assert value(found, "prior_authorization") == "required"
    assert {a.value for a in several(found, "aliases")} == {
        "SHP Durable Medical Equipment 32",
        "SHP Iontophoresis Treatment for Hyperhidrosis",
    }
    places = {name: one(found, name).span.place for name in ("number", "title", "version", "publisher")}
    assert places == {"number": "L17", "title": "L3", "version": "L18", "publisher": "L82"}


@pytest.mark.sr("SR-130")
def test_the_title_behind_the_code_table_is_found_and_less_sure(seeds: Path):
    found = whole_seed(seeds, 1)
    assert (value(found, "title"), one(found, "title").span.place) == ("Iontophoresis", "L107")
    assert (value(found, "number"), one(found, "number").span.place) == ("CG-MED-28", "L105")
    assert one(found, "title").confidence < 1
    assert one(found, "title").view()["confidence"] < 1
    assert one(found, "kind").kind == "clinical-um-guideline"


@pytest.mark.sr("SR-014")
def test_the_second_seed_has_no_date_and_gets_none(seeds: Path):
    found = whole_seed(seeds, 1)
    assert dates(found) == []
    assert "version" not in found.metadata
    assert "prior_authorization" not in found.metadata
    assert "effective_date_missing" in rules(found)
    assert found.document["completeness"] == "partial"
    assert found.document["missing"] == ["pages 1-2", "pages 4-12"]
    assert (found.document["pages_seen"], found.document["pages_total"]) == ([3], 12)


def test_the_second_seed_names_its_lines_and_its_rights(seeds: Path):
    found = whole_seed(seeds, 1)
    assert {v for _, v in lines(found)} == {"medicaid", "commercial", "federal_employees"}
    assert value(found, "publisher") == "Healthy Blue"
    assert one(found, "rights").kind == "permission_needed"
    assert one(found, "rights").span.place == "L129"


@pytest.mark.parametrize(
    ("name", "number", "title", "kind"),
    [
        ("BULLETIN", "0777", "Standing Frames", "medical-policy"),
        ("LEADERS", "0512", "Night Splints", "medical-policy"),
        ("APPLICATION", "2025T0777X", "Cooling Caps", "medical-policy"),
        ("INDEX", "SURG.00999", "Balloon Dilation of the Ear Tube", "medical-policy"),
        ("LOG", "AB.CD.45", "Home Phototherapy", "medical-policy"),
        ("CAPITALS", "402", "Gene Panels for Tumors", "medical-policy"),
        ("VERSIONED", "LAK-0345-012", "Vein Ablation", "medical-policy"),
        ("REPLACED", "1.02.34", "Insulin Patch Pumps", "medical-policy"),
        ("MANUAL", "5A-9", "Speech Devices", "medical-policy"),
        ("LOCAL", "L99901", "Nerve Tests", "lcd"),
        ("ARTICLE", "A99902", "Billing and Coding: Nerve Tests", "lcd"),
        ("NATIONAL", "210.99", "Air Beds", "ncd"),
        ("PHARMACY", "2025 P 2034-16", "Exampla (examplumab)", "medical-policy"),
        ("GRID", None, "Durable Equipment Grid", None),
        ("SHORT", None, None, None),
    ],
)
def test_number_title_and_kind_are_found_in_every_layout(name, number, title, kind):
    found = whole(layouts.ALL[name])
    assert (value(found, "number"), value(found, "title")) == (number, title)
    assert (one(found, "kind").kind if "kind" in found.metadata else None) == kind


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("LEADERS", {("effective", "2025-09-15"), ("next_review", "2026-09-15")}),
        ("APPLICATION", {("effective", "2026-01-01")}),
        ("INDEX", {("published", "2025-06-28"), ("reviewed", "2025-05-08")}),
        ("LOG", {("revised", "2025-05")}),
        ("CAPITALS", {("approved", "2025-02-12"), ("next_review", "2026-02")}),
        (
            "VERSIONED",
            {("effective", "2025-07-24"), ("revised", "2025-07-24"), ("reviewed", "2025-07-24")},
        ),
        ("REPLACED", {("effective", "2025-09-01"), ("revised", "2025-08-12")}),
        ("MANUAL", {("revised", "2025-03-01"), ("original_effective", "1998-07-01")}),
        (
            "LOCAL",
            {
                ("original_effective", "2015-10-01"),
                ("revision_effective", "2024-11-14"),
                ("notice", "2020-03-02"),
            },
        ),
        ("ARTICLE", {("original_effective", "2018-10-03"), ("revision_effective", "2025-10-01")}),
        ("NATIONAL", set()),
        ("SHORT", set()),
    ],
)
def test_every_kind_of_date_keeps_its_kind_and_precision(name, expected):
    assert set(dates(whole(layouts.ALL[name]))) == expected


def test_a_publish_date_is_no_effective_date():
    found = whole(layouts.ALL["INDEX"])
    assert "effective" not in dict(dates(found))
    assert "effective_date_missing" in rules(found)


def test_a_list_of_eighteen_approvals_gives_eighteen_dates():
    approved = [v for kind, v in dates(whole(layouts.ALL["PHARMACY"])) if kind == "approved"]
    assert len(approved) == 18
    assert (approved[0], approved[-1]) == ("2010-01", "2025-02")


def test_a_sentence_in_a_date_field_is_a_finding_and_not_a_date():
    found = whole(layouts.ALL["NATIONAL"])
    assert "date_field_without_date" in rules(found)
    assert dates(found) == []


def test_not_applicable_in_a_date_field_is_nothing():
    found = whole(
        "Frames\n\nEffective Date\t1/1/2026\nEnding Date\tN/A\n\nCriteria\n\nA frame is medically necessary.\n"
    )
    assert dates(found) == [("effective", "2026-01-01")]
    assert "date_field_without_date" not in rules(found)


def test_two_effective_dates_are_a_conflict():
    found = whole(
        "Frames\n\nEffective Date: 1/1/2026\n\nCriteria\n\nA frame is medically necessary.\n\nSpecial Notes\n\nEffective Date: 2/1/2026\n"
    )
    assert "effective_date_conflict" in rules(found)


def test_a_date_with_the_day_first_is_read_and_asked_about():
    found = whole("Frames\n\nEffective Date: 13/02/2026\n\nCriteria\n\nA frame is medically necessary.\n")
    assert dates(found) == [("effective", "2026-02-13")]
    assert "date_order_unclear" in rules(found)
    assert several(found, "dates")[0].confidence < 1


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1/1/2026", ["2026-01-01"]),
        ("09/2026", ["2026-09"]),
        ("09.01.18", ["2018-09-01"]),
        ("01/20", ["2020-01"]),
        ("September 25, 2017", ["2017-09-25"]),
        ("Sept. 2017", ["2017-09"]),
        ("25 March 2019", ["2019-03-25"]),
        ("05-Mar-2020", ["2020-03-05"]),
        ("2025: September", ["2025-09"]),
        ("2026-01-01", ["2026-01-01"]),
        ("Jan-19", ["2019-01"]),
        ("8/10/2022, 8/9/23", ["2022-08-10", "2023-08-09"]),
        ("2/30/2020", []),
        ("call 1-800-555-1212", []),
        ("2020 may be", []),
        ("12-2024-1", []),
        ("a dose of 1/2 to 3", []),
    ],
)
def test_dates_are_read_in_every_printed_form(text, values):
    assert [d.value for d in dates_in(text)] == values


@pytest.mark.parametrize(
    "number",
    [
        "CG-MED-28",
        "AB.CD.45",
        "SURG.00999",
        "2099 P 1234-5",
        "2025T0777X",
        "L99901",
        "A99902",
        "ABC-0345-012",
        "1.02.34",
    ],
)
def test_a_number_is_told_by_its_form(number):
    assert [n.value for n in numbers_in(f"See {number} for more")] == [number]


@pytest.mark.parametrize(
    "text", ["ICD-10", "COVID-19", "in 2024", "10.5 mg", "SF-36", "page 3", "E11.9 and J0585"]
)
def test_other_signs_are_no_policy_numbers(text):
    assert not numbers_in(text)
    assert at_end(f"Braces, {text}") is None or text == "page 3"


def test_a_number_that_only_the_footer_has_is_less_sure():
    pages = [
        ["Braces", "Criteria", "A brace is medically necessary.", f"CG-SURG-09 Page {n} of 2"] for n in (1, 2)
    ]
    found = whole(paged(pages))
    assert value(found, "number") == "CG-SURG-09"
    assert one(found, "number").confidence == 0.7
    assert one(found, "number").span.page == 1


def test_a_number_that_only_the_files_name_has_points_to_no_place():
    found = whole(
        "Braces for knees\n\nCriteria\n\nA brace is medically necessary.\n", "cg-surg-09_braces.txt"
    )
    assert value(found, "number") == "CG-SURG-09"
    assert (one(found, "number").kind, one(found, "number").confidence) == ("file_name", 0.5)
    assert one(found, "number").span.start == one(found, "number").span.end


def test_a_replaced_number_is_another_name_and_no_number():
    found = whole(layouts.ALL["REPLACED"])
    assert [(a.kind, a.value) for a in several(found, "aliases")] == [("replaces", "1.02.12")]


def test_the_last_part_of_a_number_can_be_the_version():
    found = whole(layouts.ALL["VERSIONED"])
    assert value(found, "version") == "012"
    assert one(found, "version").confidence < 1


def test_two_numbers_for_one_document_are_a_finding():
    found = whole(
        "Braces\n\nPolicy Number: MP 12\nPolicy Number: MP 13\n\nCriteria\n\nA brace is medically necessary.\n"
    )
    assert "number_conflict" in rules(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Line of Business: Commercial, Medicare Advantage",
            {("stated", "commercial"), ("stated", "medicare_advantage")},
        ),
        (
            "Products: MedicareMedicaidCommercial",
            {("stated", "medicare"), ("stated", "medicaid"), ("stated", "commercial")},
        ),
        (
            "Lines of Business: ☒Commercial ☐Medicare ☒Medicaid",
            {("stated", "commercial"), ("stated", "medicaid")},
        ),
        ("This policy does not apply to the state of Kentucky.", {("excluded", "Kentucky")}),
        ("This policy is not applicable to Medicare products.", {("excluded", "medicare")}),
        (
            "This policy applies to FEP and Marketplace members.",
            {("stated", "federal_employees"), ("stated", "exchange")},
        ),
        ("The plan for the week has eight products.", set()),
    ],
)
def test_lines_of_business_are_stated_or_excluded(text, expected):
    found = whole(f"Braces\n\n{text}\n\nCriteria\n\nA brace is medically necessary.\n")
    assert set(lines(found)) == expected


def test_a_line_that_only_the_brand_implies_is_a_question():
    found = whole("Braces\n\nAn Ambetter text.\n\nCriteria\n\nA brace is medically necessary.\n")
    assert lines(found) == [("implied", "exchange")]
    assert "lines_implied" in rules(found)


def test_a_line_that_is_stated_and_excluded_is_a_contradiction():
    found = whole(
        "Braces\n\nThis policy applies to Medicaid members.\n\nThis policy does not apply to Medicaid members.\n\nCriteria\n\n"
        "A brace is medically necessary.\n"
    )
    assert "lines_contradict" in rules(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prior authorization is required for all braces.", "required"),
        ("Precertification is not required.", "not_required"),
        ("Prior authorization may be required by some plans.", "may_be_required"),
        ("No prior authorization is needed for the home test.", "not_required"),
        ("Prior authorization isn't required for a brace.", "not_required"),
        ("Precertification is no longer required for a brace.", "not_required"),
        ("Prior authorization is never required in an emergency room.", "not_required"),
        ("Prior plan approval is generally required.", "required"),
        ("No prior authorization is needed unless the brace is custom made.", "may_be_required"),
        ("Braces supplied without prior authorization where it is required are denied.", None),
        ("If prior authorization is required, send the form.", None),
        ("No prior approval needed for these three.", None),
        ("The trial must be approved by the plan before it is done.", "required"),
        ("Prior Authorization Required: Yes", "required"),
        ("Prior authorization required\tNo", "not_required"),
        ("These rules replace no prior authorization rules of the plan.", None),
    ],
)
def test_prior_authorization_is_taken_only_where_it_is_said(text, expected):
    assert (
        value(
            whole(f"Braces\n\n{text}\n\nCriteria\n\nA brace is medically necessary.\n"), "prior_authorization"
        )
        == expected
    )


def test_two_ways_of_prior_authorization_are_a_finding():
    found = whole(
        "Notes:\n\nPrior approval is required.\n\nPrior approval is not required.\n\nCriteria:\n\nA brace is medically necessary.\n"
    )
    assert "authorization_contradicts" in rules(found)


@pytest.mark.parametrize(
    ("name", "publisher"),
    [
        ("BULLETIN", "Tidewater Health Plan"),
        ("LEADERS", "Harborview"),
        ("APPLICATION", "Summit Care"),
        ("LOG", "Brightwell Corporation"),
        ("VERSIONED", "Lakeside"),
        ("LOCAL", "Eastern Contractors, Inc."),
        ("SHORT", None),
    ],
)
def test_the_publisher_is_the_one_who_is_named_or_acts(name, publisher):
    assert value(whole(layouts.ALL[name]), "publisher") == publisher


def test_rights_are_the_strictest_words_that_stand_there():
    assert one(whole(layouts.ALL["LOG"]), "rights").kind == "permission_needed"
    assert one(whole(layouts.ALL["BULLETIN"]), "rights").kind == "all_rights_reserved"
    assert "rights" not in whole(layouts.ALL["GRID"]).metadata


def test_labels_are_known_with_any_sign_behind_them():
    for text in ("Effective Date", "effective date:", "Effective Date ....", "Policy #", "Reviewed Dates:"):
        assert label_of(text), text
    assert label_of("A sentence about an effective date") is None
