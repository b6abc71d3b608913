"""Before a version is approved, the lint and its cases are asked how it would stand once it decides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coverable.proof.workflow.gate import review
from two_versions import NEW, NOTICE, SIGNED, Made, place

DAY = date(2026, 8, 1)
DRAFT = SIGNED.replace("approved", "draft", 1) + NOTICE
CASES = """
cases:
  - id: both
    says: tired and snores
    plan: test/plan
    code: E0601
    date: 2026-08-01
    facts: {use: sleep, kind: mask, tired: true, snores: true}
    expect: {outcome: OUTCOME}
"""


def _with_cases(two: Made, folder: Path, outcome: str, signoff: str = DRAFT) -> list[str]:
    """What a version with one case lacks."""
    engine = two(signoff=signoff)
    (place(folder, "2") / "cases.yaml").write_text(CASES.replace("OUTCOME", outcome))
    found = review(engine, NEW, day=DAY)
    return [f"{one.where}: {one.what}" for one in found.missing]


@pytest.mark.sr("SR-013")
@pytest.mark.parametrize("signoff", [DRAFT, SIGNED + NOTICE])
def test_a_case_that_does_not_hold_is_missing_whether_the_version_is_a_draft_or_approved(
    two: Made, tmp_path: Path, signoff: str
) -> None:
    (found,) = _with_cases(two, tmp_path, "criteria_not_met", signoff)
    assert "2/cases.yaml:3:" in found and "both: " in found


def test_a_draft_whose_cases_hold_once_it_decides_lacks_nothing(two: Made, tmp_path: Path) -> None:
    assert _with_cases(two, tmp_path, "criteria_met") == []


def test_a_case_says_how_it_is_once_the_version_decides(two: Made, tmp_path: Path) -> None:
    """A draft is in effect for nobody; a case that holds for that alone says nothing of what is approved."""
    (found,) = _with_cases(two, tmp_path, "not_in_effect")
    assert "both: " in found


def test_errors_of_the_lint_are_missing_too_and_the_file_stays_as_it_was(two: Made, tmp_path: Path) -> None:
    criteria = "{all: [{fact: bmi, ge: 40, unit: kg/m2}, {fact: bmi, lt: 30, unit: kg/m2}]}"
    engine = two(signoff=DRAFT, criteria=criteria)
    before = (place(tmp_path, "2") / "signoff.yaml").read_bytes()
    assert review(engine, NEW).missing == ()
    missing = review(engine, NEW, day=DAY).missing
    assert missing and all(one.why and one.next for one in missing)
    assert (place(tmp_path, "2") / "signoff.yaml").read_bytes() == before
