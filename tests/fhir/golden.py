"""The golden cases of the library as records: resources that say of a case what a record can say.

What a record has no way to say is left out of both, the record and the request; what a record says besides (a
diagnosis tells the type) is read by the second reading, never by the code under test.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coverable.determination.cases import read_cases, request_of
from coverable.determination.engine import Engine
from coverable.glossary.codes import read_code, split_code
from coverable.glossary.facts import Glossary
from fhir.naive import SYSTEMS, Naive

ME = {"subject": {"reference": "Patient/p1"}}
CONFIRMED = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "confirmed"}]
}
REFUTED = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "refuted"}]
}
PLACES = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"


def golden(engine: Engine, id: str) -> Iterator[dict[str, Any]]:
    """The requests of a policy's cases that have one plain coverage, a service line and a date."""
    policy = engine.library.versions(id)[-1]
    file, _ = read_cases(engine.library.folders[policy.key] / "cases.yaml", "cases.yaml")
    for one in file.cases:
        request = request_of(one, file.defaults)
        line = request["services"][0]
        if (
            "date" in line
            and line["code"]
            and request["coverages"][0]
            and not {"benefits", "stage"} & request.keys()
        ):
            yield request


def concept(glossary: Glossary, name: str) -> dict[str, Any]:
    """A concept with the first code, or text, of a list."""
    entry = glossary.codes[name].entries[0]
    if entry.startswith("text:"):
        return {"text": entry[5:].rstrip("*")}
    if "|" in entry:
        system, code = entry.split("|")
        return {"coding": [{"system": system, "code": code}]}
    system, code = entry.split(":")
    return {"coding": [{"system": SYSTEMS[system][0], "code": code.rstrip("-")}]}


class Record:
    """The record of one case, made fact by fact."""

    def __init__(self, request: dict[str, Any], glossary: Glossary) -> None:
        self.glossary, self.made = glossary, list[dict[str, Any]]()
        line = request["services"][0]
        code = read_code(line["code"], expect="hcpcs")
        system, bare = split_code(code)
        kind = "DeviceRequest" if "device_model" in request["facts"] else "ServiceRequest"
        coded = {
            "coding": [
                {
                    "system": {"cpt": "http://www.ama-assn.org/go/cpt"}.get(
                        system, "urn:oid:2.16.840.1.113883.6.285"
                    ),
                    "code": bare,
                }
            ]
        }
        self.order: dict[str, Any] = {
            "resourceType": kind, "id": "order", "status": "draft", "intent": "order", **ME,
            "codeCodeableConcept" if kind == "DeviceRequest" else "code": coded, "occurrenceDateTime": line["date"],
        }  # fmt: skip
        self.code = coded
        if line.get("place_of_service") and kind == "ServiceRequest":
            self.order["locationCode"] = [{"coding": [{"system": PLACES, "code": line["place_of_service"]}]}]
        for name, value in request["facts"].items():
            self.say(name, value)
        for one in request.get("diagnoses", ()):
            icd = split_code(read_code(one, expect="icd10cm"))[1]
            self.add(
                "Condition",
                code={"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": icd}]},
                verificationStatus=CONFIRMED,
            )

    def add(self, kind: str, **elements: Any) -> None:
        self.made.append({"resourceType": kind, "id": f"r{len(self.made)}", **ME, **elements})

    def say(self, name: str, value: Any) -> bool:
        """Whether the record has a way to say this value, directly or by events from which it follows."""
        fact = self.glossary.facts[name]
        if isinstance(value, dict) and value.get("unit", fact.unit) == fact.unit and "value" in value:
            value = value["value"]
        if value is True:
            for rule in fact.derive:
                if rule.exists and all(not isinstance(v, dict | list) for v in rule.exists.where.values()):
                    return self.event(rule.exists.events, dict(rule.exists.where))
        if isinstance(value, dict) and "events" in value:
            said = [self.event(name, one) for one in value["events"]]
            return all(said)
        if isinstance(value, dict | list) or value is None:
            return False
        return any(self._say(way, fact, value) for way in fact.record)

    def _say(self, way: Any, fact: Any, value: Any) -> bool:
        shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        if way.resource == "order":
            lists = way.choices.get(shown)
            if way.of == "reason" and lists:
                self.order.setdefault("reasonCode", []).append(concept(self.glossary, lists[0]))
            elif way.of == "locationCode" and lists and self.order["resourceType"] == "ServiceRequest":
                self.order.setdefault("locationCode", []).append(concept(self.glossary, lists[0]))
            elif way.of == "device.deviceName.name" and self.order["resourceType"] == "DeviceRequest":
                self.add("Device", deviceName=[{"name": value, "type": "model-name"}], patient=ME["subject"])
                self.made[-1]["type"] = self.code
                self.order["codeReference"] = {"reference": f"Device/{self.made[-1]['id']}"}
                del self.order["codeCodeableConcept"]
            elif way.codes and way.is_ == value and "codeReference" not in self.order:
                self.code.update(concept(self.glossary, way.codes[0]))
            else:
                return False
            return True
        if way.resource == "Observation" and fact.type == "quantity" and not way.component:
            quantity = {"value": value, "system": "http://unitsofmeasure.org", "code": fact.unit}
            self.add(
                "Observation",
                status="final",
                code=concept(self.glossary, way.codes[0]),
                effectiveDateTime="2025-11-02",
                valueQuantity=quantity,
            )
            return True
        if way.resource != "Condition" or way.of or way.component or way.within:
            return False
        if way.choices:
            if shown not in way.choices:
                return False
            self.add(
                "Condition", code=concept(self.glossary, way.choices[shown][0]), verificationStatus=CONFIRMED
            )
            return True
        if value is True or (value is False and way.says_no):
            self.add(
                "Condition",
                code=concept(self.glossary, way.codes[0]),
                verificationStatus=CONFIRMED if value else REFUTED,
            )
            return True
        return False

    def event(self, name: str, event: dict[str, Any]) -> bool:
        """One drug of the record, where its attributes are such as a drug of a record can have."""
        for way in self.glossary.facts[name].record:
            said = {k: v for k, v in event.items() if k not in ("agent", "from") and v is not None}
            if not said.keys() <= way.events.keys() or any(
                way.events[k].is_ not in (None, v) for k, v in said.items()
            ):
                continue
            more: dict[str, Any] = (
                {"reasonCode": [concept(self.glossary, way.reason[0])]} if way.reason else {}
            )
            if "outcome" in said:
                lists = way.events["outcome"].choices.get(said["outcome"])
                if not lists:
                    continue
                reason = concept(self.glossary, lists[0])
                more["statusReason"] = [reason] if way.resource == "MedicationStatement" else reason
            period = {k2: said[k] for k, k2 in (("started", "start"), ("ended", "end")) if k in said}
            if period:
                more["effectivePeriod"] = period
            self.add(
                way.resource,
                status="stopped",
                intent="order",
                medicationCodeableConcept=concept(self.glossary, way.codes[0]),
                **more,
            )
            return True
        return False


