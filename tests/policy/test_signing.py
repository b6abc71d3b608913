"""Signing a reading: one entry of a file changes, everything else stays as people wrote it."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from coverable.base.problem import Refused
from coverable.base.yamlfile import parse_yaml
from coverable.policy.signing import LEFT_OPEN, sign, to_sign

SAID = {"option": "wide", "by": "Ann Analyst", "on": "2026-11-26", "because": "so: it is"}
OPTIONS = {"wide": "the wide reading", "narrow": "the narrow one"}


def changed(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [one for one in lines if one[0] in "+-" and one[:3] not in ("+++", "---")]


def test_signing_touches_its_own_lines_and_no_others(root: Path) -> None:
    seen = 0
    for path in sorted((root / "library").rglob("signoff.yaml")):
        text = path.read_text(encoding="utf-8")
        for row in to_sign((path.parent / "policy.yaml").read_text(encoding="utf-8"), text):
            for option in (*row["options"], LEFT_OPEN):
                made = sign(text, row["id"], row["options"], {**SAID, "option": option})
                others = [
                    one for one in changed(text, made) if f" {row['id']}: " not in one and one.strip("+- ")
                ]
                assert all(one[1:] in ("interpretations:", "left_open:") for one in others), path
                again = {r["id"]: r for r in to_sign((path.parent / "policy.yaml").read_text("utf-8"), made)}
                assert again[row["id"]]["option"] == option
                assert again[row["id"]]["because"] == SAID["because"]
                assert {k: v for k, v in again.items() if k != row["id"]} == {
                    r["id"]: r
                    for r in to_sign((path.parent / "policy.yaml").read_text("utf-8"), text)
                    if r["id"] != row["id"]
                }
                seen += 1
    assert seen > 40


def test_a_file_without_signatures_gets_its_section(tmp_path: Path) -> None:
    made = sign("# mine\nencoding: {status: draft}\n", "R-1", OPTIONS, SAID)
    assert made.startswith("# mine\nencoding: {status: draft}\n")
    assert parse_yaml(made, "signoff.yaml").data["interpretations"] == {"R-1": SAID}
    below = sign("by: Ann\nsignoff: {}\n", "R-1", OPTIONS, SAID, ("signoff",))
    assert parse_yaml(below, "analyst.yaml").data["signoff"] == {"interpretations": {"R-1": SAID}}
    assert parse_yaml(sign("", "R-1", OPTIONS, SAID), "x").data == {"interpretations": {"R-1": SAID}}


def test_a_reading_is_signed_or_left_open_never_both() -> None:
    signed = sign("encoding: {}\n", "R-1", OPTIONS, SAID)
    left = sign(signed, "R-1", OPTIONS, {**SAID, "option": LEFT_OPEN})
    data = parse_yaml(left, "x").data
    assert "interpretations" not in data
    assert data["left_open"] == {"R-1": {k: v for k, v in SAID.items() if k != "option"}}
    assert "left_open" not in parse_yaml(sign(left, "R-1", OPTIONS, SAID), "x").data


@pytest.mark.parametrize(
    "because", ["no", "null", "2026-11-26", "a # b", "- x", "{a: b}", "'", '"', "é: ü", "*x"]
)
def test_a_reason_comes_back_as_it_was_given(because: str) -> None:
    made = sign("encoding: {}\n", "R-1", OPTIONS, {**SAID, "because": because})
    assert parse_yaml(made, "x").data["interpretations"]["R-1"]["because"] == because


def test_a_signature_of_nobody_without_day_or_reason_is_refused_with_every_fault() -> None:
    with pytest.raises(Refused) as refused:
        sign("", "R-1", OPTIONS, {"option": "wied", "by": " ", "on": "2026-11", "because": ""})
    said = [one.what for one in refused.value.problems]
    assert said == ["`wied` is no option of R-1", "nobody is named", "no reason is given", "no day is given"]
    assert "wide" in refused.value.problems[0].next
    with pytest.raises(Refused):
        sign("a: &x 1\nb: *x\n", "R-1", OPTIONS, SAID)


def test_a_file_that_cannot_be_read_offers_nothing_to_sign() -> None:
    assert to_sign("policy: [", "x: y") == []
    assert to_sign("interpretations: {R-1: {question: Which?, options: {a: A, b: B}}}", "[")[0]["state"] == (
        "not signed"
    )
