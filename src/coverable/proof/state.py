"""The state of a library: what the lint says of each version, whether cases hold, policies by service."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from coverable.base.problem import Refused
from coverable.determination.engine import Engine
from coverable.determination.exercise import exercise
from coverable.proof.lint.run import counted, lint


def state(engine: Engine, day: date) -> dict[str, Any]:
    """JSON-ready: {as_of, versions: [{policy, version, lint, cases, criteria, ...}], services, counts}."""
    library = engine.library
    found = lint(library, day)
    versions = [_version(engine, key, day, [f for f in found if f.subject == key]) for key in library.folders]
    totals: Counter[str] = Counter(counted(found))
    return {
        "as_of": day.isoformat(),
        "versions": versions,
        "counts": dict(totals),
        "elsewhere": [f.view() for f in found if f.subject not in library.folders],
        "services": _services(engine),
    }


def _version(engine: Engine, key: str, day: date, found: list[Any]) -> dict[str, Any]:
    policy, _, version = key.partition("@")
    out: dict[str, Any] = {"policy": policy, "version": version, "title": key, "lint": counted(found)}
    out |= {"cases": 0, "broken": 0, "criteria": 0, "exercised": 0, "says": None}
    try:
        done = exercise(engine, key, day.isoformat())
    except Refused as refused:
        return {**out, "says": str(refused.problems[0].what)}
    return {
        **out,
        "title": engine.library.policy(key).file.title,
        "cases": len(done["cases"]),
        "broken": sum(not one["holds"] for one in done["cases"]),
        "criteria": done["criteria"],
        "exercised": done["exercised"],
    }


def _services(engine: Engine) -> list[dict[str, Any]]:
    """Every service with its codes and the policies that speak of it, in the order of their names."""
    out: dict[str, dict[str, Any]] = {}
    for policy in engine.library.all():
        for name, service in policy.services.items():
            one = out.setdefault(name, {"service": name, "codes": set[str](), "policies": list[str]()})
            one["codes"] |= set(service.codes)
            one["policies"].append(policy.key)
    return [{**one, "codes": sorted(one["codes"])} for _, one in sorted(out.items())]
