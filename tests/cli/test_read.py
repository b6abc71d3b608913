"""`coverable read`: the report, the reading for programs, the page, the draft folder, and the comparison."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from cli.conftest import Run
from coverable.base.yamlfile import read_yaml
from document.handmade import PAGE

SEEDS = ("000_920b3d19912f1a77.txt", "001_3c9108d2bda88d0b.txt")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_the_report_shows_the_tree_with_badges_and_places(run: Run, page: Path) -> None:
    done = run("read", page)
    assert done.exit_code == 1  # it states no date, which is a grave finding
    assert "effective_date_missing" in done.stdout
    for words in (
        "ALL of",
        "ANY of",
        "? Three or more headache attacks in a week",
        "L9",
        "all other uses",
        "Next",
    ):
        assert words in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_the_report_shows_what_an_exclusion_rests_on(run: Run, put) -> None:
    put(
        "gadgets.txt",
        "Criteria\n\nWidgets are medically necessary when the pain is severe.\n\n"
        "Gadgets are investigational for treating migraine of the eye; or loss of hair.\n\n"
        "Gadgets are investigational for all other conditions.\n",
    )
    shown = run("read", "gadgets.txt").output
    assert "ANY of" in shown
    assert "? migraine of the eye" in shown
    assert "? loss of hair" in shown
    assert "unless another service than: Gadgets" in shown


def test_the_reading_for_programs_is_the_contract(run: Run, page: Path) -> None:
    data = json.loads(run("read", page, "--format", "json").stdout)
    assert list(data)[:3] == ["schema_version", "document", "metadata"]
    assert data["schema_version"] == 1
    statement = data["statements"][0]
    assert statement["position"] == "medically_necessary"
    assert statement["criteria"]["rule"] == "all"
    assert statement["criteria"]["children"][0]["span"]["lines"] == "9"


def test_the_page_stands_alone(run: Run, page: Path) -> None:
    html = run("read", page, "--format", "html").stdout
    assert html.startswith("<!DOCTYPE html>")
    assert "<script" not in html
    assert not re.search(r'(?:href|src)="(?!#)', html)


def test_a_grave_finding_gives_exit_code_1(run: Run, seeds: Path) -> None:
    done = [run("read", seeds / name) for name in SEEDS]
    assert [d.exit_code for d in done] == [0, 1]
    assert "competing_statements" in done[1].stdout
    assert "L53" in done[1].stdout


def test_answers_are_filled_in_and_the_same_command_makes_the_policy(
    run: Run, page: Path, tmp_path: Path
) -> None:
    first = run("read", page, "-o", "draft", "--as-of", "2026-11-25")
    assert "4 passages want an answer in draft/analyst.yaml" in " ".join(first.stdout.split())
    path = tmp_path / "draft" / "analyst.yaml"
    text = path.read_text(encoding="utf-8").replace("by: null", "by: A. Analyst")
    text = text.replace("on: null", "on: 2026-11-25").replace("policy: {}", "policy: {publisher: Test}")
    facts = iter(("hyperhidrosis", "medical_complications", "skin_maceration", "secondary_infection"))
    lines = []
    for line in text.splitlines():
        found = re.fullmatch(r"  ([a-z-]+): \{passage: (\w+)\}", line)
        if found:
            fact = next(facts)
            test = f"fact: use, is: {fact}" if found[1].endswith("-use") else f"fact: {fact}"
            lines.append(f"  {found[1]}: {{passage: {found[2]}, {test}}}")
        else:
            lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    again = run("read", page, "-o", "draft", "--as-of", "2026-11-25")
    assert again.exit_code == 0
    assert "Every passage is answered" in again.stdout
    assert "analyst.yaml was kept" in again.stdout
    policy = read_yaml(tmp_path / "draft" / "policy.yaml").data
    assert "unmapped" not in json.dumps(policy, default=str)
    assert policy["publisher"] == "Test"


def test_a_wrong_answer_is_told_with_its_place_and_nothing_is_written(
    run: Run, page: Path, put, tmp_path: Path
) -> None:
    answers = put(
        "a.yaml", "by: A\non: 2026-11-25\nanswers:\n  headache-attacks-week: {fact: no_such_fact}\n"
    )
    done = run("read", page, "--analyst", answers, "-o", "draft")
    assert done.exit_code == 2
    assert "a.yaml:4:27: unknown fact `no_such_fact`" in done.stderr
    assert not (tmp_path / "draft").exists()


def test_an_answer_without_its_passage_is_told_and_gives_exit_code_1(run: Run, page: Path, put) -> None:
    answers = put("a.yaml", "by: A\non: 2026-11-25\nanswers:\n  headache-week: {fact: use, is: other}\n")
    done = run("read", page, "--analyst", answers)
    assert done.exit_code == 1
    assert "a.yaml:4:3: no passage `headache-week`" in done.stderr


def test_two_files_of_answers_are_refused(run: Run, page: Path, put) -> None:
    run("read", page, "-o", "draft")
    answers = put("a.yaml", "answers: {}\n")
    assert run("read", page, "-o", "draft", "--analyst", answers).exit_code == 2


@pytest.mark.parametrize("name", ["missing.pdf", "."])
def test_a_document_that_cannot_be_read_is_refused(run: Run, name: str) -> None:
    done = run("read", name)
    assert done.exit_code == 2
    assert "cannot be read" in done.stderr


def test_a_new_document_beside_its_policy(run: Run, seeds: Path, tmp_path: Path) -> None:
    old = seeds / SEEDS[0]
    same = run("read", old, "--against", "DME 32")
    assert same.exit_code == 0
    assert "Every citation holds" in same.stdout
    newer = tmp_path / "newer.txt"
    newer.write_text(
        old.read_text(encoding="utf-8").replace("approved device only", "approved or cleared device only")
    )
    done = run("read", newer, "--against", "sentara/dme-32", "--older", seeds)
    assert done.exit_code == 1
    assert "device [or cleared]" in done.stdout or "approved [or cleared] device" in done.stdout
    assert "policy carry sentara/dme-32@7" in " ".join(done.stdout.split())
    data = json.loads(run("read", newer, "--against", "sentara/dme-32", "--format", "json").stdout)
    assert data["older_document_at_hand"] is False
    assert "device" in data["touched"]
    assert run("read", newer, "--against", "sentara/dme-32", "--format", "html").exit_code == 2
    assert run("read", newer, "--against", "sentara/dme-32", "--older", newer).exit_code == 2


def test_findings_of_reading_are_explained_beside_the_rules_of_the_lint(run: Run) -> None:
    assert "competing_statements (high)" in run("rule").stdout
    assert "asks: " in run("rule", "competing_statements").stdout
    assert [
        r["id"] for r in json.loads(run("rule", "competing_statements", "--format", "json").stdout)["reading"]
    ] == ["competing_statements"]
    assert "did you mean" in run("rule", "competing_statement").stderr


def test_citations_can_be_checked_against_a_page_of_the_web(run: Run, engine, tmp_path: Path) -> None:
    """The text form of an HTML document counts the lines, whatever its markup."""
    page = tmp_path / "page.html"
    body = "".join(f"<p>{line}</p>" for line in PAGE.splitlines() if line.strip())
    page.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    home = tmp_path / "library" / "policies" / "unknown-publisher" / "ox-7"
    (tmp_path / "library" / "glossary").mkdir(parents=True)
    run("read", page, "-o", tmp_path / "draft")
    policy = read_yaml(tmp_path / "draft" / "policy.yaml").data
    shutil.move(tmp_path / "draft", home / policy["version"])
    name = f"unknown-publisher/ox-7@{policy['version']}"
    done = run("policy", "cite", name, "--source", page, "--library", tmp_path / "library")
    assert done.exit_code == 0, done.output
    page.write_text(
        page.read_text(encoding="utf-8").replace("Three or more", "Four or more"), encoding="utf-8"
    )
    done = run("policy", "cite", name, "--source", page, "--library", tmp_path / "library")
    assert done.exit_code == 1
    assert "changed" in done.output


def test_citations_of_a_pdf_are_checked_against_it(run: Run, tmp_path: Path) -> None:
    from weasyprint import HTML

    body = "".join(f"<p>{line.strip()}</p>" for line in PAGE.splitlines() if line.strip())
    HTML(string=f"<html><body>{body}</body></html>").write_pdf(tmp_path / "page.pdf")
    home = tmp_path / "library" / "policies" / "meadow" / "ox-7" / "1"
    (tmp_path / "library" / "glossary").mkdir(parents=True)
    (tmp_path / "library" / "policies").mkdir()
    made = run("read", "page.pdf", "-o", home, "--library", "library")
    assert made.exit_code == 1, made.output
    assert "p1." in made.stdout
    done = run("policy", "cite", "meadow/ox-7@1", "--source", "page.pdf", "--library", "library")
    assert done.exit_code == 0, done.output
    assert "places checked, 0 do not hold" in done.output


@pytest.mark.sr("SR-122")
def test_a_document_that_reserves_its_rights_is_never_copied_into_a_draft(
    run: Run, seeds: Path, page: Path, tmp_path: Path
) -> None:
    done = run("read", seeds / SEEDS[1], "--quote", "-o", "draft")
    assert done.exit_code == 2
    assert "L129" in done.stderr
    assert not (tmp_path / "draft").exists()
    assert run("read", page, "--quote", "-o", "draft").exit_code == 1
    assert "Three or more headache attacks" in (tmp_path / "draft/policy.yaml").read_text(encoding="utf-8")
