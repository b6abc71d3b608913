"""Random records of a patient: every status, negatives, partial dates, the same resource twice, other patients,
references in every form, cycles, contained resources, components. Made for the glossary of `every`."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from random import Random
from typing import Any

ICD = "http://hl7.org/fhir/sid/icd-10-cm"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
THO = "http://terminology.hl7.org/CodeSystem/"
SERVICE = "2026-02-10"
Codes = Sequence[tuple[str | None, str]]
SWEATING = [
    (ICD, "L74.510"),
    (ICD, "L74.512"),
    (ICD, "L74513"),
    (ICD, "R61"),
    (ICD, "L74.8"),
    (ICD, "I10"),
    (LOINC, "R61"),
]
DRUGS = [
    ("http://www.nlm.nih.gov/research/umls/rxnorm", "4955"),
    ("http://www.nlm.nih.gov/research/umls/rxnorm", "49"),
    (None, "x"),
]
QUESTION = ("http://example.org/questions", "q1")
UNITS = [("kg/m2", True), ("g/m2", True), ("mm[Hg]", True), ("kg/m2", False), ("lb", True), ("1", True)]


class Maker:
    """Makes one Bundle after another from a seed. `plain`: only what a server's own data can hold, for CQL."""

    def __init__(self, seed: int, plain: bool = False) -> None:
        self.rng, self.plain = Random(seed), plain

    def bundle(self) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """A Bundle, and the order in it that is asked about, if any."""
        rng = self.rng
        made: list[dict[str, Any]] = [{"resourceType": "Patient", "id": "p1"}]
        self.conditions = [f"c{i}" for i in range(rng.randint(1, 3))]
        made += [self.condition(id) for id in self.conditions]
        makers = (self.observation, self.observation, self.medication, self.order, self.other)
        made += [rng.choice(makers)(f"r{i}") for i in range(rng.randint(1, 8))]
        if rng.random() < 0.4:
            made += [
                {
                    "resourceType": "Medication",
                    "id": "med1",
                    "code": self.concept(DRUGS, ["Madeupine 5 mg", "Other"]),
                },
                {
                    "resourceType": "Device",
                    "id": "dev1",
                    "type": {"text": "Made-up device"},
                    "deviceName": [{"name": "Model T", "type": "model-name"}],
                    **self.subject(),
                },
            ]
        if rng.random() < 0.3:
            made.append(deepcopy(rng.choice(made[1:])))
        if not self.plain and rng.random() < 0.2:
            made.append({"resourceType": "Patient", "id": "p2"})
        rng.shuffle(made)
        orders = [
            r
            for r in made
            if r["resourceType"] in ("DeviceRequest", "MedicationRequest", "ServiceRequest")
            and r.get("subject", {}).get("reference", "").endswith("p1")
        ]
        entries: list[dict[str, Any]] = [
            {"fullUrl": f"http://ehr.example/fhir/{r['resourceType']}/{r['id']}", "resource": r} for r in made
        ]
        order = rng.choice(orders) if orders and rng.random() < 0.7 else None
        if order is None and any(r.get("id") == "p2" for r in made):
            entries = [e for e in entries if e["resource"]["id"] != "p2"]
        return {"resourceType": "Bundle", "type": "collection", "entry": entries}, order

    def some(self, p: float, **elements: Any) -> dict[str, Any]:
        return {k: v for k, v in elements.items() if v is not None and self.rng.random() < p}

    def subject(self, element: str = "subject") -> dict[str, Any]:
        if self.plain:
            return {element: {"reference": "Patient/p1"}}
        ref = self.rng.choice(
            ["Patient/p1"] * 6
            + ["http://ehr.example/fhir/Patient/p1", "Patient/p1/_history/2", "Patient/p2", None]
        )
        return {element: {"reference": ref}} if ref else {}

    def concept(self, codes: Codes, texts: list[str]) -> dict[str, Any]:
        rng, out = self.rng, {}
        if rng.random() < 0.8:
            chosen = rng.sample(codes, min(len(codes), rng.choice((1, 1, 1, 2))))
            out["coding"] = [
                {**({"system": s} if s else {}), "code": c, **self.some(0.3, display=f"Shown {c}")}
                for s, c in chosen
            ]
        if rng.random() < 0.5 or not out:
            out["text"] = rng.choice(texts)
        return out

    def date(self) -> str:
        rng = self.rng
        day = f"{rng.choice((2024, 2025, 2025, 2026))}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        if rng.random() < 0.3:
            day = rng.choice(
                ("2026-02-10", "2025-12-10", "2025-02-10", "2025-12-09", "2025-02-09", "2026-02-11")
            )
        return rng.choice((day, day, day[:7], day[:4], f"{day}T23:30:00-05:00"))

    def when(self, base: str, instant: bool = False) -> dict[str, Any]:
        pick = self.rng.random()
        if pick < 0.2:
            return {}
        if pick < 0.4:
            return {f"{base}Period": self.some(0.8, start=self.date(), end=self.date())}
        return {f"{base}DateTime": self.date()}

    def coded(self, system: str, codes: list[str]) -> dict[str, Any]:
        return {"coding": [{"system": THO + system, "code": self.rng.choice(codes)}]}

    def reasons(self) -> dict[str, Any]:
        rng = self.rng
        refs = [
            f"Condition/{rng.choice(self.conditions)}",
            "Condition/nowhere",
            "Observation/r1",
            "Condition/r1",
        ]
        if not self.plain:
            refs += [f"http://ehr.example/fhir/Condition/{rng.choice(self.conditions)}", "#in"]
        return self.some(
            0.5,
            reasonCode=[self.concept(SWEATING, ["Too much sweat", "Sweat"])],
            reasonReference=[{"reference": rng.choice(refs)} for _ in range(rng.randint(1, 2))],
        )

    def condition(self, id: str) -> dict[str, Any]:
        return {
            "resourceType": "Condition", "id": id, **self.subject(),
            "code": self.concept(SWEATING, ["Too much sweat", "too much SWEAT", "of the soles of both feet", "Too much sweat ruled out"]),
            **self.some(0.7, verificationStatus=self.coded("condition-ver-status", ["confirmed"] * 4 + ["refuted", "refuted", "unconfirmed", "provisional", "entered-in-error"])),
            **self.some(0.6, clinicalStatus=self.coded("condition-clinical", ["active", "active", "recurrence", "inactive", "resolved", "remission"])),
            **self.when("onset"), **self.some(0.5, recordedDate=self.date()),
            **self.some(0.3, bodySite=[self.concept([(ICD, "L74.513")], ["Of the soles", "hand"])]),
            **self.some(0.1, evidence=[{"detail": [{"reference": f"Condition/{id}"}]}]),
        }  # fmt: skip

    def value(self) -> dict[str, Any]:
        rng = self.rng
        unit, ucum = rng.choice(UNITS)
        answers = [
            (LOINC, "LA33-6"),
            (LOINC, "LA32-8"),
            (SNOMED, "373066001"),
            (SNOMED, "373067005"),
            (SNOMED, "1"),
        ]
        return rng.choice([
            {}, {"valueBoolean": rng.random() < 0.5}, {"valueInteger": rng.randint(0, 40)}, {"valueString": rng.choice(("as said", "x"))},
            {"valueDateTime": self.date()}, {"valueCodeableConcept": self.concept(answers, ["yes", "no"])},
            {"valueQuantity": {"value": rng.choice((30, 31.5, 140)), "unit": unit, **({"system": "http://unitsofmeasure.org"} if ucum else {}), **self.some(0.95, code=unit), **self.some(0.1, comparator="<")}},
        ])  # fmt: skip

    def observation(self, id: str) -> dict[str, Any]:
        """Mostly with a value that goes with its code, so that numbers are often found."""
        rng = self.rng
        usual = rng.choice(("mass", "panel", "question", "any"))
        code: Codes = {
            "mass": [(LOINC, "39156-5")],
            "panel": [(LOINC, "85354-9")],
            "question": [QUESTION],
        }.get(usual, [(LOINC, "1-8"), *SWEATING[:2]])
        value = self.quantity(("kg/m2", "kg/m2", "g/m2")) if usual == "mass" else self.value()
        return {
            "resourceType": "Observation", "id": id, **self.subject(), "code": {"coding": [{"system": s, "code": c} for s, c in code[:1]]} if usual != "any" else self.concept(code, ["Asked"]),
            "status": rng.choice(["final"] * 8 + ["amended", "preliminary", "cancelled", "entered-in-error", "registered", "unknown"]),
            **self.when("effective"), **value,
            **self.some(0.9 if usual == "panel" else 0.1, component=[self.component() for _ in range(2)]),
        }  # fmt: skip

    def component(self) -> dict[str, Any]:
        value = self.quantity(("mm[Hg]",) * 3 + ("kPa",)) if self.rng.random() < 0.8 else self.value()
        return {"code": self.concept([(LOINC, "8480-6"), (LOINC, "8462-4")], ["x"]), **value}

    def quantity(self, units: tuple[str, ...]) -> dict[str, Any]:
        unit = self.rng.choice(units)
        return {
            "valueQuantity": {
                "value": self.rng.choice((30, 31.5, 140)),
                "system": "http://unitsofmeasure.org",
                "code": unit,
                **self.some(0.1, comparator="<"),
            }
        }

    def drug(self) -> dict[str, Any]:
        rng = self.rng
        if rng.random() < 0.6:
            return {"medicationCodeableConcept": self.concept(DRUGS, ["Madeupine 5 mg", "madeup", "Other"])}
        if self.plain or rng.random() < 0.6:
            return {"medicationReference": {"reference": rng.choice(("Medication/med1", "Medication/none"))}}
        return {
            "medicationReference": {"reference": "#in"},
            "contained": [
                {"resourceType": "Medication", "id": "in", "code": self.concept(DRUGS, ["Madeupine 5 mg"])}
            ],
        }

    def status_reason(self) -> dict[str, Any]:
        return self.concept(
            [
                (THO + "medicationrequest-status-reason", "sintol"),
                (THO + "medicationrequest-status-reason", "preg"),
            ],
            ["Ineffective", "ineffective", "Out of stock"],
        )

    def medication(self, id: str) -> dict[str, Any]:
        rng = self.rng
        if rng.random() < 0.4:
            return self.request(
                "MedicationRequest", id, {**self.drug(), **self.some(0.5, statusReason=self.status_reason())}
            )
        given = rng.random() < 0.3
        statuses = (
            ["completed"] * 3 + ["in-progress", "not-done", "stopped", "unknown"]
            if given
            else ["active"] * 3 + ["completed", "not-taken", "stopped", "intended", "entered-in-error"]
        )
        return {
            "resourceType": "MedicationAdministration" if given else "MedicationStatement", "id": id, **self.subject(),
            "status": rng.choice(statuses), **self.drug(), **self.when("effective"), **self.reasons(),
            **({} if given else self.some(0.3, dateAsserted=self.date())), **self.some(0.5, statusReason=[self.status_reason()]),
        }  # fmt: skip

    def request(self, kind: str, id: str, more: dict[str, Any]) -> dict[str, Any]:
        rng = self.rng
        return {
            "resourceType": kind, "id": id, **self.subject(), **self.reasons(), **self.some(0.8, authoredOn=self.date()), **more,
            "status": rng.choice(["draft", "draft", "active", "active", "completed", "on-hold", "stopped", "cancelled", "revoked", "entered-in-error", "unknown"]),
            "intent": rng.choice(["order"] * 4 + ["original-order", "plan", "proposal", "option"]),
            **({} if kind == "DeviceRequest" else self.some(0.1, doNotPerform=rng.random() < 0.7)),
        }  # fmt: skip

    def order(self, id: str) -> dict[str, Any]:
        if self.rng.random() < 0.5:
            code = (
                {"codeCodeableConcept": self.concept(DRUGS, ["Made-up device", "made-up DEVICE", "Bed"])}
                if self.rng.random() < 0.6
                else {"codeReference": {"reference": "Device/dev1"}}
            )
            return self.request("DeviceRequest", id, code)
        where = self.concept([(THO + "v3-RoleCode", "PTRES"), (THO + "v3-RoleCode", "HOSP")], ["Home"])
        return self.request(
            "ServiceRequest",
            id,
            {"code": self.concept(DRUGS, ["Made-up device", "Bed"]), **self.some(0.5, locationCode=[where])},
        )

    def other(self, id: str) -> dict[str, Any]:
        rng = self.rng
        visit: Codes = [
            ("http://www.ama-assn.org/go/cpt", "99213"),
            ("http://www.ama-assn.org/go/cpt", "99214"),
        ]
        kind = rng.choice(("Procedure", "Encounter", "AllergyIntolerance", "DocumentReference", "Device"))
        if kind == "Procedure":
            return {
                "resourceType": kind,
                "id": id,
                **self.subject(),
                "code": self.concept(visit, ["x"]),
                "status": rng.choice(
                    (
                        "completed",
                        "completed",
                        "in-progress",
                        "not-done",
                        "preparation",
                        "entered-in-error",
                        "stopped",
                    )
                ),
                **self.when("performed"),
            }
        if kind == "Encounter":
            return {
                "resourceType": kind,
                "id": id,
                **self.subject(),
                "type": [self.concept(visit, ["x"]) for _ in range(rng.randint(1, 2))],
                "status": rng.choice(("finished", "in-progress", "planned", "cancelled", "entered-in-error")),
                **self.some(0.8, period=self.some(0.9, start=self.date(), end=self.date())),
            }
        if kind == "DocumentReference":
            return {
                "resourceType": kind,
                "id": id,
                **self.subject(),
                "type": self.concept(visit, ["x"]),
                "status": rng.choice(("current", "current", "superseded", "entered-in-error")),
                **self.some(0.5, docStatus=rng.choice(("final", "preliminary", "amended"))),
                **self.some(0.8, date=f"{self.date()[:4]}-03-05T10:00:00Z"),
            }
        if kind == "Device":
            return {
                "resourceType": kind,
                "id": id,
                **self.subject("patient"),
                "type": self.concept(DRUGS, ["Made-up device", "Bed"]),
                **self.some(0.5, status=rng.choice(("active", "inactive", "entered-in-error"))),
                **self.some(0.7, modelNumber=rng.choice(("M-1", "M-2"))),
            }
        return {
            "resourceType": kind, "id": id, **self.subject("patient"), "code": self.concept(DRUGS, ["Madeupine", "Other"]),
            **self.some(0.7, verificationStatus=self.coded("allergyintolerance-verification", ["confirmed", "refuted", "unconfirmed", "entered-in-error"])),
            **self.some(0.6, clinicalStatus=self.coded("allergyintolerance-clinical", ["active", "inactive", "resolved"])), **self.when("onset"),
        }  # fmt: skip
