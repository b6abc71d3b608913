"""Hook calls as an EHR sends them: one patient of the sample plans, with what a test changes."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

HCPCS = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
CPT = "http://www.ama-assn.org/go/cpt"
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
DAY = "2026-02-10"
PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "gender": "male",
    "birthDate": "1954-05-02",
    "name": [{"family": "Oak", "given": ["Alex"]}],
    "identifier": [
        {"type": {"coding": [{"code": "MB"}]}, "system": "http://payer.example/member", "value": "M-1"}
    ],
}
PAYERS = {
    "sentara": {"resourceType": "Organization", "id": "sentara", "name": "Sentara Health Plans", "active": True},
    "meadowlark": {"resourceType": "Organization", "id": "meadowlark", "name": "Meadowlark Health", "active": True},
    "elsewhere": {"resourceType": "Organization", "id": "elsewhere", "name": "Another Insurer", "active": True},
}  # fmt: skip


def coverage(payer: str = "sentara", plan: str = "sentara/medicare", **more: Any) -> dict[str, Any]:
    """An active Coverage of the patient."""
    classes = [{"type": {"coding": [{"code": "plan"}]}, "value": plan}] if plan else []
    return {
        "resourceType": "Coverage",
        "id": f"cov-{payer}",
        "status": "active",
        "subscriberId": "M-1",
        "beneficiary": {"reference": "Patient/p1"},
        "relationship": {"coding": [{"code": "self"}]},
        "payor": [{"reference": f"Organization/{payer}"}],
        "class": classes,
        **more,
    }


def device(code: str = "E1399", **more: Any) -> dict[str, Any]:
    """A draft DeviceRequest."""
    return {
        "resourceType": "DeviceRequest",
        "id": f"dev-{code}",
        "status": "draft",
        "intent": "original-order",
        "codeCodeableConcept": {"coding": [{"system": HCPCS, "code": code}]},
        "subject": {"reference": "Patient/p1"},
        "occurrenceDateTime": DAY,
        "authoredOn": "2026-02-08",
        "requester": {"reference": "Practitioner/dr1"},
        **more,
    }


def service(code: str = "E1399", system: str = HCPCS, **more: Any) -> dict[str, Any]:
    """A draft ServiceRequest."""
    return {
        "resourceType": "ServiceRequest",
        "id": f"srv-{code}",
        "status": "draft",
        "intent": "order",
        "code": {"coding": [{"system": system, "code": code}]},
        "subject": {"reference": "Patient/p1"},
        "occurrenceDateTime": DAY,
        "authoredOn": "2026-02-08",
        "requester": {"reference": "Practitioner/dr1"},
        **more,
    }


def bundle(*resources: dict[str, Any], kind: str = "collection") -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": [{"resource": one} for one in resources]}


def prefetch(*coverages: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Patient, coverages with their payers, and whatever else."""
    found = coverages or (coverage(),)
    payers = {one["id"].partition("-")[2] for one in found}
    return {
        "patient": deepcopy(PATIENT),
        "coverage": bundle(*found, *(PAYERS[p] for p in sorted(payers) if p in PAYERS), kind="searchset"),
        **more,
    }


def sign(*orders: dict[str, Any], hook: str = "order-sign", **more: Any) -> dict[str, Any]:
    """order-sign (or order-select, of all orders)."""
    drafts = orders or (device(),)
    context: dict[str, Any] = {
        "userId": "Practitioner/dr1",
        "patientId": "p1",
        "draftOrders": bundle(*drafts),
    }
    if hook == "order-select":
        context["selections"] = [f"{one['resourceType']}/{one['id']}" for one in drafts]
    return {"hook": hook, "hookInstance": INSTANCE, "context": context, "prefetch": prefetch(), **more}


def dispatch(order: dict[str, Any], shape: str = "2.2", **more: Any) -> dict[str, Any]:
    """order-dispatch in the shape of either family."""
    name = f"{order['resourceType']}/{order['id']}"
    context: dict[str, Any] = {"patientId": "p1", "performer": "Practitioner/dr1"}
    context |= {"dispatchedOrders": [name]} if shape == "2.2" else {"order": name}
    found = prefetch(order=order)
    return {"hook": "order-dispatch", "hookInstance": INSTANCE, "context": context, "prefetch": found, **more}


def book(*appointments: dict[str, Any], **more: Any) -> dict[str, Any]:
    """appointment-book; an appointment for a service that a policy names, by default."""
    every = appointments or (appointment(),)
    context = {"userId": "Practitioner/dr1", "patientId": "p1", "appointments": bundle(*every)}
    return {
        "hook": "appointment-book",
        "hookInstance": INSTANCE,
        "context": context,
        "prefetch": prefetch(),
        **more,
    }


def appointment(code: str = "E1399", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Appointment",
        "id": "app-1",
        "status": "proposed",
        "serviceType": [{"coding": [{"system": HCPCS, "code": code}]}],
        "start": f"{DAY}T09:00:00Z",
        "end": f"{DAY}T10:00:00Z",
        "requestedPeriod": [{"start": DAY, "end": DAY}],
        "participant": [
            {"type": [_role("PART")], "actor": {"reference": "Patient/p1"}, "status": "accepted"},
            {"type": [_role("PPRF")], "actor": {"reference": "Practitioner/dr1"}, "status": "accepted"},
        ],
        **more,
    }


def _role(code: str) -> dict[str, Any]:
    return {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": code}]
    }


def encounter(hook: str = "encounter-start", code: str = "", **more: Any) -> dict[str, Any]:
    """encounter-start or -discharge."""
    met: dict[str, Any] = {
        "resourceType": "Encounter",
        "id": "enc-1",
        "status": "in-progress",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": {"reference": "Patient/p1"},
        "period": {"start": DAY},
    }
    if code:
        met["type"] = [{"coding": [{"system": HCPCS, "code": code}]}]
    context = {"userId": "Practitioner/dr1", "patientId": "p1", "encounterId": "enc-1"}
    found = prefetch(encounter=met)
    return {"hook": hook, "hookInstance": INSTANCE, "context": context, "prefetch": found, **more}


def reason(**said: Any) -> dict[str, Any]:
    """A reason of an order: hyperhidrosis of the palms."""
    return {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "L74.512"}], **said}


def configured(body: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The same call with configuration."""
    return {**body, "extension": {**body.get("extension", {}), "davinci-crd.configuration": options}}
