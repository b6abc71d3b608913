"""Which position a sentence takes, by the words that judge in its main clause."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverable.document.criteria.positions.headed import heading_position
from coverable.document.criteria.positions.judgement import judgement, judges


def sentences() -> Iterator[tuple[tuple[str, ...], str]]:
    """The positions that a sentence may be read as, and the sentence."""
    asked: tuple[str, ...] = ()
    for line in (Path(__file__).parent / "data/positions.txt").read_text("utf-8").splitlines():
        if line.startswith("= "):
            asked = tuple(line[2:].split(" or "))
        elif line and not line.startswith("#"):
            yield asked, line


@pytest.mark.parametrize(("asked", "sentence"), list(sentences()))
def test_a_sentence_takes_the_position_that_its_predicate_says(asked: tuple[str, ...], sentence: str) -> None:
    found = judgement(sentence)
    assert (found.position if found else "none") in asked
    assert found is None or found.certain


@pytest.mark.parametrize(
    "sentence",
    [
        "Home monitoring is no longer considered investigational.",
        "Home monitoring is rarely medically necessary.",
    ],
)
def test_a_position_that_is_taken_back_or_weakened_is_not_certain(sentence: str) -> None:
    found = judgement(sentence)
    assert found is not None
    assert not found.certain
    assert not judges(sentence)


def test_what_stands_before_the_judging_clause_is_a_condition_and_not_the_subject() -> None:
    text = "For members under 18, the pump is covered when all of the following are met:"
    found = judgement(text)
    assert found is not None
    assert found.given is not None
    assert found.subject is not None
    assert text[slice(*found.given)] == "For members under 18"
    assert text[slice(*found.subject)].strip() == "the pump"


def test_two_positions_in_one_sentence_are_two() -> None:
    text = (
        "The pump is considered medically necessary for gout, and investigational for all other conditions."
    )
    found = judgement(text)
    assert found is not None
    assert found.second is not None
    rest = judgement(text[found.second + 4 :])
    assert rest is not None
    assert (found.position, rest.position) == ("medically_necessary", "investigational")


@pytest.mark.parametrize(
    ("title", "position"),
    [
        ("B. Nationally Covered Indications", "medically_necessary"),
        ("C. Nationally Non-Covered Indications", "not_covered"),
        ("Coverage Indications, Limitations, and/or Medical Necessity", "medically_necessary"),
        ("Cosmetic and Not Medically Necessary", "cosmetic"),
        ("Diagnoses That Do Not Support Medical Necessity", "not_medically_necessary"),
        ("Conditions Not Recommended for Approval", "not_covered"),
        ("Statutory Exclusions", "benefit_exclusion"),
        ("Continuation of Therapy", "medically_necessary"),
        ("When Coverage Is Not Provided", "not_covered"),
        ("Uses Considered Experimental", "investigational"),
        ("Prior Authorization Requirements", None),
        ("Local Coverage Determination", None),
        ("Background", None),
    ],
)
def test_a_heading_sets_the_position_that_its_words_say(title: str, position: str | None) -> None:
    assert heading_position(title) == position


WORDS = [
    "gadgets",
    "the",
    "plan",
    "is",
    "are",
    "may",
    "be",
    "not",
    "considered",
    "medically",
    "necessary",
    "covered",
    "cover",
    "covers",
    "does",
    "fails",
    "to",
    "fail",
    "meet",
    "criteria",
    "that",
    "who",
    "when",
    "if",
    "for",
    "with",
    "without",
    "such",
    "as",
    "all",
    "any",
    "other",
    "the",
    "following",
    "investigational",
    "and",
    "or",
    ",",
    ":",
    ";",
    "(",
    ")",
    ".",
    "in",
    "addition",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_no_row_of_words_is_too_odd_to_be_judged(words: list[str]) -> None:
    text = " ".join(words)
    found = judgement(text)
    assert found is None or 0 <= found.first <= found.last <= len(text)
    judges(text)
