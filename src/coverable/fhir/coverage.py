"""Coverage resources become the coverages of a request: payer and line of business as they are stated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from coverable.fhir.bundle import Record, Resource
from coverable.fhir.elements import at, day_of, first_at
from coverable.plan.book import PlanBook

_PLAN: Final = "plan"
_TYPOLOGY: Final = "https://nahdo.org/sopt"
_BUSINESS: Final = {"1": "Medicare", "2": "Medicaid", "5": "Commercial"}
"""The first digit of the Source of Payment Typology, which US Core asks for in Coverage.type."""
_DUAL: Final = "14"
"""Medicare and Medicaid at once: which of the two this coverage is cannot be told."""


def coverages_of(
    record: Record, mine: frozenset[str], on: str | None, plans: PlanBook | None
) -> Iterator[tuple[Resource, Any, str | None]]:
    """(Coverage, the request's coverage or None, why it is left out) of the patient, in payer order."""
    found = [
        (r.get("order") if isinstance(r.get("order"), int) else 10**9, i, r)
        for i, r in enumerate(record.resources)
        if r["resourceType"] == "Coverage"
    ]
    for _, _, one in sorted(found, key=lambda f: f[:2]):
        ended = day_of(first_at(one, "period", "end") or "")
        began = day_of(first_at(one, "period", "start") or "")
        day = day_of(on) if on else None
        if first_at(one, "beneficiary", "reference") not in mine:
            yield one, None, "it is another person's"
        elif one.get("status") != "active":
            yield one, None, "it is not active"
        elif day and ended and ended.last < day.first:
            yield one, None, "it ended before the date of service"
        elif day and began and began.first > day.last:
            yield one, None, "it begins after the date of service"
        else:
            said = _coverage(one, record, plans)
            yield one, said, None if said else "it names no payer"


def _coverage(one: Resource, record: Record, plans: PlanBook | None) -> dict[str, str] | None:
    payers = list(dict.fromkeys(_payers(one, record)))
    named = list(dict.fromkeys(_plans(one)))
    for name in named:
        if plans is not None and name in plans.plans:
            return {"plan": name}
    if not payers:
        return None
    payer = next((p for p in payers if plans is not None and plans.find(p, "")[1]), payers[0])
    lines = [*_lines(one), *named]
    fits = (line for line in lines if plans is not None and plans.find(payer, line)[0])
    line = next(fits, next(_lines(one), None))
    return {"payer": payer, **({"line_of_business": line} if line else {})}


def _payers(one: Resource, record: Record) -> Iterator[str]:
    """Names of the payer: those of the Organization, what is displayed, its identifiers."""
    for payor in at(one, ("payor",)):
        found = record.find(payor, one)
        organization = found if found is not None and found["resourceType"] == "Organization" else None
        for name in (
            *at(organization, ("name",)),
            *at(organization, ("alias",)),
            *at(organization, ("identifier", "value")),
            *at(payor, ("display",)),
            *at(payor, ("identifier", "value")),
        ):
            if isinstance(name, str) and name:
                yield name


def _plans(one: Resource) -> Iterator[str]:
    """What the class of type `plan` says: its name, its value."""
    for each in at(one, ("class",)):
        if _PLAN in at(each, ("type", "coding", "code")):
            yield from (s for s in (*at(each, ("name",)), *at(each, ("value",))) if isinstance(s, str) and s)


def _lines(one: Resource) -> Iterator[str]:
    """The line of business as the type of the coverage says it."""
    for coding in at(one, ("type", "coding")):
        code = coding.get("code")
        if coding.get("system") == _TYPOLOGY and isinstance(code, str) and not code.startswith(_DUAL):
            line = _BUSINESS.get(code[:1])
            if line:
                yield line
    text = first_at(one, "type", "text")
    if text:
        yield text
