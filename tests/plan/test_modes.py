"""How a plan uses a policy: for all, for notified providers, to educate, not at all, and combinations."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from coverable.base.problem import Refused
from coverable.determination.engine import open_engine
from coverable.determination.need import need_view
from small_library import PLAN, decide, small_engine, write_library

NOTIFIED, OTHER = "1234567893", "1992999999"
NOTICES = f'notices: [{{provider: "{NOTIFIED}", on: 2026-03-01, ground: more sessions than peers}}]\n'
MODES = ("all_providers", "notified_providers", "education_only")
ALONE: dict[str, tuple[bool, bool]] = {
    "all_providers": (True, True),
    "notified_providers": (True, False),
    "education_only": (False, False),
}
"""{mode: (the notified provider is reviewed, another one is)}."""


def plan_of(*lines: str) -> str:
    told = ", ".join(f"{{policy: test/sleep, {line}}}" for line in lines)
    return PLAN.replace("{policy: test/sleep}", told) + NOTICES


def got(folder: Path, plan: str, provider: str, day: str = "2026-06-15") -> dict[str, Any]:
    engine = small_engine(folder, plan=plan)
    return decide(
        engine,
        {"tired": True, "snores": True},
        servicing_provider={"npi": provider},
        service={"date": day},
    )


def reviewed(result: dict[str, Any]) -> bool:
    """Whether the criteria were run at all."""
    return result["outcome"] == "criteria_met"


@pytest.mark.sr("SR-077")
@pytest.mark.parametrize("modes", [*combinations(MODES, 1), *combinations(MODES, 2), MODES], ids=" and ".join)
def test_a_service_is_reviewed_as_soon_as_one_of_the_modes_reviews_it(
    tmp_path: Path, modes: tuple[str, ...]
) -> None:
    for order in (modes, modes[::-1]):
        plan = plan_of(*(f"mode: {mode}" for mode in order))
        for at, provider in enumerate((NOTIFIED, OTHER)):
            result = got(tmp_path, plan, provider)
            assert reviewed(result) == any(ALONE[mode][at] for mode in modes), (order, provider)
            assert len(result["considered"]) == 1
            if not reviewed(result):
                assert (result["outcome"], result["next_step"]) == ("not_applicable", "administrative")
                assert result["rationale"] is None


@pytest.mark.sr("SR-077")
def test_education_for_all_beside_review_of_the_notified_says_which_of_the_two_holds(tmp_path: Path) -> None:
    plan = plan_of("mode: education_only", "mode: notified_providers")
    other = got(tmp_path, plan, OTHER)
    why = other["considered"][0]["why"]
    assert why.endswith("this provider has no notice; otherwise the policy only educates")
    assert [f["code"] for f in other["flags"] if f["where"] == "plan.adopts"] == ["no_notice"]
    before = got(tmp_path, plan, NOTIFIED, "2026-02-28")
    assert "the notice does not reach the date of service" in before["considered"][0]["why"]
    assert not [f for f in got(tmp_path, plan, NOTIFIED)["flags"] if f["where"] == "plan.adopts"]


@pytest.mark.sr("SR-077")
def test_education_only_reviews_nothing_and_says_so(tmp_path: Path) -> None:
    result = got(tmp_path, plan_of("mode: education_only"), NOTIFIED)
    assert "education_only" in {flag["code"] for flag in result["flags"]}
    assert result["considered"][0]["why"] == "adopted for provider education only: no service is reviewed"


@pytest.mark.sr("SR-077")
def test_a_recorded_decision_not_to_adopt_is_no_adoption(tmp_path: Path) -> None:
    plan = plan_of("mode: not_adopted, by: committee, because: hardly ever asked for")
    result = got(tmp_path, plan, NOTIFIED)
    assert result["considered"][0]["why"] == "the plan decided not to adopt this policy"
    engine = open_engine(write_library(tmp_path, plan=plan))
    assert engine.plans.plans["test/plan"].file.adopted == ()
    assert need_view(engine, "Sleep device", "test/plan", date(2026, 6, 15))["codes"] == []


def test_modes_of_different_days_do_not_mix(tmp_path: Path) -> None:
    plan = plan_of("mode: not_adopted, to: 2026-05-31", "mode: all_providers, from: 2026-06-01")
    assert not reviewed(got(tmp_path, plan, OTHER, "2026-05-31"))
    assert reviewed(got(tmp_path, plan, OTHER, "2026-06-01"))


def test_a_policy_that_is_adopted_and_not_adopted_on_the_same_days_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="adopted and not adopted on the same days") as refused:
        got(tmp_path, plan_of("mode: not_adopted", "mode: education_only"), OTHER)
    assert refused.value.problems[0].where.startswith(f"{tmp_path.name}/plans/plan.yaml:")


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("{measure: claims, value: 4, unit: each, source: x}", "period"),
        ("{measure: claims, value: 4, unit: each, source: x, period: {from: 2026-02-01, to: 2026-01-01}}", "ends before"),
        ("{measure: '', value: 4, unit: each, source: x, period: {from: 2026-01-01, to: 2026-01-02}}", "at least 1"),
        ("{measure: claims, value: many, unit: each, source: x, period: {from: 2026-01-01, to: 2026-01-02}}", "decimal"),
    ],
)  # fmt: skip
def test_a_figure_states_measure_value_unit_period_and_source(tmp_path: Path, figure: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        got(tmp_path, plan_of(f"figures: [{figure}]"), OTHER)
    problem = refused.value.problems[0]
    assert said in f"{problem.what} {problem.why}"
    assert "plan.yaml:" in problem.where


def test_figures_change_the_hash_of_the_plan_and_no_answer(tmp_path: Path) -> None:
    figure = (
        "{measure: claims, value: 4.20, unit: each, source: x, period: {from: 2026-01-01, to: 2026-01-02}}"
    )
    plain = got(tmp_path / "a", plan_of("mode: all_providers"), OTHER)
    shown = got(tmp_path / "b", plan_of(f"mode: all_providers, figures: [{figure}]"), OTHER)
    assert plain.pop("plan_sha256") != shown.pop("plan_sha256")
    assert plain == shown
