"""Where a problem of a request stands on the checklist: the field of the form, by its name."""

from __future__ import annotations

import re
from typing import Any, Final

from coverable.base.problem import Problem
from coverable.glossary.facts import Glossary

FIELDS: Final = {
    "member.birth_date": ("Birth date", "birth_date"),
    "member.id": ("Member ID", "member_id"),
    "services[0].code": ("Code of the service", "code"),
    "services[0].date": ("Date of service", "date"),
    "services[0].quantity": ("Quantity", "quantity"),
    "services[0].modifiers": ("Modifiers", "modifiers"),
    "services[0].place_of_service": ("Place of service", "place_of_service"),
    "ordering_provider": ("Ordering provider (NPI)", "ordering"),
    "servicing_provider": ("Servicing provider (NPI)", "servicing"),
    "diagnoses": ("Diagnoses", "diagnoses"),
    "coverages": ("Plan", "plan-1"),
    "received": ("Received", "received"),
    "urgency": ("Urgency", "urgency"),
    "stage": ("When it is asked", "stage"),
}
"""Path in the request to (label, id of the field)."""
_FACT: Final = re.compile(r"facts\.([a-z0-9_]+)")


def at_field(problem: Problem, glossary: Glossary) -> dict[str, Any]:
    """A problem as JSON, with `field` and `anchor` where the form has one for it."""
    out: dict[str, Any] = problem.as_json()
    path = problem.where.removeprefix("$.")
    fact = _FACT.match(path)
    if fact and fact[1] in glossary.facts:
        return {**out, "field": glossary.facts[fact[1]].label, "anchor": f"q-{fact[1]}"}
    for name, (label, anchor) in FIELDS.items():
        if path.startswith(name):
            return {**out, "field": label, "anchor": anchor}
    return out
