"""One patient, four ways in: request, FHIR Bundle, answers to the form, checklist. One outcome, one rationale."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.fhir.dtr.answers import read_answers, request_with
from coverable.fhir.dtr.form import form_of
from coverable.fhir.dtr.names import ORIGIN
from coverable.fhir.dtr.package import drafted
from coverable.fhir.dtr.recorded import recorded
from coverable.fhir.intake import bundle_request
from coverable.fhir.record import compile_record
from coverable.web.app import make_app
from coverable.web.site import Settings

pytestmark = pytest.mark.sr("SR-147", "SR-149")
BASE = "http://localhost:8010"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"


def concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def record() -> dict[str, Any]:
    """What an EHR knows of the patient, with the order."""
    me = {"reference": "Patient/p1"}
    resources: list[dict[str, Any]] = [
        {"resourceType": "Patient", "id": "p1", "birthDate": "1954-05-02"},
        {
            "resourceType": "Coverage", "id": "c1", "status": "active", "beneficiary": me,
            "payor": [{"display": "Sentara Health Plan"}], "type": {"text": "Medicare"},
        },
        {
            "resourceType": "DeviceRequest", "id": "d1", "status": "draft", "intent": "order", "subject": me,
            "codeCodeableConcept": {**concept(HCPCS, "E1399"), "text": "iontophoresis device"},
            "occurrenceDateTime": "2026-02-10", "reasonCode": [concept(ICD10, "L74.512")],
        },
        {
            "resourceType": "Condition", "id": "k1", "subject": me, "code": {"text": "infected skin maceration"},
            "clinicalStatus": concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
            "verificationStatus": concept("http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed"),
        },
    ]  # fmt: skip
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}


ASKED = {"social_life_disrupted": True, "device_fda_status": "cleared"}
"""What no record says: the clinician answers it, in every way in."""


def came(determination: dict[str, Any]) -> Any:
    """Outcome, next step and the value of every criterion."""
    line = determination["lines"][0]
    found: list[tuple[str, str]] = []

    def walk(node: dict[str, Any]) -> None:
        found.append((node["id"], node["value"]))
        for child in node.get("children", ()):
            walk(child)

    walk(line["coverages"][0]["rationale"])
    return (
        line["combined"]["outcome"],
        line["combined"]["next_step"],
        line["coverages"][0]["still_needed"],
        found,
    )


def by_request(engine: Engine) -> Any:
    facts = {
        "use": "hyperhidrosis",
        "device_kind": "iontophoresis",
        "skin_maceration": True,
        "secondary_infection": True,
    }
    request = {
        "member": {"birth_date": "1954-05-02"}, "diagnoses": ["L74.512"], "coverages": ["sentara/medicare"],
        "services": [{"code": "E1399", "date": "2026-02-10"}], "facts": {**facts, **ASKED},
    }  # fmt: skip
    return came(determine(request, engine))


def by_bundle(engine: Engine) -> Any:
    made = bundle_request(record(), compile_record(engine.library.glossary), plans=engine.plans).request
    return came(determine({**made, "facts": {**made["facts"], **ASKED}}, engine))


def by_form(engine: Engine) -> Any:
    """The draft that the record fills, with what the clinician adds."""
    form = form_of(engine.library.one("sentara/dme-32"))
    whose = recorded(record(), compile_record(engine.library.glossary), engine.plans, "$")
    response = drafted(form, BASE, "2.2", whose, "2026-02-08T10:00:00Z")
    origin = {"url": ORIGIN, "extension": [{"url": "source", "valueCode": "manual"}]}
    for name, value in ASKED.items():
        kind = {"valueBoolean": value} if isinstance(value, bool) else {"valueCoding": {"code": value}}
        response["item"][1]["item"].append({"linkId": name, "answer": [{"extension": [origin], **kind}]})
    base = {
        "member": {"birth_date": "1954-05-02"}, "diagnoses": ["L74.512"], "coverages": ["sentara/medicare"],
        "services": [{"code": "E1399", "date": "2026-02-10"}],
    }  # fmt: skip
    return came(determine(request_with(base, read_answers(response, form)), engine))


def by_checklist(engine: Engine) -> Any:
    """The request that the checklist makes of its fields."""
    client = TestClient(make_app(Settings(engine.library.root)), base_url=BASE)
    fields = {
        "plan": "sentara/medicare", "code": "E1399", "date": "2026-02-10", "diagnoses": "L74.512",
        "birth_date": "1954-05-02", "f.use": "hyperhidrosis", "f.device_kind": "iontophoresis",
        "f.skin_maceration": "yes", "f.secondary_infection": "yes", "f.social_life_disrupted": "yes",
        "f.device_fda_status": "cleared",
    }  # fmt: skip
    answer = client.post("/checklist/request", data=fields)
    assert answer.status_code == 200
    return came(determine(answer.json(), engine))


def test_one_patient_is_decided_alike_by_request_bundle_form_and_checklist(engine: Engine) -> None:
    first = by_request(engine)
    assert first[0] == "criteria_met"
    assert by_bundle(engine) == first
    assert by_form(engine) == first
    assert by_checklist(engine) == first
