"""What the fictional examples prove: precedence, plans, EPSDT, versions, drafts, benefits, references."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product
from typing import Any

import pytest

from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.glossary.values import read_facts


def decide(
    engine: Engine, plan: str, code: str, date: str, facts: dict[str, Any], **more: Any
) -> dict[str, Any]:
    request = {
        "coverages": [plan],
        "services": [{"code": code, "date": date}],
        "facts": facts,
        "member": {"birth_date": "1950-01-01"},
        **more,
    }
    return determine(request, engine)["lines"][0]["coverages"][0]


OXYGEN = {"portable_oxygen_asked": False, "oxygen_use": "low_oxygen"}


def oxygen(saturation: int) -> dict[str, Any]:
    test = {"taken": "2026-03-20", "saturation": {"value": saturation, "unit": "%"}, "stable": True}
    return {"events": [{**test, "pao2": {"value": 70, "unit": "mm[Hg]"}}], "complete": True}


@pytest.mark.sr("SR-021")
def test_the_highest_level_that_addresses_the_request_answers(engine: Engine) -> None:
    policies = ("fictional-cms/ncd-900.1@1", "meadowlark/mp-102@2025")
    uses = (None, "low_oxygen", "cluster_headache", "breathlessness_only", "other")
    answered: Counter[str] = Counter()
    for use, saturation, edema, attacks in product(
        uses, (None, 85, 89, 90, 95), (None, True, False), (None, 2, 5)
    ):
        facts = {
            "oxygen_use": use,
            "oxygen_tests": oxygen(saturation) if saturation else None,
            "heart_failure_edema": edema,
            "pulmonary_hypertension": False,
            "portable_oxygen_asked": False,
            "headache_attacks_a_week": attacks,
            "triptan_failed": True,
            "hematocrit": {"value": 45, "unit": "%"},
        }
        got = decide(engine, "meadowlark/advantage", "E1390", "2026-04-01", facts, diagnoses=["G44.009"])
        by_level = {
            c["policy"]: c["outcome"]
            for c in got["considered"]
            if c["level"] and c["policy"].startswith(("fictional-cms", "meadowlark/mp-102"))
        }
        first = next(
            p
            for p in (k.partition("@")[0] for k in policies)
            if by_level.get(p) not in (None, "not_addressed")
        )
        assert (got["governing"]["policy"], got["outcome"]) == (first, by_level[first])
        assert got["precedence"][0]["level"] == "ncd-lcd"
        answered[first] += 1
    assert len(answered) == 2  # both levels had something to answer


@pytest.mark.sr("SR-021")
def test_an_open_higher_level_is_not_the_same_as_one_that_does_not_address_the_request(
    engine: Engine,
) -> None:
    got = decide(engine, "meadowlark/advantage", "E1390", "2026-04-01", {"oxygen_tests": oxygen(85)})
    assert got["governing"]["policy"] == "fictional-cms/ncd-900.1"
    assert got["outcome"] == "information_needed"


@pytest.mark.sr("SR-017")
def test_the_same_facts_may_end_differently_under_two_plans_each_citing_its_own_text(engine: Engine) -> None:
    facts = {**OXYGEN, "oxygen_tests": oxygen(90)}
    line = determine(
        {
            "coverages": ["meadowlark/choice", "meadowlark/advantage"],
            "member": {"birth_date": "1950-01-01"},
            "services": [{"code": "E1390", "date": "2026-04-01"}],
            "facts": facts,
        },
        engine,
    )["lines"][0]
    one, other = line["coverages"]
    assert [(c["plan"], c["outcome"], c["governing"]["policy"]) for c in (one, other)] == [
        ("meadowlark/choice", "criteria_met", "meadowlark/mp-102"),
        ("meadowlark/advantage", "criteria_not_met", "fictional-cms/ncd-900.1"),
    ]
    assert one["rationale"]["cite"]["sha256"] != other["rationale"]["cite"]["sha256"]
    assert line["combined"]["outcome"] == "judgment_needed"
    assert "policies_disagree" in {f["code"] for f in line["combined"]["flags"]}


@pytest.mark.sr("SR-024")
@pytest.mark.parametrize(
    ("birth", "step", "marked"),
    [
        ("2005-06-11", "physician_review", True),  # 20 years old on the day of service
        ("2005-06-10", "nurse_review", False),  # 21 on that very day
        ("2005-06", "physician_review", True),  # may still be 20
        (None, "physician_review", True),
    ],
)
def test_nothing_unfavourable_is_final_for_a_medicaid_member_under_21(
    engine: Engine, birth: str | None, step: str, marked: bool
) -> None:
    for plan, use, outcome in (
        ("meadowlark/family", "idiopathic", "use_excluded"),
        ("meadowlark/family", "other", "use_not_listed"),
    ):
        member = {"birth_date": birth} if birth else {}
        got = decide(engine, plan, "J2941", "2026-06-10", {"growth_hormone_reason": use}, member=member)
        assert (got["outcome"], got["next_step"]) == (outcome, step)
        assert ("epsdt" in {f["code"] for f in got["flags"]}) is marked


@pytest.mark.sr("SR-003")
def test_the_date_of_service_chooses_the_version(engine: Engine) -> None:
    facts = {"sleep_device_use": "other", "request_kind": "initial"}
    found = {}
    for day in ("2023-12-31", "2024-01-01", "2025-12-31", "2026-01-01", "2040-01-01"):
        got = decide(engine, "meadowlark/choice", "E0601", day, facts, as_of="2026-11-22")
        found[day] = (got["governing"] or {}).get("version")
    assert list(found.values()) == [None, "2024", "2024", "2026", "2026"]


@pytest.mark.sr("SR-013")
def test_a_draft_decides_nothing_whatever_the_facts(engine: Engine) -> None:
    for reason, nights in product((None, "night_seizures", "other"), (None, 0, 4, 40)):
        facts = {"seizure_monitor_reason": reason, "night_seizures_a_month": nights}
        got = decide(engine, "meadowlark/choice", "A9279", "2026-12-01", facts)
        assert (got["outcome"], got["governing"], got["rationale"]) == ("not_in_effect", None, None)
        assert "encoding_draft" in {f["code"] for f in got["flags"]}


@pytest.mark.sr("SR-016")
def test_a_benefit_exclusion_cites_the_clause_and_no_criterion(engine: Engine) -> None:
    got = decide(engine, "meadowlark/choice", "V5261", "2026-06-10", {"hearing_device": "hearing_aid"})
    assert (got["outcome"], got["next_step"]) == ("benefit_excluded", "administrative")
    assert got["benefit"] == {"clause": "certificate 7.4, hearing aids for adults"}
    assert got["rationale"] is None
    assert got["governing"] is None


@pytest.mark.sr("SR-075")
def test_a_subject_that_the_plan_does_not_review_passes_without_criteria(engine: Engine) -> None:
    got = decide(engine, "meadowlark/employer", "E0601", "2026-03-10", {})
    assert (got["outcome"], got["next_step"]) == ("review_not_required", "none")
    assert (got["considered"], got["rationale"]) == ([], None)
    earlier = decide(engine, "meadowlark/employer", "E0601", "2025-12-31", {})
    assert earlier["outcome"] == "information_needed"  # the plan reviewed it until 2026


def test_criteria_by_reference_carry_the_place_and_hash_of_the_other_policy(engine: Engine) -> None:
    policy = engine.library.policy("meadowlark/mp-145@2025")
    other = engine.library.policy("meadowlark/mp-140@2025")
    assert set(policy.includes) == {other.key}
    facts = read_facts({"back_reason": "radicular", "request_kind": "initial"}, engine.library.glossary, "$")
    plan = engine.plans.plans["meadowlark/choice"]
    day = date(2026, 6, 10)
    candidate = next(
        c for c in engine.route(plan, "cpt:62323", day, None).candidates if c.policy.key == policy.key
    )
    made = engine.answer(candidate, facts, day)
    places = [node.cite for node in made.policy.forest.nodes if node.id == "two-kinds"]
    assert [place and place.get("policy") for place in places] == [other.id]
