"""A Bundle becomes a request: patient, coverages, orders and what the record says, as in contracts 4.

Nothing is guessed: what the Bundle does not state is left out of the request, and so stays unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from coverable.base.problem import Problem, Refused, refuse
from coverable.base.shape import is_object
from coverable.fhir.bundle import Record, Resource, label, unversioned
from coverable.fhir.coverage import coverages_of
from coverable.fhir.elements import at, day_of, first_at
from coverable.fhir.gate import check_bundle, places
from coverable.fhir.orders import (
    code_of,
    codings_of,
    icd10_of,
    is_order,
    line_of,
    npi_of,
    orders_in,
    reasons_of,
)
from coverable.fhir.record import Looked, Reader, patient_of
from coverable.fhir.rules import COUNTS, judge_of
from coverable.glossary.resources import KINDS
from coverable.plan.book import PlanBook

MAX_DIAGNOSES: Final = 500
MAX_COVERAGES: Final = 20


@dataclass(frozen=True, slots=True)
class Intake:
    """The request, ready for `determine`; in words what of the Bundle was left out, and why."""

    request: dict[str, Any]
    left_out: tuple[str, ...]
    orders: tuple[str, ...]
    """How the Bundle names the order of each service line."""


def bundle_request(
    bundle: Any,
    reader: Reader,
    orders: Sequence[str] | None = None,
    plans: PlanBook | None = None,
    name: str = "$",
    looked: Looked | None = None,
) -> Intake:
    """The request that a Bundle (or list of resources, entries, Bundles; or those opened and checked) makes.

    `orders`: references (`DeviceRequest/d1`) of those that are asked about; default: the drafts, else those
    that are active. `plans`: those of the library, to tell a known payer or plan among the names that a
    Coverage gives. `looked`: what the reader found there before. Refused, with JSON paths below `name`: a
    shape that is not FHIR's, no order, an order without a billing code, several patients, no coverage.
    """
    record = bundle if isinstance(bundle, Record) else check_bundle(bundle, name)
    chosen = _chosen(record, orders, name)
    mine = _patient(record, chosen, name)
    lines, uncoded = _lines(record, chosen)
    if uncoded:
        path = {id(resource): where for where, resource in places(bundle, name)}
        raise Refused([_uncoded(one, record, path.get(id(one), "$")) for one in uncoded])
    first = min((line["date"] for line in lines if "date" in line), default=None)
    left_out: list[str] = []
    coverages: list[Any] = []
    for one, said, why in coverages_of(record, mine, first, plans):
        if said is None:
            left_out.append(f"Coverage/{one.get('id')}: {why}")
        elif said not in coverages:
            coverages.append(said)
    if not coverages:
        raise refuse(
            "no coverage of the patient",
            name,
            "; ".join(left_out) or "the Bundle holds no Coverage",
            "add the active Coverage of the patient, with its payor",
        )
    conditions = _diagnoses(record, mine)
    request: dict[str, Any] = {"coverages": coverages[:MAX_COVERAGES], "services": lines}
    id_ = bundle.get("id") if is_object(bundle) else None
    if isinstance(id_, str):
        request = {"id": id_, **request}
    request |= _member(record, mine)
    for element, field in (("requester", "ordering_provider"), ("performer", "servicing_provider")):
        npis = {npi_of(order, record, element) for order in chosen}
        if len(npis) == 1 and None not in npis:
            request[field] = {"npi": npis.pop()}
    foreign: dict[str, None] = {}
    for order, line in zip(chosen, lines, strict=True):
        reading = reader.read(record, line.get("date"), order, looked=looked)
        foreign |= dict.fromkeys(reading.foreign)
        left_out += reading.slips
        into = request if len(lines) == 1 else line
        diagnoses = list(dict.fromkeys((*reasons_of(order, record), *conditions)))[:MAX_DIAGNOSES]
        if diagnoses:
            into["diagnoses"] = diagnoses
        if reading.facts:
            into["facts"] = reading.facts
    left_out += [f"{one}: it is another person's, or names nobody" for one in foreign]
    return Intake(request, tuple(left_out), tuple(label(order, i) for i, order in enumerate(chosen)))


def _chosen(record: Record, named: Sequence[str] | None, name: str) -> list[Resource]:
    if named is None:
        chosen = orders_in(record)
        if not chosen:
            raise refuse(
                "no order in the Bundle",
                name,
                "nothing is asked about: there is no draft or active order of a type that CRD names",
                "add the order (DeviceRequest, ServiceRequest, MedicationRequest ...)",
            )
        return chosen
    out: list[Resource] = []
    for reference in named:
        found = record.find({"reference": reference}, {})
        if found is None or not is_order(found):
            raise refuse(
                f"no order `{reference[:80]}`",
                name,
                "the Bundle holds no order, or several different ones, under that name",
                "name one of " + ", ".join(label(r, i) for i, r in enumerate(orders_in(record)[:12])),
            )
        out.append(found)
    return out


def _patient(record: Record, chosen: Sequence[Resource], name: str) -> frozenset[str]:
    """Every reference to the patient; Refused when the orders are of several."""
    every = {frozenset(patient_of(record, order)) for order in chosen}
    if len(every) > 1:
        raise refuse(
            "the orders are of several patients",
            name,
            "one request is about one person",
            "send one Bundle for each patient, or name the orders",
        )
    mine = every.pop()
    if not mine:
        raise refuse(
            "nobody is named as the patient", name, "the order has no subject", "add `subject` to the order"
        )
    return mine


def _lines(record: Record, chosen: Sequence[Resource]) -> tuple[list[dict[str, Any]], list[Resource]]:
    """The service line of each order, and the orders that have no billing code."""
    codes = [code_of(order, record) for order in chosen]
    lines = [
        line_of(order, record, number, code)
        for number, (order, code) in enumerate(zip(chosen, codes, strict=True), 1)
        if code is not None
    ]
    return lines, [order for order, code in zip(chosen, codes, strict=True) if code is None]


def _uncoded(order: Resource, record: Record, path: str) -> Problem:
    systems = sorted({str(c.get("system"))[:100] for c in codings_of(order, record)})
    return Problem(
        "an order without a HCPCS or CPT code",
        path,
        f"its codes are of {', '.join(systems)}" if systems else "it has no code at all",
        "add the code that will be billed",
    )


def _diagnoses(record: Record, mine: frozenset[str]) -> list[str]:
    """ICD-10-CM codes of the patient's conditions that are confirmed and not over."""
    judge = judge_of(KINDS["Condition"], past=False)
    return [
        code
        for one in record.resources
        if one["resourceType"] == "Condition"
        and judge(one) == COUNTS
        and unversioned(first_at(one, "subject", "reference") or "") in mine
        for code in icd10_of(at(one, ("code",)))
    ]


def _member(record: Record, mine: frozenset[str]) -> dict[str, Any]:
    """Birth date and member number of the patient, where they are stated."""
    for i, one in enumerate(record.resources):
        if one["resourceType"] == "Patient" and not mine.isdisjoint(record.names_of(i)):
            member: dict[str, Any] = {}
            for number in at(one, ("identifier",)):
                if "MB" in at(number, ("type", "coding", "code")) and number.get("value"):
                    member.setdefault("id", number["value"])
            birth = one.get("birthDate")
            if birth and day_of(birth):
                member["birth_date"] = birth
            return {"member": member} if member else {}
    return {}
