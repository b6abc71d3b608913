"""Commands in the documentation: each exists with every option that is named; servers start as they say."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import click
import pytest
from typer.main import get_command

from coverable.cli.main import app
from fhir.small import bundle

RUN = "from coverable.cli.main import main; main()"
ROOT = Path(__file__).parents[2]
LINE = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?coverable (.+?)(?:\s+#.*)?$", re.MULTILINE)
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md"])


def typed(page: Path) -> list[str]:
    """Lines of code blocks that call the program."""
    blocks = re.findall(r"^```[a-z]*\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in LINE.findall(block)]


def command_of(words: list[str]) -> tuple[Any, list[str]]:
    """The command that the words call, and what is left of them."""
    here: Any = get_command(app)
    context = click.Context(here)
    while words and hasattr(here, "get_command") and (found := here.get_command(context, words[0])):
        here, words = found, words[1:]
    return here, words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_shown_exists_with_its_options(page: Path) -> None:
    for line in typed(page):
        words = shlex.split(re.split(r"\s[|>;&]", line)[0])
        found, left = command_of(words)
        assert not hasattr(found, "get_command"), f"{page.name}: coverable {line}"
        known = {o for p in found.params for o in (*p.opts, *p.secondary_opts)}
        used = {w.partition("=")[0] for w in left if re.match(r"--?[a-z]", w)}
        assert used <= known | {"--help"}, f"{page.name}: coverable {line}: {used - known}"


def test_the_pages_show_commands_at_all() -> None:
    assert sum(len(typed(page)) for page in PAGES) > 60


@pytest.mark.parametrize("line", [one for one in typed(ROOT / "docs/web.md") if one.startswith("serve")])
def test_a_server_starts_as_the_page_about_it_says(line: str, tmp_path: Path) -> None:
    """On a free port of this machine; with folders of the names that the page uses."""
    for name in ("policies-as-pdf", "runs"):
        (tmp_path / name).mkdir()
    (tmp_path / "my-library").symlink_to(ROOT / "library")
    words = [*shlex.split(line.replace("0.0.0.0", "127.0.0.1")), "--port", "0"]
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, *words], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = re.search(r"http://[\w.:]+", said)
        assert address, said
        with urllib.request.urlopen(address[0], timeout=30) as page:
            assert page.status == 200
    finally:
        process.terminate()
        process.communicate(timeout=20)


RUN_ELSEWHERE = {"README.md", "changing-a-policy.md", "ci.md", "claims.md", "crd.md", "reading.md", "web.md"}
"""Their commands are run by the tests that follow these pages."""


@pytest.mark.parametrize(
    "page", [p for p in PAGES if p.name not in RUN_ELSEWHERE and typed(p)], ids=lambda page: page.name
)
def test_every_command_of_a_page_runs_in_its_order(page: Path, tmp_path: Path) -> None:
    """In a folder with the library, stored requests and a FHIR Bundle; findings are no failure."""
    (tmp_path / "library").symlink_to(ROOT / "library")
    samples = json.loads((ROOT / "src/coverable/cli/data/demo.json").read_text(encoding="utf-8"))
    stored = "".join(json.dumps(one["request"]) + "\n" for one in samples)
    (tmp_path / "stored.jsonl").write_text(stored, encoding="utf-8")
    for name in ("bundle.json", "record.json"):
        (tmp_path / name).write_text(json.dumps(bundle()), encoding="utf-8")
    for line in typed(page):
        done = subprocess.run(
            [sys.executable, "-c", RUN, *shlex.split(line)],
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        if (packed := tmp_path / "package.json").exists():  # its draft is what somebody would fill in
            entries = [one["resource"] for one in json.loads(packed.read_text(encoding="utf-8"))["entry"]]
            (draft,) = [one for one in entries if one["resourceType"] == "QuestionnaireResponse"]
            (tmp_path / "response.json").write_text(json.dumps(draft), encoding="utf-8")
        assert done.returncode in (0, 1), f"coverable {line}\n{done.stdout[-300:]}\n{done.stderr[-300:]}"
        assert done.stdout or done.stderr or " -o " in line, line
