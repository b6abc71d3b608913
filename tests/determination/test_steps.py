"""What happens next: approval only when everything allows it, and never anything adverse by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coverable.determination.decide import determine
from coverable.determination.engine import Engine, open_engine
from small_library import PLAN, POLICY, SIGNOFF, decide, request, small_engine, write_library

YES = {"tired": True, "snores": True}


def codes(view: dict[str, Any]) -> set[str]:
    return {f["code"] for f in view["flags"]}


def test_everything_met_and_allowed_is_approved_with_an_end(tmp_path: Path) -> None:
    got = decide(small_engine(tmp_path), YES)
    assert (got["outcome"], got["next_step"], got["review_reasons"]) == ("criteria_met", "approve", [])
    assert got["approval"] == {"for": "12 months"}


STOPS: list[tuple[str, dict[str, str], dict[str, Any], dict[str, Any]]] = [
    ("the plan does not allow it", {"plan": PLAN.replace("allowed: true", "allowed: false")}, {}, {}),
    ("the contract was not checked", {"plan": PLAN.replace("loaded: true", "loaded: false")}, {}, {}),
    ("nobody says for how long", {"plan": PLAN.replace(", approve_for: 12 months", "")}, {}, {}),
    ("a level was not searched", {"plan": PLAN.replace("self_funded", "commercial_insured")}, {}, {}),
    ("statements contradict", {"criteria": "{any: [{all: [{fact: tired}, {fact: snores}]}, {fact: bmi, ge: 4, unit: kg/m2}]}"}, {"bmi": [{"value": 3, "unit": "kg/m2"}, {"value": 4, "unit": "kg/m2"}]}, {}),
    ("the stage is another", {}, {}, {"stage": "retrospective"}),
    ("a diagnosis code does not exist", {}, {}, {"diagnoses": ["L74.599"]}),
    ("a remark asks for review", {"interpretations": "remarks: [{id: watch, kind: review_reason, when: {fact: kind, is: mask}, says: Watch, cite: L9}]"}, {}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "parts", "facts", "more"), STOPS, ids=[s[0] for s in STOPS])
def test_a_stopped_approval_always_has_a_reason(
    tmp_path: Path, why: str, parts: dict[str, str], facts: dict[str, Any], more: dict[str, Any]
) -> None:
    got = decide(small_engine(tmp_path, **parts), {**YES, **facts}, **more)
    assert (got["outcome"], got["next_step"]) == ("criteria_met", "nurse_review")
    assert got["review_reasons"]


@pytest.mark.parametrize(
    ("facts", "outcome", "step"),
    [
        ({"tired": True}, "information_needed", "request_information"),
        ({"tired": True, "snores": False}, "criteria_not_met", "nurse_review"),
        ({**YES, "use": "other"}, "use_not_listed", "nurse_review"),
        ({**YES, "kind": "chair"}, "not_addressed", "administrative"),
    ],
)
def test_every_outcome_has_its_next_step(
    tmp_path: Path, facts: dict[str, Any], outcome: str, step: str
) -> None:
    got = decide(small_engine(tmp_path), facts)
    assert (got["outcome"], got["next_step"]) == (outcome, step)


@pytest.mark.sr("SR-016")
def test_a_benefit_that_the_contract_excludes_comes_before_criteria(tmp_path: Path) -> None:
    engine = small_engine(tmp_path)
    for excluded in ({"code": "E0601"}, {"service": "Device"}, {"service": "T 1"}):
        got = decide(engine, YES, benefits={"excluded": [{**excluded, "clause": "4.2"}]})
        assert (got["outcome"], got["next_step"]) == ("benefit_excluded", "administrative")
        assert got["benefit"] == {"clause": "4.2"}
        assert got["rationale"] is None
        assert got["governing"] is None


@pytest.mark.sr("SR-023")
def test_the_contract_in_force_on_the_date_of_service_decides(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        plan=PLAN.replace(
            "{loaded: true}", "{loaded: true, excluded: [{code: E0601, clause: c, from: 2026-07-01}]}"
        ),
    )
    assert decide(engine, YES, service={"date": "2026-06-30"})["outcome"] == "criteria_met"
    assert decide(engine, YES, service={"date": "2026-07-01"})["outcome"] == "benefit_excluded"


def test_a_subject_that_the_plan_does_not_review_runs_no_criteria(tmp_path: Path) -> None:
    plan = (
        PLAN + "not_reviewed: [{policy: test/sleep, by: committee, because: rarely used, from: 2026-06-01}]"
    )
    engine = small_engine(tmp_path, plan=plan)
    got = decide(engine, {})
    assert (got["outcome"], got["next_step"], got["rationale"]) == ("review_not_required", "none", None)
    assert decide(engine, {}, service={"date": "2026-05-31"})["outcome"] == "information_needed"


MEDICAID = PLAN.replace("self_funded", "medicaid_managed_care")
POLICY_ALL = POLICY.replace("[commercial]", "[commercial, medicaid]")


@pytest.mark.sr("SR-024")
@pytest.mark.parametrize(
    ("birth", "step"),
    [("2005-06-16", "physician_review"), ("2005-06-15", "nurse_review"), (None, "physician_review")],
)
def test_under_21_with_medicaid_nothing_unfavourable_is_final(
    tmp_path: Path, birth: str | None, step: str
) -> None:
    engine = small_engine(tmp_path, plan=MEDICAID, policy=POLICY_ALL)
    member = {"member": {"birth_date": birth}} if birth else {}
    for facts, outcome in (({"tired": False}, "criteria_not_met"), ({"use": "other"}, "use_not_listed")):
        got = decide(engine, facts, **member)
        assert (got["outcome"], got["next_step"]) == (outcome, step)
        assert ("epsdt" in codes(got)) == (step == "physician_review")


def test_coverages_that_answer_oppositely_go_to_a_person(engine: Engine) -> None:
    facts = {
        "use": "hyperhidrosis", "device_kind": "iontophoresis", "device_setting": "home", "device_fda_status": "cleared",
        "social_life_disrupted": True, "medical_complications": True, "prescription_antiperspirant_failed": False,
        "prescription_antiperspirant_not_tolerated": False,
    }  # fmt: skip
    asked = {
        "coverages": ["sentara/medicare", "healthy-blue/medicaid"],
        "services": [{"code": "E1399", "date": "2026-02-10"}],
        "facts": facts,
    }
    line = determine(asked, engine)["lines"][0]
    assert [c["outcome"] for c in line["coverages"]] == ["criteria_met", "criteria_not_met"]
    assert (line["combined"]["outcome"], line["combined"]["next_step"]) == ("judgment_needed", "nurse_review")
    assert codes(line["combined"]) == {"policies_disagree"}


def test_nothing_adverse_stands_while_another_coverage_is_open(engine: Engine) -> None:
    asked = {
        "coverages": ["healthy-blue/medicaid", "sentara/medicare"],
        "member": {"birth_date": "1970-01-01"},
        "services": [{"code": "E1399", "date": "2026-02-10"}],
        "facts": {"use": "hyperhidrosis", "device_kind": "iontophoresis", "device_setting": "home",
                  "prescription_antiperspirant_failed": False, "prescription_antiperspirant_not_tolerated": False},
    }  # fmt: skip
    line = determine(asked, engine)["lines"][0]
    assert [c["outcome"] for c in line["coverages"]] == ["criteria_not_met", "information_needed"]
    assert (line["combined"]["outcome"], line["combined"]["next_step"]) == (
        "information_needed",
        "request_information",
    )


def test_a_code_that_is_not_listed_lets_the_criteria_stand_but_bars_approval(tmp_path: Path) -> None:
    got = decide(small_engine(tmp_path), YES, service={"code": "E0470"})
    assert (got["outcome"], got["next_step"]) == ("criteria_met", "nurse_review")
    assert any("not in the code table" in r for r in got["review_reasons"])
    assert (
        decide(small_engine(tmp_path), {"kind": None}, service={"code": "E0470"})["outcome"]
        == "not_addressed"
    )


def test_an_unsigned_reading_that_matters_goes_to_a_person(tmp_path: Path) -> None:
    parts = {
        "criteria": "{interpretation: AM-1, options: {a: {fact: tired}, b: {fact: snores}}}",
        "interpretations": "interpretations: {AM-1: {question: Which?, cite: L10, options: {a: this, b: that}}}",
    }
    engine = small_engine(tmp_path, **parts)
    got = decide(engine, {"tired": True, "snores": False})
    assert (got["outcome"], got["next_step"]) == ("judgment_needed", "nurse_review")
    assert any("AM-1 is not signed" in r for r in got["review_reasons"])
    assert decide(engine, YES)["outcome"] == "criteria_met"
    assert decide(engine, {"tired": False, "snores": False})["outcome"] == "criteria_not_met"
    signed = SIGNOFF + "interpretations: {AM-1: {option: b, by: A, on: 2026-01-01, because: c}}"
    got = decide(small_engine(tmp_path, **parts, signoff=signed), {"tired": True, "snores": False})
    assert got["outcome"] == "criteria_not_met"
    assert got["interpretations"] == [{"id": "AM-1", "chosen": "b", "other_outcomes": {"a": "criteria_met"}}]


@pytest.mark.sr("SR-013")
def test_a_draft_encoding_decides_nothing(tmp_path: Path) -> None:
    got = decide(small_engine(tmp_path, signoff=SIGNOFF.replace("approved", "draft")), YES)
    assert (got["outcome"], got["next_step"]) == ("not_in_effect", "administrative")
    assert "encoding_draft" in codes(got)


@pytest.mark.sr("SR-017")
def test_a_plan_with_a_limit_of_its_own_ends_differently_and_names_its_clause(tmp_path: Path) -> None:
    limited = PLAN.replace(
        "{loaded: true}", "{loaded: true, limits: [{code: E0601, quantity: 1, per: 5 years, clause: '7.1'}]}"
    )
    for plan, step in ((PLAN, "approve"), (limited, "nurse_review")):
        got = decide(small_engine(tmp_path, plan=plan), YES, service={"quantity": 2})
        assert (got["outcome"], got["next_step"]) == ("criteria_met", step)
        assert any("7.1" in r and "test/plan" in r for r in got["review_reasons"]) == (plan is limited)
    got = decide(small_engine(tmp_path, plan=limited), YES, service={"quantity": 1})
    assert got["next_step"] == "approve"


@pytest.mark.sr("SR-025")
def test_criteria_of_a_third_party_name_their_owner_and_need_its_licence_to_be_shown(tmp_path: Path) -> None:
    owned = POLICY + "\ncriteria_owner: {name: Criteria House, edition: 12th, licence: L-7}"
    got = decide(small_engine(tmp_path, policy=owned), {"tired": False})
    assert got["governing"]["owner"] == {"name": "Criteria House", "edition": "12th"}
    assert got["rationale"] is not None
    unlicensed = owned.replace(", licence: L-7", "")
    got = decide(small_engine(tmp_path, policy=unlicensed), YES)
    assert got["governing"]["owner"]["edition"] == "12th"
    assert got["rationale"] is None
    assert (got["next_step"], "criteria_not_licensed" in codes(got)) == ("nurse_review", True)


def test_diagnoses_that_must_not_stand_together_are_an_intake_matter(tmp_path: Path) -> None:
    got = decide(small_engine(tmp_path), YES, diagnoses=["R61", "L74.510"])
    assert "diagnoses_exclude_each_other" in codes(got)
    assert got["outcome"] == "criteria_met"


TWO_INDICATIONS = POLICY.replace(
    "exclusions:",
    """  later:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L11
    criteria: {fact: snores}
    approves: {for: 24 months, quantity: {units: 2, of: masks, per: year}, cite: L12}
