"""`python -m bench.fhir`: what it costs to read facts out of a FHIR record. Writes bench/FHIR.md.

Processor time of one core, the best of many rounds, after JSON parsing where nothing else is said. What the
standard library needs to parse the same bytes stands beside it, for machines differ.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coverable import __version__
from coverable.determination.engine import open_engine
from coverable.determination.request import parse_json
from coverable.fhir.intake import bundle_request
from coverable.fhir.record import compile_record

Row = tuple[str, float, float | None]
"""What was measured, in seconds, and the time that is asked for."""
RESULTS = Path(__file__).with_name("FHIR.md")
ME = {"subject": {"reference": "Patient/p1"}}
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
THO = "http://terminology.hl7.org/CodeSystem/"
CONFIRMED = {"coding": [{"system": THO + "condition-ver-status", "code": "confirmed"}]}
ACTIVE = {"coding": [{"system": THO + "condition-clinical", "code": "active"}]}


def small() -> list[dict[str, Any]]:
    """Seven resources: patient, coverage, order, two conditions, a drug that failed, a pulse."""
    device = {
        "coding": [{"system": "urn:oid:2.16.840.1.113883.6.285", "code": "E1399"}],
        "text": "Iontophoresis device",
    }
    stands = {"clinicalStatus": ACTIVE, "verificationStatus": CONFIRMED}
    sweating = {"coding": [{"system": ICD, "code": "L74.512"}]}
    pulse = {"value": 72, "system": "http://unitsofmeasure.org", "code": "/min"}
    made: list[tuple[str, str, dict[str, Any]]] = [
        ("Patient", "p1", {"birthDate": "1954-05-02"}),
        ("Coverage", "cov", {
            "status": "active", "beneficiary": ME["subject"], "payor": [{"display": "Sentara"}],
        }),
        ("DeviceRequest", "order", {
            "status": "draft", "intent": "order", **ME, "codeCodeableConcept": device,
            "occurrenceDateTime": "2026-02-10", "reasonReference": [{"reference": "Condition/c1"}],
        }),
        ("Condition", "c1", {**ME, **stands, "code": sweating, "recordedDate": "2025-04-01"}),
        ("Condition", "c2", {**ME, "code": {"text": "Skin maceration"}, "onsetDateTime": "2025-09"}),
        ("MedicationRequest", "m1", {
            "status": "stopped", "intent": "order", **ME, "authoredOn": "2025-05-01",
            "medicationCodeableConcept": {"text": "Aluminum chloride 20% solution"},
            "statusReason": {"text": "Ineffective"},
        }),
        ("Observation", "o1", {
            "status": "final", **ME, "effectiveDateTime": "2026-01-01", "valueQuantity": pulse,
            "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]},
        }),
    ]  # fmt: skip
    return [{"resourceType": kind, "id": id, **elements} for kind, id, elements in made]


def bundle(resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The resources as a Bundle with full URLs."""
    entries = [
        {"fullUrl": f"https://ehr.example/fhir/{one['resourceType']}/{one['id']}", "resource": one}
        for one in resources
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def large(size: int) -> str:
    """A Bundle of about `size` bytes: the small record, and years of observations, drugs and visits."""
    resources, at = small(), 0
    while len(json.dumps(resources[:50])) / min(50, len(resources)) * len(resources) < size:
        for one in small()[3:]:
            resources.append(
                {**one, "id": f"{one['id']}-{at}", "note": [{"text": "as seen in the clinic " * 6}]}
            )
        at += 1
    return json.dumps(bundle(resources))


def best(call: Callable[[], Any], rounds: int, each: int) -> float:
    """Seconds of processor time of one call, the best of the rounds."""
    out = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(each):
            call()
        out = min(out, (time.process_time() - start) / each)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.fhir", description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    asked = parser.parse_args()
    engine = open_engine(Path(__file__).parents[1] / "library")
    reader = compile_record(engine.library.glossary)
    record = bundle(small())
    order = record["entry"][2]["resource"]
    text, big = json.dumps(record), large(1_000_000)
    loaded, few, many = json.loads(big), asked.rounds // 6, asked.rounds * 15
    rows: list[Row] = [
        (
            "facts of a small record, 7 resources",
            best(lambda: reader.facts(record), many, 20),
            20e-6,
        ),
        (
            "the same with the facts of its order",
            best(lambda: reader.facts(record, "2026-02-10", order), many, 20),
            20e-6,
        ),
        ("the same bytes parsed by json.loads", best(lambda: json.loads(text), many, 20), None),
        (
            f"{len(big) / 1e6:.2f} MB: parsed strictly, checked, made a request",
            best(lambda: bundle_request(parse_json(big, "big"), reader, plans=engine.plans), few, 1),
            0.15,
        ),
        ("of that, facts alone", best(lambda: reader.facts(loaded), few, 1), None),
        ("the same bytes parsed by json.loads", best(lambda: json.loads(big), few, 1), None),
    ]
    RESULTS.write_text(report(rows), encoding="utf-8")
    print(report(rows))


def shown(seconds: float) -> str:
    return f"{seconds * 1e6:.1f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.0f} ms"


def report(rows: list[Row]) -> str:
    """The page."""
    lines = [
        "# FHIR: what it costs to read a record",
        "",
        f"Coverable {__version__}, Python {platform.python_version()}; processor time of one core, the best.",
        "`make fhir-bench` writes this page; the declarations are those of the library that comes along.",
        "",
        "| | found | asked | reached |",
        "|---|---|---|---|",
    ]
    for what, seconds, limit in rows:
        asked = f"under {shown(limit)}" if limit else ""
        reached = "" if limit is None else "yes" if seconds < limit else "**no**"
        lines.append(f"| {what} | {shown(seconds)} | {asked} | {reached} |")
    lines += [
        "",
        f"Load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; other",
        "work costs time even by a processor's own clock. What calls of CRD cost: [CRD.md](CRD.md).",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
