"""A second reading of a record, as slow and plain as can be: no index, nothing shared with `coverable.fhir`.

Every declaration is held against every resource; dates are compared as whole spans of days. It gives sets of
(value, unit, resource) for each fact, and of events (attributes, resource).
"""

from __future__ import annotations

import calendar
import json
from datetime import date, timedelta
from typing import Any

SYSTEMS = {
    "icd10cm": ["http://hl7.org/fhir/sid/icd-10-cm"], "loinc": ["http://loinc.org"], "snomed": ["http://snomed.info/sct"],
    "rxnorm": ["http://www.nlm.nih.gov/research/umls/rxnorm"], "cpt": ["http://www.ama-assn.org/go/cpt"],
}  # fmt: skip
ORDERS = ("DeviceRequest", "MedicationRequest", "ServiceRequest")
GOOD = {
    "Condition": {"verificationStatus": ["confirmed", None], "clinicalStatus": ["active", "recurrence", "relapse", None]},
    "AllergyIntolerance": {"verificationStatus": ["confirmed", None], "clinicalStatus": ["active", None]},
    "Observation": {"status": ["final", "amended", "corrected"]},
    "Procedure": {"status": ["in-progress", "completed"]},
    "MedicationStatement": {"status": ["active", "completed", "stopped", "on-hold"]},
    "MedicationAdministration": {"status": ["in-progress", "on-hold", "completed", "stopped"]},
    "MedicationRequest": {"status": ["active", "on-hold", "completed", "stopped"], "intent": ["order", "original-order", "reflex-order", "filler-order", "instance-order"]},
    "Encounter": {"status": ["arrived", "triaged", "in-progress", "onleave", "finished"]},
    "DocumentReference": {"status": ["current"], "docStatus": ["final", "amended", None]},
    "Device": {"status": ["active", None]},
}  # fmt: skip
NEGATIVE = {
    "verificationStatus": "refuted",
    "Procedure": "not-done",
    "MedicationStatement": "not-taken",
    "MedicationAdministration": "not-done",
}
DATES = {
    "Condition": ["onset", "recordedDate"], "AllergyIntolerance": ["onset", "recordedDate"], "Observation": ["effective"],
    "Procedure": ["performed"], "MedicationStatement": ["effective", "dateAsserted"], "MedicationAdministration": ["effective"],
    "MedicationRequest": ["authoredOn"], "DeviceRequest": ["authoredOn"], "ServiceRequest": ["authoredOn"],
    "Encounter": ["period"], "DocumentReference": ["date"], "Device": [],
}  # fmt: skip


