"""Histories as lists, tables and lines; gaps between reviews."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from coverable.document.parts.history import gaps
from document import layouts
from document.facts_sources import whole, whole_seed


def events(reading):
    return [(e.fields["kind"], e.fields["on"]) for e in reading.history]


def history_of(text: str):
    return whole(f"Braces\n\nCriteria\n\nA brace is medically necessary.\n\nHistory\n\n{text}\n").history


@pytest.mark.sr("SR-135")
def test_the_sixteen_lines_of_the_first_seed_are_events_and_two_have_notes(seeds: Path):
    found = whole_seed(seeds, 0)
    lines = [e for e in found.history if e.fields["kind"] != "originated"]
    assert len(lines) == 16
    assert [e.span.place for e in lines if "says" in e.fields] == ["L47", "L48"]


def test_the_first_seed_has_two_revisions_fourteen_reviews_and_an_origin(seeds: Path):
    found = whole_seed(seeds, 0)
    assert Counter(kind for kind, _ in events(found)) == {"reviewed": 14, "revised": 2, "originated": 1}
    assert ("originated", "2009-01") in events(found)
    last = next(e for e in found.history if e.fields["on"] == "2025-09")
    assert last.fields["implemented"] == "2026-01-01"
    assert last.fields["changes"] == {"criteria": False, "format": True}
    before = next(e for e in found.history if e.fields["on"] == "2024-09")
    assert before.fields["changes"] == {"criteria": False, "references": False}


def test_the_gaps_of_the_first_seed_are_the_six_that_are_known(seeds: Path):
    assert [months for months, _, _ in gaps(whole_seed(seeds, 0).history)] == [13, 13, 13, 19, 15, 13]


def test_the_second_seed_has_no_history(seeds: Path):
    assert whole_seed(seeds, 1).history == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("BULLETIN", [("reviewed", "2025-09-12"), ("effective", "2010-03-04")]),
        ("LEADERS", [("reviewed", "2025-09-15"), ("revised", "2024-11-01")]),
        ("APPLICATION", [("revised", "2026-01-01"), ("reviewed", "2024-07-01")]),
        ("INDEX", [("reviewed", "2025-05-08"), ("revised", "2024-05-09"), ("originated", "2023-05-11")]),
        (
            "LOG",
            [
                ("originated", "2013-05"),
                ("reviewed", "2024-05"),
                ("revised", "2025-05"),
            ],
        ),
        ("CAPITALS", [("reviewed", "2025-02-12"), ("revised", "2024-02-14"), ("originated", "2021-12-08")]),
        ("REPLACED", [("originated", "2011-03-08"), ("reviewed", "2012-04-10"), ("revised", "2025-09-01")]),
        ("MANUAL", [("effective", "1998-07-01"), ("event", "2012-07-01"), ("revised", "2025-03-01")]),
        ("LOCAL", [("revised", "2024-11-14"), ("revised", "2019-10-01")]),
        ("NATIONAL", [("revised", "1992-05")]),
        ("PHARMACY", [("originated", "2010-01"), ("reviewed", "2024-02"), ("revised", "2025-02")]),
    ],
)
def test_events_are_read_in_every_layout(name, expected):
    assert events(whole(layouts.ALL[name])) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Reviewed: 1/2019, 2/2020, 3/2021",
            [("reviewed", "2019-01"), ("reviewed", "2020-02"), ("reviewed", "2021-03")],
        ),
        ("Revised: 5/1/2020; Reviewed: 5/1/2021", [("revised", "2020-05-01"), ("reviewed", "2021-05-01")]),
        ("Policy created: January 2015", [("originated", "2015-01")]),
        ("Next Review Date: 5/2027", []),
        ("01/15/2020: Annual review; no changes.", [("reviewed", "2020-01-15")]),
        ("6/2021 – Approved by the committee.", [("approved", "2021-06")]),
        ("The plan decided in the year before 6/2021 that braces are useful for all.", []),
        ("Retired 12/31/2024", [("retired", "2024-12-31")]),
    ],
)
def test_lines_of_a_history_give_kind_and_date(text, expected):
    assert [(e.fields["kind"], e.fields["on"]) for e in history_of(text)] == expected


@pytest.mark.parametrize(
    ("note", "changes"),
    [
        ("No changes to criteria.", {"criteria": False}),
        ("References updated. Criteria unchanged.", {"references": True, "criteria": False}),
        ("Coding updated and criteria clarified.", {"coding": True, "criteria": True}),
        ("New template.", {"format": True}),
        ("Looked at by the board.", None),
    ],
)
def test_a_note_claims_what_changed_and_what_did_not(note, changes):
    [event] = history_of(f"5/2020: {note}")
    assert event.fields.get("changes") == changes
