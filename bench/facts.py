"""Random three-valued requests for the two seed policies, the same in every run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from coverable.determination.answer import Answer, answer, cells_of
from coverable.determination.engine import Engine
from coverable.determination.line import read_line
from coverable.determination.request import read_request
from coverable.glossary.values import Facts, read_facts
from coverable.plan.route import Candidate

SEED = 20261122
UNKNOWN = 0.25
"""Share of facts that a request does not state."""
USUAL = {
    "use": ("hyperhidrosis", 0.7),
    "device_kind": ("iontophoresis", 0.9),
    "device_setting": ("home", 0.8),
}
"""Values so frequent that the requests reach the criteria, whose outcome would else be known at once."""
DIAGNOSES: tuple[str, ...] = ("L74.512", "L74.510", "R61", "M26.62")


@dataclass(frozen=True, slots=True)
class Subject:
    """A policy version with a plan that uses it, and a code and day that lead to it."""

    key: str
    plan: str
    code: str
    day: date


SUBJECTS = (
    Subject("sentara/dme-32@7", "sentara/medicare", "E1399", date(2026, 2, 10)),
    Subject("healthy-blue/cg-med-28@2023-01-01", "healthy-blue/medicaid", "E1399", date(2026, 2, 10)),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One request: as parsed JSON, as a plain dict of facts, and as the engine reads it."""

    request: dict[str, Any]
    plain: Mapping[str, Any]
    """Fact to value; a fact that is not stated is absent. `diagnoses` is a list of codes."""
    facts: Facts


def candidate_of(engine: Engine, subject: Subject) -> Candidate:
    """The policy of the subject as the route finds it."""
    routed = engine.route(engine.plans.plans[subject.plan], f"hcpcs:{subject.code}", subject.day, None)
    found = next(c for c in routed.candidates if c.policy.key == subject.key)
    return found


def decide(found: Candidate, sample: Sample, day: date) -> Answer:
    """The engine's answer to one prepared request."""
    return answer(found.asked, cells_of(found.policy, sample.facts, day))


def samples(engine: Engine, subject: Subject, count: int, unknown: float = UNKNOWN) -> list[Sample]:
    """`count` random requests that state what the policy asks for, or leave it out."""
    random = Random(f"{SEED} {subject.key}")
    glossary = engine.library.glossary
    policy = candidate_of(engine, subject).policy
    names = sorted({p.fact for p in policy.probes} - {"diagnoses", "service_date", "age"})
    kinds = {name: list(glossary.facts[name].choices) or [True, False] for name in names}
    out: list[Sample] = []
    for number in range(count):
        stated: dict[str, Any] = {}
        for name in names:
            if random.random() < unknown:
                continue
            usual, share = USUAL.get(name, (None, 0.0))
            stated[name] = usual if random.random() < share else random.choice(kinds[name])
        diagnoses = random.sample(DIAGNOSES, random.randrange(3))
        out.append(_sample(engine, subject, f"bench-{number}", stated, diagnoses))
    return out


def _sample(
    engine: Engine, subject: Subject, name: str, stated: dict[str, Any], diagnoses: list[str]
) -> Sample:
    data: dict[str, Any] = {
        "id": name,
        "coverages": [subject.plan],
        "member": {"birth_date": "1954-05-02"},
        "services": [{"line": 1, "code": subject.code, "date": subject.day.isoformat()}],
        "diagnoses": diagnoses,
        "facts": stated,
    }
    request, glossary = read_request(data, "$"), engine.library.glossary
    shared = read_facts(request.facts, glossary, "$.facts")
    line = read_line(request, 0, shared, glossary, engine.library.book)
    plain = {**stated, "diagnoses": [f"icd10cm:{code}" for code in diagnoses]}
    return Sample(data, plain, line.facts)
