"""One order under its coverages: record to request, the engine decides it, the table says it in CRD."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coverable import __version__
from coverable.base.canonical import digest
from coverable.base.dates import read_date, read_duration
from coverable.base.shape import is_list
from coverable.determination.decide import determine
from coverable.fhir.bundle import Record, Resource, label
from coverable.fhir.crd.assertion import Asserted, Reason
from coverable.fhir.crd.billing import Billed, billed
from coverable.fhir.crd.call import Call
from coverable.fhir.crd.forms import questionnaire_of
from coverable.fhir.crd.gather import Known as Gathered
from coverable.fhir.crd.missing import Under, technical, unders
from coverable.fhir.crd.table import Known, asserted
from coverable.fhir.elements import day_of
from coverable.fhir.intake import bundle_request
from coverable.fhir.orders import line_of
from coverable.fhir.payer import Payer
from coverable.policy.executable import Policy

NO_CODE = "The order has no HCPCS or CPT code, so the rules that hold for it cannot be told."


@dataclass(frozen=True, slots=True)
class Judged:
    """What is asserted of one order under one coverage for one or several codes."""

    order: Resource
    reference: str
    """`Type/id` of the order."""
    under: Under
    said: Asserted
    codes: tuple[Billed, ...]
    view: Mapping[str, Any] | None
    """The entry of `lines[].coverages`; None where nothing was determined."""
    pins: Mapping[str, Any]
    policy: Policy | None
    day: str
    """The date of service, or the day of the call where the order states none."""


def judge(order: Resource, known: Gathered, call: Call, payer: Payer, record: Record) -> list[Judged]:
    """Everything that is said of an order, coverage by coverage; codes that are judged alike are one."""
    today = payer.today.isoformat()
    asked = {"id": "order", **order, "subject": {"reference": f"Patient/{call.patient}"}}
    stated = line_of(order, record, 1, "hcpcs:A0000").get("date")
    if stated is None:
        # a draft often states no date: it is judged as of the day on which it is written (decision 0025)
        asked["occurrenceDateTime"] = today
    day = stated or today
    found = unders(record, call.patient, day, payer, order, known.trouble)
    codes = billed(order, record)
    name = label(asked, 0)
    out = [Judged(order, name, u, u.instead, (), None, {}, None, day) for u in found if u.instead is not None]
    live = [u for u in found if u.instead is None]
    if live and not codes:
        why = Asserted("conditional", "conditional", information=("detail-code",), reasons=(Reason(NO_CODE),))
        out += [Judged(order, name, u, why, (), None, {}, None, day) for u in live]
    elif live:
        out += _decided(asked, order, name, known, payer, live, codes, day)
    return out


def _decided(
    asked: Resource,
    order: Resource,
    name: str,
    known: Gathered,
    payer: Payer,
    live: Sequence[Under],
    codes: Sequence[Billed],
    day: str,
) -> list[Judged]:
    record, looked = known.beside(_coded(asked, codes[0]), payer.reader)
    request = bundle_request(record, payer.reader, [name], payer.engine.plans, looked=looked).request
    request["coverages"] = [dict(u.asked or {}) for u in live]
    rows: dict[tuple[int, str], Judged] = {}
    for code in codes:
        request["services"] = [{**request["services"][0], "code": code.code}]
        made = determine(request, payer.engine, payer.today.isoformat(), outlook=False)
        for i, (under, view) in enumerate(zip(live, made["lines"][0]["coverages"], strict=True)):
            policy = _policy(payer, view)
            said = _said(view, policy, code.code, under, payer, known.trouble, day)
            there = rows.get((i, repr(said)))
            if there is not None:
                rows[i, repr(said)] = replace(there, codes=(*there.codes, code))
            else:
                rows[i, repr(said)] = Judged(
                    order, name, under, said, (code,), view, made["pins"], policy, day
                )
    return list(rows.values())


def _coded(order: Resource, code: Billed) -> Resource:
    """The order with a code that the intake can read, where only options are offered."""
    kind = order["resourceType"]
    element = {"ServiceRequest": "code", "DeviceRequest": "codeCodeableConcept"}.get(kind)
    if kind == "MedicationRequest" and "medicationReference" not in order:
        element = "medicationCodeableConcept"
    if element is None:
        element = {"Appointment": "serviceType", "Encounter": "type"}.get(kind)
        return (
            order
            if element is None
            else {**order, element: [*_list(order.get(element)), {"coding": [code.coding]}]}
        )
    concept: Mapping[str, Any] = order.get(element) or {}
    return {**order, element: {**concept, "coding": [*concept.get("coding", ()), code.coding]}}


def _list(value: Any) -> list[Any]:
    return list(value) if is_list(value) else []


def _said(
    view: Mapping[str, Any],
    policy: Policy | None,
    code: str,
    under: Under,
    payer: Payer,
    trouble: str | None,
    day: str,
) -> Asserted:
    if trouble is not None and view["outcome"] == "information_needed":
        return technical(trouble)  # what is missing may stand in the record that could not be read
    title = f"{policy.file.title} ({policy.file.number})" if policy else ""
    page = payer.at(f"/policies/{policy.id}/{policy.version}") if policy else ""
    form = questionnaire_of(payer, policy, code) if policy else None
    said = asserted(view, Known(under.plan, title, page, form, code, payer.engine.library.glossary))
    return replace(said, expires=_expires(view, policy, under, said, day))


def _expires(
    view: Mapping[str, Any], policy: Policy | None, under: Under, said: Asserted, day: str
) -> str | None:
    """The last day on which it holds, as far as coverage, policy or approval state one."""
    ends: list[date] = []
    span = day_of(under.ends) if under.ends else None
    if span is not None:
        ends.append(span.last)
    if policy is not None and policy.last_day is not None:
        ends.append(policy.last_day)
    approval: Mapping[str, Any] = view.get("approval") or {}
    lasting = approval.get("for")
    if said.authorization == "satisfied" and lasting:
        ends.append(read_duration(lasting).after(read_date(day).first))
    return min(ends).isoformat() if ends else None


def _policy(payer: Payer, view: Mapping[str, Any]) -> Policy | None:
    governing = view["governing"]
    if governing is None:
        return None
    return payer.engine.library.policy(f"{governing['policy']}@{governing['version']}")


def fingerprint(rows: Sequence[Judged], call: Call, client: str) -> tuple[str, ...]:
    """What an assertion is about and rests on: the same asserts the same, under the same id."""
    parts: list[str] = [client, call.server or "", call.family.name, call.patient]
    for one in rows:
        view: Mapping[str, Any] = one.view or {}
        governing: Mapping[str, Any] = view.get("governing") or {}
        parts += [
            one.reference,
            digest(dict(one.under.reference)),
            one.day,
            repr(one.said),
            " ".join(code.code for code in one.codes),
            str(view.get("plan_sha256")),
            str(governing.get("sha256")),
            str(governing.get("signoff_sha256")),
            str(one.pins.get("facts")),
        ]
    return (*parts, __version__)
