"""A version as somebody is writing it: lint and cases over texts that stand in no library."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coverable.determination.engine import open_engine
from coverable.policy.library import Library
from coverable.policy.overlay import overlay
from coverable.proof.lint.run import lint as run
from coverable.proof.lint.run import lint_view
from coverable.proof.trial import trial

TODAY = date(2026, 11, 26)
VERSIONS = ("sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01", "meadowlark/mp-101@2026")


@pytest.fixture
def library(root: Path) -> Library:
    return Library(root / "library")


def files_of(library: Library, key: str) -> dict[str, str]:
    folder = library.folders[key]
    return {p.name: p.read_text("utf-8") for p in sorted(folder.glob("*.yaml")) if p.name != "citations.yaml"}


@pytest.mark.parametrize("key", VERSIONS)
def test_an_unchanged_version_gets_the_findings_and_cases_of_the_library(library: Library, key: str) -> None:
    policy, _, version = key.partition("@")
    made = trial(library.root, policy, version, files_of(library, key), TODAY)
    assert made["problems"] == []
    found = lint_view(library, TODAY, [f for f in run(library, TODAY, [key]) if f.subject == key])["findings"]
    assert sorted(map(str, made["findings"])) == sorted(map(str, found))
    assert all(one["holds"] for one in made["tests"]["cases"])


@pytest.mark.parametrize("key", VERSIONS)
def test_the_rest_of_the_library_is_the_same_and_nothing_is_written(library: Library, key: str) -> None:
    policy, _, version = key.partition("@")
    before = {p: p.stat().st_mtime_ns for p in library.root.rglob("*") if p.is_file()}
    with overlay(library.root, policy, version, {"policy.yaml": "policy: none of it\n"}) as top:
        seen = Library(top)
        assert set(seen.folders) == set(library.folders)
        others = [k for k in library.folders if k != key]
        assert all(
            (seen.folders[k] / "policy.yaml").read_bytes()
            == (library.folders[k] / "policy.yaml").read_bytes()
            for k in others
        )
        assert (seen.folders[key] / "policy.yaml").read_text("utf-8") == "policy: none of it\n"
    assert {p: p.stat().st_mtime_ns for p in library.root.rglob("*") if p.is_file()} == before
    assert not top.exists()


def test_a_version_that_is_new_stands_beside_the_others(library: Library) -> None:
    files = files_of(library, "sentara/dme-32@7")
    files["policy.yaml"] = files["policy.yaml"].replace('version: "7"', 'version: "8"', 1)
    with overlay(library.root, "sentara/dme-32", "8", files) as top:
        engine = open_engine(top)
        assert {p.version for p in engine.library.versions("sentara/dme-32")} == {"7", "8"}


def test_errors_come_first_and_name_file_line_and_column(library: Library) -> None:
    files = files_of(library, "sentara/dme-32@7")
    files["policy.yaml"] = files["policy.yaml"].replace("fact: device_kind", "fact: devise_kind", 1)
    made = trial(library.root, "sentara/dme-32", "7", files, TODAY)
    assert made["findings"][0]["severity"] == "error"
    assert "policy.yaml:" in made["findings"][0]["where"]
    assert "device_kind" in made["findings"][0]["next"]
    assert made["tests"] is None
    assert made["problems"]
