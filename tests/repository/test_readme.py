"""What the README tells a newcomer to type works, in the order in which it stands there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

RUN = "from coverable.cli.main import main; main()"
ANSWERS = "u\n" * 40
"""For the interview: everything is unknown, so it ends by itself."""


def commands(root: Path) -> list[list[str]]:
    text = (root / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\.venv/bin/coverable (.*)$", text, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def test_every_command_of_the_readme_works(root: Path, tmp_path: Path) -> None:
    typed = commands(root)
    assert len(typed) >= 7
    for words in typed:
        done = subprocess.run(
            [sys.executable, "-c", RUN, *words],
            cwd=tmp_path, input=ANSWERS, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, (
            f"coverable {' '.join(words)}\n{done.stdout[-500:]}\n{done.stderr[-500:]}"
        )
        assert (done.stdout + done.stderr).strip()


def test_every_command_about_changing_a_policy_works(root: Path, tmp_path: Path) -> None:
    text = (root / "docs/changing-a-policy.md").read_text(encoding="utf-8")
    typed = [shlex.split(line) for line in re.findall(r"^coverable (.*)$", text, re.MULTILINE)]
    assert [words[1] for words in typed] == ["diff", "carry", "approve", "check"]
    for words in typed:
        done = subprocess.run(
            [sys.executable, "-c", RUN, *words],
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, (
            f"coverable {' '.join(words)}\n{done.stdout[-500:]}\n{done.stderr[-500:]}"
        )


def test_the_steps_for_continuous_integration_are_commands_that_exist(root: Path, tmp_path: Path) -> None:
    text = (root / "docs/ci.md").read_text(encoding="utf-8")
    typed = set(re.findall(r"(?:run:|-) coverable (.*?)(?: > \S+)?$", text, re.MULTILINE))
    assert len(typed) == 3
    for line in typed:
        done = subprocess.run(
            [sys.executable, "-c", RUN, *shlex.split(line)],
            cwd=root, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"coverable {line}\n{done.stdout[-500:]}\n{done.stderr[-500:]}"


def test_every_path_that_the_readme_names_exists(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (root / target).exists(), target
