"""What a document says of its codes holds for those that it is said of, and for no others."""

from __future__ import annotations

import pytest

from coverable.document.readers.read import read_source
from document.facts_sources import codes_of, listed, whole


def test_codes_behind_words_in_one_line_say_nothing_of_the_lists_that_follow():
    found = codes_of(
        "Codes that are never payable: E0744, E0745\n\nDiagnosis codes, by condition\n\nH18.601\nH27.00"
    )
    assert listed(found) == [
        ("hcpcs", "E0744", "not_covered"),
        ("hcpcs", "E0745", "not_covered"),
        ("icd10cm", "H18.601", "informational"),
        ("icd10cm", "H27.00", "informational"),
    ]


def test_diagnoses_beside_procedures_are_not_denied_with_them():
    found = codes_of("Not covered:\n\nE0744\nE0745\n\nDiagnoses seen with item 1: C50.011, C61")
    assert {c for _, c, polarity in listed(found) if polarity == "not_covered"} == {"E0744", "E0745"}
    assert {c for _, c, polarity in listed(found) if polarity == "informational"} == {"C50.011", "C61"}


def test_a_column_of_procedures_holds_codes_beside_one_of_revenue():
    found = codes_of(
        "                     Revenue    Procedure    Unit\n"
        "  Day program        0912       H0035        day\n"
        "  Evening program    0905       S9480        day"
    )
    assert {c for _, c, _ in listed(found)} == {"0912", "H0035", "0905", "S9480"}


def test_the_line_over_a_table_of_codes_among_the_criteria_sorts_them():
    found = whole(
        "Hearing\n\nCriteria\n\nAn aid is covered when the loss is 40 dB or more.\n\n"
        "1.3  Not paid by the Division\n\n"
        "   V5095   In the middle ear      V5274   Device, other\n"
        "   V5267   Extras                 V5268   Telephone device\n\nBatteries (V5266) are covered.\n"
    )
    polarity = {c: p for _, c, p in listed(found)}
    assert {c for c, p in polarity.items() if p == "not_covered"} == {"V5095", "V5274", "V5267", "V5268"}
    assert polarity["V5266"] == "covered"


def test_a_label_in_the_first_cell_sorts_its_row_and_those_under_it():
    found = codes_of(
        "    Covered:       L8614   L8615   L8616\n"
        "                   L8617   L8618   L8619\n"
        "    Not covered:   S2230   V5095   V5096\n"
        "    By report:     L8699   E1399   A9900\n\n"
        "Report L8690 with care."
    )
    polarity = {c: p for _, c, p in listed(found)}
    assert {c for c, p in polarity.items() if p == "covered"} == {
        *("L8614", "L8615", "L8616", "L8617", "L8618", "L8619")
    }
    assert {c for c, p in polarity.items() if p == "not_covered"} == {"S2230", "V5095", "V5096"}


def test_codes_that_a_sentence_only_refers_to_are_not_denied_with_its_own():
    found = codes_of("Covered codes:\n\nD4341\nD4342\n\nD4910 is not payable after D4341 or D4342.")
    assert {(c, p) for _, c, p in listed(found)} == {
        ("D4341", "covered"),
        ("D4342", "covered"),
        ("D4910", "not_covered"),
    }


def test_diagnoses_that_stand_alone_are_denied_by_what_follows_them():
    found = codes_of(
        "Covered diagnoses:\n\nH90.0\nH90.2\n\nClaims with H91.90, H91.91 as the only diagnosis will be denied."
    )
    assert ("icd10cm", "H91.91", "not_covered") in listed(found)


def test_each_gene_in_brackets_belongs_to_its_code():
    found = codes_of("CPT codes:\n\n81403 (KCNJ2), 81404 (KCNE1), 81406 (KCNH2, LMNA)")
    assert [c for _, c, _ in listed(found)] == ["81403", "81404", "81406"]


