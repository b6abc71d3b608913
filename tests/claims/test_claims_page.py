"""The commands that docs/claims.md shows work as they stand there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

RUN = "from coverable.cli.main import main; main()"


def test_every_command_of_the_page_works(root: Path, tmp_path: Path) -> None:
    text = (root / "docs/claims.md").read_text(encoding="utf-8")
    typed = re.findall(r"^\.venv/bin/coverable (.*)$", text, re.MULTILINE)
    assert [line.split()[1] for line in typed] == [
        "synth",
        "review",
        "explain",
        "summary",
        "review",
        "outliers",
    ]
    for words in typed:
        done = subprocess.run(
            [sys.executable, "-c", RUN, *shlex.split(words, comments=True)],
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, f"coverable {words}\n{done.stdout[-500:]}\n{done.stderr[-500:]}"
        assert done.stdout.strip()
    assert (tmp_path / "run" / "worklist.csv").read_text(encoding="utf-8").startswith("rank,signals,because")
