"""docs/reading.md, followed step by step: a document becomes a policy that decides."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from coverable.base.yamlfile import parse_yaml
from coverable.cli.main import app
from coverable.determination.engine import Engine
from coverable.document.kinds import kinds


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "docs" / "reading.md").read_text(encoding="utf-8")


def block(text: str, kind: str) -> str:
    """The code block of that kind."""
    [found] = re.findall(rf"^```{re.escape(kind)}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return found


def commands(text: str) -> list[list[str]]:
    return [shlex.split(line) for line in re.findall(r"^coverable (.*)$", text, re.MULTILINE)]


def run(words: list[str]) -> Result:
    page = words[words.index(">") + 1] if ">" in words else None
    done = CliRunner().invoke(app, words[: words.index(">")] if page else words)
    if page:
        Path(page).write_text(done.stdout, encoding="utf-8")
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def test_the_page_leads_from_a_document_to_a_determination(
    text: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(engine.library.root, "mine")
    Path("oxygen.txt").write_text(block(text, "text oxygen.txt"), encoding="utf-8")
    report, page, begin, again, approve, check, against, newer = commands(text)
    assert run(report).exit_code == 0
    assert run(page).exit_code == 0
    assert Path("page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert run(begin).exit_code == 0
    home = Path("mine/policies/meadow/ox-7/1")
    assert {p.name for p in home.iterdir()} == set(
        re.findall(r"^\| `([a-z]+\.[a-z]+)` \|", text, re.MULTILINE)
    )
    answers = parse_yaml(block(text, "yaml analyst"), "page").data
    begun = parse_yaml((home / "analyst.yaml").read_text(encoding="utf-8"), "analyst.yaml").data
    assert set(begun["answers"]) <= set(answers["answers"])
    (home / "analyst.yaml").write_text(block(text, "yaml analyst"), encoding="utf-8")
    done = run(again)
    assert done.exit_code == 0, done.output
    assert "Every passage is answered" in done.stdout
    signoff = home / "signoff.yaml"
    first = signoff.read_text(encoding="utf-8").partition("\n")[0]
    signoff.write_text(f"{first}\n{block(text, 'yaml signoff')}", encoding="utf-8")
    Path("mine/plans/meadow").mkdir()
    Path("mine/plans/meadow/ours.yaml").write_text(block(text, "yaml plan"), encoding="utf-8")
    Path("request.json").write_text(block(text, "json request"), encoding="utf-8")
    done = run(approve)
    assert done.exit_code == 0, done.output
    made = json.loads(run([*check, "--format", "json"]).stdout)
    one = (made[0] if isinstance(made, list) else made)["lines"][0]["coverages"][0]
    assert (one["outcome"], one["governing"]["policy"]) == ("criteria_met", "meadow/ox-7")
    assert run([*report, "-o", str(home), "--library", "mine"]).exit_code == 2  # it is approved
    shutil.copy("oxygen.txt", "OLD.pdf")
    shutil.copy("oxygen.txt", "NEW.pdf")
    done = run([*against, "--library", "mine"])
    assert done.exit_code == 0, done.output
    assert "Every citation holds" in done.stdout
    Path("OLD_DIR").mkdir()
    shutil.copy(home / "analyst.yaml", "OLD_DIR")
    done = run([*newer, "--library", "mine"])
    assert done.exit_code == 0, done.output
    assert "triptan_failed" in Path("NEW_DIR/analyst.yaml").read_text(encoding="utf-8")


def test_the_page_names_findings_and_options_that_exist(text: str) -> None:
    rows = re.findall(r"^\| (high|medium|low) \| .* \| (.*) \|$", text, re.MULTILINE)
    named = {(severity, name) for severity, cell in rows for name in re.findall(r"`([a-z_]+)`", cell)}
    assert len(named) >= 6
    assert {(severity, name) for severity, name in named if kinds()[name].severity == severity} == named
    shown = " ".join(CliRunner().invoke(app, ["read", "--help"]).stdout.split())
    assert all(option in shown for option in re.findall(r"`(--[a-z]+)", text))
