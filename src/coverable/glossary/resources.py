"""What a declaration may use of each FHIR R4 resource type: code, dates, elements, and which statuses count.

One table, so that the walker, the exports and the documentation cannot say different things. Names of
elements are those of R4 JSON; status codes and their meaning are those of the R4 value sets that the status
elements are bound to (condition-ver-status, condition-clinical, allergyintolerance-verification,
allergyintolerance-clinical, observation-status, request-status and -intent, medicationrequest-status and
-intent, medication-statement-status, medication-admin-status, event-status, device-statement-status,
device-status, encounter-status, document-reference-status).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Holds = Literal["concept", "date", "text"]
"""What an element holds: a CodeableConcept (one or several), a date, dateTime or instant, or a string."""

TERMINOLOGY: Final = "http://terminology.hl7.org/CodeSystem/"


@dataclass(frozen=True, slots=True)
class Status:
    """Which codes of a status element let a resource count, and which say its negative. Any other code, and a
    missing one unless `absent`, leaves the resource out: it says neither yes nor no."""

    element: str
    counts: tuple[str, ...]
    negative: tuple[str, ...] = ()
    absent: bool = False
    system: str = ""
    """Of a status that is a CodeableConcept; a plain code has none."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One resource type."""

    code: tuple[str, ...]
    """The elements that say what it is about, in JSON; the first that is there."""
    dates: tuple[str, ...]
    """When it was: the first of these that is there."""
    statuses: tuple[Status, ...]
    elements: Mapping[str, Holds] = field(default_factory=dict[str, Holds])
    """Further elements that may give a value."""
    subject: str = "subject"
    link: tuple[str, str, str] | None = None
    """(element, type, its code) where a reference may stand in place of the code: medicationReference."""
    past: tuple[str, ...] = ()
    """Codes of the clinical status that count only where a declaration takes the past as well."""
    reasons: bool = False
    """Has reasonCode and reasonReference."""


_ACTIVE: Final = ("active", "recurrence", "relapse")
_PAST: Final = ("inactive", "remission", "resolved")
_WANTED: Final = ("active", "on-hold", "completed")
_INTENDED: Final = ("order", "original-order", "reflex-order", "filler-order", "instance-order")
_DONE: Final = ("in-progress", "on-hold", "completed", "stopped")
_GIVEN: Final[Mapping[str, Holds]] = {
    "statusReason": "concept",
    "effectiveDateTime": "date",
    "effectivePeriod.start": "date",
    "effectivePeriod.end": "date",
}
"""Elements of a drug that was given or taken."""
_MEDICATION: Final = ("medicationReference", "Medication", "code")

