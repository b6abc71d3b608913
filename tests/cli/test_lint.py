"""`coverable policy lint` and `coverable rule`."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import Result

from coverable.proof.lint.registry import RULES

Run = Callable[..., Result]


@pytest.fixture
def lint(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`lint(...)` over the library of this repository on 22 November 2026, or over `--library`."""
    monkeypatch.setenv("COLUMNS", "80")

    def go(*arguments: object) -> Result:
        where = () if "--library" in arguments else ("--library", root / "library")
        return run("policy", "lint", *arguments, *where, "--as-of", "2026-11-22")

    return go


def test_a_policy_without_errors_ends_with_0_and_says_its_warnings(lint: Run) -> None:
    done = lint("sentara/dme-32")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "sentara/dme-32@7"
    assert re.search(r"warning +sentara/dme-32@7: the review is overdue", done.stdout)
    assert "0 errors, 1 warning, " in done.stdout
    assert lint("sentara/dme-32", "--strict").exit_code == 1


def test_the_text_fits_into_80_columns_with_errors_first(lint: Run) -> None:
    done = lint()
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    dme = done.stdout.split("sentara/dme-32@7\n")[1]
    assert dme.index("warning") < dme.index("note")
    assert re.search(r"accepted meadowlark/choice adopts meadowlark/mp-180", done.stdout)
    assert re.search(r"by +Coverable editors, 2026-11-22: the example shows", done.stdout)


def test_several_policies_are_linted_and_no_others(lint: Run) -> None:
    found = json.loads(lint("DME 32", "meadowlark/mp-101@2026", "--format", "json").stdout)
    assert {f["subject"] for f in found["findings"]} == {"sentara/dme-32@7", "meadowlark/mp-101@2026"}
    assert found["schema_version"] == 1


def test_an_unknown_policy_or_rule_could_not_be_run(lint: Run, run: Run) -> None:
    assert lint("no-such-policy").exit_code == 2
    done = run("rule", "code-in-both-list")
    assert done.exit_code == 2
    assert "did you mean `code-in-both-lists`" in done.stderr


@pytest.fixture
def broken(root: Path, tmp_path: Path) -> Path:
    """A copy in which DME 32 tests a fact that does not exist."""
    folder = shutil.copytree(root / "library", tmp_path / "library")
    path = folder / "policies/sentara/dme-32/7/policy.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("fact: social_life_disrupted", "fact: social_lief"), encoding="utf-8")
    return folder


def test_a_policy_that_cannot_be_built_is_a_finding_with_its_place(lint: Run, broken: Path) -> None:
    done = lint("sentara/dme-32", "--library", broken)
    assert done.exit_code == 1
    assert "unknown fact `social_lief`" in done.stdout
    assert "[cannot-be-built]" in done.stdout


def test_findings_come_as_sarif_as_junit_and_as_workflow_commands(lint: Run, broken: Path) -> None:
    log = json.loads(lint("--library", broken, "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    suites = ElementTree.fromstring(lint("--library", broken, "--format", "junit").stdout)
    assert {s.get("name"): s.get("failures") for s in suites}["sentara/dme-32@7"] == "1"
    lines = lint("--library", broken, "--format", "github").stdout.splitlines()
    assert any(
        re.match(r"::error file=library/policies/sentara.*cannot-be-built: unknown fact", x) for x in lines
    )
    assert any(x.startswith("::notice") and "accepted by" in x for x in lines)


def test_fix_writes_what_is_safe_and_says_what_it_did(lint: Run, root: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(root / "library", tmp_path / "library")
    path = folder / "plans/sentara/medicare.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("plan.schema.json", "policy.schema.json"), encoding="utf-8")
    assert lint("--library", folder).exit_code == 1
    done = lint("--library", folder, "--fix")
    assert done.exit_code == 0
    assert "fixed" in done.stdout
    assert path.read_text(encoding="utf-8") == before


def test_every_rule_is_listed_and_explained_with_both_examples(run: Run) -> None:
    listed = run("rule").stdout
    shown: dict[str, Any] = {r["id"]: r for r in json.loads(run("rule", "--format", "json").stdout)["rules"]}
    assert list(shown) == [r.id for r in RULES]
    for rule in RULES:
        assert f"{rule.id} ({rule.severity})" in " ".join(listed.split())
    one = run("rule", "review-gap").stdout
    assert "Bad\n" in one
    assert "Good\n" in one
    assert "  - {kind: originated, on: 2024-01, cite: L40}" in one
