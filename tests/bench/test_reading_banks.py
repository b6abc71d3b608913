"""The banks of wordings: the last round is news to whoever knows the older ones, and each half keeps to its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from bench.reading.banks import HALVES, ROUNDS, Half, bank, bank_file, half_of
from bench.reading.files import rendered
from bench.reading.make import make_document
from bench.reading.model import Format
from bench.reading.words import NUMBERS

FILES = ("quantifiers", "words", "leaves", "positions", "prose", "meta", "topics")
WORDED = {"t", "text", "name", "short", "lead", "head", "initial", "continuation", "low", "high"}
"""The keys of an entry that hold words; the rest say what the words mean."""
TYPOGRAPHY = {
    *(
        "words/connectors",
        "words/inline",
        "words/not",
        "topics/who",
        "meta/furniture",
        "meta/labels",
        "meta/codes",
        "meta/titles",
    ),
    *("positions/grid", "positions/subheads", "positions/stages"),
}
"""Sections of a word or two each, in which the usual forms stand in every round: labels, heads, words of a grid."""


def wordings(value: Any) -> Iterator[str]:
    """The words of an entry, or of a section; a year is no word."""
    if isinstance(value, str):
        if not value.isdigit():
            yield value
    elif isinstance(value, list):
        for one in value:
            yield from wordings(one)
    elif isinstance(value, dict):
        worded = WORDED & value.keys()
        for key in worded or value:
            yield from wordings(value[key])


def plain(words: str) -> str:
    """Without case, blanks and the marks of emphasis."""
    return " ".join(re.sub(r"[<>*]", "", words).lower().split())


def sections(folder: str) -> Iterator[tuple[str, set[str]]]:
    """Each section of a round with its wordings."""
    for name in FILES:
        for section, held in bank_file(folder, name).items():
            if f"{name}/{section}" not in TYPOGRAPHY:
                yield f"{name}/{section}", {plain(words) for words in wordings(held)}


def test_no_wording_of_the_last_round_stands_in_an_older_one() -> None:
    older: dict[str, set[str]] = {}
    for folder in ROUNDS[:-1]:
        for section, held in sections(folder):
            older.setdefault(section, set()).update(held)
    again = {name: len(held & older.get(name, set())) for name, held in sections(ROUNDS[-1])}
    # told by their number alone: whoever works on the reader must not see a wording of the last round
    assert {name: both for name, both in again.items() if both} == {}


def test_each_layout_of_the_last_round_has_names_of_its_own() -> None:
    # “References” and “Coding” stand everywhere; a document of known names alone would be no news
    older = {plain(name) for folder in ROUNDS[:-1] for part in layouts(folder) for name in part}
    known = sum(not {plain(name) for name in part} - older for part in layouts(ROUNDS[-1]))
    assert known == 0  # counted first: a failure must not print names of the last round


def layouts(folder: str) -> list[list[str]]:
    """The names of the parts of each layout of a round."""
    return [named(layout) for layout in bank_file(folder, "layouts").values()]


def named(layout: dict[str, Any]) -> list[str]:
    """The names of the parts; a short page may leave the criteria without one."""
    return [name for name in layout["names"].values() if name]


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("format", get_args(Format))
def test_a_document_of_a_half_is_made_of_variants_of_that_half_alone(half: Half, format: Format) -> None:
    docs = [make_document(1, number, half, format) for number in range(6)]
    assert {half_of(id) for doc in docs for id in doc.used} == {half}
    assert all(rendered(doc) for doc in docs)


@pytest.mark.parametrize("half", HALVES)
def test_documents_of_a_half_come_in_every_kind_that_it_has(half: Half) -> None:
    kinds = {layout.get("family") for layout in bank("layouts") if half_of(layout.id) == half}
    assert {make_document(1, number, half).family for number in range(200)} == kinds


def test_the_value_of_a_bound_stands_in_the_words_of_its_condition() -> None:
    leaves = [leaf for kind in ("phrases", "clauses", "against") for leaf in bank(f"leaves/{kind}")]
    for leaf in leaves:
        for value in leaf.many("v") or [""]:
            words = leaf.text.format(v=value, who="The member")
            for bound in leaf.many("th"):
                number = bound.format(v=value).split()[1]
                assert number in words or NUMBERS[int(number)] in words.lower(), leaf
