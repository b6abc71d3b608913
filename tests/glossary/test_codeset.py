"""Code lists as policy files write them."""

from __future__ import annotations

from datetime import date

import pytest

from coverable.base.problem import Refused
from coverable.glossary.codebook import CodeBook
from coverable.glossary.codeset import CodeSet

NOW = date(2026, 2, 10)
EXCLUDED = [
    "icd10cm:G44.89",
    "icd10cm:M19.09",
    "icd10cm:M19.91",
    "icd10cm:M26.50-M26.59",
    "icd10cm:M26.601-M26.69",
    "icd10cm:M79.10-M79.12",
    "icd10cm:S03.00XA-S03.03XS",
]


@pytest.fixture(scope="module")
def excluded(book: CodeBook) -> CodeSet:
    return CodeSet.read(EXCLUDED, book)


@pytest.mark.sr("SR-066")
@pytest.mark.parametrize(
    ("code", "on", "listed"),
    [
        ("S03.03XD", NOW, True),
        ("M79.18", NOW, False),
        ("M26.641", NOW, True),
        ("M26.641", date(2020, 9, 30), False),
        ("M26.641", date(2020, 10, 1), True),
        ("R61", NOW, False),
        ("S03.0", NOW, False),
        ("G44.89", NOW, True),
    ],
)
def test_the_exclusion_list_holds_a_code_by_date_of_service(
    book: CodeBook, excluded: CodeSet, code: str, on: date, listed: bool
) -> None:
    assert excluded.has(f"icd10cm:{code}", book, on) is listed


@pytest.mark.sr("SR-066")
def test_the_exclusion_list_holds_fifty_two_complete_codes(book: CodeBook, excluded: CodeSet) -> None:
    single = [c for c in ("G44.89", "M19.09", "M19.91") if book.look(f"icd10cm:{c}", NOW).state == "valid"]
    assert len(excluded.billable(book, NOW)) == len(single) + 9 + 25 + 3 + 12


@pytest.mark.sr("SR-065")
def test_the_printed_range_is_kept(book: CodeBook) -> None:
    listed = CodeSet.read(["icd10cm:L74.510-L74.519", "icd10cm:L74.52", "icd10cm:R61"], book)
    assert listed.printed == ("icd10cm:L74.510-L74.519", "icd10cm:L74.52", "icd10cm:R61")
    assert len(listed.codes) == 7
    part = listed.part_of("icd10cm:L74.512")
    assert part is not None and part.printed == "icd10cm:L74.510-L74.519"
    assert listed.notes == ()


@pytest.mark.parametrize(
    "entry",
    [
        "icd10cm:L74.510-L74.519",
        "ICD-10-CM: L74.510 - L74.519",
        "L74.510\u2013L74.519",
        "L74.510 to L74.519",
        "icd10cm:L74.510-icd10cm:L74.519",
        "icd-10-cm:L74510 through l74519",
    ],
)
def test_a_range_is_read_however_it_is_written(book: CodeBook, entry: str) -> None:
    assert len(CodeSet.read([entry], book).codes) == 5


@pytest.mark.parametrize(
    ("entry", "last"), [("icd10cm:L74.5-", "L74.52"), ("L74.5x", "L74.52"), ("E66.x", "E66.9")]
)
def test_a_beginning_holds_everything_that_begins_so(book: CodeBook, entry: str, last: str) -> None:
    listed = CodeSet.read([entry], book)
    assert f"icd10cm:{last}" in listed.codes and listed.notes == ()


@pytest.mark.sr("SR-066")
@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("icd10cm:M26.60", "header"),
        ("icd10cm:M79.1", "header"),
        ("icd10cm:M26.60-M26.69", "header_end"),
        ("icd10cm:L74.515", "nonexistent"),
        ("icd10cm:H81.41", "ended"),
        ("cpt:97032-97034", "by_number"),
    ],
)
def test_lint_hears_about_ends_that_are_incomplete_or_unknown(book: CodeBook, entry: str, kind: str) -> None:
    assert [note.kind for note in CodeSet.read([entry], book).notes] == [kind]


def test_lint_hears_about_codes_listed_twice(book: CodeBook) -> None:
    notes = CodeSet.read(["icd10cm:L74.510-L74.519", "icd10cm:L74.512"], book).notes
    assert [(n.kind, n.entry, n.code) for n in notes] == [("repeated", 1, "icd10cm:L74.512")]


def test_every_bad_entry_is_refused_with_its_place(book: CodeBook) -> None:
    with pytest.raises(Refused) as refused:
        CodeSet.read(["icd10cm:L74.519-L74.510", "icd10cm:R61", "icd99:R61"], book, "policy.yaml:12:3")
    assert [p.where for p in refused.value.problems] == ["policy.yaml:12:3[0]", "policy.yaml:12:3[2]"]


@pytest.mark.sr("SR-070")
def test_service_codes_need_no_loaded_file(book: CodeBook) -> None:
    listed = CodeSet.read(["hcpcs:E1399", "cpt:97033"], book)
    assert listed.has("hcpcs:E1399", book, NOW) and listed.has("cpt:97033", book, NOW)
    assert listed.found(["cpt:97032", "cpt:97033"], book, NOW) == ("cpt:97033",)


def test_an_empty_list_holds_nothing(book: CodeBook) -> None:
    empty = CodeSet.read([], book)
    assert empty.codes == frozenset() and not empty.has("icd10cm:R61", book)


@pytest.mark.sr("SR-071")
def test_a_release_made_for_other_days_takes_no_listed_code_out(book: CodeBook) -> None:
    listed = CodeSet.read(["icd10cm:L74.515"], book)
    assert not listed.has("icd10cm:L74.515", book, NOW)
    assert listed.has("icd10cm:L74.515", book, date(2026, 10, 1))
