"""The commands that docs/impact.md shows work as they stand there."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

RUN = "from coverable.cli.main import main; main()"
FACTS = {"sleep_device_use": "obstructive", "request_kind": "initial", "sleep_test_kind": "home"}
STORED = {
    "id": "R-1",
    "coverages": ["meadowlark/employer"],
    "services": [{"code": "E0601", "date": "2026-03-01"}],
    "facts": FACTS,
}


def test_every_command_of_the_page_works(root: Path, tmp_path: Path) -> None:
    text = (root / "docs/impact.md").read_text(encoding="utf-8")
    typed = re.findall(r"^\.venv/bin/coverable (.*)$", text, re.MULTILINE)
    assert len(typed) == 6
    (tmp_path / "stored.jsonl").write_text(json.dumps(STORED) + "\n", encoding="utf-8")
    for words in typed:
        done = subprocess.run(
            [sys.executable, "-c", RUN, *shlex.split(words)],
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"coverable {words}\n{done.stdout[-500:]}\n{done.stderr[-500:]}"
    assert (tmp_path / "rows.csv").read_text(encoding="utf-8").count("\n") == 2
