"""Answers become facts with their evidence, and facts become a draft of answers: there and back."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from coverable.base.problem import Refused
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.fhir.dtr.answers import read_answers, request_with
from coverable.fhir.dtr.draft import draft
from coverable.fhir.dtr.form import Form, form_of, forms_of
from coverable.fhir.dtr.items import ucum, unit_coding
from coverable.fhir.dtr.names import ORIGIN
from coverable.glossary.derive import derive
from fhir.dtr.patients import DAY, policy_says, some_facts, stated

BASE = "http://localhost:8010"


def drafted(form: Form, facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = {"subject": "Patient/p1", "coverage": "Coverage/c1", "orders": ["DeviceRequest/d1"]}
    return draft(form, BASE, "2.2", **given, facts=facts, day=DAY, now="2026-03-02T10:00:00Z", **more)


@pytest.fixture(scope="module")
def dme(engine: Engine) -> Form:
    return form_of(engine.library.one("sentara/dme-32"))


def typed(form: Form, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    head = {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "authored": "2026-03-02T10:00:00Z",
    }
    return {**head, "item": [{"linkId": form.parts[-1].name, "item": list(items)}], **more}


def test_a_draft_of_what_the_record_says_reads_back_as_the_same_facts(engine: Engine) -> None:
    chance = Random(2)
    for form in (f for p in engine.library.all() for f in forms_of(p)):
        for _ in range(12):
            facts = some_facts(form, chance, 0.7)
            again = read_answers(drafted(form, facts), form).facts
            was, now = stated(form, facts), stated(form, again)
            known = derive(was, form.glossary, {}, DAY)
            for name, one in was.items():
                if len(known[name].statements) == 1:
                    assert now[name] == one, name
                elif one.events:
                    assert now[name].events == one.events, name
            assert now.keys() <= known.keys()


def test_what_is_complete_is_only_said_by_a_person_so_a_draft_never_decides_more(engine: Engine) -> None:
    chance = Random(9)
    for form in (f for p in engine.library.all() for f in forms_of(p)):
        for _ in range(8):
            facts = some_facts(form, chance, 0.8)
            before = policy_says(form, facts).outcome
            after = policy_says(form, read_answers(drafted(form, facts), form).facts).outcome
            complete = any(isinstance(f, dict) and f.get("complete") for f in facts.values())
            assert after == before or complete


def test_a_failed_trial_in_the_record_answers_the_question_that_it_decides(dme: Form) -> None:
    piece = {"kind": "medical_record", "source": "MedicationStatement/m1", "place": "status"}
    trial = {"agent": "Drysol", "prescription": True, "outcome": "failed", "from": [piece]}
    response = drafted(dme, {"antiperspirant_trials": {"events": [trial]}})
    facts = read_answers(response, dme).facts
    assert facts == {"prescription_antiperspirant_failed": {"value": True, "from": [piece]}}


def test_what_contradicts_itself_or_somebody_merely_attests_is_left_to_the_clinician(dme: Form) -> None:
    record = {"kind": "medical_record", "source": "Condition/c1"}
    facts = {
        "skin_maceration": {"statements": [{"value": v, "from": [record]} for v in (True, False)]},
        "medical_complications": {"value": True, "from": [{"kind": "attestation"}]},
        "secondary_infection": True,
    }
    response = drafted(dme, facts)
    assert read_answers(response, dme).facts == {}
    assert response["status"] == "in-progress"


def test_who_answered_is_kept_as_the_kind_of_evidence(dme: Form) -> None:
    def answer(source: str | None) -> dict[str, Any]:
        origin = [{"url": ORIGIN, "extension": [{"url": "source", "valueCode": source}]}] if source else []
        return {"linkId": "use", "answer": [{"extension": origin, "valueCoding": {"code": "hyperhidrosis"}}]}

    for source in ("auto", "auto-client", "auto-server"):
        [piece] = read_answers(typed(dme, answer(source)), dme).facts["use"]["from"]
        assert piece["kind"] == "medical_record"
    for source in ("manual", "override", None):
        one = read_answers(typed(dme, answer(source), author={"reference": "Practitioner/9"}), dme)
        assert one.facts["use"]["from"] == [
            {"kind": "attestation", "source": "Practitioner/9", "date": "2026-03-02"}
        ]


@pytest.mark.sr("SR-048")
def test_that_the_record_says_it_needs_the_place_in_the_record(engine: Engine) -> None:
    form = form_of(engine.library.one("healthy-blue/cg-med-28"))
    yes = {"linkId": "impairment_in_medical_record", "answer": [{"valueBoolean": True}]}
    place = {
        "linkId": "impairment_in_medical_record.source",
        "answer": [{"valueString": "note of 2026-01-04"}],
    }
    told = {**yes, "answer": [{"valueBoolean": True, "item": [place]}]}
    alone = stated(form, read_answers(typed(form, yes), form).facts)
    shown = stated(form, read_answers(typed(form, told), form).facts)
    assert alone == {}
    assert shown["impairment_in_medical_record"].statements[0].evidence == (
        {"kind": "medical_record", "source": "note of 2026-01-04"},
    )


def test_a_response_is_decided_as_the_same_answers_in_a_request_are(engine: Engine, dme: Form) -> None:
    base = {"coverages": ["sentara/medicare"], "services": [{"code": "E1399", "date": "2026-03-02"}]}
    items = [
        {"linkId": "device_kind", "answer": [{"valueCoding": {"code": "iontophoresis"}}]},
        {"linkId": "use", "answer": [{"valueCoding": {"code": "hyperhidrosis"}}]},
        {"linkId": "social_life_disrupted", "answer": [{"valueBoolean": True}]},
        {"linkId": "medical_complications", "answer": [{"valueBoolean": True}]},
        {"linkId": "device_fda_status", "answer": [{"valueCoding": {"code": "cleared"}}]},
    ]
    request = request_with(base, read_answers(typed(dme, *items), dme))
    assert determine(request, engine)["lines"][0]["combined"]["outcome"] == "criteria_met"
    fewer = request_with(base, read_answers(typed(dme, *items[:-1]), dme))
    assert determine(fewer, engine)["lines"][0]["combined"]["outcome"] == "information_needed"


def test_numbers_keep_their_digits_and_quantities_their_unit(engine: Engine) -> None:
    form = form_of(engine.library.one("meadowlark/mp-110"), "weight-surgery")
    quantity = {
        "value": Decimal("40.10"),
        "unit": "kg/m2",
        "system": "http://unitsofmeasure.org",
        "code": "kg/m2",
    }
    items = [
        {"linkId": "body_mass_index", "answer": [{"valueQuantity": quantity}]},
        {"linkId": "age", "answer": [{"valueInteger": 41}]},
        {"linkId": "weight_visits", "item": [
            {"linkId": "weight_visits.event", "item": [
                {"linkId": "weight_visits.date", "answer": [{"valueDate": "2026-01"}]}]},
            {"linkId": "weight_visits.event", "item": []},
            {"linkId": "weight_visits.complete", "answer": [{"valueBoolean": True}]},
        ]},
    ]  # fmt: skip
    facts = read_answers(typed(form, *items), form).facts
    assert (
        facts["body_mass_index"]["value"] == Decimal("40.10") and facts["body_mass_index"]["unit"] == "kg/m2"
    )
    assert facts["age"]["value"] == 41
    assert facts["weight_visits"]["complete"] is True
    assert [e["date"] for e in facts["weight_visits"]["events"]] == ["2026-01"]


@pytest.mark.parametrize(
    "quantity", [{"value": 180}, {"value": 180, "unit": " "}, {"value": 41, "unit": "kg"}]
)
def test_a_quantity_whose_unit_is_not_said_is_refused_and_never_taken_in_ours(
    engine: Engine, quantity: dict[str, Any]
) -> None:
    form = form_of(engine.library.one("meadowlark/mp-110"), "weight-surgery")
    item = {"linkId": "body_mass_index", "answer": [{"valueQuantity": quantity}]}
    with pytest.raises(Refused, match="unit"):
        read_answers(typed(form, item), form)


def test_units_are_read_as_people_say_them() -> None:
    assert (ucum("lb"), ucum("mmHg"), ucum("kg")) == ("[lb_av]", "mm[Hg]", "kg")
    assert unit_coding("[lb_av]")["display"] == "lb"


WRONG = [
    ({"linkId": "shoe_size", "answer": [{"valueInteger": 42}]}, "linkId", "no question of this form"),
    ({"linkId": "use", "answer": [{"valueBoolean": True}]}, "valueBoolean", "an answer of another kind"),
    ({"linkId": "use", "answer": [{"valueCoding": {"code": "vanity"}}]}, "valueCoding", "an answer of another kind"),
    ({"linkId": "skin_maceration", "answer": [{"valueString": "yes"}]}, "valueString", "an answer of another kind"),
    ({"linkId": "skin_maceration", "answer": [{"valueBoolean": True}, {"valueBoolean": False}]}, "answer", "more than"),
    ({"linkId": "skin_maceration", "answer": [{}]}, "answer[0]", "an answer without a value"),
    ({"answer": [{"valueBoolean": True}]}, "item[0]", "an item without a linkId"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "where", "what"), WRONG)
def test_an_answer_that_does_not_fit_the_form_is_refused_with_its_path(
    dme: Form, item: dict[str, Any], where: str, what: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_answers(typed(dme, item), dme)
    problem = refused.value.problems[0]
    assert problem.where.startswith("$.item[0].item[0]") and problem.where.endswith(where)
    assert what in problem.what


@pytest.mark.parametrize("status", ["entered-in-error", "stopped", "nonsense", None, 3])
def test_a_response_that_was_taken_back_says_nothing(dme: Form, status: Any) -> None:
    with pytest.raises(Refused) as refused:
        read_answers(typed(dme, status=status), dme)
    assert refused.value.problems[0].where == "$.status"


@pytest.mark.parametrize("given", [None, [], "text", {"resourceType": "Patient"}])
def test_what_is_no_response_is_refused(dme: Form, given: Any) -> None:
    with pytest.raises(Refused):
        read_answers(given, dme)


def test_items_that_never_end_are_refused(dme: Form) -> None:
    item: dict[str, Any] = {"linkId": "part-1"}
    for _ in range(60):
        item = {"linkId": "part-1", "item": [item]}
    with pytest.raises(Refused):
        read_answers(typed(dme, item), dme)
