"""Criteria used by reference: the version of the date, and each policy's own signed readings."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverable.base.problem import Refused
from coverable.determination.engine import open_engine
from small_library import POLICY, SIGNOFF, decide, write_library

READ = "interpretations: {AM-1: {question: q, cite: L10, options: {a: a, b: b}}}"
EITHER = "{interpretation: AM-1, options: {a: {fact: tired}, b: {fact: snores}}}"


def add(
    folder: Path,
    version: str,
    criteria: str,
    signoff: str = SIGNOFF,
    start: str = "2026-01-01",
    more: str = "",
) -> None:
    text = (
        POLICY.replace("CRITERIA", criteria)
        .replace("INTERPRETATIONS", more)
        .replace("test/sleep", "test/base")
    )
    text = text.replace('version: "1"', f'version: "{version}"').replace("from: 2026-01-01", f"from: {start}")
    place = folder / "policies/test/base" / version
    place.mkdir(parents=True)
    (place / "policy.yaml").write_text(text)
    (place / "signoff.yaml").write_text(signoff)


def test_the_date_of_service_picks_the_version_that_is_referred_to_and_a_draft_never_counts(
    tmp_path: Path,
) -> None:
    folder = write_library(tmp_path, criteria="{criteria_of: test/base#sleep}")
    add(folder, "1", "{fact: tired}")
    add(folder, "2", "{fact: snores}", start="2026-07-01")
    add(folder, "9", "{fact: tired, is: false}", signoff=SIGNOFF.replace("approved", "draft"))
    engine = open_engine(folder)
    facts = {"tired": True, "snores": False}
    for day, outcome, version in (
        ("2026-06-30", "criteria_met", "1"),
        ("2026-07-01", "criteria_not_met", "2"),
    ):
        got = decide(engine, facts, service={"date": day})
        assert got["outcome"] == outcome
        assert list(got["governing"]["includes"]) == [f"test/base@{version}"]


def test_criteria_of_a_draft_cannot_be_used(tmp_path: Path) -> None:
    folder = write_library(tmp_path, criteria="{criteria_of: test/base#sleep}")
    add(folder, "1", "{fact: tired}", signoff=SIGNOFF.replace("approved", "draft"))
    with pytest.raises(Refused, match="no approved version of `test/base`"):
        open_engine(folder).library.policy("test/sleep@1")


@pytest.mark.parametrize(("option", "outcome"), [("a", "criteria_met"), ("b", "criteria_not_met")])
def test_a_reading_is_signed_in_the_policy_that_it_belongs_to(
    tmp_path: Path, option: str, outcome: str
) -> None:
    both = f"{{all: [{{criteria_of: test/base#sleep}}, {EITHER}]}}"
    mine = SIGNOFF + "interpretations: {AM-1: {option: a, by: A, on: 2026-01-01, because: c}}"
    folder = write_library(tmp_path, criteria=both, interpretations=READ, signoff=mine)
    theirs = SIGNOFF + f"interpretations: {{AM-1: {{option: {option}, by: A, on: 2026-01-01, because: c}}}}"
    add(folder, "1", EITHER, signoff=theirs, more=READ)
    got = decide(open_engine(folder), {"tired": True, "snores": False})
    assert got["outcome"] == outcome
    assert [(i["id"], i["chosen"]) for i in got["interpretations"]] == [
        ("AM-1", "a"),
        ("test/base:AM-1", option),
    ]
