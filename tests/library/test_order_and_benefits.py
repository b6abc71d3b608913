"""Order of precedence, benefits and lines of business on the seed policies (group B)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coverable.determination.cases import read_cases, request_of
from coverable.determination.decide import determine, dump
from coverable.determination.engine import Engine
from seed_requests import CG_MED_28, DME_32, MET, SEEDS, asked, decided, edited, flags

EXCLUDED = {"benefits": {"excluded": [{"service": "DME", "clause": "4.2 durable medical equipment"}]}}


@pytest.mark.sr("SR-016")
@pytest.mark.parametrize("facts", [{}, MET[DME_32]], ids=["criteria not met", "criteria met"])
def test_a_benefit_excluded_by_contract_names_its_clause_and_no_criterion(
    engine: Engine, facts: dict[str, bool]
) -> None:
    result = decided(engine, DME_32, facts, request=EXCLUDED)
    assert (result["outcome"], result["next_step"]) == ("benefit_excluded", "administrative")
    assert result["benefit"] == {"clause": "4.2 durable medical equipment"}
    assert result["rationale"] is None
    assert result["governing"] is None
    assert asked(result) == []


@pytest.mark.sr("SR-017")
def test_a_limit_of_one_plan_sends_the_same_facts_to_a_person_and_names_the_clause(
    engine: Engine, tmp_path: Path
) -> None:
    limit = "{code: E1399, quantity: 1, per: 5 years, clause: one device in five years}"
    plain = (engine.library.root / "plans/sentara/medicare.yaml").read_text(encoding="utf-8")
    overlaid = plain.replace("plan: sentara/medicare", "plan: sentara/other").replace(
        "benefits: {loaded: false}", f"benefits: {{loaded: true, limits: [{limit}]}}"
    )
    two = edited(engine, tmp_path, ("plans/sentara/other.yaml", "", overlaid))
    here = decided(two, DME_32, MET[DME_32], service={"quantity": 2})
    there = decided(two, DME_32, MET[DME_32], service={"quantity": 2}, plan="sentara/other")
    assert (here["plan"], there["plan"]) == ("sentara/medicare", "sentara/other")
    assert here["governing"]["policy"] == there["governing"]["policy"] == "sentara/dme-32"
    assert not any("five years" in reason for reason in here["review_reasons"])
    assert any("five years" in reason for reason in there["review_reasons"])
    assert "benefit_not_verified" in flags(here)
    assert "benefit_not_verified" not in flags(there)


@pytest.mark.sr("SR-018")
@pytest.mark.parametrize("key", SEEDS)
def test_without_a_benefit_file_nothing_is_called_covered_or_payable(engine: Engine, key: str) -> None:
    file = read_cases(engine.library.folders[key], key)[0]
    for case in file.cases:
        if "benefits" in case.request:
            continue
        got = determine(request_of(case, file.defaults), engine)
        assert not re.search(r"\b(covered|payable)\b", dump(got), re.IGNORECASE), case.id
        result = got["lines"][0]["coverages"][0]
        if result["governing"]:
            assert "benefit_not_verified" in flags(result), case.id


@pytest.mark.sr("SR-019")
@pytest.mark.parametrize("line", ["commercial", "Medicaid"])
def test_outside_medicare_the_policy_is_not_applicable_which_is_not_the_same_as_not_met(
    engine: Engine, line: str
) -> None:
    result = decided(engine, DME_32, coverage={"payer": "Sentara", "line_of_business": line})
    assert (result["outcome"], result["next_step"]) == ("not_applicable", "administrative")
    assert result["rationale"] is None


@pytest.mark.sr("SR-019")
def test_the_search_for_another_document_goes_on_when_the_line_does_not_fit(
    engine: Engine, tmp_path: Path
) -> None:
    both = edited(
        engine,
        tmp_path,
        (
            "plans/healthy-blue/medicaid.yaml",
            "adopts:\n",
            "adopts:\n  - {policy: sentara/dme-32, by: a test}\n",
        ),
    )
    facts = {**MET[CG_MED_28], "device_kind": "iontophoresis", "device_setting": "home"}
    result = decided(both, CG_MED_28, facts, code="E1399")
    assert (result["governing"]["policy"], result["outcome"]) == ("healthy-blue/cg-med-28", "criteria_met")
    other = next(one for one in result["considered"] if one["policy"] == "sentara/dme-32")
    assert (other["outcome"], other["why"]) == (
        "not_applicable",
        "the policy is for another line of business",
    )


@pytest.mark.sr("SR-024")
@pytest.mark.parametrize(
    ("born", "step"), [("2005-06-01", "physician_review"), ("2005-02-10", "nurse_review")]
)
def test_for_medicaid_members_of_20_another_use_never_ends_the_case_and_at_21_the_path_is_normal(
    engine: Engine, born: str, step: str
) -> None:
    facts = {"use": "other", "target_condition": "other"}
    result = decided(engine, CG_MED_28, facts, birth_date=born)
    assert (result["outcome"], result["next_step"]) == ("use_not_listed", step)
    assert ("epsdt" in flags(result)) == (step == "physician_review")


def test_a_medicare_advantage_case_without_a_recorded_search_tells_that_nothing_may_weigh_against_the_member(
    engine: Engine, tmp_path: Path
) -> None:
    favourable, adverse = decided(engine, DME_32, MET[DME_32]), decided(engine, DME_32)
    assert (favourable["outcome"], adverse["outcome"]) == ("criteria_met", "criteria_not_met")
    for result in (favourable, adverse):
        assert {"level": "ncd-lcd", "found": "not searched"} in result["precedence"]
        assert any("nothing counts against the member" in reason for reason in result["review_reasons"])
    record = (
        "precedence:\n  - {level: ncd-lcd, where: Medicare coverage database, on: 2026-02-01, by: a nurse, "
        "jurisdiction: JM, found: nothing}\nbenefits:"
    )
    searched = edited(engine, tmp_path, ("plans/sentara/medicare.yaml", "benefits:", record))
    after = decided(searched, DME_32)
    assert "level_not_searched" not in flags(after)
    found = next(one for one in after["precedence"] if one["level"] == "ncd-lcd")
    assert (found["found"], found["searched"]["by"]) == ("nothing", "a nurse")


def test_notes_that_stand_under_medicare_have_that_scope_and_no_other_note_of_the_policy_has(
    engine: Engine,
) -> None:
    notes = engine.library.policy(DME_32).file.notes
    assert {note.cite for note in notes if note.scope == "medicare"} == {"L86", "L87"}
    assert {note.scope for note in notes} == {"medicare", None}


def test_neither_seed_rests_on_criteria_of_a_third_party(engine: Engine) -> None:
    for key in SEEDS:
        policy = engine.library.policy(key)
        assert policy.file.criteria_owner is None
        assert policy.may_be_shown
    said = [note.says for note in engine.library.policy(CG_MED_28).file.notes if note.cite == "L138-139"]
    assert said
