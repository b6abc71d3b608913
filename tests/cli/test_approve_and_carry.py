"""`coverable policy approve` and `policy carry`, as people and as programs call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from coverable.cli.policy import policy_app
from two_versions import CHOICE, EITHER, NEW, NOTICE, OLD, READING, SIGNED, place, two_versions

MORE = "{all: [{fact: tired}, {fact: snores}, {fact: bmi, ge: 40, unit: kg/m2}]}"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(policy_app, [str(word) for word in words])


@pytest.fixture
def narrower(tmp_path: Path) -> Path:
    two_versions(tmp_path, signoff=SIGNED, criteria=MORE)
    return tmp_path


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    parts = {"old_criteria": EITHER, "criteria": EITHER, "interpretations": READING}
    two_versions(tmp_path, old_signoff=SIGNED + CHOICE, **parts)
    return tmp_path


def test_what_is_missing_is_said_in_four_parts_and_ends_with_1(narrower: Path) -> None:
    done = run("approve", NEW, "--library", narrower)
    assert done.exit_code == 1
    words = " ".join(done.output.split())
    for part in (
        "narrower against test/sleep@1",
        "where:",
        "why:",
        "next:",
        "1 missing.",
        "signoff.yaml:1:1",
    ):
        assert part in words


def test_nothing_missing_ends_with_0_and_a_draft_is_left_to_a_person(narrower: Path) -> None:
    path = place(narrower, "2") / "signoff.yaml"
    path.write_text((SIGNED + NOTICE).replace("approved", "draft", 1))
    before = path.read_bytes()
    done = run("approve", NEW, "--library", narrower)
    assert done.exit_code == 0
    assert "Whoever approves it writes `status: approved`" in " ".join(done.output.split())
    assert path.read_bytes() == before


def test_a_version_is_named_by_its_folder_too(narrower: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(narrower)
    for name in (place(narrower, "2"), "policies/test/sleep/2"):
        data = json.loads(run("approve", name, "--format", "json").stdout)
        assert (data["policy"], data["may_be_approved"], data["change"]["impact"]) == (NEW, False, "narrower")
        assert set(data["missing"][0]) == {"what", "where", "why", "next"}


def test_a_folder_that_is_no_version_of_the_library_is_refused(narrower: Path, tmp_path: Path) -> None:
    stray = tmp_path / "stray"
    stray.mkdir()
    (stray / "policy.yaml").write_text("{}")
    for words in ((stray,), (stray, "--library", narrower)):
        done = run("approve", *words)
        assert done.exit_code == 2
        assert "next:" in done.output


def test_an_example_in_the_shipped_library_is_found_by_its_folder(root: Path) -> None:
    done = run("approve", root / "library/examples/policies/meadowlark/mp-102/2025")
    assert done.exit_code == 0, done.output


def test_carry_says_what_stands_and_what_a_person_must_sign(signed: Path) -> None:
    done = run("carry", OLD, NEW, "--library", signed)
    words = " ".join(done.output.split())
    assert done.exit_code == 0
    assert "AM-1: a, signed by C on 2025-12-01" in words
    assert "approval: the committee approved the older version" in words
    path = place(signed, "2") / "policy.yaml"
    path.write_text(path.read_text().replace("ge: 40", "ge: 35"))
    data = json.loads(run("carry", OLD, NEW, "--library", signed, "--format", "json").stdout)
    (one,) = data["interpretations"]
    assert (one["state"], one["why"]) == ("sign", ["what it decides differs under `b`"])
    assert data["written"] is None and not (place(signed, "2") / "signoff.yaml").exists()


def test_a_draft_is_written_once_by_somebody_who_is_named(signed: Path) -> None:
    path = place(signed, "2") / "signoff.yaml"
    done = run("carry", OLD, NEW, "--library", signed, "--write")
    assert (done.exit_code, path.exists()) == (2, False)
    assert "--by NAME" in done.output
    done = run("carry", OLD, NEW, "--library", signed, "--write", "--by", "D", "--as-of", "2026-03-01")
    assert done.exit_code == 0 and "is written, a draft." in " ".join(done.output.split())
    written = path.read_text()
    assert "status: draft" in written and f'carried_from: "{OLD}"' in written
    again = run("carry", OLD, NEW, "--library", signed, "--write", "--by", "E")
    assert (again.exit_code, path.read_text()) == (2, written)
    missing = json.loads(run("approve", NEW, "--library", signed, "--format", "json").stdout)["missing"]
    assert [one["what"].removeprefix(f"{NEW}: ") for one in missing] == [
        "nobody read the encoding besides its author",
        "no approving body is on record",
    ]
