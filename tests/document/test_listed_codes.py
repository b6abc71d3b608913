"""Codes out of tables, lists and ranges, with their groups; numbers in prose are no codes."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from coverable.document.codes.codeforms import token_at
from coverable.glossary.codebook import open_codebook
from document import layouts
from document.facts_sources import codes_of, listed, rules, whole, whole_seed


@pytest.fixture(scope="module")
def book():
    return open_codebook()


def test_the_first_seed_lists_one_code_and_says_that_the_other_table_is_empty(seeds: Path):
    found = whole_seed(seeds, 0)
    assert [(c.system, c.first, c.polarity, c.qualifier, c.span.place) for c in found.codes] == [
        ("hcpcs", "E1399", "covered", None, "L70")
    ]
    [empty] = found.code_groups
    assert (empty.fields["none"], empty.fields["polarity"], empty.span.place) == (True, "not_covered", "L75")


def test_the_second_seed_lists_its_codes_by_group_with_ranges_as_printed(seeds: Path):
    found = whole_seed(seeds, 1)
    assert listed(found) == [
        ("cpt", "97033", "covered"),
        ("hcpcs", "E1399", "covered"),
        ("icd10cm", "L74.510-L74.519", "covered"),
        ("icd10cm", "L74.52", "covered"),
        ("icd10cm", "R61", "covered"),
        ("icd10cm", "G44.89", "not_covered"),
        ("icd10cm", "M19.09", "not_covered"),
        ("icd10cm", "M19.91", "not_covered"),
        ("icd10cm", "M26.50-M26.59", "not_covered"),
        ("icd10cm", "M26.601-M26.69", "not_covered"),
        ("icd10cm", "M79.10-M79.12", "not_covered"),
        ("icd10cm", "S03.00XA-S03.03XS", "not_covered"),
    ]
    [device] = [c for c in found.codes if c.first == "E1399"]
    assert device.qualifier is not None
    assert device.qualifier.startswith("when specified as an")
    assert device.qualifier.endswith("for home use")
    assert len(device.qualifier.split()) == 9
    assert device.span.place == "L86-88"


def test_all_diagnoses_of_the_second_seed_are_examples(seeds: Path):
    [every] = [g for g in whole_seed(seeds, 1).code_groups if g.fields.get("all_diagnoses")]
    assert (every.span.place, every.fields["polarity"]) == ("L93", "covered")


def test_no_label_of_a_code_is_kept(seeds: Path):
    for number in (0, 1):
        text = repr([c.view() for c in whole_seed(seeds, number).codes])
        for word in ("modality", "Durable", "headache", "osteoarthritis", "Myalgia"):
            assert word not in text


def test_the_seeds_codes_are_in_the_release_and_services_are_not_checked(seeds: Path, book):
    valid = {c.first: c.valid for c in whole_seed(seeds, 1, book=book).codes}
    assert (valid["97033"], valid["E1399"], valid["L74.510"], valid["S03.00XA"]) == (
        "not_checked",
        "not_checked",
        "valid",
        "valid",
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "BULLETIN",
            [
                ("cpt", "97542", "covered"),
                ("cpt", "0501T", "not_covered"),
                ("cpt", "97110-97112", "informational"),
                ("hcpcs", "E0637", "covered"),
                ("hcpcs", "E0638", "covered"),
                ("icd10cm", "G80.0-G80.9", "covered"),
                ("icd10cm", "G82.20-G82.54", "covered"),
                ("icd10cm", "S14.101-S14.159", "covered"),
                ("icd10cm", "M62.81", "not_covered"),
                ("icd10cm", "G80.0", "not_covered"),
            ],
        ),
        (
            "LEADERS",
            [("hcpcs", "L4396", "covered"), ("hcpcs", "L4397", "covered"), ("hcpcs", "L4398", "not_covered")],
        ),
        (
            "APPLICATION",
            [
                ("cpt", "0662T", "informational"),
                ("cpt", "0663T", "informational"),
                ("icd10cm", "C50.011", "informational"),
                ("icd10cm", "C50.012", "informational"),
                ("icd10cm", "C50.019", "informational"),
                ("icd10cm", "C60.x", "informational"),
            ],
        ),
        (
            "LOG",
            [
                ("hcpcs", "E0202", "covered"),
                ("hcpcs", "S9098", "covered"),
                ("icd10cm", "P59.0-P59.9", "covered"),
            ],
        ),
        (
            "CAPITALS",
            [
                ("cpt", "81445", "informational"),
                ("cpt", "81450", "informational"),
                ("cpt", "0022U", "informational"),
            ],
        ),
        ("VERSIONED", [("cpt", "36475", "informational"), ("cpt", "36482", "informational")]),
        ("REPLACED", [("hcpcs", "A9274", "informational"), ("hcpcs", "E0784", "informational")]),
        (
            "MANUAL",
            [
                ("hcpcs", "E2500", "informational"),
                ("hcpcs", "E2502", "informational"),
                ("hcpcs", "E2504", "informational"),
                ("hcpcs", "E2506", "informational"),
                ("hcpcs", "E2508-E2511", "informational"),
            ],
        ),
        (
            "ARTICLE",
            [
                ("cpt", "95885", "informational"),
                ("cpt", "95886", "informational"),
                ("icd10cm", "G56.00-G56.03", "covered"),
                ("icd10cm", "M54.12", "covered"),
            ],
        ),
        (
            "GRID",
            [
                ("hcpcs", "E0194", "covered"),
                ("hcpcs", "E0625", "not_covered"),
                ("hcpcs", "E0273", "not_covered"),
            ],
        ),
        ("LOCAL", []),
        ("PHARMACY", []),
        ("SHORT", []),
    ],
)
def test_the_codes_of_every_layout_are_found_with_their_polarity(name, expected):
    assert listed(whole(layouts.ALL[name])) == expected


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CAPITALS", ("none", "informational")),
        ("VERSIONED", ("none", "informational")),
        ("ARTICLE", ("none", "not_covered")),
        ("LEADERS", ("all_diagnoses", "not_covered")),
    ],
)
def test_a_group_that_is_empty_or_takes_in_everything_says_so(name, said):
    [group] = whole(layouts.ALL[name]).code_groups
    assert (group.fields.get(said[0]), group.fields["polarity"]) == (True, said[1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CPT: 97110, 97112; 97116 and 97530", ["97110", "97112", "97116", "97530"]),
        ("HCPCS\n\nJ0585, J0586, J0587, J0588", ["J0585", "J0586", "J0587", "J0588"]),
        ("HCPCS\n\nJ0585 | J0586", ["J0585", "J0586"]),
        ("ICD-10 Diagnosis\n\nL74.510–L74.519 words", ["L74.510-L74.519"]),
        ("ICD-10 Diagnosis\n\nL74.510 to L74.519 words", ["L74.510-L74.519"]),
        ("ICD-10 Diagnosis\n\nM26.50 through M26.59; M26.60", ["M26.50-M26.59", "M26.60"]),
        ("ICD-10 Diagnosis\n\nS03.00xA - S03.03xS words", ["S03.00XA-S03.03XS"]),
        ("ICD-10 Diagnosis\n\nE66.x overweight", ["E66.x"]),
        ("ICD-10 Diagnosis\n\nL74.5- sweating", ["L74.5-"]),
        ("ICD-10 Diagnosis\n\nG43.1xx migraine", ["G43.1xx"]),
        ("ICD-10 Diagnosis\n\nR61Generalized words", ["R61"]),
        ("ICD-10 Diagnosis\n\nL74.52Secondary words", ["L74.52"]),
        ("CPT\n\n97110Words run into it", ["97110"]),
        ("HCPCS\n\nE1399Words run into it", ["E1399"]),
        ("ICD-10-PCS\n\n3E0T3BZ words", ["3E0T3BZ"]),
        ("ICD-9 Diagnosis Codes\n\n780.8 words", ["780.8"]),
        ("NDC\n\n00023-1145-01 words", ["00023-1145-01"]),
        ("Revenue Codes\n\n0290 words", ["0290"]),
        ("CPT\n\n0002M, 0017U, 0501T, 2028F", ["0002M", "0017U", "0501T", "2028F"]),
        ("The device is billed with HCPCS code E0637 once a year.", ["E0637"]),
        ("Report CPT 97542 or 97110 for the training.", ["97542", "97110"]),
    ],
)
def test_codes_are_read_in_every_written_form(text, expected):
    assert [c.first if c.first == c.last else f"{c.first}-{c.last}" for c in codes_of(text).codes] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The policy was written in 2024 and 2025.",
        "Call 800-555-0199 or write to P.O. Box 10234, Richmond, VA 23220.",
        "A dose of 10000 units every 12 weeks, at most 50000 units.",
        "The schedule began on 01/01/2026 and has 12345 words.",
        "Vitamin B12 and stage T1 disease are named in 10 of 12 cases.",
        "See the member's contract for 15000 dollars of benefit.",
    ],
)
def test_numbers_in_prose_are_no_codes(text):
    assert not codes_of(text).codes


def test_codes_in_the_history_and_the_references_are_no_codes_of_the_policy():
    found = whole(
        "Braces\n\nCriteria\n\nA brace is medically necessary.\n\nHistory\n\n1/1/2025: Added CPT code 97110.\n\n"
        "References\n\n1. Notes on HCPCS code E0637. 2020.\n"
    )
    assert not found.codes


def test_a_typing_slip_is_a_finding_and_less_sure():
    found = codes_of("ICD-10 Diagnosis\n\nM80.M84 weak bones")
    assert [(c.first, c.last, c.confidence < 1) for c in found.codes] == [("M80", "M84", True)]
    assert "code_typing_slip" in rules(found)


def test_a_range_with_an_unclear_end_is_a_finding():
    found = codes_of("ICD-10 Diagnosis\n\nL74.510-519 sweating")
    assert [(c.first, c.last) for c in found.codes] == [("L74.510", "L74.510")]
    assert "code_range_unclear" in rules(found)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("E1399 words [when specified as a standing frame]", "when specified as a standing frame"),
        ("E1399 words [when specified as a\n\nstanding frame]", "when specified as a standing frame"),
        ("E1399 words (only when rented)", "only when rented"),
        ("E1399 words (one size)", None),
        ("E1399\twords [when specified as a frame]", "when specified as a frame"),
    ],
)
def test_a_qualifier_in_brackets_belongs_to_its_code(text, qualifier):
    [code] = codes_of(f"HCPCS\n\n{text}").codes
    assert code.qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("E1399 words [when specified as a frame] E0637", "E1399 words [when specified as a frame]"),
        ("E1399 words [when specified as a\n\nframe] and more", "E1399 words [when specified as a frame]"),
        ("E1399 words\n\n[when specified as a frame]", "E1399 words [when specified as a frame]"),
        ("E1399\twords (only when rented)", "E1399 words (only when rented)"),
        ("E1399 words (one size)", "E1399"),
    ],
)
def test_the_place_of_a_code_holds_its_qualifier_and_no_more(text: str, words: str):
    page = f"Coding\n\nHCPCS\n\n{text}\n"
    code = whole(page).codes[0]
    assert " ".join(page[code.span.start : code.span.end].split()) == words


def test_several_codes_of_a_joined_list_keep_their_own_qualifiers():
    found = codes_of("HCPCS\n\nE1399 words [when it is a frame] E0637 other words [when it is a seat]")
    assert [(c.first, c.qualifier) for c in found.codes] == [
        ("E1399", "when it is a frame"),
        ("E0637", "when it is a seat"),
    ]


def test_a_diagnosis_in_a_covered_and_an_uncovered_group_is_a_finding():
    found = codes_of(
        "When services may be Medically Necessary if the rules hold:\n\nICD-10 Diagnosis\n\nG80.0-G80.9 words\n\n"
        "When services are Not Medically Necessary:\n\nICD-10 Diagnosis\n\nG80.4 words\n"
    )
    [one] = [f for f in found.findings if f.rule == "code_in_two_groups"]
    assert "G80.4" in one.says
    assert len(one.spans) == 2


def test_codes_are_checked_against_the_release_of_the_date(book):
    found = codes_of(
        "ICD-10 Diagnosis\n\nL74.51 words\n\nR61 words\n\nQ99.77 words\n\nL74.510-L74.597 words\n\nZ99.x words",
        book=book,
    )
    assert [(c.first, c.valid) for c in found.codes] == [
        ("L74.51", "header"),
        ("R61", "valid"),
        ("Q99.77", "unknown"),
        ("L74.510", "unknown"),
        ("Z99.x", "valid"),
    ]
    assert {"code_header", "code_nonexistent", "code_range_end"} <= set(rules(found))


def test_a_code_of_the_older_system_has_ended(book):
    found = codes_of("ICD-9 Diagnosis Codes\n\n780.8 words", book=book)
    assert [c.valid for c in found.codes] == ["ended"]
    assert "code_ended" in rules(found)


@pytest.mark.parametrize("text", ["R61", "97110", "J0585", "L74.52", "M26.50-M26.59"])
def test_a_token_covers_exactly_its_code(text):
    token = token_at(text, 0, None)
    assert token is not None
    assert text[token.start : token.end] == text


@pytest.mark.parametrize("text", ["X97110", "1.97110", "$97110", "97110x", "B12", "T1", "A1c"])
def test_parts_of_other_words_are_no_codes(text):
    at = next(i for i, c in enumerate(text) if c.isdigit())
    assert token_at(text, at, None) is None


@pytest.mark.parametrize(
    ("bracket", "polarity", "qualifier"),
    [
        ("(not covered)", "not_covered", None),
        ("(Non-covered)", "not_covered", None),
        ("(excluded from coverage)", "not_covered", None),
        ("(covered)", "covered", None),
        ("(covered for the glove only)", "informational", "covered for the glove only"),
        ("(not separately payable)", "informational", "not separately payable"),
        ("(left foot)", "informational", None),
    ],
)
def test_what_a_bracket_says_of_one_code_holds_for_that_code_alone(
    bracket: str, polarity: str, qualifier: str | None
) -> None:
    found = codes_of(f"HCPCS\nE1399 An item {bracket}\nE0601 Another item")
    first, second = found.codes
    assert (first.polarity, first.qualifier) == (polarity, qualifier)
    assert (second.polarity, second.qualifier) == ("informational", None)
    limited = bracket == "(covered for the glove only)"
    assert any(one.rule == "code_limited" for one in found.findings) == limited


def test_a_code_behind_words_and_a_colon_is_listed_once_in_a_long_list():
    many = ", ".join(f"E{n:04d}" for n in range(100, 240))
    found = codes_of(f"HCPCS codes that are not covered: {many}")
    assert len(found.codes) == 140
    assert {c.polarity for c in found.codes} == {"not_covered"}


def test_the_sentences_of_a_long_code_section_are_read_in_time():
    text = " ".join(f"Supply E{n % 9000 + 1000:04d} is listed here for reference." for n in range(8_000))
    began = perf_counter()
    assert codes_of(text).codes
    assert perf_counter() - began < 30
