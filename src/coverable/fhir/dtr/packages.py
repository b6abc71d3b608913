"""$questionnaire-package: which forms an order needs under a coverage, each with its package."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from coverable.base.dates import read_day
from coverable.base.problem import Problem
from coverable.determination.benefit import plans_of
from coverable.determination.request import Coverage
from coverable.fhir.answers import fail, outcome
from coverable.fhir.bundle import Record, Resource, label
from coverable.fhir.coverage import coverages_of
from coverable.fhir.dtr.calls import Call, read_call
from coverable.fhir.dtr.catalogue import form_named, forms_for
from coverable.fhir.dtr.changes import unchanged
from coverable.fhir.dtr.conclude import said_before
from coverable.fhir.dtr.form import Form
from coverable.fhir.dtr.logic import logic_of
from coverable.fhir.dtr.names import Family
from coverable.fhir.dtr.package import For, package, parameters
from coverable.fhir.elements import first_at
from coverable.fhir.orders import code_of, is_order, line_of, reasons_of
from coverable.fhir.payer import Payer
from coverable.fhir.store import Kept
from coverable.plan.book import Plan

Found = tuple[Form, bool]
"""(form, whether it is asked adaptively)."""


def packages(
    body: dict[str, Any], payer: Payer, family: Family, now: str, loaded: datetime, client: str = ""
) -> dict[str, Any]:
    """The Parameters that answer a call; `loaded`: when the policies were read. Failed with 4xx: a coverage
    that is not of this payer, a context never given, and (2.0.1, whose answer cannot be empty) no form."""
    call = read_call(body, family)
    kept = _context(call, payer, client)
    remarks: list[Problem] = []
    bundles: list[dict[str, Any]] = []
    seen: set[tuple[str, str, bool]] = set()
    same = 0
    for i, coverage in enumerate(call.coverages):
        record = Record([*call.coverages, *call.orders])
        plan = _plan(coverage, call, record, kept, payer)
        for form, adaptive in _forms(call, record, plan, kept, payer, remarks, first=i == 0):
            if (form.name, form.version, adaptive) not in seen:
                seen.add((form.name, form.version, adaptive))
                if call.since is not None and unchanged(form, payer, call.since, loaded):
                    same += 1
                    continue
                whose = _whose(coverage, call, record, kept, payer)
                whose = replace(whose, said=said_before(kept, form, payer.base, family))
                bundles.append(
                    package(form, payer.base, family, whose, now, logic_of(form, payer.base), adaptive)
                )
    if same and not bundles and not remarks:
        return _nothing_new(family)
    if not bundles and not remarks:
        remarks.append(
            Problem(
                "no form is needed",
                "Parameters.parameter",
                "no policy of this plan asks for documentation of what is ordered",
                "go on without one; the plan's own rules on authorization stay as they are",
            )
        )
    if not bundles and family == "2.0.1":
        raise fail(404, remarks[0].what, remarks[0].where, remarks[0].why, remarks[0].next)
    return parameters(family, bundles, _warning(remarks) if remarks else None)


def _nothing_new(family: Family) -> dict[str, Any]:
    """That the client has everything; in 2.0.1, whose Parameters hold a package, the outcome alone."""
    why = "the client has what it needs since then"
    same = Problem("nothing has changed", "Parameters.parameter", why, "go on with what you have")
    told = outcome([same], 404)
    told["issue"][0] |= {"severity": "information", "code": "informational"}
    return told if family == "2.0.1" else parameters(family, [], told)


def _warning(remarks: list[Problem]) -> dict[str, Any]:
    made = outcome(remarks, 404)
    for issue in made["issue"]:
        issue["severity"] = "warning"
    return made


def _context(call: Call, payer: Payer, client: str) -> Kept | None:
    """What was answered at the time of ordering. Failed with 404: never given, or to somebody else."""
    if call.context is None:
        return None
    kept = payer.store.find(call.context)
    if kept is None or (client and kept.client and kept.client != client):
        raise fail(
            404, "no such context", "context", "no assertion of coverage with this id was given to you here",
            "send the coverage-assertion-id as it came, or name the order",
        )  # fmt: skip
    return kept


def _plan(coverage: Resource, call: Call, record: Record, kept: Kept | None, payer: Payer) -> Plan:
    """The plan of a coverage. Failed with 422: of another payer, not active, or of several plans."""
    mine = first_at(coverage, "beneficiary", "reference")
    days = [line_of(order, record, 1, "").get("date") for order in call.orders if is_order(order)]
    day = next((one for one in days if one), None)
    one = [coverage]
    why = "it names nobody (beneficiary)"
    if isinstance(mine, str):
        for _, said, left_out in coverages_of(Record(one), frozenset({mine}), day, payer.engine.plans):
            why = left_out or ""
            if said is not None:
                try:
                    fits, _, name = plans_of(payer.engine.plans, Coverage.model_validate(said))
                except ValidationError:
                    continue
                if len(fits) == 1:
                    return fits[0]
                why = f"{len(fits) or 'no'} plans fit “{name[:100]}”"
    if kept is not None and kept.plan in payer.engine.plans.plans:
        return payer.engine.plans.plans[kept.plan]
    raise fail(
        422, "this coverage cannot be told", "Parameters.parameter.resource", why,
        "send an active Coverage with payor and type, or class, of a plan of this payer",
    )  # fmt: skip


def _forms(
    call: Call,
    record: Record,
    plan: Plan,
    kept: Kept | None,
    payer: Payer,
    remarks: list[Problem],
    first: bool,
) -> list[Found]:
    """The forms that are named, that the context promised, and that the orders need, each once."""
    out: list[Found] = []
    for canonical in call.questionnaires if first else ():
        found = form_named(payer.engine, payer.base, canonical, payer.today)
        if found is None:
            remarks.append(_unknown(canonical))
        else:
            out.append(found)
    if kept is not None and not call.questionnaires:
        out += _promised(kept, payer)
    if call.questionnaires or (kept is not None and out):
        return out
    for order in call.orders:
        code = code_of(order, record) if is_order(order) else None
        if code is None:
            remarks.append(_uncoded(order))
            continue
        out += [(form, False) for form in forms_for(payer.engine, plan, code, _day(order, record, payer))]
    return out


def _unknown(canonical: str) -> Problem:
    why = f"{canonical[:300]} is no form of this server"
    next = "use an address that this server gave, with or without its version"
    return Problem("an unknown questionnaire", "questionnaire", why, next)


def _uncoded(order: Resource) -> Problem:
    why = "forms are found by HCPCS or CPT"
    return Problem(
        "an order without a billing code", label(order, 0), why, "add the code that will be billed"
    )


def _promised(kept: Kept, payer: Payer) -> list[Found]:
    """The form that was named at the time of ordering; Failed when there is none any more (DTR oper-8)."""
    if kept.questionnaire:
        found = form_named(payer.engine, payer.base, kept.questionnaire, payer.today)
        if found is not None:
            return [found]
        raise fail(
            404, "the form that was named is no longer here", "context",
            "its policy, or the words of its questions, have changed since",
            "place the order again, or name the order here",
        )  # fmt: skip
    return []


def _day(order: Resource, record: Record, payer: Payer) -> date:
    stated = line_of(order, record, 1, "").get("date")
    return read_day(stated) if stated else payer.today


def _whose(coverage: Resource, call: Call, record: Record, kept: Kept | None, payer: Payer) -> For:
    """What the draft can say: whose it is, and what the orders themselves state."""
    facts: dict[str, Any] = {}
    diagnoses: list[str] = []
    orders = [order for order in call.orders if is_order(order)]
    day = _day(orders[0], record, payer) if orders else read_day(kept.day) if kept and kept.day else None
    if len(orders) == 1:  # facts of one order are not those of another
        facts = dict(payer.reader.read(list(call.orders), day, orders[0]).facts)
        diagnoses = reasons_of(orders[0], record)
    names = [_name(order) for order in call.orders]
    if not names and kept is not None and kept.order:
        names = [kept.order]
    subject = first_at(coverage, "beneficiary", "reference")
    return For(subject, _name(coverage), tuple(_known(names)), facts, tuple(diagnoses), day)


def _name(resource: Resource) -> str | None:
    """The resource as its server names it."""
    id = resource.get("id")
    return f"{resource['resourceType']}/{id}" if isinstance(id, str) and id else None


def _known(names: Iterable[str | None]) -> Iterable[str]:
    return (name for name in names if name)