exclusions:""",
)


def test_an_approval_is_that_of_the_indication_that_is_met(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, policy=TWO_INDICATIONS, criteria="{fact: tired}")
    got = decide(engine, {"tired": False, "snores": True})
    assert got["governing"]["indication"] == "later"
    assert got["approval"] == {
        "for": "24 months",
        "quantity": {"units": 2, "of": "masks", "per": "year"},
        "cite": "L12",
    }
    assert got["next_step"] == "approve"


def test_more_than_the_policy_grants_is_not_approved_by_itself(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, policy=TWO_INDICATIONS, criteria="{fact: tired}")
    got = decide(engine, {"tired": False, "snores": True}, service={"quantity": 3})
    assert (got["outcome"], got["next_step"]) == ("criteria_met", "nurse_review")
    assert got["review_reasons"] == ["3 asked; the policy grants 2 masks per year."]


def test_a_payer_with_several_plans_of_the_line_is_asked_which(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    (folder / "plans/second.yaml").write_text(PLAN.replace("test/plan", "test/other"))
    asked = request(YES, coverages=[{"payer": "Test Payer", "line_of_business": "self_funded"}])
    got = determine(asked, open_engine(folder))["lines"][0]["coverages"][0]
    assert (got["outcome"], got["next_step"], codes(got)) == (
        "not_addressed",
        "administrative",
        {"plan_ambiguous"},
    )
    assert "test/other, test/plan" in got["flags"][0]["says"]


def test_an_open_qualifier_stands_in_the_rationale(tmp_path: Path) -> None:
    got = decide(small_engine(tmp_path), {**YES, "kind": None})
    assert got["outcome"] == "information_needed"
    assert [n["fact"] for n in got["still_needed"]["all_of"]] == ["kind"]
    assert got["rationale"]["value"] == "undetermined"
    assert [c["value"] for c in got["rationale"]["children"]] == ["undetermined", "met"]


def test_a_named_exclusion_of_one_service_asks_nothing_of_another(tmp_path: Path) -> None:
    more = POLICY.replace("indications:", "  chair: {codes: [hcpcs:E0240], cite: L6}\nindications:").replace(
        "exclusions:\n", "  sit: {service: chair, applies_if: {fact: use, is: sleep}, cite: L11, criteria: {fact: tired}}\n"
        "exclusions:\n  - {id: loud, position: cosmetic, service: [chair], when: {fact: snores}, cite: L19}\n"
    )  # fmt: skip
    engine = small_engine(tmp_path, policy=more, criteria="{fact: tired}")
    assert decide(engine, {"tired": False})["outcome"] == "criteria_not_met"
    assert decide(engine, {"tired": False}, service={"code": "E0240"})["outcome"] == "information_needed"
    got = decide(engine, {"tired": False, "snores": True}, service={"code": "E0240"})
    assert (got["outcome"], got["governing"]["position"]) == ("use_excluded", "cosmetic")
