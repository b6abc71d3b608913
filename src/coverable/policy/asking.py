"""Which policy asks which fact of the glossary (SR-144)."""

from __future__ import annotations

from typing import Any

from coverable.base.problem import Refused
from coverable.policy.library import Library


def asked_by(library: Library) -> list[dict[str, Any]]:
    """JSON-ready rows, one for each fact by id: {id, label, ask, type, unit, choices, attributes, policies,
    words}; `words` is what a search may look through. A policy that cannot be read asks nothing."""
    users: dict[str, set[str]] = {}
    for key in library.folders:
        try:
            policy = library.policy(key)
        except Refused:
            continue
        for probe in policy.probes:
            users.setdefault(probe.fact, set()).add(policy.id)
    out: list[dict[str, Any]] = []
    for name, fact in sorted(library.glossary.facts.items()):
        choices = dict(fact.choices)
        policies = sorted(users.get(name, ()))
        said = (name, name.replace("_", " "), fact.label, fact.ask, fact.plain, *choices.values(), *policies)
        out.append(
            {
                "id": name,
                "label": fact.label,
                "ask": fact.ask,
                "type": fact.type,
                "unit": fact.unit,
                "choices": choices,
                "attributes": {n: one.type for n, one in fact.attributes.items()},
                "policies": policies,
                "words": " ".join(said).casefold(),
            }
        )
    return out
