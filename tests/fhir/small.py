"""A small record: a patient with palmar hyperhidrosis, a failed antiperspirant, and an order of a device."""

from __future__ import annotations

from typing import Any

ME = {"subject": {"reference": "Patient/p1"}}
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
THO = "http://terminology.hl7.org/CodeSystem/"


def small() -> list[dict[str, Any]]:
    """Its resources, made anew each time."""
    return [
        {"resourceType": "Patient", "id": "p1", "birthDate": "1954-05-02", "identifier": [{"type": {"coding": [{"system": THO + "v2-0203", "code": "MB"}]}, "value": "M-1"}]},
        {"resourceType": "Coverage", "id": "cov", "status": "active", "beneficiary": {"reference": "Patient/p1"}, "payor": [{"display": "Sentara Health Plan"}], "type": {"coding": [{"system": "https://nahdo.org/sopt", "code": "1"}]}},
        {"resourceType": "DeviceRequest", "id": "order", "status": "draft", "intent": "order", **ME, "codeCodeableConcept": {"coding": [{"system": "urn:oid:2.16.840.1.113883.6.285", "code": "E1399"}], "text": "Iontophoresis device"}, "occurrenceDateTime": "2026-02-10", "authoredOn": "2026-02-08", "reasonReference": [{"reference": "Condition/c1"}], "requester": {"reference": "PractitionerRole/pr"}},
        {"resourceType": "PractitionerRole", "id": "pr", "practitioner": {"reference": "Practitioner/d"}},
        {"resourceType": "Practitioner", "id": "d", "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}]},
        {"resourceType": "Condition", "id": "c1", **ME, "verificationStatus": {"coding": [{"system": THO + "condition-ver-status", "code": "confirmed"}]}, "code": {"coding": [{"system": ICD, "code": "L74.512"}]}, "recordedDate": "2025-04"},
        {"resourceType": "MedicationRequest", "id": "m1", "status": "stopped", "intent": "order", **ME, "authoredOn": "2025-05-01", "medicationCodeableConcept": {"text": "Aluminum chloride 20% topical solution"}, "statusReason": {"text": "Ineffective"}},
    ]  # fmt: skip


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    """The small record, or these resources, as a Bundle."""
    held = list(resources) or small()
    return {
        "resourceType": "Bundle",
        "id": "B-1",
        "type": "collection",
        "entry": [{"resource": r} for r in held],
    }
