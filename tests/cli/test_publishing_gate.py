"""While statements of a text compete and nobody chose between them, the version is not published."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from coverable.policy.library import Library, default_root
from coverable.publish.gate import open_statements

GUIDELINE = "healthy-blue/cg-med-28"
SIGNOFF = f"policies/{GUIDELINE}/2023-01-01/signoff.yaml"


@pytest.fixture
def unchosen(tmp_path: Path) -> Path:
    """The sample library in which nobody chose between the competing statements of CG-MED-28."""
    copied = tmp_path / "library"
    shutil.copytree(default_root(), copied)
    path = copied / SIGNOFF
    text = re.sub(r"^  AM-[567]: .*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    return copied


@pytest.mark.sr("SR-052")
@pytest.mark.parametrize("format", ["html", "json", "md", "csv", "sql"])
def test_a_version_with_competing_statements_is_not_published(run, unchosen: Path, format: str) -> None:
    done = run("policy", "export", GUIDELINE, "--format", format, "--library", unchosen)
    assert done.exit_code == 2
    assert not done.stdout.startswith(("<!DOCTYPE", "# ", "policy,", "--"))
    for name in ("AM-5", "AM-6", "AM-7"):
        assert f"{name} is not signed, so {GUIDELINE}@2023-01-01 is not published" in done.stderr
    assert "some patient ends differently (proved)" in done.stderr
    assert "because: ...}" in done.stderr
    assert ("give --draft" in done.stderr) == (format != "sql")


@pytest.mark.sr("SR-052")
def test_it_is_shown_as_a_draft_only_when_that_is_asked_and_says_so_first(run, unchosen: Path) -> None:
    done = run("policy", "export", GUIDELINE, "--draft", "--format", "md", "--library", unchosen)
    assert done.exit_code == 0, done.stderr
    first = next(line for line in done.stdout.splitlines() if line.startswith("- "))
    assert first.startswith("- Draft: the text can be read in ways that exclude each other")
    assert done.stdout.count("Nobody has signed a reading: where they differ a person decides.") == 3
    sql = run("policy", "export", GUIDELINE, "--draft", "--format", "sql", "--library", unchosen)
    assert sql.exit_code == 2
    settled = run("policy", "export", GUIDELINE, "--draft", "--format", "md")
    assert "- Draft:" not in settled.stdout


@pytest.mark.sr("SR-052")
def test_two_readings_of_which_one_follows_the_other_both_count_as_open(unchosen: Path) -> None:
    path = unchosen / SIGNOFF
    chosen = "interpretations:\n  AM-7: {option: later-wording, by: A, on: 2026-11-22, because: newer}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("interpretations:\n", chosen), encoding="utf-8")
    library = Library(unchosen)
    found = open_statements(library.policy(f"{GUIDELINE}@2023-01-01"), library)
    assert [problem.what.split(": ")[1] for problem in found] == ["AM-5 is not signed", "AM-6 is not signed"]


@pytest.mark.sr("SR-052")
def test_a_choice_by_signature_opens_the_gate(unchosen: Path) -> None:
    key = f"{GUIDELINE}@2023-01-01"
    assert len(open_statements(Library(unchosen).policy(key), Library(unchosen))) == 3
    library = Library(default_root())
    assert open_statements(library.policy(key), library) == ()
    for other in library.all():
        if other.signoff.encoding.status == "approved":
            assert open_statements(other, library) == (), other.key
