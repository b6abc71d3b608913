"""Policies of this repository, changed in a copy, and what the lint finds there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from coverable.policy.library import Library
from coverable.proof.lint.rule import Finding
from coverable.proof.lint.run import lint

Lint = Callable[..., list[Finding]]
Change = Callable[[str, str, str], None]


@pytest.fixture
def copied(root: Path, tmp_path: Path) -> Path:
    return shutil.copytree(root / "library", tmp_path / "library")


@pytest.fixture
def change(copied: Path) -> Change:
    """`change(file, old, new)` in the copy."""

    def write(file: str, old: str, new: str) -> None:
        path = copied / file
        text = path.read_text(encoding="utf-8")
        assert re.search(old, text, re.MULTILINE), f"{file} does not hold {old}"
        path.write_text(re.sub(old, new, text, count=1, flags=re.MULTILINE), encoding="utf-8")

    return write


@pytest.fixture
def findings(copied: Path) -> Lint:
    """`findings("review-gap", "sentara/dme-32@7")`: of that rule, in the copy, on 22 November 2026."""

    def run(rule: str, *keys: str, on: str = "2026-11-22", sources: Path | None = None) -> list[Finding]:
        found = lint(Library(copied), date.fromisoformat(on), list(keys) or None, sources)
        return [f for f in found if f.rule.id == rule]

    return run
