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


SIGNED_FOR = "settled:\n  F1: {by: C, on: 2026-02-02, because: it is encoded, rule: a_rule, passage: w1}\n"


@pytest.mark.parametrize(
    ("rule", "passage", "missing"),
    [
        ("a_rule", "w1", []),
        ("a_rule", "w2", ["F1 was settled for another passage: doubt 1"]),
        ("other_rule", "w1", ["F1 was settled for another passage: doubt 1"]),
        (None, None, []),  # written before findings had the digest of their words
    ],
)
def test_a_signature_counts_for_the_question_and_the_words_that_it_was_given_for(
    two: Made, tmp_path: Path, rule: str | None, passage: str | None, missing: list[str]
) -> None:
    engine = two(signoff=DRAFT)
    row = {
        "id": "F1",
        "severity": "high",
        "says": "doubt 1",
        "question": "What?",
        "rule": rule,
        "passage": passage,
    }
    (place(tmp_path, "2") / "findings.json").write_text(json.dumps({"findings": [row]}))
    (place(tmp_path, "2") / "signoff.yaml").write_text(f"{DRAFT}{SIGNED_FOR}")
    found = review(open_engine(engine.library.root), NEW).missing
    assert [one.what for one in found] == missing
    assert all("a_rule and the words w1" in one.why and f"passage: {passage}" in one.next for one in found)


def test_a_signature_by_number_alone_does_not_count_where_the_words_are_known(
    two: Made, tmp_path: Path
) -> None:
    engine = two(signoff=DRAFT)
    row = {
        "id": "F1",
        "severity": "high",
        "says": "doubt 1",
        "question": "What?",
        "rule": "a_rule",
        "passage": "w1",
    }
    (place(tmp_path, "2") / "findings.json").write_text(json.dumps({"findings": [row]}))
    bare = "settled:\n  F1: {by: C, on: 2026-02-02, because: it is encoded}\n"
    (place(tmp_path, "2") / "signoff.yaml").write_text(f"{DRAFT}{bare}")
    (one,) = review(open_engine(engine.library.root), NEW).missing
    assert one.what == "F1 was settled for another passage: doubt 1"
    assert "sign it with `rule: a_rule, passage: w1`" in one.next
