"""Fixes touch only the characters that change, and after them the finding is gone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coverable.policy.library import Library
from coverable.proof.lint.edits import apply
from coverable.proof.lint.run import lint
from proof.lint.conftest import Change, Lint
from proof.lint.example_library import build

TODAY = date(2026, 11, 22)
CG = "healthy-blue/cg-med-28@2023-01-01"
CG_FILE = "policies/healthy-blue/cg-med-28/2023-01-01"


@pytest.mark.parametrize(
    ("rule", "file", "old", "new"),
    [
        (
            "code-listed-again",
            f"{CG_FILE}/policy.yaml",
            r"entries: \[cpt:97033, ",
            "entries: [cpt:97033, cpt:97033, ",
        ),
        ("code-spelling", f"{CG_FILE}/policy.yaml", "code: icd10cm:G44.89", 'code: "ICD-10: g4489"'),
        ("schema-line-missing", f"{CG_FILE}/signoff.yaml", r"\A# yaml.*\n", ""),
        ("schema-line-wrong", f"{CG_FILE}/cases.yaml", "cases.schema.json", "plan.schema.json"),
        (
            "digest-unused",
            f"{CG_FILE}/citations.yaml",
            "^passages:",
            'passages:\n  "L1": ' + "3" * 64,
        ),
    ],
)
def test_a_fix_restores_the_file(
    rule: str, file: str, old: str, new: str, copied: Path, change: Change, findings: Lint
) -> None:
    before = (copied / file).read_text(encoding="utf-8")
    change(file, old, new)
    found = findings(rule)
    assert len(found) == 1
    assert apply(found) == found
    after = (copied / file).read_text(encoding="utf-8").replace('"icd10cm:G44.89"', "icd10cm:G44.89")
    assert after == before
    assert findings(rule) == []


def test_no_digest_is_written_without_the_document_or_into_a_file_without_lines(tmp_path: Path) -> None:
    without = "# citations.yaml\npassages: {L20: null}"
    at_hand = """
source: {title: An invented policy, file: source.txt, lines: 60}
# source.txt
20: Line 20 as it was read.
"""
    for name, example in (("without", without), ("json", at_hand + without)):
        [found] = lint(Library(build(tmp_path / name, example)), TODAY)
        assert found.rule.id == "digest-missing"
        assert found.hit.fix is None


def test_a_missing_digest_is_written_beside_the_others(copied: Path, change: Change, findings: Lint) -> None:
    folder = "policies/meadowlark/mp-140/2025"
    path = copied / "examples" / folder / "citations.yaml"
    before = path.read_text(encoding="utf-8").splitlines()
    row = next(line for line in before if line.strip().startswith("L28") or line.strip().startswith("L28:"))
    path.write_text("\n".join(line for line in before if line != row) + "\n", encoding="utf-8")
    found = findings("digest-missing")
    assert [f.hit.about for f in found] == ["L28"]
    apply(found)
    assert sorted(path.read_text(encoding="utf-8").splitlines()) == sorted(before)
    assert findings("digest-missing") == []


def test_what_was_accepted_is_not_changed(copied: Path, change: Change, findings: Lint) -> None:
    change(f"{CG_FILE}/policy.yaml", r"entries: \[cpt:97033, ", "entries: [cpt:97033, cpt:97033, ")
    accepted = (
        "accepted_findings: [{rule: code-listed-again, by: A, on: 2026-01-01, because: the document does so}]"
    )
    path = copied / CG_FILE / "signoff.yaml"
    path.write_text(path.read_text(encoding="utf-8") + accepted + "\n", encoding="utf-8")
    found = findings("code-listed-again")
    assert [bool(f.accepted) for f in found] == [True]
    assert apply(found) == []
