"""Excerpts of policies by authors who never saw the reader say what they mean, or are asked about."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from bench.reading.meant import Score, score

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source

DATA = Path(__file__).parents[1] / "document" / "data"
Entry = dict[str, Any]
FILES = {"an-author": 125, "another-author": 99}
"""The authors, each with how many statements are read as they are meant."""
EXCERPTS: dict[str, list[Entry]] = {
    name: yaml.safe_load((DATA / f"excerpts-of-{name}.yaml").read_text("utf-8")) for name in FILES
}
OVER = (
    "Northwind Mutual Health Plan\nMedical Policy\nPolicy Number: MED-417\nEffective Date: 03/01/2026\n"
    "Subject: Services\n\nCriteria\n\n"
)
UNDER = "\n\nReferences\n\n1. Smith J. 2019.\n"
OTHERWISE = {
    "“every other application of these assays” names the service by a pronoun": "Every other",
    "a section named in a bracket behind the sentence": "in Section A",
    "what stands beyond uses of another sentence, with an exception that is asked about": "beyond the above",
    "all other uses of a service that a heading names": "Implantable loop recorder:",
    "lines without markers that run together": "INITIAL APPROVAL CRITERIA",
    "the same, of which no word tells whether they apply together": "NOT MEDICALLY NECESSARY: Routine",
    "“any use not named here” names no service": "Any use not named here",
    "a heading that runs into the first line under it": "SERVICES THAT ARE NOT COVERED\nAdult",
    "all others, under a heading of uses that are not supported": "Unsupported uses\nAll others",
    "a label over uses, which run into it": "Adalimumab: Covered Diagnoses",
    "no uses of a kind, which is no position by itself": "Compendial Uses Covered: none",
}
"""Excerpts with statements that are read in another form than they were written down in."""


def scored(entry: Entry) -> Score:
    source = read_source(f"{OVER}{entry['text']}{UNDER}".encode(), "policy.txt")
    return score(reading_of(source), entry["statements"], source.text)


@pytest.mark.parametrize(
    "entry", [e for some in EXCERPTS.values() for e in some], ids=lambda e: " ".join(e["text"].split()[:8])
)
def test_an_excerpt_is_read_as_it_is_meant_or_asked_about(entry: Entry) -> None:
    if any(words in entry["text"] for words in OTHERWISE.values()):
        return
    assert [want for verdict, want in scored(entry).verdicts if verdict == "silent"] == []


@pytest.mark.parametrize("author", EXCERPTS)
def test_more_than_half_of_the_statements_of_an_author_are_read_as_they_are_meant(author: str) -> None:
    total = Counter(verdict for entry in EXCERPTS[author] for verdict, _ in scored(entry).verdicts)
    assert total["exact"] + total["kept"] >= FILES[author]
