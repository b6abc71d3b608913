"""What must hold for every request: unknown is not no, order does not matter, the bytes are the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverable.determination.decide import determine, dump
from coverable.determination.engine import Engine, open_engine
from coverable.policy.library import default_root

KNOWN = {
    "use": ["hyperhidrosis", "local_anesthesia", "drug_delivery", "other"],
    "device_kind": ["iontophoresis", "other"],
    "device_setting": ["home", "clinic"],
    "device_fda_status": ["approved", "cleared", "de_novo", "not_authorized"],
    "drug_class": ["nsaid", "corticosteroid", "other"],
    "target_condition": ["musculoskeletal_inflammation", "temporomandibular_disorder", "other"],
    **{
        name: [True, False]
        for name in (
            "professional_life_disrupted",
            "social_life_disrupted",
            "prescription_antiperspirant_failed",
            "prescription_antiperspirant_not_tolerated",
            "sweating_drug_ineffective",
            "sweating_drug_not_tolerated",
            "sweating_drug_contraindicated",
            "medical_complications",
            "skin_maceration",
            "secondary_infection",
            "functional_impairment",
            "impairment_in_medical_record",
            "before_venipuncture",
            "before_dermatologic_procedure",
            "gustatory_hyperhidrosis",
        )
    },
}
SETTLED = {"criteria_met", "criteria_not_met", "use_excluded", "use_not_listed"}
facts_of = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in KNOWN.items()}
)
plans = st.sampled_from(
    [("sentara/medicare", "E1399"), ("healthy-blue/medicaid", "E1399"), ("healthy-blue/medicaid", "97033")]
)
ENGINE = open_engine(default_root())


def ask(plan: str, code: str, facts: dict[str, Any], engine: Engine = ENGINE, **more: Any) -> dict[str, Any]:
    request = {
        "id": "P",
        "as_of": "2026-06-01",
        "member": {"birth_date": "1980-01-01"},
        "coverages": [plan],
        "services": [{"code": code, "date": "2026-05-01"}],
        "facts": facts,
        **more,
    }
    return determine(request, engine)


def result(
    plan: str, code: str, facts: dict[str, Any], engine: Engine = ENGINE, **more: Any
) -> dict[str, Any]:
    return ask(plan, code, facts, engine, **more)["lines"][0]["coverages"][0]


@given(plans, facts_of, st.data())
@settings(max_examples=300)
def test_forgetting_a_fact_never_turns_a_settled_outcome_into_its_opposite(
    head: tuple[str, str], facts: dict[str, Any], data: st.DataObject
) -> None:
    if not facts:
        return
    name = data.draw(st.sampled_from(sorted(facts)))
    before = result(*head, facts)["outcome"]
    after = result(*head, {k: v for k, v in facts.items() if k != name})["outcome"]
    if before in SETTLED and after in SETTLED:
        assert before == after
    if before not in SETTLED and before != "not_addressed":
        assert after not in SETTLED, f"forgetting {name} settled the case"


@given(plans, facts_of, st.data())
@settings(max_examples=300)
def test_learning_a_fact_never_flips_a_settled_outcome(
    head: tuple[str, str], facts: dict[str, Any], data: st.DataObject
) -> None:
    before = result(*head, facts)["outcome"]
    missing = sorted(set(KNOWN) - set(facts))
    if before not in SETTLED or not missing:
        return
    name = data.draw(st.sampled_from(missing))
    value = data.draw(st.sampled_from(KNOWN[name]))
    assert result(*head, {**facts, name: value})["outcome"] == before


@given(plans, facts_of, st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_the_order_of_facts_and_diagnoses_changes_nothing(
    head: tuple[str, str], facts: dict[str, Any], rng: Any
) -> None:
    names, diagnoses = list(facts), ["L74.512", "R61", "M26.60"]
    rng.shuffle(names)
    shuffled = [*diagnoses]
    rng.shuffle(shuffled)
    one = result(*head, facts, diagnoses=diagnoses)
    other = result(*head, {n: facts[n] for n in names}, diagnoses=shuffled)
    for view in (one, other):
        view["flags"] = sorted(f["code"] for f in view["flags"])
        view["review_reasons"] = len(view["review_reasons"])
    assert one == other


@given(plans, facts_of)
@settings(max_examples=100)
def test_the_same_request_gives_the_same_bytes(head: tuple[str, str], facts: dict[str, Any]) -> None:
    once = dump(ask(*head, facts))
    again = dump(ask(*head, json.loads(json.dumps(facts)), open_engine_again()))
    assert once == again


_again: list[Engine] = []


def open_engine_again() -> Engine:
    """A second engine, built from the files anew."""
    if not _again:
        _again.append(open_engine(default_root()))
    return _again[0]


@given(plans, facts_of)
@settings(max_examples=150)
def test_readings_in_lanes_end_as_each_reading_alone(head: tuple[str, str], facts: dict[str, Any]) -> None:
    together = result(*head, facts)
    for one in together["interpretations"]:
        for option, outcome in one["other_outcomes"].items():
            alone = result(*head, facts, what_if_engine(one["id"], option))["outcome"]
            # alone, a case that nobody can ask anything more about is told from one that lacks facts
            assert {alone, outcome} <= {"information_needed", "judgment_needed"} or alone == outcome


_what_if: dict[tuple[str, str], Engine] = {}


def what_if_engine(interpretation: str, option: str) -> Engine:
    key = (interpretation, option)
    if key not in _what_if:
        _what_if[key] = Engine(ENGINE.library, ENGINE.plans, {interpretation: option})
    return _what_if[key]


@given(plans, facts_of)
@settings(max_examples=150)
def test_stating_what_is_asked_settles_the_case_as_promised(
    head: tuple[str, str], facts: dict[str, Any]
) -> None:
    for one in result(*head, facts)["determining"]["sets"]:
        more = {item["fact"]: item["needs"][0] for item in one}
        outcome = result(*head, {**facts, **more})["outcome"]
        assert outcome == one[0]["then"]


@given(plans, facts_of)
@settings(max_examples=150)
def test_nobody_is_asked_for_a_fact_that_is_stated(head: tuple[str, str], facts: dict[str, Any]) -> None:
    asked = json.dumps(result(*head, facts)["still_needed"])
    for name in facts:
        assert f'"fact": "{name}"' not in asked


@pytest.mark.parametrize("plan", ["nobody/knows", "sentara/medicare", "healthy-blue/medicaid"])
@pytest.mark.parametrize("code", ["E1399", "97033", "Z9999", "A0000", "99999"])
@pytest.mark.parametrize("date", [None, "2019-01-01", "2026-05-01"])
def test_what_is_not_known_is_never_free_of_review(plan: str, code: str, date: str | None) -> None:
    line = {"code": code, **({"date": date} if date else {})}
    got = determine({"coverages": [plan], "services": [line]}, ENGINE)["lines"][0]
    assert got["combined"]["outcome"] != "review_not_required"
    assert got["combined"]["next_step"] != "none"


@given(plans, facts_of)
@settings(max_examples=200)
def test_a_case_that_lacks_information_says_which_and_one_for_a_person_asks_nothing(
    head: tuple[str, str], facts: dict[str, Any]
) -> None:
    got = result(*head, facts)
    asks = got["still_needed"]["all_of"]
    assert bool(asks) == (got["outcome"] == "information_needed")