class Naive:
    """Reads one Bundle."""

    def __init__(self, glossary: Any, bundle: dict, service: str, order: dict | None) -> None:
        self.glossary, self.service, self.order = glossary, date.fromisoformat(service), order
        self.entries = bundle["entry"]

    def found(self) -> dict[str, set]:
        out: dict[str, set] = {}
        for name, fact in self.glossary.facts.items():
            for way in fact.record:
                hits: list[tuple] = []
                for entry in self.entries:
                    resource = entry["resource"]
                    for hit in self.says(fact, way, resource):
                        hits.append(
                            (*hit, f"{resource['resourceType']}/{resource['id']}", self.when(resource))
                        )
                if way.pick == "latest":
                    hits = [
                        h
                        for h in hits
                        if h[-1] and not any(o[-1] and span(o[-1])[0] > span(h[-1])[1] for o in hits)
                    ]
                if hits:
                    out.setdefault(name, set()).update(h[:-1] for h in hits)
        return out

    def says(self, fact: Any, way: Any, r: dict) -> list[tuple]:
        kind = r["resourceType"]
        if way.resource == "order":
            if (
                self.order is None
                or r is not self.order
                or r["status"] not in ("draft", "active", "on-hold", "completed")
                or r.get("doNotPerform")
            ):
                return []
            negative = False
        else:
            if kind != way.resource or self.asked(r) or not self.mine(r):
                return []
            state = self.state(r, way.past)
            if state is None:
                return []
            negative = state == "negative"
        about = list(way.codes) or ([] if way.of else [n for names in way.choices.values() for n in names])
        if about and not any(self.means(c, about) for c in self.concepts(r, "code")):
            return []
        if way.reason and not any(self.means(c, way.reason) for c in self.concepts(r, "reason")):
            return []
        if way.within and not self.inside(self.when(r), way.within):
            return []
        if negative:
            return (
                [(way.is_ is False, None)]
                if fact.type == "yes_no" and way.says_no and not way.of and not way.choices
                else []
            )
        if way.events:
            event = {}
            for name, one in way.events.items():
                values = set(self.values(fact.attributes[name], one, r, r))
                if len(values) == 1:
                    event[name] = values.pop()[0]
            return [(json.dumps(event, sort_keys=True, default=str), None)]
        holders = [r]
        if way.component:
            holders = [c for c in r.get("component", []) if self.means(c["code"], way.component)]
        out = [v for h in holders for v in self.values(fact, way, h, r)]
        return [
            v
            for v in out
            if not (
                fact.type == "yes_no" and way.of and not way.choices and not way.says_no and v[0] is False
            )
        ]

    def asked(self, r: dict) -> bool:
        return self.order is not None and (r["resourceType"], r["id"]) == (
            self.order["resourceType"],
            self.order["id"],
        )

    def mine(self, r: dict) -> bool:
        ref = r.get(
            "patient" if r["resourceType"] in ("AllergyIntolerance", "Device") else "subject", {}
        ).get("reference", "")
        return ref.split("/_history")[0].split("fhir/")[-1] == "Patient/p1"

    def state(self, r: dict, past: bool) -> str | None:
        kind, out = r["resourceType"], "counts"
        if r.get("doNotPerform"):
            return None
        for element, good in GOOD[kind].items():
            value = r.get(element)
            code = value["coding"][0]["code"] if isinstance(value, dict) else value
            if past and element == "clinicalStatus":
                code = "active" if code in ("inactive", "remission", "resolved") else code
            if code in good:
                continue
            if code is not None and code == NEGATIVE.get(element, NEGATIVE.get(kind)):
                out = "negative"
            else:
                return None
        return out

    def when(self, r: dict) -> str | None:
        for base in DATES[r["resourceType"]]:
            for value in (
                r.get(base),
                r.get(base + "DateTime"),
                r.get(base + "Period"),
                r.get(base + "Instant"),
            ):
                text = value.get("start") if isinstance(value, dict) else value
                if text:
                    return text[:10]
        return None

    def inside(self, when: str | None, within: str) -> bool:
        if when is None:
            return False
        n, unit = within.split()
        months = int(n) * (12 if unit.startswith("year") else 1)
        total = self.service.year * 12 + self.service.month - 1 - months
        year, month = divmod(total, 12)
        start = date(year, month + 1, min(self.service.day, calendar.monthrange(year, month + 1)[1]))
        return span(when)[0] >= start and span(when)[1] <= self.service

    def concepts(self, r: dict, element: str) -> list[dict]:
        if element == "reason":
            out = list(r.get("reasonCode", []))
            for ref in r.get("reasonReference", []):
                target = self.target(ref["reference"], r)
                if (
                    target
                    and target["resourceType"] in ("Condition", "Observation")
                    and self.state(target, False) == "counts"
                ):
                    out.append(target["code"])
            return out
        if element != "code":
            value = r.get({"value": "valueCodeableConcept"}.get(element, element), [])
            return value if isinstance(value, list) else [value]
        for name in ("code", "type", "codeCodeableConcept", "medicationCodeableConcept"):
            if name in r:
                return r[name] if isinstance(r[name], list) else [r[name]]
        for name, wanted, code in (
            ("medicationReference", "Medication", "code"),
            ("codeReference", "Device", "type"),
        ):
            target = self.target(r[name]["reference"], r) if name in r else None
            if target and target["resourceType"] == wanted:
                return [target[code]]
        return []

    def target(self, ref: str, base: dict) -> dict | None:
        if ref.startswith("#"):
            return next((c for c in base.get("contained", []) if c["id"] == ref[1:]), None)
        hits = [
            e["resource"]
            for e in self.entries
            if ref in (e["fullUrl"], f"{e['resource']['resourceType']}/{e['resource']['id']}")
        ]
        return hits[0] if hits and all(h == hits[0] for h in hits) else None

    def means(self, concept: dict, lists: list[str]) -> bool:
        for entry in (e for n in lists for e in self.glossary.codes[n].entries):
            if entry.startswith("text:"):
                wanted, said = entry[5:].lower(), concept.get("text", "").lower()
                if said == wanted or (wanted.endswith("*") and said.startswith(wanted[:-1])):
                    return True
                continue
            if "|" in entry:
                url, code = entry.split("|")
                urls = [url]
            else:
                system, code = entry.split(":", 1)
                urls = SYSTEMS[system]
            for coding in concept.get("coding", []):
                if coding.get("system") in urls:
                    written = coding["code"]
                    if code in (written, written[:3] + "." + written[3:]) or (
                        code[-1] == "-" and written.startswith((code[:-1], code[:-1].replace(".", "")))
                    ):
                        return True
        return False

    def values(self, fact: Any, one: Any, h: dict, r: dict) -> list[tuple]:
        if one.choices:
            return [
                ({"yes": True, "no": False}.get(v, v) if fact.type == "yes_no" else v, None)
                for v, names in one.choices.items()
                if any(self.means(c, names) for c in self.concepts(h, one.of or "code"))
            ]
        if one.of is None:
            return [(True if one.is_ is None else one.is_, None)]
        if one.of == "code":
            texts = [
                c.get("text") or next((x["display"] for x in c.get("coding", []) if "display" in x), None)
                for c in self.concepts(r, "code")
            ]
            return [(t, None) for t in texts if t][:1]
        if one.of == "device.deviceName.name":
            device = self.target(r["codeReference"]["reference"], r) if "codeReference" in r else None
            return [(device["deviceName"][0]["name"], None)] if device and "deviceName" in device else []
        if one.of != "value":
            value: Any = r
            for part in one.of.split("."):
                value = value.get(part) if value else None
            return [(value[:10] if fact.type == "date" else value, None)] if value else []
        quantity = h.get("valueQuantity", {})
        unit = quantity.get("code")
        bound = "comparator" in quantity or "value" not in quantity
        match fact.type:
            case "yes_no":
                return [(h["valueBoolean"], None)] if "valueBoolean" in h else []
            case "text":
                return [(h["valueString"], None)] if "valueString" in h else []
            case "date":
                return [(h["valueDateTime"][:10], None)] if "valueDateTime" in h else []
            case "number":
                if "valueInteger" in h:
                    return [(h["valueInteger"], None)]
                return [] if bound or unit not in (None, "1", fact.unit) else [(quantity["value"], None)]
            case _:
                known = [fact.unit, *getattr(fact, "units", {})]
                return (
                    []
                    if bound or unit not in known or quantity.get("system") != "http://unitsofmeasure.org"
                    else [(quantity["value"], unit)]
                )


def span(text: str) -> tuple[date, date]:
    """The first and last day that a partial date can mean."""
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        day = date(parts[0], parts[1], parts[2])
        return day, day
    if len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return date(parts[0], 1, 1), date(parts[0], 12, 31)
