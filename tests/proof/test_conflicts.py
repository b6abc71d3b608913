"""Two levels of the order of precedence that answer one patient in opposite ways."""

from __future__ import annotations

from datetime import date

import pytest

from coverable.determination.decide import determine
from coverable.determination.engine import Engine, open_engine
from coverable.policy.library import default_root
from coverable.proof.conflicts import Conflict, conflicts


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine(default_root() / "examples")


@pytest.fixture(scope="module")
def found(engine: Engine) -> dict[str, list[Conflict]]:
    return {
        name: list(conflicts(engine, plan, date(2026, 6, 10))) for name, plan in engine.plans.plans.items()
    }


@pytest.mark.sr("SR-022")
def test_a_national_rule_above_a_plan_policy_conflicts_both_ways_and_governs(
    found: dict[str, list[Conflict]],
) -> None:
    pairs = {(c.higher.id, c.lower.id) for listed in found.values() for c in listed}
    assert ("fictional-cms/ncd-900.1", "meadowlark/mp-102") in pairs


@pytest.mark.sr("SR-022")
def test_the_higher_level_decides_every_patient_who_shows_a_conflict(
    engine: Engine, found: dict[str, list[Conflict]]
) -> None:
    tried = 0
    for plan, listed in found.items():
        for one in listed:
            request = {**one.shown.example.request, "coverages": [plan]}
            (made,) = determine(request, engine)["lines"][0]["coverages"]
            assert made["governing"]["policy"] == one.higher.id
            assert made["outcome"] == one.shown.first != one.shown.second
            tried += 1
    assert tried


def test_policies_of_one_level_are_no_conflict_of_levels(found: dict[str, list[Conflict]]) -> None:
    for listed in found.values():
        assert all(c.higher.file.kind != c.lower.file.kind for c in listed)
