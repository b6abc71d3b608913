"""The criteria of DME 32, one requirement after the other (group C)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coverable.base.model import read_model
from coverable.base.problem import Refused
from coverable.base.yamlfile import read_yaml
from coverable.determination.engine import Engine, open_engine
from coverable.policy.cite import Citations, check_citations
from oracle import below
from seed_requests import CG_MED_28, DME_32, MET, asked, decided, edited, flags, nodes

POLICY = "policies/sentara/dme-32/7/policy.yaml"
SIGNOFF = "policies/sentara/dme-32/7/signoff.yaml"
DISRUPTED = {"professional_life_disrupted": True}


def trials(*events: dict[str, Any], complete: bool = True) -> dict[str, Any]:
    return {"events": list(events), "complete": complete}


@pytest.mark.sr("SR-029")
def test_iontophoresis_means_in_each_document_what_that_document_says(engine: Engine) -> None:
    here = engine.library.policy(DME_32).file
    there = engine.library.policy(CG_MED_28).file
    assert here.definitions["iontophoresis"].cite == "L24"
    assert "sweat glands" in here.definitions["iontophoresis"].says
    assert there.definitions["iontophoresis"].cite == "L402-404"
    assert "sweat" not in there.definitions["iontophoresis"].says
    device = next(c for c in below(here.indications["hyperhidrosis"].criteria) if c.id == "device")
    assert device.definition == "iontophoresis"


@pytest.mark.sr("SR-030")
@pytest.mark.parametrize(
    ("facts", "burden", "device"),
    [
        ({}, "not_met", "met"),
        ({**MET[DME_32], "device_fda_status": "not_authorized"}, "met", "not_met"),
        ({"device_fda_status": "not_authorized"}, "not_met", "not_met"),
    ],
)
def test_both_conditions_are_shown_even_when_one_has_failed(
    engine: Engine, facts: dict[str, Any], burden: str, device: str
) -> None:
    result = decided(engine, DME_32, facts)
    assert result["outcome"] == "criteria_not_met"
    top = result["rationale"]
    assert (top["rule"], [child["id"] for child in top["children"]]) == ("all", ["burden", "device"])
    assert [child["value"] for child in top["children"]] == [burden, device]


@pytest.mark.sr("SR-031")
def test_the_other_reading_of_am_1_is_told_where_it_would_matter_and_only_there(engine: Engine) -> None:
    only_sign = decided(engine, DME_32, {"sweating_drug_ineffective": True})
    told = {one["id"]: one for one in only_sign["interpretations"]}
    assert only_sign["outcome"] == "criteria_not_met"
    assert told["AM-1"] == {
        "id": "AM-1",
        "chosen": "separate",
        "other_outcomes": {"signs-show-disruption": "criteria_met"},
    }
    both = decided(engine, DME_32, MET[DME_32])
    assert {one["id"]: one["other_outcomes"] for one in both["interpretations"]}["AM-1"] == {}


@pytest.mark.sr("SR-031")
def test_while_nobody_signed_am_1_a_person_decides_where_the_readings_differ(
    engine: Engine, tmp_path: Path
) -> None:
    line = next(
        one
        for one in (engine.library.root / SIGNOFF).read_text().splitlines()
        if one.strip().startswith("AM-1:")
    )
    unsigned = edited(engine, tmp_path, (SIGNOFF, f"{line}\n", ""))
    result = decided(unsigned, DME_32, {"sweating_drug_ineffective": True})
    assert (result["outcome"], result["next_step"]) == ("judgment_needed", "nurse_review")
    assert any("AM-1 is not signed" in reason for reason in result["review_reasons"])
    assert decided(unsigned, DME_32, MET[DME_32])["outcome"] == "criteria_met"
    assert decided(unsigned, DME_32)["outcome"] == "criteria_not_met"


@pytest.mark.sr("SR-032")
@pytest.mark.parametrize(
    ("work", "social", "value"),
    [
        (True, False, "met"),
        (False, True, "met"),
        (True, True, "met"),
        (False, False, "not_met"),
        (None, False, "undetermined"),
        (False, None, "undetermined"),
        (None, True, "met"),
    ],
)
def test_working_or_social_life_either_is_enough(
    engine: Engine, work: bool | None, social: bool | None, value: str
) -> None:
    facts = {"professional_life_disrupted": work, "social_life_disrupted": social}
    result = decided(engine, DME_32, {**facts, "sweating_drug_ineffective": True})
    assert nodes(result)["disruption"]["value"] == value


@pytest.mark.sr("SR-033")
@pytest.mark.parametrize("fact", ["professional_life_disrupted", "social_life_disrupted"])
def test_the_question_keeps_significant_caused_by_sweating_and_experienced(engine: Engine, fact: str) -> None:
    about = engine.library.glossary.facts[fact]
    for qualifier in ("experienced", "significant", "because of excessive sweating"):
        assert qualifier in about.ask
    assert about.type == "yes_no"


@pytest.mark.sr("SR-033", "SR-041")
def test_no_criterion_tests_a_number_a_score_a_date_an_age_a_site_or_a_type(engine: Engine) -> None:
    policy = engine.library.policy(DME_32)
    types = {probe.fact: policy.glossary.facts[probe.fact].type for probe in policy.probes}
    assert set(types.values()) == {"yes_no", "choice"}
    tested = {c.fact for c in below(policy.file.indications["hyperhidrosis"].criteria) if c.fact}
    assert not tested & {"age", "body_site", "hyperhidrosis_type", "service_date", "diagnoses"}
    assert len(tested) == 11


@pytest.mark.sr("SR-034")
@pytest.mark.parametrize(("given", "value"), [
    (trials({"agent": "roll-on", "prescription": False, "outcome": "failed"}), "not_met"),
    (trials({"agent": "20 percent", "prescription": True}), "undetermined"),
    (trials({"agent": "20 percent", "prescription": True, "outcome": "failed"}), "met"),
    (trials({"agent": "20 percent", "outcome": "failed"}), "undetermined"),
    (trials({"agent": "20 percent", "prescription": True, "outcome": "succeeded"}), "not_met"),
    (trials({"agent": "20 percent", "prescription": True, "outcome": "unknown"}), "undetermined"),
    (trials(), "not_met"),
    (trials(complete=False), "undetermined"),
    (trials({"agent": "roll-on", "prescription": False, "outcome": "failed"}, complete=False), "undetermined"),
])  # fmt: skip
def test_only_a_prescription_strength_trial_without_success_counts(
    engine: Engine, given: dict[str, Any], value: str
) -> None:
    silent = ["prescription_antiperspirant_failed"]
    result = decided(engine, DME_32, {**DISRUPTED, "antiperspirant_trials": given}, without=silent)
    assert nodes(result)["antiperspirant"]["value"] == value
    assert result["outcome"] == {
        "met": "criteria_met", "not_met": "criteria_not_met", "undetermined": "information_needed"
    }[value]  # fmt: skip


@pytest.mark.sr("SR-034")
def test_no_length_of_a_trial_is_asked(engine: Engine) -> None:
    short = {
        "agent": "20 percent",
        "prescription": True,
        "outcome": "failed",
        "started": "2026-02-08",
        "ended": "2026-02-09",
    }
    facts = {**DISRUPTED, "antiperspirant_trials": trials(short)}
    assert (
        decided(engine, DME_32, facts, without=["prescription_antiperspirant_failed"])["outcome"]
        == "criteria_met"
    )


@pytest.mark.sr("SR-035")
@pytest.mark.parametrize(
    ("complication", "maceration", "infection", "value"),
    [
        (True, False, False, "met"),
        (False, True, True, "met"),
        (False, True, False, "not_met"),
        (False, False, True, "not_met"),
        (False, True, None, "undetermined"),
        (None, False, False, "undetermined"),
        (True, None, None, "met"),
    ],
)
def test_complications_count_alone_and_maceration_only_with_infection(
    engine: Engine, complication: bool | None, maceration: bool | None, infection: bool | None, value: str
) -> None:
    facts = {
        "medical_complications": complication,
        "skin_maceration": maceration,
        "secondary_infection": infection,
    }
    assert nodes(decided(engine, DME_32, {**DISRUPTED, **facts}))["complications"]["value"] == value


@pytest.mark.sr("SR-035")
def test_the_readings_of_infection_and_of_entered_maceration_are_told_where_they_matter(
    engine: Engine,
) -> None:
    entered = decided(engine, DME_32, {**DISRUPTED, "medical_complications": True, "skin_maceration": True})
    told = {one["id"]: one["other_outcomes"] for one in entered["interpretations"]}
    assert entered["outcome"] == "criteria_met"
    assert told["AM-2"] == {"narrows-both": "criteria_not_met"}
    assert told["AM-13"] == {"not-maceration-alone": "criteria_not_met"}
    alone = decided(engine, DME_32, {**DISRUPTED, "skin_maceration": True})
    assert alone["outcome"] == "criteria_not_met"


@pytest.mark.sr("SR-036")
@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"sweating_drug_ineffective": True}, "criteria_met"),
        ({"sweating_drug_not_tolerated": True}, "criteria_met"),
        ({}, "criteria_not_met"),
        ({"sweating_drug_contraindicated": True}, "judgment_needed"),
    ],
)
def test_a_drug_that_failed_or_harmed_counts_and_a_contraindication_goes_to_a_person(
    engine: Engine, facts: dict[str, Any], outcome: str
) -> None:
    assert decided(engine, DME_32, {**DISRUPTED, **facts})["outcome"] == outcome


@pytest.mark.sr("SR-036")
@pytest.mark.parametrize(
    ("event", "criterion"),
    [
        (
            {"agent": "glycopyrrolate", "prescription": True, "outcome": "failed", "started": "2025-03"},
            "drug-ineffective",
        ),
        (
            {"agent": "propranolol", "prescription": True, "outcome": "not_tolerated", "ended": "2025-06-02"},
            "drug-not-tolerated",
        ),
    ],
)
def test_each_drug_has_its_own_result_and_dates(
    engine: Engine, event: dict[str, Any], criterion: str
) -> None:
    without = ["sweating_drug_ineffective", "sweating_drug_not_tolerated"]
    result = decided(engine, DME_32, {**DISRUPTED, "sweating_drug_trials": trials(event)}, without=without)
    assert nodes(result)[criterion]["value"] == "met"
    assert nodes(result)[criterion]["derived_from"] == "sweating_drug_trials"


@pytest.mark.sr("SR-037")
def test_a_drug_of_no_named_class_is_taken_and_counts(engine: Engine) -> None:
    event = {"agent": "clonidine", "prescription": True, "outcome": "failed"}
    without = ["sweating_drug_ineffective", "sweating_drug_not_tolerated"]
    result = decided(engine, DME_32, {**DISRUPTED, "sweating_drug_trials": trials(event)}, without=without)
    assert nodes(result)["drug-treatment"]["value"] == "met"
    examples = engine.library.glossary.facts["sweating_drug_trials"].attributes["agent"]
    assert (examples.type, examples.choices) == ("text", {})


@pytest.mark.sr("SR-038")
@pytest.mark.parametrize(
    ("status", "outcome", "step"),
    [
        ("cleared", "criteria_met", "nurse_review"),
        (None, "information_needed", "request_information"),
        ("not_authorized", "criteria_not_met", "nurse_review"),
    ],
)
def test_an_unknown_device_is_asked_for_and_a_stated_unauthorized_one_goes_to_a_clinician(
    engine: Engine, status: str | None, outcome: str, step: str
) -> None:
    given = status and {"value": status, "from": [{"kind": "label", "source": "label", "date": "2025-11-01"}]}
    result = decided(engine, DME_32, {**MET[DME_32], "device_fda_status": given})
    assert (result["outcome"], result["next_step"]) == (outcome, step)
    assert asked(result) == ([] if status else ["device_fda_status"])
    if status:
        assert nodes(result)["device"]["evidence"][0]["date"] == "2025-11-01"


@pytest.mark.sr("SR-039")
@pytest.mark.parametrize("status", ["approved", "cleared", "de_novo"])
def test_that_clearance_counts_as_approval_is_a_signed_decision_that_is_shown(
    engine: Engine, status: str
) -> None:
    result = decided(engine, DME_32, {**MET[DME_32], "device_fda_status": status})
    assert nodes(result)["device"]["interpretation"] == {"id": "AM-4", "option": "clearance-counts"}
    told = {one["id"]: one["other_outcomes"] for one in result["interpretations"]}["AM-4"]
    assert told == ({} if status == "approved" else {"approval-only": "criteria_not_met"})
    choice = engine.library.policy(DME_32).signoff.interpretations["AM-4"]
    assert choice.by
    assert choice.on
    assert choice.because


@pytest.mark.sr("SR-040")
def test_plantar_fasciitis_is_a_use_not_listed_with_the_sentence_and_goes_to_a_person(engine: Engine) -> None:
    facts = {
        "use": "drug_delivery",
        "drug_class": "corticosteroid",
        "target_condition": "musculoskeletal_inflammation",
    }
    result = decided(engine, DME_32, facts, diagnoses=["M72.2"])
    assert (result["outcome"], result["next_step"]) == ("use_not_listed", "nurse_review")
    governing = result["governing"]
    assert (governing["statement"], governing["cite"]) == ("any-other-use", "L36")
    assert governing["position"] == "not_medically_necessary"
    assert result["rationale"]["cite"]["lines"] == "36"


@pytest.mark.sr("SR-040")
def test_whether_the_exclusion_reaches_drug_delivery_is_a_signed_reading(engine: Engine) -> None:
    other = open_engine(engine.library.root, {"AM-11": "sweating-devices-only"}, engine.library.book)
    assert decided(other, DME_32, {"use": "drug_delivery"})["outcome"] == "not_addressed"
    assert decided(other, DME_32, {"use": "other"})["outcome"] == "use_not_listed"
    assert decided(engine, DME_32, {"use": "drug_delivery"})["outcome"] == "use_not_listed"


@pytest.mark.sr("SR-041")
def test_a_test_without_any_place_is_refused(engine: Engine, tmp_path: Path) -> None:
    changed = edited(
        engine,
        tmp_path,
        (POLICY, "is: iontophoresis, cite: L28}", "is: iontophoresis}"),
        (POLICY, "    cite: L67-70\n\nindications", "\nindications"),
    )
    with pytest.raises(Refused, match="no place for the test of `device_kind`"):
        changed.library.policy(DME_32)


@pytest.mark.sr("SR-041")
@pytest.mark.parametrize(
    ("cite", "said"),
    [("L116", "lies behind the end"), ("L29", "cites blank lines"), ("L35-36", "has no digest")],
)
def test_a_criterion_at_a_wrong_place_is_found(
    engine: Engine, seeds: Path, tmp_path: Path, cite: str, said: str
) -> None:
    before, leaf = (
        "      all:\n        - id: burden\n",
        f"{{id: site, fact: body_site, is: hands, cite: {cite}}}",
    )
    changed = edited(
        engine, tmp_path, (POLICY, before, before.replace("all:\n", f"all:\n        - {leaf}\n"))
    )
    origin = changed.library.origin(DME_32)
    citations = read_model(Citations, read_yaml(changed.library.folders[DME_32] / "citations.yaml"))
    assert origin.file.source.file
    found = check_citations(
        origin.file, origin.yaml.data, origin.yaml.where, citations, seeds / origin.file.source.file
    )
    assert [problem.what for problem in found] == [f"`{cite}` {said}"]
    if said == "lies behind the end":
        with pytest.raises(Refused, match=said):
            changed.library.policy(DME_32)


@pytest.mark.sr("SR-042")
def test_what_is_unknown_becomes_one_precise_request(engine: Engine) -> None:
    open_ = {
        "professional_life_disrupted": None,
        "sweating_drug_ineffective": None,
        "device_fda_status": None,
    }
    result = decided(engine, DME_32, open_)
    assert result["outcome"] == "information_needed"
    assert asked(result) == list(open_)
    places = {one["fact"]: one["cite"] for one in result["still_needed"]["all_of"]}
    assert places == {
        "professional_life_disrupted": "L30",
        "sweating_drug_ineffective": "L33",
        "device_fda_status": "L34",
    }
    assert "contradictory_statements" not in flags(result)
