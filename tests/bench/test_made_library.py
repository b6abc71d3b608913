"""The made-up library: the same seed gives the same bytes, and everything in it holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from bench.made.write import write_library

from coverable.base.yamlfile import read_yaml
from coverable.determination.engine import open_engine
from coverable.policy.walk import all_criteria
from coverable.proof.check import check_library

POLICIES = 24


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_library(tmp_path_factory.mktemp("made") / "library", POLICIES, seed=7)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(made: Path, tmp_path: Path) -> None:
    assert contents(write_library(tmp_path / "again", POLICIES, seed=7)) == contents(made)
    assert contents(write_library(tmp_path / "other", POLICIES, seed=8)) != contents(made)


def test_a_check_finds_nothing_kept_or_fresh(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = check_library(open_engine(made), date(2026, 4, 1))
    assert kept["findings"] == []
    assert kept["checked"]["lint"] >= POLICIES
    assert kept["checked"]["approvals"] >= POLICIES
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert check_library(open_engine(made), date(2026, 4, 1)) == kept


def test_it_uses_the_whole_language(made: Path) -> None:
    library = open_engine(made).library
    used = {
        name
        for key in library.folders
        for criterion, _ in all_criteria(library.origin(key).file)
        for name in criterion.model_fields_set
    }
    rules = {"all", "any", "none", "not_", "at_least", "if_", "interpretation"}
    tests = {"is_", "in_", "ge", "within", "has", "exists", "count", "run", "silent_on", "silent_if"}
    assert rules | tests <= used
    outcomes = {
        case["expect"]["outcome"]
        for path in made.rglob("cases.yaml")
        for case in read_yaml(path).data["cases"]
    }
    assert {"criteria_met", "criteria_not_met", "information_needed", "use_not_listed"} <= outcomes
