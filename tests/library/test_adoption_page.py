"""docs/adoption.md and docs/agreement.md: every command works, and the decision shown can be read."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from coverable.base.yamlfile import parse_yaml
from coverable.plan.model import Adopts, Figure

RUN = "from coverable.cli.main import main; main()"


@pytest.mark.parametrize(("page", "count"), [("adoption", 4), ("agreement", 3)])
def test_every_command_of_the_page_works(root: Path, tmp_path: Path, page: str, count: int) -> None:
    text = (root / "docs" / f"{page}.md").read_text(encoding="utf-8")
    typed = [shlex.split(line) for line in re.findall(r"^coverable (.*)$", text, re.MULTILINE)]
    assert len(typed) == count
    (tmp_path / "library").symlink_to(root / "library")
    for words in typed:
        done = subprocess.run(
            [sys.executable, "-c", RUN, *words],
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"coverable {' '.join(words)}\n{done.stderr[-500:]}"
        assert (done.stdout + done.stderr).strip()


def test_the_decision_on_the_page_can_be_read_and_every_field_of_a_figure_is_explained(root: Path) -> None:
    text = (root / "docs" / "adoption.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```yaml plan\n(.+?)```", text, re.DOTALL)
    [line] = parse_yaml(example, "page").data["adopts"]
    assert Adopts.model_validate(line).figures[0].against.keys() == {"year before", "peers"}
    assert all(f"`{name}`" in text for name in Figure.model_fields)
