"""The request that a claim line stands for: what `coverable check` is asked about the same line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from coverable.glossary.facts import Fact

STAGE: Final = "retrospective"
"""A claim comes after the service."""


class Quantity(NamedTuple):
    """A number with its unit."""

    value: int | Decimal
    unit: str


@dataclass(frozen=True)
class Row:
    """One claim line, read: texts, whole dates, a number, and facts as a request states them."""

    claim: str | None = None
    line: str | None = None
    birth_date: str | None = None
    provider: str | None = None
    plan: str | tuple[str, str | None] | None = None
    """A plan's id, or payer and line of business."""
    service_date: str | None = None
    end_date: str | None = None
    code: str | None = None
    modifiers: tuple[str, ...] = ()
    units: int | Decimal | None = None
    place_of_service: str | None = None
    diagnoses: tuple[str, ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()
    """(fact, value) pairs."""


def request_of(row: Row, as_of: date | None = None) -> dict[str, Any]:
    """The request. The member's number is no part of it: no decision looks at it."""
    out: dict[str, Any] = {"id": row.claim, "stage": STAGE}
    if as_of is not None:
        out["as_of"] = as_of.isoformat()
    if row.birth_date is not None:
        out["member"] = {"birth_date": row.birth_date}
    if isinstance(row.plan, tuple):
        payer, line = row.plan
        out["coverages"] = [{"payer": payer, "line_of_business": line}]
    else:
        out["coverages"] = [{"plan": row.plan}]
    if row.provider is not None:
        out["servicing_provider"] = {"npi": row.provider}
    service: dict[str, Any] = {"code": row.code, "date": row.service_date}
    if row.line is not None and row.line.isascii() and row.line.isdigit() and len(row.line) < 10:
        service["line"] = int(row.line)
    if row.end_date is not None:
        service["end_date"] = row.end_date
    if row.units is not None:
        service["quantity"] = row.units
    if row.modifiers:
        service["modifiers"] = list(row.modifiers)
    if row.place_of_service is not None:
        service["place_of_service"] = row.place_of_service
    out["services"] = [service]
    if row.diagnoses:
        out["diagnoses"] = list(row.diagnoses)
    if row.facts:
        out["facts"] = {name: stated(value) for name, value in row.facts}
    return out


def of_fact(fact: Fact, value: Any) -> Any:
    """A column's value as that of a fact: quantities are in the fact's own unit."""
    return Quantity(value, str(fact.unit)) if fact.type == "quantity" else value


def stated(value: Any) -> Any:
    """The value as a request states it."""
    return {"value": value.value, "unit": value.unit} if isinstance(value, Quantity) else value
