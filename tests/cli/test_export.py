"""`coverable policy export`: one policy to a file or the screen, several into a folder."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from coverable.base.yamlfile import parse_yaml, read_yaml
from small_library import POLICY, write_library

DAY = ("--as-of", "2026-11-22")


def test_one_policy_goes_to_the_screen_as_a_page(run) -> None:
    done = run("policy", "export", "DME 32", *DAY)
    assert done.exit_code == 0
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert "Next review" in done.stdout


@pytest.mark.parametrize("kind", ["html", "json", "md", "csv", "docx", "sql", "cql", "elm"])
def test_the_name_of_the_file_tells_the_format(run, tmp_path: Path, kind: str) -> None:
    done = run("policy", "export", "sentara/dme-32", "-o", f"out.{kind}", *DAY)
    assert done.exit_code == 0, done.stderr
    start = {
        "html": b"<!DOCTYPE",
        "json": b"{",
        "md": b"# ",
        "csv": b"policy,",
        "docx": b"PK",
        "sql": b"-- ",
        "cql": b"library ",
        "elm": b'{"library":',
    }
    assert (tmp_path / f"out.{kind}").read_bytes().startswith(start[kind])


def test_no_policy_named_is_every_approved_one_in_a_folder_with_a_list(run, tmp_path: Path) -> None:
    done = run("policy", "export", "-o", "site", *DAY)
    assert done.exit_code == 0, done.stderr
    pages = {str(p.relative_to(tmp_path / "site")) for p in (tmp_path / "site").rglob("*.html")}
    assert {"sentara/dme-32/7.html", "meadowlark/mp-101/2024.html", "index.html"} <= pages
    assert not any("draft" in page for page in pages)
    index = (tmp_path / "site" / "index.html").read_text()
    assert set(re.findall(r'href="([^"]+)"', index)) == pages - {"index.html"}


def test_a_draft_is_exported_when_it_is_named_and_says_so(run) -> None:
    done = run("policy", "export", "mp-180", *DAY)
    assert "This encoding is a draft. Nobody has approved it" in done.stdout


def test_the_version_is_picked_by_name_or_by_day(run) -> None:
    older = run("policy", "export", "mp-101", "--version", "2024", "--format", "json", *DAY)
    on = run("policy", "export", "mp-101", "--on", "2025-01-15", "--format", "json", *DAY)
    assert json.loads(older.stdout)["version"] == json.loads(on.stdout)["version"] == "2024"
    newest = run("policy", "export", "mp-101", "--format", "json", *DAY)
    assert json.loads(newest.stdout)["version"] == "2026"


def test_sql_is_written_in_the_dialect_that_is_asked(run) -> None:
    done = run("policy", "export", "dme-32", "--format", "sql", "--dialect", "bigquery")
    assert "`facts`" in done.stdout
    assert "dialect bigquery" in done.stdout


def test_sql_and_json_of_criteria_without_a_licence_are_refused_and_empty(run, tmp_path: Path) -> None:
    owner = "\ncriteria_owner: {name: Their House, edition: 29th}\n"
    folder = write_library(tmp_path / "small", policy=POLICY + owner)
    done = run("policy", "export", "test/sleep", "--format", "sql", "--library", folder)
    assert done.exit_code == 2
    assert "no licence is on file" in done.stderr
    done = run("policy", "export", "test/sleep", "--format", "json", "--library", folder)
    assert json.loads(done.stdout)["sql"] is None
    assert "Snores" not in done.stdout


def test_the_submission_is_written_with_its_gaps_and_ends_with_one(run, tmp_path: Path) -> None:
    asked = ("policy", "export", "--format", "um-submission", "--plan", "sentara/medicare", "--year", "2026")
    done = run(*asked, "-o", "um.csv")
    assert done.exit_code == 1
    assert "columns that stay empty: Fully Established;" in done.stderr
    assert (tmp_path / "um.csv").read_text().startswith("Name of Service,Fully Established,")
    done = run(*asked, "-o", "um.json")
    assert json.loads((tmp_path / "um.json").read_text())["findings"][0]["policy"] == "sentara/dme-32"


def test_the_submission_is_not_written_with_gaps_when_that_is_forbidden(run, tmp_path: Path) -> None:
    asked = ("policy", "export", "--format", "um-submission", "--plan", "sentara/medicare", "--year", "2026")
    done = run(*asked, "-o", "um.csv", "--complete-only")
    assert done.exit_code == 1
    assert not (tmp_path / "um.csv").exists()
    whole = (
        "meadowlark/mp-101",
        "--format",
        "um-submission",
        "--plan",
        "meadowlark/advantage",
        "--year",
        "2026",
    )
    assert run("policy", "export", *whole, "--complete-only").exit_code == 0


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ((), "add -o DIR, or name one policy"),
        (("dme-32", "cg-med-28"), "add -o DIR, or name one policy"),
        (("dme-32", "--format", "docx"), "add -o FILE.docx"),
        (("dme-32", "--format", "md", "-o", "x.html"), "end it in .md"),
        (("-o", "x.html"), "name a folder"),
        (("dme-32", "--version", "7", "--on", "2026-02-01"), "give one"),
        (("meadowlark/mp-101@2026", "--on", "2025-02-01"), "give one"),
        (("mp-101", "--version", "2025"), "did you mean"),
        (("dme-32", "--on", "2020-01-01"), "see `coverable policy history sentara/dme-32`"),
        (("--version", "7", "-o", "x"), "name the policy"),
        (("dme-32", "--plan", "sentara/medicare"), "remove it"),
        (("dme-32", "--complete-only"), "remove it"),
        (("--format", "um-submission", "--year", "2026"), "--plan"),
        (("--format", "um-submission", "--plan", "sentara/medicare"), "--year"),
        (
            ("--format", "um-submission", "--plan", "sentara/medicar", "--year", "2026"),
            "did you mean `sentara/medicare`?",
        ),
        (
            ("--format", "um-submission", "--plan", "healthy-blue/medicaid", "--year", "2026"),
            "Medicare Advantage",
        ),
        (("nothing-like-it",), "no policy"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_next_step(run, asked: tuple[str, ...], says: str) -> None:
    done = run("policy", "export", *asked)
    assert done.exit_code == 2
    assert says in done.stderr
    assert "next:" in done.stderr


def test_a_refusal_of_json_is_json_too(run) -> None:
    done = run("policy", "export", "nothing-like-it", "--format", "json")
    assert json.loads(done.stdout)["problems"][0]["what"].startswith("no policy")


def test_nothing_is_written_when_one_of_several_cannot_be(run, tmp_path: Path) -> None:
    done = run("policy", "export", "dme-32", "nothing-like-it", "-o", "two")
    assert done.exit_code == 2
    assert not (tmp_path / "two").exists()


def test_every_command_of_the_publishing_page_works(run, root: Path) -> None:
    text = (root / "docs" / "publishing.md").read_text(encoding="utf-8")
    typed = [shlex.split(line) for line in re.findall(r"^coverable (.*)$", text, re.MULTILINE)]
    assert len(typed) >= 8
    for words in typed:
        done = run(*words)
        assert done.exit_code == 0, (words, done.output[-500:])


def test_the_plan_of_the_publishing_page_is_the_one_in_the_library(root: Path) -> None:
    text = (root / "docs" / "publishing.md").read_text(encoding="utf-8")
    snippet = parse_yaml(re.search(r"^```yaml\n(.*?)^```$", text, re.M | re.S)[1], "page").data  # type: ignore[index]
    plan = read_yaml(root / "library/examples/plans/meadowlark/advantage.yaml").data
    assert snippet["adopts"][0] in plan["adopts"]
