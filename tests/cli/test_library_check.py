"""`coverable library check`: the gate before a change to a library is merged."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from coverable.cli.library import library_app

Change = Callable[[str, str, str], None]


def check(folder: Path | None = None, *more: str) -> Result:
    where = ["--library", str(folder)] if folder else []
    return CliRunner().invoke(library_app, ["check", *where, "--as-of", "2026-11-22", *more])


def findings(folder: Path) -> list[dict[str, Any]]:
    done = check(folder, "--format", "json")
    assert done.exit_code == 1, done.output
    return json.loads(done.stdout)["findings"]


@pytest.fixture
def copied(root: Path, tmp_path: Path) -> Path:
    return shutil.copytree(root / "library", tmp_path / "library")


@pytest.fixture
def change(copied: Path) -> Change:
    """`change(file, old, new)` in the copy."""

    def write(file: str, old: str, new: str) -> None:
        path = copied / file
        text = path.read_text(encoding="utf-8")
        assert re.search(old, text), f"{file} does not hold {old}"
        path.write_text(re.sub(old, new, text, count=1), encoding="utf-8")

    return write


DME = "policies/sentara/dme-32/7"
CG = "policies/healthy-blue/cg-med-28/2023-01-01"


def test_the_library_of_this_repository_holds() -> None:
    done = check()
    assert done.exit_code == 0, done.output
    assert "The library holds." in done.output


def test_a_review_that_is_overdue_and_a_fact_for_the_record_do_not_fail_the_check() -> None:
    data = json.loads(check(None, "--format", "json").stdout)
    assert data["findings"] == []
    assert any("overdue" in n["what"] for n in data["warnings"])
    assert any("`body_site`" in n["what"] for n in data["notes"])
    early = CliRunner().invoke(library_app, ["check", "--as-of", "2026-02-01", "--format", "json"])
    assert "overdue" not in early.stdout


@pytest.mark.sr("SR-144")
def test_a_fact_that_two_policies_ask_needs_a_decision_that_names_both(copied: Path, change: Change) -> None:
    change(
        "glossary/iontophoresis.yaml",
        r"policies: \[sentara/dme-32, healthy-blue/cg-med-28\]",
        "policies: [sentara/dme-32]",
    )
    found = findings(copied)
    assert [f["check"] for f in found] == ["fact-shared-without-decision"]
    assert "healthy-blue/cg-med-28, sentara/dme-32" in found[0]["why"]


def test_a_case_that_no_longer_holds_is_a_finding_with_its_place(copied: Path, change: Change) -> None:
    change(f"{DME}/cases.yaml", "outcome: criteria_met", "outcome: criteria_not_met")
    found = findings(copied)
    assert {f["check"] for f in found} == {"cases"}
    assert re.search(r"cases\.yaml:\d+:\d+", found[0]["where"])


def test_a_new_citation_without_a_digest_is_a_finding(copied: Path, change: Change) -> None:
    change(f"{DME}/policy.yaml", "cite: L36", "cite: L35-36")
    found = findings(copied)
    assert [(f["check"], f["what"]) for f in found] == [("digest-missing", "`L35-36` has no digest")]
    (copied / DME / "citations.yaml").unlink()
    assert ["has no digests" in f["what"] for f in findings(copied)] == [True]


@pytest.mark.sr("SR-078")
def test_adopting_for_notified_providers_outside_the_lines_that_the_text_allows_is_refused_with_the_place(
    copied: Path, change: Change
) -> None:
    change("plans/healthy-blue/medicaid.yaml", "mode: all_providers", "mode: notified_providers")
    found = [f for f in findings(copied) if f["check"] == "adoption-not-allowed"]
    assert "L120-125" in found[0]["why"]


def test_a_file_that_names_the_schema_of_another_kind_is_a_finding(copied: Path, change: Change) -> None:
    change("plans/sentara/medicare.yaml", "plan.schema.json", "policy.schema.json")
    assert [f["check"] for f in findings(copied)] == ["schema-line-wrong"]


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("glossary/iontophoresis.yaml", "type: choice", "type: chioce", "chioce"),
        (f"{CG}/policy.yaml", "fact: medical_complications", "fact: medical_complication", "unknown fact"),
        ("plans/sentara/medicare.yaml", "policy: sentara/dme-32", "policy: sentara/dme-23", "unknown policy"),
        (f"{DME}/signoff.yaml", "option: separate", "option: seperate", "no option"),
    ],
)
def test_a_broken_file_is_said_once_with_its_place(
    file: str, old: str, new: str, says: str, copied: Path, change: Change
) -> None:
    change(file, old, new)
    found = findings(copied)
    assert sum(says in f["what"] for f in found) == 1, found


def test_findings_come_as_junit_and_as_workflow_commands(copied: Path, change: Change) -> None:
    change(f"{DME}/cases.yaml", "outcome: criteria_met", "outcome: criteria_not_met")
    suites = ElementTree.fromstring(check(copied, "--format", "junit").stdout)
    assert {s.get("name"): s.get("failures") for s in suites}["cases"] == "1"
    lines = check(copied, "--format", "github").stdout.splitlines()
    assert re.match(
        r"::error file=library/policies/sentara/dme-32/7/cases\.yaml,line=\d+,col=\d+::", lines[0]
    )
    assert any(line.startswith("::notice") for line in lines)


def test_no_library_is_exit_code_2(tmp_path: Path) -> None:
    done = check(tmp_path / "none")
    assert done.exit_code == 2
    assert "next:" in done.output


@pytest.mark.sr("SR-027")
def test_the_one_reference_of_another_line_of_business_is_noted() -> None:
    data = json.loads(check(None, "--format", "json").stdout)
    notes = [
        n
        for n in data["notes"]
        if n["check"] == "reference-other-line" and n["subject"] == "sentara/dme-32@7"
    ]
    assert len(notes) == 1
    assert "Provider Manual" in notes[0]["what"]
    assert "medicaid" in notes[0]["what"]
