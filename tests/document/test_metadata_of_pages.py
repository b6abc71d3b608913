"""Heads of documents as web pages and extractions leave them: page lines, stars, glued words, names of files."""

from __future__ import annotations

import pytest

from document.facts_sources import dates, one, value, whole

BODY = "\n\nPolicy\n\nGadgets are medically necessary when the pain is severe.\n"


def test_lines_of_a_web_page_are_no_title_and_a_known_payer_is_the_publisher():
    found = whole("Skip to main content\nPrint\nAetna\n\nGadgets for Pain\n\nPolicy Number: 0999" + BODY)
    assert (value(found, "title"), value(found, "publisher")) == ("Gadgets for Pain", "Aetna")


def test_a_kind_of_health_is_no_publisher():
    found = whole("Gadgets\n\nAcute Inpatient Mental Health admissions are reviewed." + BODY)
    assert value(found, "publisher") is None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Number 5.01.999*", "5.01.999"),
        ("Document #: CG-BEH-99Current Effective Date: 05/11/2015", "CG-BEH-99"),
        ("Policy # 00099", "00099"),
    ],
)
def test_starred_and_glued_numbers_are_read_to_their_end(line, number):
    found = whole(f"Gadgets for Pain\n\n{line}{BODY}")
    assert value(found, "number") == number
    span = one(found, "number").span
    assert f"Gadgets for Pain\n\n{line}"[span.start : span.end] == number


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("CG-SURG-99.txt", "CG-SURG-99"),
        ("OHIO-PDL-2022.txt", None),
        ("WAC-182-552.txt", None),
        ("notes-24.txt", None),
    ],
)
def test_a_number_is_taken_from_the_name_of_a_file_only_where_its_form_tells(name, number):
    assert value(whole(f"Gadgets for Pain{BODY}", name), "number") == number


@pytest.mark.parametrize(
    "line",
    [
        "Effective Date*: 03/01/2005",
        "Effective Date of current policy: 03/01/2005",
        "Effective for dates of service 03/01/2005",
        "Effective for dates of service on and after March 1, 2005, the agency makes these changes:",
    ],
)
def test_more_labels_of_the_effective_date(line):
    assert set(dates(whole(f"Gadgets for Pain\n\n{line}{BODY}"))) == {("effective", "2005-03-01")}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Last Review Date: 05/14/2025", [("reviewed", "2025-05-14")]),
        ("Latest Review Date: March 2024", [("reviewed", "2024-03")]),
        ("Date Last Reviewed: 10/2003", [("reviewed", "2003-10")]),
        ("Last Literature Review: 06/2021", [("reviewed", "2021-06")]),
        ("Committee Review Date: 02/2024", [("reviewed", "2024-02")]),
        ("Medical Policy Committee Review: 02/03/2024", [("reviewed", "2024-02-03")]),
        ("P&T Committee Date: 02/03/2024", [("approved", "2024-02-03")]),
        ("Committee Date: 02/2024", [("approved", "2024-02")]),
        ("Approved by Committee: 02/2024", [("approved", "2024-02")]),
        ("Date Approved: 02/2024", [("approved", "2024-02")]),
        ("Revision Date(s) 06/09/15; 06/09/14", [("revised", "2015-06-09"), ("revised", "2014-06-09")]),
        ("Policy Origination Date: 06/21/2011", [("originated", "2011-06-21")]),
        ("Origin Date: 2011", []),
        ("Effective treatment of pain was seen first in January 2015", []),
        ("Archived Date: 02/2024", [("ends", "2024-02")]),
    ],
)
def test_every_kind_of_date_in_a_header_has_its_kind_and_precision(line, found):
    assert dates(whole(f"Gadgets for Pain\n\nEffective Date: 01/01/2026\n{line}{BODY}"))[1:] == found


def test_dates_behind_one_label_with_s_in_brackets_are_events_of_one_kind():
    found = whole(
        f"Gadgets for Pain\n\nEffective Date: 01/01/2026\nRevision Date(s): 06/09/15; 06/09/14{BODY}"
    )
    assert [(e.fields["kind"], e.fields["on"]) for e in found.history] == [
        ("revised", "2015-06-09"),
        ("revised", "2014-06-09"),
    ]


def test_a_first_line_that_opens_the_criteria_is_the_title_as_well():
    found = whole("Night Splint Coverage Criteria\nNight splints are covered when the pain is severe.\n")
    assert value(found, "title") == "Night Splint Coverage Criteria"


@pytest.mark.parametrize("line", ["Initial Approval Criteria", "WAC 999-999-0300"])
def test_a_first_line_that_names_no_service_is_no_title(line):
    assert value(whole(f"{line}\nNight splints are covered when the pain is severe.\n"), "title") is None


def test_a_number_in_a_list_of_related_documents_is_not_the_number_of_this_one():
    found = whole(
        f"Gadgets for Pain\n\nNote: Please see the related document:\n\n  • CG-DME-99 Widgets{BODY}"
    )
    assert value(found, "number") is None


def test_a_kind_of_document_over_its_number_makes_one_number():
    found = whole(f"Gadgets for Pain\n\nMEDICAL POLICY\n\nNumber 10.01.999*\n{BODY}")
    assert value(found, "number") == "10.01.999"
    assert "number_conflict" not in [f.rule for f in found.findings]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Effective for dates of service April 15, 2023, and after:", "2023-04-15"),
        ("Effective May 2023", "2023-05"),
        ("Effective: January 21,2020", "2020-01-21"),
    ],
)
def test_a_line_that_only_says_from_when_gives_the_effective_date(line, date):
    found = whole(f"Gadgets for Pain\n\nPolicy\n\n{line}\n\nGadgets are necessary when the pain is severe.\n")
    assert dates(found) == [("effective", date)]


def test_the_head_of_a_page_behind_an_item_gives_the_kind_and_no_more():
    found = whole(
        "Gadgets for Pain\n\nPolicy\n\nGadgets are necessary when all of these are met:\n- The pain is severe; "
        "Page 1 of 2\nCLINICAL POLICY Gadgets for Pain\n- The pain is constant.\n"
    )
    assert value(found, "kind") == "CLINICAL POLICY"


def test_the_columns_of_a_table_name_what_stands_below_them():
    found = whole(
        "# Beds\n\n| Contractor Name | Contract Type | Jurisdiction |\n| --- | --- | --- |\n| Acme Administrators, LLC | DME MAC | J-B |\n"
    )
    assert value(found, "publisher") == "Acme Administrators, LLC"


def test_the_owner_of_a_code_set_is_no_publisher():
    found = whole(
        "Beds\n\nPolicy Number: 12\n\nCopyright 2026 American Dental Association. All rights reserved.\n"
    )
    assert value(found, "publisher") is None


def test_a_label_over_each_of_many_drugs_names_no_document():
    drugs = "".join(f"\n## Class {n}\n\nDrug Name:\n\n- Gadgetin {n}\n" for n in "ABCD")
    assert (
        value(whole(f"# Classes of drugs with criteria\n{drugs}"), "title")
        == "Classes of drugs with criteria"
    )


def test_the_signs_around_a_heading_are_no_words_of_the_title():
    assert value(whole("##### Gadget therapy #####\n\nText.\n"), "title") == "Gadget therapy"


def test_an_item_of_a_list_is_no_title():
    found = whole(
        "Acme considers gadgets medically necessary for:\nTremor of the voice; or\nParalysis of the cord; or\n"
    )
    assert value(found, "title") is None
