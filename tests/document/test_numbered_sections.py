"""Sections whose unusual names only the row of their numbers tells."""

from __future__ import annotations

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from coverable.document.reading import Reading
from document.trees import short

MANUAL = """(a) Definitions

Traction: Pulling on the spine with weights.

(b) Services That Are Paid

Traction is not covered for any of the following:
* Alpha
* Beta

(c) How To Ask

A reviewer may call the office that sent the request.

(d) What Was Changed

* 2024: Wording of the list was made clear.
* 2023: The policy was approved by the committee.
"""
ITEMS = """1. Definitions

Traction: Pulling on the spine with weights.

2. Coverage

Traction is covered when all of these are met:
1. Alpha
2. Beta
3. Gamma

References

1. Pell S. Traction and pain. Back. 2019;1:1-9.
"""


def _read(text: str) -> Reading:
    return reading_of(read_source(text.encode(), "a.txt"))


def _trees(found: Reading) -> list[str]:
    return [short(s.criteria) for s in found.statements if s.criteria]


def test_a_row_of_numbers_tells_sections_whose_names_are_unusual() -> None:
    found = _read(MANUAL)
    assert [(s.title, s.kind) for s in found.sections] == [
        ("Definitions", "definitions"),
        ("Services That Are Paid", "criteria"),
        ("How To Ask", "other"),
        ("What Was Changed", "history"),
    ]
    assert _trees(found) == ["any(alpha, beta)"]


def test_short_items_of_a_list_stay_items_though_their_numbers_go_on_from_a_section() -> None:
    assert _trees(_read(ITEMS)) == ["all(alpha, beta, gamma)"]
