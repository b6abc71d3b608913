"""Criteria used by reference: the version of the date, and each policy's own signed readings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coverable.base.problem import Refused
from coverable.determination.engine import open_engine
from coverable.policy.together import decided_together
from coverable.proof.check import check_library
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
    indication: str = "sleep",
) -> None:
    text = (
        POLICY.replace("CRITERIA", criteria)
        .replace("INTERPRETATIONS", more)
        .replace("test/sleep", "test/base")
    )
    text = text.replace('version: "1"', f'version: "{version}"').replace("from: 2026-01-01", f"from: {start}")
    text = text.replace("  sleep:", f"  {indication}:")
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


TWO_SERVICES = POLICY.replace(
    "  device: {codes: [hcpcs:E0601], only_if: {fact: kind, is: mask}, cite: L5}",
    "  device: {codes: [hcpcs:E0601], cite: L5}\n  chair: {codes: [hcpcs:E0637], cite: L6}",
).replace(
    "exclusions:",
    """  chair: {service: chair, applies_if: {fact: use, is: sleep}, cite: L10, criteria: {fact: snores}}
exclusions:""",
)


def renamed(folder: Path, first: str = "sleep", second: str = "sleeping") -> Path:
    """A policy of two services; one uses criteria whose name changes with the second version."""
    both = "{all: [{fact: tired}, {criteria_of: test/base#sleep, cite: L11}]}"
    write_library(folder, criteria=both, policy=TWO_SERVICES)
    add(folder, "1", "{fact: snores}", indication=first)
    add(folder, "2", "{fact: snores}", start="2026-07-01", indication=second)
    return folder


@pytest.mark.parametrize(
    ("first", "second", "whole"), [("sleep", "sleeping", "2026-06-30"), ("slept", "sleep", "2026-07-01")]
)
def test_criteria_that_the_version_in_effect_lacks_go_to_a_person_and_nothing_else_does(
    tmp_path: Path, first: str, second: str, whole: str
) -> None:
    engine = open_engine(renamed(tmp_path, first, second))
    days = {"2026-06-30", "2026-07-01"}
    for day in days:
        other = decide(engine, {"snores": True}, service={"date": day, "code": "E0637"})
        assert (other["outcome"], other["next_step"]) == ("criteria_met", "approve")
        assert "reference_lost" not in {f["code"] for f in other["flags"]}
    assert (
        decide(engine, {"tired": True, "snores": True}, service={"date": whole})["outcome"] == "criteria_met"
    )
    (lost,) = days - {whole}
    got = decide(engine, {"tired": True, "snores": True}, service={"date": lost})
    assert (got["outcome"], got["next_step"]) == ("judgment_needed", "nurse_review")
    assert "reference_lost" in {f["code"] for f in got["flags"]}
    assert any("has no indication `sleep`" in why for why in got["review_reasons"])
    # what settles the case without them settles it
    assert decide(engine, {"tired": False}, service={"date": lost})["outcome"] == "criteria_not_met"


@pytest.mark.parametrize(
    ("first", "second", "day"), [("sleep", "sleeping", "2026-07-01"), ("slept", "sleep", "2026-01-01")]
)
def test_the_library_check_looks_at_every_combination_of_versions_in_effect(
    tmp_path: Path, first: str, second: str, day: str
) -> None:
    engine = open_engine(renamed(tmp_path, first, second))
    found = [f for f in check_library(engine, date(2026, 11, 22))["findings"] if f["check"] == "versions"]
    assert [f["subject"] for f in found] == ["test/sleep@1"]
    assert f"in effect together with test/sleep@1 from {day}" in found[0]["what"]
    assert found[0]["where"].endswith("policies/test/sleep/1/policy.yaml:19:38")


def test_a_combination_that_is_never_in_effect_is_no_finding(tmp_path: Path) -> None:
    folder = renamed(tmp_path)
    ended = (folder / "policies/test/sleep/1/signoff.yaml").read_text()
    withdrawn = ended + "withdrawn: {on: 2026-06-30, by: A, because: replaced}"
    (folder / "policies/test/sleep/1/signoff.yaml").write_text(withdrawn)
    engine = open_engine(folder)
    assert [
        f for f in check_library(engine, date(2026, 11, 22))["findings"] if f["check"] == "policies"
    ] == []
    assert [
        d.isoformat() for d, _ in decided_together(engine.library, engine.library.policy("test/sleep@1"))
    ] == ["2026-01-01"]


def test_an_indication_that_no_version_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has no indication `sleep`"):
        open_engine(renamed(tmp_path, first="slept")).library.policy("test/sleep@1")