def test_a_line_that_begins_with_a_heavy_label_is_a_line_of_its_own():
    page = (
        "<h2>Coding</h2><p><b>Codes for services that are investigational and so are not paid for any member:</b>"
        " C1062, C1713<br><b>Inpatient stays:</b> E0100, E0105</p>"
    )
    found = whole(read_source(f"<html><body><h1>Braces</h1>{page}</body></html>".encode(), "a.html"))
    polarity = {c: p for _, c, p in listed(found)}
    assert (polarity["C1062"], polarity["E0100"]) == ("not_covered", "informational")


def test_the_short_name_of_a_system_inherits_what_is_said_above():
    found = codes_of("Codes covered\n\nICD10 Dx: F33.1-F33.2, F50.00\n\nProcedure codes (CPT): 20748")
    assert {p for _, _, p in listed(found)} == {"covered"}


def test_codes_of_procedures_are_read_in_a_table_under_diagnoses():
    found = codes_of(
        "Diagnosis codes not approved\n\nICD10 Dx\tDescription\n\nM79.2\tCondition\n\nG57.91\tDisorder\n\n"
        "CPT codes listed\tDescription\n\n56018\tItem\n\n53000\tItem"
    )
    assert {(c, p) for _, c, p in listed(found)} == {
        (c, "not_covered") for c in ("M79.2", "G57.91", "56018", "53000")
    }


def test_the_next_system_goes_on_with_what_is_said_before_the_first():
    found = codes_of("Codes not covered: CPT 97110, 97112\n\nHCPCS: E0100, E0105\n\nICD-10-CM codes: M79.2")
    assert {p for _, _, p in listed(found)} == {"not_covered"}
    assert len(listed(found)) == 5


def test_columns_of_opposite_names_sort_the_codes_under_them_whatever_system_was_open():
    page = (
        "<h1>Orvanta</h1><h2>Criteria</h2><p>Orvanta is covered when the member is 18.</p><h2>Coding</h2>"
        "<p><b>HCPCS.</b></p><table><tr><td>J3590</td><td>biologic</td></tr></table><p><b>ICD-10-CM.</b></p>"
        "<table><tr><th>Approvable</th><th>Not approvable</th></tr><tr><td>L40.0</td><td>L20.-</td></tr>"
        "<tr><td>L40.50</td><td>M32.10</td></tr></table>"
    )
    found = whole(read_source(page.encode(), "policy.html"))
    polarity = {c: p for _, c, p in listed(found)}
    assert {c for c, p in polarity.items() if p == "covered"} >= {"L40.0", "L40.50"}
    assert {c for c, p in polarity.items() if p == "not_covered"} == {"L20.-", "M32.10"}


def test_a_sentence_about_these_is_said_of_the_codes_before_it():
    found = codes_of(
        "Paid once approved:\n\nJ3590\nC9399\n\nFor giving the drug: 96372 (shot), 96413 (drip). "
        "These are given for convenience and are not themselves under this policy."
    )
    assert {c: p for _, c, p in listed(found)} == {
        "J3590": "covered",
        "C9399": "covered",
        "96372": "informational",
        "96413": "informational",
    }


def test_what_one_table_of_codes_says_ends_with_the_caption_of_the_next():
    found = codes_of(
        "Table 1. Tests that are covered\n\n81518\n81519\n\nTable 2. Tests that are investigational\n\n81522\n\n"
        "Table 3. Diagnoses to go with Table 1\n\nC50.011\nZ17.0"
    )
    polarity = {c: p for _, c, p in listed(found)}
    assert (polarity["81519"], polarity["81522"]) == ("covered", "not_covered")
    assert (polarity["C50.011"], polarity["Z17.0"]) == ("informational", "informational")


def test_codes_that_a_list_is_for_are_none_of_its_codes():
    found = codes_of("Codes not covered:\n\nFor E2603 and E2604: any diagnosis not named above, and E2610.")
    assert {c for _, c, _ in listed(found)} == {"E2610"}


def test_what_stands_behind_codes_in_their_line_holds_for_them():
    found = codes_of(
        "Covered diagnoses:\n\nI83.10 - I83.12 swelling\n\n"
        "I83.90 (no trouble) and I78.1 are not enough, alone or together."
    )
    assert {c: p for _, c, p in listed(found)} == {
        "I83.10-I83.12": "covered",
        "I83.90": "not_covered",
        "I78.1": "not_covered",
    }


