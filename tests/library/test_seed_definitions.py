"""Definitions and clinical facts of the seed documents (group H)."""

from __future__ import annotations

from itertools import product

import pytest

from coverable.determination.engine import Engine
from coverable.policy.model import PolicyFile
from coverable.policy.walk import all_criteria
from seed_requests import CG_MED_28, DME_32, MET, SEEDS, asked, decided, flags


def guideline(engine: Engine) -> PolicyFile:
    return engine.library.policy(CG_MED_28).file


def facts_of_outcomes(engine: Engine, key: str) -> set[str]:
    """Facts on which an outcome can rest: indications, exclusions, referrals and codes, not remarks."""
    file = engine.library.policy(key).file
    return {str(c.fact) for c, path in all_criteria(file) if c.fact and path[0] != "remarks"}


@pytest.mark.sr("SR-096")
def test_six_terms_are_defined_and_the_criteria_link_to_them(engine: Engine) -> None:
    file = guideline(engine)
    assert {term: one.cite for term, one in file.definitions.items()} == {
        "eccrine gland": "L387-389",
        "functional impairment": "L393-395",
        "hyperhidrosis": "L396-398",
        "iontophoresis": "L402-404",
        "primary hyperhidrosis": "L407",
        "secondary hyperhidrosis": "L411-413",
    }
    links = {c.id: c.definition for c, _ in all_criteria(file) if c.definition}
    assert links["impairment"] == "functional impairment"
    assert set(links.values()) == {"functional impairment", "hyperhidrosis", "iontophoresis"}


@pytest.mark.sr("SR-097")
@pytest.mark.parametrize("kind", ["primary", "secondary", "unspecified", None])
def test_either_type_of_hyperhidrosis_passes_and_the_type_is_never_asked(
    engine: Engine, kind: str | None
) -> None:
    result = decided(engine, CG_MED_28, {**MET[CG_MED_28], "hyperhidrosis_type": kind})
    assert result["outcome"] == "criteria_met"
    not_met = decided(engine, CG_MED_28, {"hyperhidrosis_type": kind})
    assert not_met["outcome"] == "criteria_not_met"
    open_ = decided(
        engine, CG_MED_28, {"hyperhidrosis_type": kind, "medical_complications": None}, without=["use"]
    )
    assert "hyperhidrosis_type" not in asked(open_)


@pytest.mark.sr("SR-098")
def test_gustatory_sweating_goes_to_a_person_with_the_passage_and_the_outcome_stands(engine: Engine) -> None:
    for facts, outcome in ((MET[CG_MED_28], "criteria_met"), ({}, "criteria_not_met")):
        result = decided(engine, CG_MED_28, {**facts, "gustatory_hyperhidrosis": True})
        assert (result["outcome"], result["next_step"]) == (outcome, "nurse_review")
        assert "L309-317" in flags(result)["gustatory"]["says"]
        assert flags(result)["gustatory"]["says"] in result["review_reasons"]
    assert "gustatory_hyperhidrosis" not in facts_of_outcomes(engine, CG_MED_28)


@pytest.mark.sr("SR-099", "SR-106")
@pytest.mark.parametrize("key", SEEDS)
def test_every_body_site_is_accepted_and_none_changes_the_outcome(engine: Engine, key: str) -> None:
    sites = engine.library.glossary.facts["body_site"].choices
    assert set(sites) >= {"scalp", "trunk", "face", "hands", "armpits", "feet"}
    for site in sites:
        assert decided(engine, key, {**MET[key], "body_site": site})["outcome"] == "criteria_met"
        assert decided(engine, key, {"body_site": site})["outcome"] == "criteria_not_met"
    assert "body_site" not in facts_of_outcomes(engine, key)


@pytest.mark.sr("SR-100")
def test_everyday_effects_are_help_for_the_question_and_are_not_scored(engine: Engine) -> None:
    about = engine.library.glossary.facts["functional_impairment"]
    assert about.help
    for example in ("embarrassment", "changing clothes", "daily living", "hands"):
        assert example in about.help
    assert about.type == "yes_no"
    types = {engine.library.glossary.facts[fact].type for fact in facts_of_outcomes(engine, CG_MED_28)}
    assert types == {"yes_no", "choice"}


