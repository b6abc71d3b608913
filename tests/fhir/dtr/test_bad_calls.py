"""What no EHR should send: 4xx with exactly one OperationOutcome, and nothing is kept."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from msgspec import json

from coverable.determination.engine import Engine
from coverable.fhir.payer import Limits
from coverable.fhir.store import Kept
from fhir.dtr.serving import (
    ERRORS,
    EXPAND,
    NEXT,
    PACKAGE,
    ROOT,
    SAMPLES,
    Ehr,
    bundles,
    coverage,
    named,
    order,
    outcome,
    parameters,
    resources,
    serving,
)


@pytest.fixture(scope="module")
def ehr(engine: Engine) -> Iterator[Ehr]:
    with serving(engine, limits=Limits(body=300_000)) as started:
        yield started


def refused(ehr: Ehr, path: str, **given: Any) -> dict[str, Any]:
    """The issue of a call that is refused without anything being kept."""
    before = ehr.payer.store.counts()
    issue = outcome(ehr.http.post(ROOT["2.2"] + path, **given))
    assert ehr.payer.store.counts() == before
    return issue


BODIES: list[Any] = [
    {}, [], 3, "text", None, {"resourceType": "Parameters"}, {"resourceType": "Bundle", "parameter": []},
    {"resourceType": "Parameters", "parameter": []}, {"resourceType": "Parameters", "parameter": {}},
    {"resourceType": "Parameters", "parameter": [3]}, {"resourceType": "Parameters", "parameter": [{"name": 3}]},
    {"resourceType": "Parameters", "parameter": [{"name": "coverage"}]},
    {"resourceType": "Parameters", "parameter": [{"name": "x"}] * 60},
    parameters(coverage()), parameters(order()), parameters(coverage(), coverage(), order()),
    parameters({"name": "coverage", "resource": {"resourceType": "Patient"}}, order()),
    parameters({"name": "coverage", "resource": {"resourceType": ["Coverage"]}}, order()),
    parameters(coverage(), {"name": "order", "resource": {"resourceType": "Patient"}}),
    parameters(coverage(), {"name": "order", "valueString": "E1399"}),
    parameters(coverage(), order(subject="Patient/p1")),
    parameters(coverage(), order(occurrenceDateTime=["2026"])),
    parameters(coverage(payor={"display": 3}), order()),
    parameters(coverage(), {"name": "questionnaire", "valueString": "x"}),
    parameters(coverage(), {"name": "context", "valueString": ""}),
    parameters(coverage(), order(), {"name": "changedsince"}),
]  # fmt: skip


@pytest.mark.parametrize("operation", [PACKAGE, NEXT, ERRORS, EXPAND])
@pytest.mark.parametrize("at", range(len(BODIES)))
def test_a_body_of_another_shape_is_refused(ehr: Ehr, operation: str, at: int) -> None:
    refused(ehr, operation, json=BODIES[at])


@pytest.mark.parametrize("operation", [PACKAGE, NEXT, ERRORS, EXPAND])
def test_what_is_no_json_too_large_or_nested_without_end_is_refused(ehr: Ehr, operation: str) -> None:
    head = {"content-type": "application/fhir+json"}
    for raw in (b"", b"{", b"\xff\xfe\x00", b'{"a": 1, "a": 2}', b"[" * 5000, b'{"a":NaN}'):
        refused(ehr, operation, content=raw, headers=head)
    deep = b'{"parameter":' * 200 + b"1" + b"}" * 200
    refused(ehr, operation, content=deep, headers=head)
    assert (
        refused(ehr, operation, content=b'{"a":"' + b"x" * 400_000 + b'"}', headers=head)["code"]
        == "too-costly"
    )
    assert (
        refused(ehr, operation, content=b"<xml/>", headers={"content-type": "application/xml"})["code"]
        == "not-supported"
    )


def test_an_address_that_is_not_there_or_a_method_that_is_not_taken_is_a_4xx(ehr: Ehr) -> None:
    assert ehr.http.get(ROOT["2.2"] + PACKAGE).status_code == 405
    assert ehr.http.post(ROOT["2.2"] + "/Questionnaire/$nothing").status_code == 404


def test_a_context_that_was_never_given_is_refused_and_one_that_was_finds_its_form(ehr: Ehr) -> None:
    assert (
        refused(ehr, PACKAGE, json=parameters(coverage(), {"name": "context", "valueString": "x"}))["code"]
        == "not-found"
    )
    [bundle] = bundles(ehr.post(ROOT["2.2"] + PACKAGE, parameters(coverage(), order())))
    form = bundle["entry"][0]["resource"]
    blank = dict.fromkeys(Kept.__slots__, "")
    kept = {**blank, "plan": "sentara/medicare", "order": "DeviceRequest/d9", "day": "2026-03-02"}
    ehr.payer.store.keep([Kept(**{**kept, "id": "a-1", "questionnaire": f"{form['url']}|{form['version']}"})])
    ehr.payer.store.keep([Kept(**{**kept, "id": "a-2", "questionnaire": f"{form['url']}|other"})])
    by_context = parameters(coverage(), {"name": "context", "valueString": "a-1"})
    [again] = bundles(ehr.post(ROOT["2.2"] + PACKAGE, by_context))
    assert again["entry"][0]["resource"] == form
    [response] = resources(again, "QuestionnaireResponse")
    assert response["extension"][0]["valueReference"] == {"reference": "DeviceRequest/d9"}
    gone = refused(ehr, PACKAGE, json=parameters(coverage(), {"name": "context", "valueString": "a-2"}))
    assert "no longer here" in gone["diagnostics"]


def test_an_order_that_no_policy_is_about_needs_no_form(ehr: Ehr) -> None:
    answer = ehr.post(ROOT["2.2"] + PACKAGE, parameters(coverage(), order("A4550")))
    assert bundles(answer) == []
    told = answer.json()["parameter"][0]
    assert told["name"] == "outcome" and told["resource"]["issue"][0]["severity"] == "warning"
    uncoded = ehr.post(
        ROOT["2.2"] + PACKAGE, parameters(coverage(), order(codeCodeableConcept={"text": "a device"}))
    )
    assert "HCPCS or CPT" in uncoded.json()["parameter"][0]["resource"]["issue"][0]["diagnostics"]


def samples() -> Path:
    folder = SAMPLES / "dtr"
    if not folder.is_dir():
        pytest.skip("needs the samples of the standards: set COVERABLE_STANDARDS to their folder")
    return folder


def test_samples_of_other_payers_are_refused_as_they_should_be(ehr: Ehr) -> None:
    """Their coverages are of other payers or over, their forms are not ours."""
    seen = 0
    for path in sorted(samples().glob("*.json")):
        body = json.decode(path.read_bytes())
        operation = PACKAGE if "package" in path.name else NEXT
        issue = refused(ehr, operation, json=body)
        assert issue["code"] == ("business-rule" if operation == PACKAGE else "invalid"), path.name
        seen += 1
    assert seen == 12


def test_a_sample_package_request_is_taken_once_its_coverage_is_one_of_ours(ehr: Ehr) -> None:
    body = json.decode((samples() / "v201-questionnaire-package-request.json").read_bytes())
    held = {one["name"]: one["resource"] for one in body["parameter"]}
    held["coverage"] |= {"payor": [{"display": "Sentara Health Plan"}], "type": {"text": "Medicare"}}
    held["order"]["codeCodeableConcept"]["coding"][0]["code"] = "E1399"
    held["order"]["authoredOn"] = "2026-03-02"
    [bundle] = bundles(ehr.post(ROOT["2.0.1"] + PACKAGE, body))
    assert bundle["entry"][0]["resource"]["id"] == "sentara-dme-32"


def mutated(value: Any, chance: random.Random) -> Any:
    """The same JSON with one thing in it changed."""
    value = deepcopy(value)
    holder: Any = {"root": value}
    key: Any = "root"
    while isinstance(holder[key], dict | list) and holder[key] and chance.random() < 0.85:
        holder, key = holder[key], None
        key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    holder[key] = chance.choice(
        (None, True, -1, 10**15, "", "x" * 3000, "\u202e", [], {}, [[]], {"resourceType": 1}, 1.5)
    )
    return holder.get("root", value) if holder is not value and "root" in holder else value


def test_mutated_calls_are_answered_and_never_a_fault_of_ours(ehr: Ehr) -> None:
    chance = random.Random(4)
    [bundle] = bundles(ehr.post(ROOT["2.2"] + PACKAGE, parameters(coverage(), order())))
    url = bundle["entry"][0]["resource"]["url"]
    [begun] = bundles(
        ehr.post(ROOT["2.2"] + PACKAGE, parameters(coverage(), order(), named(f"{url}.adaptive")))
    )
    response = ehr.http.post(ROOT["2.2"] + NEXT, json=resources(begun, "QuestionnaireResponse")[0]).json()
    answer = {"linkId": "device_kind", "answer": [{"valueCoding": {"code": "iontophoresis"}}]}
    response["item"] = [{"linkId": "part-1", "item": [answer]}]
    asked = parameters({"name": "url", "valueUri": "x"}, {"name": "count", "valueInteger": 3})
    for operation, body in ((PACKAGE, parameters(coverage(), order())), (NEXT, response), (EXPAND, asked)):
        for _ in range(250):
            found = ehr.http.post(ROOT["2.2"] + operation, json=mutated(body, chance))
            assert found.status_code < 500, found.text
