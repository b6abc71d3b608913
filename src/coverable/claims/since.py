"""What a decided part rests on, so that a later run decides again only what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverable import __version__
from coverable.base.canonical import digest
from coverable.claims.days import policies_met
from coverable.determination.engine import Engine


def plan_digests(engine: Engine, plans: Sequence[str]) -> dict[str, str]:
    """For each plan the hash of all that can change a verdict under it: the plan itself and every version of
    the policies that its routes look at, with their sign-offs."""
    return {id: digest(_of_plan(engine, id)) for id in plans if id in engine.plans.plans}


def _of_plan(engine: Engine, id: str) -> dict[str, Any]:
    plan, library = engine.plans.plans[id], engine.library
    versions = [p for one in policies_met(engine, plan) for p in library.versions(one)]
    return {
        "plan": plan.sha256,
        "policies": {p.key: [p.sha256, p.signoff_sha256, dict(p.includes)] for p in versions},
    }


def engine_digest(engine: Engine) -> str:
    """The hash of what every verdict rests on, whatever its plan: program, glossary and code systems."""
    book = engine.library.book
    return digest(
        {
            "engine": __version__,
            "glossary": engine.library.glossary.sha256,
            "codes": [book.stamp, *([r.system, r.release, r.source] for r in book.releases())],
        }
    )
