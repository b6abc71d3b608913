"""The assertions of Inferno's CRD server suite 2.2.1, each under its test id, over HTTP."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any

import pytest

from fhir.crd import bodies
from fhir.crd.bodies import book, configured, coverage, device, dispatch, encounter, prefetch, service, sign
from fhir.crd.ehr import Ehr, FhirServer, codes, extensions, only, part, said
from fhir.crd.test_inferno_201 import check_card, check_ids

PRIMARY = {"order-sign": sign(), "order-dispatch": dispatch(device()), "appointment-book": book()}
ALL = PRIMARY | {
    "order-select": sign(hook="order-select"),
    "encounter-start": encounter(code="E1399"),
    "encounter-discharge": encounter("encounter-discharge", "E1399"),
}
SLEEP = [
    {"resourceType": "Condition", "id": "c1", "subject": {"reference": "Patient/p1"},
     "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
     "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "G47.33"}]}},
]  # fmt: skip
CHOICE = coverage("meadowlark", "meadowlark/choice", period={"start": "2026-01-01", "end": "2026-12-31"})


def without(resource: dict[str, Any]) -> dict[str, Any]:
    """The resource without coverage-information."""
    rest = [one for one in resource.get("extension", ()) if one not in extensions(resource)]
    return (
        {**resource, "extension": rest} if rest else {k: v for k, v in resource.items() if k != "extension"}
    )


def orders_of(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The orders that a call is about, by reference."""
    context = body["context"]
    entries = context.get("draftOrders", context.get("appointments", {})).get("entry", [])
    found = [one["resource"] for one in entries]
    found += [body["prefetch"][name] for name in ("order", "encounter") if name in body["prefetch"]]
    return {f"{one['resourceType']}/{one['id']}": one for one in found}


def test_discovery_services_validation(ehr: Ehr) -> None:
    for one in ehr.discover()["services"]:
        assert all(isinstance(one[name], str) and one[name] for name in ("hook", "description", "id"))
        assert isinstance(one["extension"], dict)
        versions = one["extension"]["davinci-crd.version"]
        assert versions
        assert all(re.fullmatch(r"\d+\.\d+", version) for version in versions)
        assert "2.2" in versions


def test_discovery_configuration(ehr: Ehr) -> None:
    for one in ehr.discover()["services"]:
        options = one["extension"]["davinci-crd.configuration-options"]
        for name in ("code", "name", "description"):
            given = [option[name] for option in options]
            assert len(given) == len(set(given))
        for option in options:
            assert all(isinstance(option[name], str) for name in ("code", "type", "name", "description"))
            assert "default" in option
        assert "coverage-info" in [option["code"] for option in options]


def test_discovery_prefetch_support(ehr: Ehr) -> None:
    assert all(one["prefetch"] for one in ehr.discover()["services"])


def test_discovery_standard_prefetch_expressions(ehr: Ehr, standards: Any) -> None:
    """Where data is wanted that the guide has an expression for, it is the guide's own."""
    guide = json.loads((standards / "samples" / "crd" / "ig221-CRDServices.json").read_text())
    wanted = {one["hook"]: one["prefetch"] for one in guide["services"]}
    for one in ehr.discover()["services"]:
        ours = one["prefetch"]
        assert wanted[one["hook"]].items() <= ours.items()
        assert ours["coverage"] == "Coverage?patient={{context.patientId}}&status=active"


@pytest.mark.parametrize("hook", ALL)
def test_server_invoke_hook(ehr: Ehr, hook: str) -> None:
    """Each body, and its four copies, are answered."""
    body = ALL[hook]
    context = {**body["context"], "inferno_unknown": {"a": [1]}}
    for one in (
        body,
        configured(body, **{"coverage-info": False}),
        configured(body, **{"x9f": True, "coverage-info": "maybe", "max-cards": "many"}),
        {**body, "context": context},
        {**body, "inferno_unknown": {"b": None}},
    ):
        ehr.post(one)


@pytest.mark.parametrize("hook", ALL)
def test_service_response_validation(ehr: Ehr, hook: str) -> None:
    response = ehr.post(ALL[hook])
    for card in response["cards"]:
        check_card(card)
        assert card["source"]["topic"]["system"] == "http://terminology.hl7.org/CodeSystem/cdshooks-card-type"
        assert card["extension"]["davinci-crd.associated-resource"]
    assert isinstance(response["systemActions"], list)