KINDS: Final[Mapping[str, Kind]] = {
    "AllergyIntolerance": Kind(
        ("code",),
        ("onsetDateTime", "onsetPeriod.start", "recordedDate"),
        (
            Status(
                "verificationStatus",
                ("confirmed",),
                ("refuted",),
                absent=True,
                system=TERMINOLOGY + "allergyintolerance-verification",
            ),
            Status(
                "clinicalStatus", ("active",), absent=True, system=TERMINOLOGY + "allergyintolerance-clinical"
            ),
        ),
        {"onsetDateTime": "date", "recordedDate": "date"},
        subject="patient",
        past=("inactive", "resolved"),
    ),
    "Condition": Kind(
        ("code",),
        ("onsetDateTime", "onsetPeriod.start", "recordedDate"),
        (
            Status(
                "verificationStatus",
                ("confirmed",),
                ("refuted",),
                absent=True,
                system=TERMINOLOGY + "condition-ver-status",
            ),
            Status("clinicalStatus", _ACTIVE, absent=True, system=TERMINOLOGY + "condition-clinical"),
        ),
        {
            "severity": "concept",
            "bodySite": "concept",
            "onsetDateTime": "date",
            "abatementDateTime": "date",
            "recordedDate": "date",
        },
        past=_PAST,
    ),
    "Device": Kind(
        ("type",),
        (),
        (Status("status", ("active",), absent=True),),
        {"manufacturer": "text", "modelNumber": "text", "deviceName.name": "text"},
        subject="patient",
    ),
    "DeviceRequest": Kind(
        ("codeCodeableConcept",),
        ("authoredOn",),
        (Status("status", _WANTED), Status("intent", _INTENDED)),
        {
            "authoredOn": "date",
            "device.manufacturer": "text",
            "device.modelNumber": "text",
            "device.deviceName.name": "text",
        },
        link=("codeReference", "Device", "type"),
        reasons=True,
    ),
    "DeviceUseStatement": Kind(
        (),
        ("timingDateTime", "timingPeriod.start", "recordedOn"),
        (Status("status", ("active", "completed", "stopped", "on-hold")),),
        {
            "timingPeriod.start": "date",
            "timingPeriod.end": "date",
            "bodySite": "concept",
            "device.manufacturer": "text",
            "device.modelNumber": "text",
            "device.deviceName.name": "text",
        },
        link=("device", "Device", "type"),
        reasons=True,
    ),
    "DocumentReference": Kind(
        ("type",),
        ("date",),
        (Status("status", ("current",)), Status("docStatus", ("final", "amended"), absent=True)),
        {"date": "date"},
    ),
    "Encounter": Kind(
        ("type",),
        ("period.start",),
        (Status("status", ("arrived", "triaged", "in-progress", "onleave", "finished")),),
        {"period.start": "date", "period.end": "date", "serviceType": "concept"},
        reasons=True,
    ),
    "MedicationAdministration": Kind(
        ("medicationCodeableConcept",),
        ("effectiveDateTime", "effectivePeriod.start"),
        (Status("status", _DONE, ("not-done",)),),
        _GIVEN,
        link=_MEDICATION,
        reasons=True,
    ),
    "MedicationRequest": Kind(
        ("medicationCodeableConcept",),
        ("authoredOn",),
        (Status("status", (*_WANTED, "stopped")), Status("intent", _INTENDED)),
        {"statusReason": "concept", "authoredOn": "date"},
        link=_MEDICATION,
        reasons=True,
    ),
    "MedicationStatement": Kind(
        ("medicationCodeableConcept",),
        ("effectiveDateTime", "effectivePeriod.start", "dateAsserted"),
        (Status("status", ("active", "completed", "stopped", "on-hold"), ("not-taken",)),),
        {
            **_GIVEN,
            "dateAsserted": "date",
        },
        link=_MEDICATION,
        reasons=True,
    ),
    "Observation": Kind(
        ("code",),
        ("effectiveDateTime", "effectivePeriod.start", "effectiveInstant"),
        (Status("status", ("final", "amended", "corrected")),),
        {
            "bodySite": "concept",
            "method": "concept",
            "interpretation": "concept",
            "effectiveDateTime": "date",
            "effectivePeriod.start": "date",
        },
    ),
    "Procedure": Kind(
        ("code",),
        ("performedDateTime", "performedPeriod.start"),
        (Status("status", ("in-progress", "completed"), ("not-done",)),),
        {
            "bodySite": "concept",
            "outcome": "concept",
            "statusReason": "concept",
            "performedDateTime": "date",
            "performedPeriod.start": "date",
            "performedPeriod.end": "date",
        },
        reasons=True,
    ),
    "ServiceRequest": Kind(
        ("code",),
        ("authoredOn",),
        (Status("status", _WANTED), Status("intent", _INTENDED)),
        {"authoredOn": "date", "bodySite": "concept", "locationCode": "concept"},
        reasons=True,
    ),
}
"""Every resource type that a declaration may name. A request with `doNotPerform` is left out as well."""

ORDERS: Final = ("DeviceRequest", "MedicationRequest", "ServiceRequest")
"""What `resource: order` stands for: the order that is asked about, whichever of these it is."""
ORDER_COUNTS: Final = ("draft", "active", "on-hold", "completed")
"""Statuses of the order that is asked about; it may be a draft, and any intent asks for coverage."""
VALUE: Final = "value"
"""Observation.value[x] (or that of the component), by the type of the fact."""
