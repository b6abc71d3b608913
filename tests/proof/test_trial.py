"""A version that somebody writes is tried as it would decide, whatever stands beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coverable.proof.trial import trial
from two_versions import NOTICE, SIGNED, place, two_versions

DRAFT = SIGNED.replace("approved", "draft", 1) + NOTICE
CASES = """
cases:
  - id: heavy
    says: tired and snores, and not heavy
    plan: test/plan
    code: E0601
    date: 2026-08-01
    facts: {use: sleep, kind: mask, tired: true, snores: true, bmi: {value: 30, unit: kg/m2}}
    expect: {outcome: OUTCOME}
"""
MORE = "{all: [{fact: tired}, {fact: snores}, {fact: bmi, ge: 40, unit: kg/m2}]}"


@pytest.mark.parametrize(
    ("outcome", "holds"), [("criteria_not_met", True), ("criteria_met", False), ("not_in_effect", False)]
)
def test_a_case_of_a_draft_is_decided_by_the_draft_and_never_by_the_version_before(
    tmp_path: Path, outcome: str, holds: bool
) -> None:
    """The version before is in effect on that day, and asks for less."""
    engine = two_versions(tmp_path, signoff=DRAFT, criteria=MORE)
    before = (place(tmp_path, "2") / "signoff.yaml").read_bytes()
    files = {"cases.yaml": CASES.replace("OUTCOME", outcome)}
    done = trial(engine.library.root, "test/sleep", "2", files, date(2026, 8, 1))
    assert [one["holds"] for one in done["tests"]["cases"]] == [holds]
    assert (place(tmp_path, "2") / "signoff.yaml").read_bytes() == before


def test_a_draft_that_could_not_be_approved_is_tried_as_a_draft(tmp_path: Path) -> None:
    engine = two_versions(tmp_path, signoff=DRAFT, criteria=MORE)
    policy = (place(tmp_path, "2") / "policy.yaml").read_text(encoding="utf-8")
    files = {
        "policy.yaml": policy.replace("in_effect: {from: 2026-07-01}", "in_effect: {from: null}"),
        "cases.yaml": CASES.replace("OUTCOME", "criteria_met"),
    }
    done = trial(engine.library.root, "test/sleep", "2", files, date(2026, 8, 1))
    assert done["problems"] == []
    assert [one["holds"] for one in done["tests"]["cases"]] == [True], "version 1 answers on that day"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("plan: test/plan", "says: no plan"), "the case names no plan"),
        (("plan: test/plan", "plan: test/other"), "the library has no such plan"),
        (("tired: true, ", ""), "still needed: tired"),
        (("date: 2026-08-01", "date: 2026-02-01"), "decided by test/sleep@1"),
        (("date: 2026-08-01", "date: 2025-02-01"), "no policy decided it"),
    ],
)
def test_a_case_that_does_not_hold_says_what_helps_to_see_why(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    cases = (
        CASES.replace("    says: tired and snores, and not heavy\n", "") if "says:" in change[1] else CASES
    )
    engine = two_versions(tmp_path, signoff=DRAFT, criteria=MORE.replace("40", "20"))
    files = {"cases.yaml": cases.replace("OUTCOME", "criteria_not_met").replace(*change)}
    (case,) = trial(engine.library.root, "test/sleep", "2", files, date(2026, 8, 1))["tests"]["cases"]
    assert says in " ".join(f"{one['what']} {one['why']}" for one in case["problems"])