def test_what_is_added_and_removed_is_covered_and_not():
    found = whole(
        "Veins\n\nCriteria\n\nFoam is covered when there is an ulcer.\n\nAdded to coverage on 5/1/2025\n\n"
        "E0465  foam\nE0466  foam, more\n\nRemoved from coverage on 5/1/2025\n\nE0482  glue\nE0483  glue, next\n"
    )
    assert {c: p for _, c, p in listed(found)} == {
        "E0465": "covered",
        "E0466": "covered",
        "E0482": "not_covered",
        "E0483": "not_covered",
    }


def test_what_a_numbered_section_says_of_codes_ends_with_the_next_number():
    found = codes_of("4.6 Never payable\n\nV5095\nV5274\n\n4.7 Diagnosis. Claims carry H90.0 or H91.01.")
    assert {c: p for _, c, p in listed(found)} == {
        "V5095": "not_covered",
        "V5274": "not_covered",
        "H90.0": "informational",
        "H91.01": "informational",
    }


@pytest.mark.parametrize(
    ("legend", "expected"),
    [
        ("† Not covered", "not_covered"),
        ("Those with a dagger (†) are refused, being asked for often.", "not_covered"),
        ("Codes marked with † are investigational.", "not_covered"),
        ("† Requires a modifier", "covered"),
        ("† Not covered for Medicare members", "covered"),
        ("Codes without a dagger are not covered.", "covered"),
    ],
)
def test_the_legend_of_a_mark_turns_what_the_list_says_of_codes_that_carry_it(legend, expected):
    found = codes_of(f"Covered diagnoses:\n\nM27.2\nF84.0†\nM86.60\n\n{legend}")
    polarity = {c: p for _, c, p in listed(found)}
    assert (polarity["M27.2"], polarity["F84.0"], polarity["M86.60"]) == ("covered", expected, "covered")


def test_the_other_diagnoses_beside_a_list_of_what_is_never_necessary_turn_nothing():
    found = codes_of(
        "When services are Medically Necessary:\n\n81403\n81405\n\nWhen services are Not Medically Necessary:\n\n"
        "For the codes above when criteria are not met, for any other diagnosis, and at all times for:\n\n"
        "81413\n81414\n\nNote: 81280, once used here, is dealt with in LAB.090."
    )
    assert {c: p for _, c, p in listed(found)} == {
        "81403": "covered",
        "81405": "covered",
        "81413": "not_covered",
        "81414": "not_covered",
        "81280": "informational",
    }


def test_diagnoses_that_are_not_on_the_list_above_are_denied_in_its_section():
    found = codes_of(
        "Diagnoses that support the service:\n\nG89.21\nG89.28\n\n"
        "Diagnosis codes not on the list above are not medically necessary, among them M54.50 and M54.59."
    )
    polarity = {c: p for _, c, p in listed(found)}
    assert (polarity["G89.21"], polarity["M54.50"], polarity["M54.59"]) == (
        "covered",
        "not_covered",
        "not_covered",
    )


def test_a_mark_turns_its_code_and_not_the_one_to_bill_in_its_place():
    found = codes_of("Codes covered:\n\nL8679 any type\nL8685 †\n\n† NOT covered: bill L8679 in its place.")
    assert {c: p for _, c, p in listed(found)} == {"L8679": "covered", "L8685": "not_covered"}


def test_a_cell_that_says_nothing_else_and_a_mark_behind_a_name_sort_their_row():
    rows = (
        "<tr><th>Code</th><th>Group</th></tr><tr><td>D4341, D4342</td><td>Benefit</td></tr>"
        "<tr><td>D4240</td><td>No benefit</td></tr><tr><td>J3590</td><td>Velmuro ‡</td></tr>"
    )
    page = f"<h1>Gums</h1><h2>Codes</h2><table>{rows}</table><p>‡ Never paid.</p>"
    found = whole(read_source(f"<html><body>{page}</body></html>".encode(), "a.html"))
    assert {c: p for _, c, p in listed(found)} == {
        "D4341": "covered",
        "D4342": "covered",
        "D4240": "not_covered",
        "J3590": "not_covered",
    }
