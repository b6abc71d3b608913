"""A machine that cannot have the judges of others is told so by `.ci/judges`, and goes on without them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from shutil import copy

import pytest

from conftest import ROOT


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What `.ci/judges` needs of a clone, and programs that cannot reach any registry."""
    made = tmp_path / "clone"
    (made / ".ci").mkdir(parents=True)
    copy(ROOT / ".ci" / "judges", made / ".ci")
    (made / ".conformance" / "node_modules").mkdir(parents=True)
    (made / ".conformance" / "judge").mkdir()
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("node", "npm", "mvn", "javac", "make", "sudo", "apt-get"):
        (programs / name).write_text("#!/bin/sh\nexit 1\n")
        (programs / name).chmod(0o755)
    return made


def run(clone: Path) -> str:
    environment = {"PATH": f"{clone.parent / 'programs'}:{os.environ['PATH']}"}
    done = subprocess.run(
        [clone / ".ci" / "judges"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_cannot_be_installed_is_said_and_leaves_no_half_of_a_judge(clone: Path) -> None:
    (clone.parent / "shared" / "standards" / "packages").mkdir(parents=True)
    said = run(clone)
    assert said.count("!! WITHOUT A JUDGE: ") == 2
    assert "Java, Maven or the validator cannot be had here" in said
    assert not list((clone / ".conformance").iterdir())


def test_without_the_packages_of_the_guides_the_validator_is_not_asked(clone: Path) -> None:
    assert "the FHIR packages of the guides are not beside this clone" in run(clone)