@pytest.mark.sr("SR-101")
def test_treating_the_cause_first_is_a_note_on_secondary_cases_and_no_criterion(engine: Engine) -> None:
    result = decided(engine, CG_MED_28, {**MET[CG_MED_28], "hyperhidrosis_type": "secondary"})
    assert result["outcome"] == "criteria_met"
    assert "L331" in flags(result)["secondary_cause"]["says"]
    primary = decided(engine, CG_MED_28, {**MET[CG_MED_28], "hyperhidrosis_type": "primary"})
    assert "secondary_cause" not in flags(primary)
    assert not [fact for fact in facts_of_outcomes(engine, CG_MED_28) if "cause" in fact]


@pytest.mark.sr("SR-102")
@pytest.mark.parametrize("key", SEEDS)
def test_other_treatments_can_be_stated_and_only_a_prescription_antiperspirant_is_the_trial(
    engine: Engine, key: str
) -> None:
    choices = engine.library.glossary.facts["prior_treatments"].attributes["treatment"].choices
    assert set(choices) >= {"aluminum_chloride", "tanning_agent", "sympathectomy"}
    finding = {"professional_life_disrupted": True} if key == DME_32 else {"medical_complications": True}
    for treatment in choices:
        given = {"events": [{"treatment": treatment, "outcome": "failed"}], "complete": True}
        assert decided(engine, key, {**finding, "prior_treatments": given})["outcome"] == "criteria_not_met"
    trial = {"events": [{"agent": "aluminum chloride", "prescription": True, "outcome": "failed"}]}
    without = ["prescription_antiperspirant_failed"]
    result = decided(engine, key, {**finding, "antiperspirant_trials": trial}, without=without)
    assert result["outcome"] == "criteria_met"


@pytest.mark.sr("SR-103")
def test_tap_water_against_sweating_never_meets_an_exclusion_of_drug_delivery(engine: Engine) -> None:
    facts = engine.library.glossary.facts
    drugs, conditions = [*facts["drug_class"].choices, None], [*facts["target_condition"].choices, None]
    for drug, condition in product(drugs, conditions):
        given = {"drug_class": drug, "target_condition": condition}
        assert decided(engine, CG_MED_28, {**MET[CG_MED_28], **given})["outcome"] == "criteria_met"
        assert decided(engine, CG_MED_28, given)["outcome"] == "criteria_not_met"
    assert "tap water" in facts["drug_class"].choices["none"]


def test_the_schedule_of_treatment_is_kept_as_numbers_and_tests_nothing(engine: Engine) -> None:
    stated = {name: (s.low, s.high, s.unit, s.cite) for name, s in guideline(engine).schedule.items()}
    assert stated["session-minutes"] == (20, None, "min", "L350")
    assert stated["days-between-sessions"] == (2, 5, "d", "L350")
    assert stated["sessions-before-effect"] == (5, 10, "1", "L350-352")
    assert stated["maintenance-weeks"] == (2, None, "wk", "L352")
    assert stated["minutes-per-unit"] == (15, None, "min", "L81")
    assert not [fact for fact in facts_of_outcomes(engine, CG_MED_28) if "session" in fact]


@pytest.mark.parametrize("key", SEEDS)
def test_that_iontophoresis_itself_was_not_tolerated_can_be_recorded_and_decides_nothing(
    engine: Engine, key: str
) -> None:
    renewal = {"stage": "concurrent"}
    result = decided(engine, key, {**MET[key], "iontophoresis_not_tolerated": True}, request=renewal)
    assert result["outcome"] == "criteria_met"
    assert "iontophoresis_not_tolerated" not in facts_of_outcomes(engine, key)
    row = next(r for r in guideline(engine).evidence if r.id == "safety")
    assert all(word in str(row.says) for word in ("dry", "redness", "blisters"))


@pytest.mark.sr("SR-106")
def test_the_special_electrode_for_armpits_is_information_only(engine: Engine) -> None:
    row = next(r for r in guideline(engine).evidence if r.id == "axillary")
    assert (row.concludes, row.cite) == ("states", "L344-348")
    assert decided(engine, CG_MED_28, MET[CG_MED_28], diagnoses=["L74.510"])["outcome"] == "criteria_met"
