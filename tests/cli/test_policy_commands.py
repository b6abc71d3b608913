"""`coverable policy` at the command line."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from coverable.cli.policy import policy_app

NOW = ["--as-of", "2026-11-22"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(policy_app, list(arguments))


def data(*arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["schema_version"] == 1
    return found


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")


@pytest.fixture
def copied(root: Path, tmp_path: Path) -> Path:
    return shutil.copytree(root / "library", tmp_path / "library")


@pytest.mark.sr("SR-004")
@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2026-07-31", "current"),
        ("2026-08-31", "due"),
        ("2026-09-30", "due"),
        ("2026-10-01", "overdue"),
        ("2026-11-22", "overdue"),
    ],
)
def test_the_review_state_follows_the_day_of_looking(as_of: str, state: str) -> None:
    rows = {row["policy"]: row for row in data("list", "--as-of", as_of)["policies"]}
    assert rows["sentara/dme-32"]["review"]["state"] == state
    assert rows["sentara/dme-32"]["review"]["stated"] == "2026-09"
    assert rows["healthy-blue/cg-med-28"]["review"]["state"] == "not_stated"


def test_list_says_where_a_date_comes_from() -> None:
    rows = {row["policy"]: row for row in data("list", *NOW)["policies"]}
    assert rows["sentara/dme-32"]["in_effect"] == {"from": "2026-01-01", "to": None, "stated_by": "source"}
    assert rows["healthy-blue/cg-med-28"]["in_effect"]["stated_by"] == "sign-off"
    assert "overdue" in run("list", *NOW).output


@pytest.mark.sr("SR-009")
@pytest.mark.sr("SR-010")
def test_the_history_has_seventeen_points_and_six_gaps() -> None:
    view = data("history", "DME 32", *NOW)["policies"][0]
    assert view["points"] == 17
    assert view["events"][0] == {"kind": "originated", "on": "2009-01", "cite": "L63"}
    assert [(g["months"], g["until"][:4]) for g in view["gaps"]] == [
        (13, "2010"),
        (13, "2012"),
        (13, "2014"),
        (19, "2017"),
        (15, "2019"),
        (13, "2021"),
    ]
    everyone = {v["policy"] for v in data("history", *NOW)["policies"]}
    assert everyone > {"sentara/dme-32", "healthy-blue/cg-med-28"}


@pytest.mark.sr("SR-006")
@pytest.mark.sr("SR-007")
def test_revised_and_reviewed_are_told_apart_with_what_changed() -> None:
    events = data("history", "DME 32", *NOW)["policies"][0]["events"]
    kinds = [e["kind"] for e in events]
    assert (kinds.count("revised"), kinds.count("reviewed")) == (2, 14)
    assert events[-1]["implemented"] == "2026-01-01"
    assert events[-1]["changes"] == {"criteria": False, "format": True}


def test_show_prints_the_criteria_with_badges_and_places() -> None:
    out = run("show", "DME 32", *NOW).output
    for said in (
        "ANY of Sweating significantly disrupts working or social life (L30)",
        "[AM-4: clearance-counts]",
        "not medically necessary, all other uses",
        "none stated",
        "hcpcs:E1399 counts only if:",
        "signed by Coverable editors on 2026-11-22",
        "This encoding was not endorsed by the publisher.",
    ):
        assert said in out


@pytest.mark.sr("SR-058")
def test_an_empty_code_table_is_shown_as_none_stated() -> None:
    groups = {g["id"]: g for g in data("show", "DME 32", *NOW)["codes"]}
    assert groups["not-necessary"]["none_stated"] is True
    assert groups["with-criteria"]["none_stated"] is False


@pytest.mark.sr("SR-028")
def test_a_note_for_medicare_is_shown_in_its_own_scope_only() -> None:
    def cites(*extra: str) -> list[str]:
        return [n["cite"] for n in data("show", "DME 32", *NOW, *extra)["notes"]]

    assert "L86" in cites()
    assert "L86" in cites("--line", "medicare")
    assert "L86" in cites("--line", "medicare_advantage")
    assert "L86" not in cites("--line", "commercial")
    assert "L20" in cites("--line", "commercial")
    assert "not for commercial" in run("show", "DME 32", *NOW, "--line", "commercial").output


def test_each_role_sees_what_is_for_it() -> None:
    analyst, provider, member = (
        data("show", "DME 32", *NOW, "--role", r) for r in ("analyst", "provider", "member")
    )
    assert "signed" in analyst["interpretations"][0]
    assert "signed" not in provider["interpretations"][0]
    assert "history" not in provider
    assert "interpretations" not in member
    text = run("show", "DME 32", *NOW, "--role", "member").output
    assert "Talk with your clinician" in text
    assert "Does sweating make your work very hard for you?" in text
    assert "AM-1" not in text


@pytest.mark.sr("SR-029")
def test_a_definition_is_linked_from_the_criterion_that_uses_it() -> None:
    views = [data("show", name, *NOW) for name in ("DME 32", "CG-MED-28")]
    device = views[0]["indications"][0]["criteria"]["children"][1]
    assert device["definition"] == "iontophoresis"
    assert views[0]["definitions"]["iontophoresis"] != views[1]["definitions"]["iontophoresis"]


def test_show_says_what_the_encoding_does_not_cover() -> None:
    assert "The source states no effective date." in data("show", "CG-MED-28", *NOW)["not_encoded"]


@pytest.mark.sr("SR-123")
@pytest.mark.parametrize("name", ["DME 32", "CG-MED-28"])
def test_every_view_asks_for_professional_judgment_and_gives_no_advice(name: str) -> None:
    for role in ("analyst", "provider", "member"):
        said = " ".join(run("show", name, *NOW, "--role", role).output.split())
        assert "independent professional judgment" in said
        assert "No medical advice, no explanation of benefits" in said


def test_search_finds_and_says_how_and_exit_code_1_is_nothing_found() -> None:
    found = data("search", "sweaty", "hands")
    assert "sentara/dme-32" in [p["policy"] for p in found["policies"]]
    assert "no evidence" in run("search", "Drionic").output
    assert run("search", "zzzz").exit_code == 1


@pytest.mark.sr("SR-149")
def test_a_code_in_no_policy_does_not_tell_that_no_review_is_needed() -> None:
    done = run("search", "E0673")
    said = " ".join(done.output.split())
    assert done.exit_code == 1
    assert "does not tell whether a review is needed" in said
    assert "ask the plan" in said
    at_plan = run("search", "E0673", "--plan", "sentara/medicare", "--on", "2026-02-01")
    assert "that sentara/medicare has adopted in effect on 2026-02-01" in " ".join(at_plan.output.split())


@pytest.mark.sr("SR-145")
def test_search_says_field_words_and_place_within_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = run("search", "sweaty", "hands")
    assert max(len(line) for line in done.output.splitlines()) <= 80
    assert "“sweaty hands” read as “hyperhidrosis”, plain words for one thing" in done.output
    assert "policy.yaml:" in done.output
    view = data("search", "swaety hands", "--limit", "1")
    assert view["read_as"][0]["read_as"] == "sweaty hands"
    assert (len(view["policies"]), view["more"]) == (1, 1)
    assert view["policies"][0]["why"][0]["readings"]


def test_search_stays_with_a_plan_and_a_day_and_refuses_what_it_does_not_know() -> None:
    view = data("search", "iontophoresis", "--plan", "Sentara Health Plan, Medicare", "--on", "2026-02-01")
    assert [p["policy"] for p in view["policies"]] == ["sentara/dme-32"]
    assert run("search", "iontophoresis", "--plan", "sentara/medicare", "--on", "2025-02-01").exit_code == 1
    unknown = run("search", "x", "--plan", "sentara/medicar")
    assert unknown.exit_code == 2
    assert "`sentara/medicare`" in unknown.output
    assert run("search", "x", "--on", "soon").exit_code == 2


def test_an_unknown_policy_is_refused_with_the_next_step() -> None:
    done = run("show", "nothing/of-that-kind")
    assert done.exit_code == 2
    assert "next:" in done.output
    assert json.loads(run("show", "x/y", "--format", "json").stdout)["problems"][0]["next"]
    assert run("list", "--as-of", "yesterday").exit_code == 2
    assert run("list", "--library", "no-such-folder").exit_code == 2


def test_the_cases_run_and_say_how_many_criteria_they_exercise() -> None:
    done = run("test", "DME 32", *NOW)
    assert done.exit_code == 0, done.output
    assert re.search(r"\d+ of \d+ criteria exercised", done.output)
    suites = ElementTree.fromstring(run("test", "--format", "junit").stdout)
    assert {s.get("failures") for s in suites} == {"0"}
    assert data("test")["failed"] == 0


def test_a_case_that_does_not_hold_is_exit_code_1_with_its_place(copied: Path) -> None:
    path = copied / "policies/sentara/dme-32/7/cases.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"expect: \{outcome: criteria_met", "expect: {outcome: criteria_not_met", text, count=1),
        encoding="utf-8",
    )
    done = run("test", "DME 32", "--library", str(copied))
    assert done.exit_code == 1
    assert re.search(r"cases\.yaml:\d+:\d+", done.output)
    failed = ElementTree.fromstring(
        run("test", "DME 32", "--library", str(copied), "--format", "junit").stdout
    )
    assert len(failed.findall(".//failure")) == 1


@pytest.mark.sr("SR-002")
def test_every_citation_re_reads_the_same_words_of_the_source(seeds: Path, copied: Path) -> None:
    for name in ("DME 32", "CG-MED-28"):
        done = run("cite", name, "--source", str(seeds))
        assert done.exit_code == 0, done.output
        assert ", 0 do not hold" in done.output
    changed = copied.parent / "source.txt"
    source = (seeds / "000_920b3d19912f1a77.txt").read_text(encoding="utf-8").splitlines()
    source[33] = "other words"
    changed.write_text("\n".join(source), encoding="utf-8")
    done = run("cite", "DME 32", "--source", str(changed), "--format", "json")
    assert done.exit_code == 1
    whats = [p["what"] for p in json.loads(done.stdout)["problems"]]
    assert "this is another document" in whats
    assert any("`L34` changed" in what for what in whats)


def test_cite_writes_the_digests_and_refuses_another_document(seeds: Path, copied: Path) -> None:
    path = copied / "policies/sentara/dme-32/7/citations.yaml"
    before = path.read_text(encoding="utf-8")
    path.unlink()
    assert run("cite", "DME 32", "--source", str(seeds), "--library", str(copied)).exit_code == 1
    done = run("cite", "DME 32", "--source", str(seeds), "--write", "--library", str(copied))
    assert done.exit_code == 0, done.output
    assert path.read_text(encoding="utf-8") == before
    other = str(seeds / "001_3c9108d2bda88d0b.txt")
    assert run("cite", "DME 32", "--source", other, "--write", "--library", str(copied)).exit_code == 2
    assert path.read_text(encoding="utf-8") == before


def test_schemas_are_listed_printed_and_written(tmp_path: Path, root: Path) -> None:
    assert "determination:" in run("schema").output
    assert json.loads(run("schema", "plan").stdout)["title"].startswith("A plan")
    assert run("schema", "polcy").exit_code == 2
    assert run("schema", "-o", str(tmp_path / "out")).exit_code == 0
    for path in (root / "schema").iterdir():
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_the_list_breaks_no_word_on_a_narrow_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run("list", *NOW).output.splitlines()
    assert max(len(line.rstrip()) for line in lines) <= columns
    text = "\n".join(lines)
    for word in (
        "policy",
        "version",
        "in effect",
        "standing",
        "healthy-blue/cg-med-28",
        "2023-01-01",
        "superseded",
    ):
        assert word in text
    if columns >= 80:
        assert "Iontophoresis" in text


def test_a_version_that_another_one_replaced_or_that_was_withdrawn_is_marked(copied: Path) -> None:
    rows = {(r["policy"], r["version"]): r["standing"] for r in data("list", *NOW)["policies"]}
    old = rows["meadowlark/mp-101", "2024"]
    assert (old["state"], old["by"], old["on"]) == ("superseded", "2026", "2026-01-01")
    assert rows["meadowlark/mp-101", "2026"]["state"] == "in_effect"
    assert rows["meadowlark/mp-180", "draft"]["state"] == "draft"
    before = data("list", "--as-of", "2025-12-31")["policies"]
    states = {(r["policy"], r["version"]): r["standing"]["state"] for r in before}
    assert states["meadowlark/mp-101", "2024"] == "in_effect"
    assert states["meadowlark/mp-101", "2026"] == "not_yet"
    assert "superseded by 2026 on 2026-01-01" in run("history", "meadowlark/mp-101@2024", *NOW).output
    signed = copied / "policies/sentara/dme-32/7/signoff.yaml"
    text = signed.read_text(encoding="utf-8")
    signed.write_text(text + "withdrawn: {on: 2026-06-30, by: A, because: replaced}\n", encoding="utf-8")
    assert "withdrawn on 2026-06-30" in run("history", "DME 32", *NOW, "--library", str(copied)).output
