"""The gate over a whole library: every approved version is rightly so, and versions fit together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coverable.base.problem import Problem, Refused
from coverable.base.share import share
from coverable.determination.engine import Engine
from coverable.policy.together import lost_together
from coverable.proof.workflow.gate import review

Told = Callable[[int, int], None]
"""Hears how many of how many are done."""


def approved(engine: Engine) -> list[str]:
    """Keys of approved versions; what cannot be read is said by the checks that read it."""
    out: list[str] = []
    for key in engine.library.folders:
        try:
            if engine.library.signoff(key).encoding.status == "approved":
                engine.library.versions(key.partition("@")[0])
                out.append(key)
        except Refused:
            continue
    return out


def not_rightly_approved(engine: Engine, told: Told) -> Iterator[tuple[str, Problem]]:
    """(version, what it lacks) of every approved version (SR-013, SR-121)."""
    keys = approved(engine)

    def missing(at: int) -> list[Problem]:
        return list(review(engine, keys[at], always_compare=False).missing)

    for key, found in zip(keys, share(missing, len(keys), told), strict=True):
        yield from ((key, problem) for problem in found)


def not_together(engine: Engine) -> Iterator[tuple[str, Problem]]:
    """(version, criteria by reference that the other policy lacks on a day on which both are in effect)."""
    for key in approved(engine):
        try:
            policy = engine.library.policy(key)
        except Refused:
            continue
        yield from ((key, problem) for problem in lost_together(engine.library, policy))