@pytest.mark.parametrize("hook", ALL)
def test_coverage_info_system_action_validation(ehr: Ehr, hook: str) -> None:
    """Updates that change nothing on the order but the extension; ids per coverage."""
    response, sent = ehr.post(ALL[hook]), orders_of(ALL[hook])
    assert response["systemActions"]
    for action in response["systemActions"]:
        assert action["type"] == "update"
        resource = action["resource"]
        assert without(resource) == sent[f"{resource['resourceType']}/{resource['id']}"]
        check_ids(extensions(resource))


@pytest.mark.parametrize("hook", ["order-sign", "appointment-book", "order-select"])
def test_all_responses_include_coverage_information(ehr: Ehr, hook: str) -> None:
    given = {
        "order-sign": sign(device(), service("97033", bodies.CPT), device("E0601"), service("J3490")),
        "order-select": sign(device(), service("97033", bodies.CPT), hook="order-select"),
        "appointment-book": book(),
    }[hook]
    found = {a["resource"]["id"]: extensions(a["resource"]) for a in ehr.post(given)["systemActions"]}
    assert all(found[one["id"]] for one in orders_of(given).values())


def test_order_dispatch_responses_include_coverage_information(ehr: Ehr) -> None:
    for shape in ("2.2", "2.0"):
        assert said(ehr.post(dispatch(device(), shape)))


def test_coverage_information_card_absence(ehr: Ehr) -> None:
    for body in ALL.values():
        for card in ehr.post(body)["cards"]:
            for suggestion in card.get("suggestions", ()):
                for action in suggestion["actions"]:
                    assert not extensions(action.get("resource", {}))


@pytest.mark.parametrize("hook", ALL)
def test_coverage_info_configuration(ehr: Ehr, hook: str) -> None:
    """Switched off: no coverage-information and no form."""
    response = ehr.post(configured(ALL[hook], **{"coverage-info": False}))
    assert said(response) == []
    assert not any(link["type"] == "smart" for card in response["cards"] for link in card.get("links", ()))


@pytest.mark.parametrize("hook", PRIMARY)
def test_unknown_configuration(ehr: Ehr, hook: str) -> None:
    assert said(ehr.post(configured(PRIMARY[hook], **{"inferno-unknown": 1}))) == said(
        ehr.post(PRIMARY[hook])
    )


@pytest.mark.parametrize("hook", PRIMARY)
def test_unknown_context(ehr: Ehr, hook: str) -> None:
    body = deepcopy(PRIMARY[hook])
    body["context"]["inferno"] = "unknown"
    assert said(ehr.post(body)) == said(ehr.post(PRIMARY[hook]))


@pytest.mark.parametrize("hook", PRIMARY)
def test_unknown_cds_hooks_elements(ehr: Ehr, hook: str) -> None:
    assert said(ehr.post({**PRIMARY[hook], "inferno": ["unknown"]})) == said(ehr.post(PRIMARY[hook]))


def test_required_responses_across_hooks(ehr: Ehr) -> None:
    assert all(said(ehr.post(body)) for body in PRIMARY.values())


def approved() -> dict[str, Any]:
    """A device that the plan authorizes by itself: every criterion is in the record."""
    facts = deepcopy(SLEEP)
    order = device("E0601", basedOn=[{"reference": "ServiceRequest/first"}])
    return sign(
        order, prefetch=prefetch(CHOICE, conditions=bodies.bundle(*facts, service("E0601", id="first")))
    )


def test_required_responses_coverage_information_must_support(ehr: Ehr) -> None:
    """Every mustSupport part is seen over a run, save satisfied-pa-id (see test_table)."""
    given = [sign(), approved(), sign(device("A4239"), prefetch=prefetch(CHOICE))]
    seen = {one["url"] for body in given for ext in said(ehr.post(body)) for one in ext["extension"]}
    assert seen >= {
        "coverage", "covered", "pa-needed", "doc-needed", "doc-purpose", "info-needed", "billingCode", "reason",
        "detail", "dependency", "questionnaire", "date", "coverage-assertion-id", "contact", "expiry-date",
    }  # fmt: skip