def bundle_of(request: dict[str, Any], glossary: Glossary) -> tuple[dict[str, Any], dict[str, Any]]:
    """The Bundle of a case and its order: what the record can say of the facts."""
    record = Record(request, glossary)
    asked = request["coverages"][0]
    coverage: dict[str, Any] = {
        "resourceType": "Coverage",
        "id": "cov",
        "status": "active",
        "beneficiary": ME["subject"],
    }
    if isinstance(asked, str):
        coverage |= {
            "payor": [{"display": "A payer"}],
            "class": [{"type": {"coding": [{"code": "plan"}]}, "value": asked}],
        }
    else:
        coverage |= {"payor": [{"display": asked["payer"]}], "type": {"text": asked["line_of_business"]}}
    patient: dict[str, Any] = {"resourceType": "Patient", "id": "p1"}
    if "member" in request:
        patient["birthDate"] = request["member"]["birth_date"]
    made = [patient, coverage, record.order, *record.made]
    entries = [
        {"fullUrl": f"http://ehr.example/fhir/{r['resourceType']}/{r['id']}", "resource": r} for r in made
    ]
    return {
        "resourceType": "Bundle",
        "id": request["id"],
        "type": "collection",
        "entry": entries,
    }, record.order


def stated_by(bundle: dict[str, Any], order: dict[str, Any], glossary: Glossary, day: str) -> dict[str, Any]:
    """The facts of a record as a request states them, by the second reading and without evidence."""
    out: dict[str, Any] = {}
    for name, found in Naive(glossary, bundle, day, order).found().items():
        if glossary.facts[name].type == "events":
            import json

            out[name] = {"events": [json.loads(text) for text, _, _ in sorted(found)]}
        else:
            values = sorted({(v, u) for v, u, _ in found}, key=str)
            stated = [{"value": v, **({"unit": u} if u else {})} for v, u in values]
            out[name] = stated[0] if len(stated) == 1 else {"statements": stated}
    return out
