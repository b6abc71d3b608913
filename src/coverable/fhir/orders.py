"""Orders become service lines: code, date of service, quantity, place, reason, who ordered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from coverable.base.dates import read_day
from coverable.base.problem import Refused
from coverable.fhir.bundle import Record, Resource
from coverable.fhir.elements import at, day_of, first_at, text_of
from coverable.fhir.rules import reason_counts
from coverable.glossary.codelists import URLS
from coverable.glossary.codes import read_code

SYSTEMS: Final = {url: system for system in ("hcpcs", "cpt") for url in URLS[system]}
ICD10: Final = frozenset(URLS["icd10cm"])
NPI: Final = "http://hl7.org/fhir/sid/us-npi"
PLACES: Final = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
BILLING: Final = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-billing-options"
_CODES: Final = {
    "Appointment": ("serviceType",),
    "CommunicationRequest": (),
    "DeviceRequest": ("codeCodeableConcept",),
    "Encounter": ("type", "serviceType"),
    "MedicationRequest": ("medicationCodeableConcept",),
    "NutritionOrder": ("enteralFormula.baseFormulaType", "oralDiet.type", "supplement.type"),
    "ServiceRequest": ("code",),
    "VisionPrescription": ("lensSpecification.product",),
}
"""Where each order type says what is ordered."""
ORDER_TYPES: Final = tuple(_CODES)
"""The order types that CRD names."""
_LINKS: Final = {
    "DeviceRequest": ("codeReference", "type"),
    "MedicationRequest": ("medicationReference", "code"),
}
_DAYS: Final = (
    ("occurrenceDateTime",), ("occurrencePeriod", "start"), ("occurrenceTiming", "event"),
    ("occurrenceTiming", "repeat", "boundsPeriod", "start"), ("dispenseRequest", "validityPeriod", "start"),
    ("period", "start"), ("start",),
)  # fmt: skip
_ENDS: Final = (("occurrencePeriod", "end"), ("period", "end"))
_OPEN: Final = ("draft", "active", "proposed", "pending", "planned")


def orders_in(record: Record) -> list[Resource]:
    """The orders that are asked about, where nobody named them: the drafts; else those that are open, and of
    those the drugs only where nothing else is ordered (a record lists what the patient takes)."""
    requests = [r for r in record.resources if r["resourceType"] in _CODES and r.get("status") in _OPEN]
    drafts = [r for r in requests if r["status"] == "draft"]
    active = [r for r in requests if r["resourceType"] not in ("Appointment", "Encounter")]
    other = [r for r in active if r["resourceType"] != "MedicationRequest"]
    return drafts or other or active or requests


def is_order(resource: Resource) -> bool:
    """Whether the resource is of a type that can be asked about."""
    return resource["resourceType"] in _CODES


def codings_of(order: Resource, record: Record) -> list[Any]:
    """Every coding of what is ordered, in the order and in what it points to."""
    kind: str = order["resourceType"]
    found = [c for path in _CODES[kind] for c in at(order, (*path.split("."), "coding"))]
    link = _LINKS.get(kind)
    target = record.find(order.get(link[0]), order) if link else None
    return found + (at(target, (link[1], "coding")) if link and target is not None else [])


def code_of(order: Resource, record: Record) -> str | None:
    """The billing code of the order, HCPCS before CPT as they are written; None where it has none."""
    codings = codings_of(order, record)
    for extension in at(order, ("extension",)):  # billing codes that the order may lead to (CRD 2.2)
        if extension.get("url") == BILLING:
            codings += at(extension, ("extension", "valueCoding"))
    for coding in codings:
        system = SYSTEMS.get(coding.get("system"))
        code = coding.get("code")
        if system and isinstance(code, str):
            try:
                return read_code(f"{system}:{code}")
            except Refused:
                continue
    return None


def line_of(order: Resource, record: Record, number: int, code: str) -> dict[str, Any]:
    """The service line of an order; what the order does not say is left out."""
    line: dict[str, Any] = {"line": number, "code": code}
    day, end = _day(order, _DAYS), _day(order, _ENDS)
    if day:
        line["date"] = day
        if end and end > day:
            line["end_date"] = end
    quantity = first_at(order, "quantityQuantity", "value")
    if quantity is None:
        quantity = first_at(order, "dispenseRequest", "quantity", "value")
    if isinstance(quantity, int | Decimal) and 0 < quantity <= 1_000_000:
        line["quantity"] = quantity
    modifiers = [
        c["code"]
        for c in at(order, ("orderDetail", "coding"))
        if c.get("system") in SYSTEMS and len(c.get("code") or "") == 2
    ]
    if modifiers:
        line["modifiers"] = modifiers[:20]
    places = [c.get("code") for c in at(order, ("locationCode", "coding")) if c.get("system") == PLACES]
    if len(places) == 1 and places[0]:
        line["place_of_service"] = places[0]
    said = [text_of(c) for path in _CODES[order["resourceType"]] for c in at(order, path.split("."))]
    description = next((s for s in said if s), None)
    if description:
        line["description"] = description[:4000]
    return line


def _day(order: Resource, paths: Sequence[tuple[str, ...]]) -> str | None:
    """The first whole day that stands at one of the paths."""
    for path in paths:
        for value in at(order, path):
            span = day_of(value) if isinstance(value, str) else None
            if span is not None and span.exact:
                return read_day(value[:10]).isoformat()
    return None


def reasons_of(order: Resource, record: Record) -> list[str]:
    """ICD-10-CM codes of the reasons that the order gives or points to."""
    concepts = at(order, ("reasonCode",))
    for reference in at(order, ("reasonReference",)):
        found = record.find(reference, order)
        if found is not None and reason_counts(found):
            concepts += at(found, ("code",))
    return list(dict.fromkeys(icd10_of(concepts)))


def icd10_of(concepts: Sequence[Any]) -> Iterator[str]:
    """The ICD-10-CM codes of some concepts; one that has not the form of a code is passed over."""
    for coding in (c for concept in concepts for c in at(concept, ("coding",))):
        if coding.get("system") in ICD10 and isinstance(coding.get("code"), str):
            try:
                yield read_code(f"icd10cm:{coding['code']}")
            except Refused:
                continue


def npi_of(order: Resource, record: Record, element: str) -> str | None:
    """The NPI of the practitioner (or organization) that ordered or performs, where the record holds it."""
    for reference in at(order, (element,)):
        identifiers = at(reference, ("identifier",))
        found = record.find(reference, order)
        if found is not None and found["resourceType"] == "PractitionerRole":
            identifiers += at(found, ("identifier",))
            found = record.find(found.get("practitioner") or found.get("organization"), found)
        if found is not None:
            identifiers += at(found, ("identifier",))
        for one in identifiers:
            value = one.get("value")
            if one.get("system") == NPI and isinstance(value, str) and len(value) == 10 and value.isdigit():
                return value
    return None
