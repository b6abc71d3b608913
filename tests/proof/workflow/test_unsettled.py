"""What was doubtful in the document is settled by somebody before the version may decide."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coverable.determination.engine import open_engine
from coverable.proof.workflow.gate import review
from two_versions import NEW, NOTICE, SIGNED, Made, place

DRAFT = SIGNED.replace("approved", "draft", 1) + NOTICE


def _found(folder: Path, *severities: str) -> None:
    rows = [
        {"id": f"F{i}", "severity": s, "says": f"doubt {i}", "question": "What does it mean?"}
        for i, s in enumerate(severities, 1)
    ]
    (place(folder, "2") / "findings.json").write_text(json.dumps({"schema_version": 1, "findings": rows}))


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_a_doubt_of_weight_stops_an_approval_until_somebody_says_what_it_came_to(
    two: Made, tmp_path: Path, status: str
) -> None:
    signoff = DRAFT.replace("status: draft", f"status: {status}")
    engine = two(signoff=signoff)
    _found(tmp_path, "low", "medium", "high")
    missing = review(engine, NEW).missing
    assert [one.what for one in missing] == ["F2 is not settled: doubt 2", "F3 is not settled: doubt 3"]
    assert all(one.where.endswith("2/findings.json") and one.why == "What does it mean?" for one in missing)
    assert "`settled: {F2: {by: NAME, on: DATE, because: WHAT IT CAME TO}}`" in missing[0].next
    settled = "".join(f"  F{n}: {{by: C, on: 2026-02-02, because: it is encoded}}\n" for n in (2, 3))
    (place(tmp_path, "2") / "signoff.yaml").write_text(f"{signoff}settled:\n{settled}")
    assert review(open_engine(engine.library.root), NEW).missing == ()


def test_findings_that_cannot_be_read_are_no_reason_to_approve(two: Made, tmp_path: Path) -> None:
    engine = two(signoff=DRAFT)
    (place(tmp_path, "2") / "findings.json").write_text("{")
    (one,) = review(engine, NEW).missing
    assert one.what == "the findings on the document are lost"


OTHER = "F1 was settled for another passage: doubt 1"


@pytest.mark.parametrize(
    ("signed", "found", "missing"),
    [
        ("rule: a_rule, passage: w1, ", ("a_rule", "w1"), []),
        ("rule: a_rule, passage: w1, ", ("a_rule", "w2"), [OTHER]),
        ("rule: a_rule, passage: w1, ", ("other_rule", "w1"), [OTHER]),
        ("rule: a_rule, passage: w1, ", (None, None), []),  # findings of before they had a digest
        ("", ("a_rule", "w1"), [OTHER]),  # a number alone says nothing of words that are known
        ("", (None, None), []),
    ],
)
def test_a_signature_counts_for_the_question_and_the_words_that_it_was_given_for(
    two: Made, tmp_path: Path, signed: str, found: tuple[str | None, str | None], missing: list[str]
) -> None:
    engine, home = two(signoff=DRAFT), place(tmp_path, "2")
    row = {"id": "F1", "severity": "high", "says": "doubt 1", "question": "What?"}
    row |= {"rule": found[0], "passage": found[1]}
    (home / "findings.json").write_text(json.dumps({"findings": [row]}))
    settled = f"settled:\n  F1: {{by: C, on: 2026-02-02, {signed}because: it is encoded}}\n"
    (home / "signoff.yaml").write_text(f"{DRAFT}{settled}")
    told = review(open_engine(engine.library.root), NEW).missing
    assert [one.what for one in told] == missing
    assert all(f"sign it with `rule: {found[0]}, passage: {found[1]}`" in one.next for one in told)
