"""A verdict on a claim line: what `coverable check` says of the request that the line stands for, in short.

It is made by the very steps of one request, once for all lines that go on alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coverable.base.dates import read_day
from coverable.claims.diagnoses import State, signal_of
from coverable.claims.row import Row, request_of
from coverable.claims.units import plausibility
from coverable.determination.cover import Covered, cover
from coverable.determination.engine import Engine
from coverable.determination.line import read_line
from coverable.determination.request import read_request
from coverable.determination.steps import next_step
from coverable.glossary.values import read_facts


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome, next step and flags as `check` gives them for the line's one coverage, and the signals."""

    outcome: str
    next_step: str
    flags: tuple[str, ...]
    """Codes of the flags, in order, each once."""
    plan: str | None
    policy: str | None
    """The governing policy, with the version and hash that decided."""
    version: str | None
    sha256: str | None
    diagnosis_signal: str | None
    """None where no policy governs."""
    units: str | None
    """None where the policy says nothing of units."""

    @property
    def key(self) -> str | None:
        return None if self.policy is None else f"{self.policy}@{self.version}"


def decide(engine: Engine, row: Row, as_of: date | None) -> tuple[Covered, str]:
    """The coverage's result and next step, as `determination.decide` works them out. Refused as there."""
    request = read_request(request_of(row, as_of))
    glossary, book = engine.library.glossary, engine.library.book
    line = read_line(request, 0, read_facts(request.facts, glossary, "$.facts"), glossary, book)
    day = as_of or (read_day(row.service_date) if row.service_date else None)
    result = cover(engine, request, line, request.coverages[0], day)
    return result, next_step(result, line, request)[0]


def verdict(engine: Engine, row: Row, as_of: date | None, state: State) -> Verdict:
    """The verdict on a line; `state` is what its diagnoses say."""
    result, step = decide(engine, row, as_of)
    one = result.governing
    policy = one.policy if one else None
    return Verdict(
        result.outcome,
        step,
        tuple(dict.fromkeys(f.code for f in result.flags)),
        result.plan.id if result.plan else None,
        policy.id if policy else None,
        policy.version if policy else None,
        policy.sha256 if policy else None,
        signal_of(state, policy.key) if policy else None,
        plausibility(policy, str(row.code), row.units),
    )
