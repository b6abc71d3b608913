"""What a record says, for a draft: a Bundle with the order, as `check --fhir` takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coverable.base.dates import age_on, read_date, read_day
from coverable.base.problem import refuse
from coverable.fhir.bundle import Record, own_name
from coverable.fhir.dtr.package import For
from coverable.fhir.elements import first_at
from coverable.fhir.intake import bundle_request
from coverable.fhir.record import Reader
from coverable.plan.book import PlanBook


def recorded(bundle: Any, reader: Reader, plans: PlanBook, name: str) -> For:
    """Whose record it is, and all that it states of one order. Refused as `bundle_request` refuses, and when
    several orders are asked about: facts of one are not those of another."""
    intake = bundle_request(bundle, reader, plans=plans, name=name)
    if len(intake.orders) != 1:
        orders = ", ".join(intake.orders)
        raise refuse(
            "several orders", name, f"a form is about one of {orders}", "leave one draft in the Bundle"
        )
    record = Record(bundle)
    request = intake.request
    line: Mapping[str, Any] = request["services"][0]
    order = next((r for r in record.resources if own_name(r) == intake.orders[0]), None)
    subject = first_at(order, "subject", "reference") if order is not None else None
    coverage = next((own_name(r) for r in record.resources if r["resourceType"] == "Coverage"), None)
    day = read_day(line["date"]) if "date" in line else None
    facts = dict(request.get("facts") or {})
    born = request.get("member", {}).get("birth_date")
    span = read_date(born) if born else None
    if span is not None and day is not None and age_on(span.first, day) == age_on(span.last, day):
        piece = {"kind": "medical_record", "source": subject or "Patient", "place": "Patient.birthDate"}
        facts.setdefault("age", {"value": age_on(span.last, day), "from": [piece]})
    diagnoses = tuple(request.get("diagnoses") or ())
    return For(subject, coverage, intake.orders, facts, diagnoses, day)
