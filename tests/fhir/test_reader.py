"""What the reader holds to: silence is no no, references end, other people stay out, nothing breaks it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverable.base.problem import Refused
from coverable.determination.engine import Engine
from coverable.fhir.record import Reader, compile_record
from coverable.glossary.values import read_facts
from fhir.every import every
from fhir.small import ICD, ME, THO, bundle, small

READER = compile_record(every())


@pytest.fixture(scope="module")
def library(engine: Engine) -> Reader:
    return compile_record(engine.library.glossary)


def condition(id: str = "c", text: str = "Too much sweat", **more: Any) -> dict[str, Any]:
    return {"resourceType": "Condition", "id": id, **ME, "code": {"text": text}, **more}


def status(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": THO + system, "code": code}]}


@pytest.mark.sr("SR-020")
def test_a_record_that_is_silent_says_nothing(library: Reader) -> None:
    assert library.facts([]) == {}
    assert library.facts([{"resourceType": "Patient", "id": "p1"}]) == {}


@pytest.mark.parametrize("code", ["unconfirmed", "provisional", "differential", "entered-in-error", "madeup"])
def test_a_condition_that_is_not_confirmed_says_neither_yes_nor_no(code: str) -> None:
    assert READER.facts([condition(verificationStatus=status("condition-ver-status", code))]) == {}


def test_a_refuted_condition_says_no_where_it_is_declared_to() -> None:
    facts = READER.facts([condition(verificationStatus=status("condition-ver-status", "refuted"))])
    assert {name: fact["value"] for name, fact in facts.items()} == {"found": False}


def test_a_condition_that_is_over_counts_only_where_the_past_does() -> None:
    assert READER.facts([condition(clinicalStatus=status("condition-clinical", "resolved"))]).keys() == {
        "found_past"
    }


def test_statements_that_differ_stay_beside_each_other_with_their_evidence() -> None:
    refuted = condition("no", verificationStatus=status("condition-ver-status", "refuted"))
    found = READER.facts([condition("yes"), refuted])["found"]["statements"]
    assert [(s["value"], s["from"][0]["source"]) for s in found] == [
        (True, "Condition/yes"),
        (False, "Condition/no"),
    ]
    assert read_facts({"found": {"statements": found}}, every(), "$")["found"].contradictory


def test_values_that_agree_are_one_statement_with_all_evidence() -> None:
    fact = READER.facts([condition("a"), condition("b", onsetDateTime="2025")])["found"]
    assert [(e["source"], e.get("date")) for e in fact["from"]] == [
        ("Condition/a", None),
        ("Condition/b", "2025"),
    ]


def test_the_same_resource_twice_is_one_event() -> None:
    drug = {
        "resourceType": "MedicationRequest",
        "id": "m",
        "status": "active",
        "intent": "order",
        **ME,
        "medicationCodeableConcept": {"text": "madeupine"},
    }
    assert len(READER.facts([drug, dict(drug)])["trials"]["events"]) == 1
    assert len(READER.facts([drug, {**drug, "id": "n"}])["trials"]["events"]) == 2


def test_a_quantity_keeps_its_digits_and_a_bound_is_no_value() -> None:
    def weighed(value: Any, **more: Any) -> dict[str, Any]:
        quantity = {"value": value, "system": "http://unitsofmeasure.org", "code": "kg/m2", **more}
        return {
            "resourceType": "Observation",
            "id": "o",
            "status": "final",
            **ME,
            "code": {"coding": [{"system": "http://loinc.org", "code": "39156-5"}]},
            "valueQuantity": quantity,
        }

    assert READER.facts([weighed(Decimal("36.20"))])["bmis"]["value"] == Decimal("36.20")
    assert READER.facts([weighed(36.2, comparator=">")]) == {}
    assert READER.facts([weighed(36.2, code="lb")]) == {}
    assert READER.facts([weighed(36.2, system="http://example.org")]) == {}


@pytest.mark.parametrize(
    ("day", "found"),
    [("2025-12-10", True), ("2025-12-09", False), ("2026-02-10", True), ("2026-02-11", False), ("2026-01", True), ("2025-12", False), ("2026-02", False), ("2026", False)],
)  # fmt: skip
def test_a_window_holds_only_where_the_date_surely_lies_in_it(day: str, found: bool) -> None:
    facts = READER.facts([condition(onsetDateTime=day)], "2026-02-10")
    assert ("found_lately" in facts) is found
    assert "found_lately" not in READER.facts([condition(onsetDateTime=day)])


def test_facts_of_the_order_come_from_that_order_alone(library: Reader) -> None:
    resources = small()
    assert "use" not in library.facts(resources, "2026-02-10")
    assert library.facts(resources, "2026-02-10", resources[2])["use"]["value"] == "hyperhidrosis"
    other = {**resources[2], "id": "other", "reasonReference": []}
    assert "use" not in library.facts([*resources, other], "2026-02-10", other)


def test_the_order_is_no_history_of_itself() -> None:
    drug = {"resourceType": "MedicationRequest", "id": "m", "status": "active", "intent": "order", **ME, "medicationCodeableConcept": {"text": "madeupine"}}  # fmt: skip
    assert "trials" in READER.facts([drug])
    asked = READER.facts([drug], None, drug)
    assert asked["kind"]["value"] == "drug"
    assert "trials" not in asked


def test_references_are_followed_by_id_by_full_url_and_into_what_is_contained(library: Reader) -> None:
    def used(order: dict[str, Any], url: str | None = None) -> bool:
        held = bundle(*small()[:2], order, *small()[3:])
        held["entry"][5]["fullUrl"] = url
        return "use" in library.facts(held, None, order)

    order = small()[2]
    inside = {"resourceType": "Condition", "id": "in", "code": {"coding": [{"system": ICD, "code": "R61"}]}}
    assert used({**order, "reasonReference": [{"reference": "urn:uuid:1"}]}, "urn:uuid:1")
    assert used({**order, "reasonReference": [{"reference": "#in"}], "contained": [inside]})
    assert used({**order, "reasonReference": [{"reference": "Condition/c1/_history/3"}]})
    assert not used({**order, "reasonReference": [{"reference": "http://elsewhere.example/Condition/c1"}]})


def test_references_that_go_in_circles_end() -> None:
    one = condition("a", evidence=[{"detail": [{"reference": "Condition/b"}]}])
    two = {
        **condition("b"),
        "reasonReference": [{"reference": "Condition/b"}],
        "contained": [{"resourceType": "Condition", "id": "x", "reasonReference": [{"reference": "#x"}]}],
    }
    assert READER.facts([one, two])["found"]["value"] is True


def test_two_different_resources_under_one_name_are_reached_by_no_reference(library: Reader) -> None:
    resources = small()
    twin = {**resources[5], "code": {"coding": [{"system": ICD, "code": "I10"}]}}
    assert "use" not in library.facts([*resources, twin], None, resources[2])


def test_a_record_of_several_people_is_refused_until_the_patient_is_named() -> None:
    two = [condition("a"), {**condition("b"), "subject": {"reference": "Patient/p2"}}]
    with pytest.raises(Refused, match="several patients"):
        READER.facts(two)
    reading = READER.read(two, patient="Patient/p2")
    assert reading.facts["found"]["from"][0]["source"] == "Condition/b"
    assert reading.foreign == ("Condition/a",)


def test_a_resource_that_names_nobody_is_left_out_and_said() -> None:
    nobody = {k: v for k, v in condition("x").items() if k != "subject"}
    assert READER.read([condition("a"), nobody]).foreign == ("Condition/x",)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["code", "coding", "subject", "status", "text", "reference", "system", "component", "value"]), inner, max_size=4), max_leaves=12))  # fmt: skip
def test_a_malformed_resource_says_nothing_and_stops_nothing(junk: Any) -> None:
    for kind in ("Condition", "Observation", "MedicationRequest", "Encounter"):
        broken = {
            "resourceType": kind,
            "id": "broken",
            **(junk if isinstance(junk, dict) else {"code": junk}),
        }
        facts = READER.facts([condition("a"), broken], patient="Patient/p1")
        assert facts["found"]["from"][0]["source"] == "Condition/a", json.dumps(junk)
        read_facts(facts, every(), "$")
