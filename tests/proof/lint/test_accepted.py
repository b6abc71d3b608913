"""A finding that a person accepted stays visible, and no longer fails anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from coverable.policy.library import Library
from coverable.proof.lint.run import counted, lint
from proof.lint.example_library import build

TODAY = date(2026, 11, 22)
DRAFT = """
# signoff.yaml
encoding: {status: draft, by: A. Analyst, on: 2026-01-02}
accepted_findings:
  - {rule: draft-adopted, about: ABOUT, by: A. Analyst, on: 2026-01-02, because: shown on purpose}
"""


def test_an_accepted_finding_is_counted_apart_with_who_and_why(tmp_path: Path) -> None:
    found = lint(Library(build(tmp_path, DRAFT.replace("ABOUT", "example/plan"))), TODAY)
    assert counted(found) == {"error": 0, "warning": 0, "note": 0, "accepted": 1}
    view = found[0].view()
    assert view["rule"] == "draft-adopted"
    assert view["accepted"]["because"] == "shown on purpose"


def test_an_acceptance_reaches_only_what_it_is_about(tmp_path: Path) -> None:
    found = lint(Library(build(tmp_path, DRAFT.replace("ABOUT", "example/other"))), TODAY)
    assert {f.rule.id: bool(f.accepted) for f in found} == {
        "draft-adopted": False,
        "accepted-for-nothing": False,
    }


def test_accepting_changes_the_hash_of_the_sign_off_and_not_that_of_the_policy(tmp_path: Path) -> None:
    plain = Library(build(tmp_path / "a", DRAFT.split("accepted_findings", maxsplit=1)[0])).policy(
        "example/p-1@1"
    )
    signed = Library(build(tmp_path / "b", DRAFT)).policy("example/p-1@1")
    assert plain.sha256 == signed.sha256
    assert plain.signoff_sha256 != signed.signoff_sha256