def test_required_responses_without_billing_options(ehr: Ehr) -> None:
    assert said(ehr.post(sign(device())))


def test_billing_options_are_considered_when_they_are_sent(ehr: Ehr) -> None:
    """Codes that are judged alike share one repetition; the others have their own, under the same id."""
    option = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-billing-options"
    order = service(code="x", system="http://snomed.info/sct")
    order["code"]["extension"] = [
        {"url": option, "valueCodeableConcept": {"coding": [{"system": system, "code": code}]}}
        for system, code in ((bodies.HCPCS, "E1399"), (bodies.CPT, "97033"), (bodies.CPT, "97032"))
    ]
    response = ehr.post(sign(order))
    found = said(response)
    assert sorted(c["code"] for one in found for c in part(one, "billingCode")) == ["97032", "97033", "E1399"]
    assert len(found) == 2
    check_ids(found)
    assert without(response["systemActions"][0]["resource"]) == order


@pytest.mark.parametrize("version", ["3.1.1", "6.1.0", "7.0.0"])
def test_supported_us_core_versions(ehr: Ehr, version: str, standards: Any) -> None:
    """Example patients, conditions and observations of the three releases of US Core are read."""
    import tarfile

    found: list[dict[str, Any]] = []
    with tarfile.open(standards / "packages" / f"hl7.fhir.us.core-{version}.tgz") as package:
        for member in package:
            name = member.name.rpartition("/")[2]
            if re.match(r"(Condition|Observation|Procedure|MedicationRequest|Device)-.*\.json", name):
                file = package.extractfile(member)
                assert file is not None
                found.append(json.load(file))
    for one in found:
        one["subject" if "subject" in one else "patient"] = {"reference": "Patient/p1"}
    assert len(found) > 10
    assert said(ehr.post(sign(prefetch=prefetch(conditions=bodies.bundle(*found[:60])))))


def test_technical_issues(ehr: Ehr, server: FhirServer) -> None:
    """The EHR's server answers 500 to a token that is none: indeterminate, technical, and still 200."""
    server.holds["*"] = 500
    authorization = {
        "access_token": "INVALID_TOKEN",
        "token_type": "Bearer",
        "expires_in": 300,
        "scope": "",
        "subject": "x",
    }
    body = {**sign(), "fhirServer": server.base, "fhirAuthorization": authorization}
    for one in (body, {**body, "prefetch": {}}):
        found = said(ehr.post(one))
        assert [only(ext, "covered") for ext in found] == ["indeterminate"]
        assert codes(found[0]) == ["technical"]
        assert part(found[0], "reason")[0]["text"]


def test_no_member_found(ehr: Ehr) -> None:
    stranger = coverage(subscriberId="M-404")
    body = sign(prefetch={**prefetch(stranger), "patient": {**bodies.PATIENT, "identifier": []}})
    found = said(ehr.post(body))
    assert [(only(e, "covered"), codes(e), only(e, "pa-needed")) for e in found] == [
        ("not-covered", ["no-member-found"], None)
    ]


@pytest.mark.parametrize(
    ("coverages", "reason"),
    [
        ([coverage(plan="", type={"text": "something else"})], "coverage-not-found"),
        ([coverage(status="cancelled")], "no-active-coverage"),
        ([coverage(period={"end": "2025-12-31"})], "no-active-coverage"),
        ([coverage(period={"start": "2026-03-01"})], "no-active-coverage"),
    ],
    ids=["which plan cannot be told", "cancelled", "ended before", "begins later"],
)
def test_unresolved_coverage(ehr: Ehr, coverages: list[dict[str, Any]], reason: str) -> None:
    found = said(ehr.post(sign(prefetch=prefetch(*coverages))))
    assert [(only(e, "covered"), codes(e)) for e in found] == [("not-covered", [reason])]


def test_unresolved_coverage_when_the_record_has_none(ehr: Ehr) -> None:
    body = sign(prefetch={"patient": bodies.PATIENT, "coverage": bodies.bundle(kind="searchset")})
    found = said(ehr.post(body))
    assert [(only(e, "covered"), codes(e)) for e in found] == [("not-covered", ["coverage-not-found"])]
