"""The register of adoptions: who decided what on which policy, why, and on what figures."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coverable.base.problem import Refused
from coverable.cli.main import app
from coverable.determination.engine import Engine, open_engine
from coverable.plan.model import in_line
from coverable.plan.register import decisions, undecided
from small_library import PLAN, write_library

DAY = date(2026, 11, 22)
FIGURE = (
    "{measure: claims, value: 4.20, unit: 'per 1,000 members', period: {from: 2025-01-01, to: 2025-12-31}, "
    "against: {peers: 3.1, year before: 3}, codes: [E0601], source: run of January}"
)
SAID = "claims (E0601): 4.20 per 1,000 members (peers 3.1, year before 3), 2025-01-01 to 2025-12-31; run of January"


def run(*words: str) -> str:
    done = CliRunner().invoke(app, ["plan", "register", "--on", DAY.isoformat(), *words])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.sr("SR-073")
def test_the_register_shows_reason_and_figures_of_each_decision_in_every_format(tmp_path: Path) -> None:
    line = f"mode: education_only, by: committee, on: 2026-01-09, because: many letters are needed, figures: [{FIGURE}]"
    write_library(tmp_path, plan=PLAN.replace("{policy: test/sleep}", f"{{policy: test/sleep, {line}}}"))
    [row] = json.loads(run("--library", str(tmp_path), "--format", "json"))["decisions"]
    assert (row["because"], row["by"], row["on"]) == ("many letters are needed", "committee", "2026-01-09")
    assert row["figures"][0] == {
        "measure": "claims",
        "value": "4.20",
        "unit": "per 1,000 members",
        "period": {"from": "2025-01-01", "to": "2025-12-31"},
        "against": {"peers": "3.1", "year before": "3"},
        "codes": ["hcpcs:E0601"],
        "source": "run of January",
        "says": SAID,
    }
    [cells] = csv.DictReader(io.StringIO(run("--library", str(tmp_path), "--format", "csv")))
    assert (cells["because"], cells["figures"], cells["mode"]) == (row["because"], SAID, "education_only")
    text = " ".join(run("--library", str(tmp_path)).split())
    assert SAID in text
    assert "committee on 2026-01-09: many letters are needed" in text


@pytest.mark.sr("SR-072", "SR-073")
def test_every_adoption_of_the_library_stands_in_the_register_with_version_mode_days_and_who(
    engine: Engine,
) -> None:
    plans = list(engine.plans.plans.values())
    rows = [one.view() for one in decisions(engine.library, plans, DAY)]
    assert len(rows) == sum(len(plan.file.adopts) for plan in plans)
    for row in rows:
        assert row["by"]
        assert row["because"]
        assert row["state"] == "in force"
        current = engine.library.version_on(row["policy"], DAY)
        assert row["version"] == (current.version if current else None)
    assert {row["mode"] for row in rows} == {
        "all_providers", "notified_providers", "education_only", "not_adopted",
    }  # fmt: skip
    assert len({row["plan"] for row in rows if row["figures"]}) >= 2


@pytest.mark.sr("SR-073")
def test_figures_stand_in_fictional_plans_only_and_say_that_they_are_made_up(engine: Engine) -> None:
    for plan in engine.plans.plans.values():
        for one in plan.file.adopts:
            assert plan.file.fictional or not one.figures
            assert all(figure.source.startswith("made up") for figure in one.figures)
    assert "The plan is fictional, and its figures are made up." in run("--plan", "meadowlark/employer")
    assert "made up" not in run("--plan", "sentara/medicare")


@pytest.mark.sr("SR-072")
def test_what_a_plan_did_not_decide_is_listed_as_well(engine: Engine) -> None:
    plans = engine.plans.plans
    for row in undecided(engine.library, plans.values(), DAY):
        policy = engine.library.policy(f"{row.policy}@{row.version}")
        assert in_line(list(policy.file.lines_of_business), row.plan.file.line_of_business)
        assert row.policy not in {a.policy for a in row.plan.file.adopts}
    employer = [row.policy for row in undecided(engine.library, [plans["meadowlark/employer"]], DAY)]
    assert "meadowlark/mp-120" in employer
    assert "meadowlark/rx-150" not in employer
    assert "sentara/dme-32" not in employer


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ("from: 2026-11-23", "not yet"),
        ("from: 2026-11-22", "in force"),
        ("to: 2026-11-22", "in force"),
        ("to: 2026-11-21", "ended"),
    ],
)
def test_the_state_is_that_of_the_day(tmp_path: Path, days: str, state: str) -> None:
    folder = write_library(tmp_path, plan=PLAN.replace("test/sleep}", f"test/sleep, {days}}}"))
    engine = open_engine(folder)
    [row] = decisions(engine.library, engine.plans.plans.values(), DAY)
    assert row.state == state


def test_a_subject_that_is_not_reviewed_at_present_says_so(engine: Engine) -> None:
    plan = engine.plans.plans["meadowlark/employer"]
    rows = {row.policy: row.view() for row in decisions(engine.library, [plan], DAY)}
    assert (
        rows["meadowlark/mp-101"]["review_off"]["because"] == "the devices are cheap and hardly ever refused"
    )
    assert rows["meadowlark/mp-110"]["review_off"] is None


def test_an_unknown_plan_is_refused_with_the_nearest_name() -> None:
    done = CliRunner().invoke(app, ["plan", "register", "--plan", "meadowlark/employe"])
    assert done.exit_code == 2
    assert "did you mean `meadowlark/employer`" in done.stderr


def test_an_unreadable_plan_is_refused_with_its_place(tmp_path: Path) -> None:
    write_library(tmp_path, plan=PLAN.replace("test/sleep}", "test/sleep, mode: sometimes}"))
    with pytest.raises(Refused, match="not_adopted"):
        assert open_engine(tmp_path).plans.plans
