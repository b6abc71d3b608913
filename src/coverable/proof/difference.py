"""The comparison of two policies as one piece of data: relation, examples, rows, codes, claims."""

from __future__ import annotations

from datetime import date
from typing import Any

from coverable.determination.engine import Engine
from coverable.policy.executable import Policy
from coverable.proof.beside import descriptions, qualifiers
from coverable.proof.claims import claims
from coverable.proof.compare import Compared, Shower, compare
from coverable.proof.patient import common_day
from coverable.proof.rows import Row, rows


def difference(
    engine: Engine, first: Policy, second: Policy, on: date | None = None, examples: bool = True
) -> dict[str, Any]:
    """JSON-ready: what is proved of each pair of services, row by row; `examples`: a patient for each row."""
    compared = compare(engine, first, second, on)
    every: list[Row] = []
    services: list[dict[str, Any]] = []
    for one in compared:
        found = rows(one, Shower(engine, one.first, one.second, one.codes) if examples else None)
        every += found
        services.append(_service(one, found))
    return {
        "first": _policy(first),
        "second": _policy(second),
        "on": (on or common_day((first, second))).isoformat(),
        "services": services,
        "codes": {
            "both": sorted(first.codes & second.codes),
            "only_first": sorted(first.codes - second.codes),
            "only_second": sorted(second.codes - first.codes),
            "qualifiers": qualifiers(first, second),
        },
        "descriptions": descriptions(first, second),
        "claims": [c.view() for c in claims(first, second, compared, every)] if first.id == second.id else [],
    }


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "policy": policy.id,
        "version": policy.version,
        "title": policy.file.title,
        "publisher": policy.file.publisher,
        "sha256": policy.sha256,
        "signoff_sha256": policy.signoff_sha256,
        "encoding": policy.signoff.encoding.status,
    }


def _service(one: Compared, found: list[Row]) -> dict[str, Any]:
    shown = {
        "only_first": one.only_first,
        "only_second": one.only_second,
        "otherwise": one.otherwise,
    }
    return {
        "first": one.first.service,
        "second": one.second.service,
        "codes": list(one.codes),
        "relation": one.relation,
        "same_outcomes": one.same_outcomes,
        "undecided": one.undecided,
        "examples": {name: example.view() if example else None for name, example in shown.items()},
        "rows": [row.view() for row in found],
    }
