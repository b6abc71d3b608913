"""Everybody must decide alike before anybody is timed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bench.facts import Sample, Subject, decide
from bench.signed import Signed, Value
from coverable.determination.answer import Answer
from coverable.plan.route import Candidate

OPEN = frozenset({"information_needed", "judgment_needed"})
Said = tuple[str, Sequence[Value]]
"""Outcome and the value of every criterion."""


def ladder_outcome(answer: Answer) -> str:
    """The outcome as far as the others know it: who must answer an open case is not asked of them."""
    return "open" if answer.outcome in OPEN else answer.outcome


def engine_says(found: Candidate, tree: Signed, subject: Subject, samples: Sequence[Sample]) -> list[Said]:
    """Outcome and values of each request by the engine."""
    answers = [decide(found, sample, subject.day) for sample in samples]
    return [(ladder_outcome(one), tree.values(one)) for one in answers]


def differences(name: str, tree: Signed, expected: Sequence[Said], said: Iterable[Said]) -> list[str]:
    """Where somebody says otherwise, in words; [] when all is equal."""
    out: list[str] = []
    count = 0
    for number, (want, have) in enumerate(zip(expected, said, strict=True)):
        count += 1
        if want[0] != have[0]:
            out.append(f"{name}, request {number}: {have[0]}, the engine says {want[0]}")
        out += [
            f"{name}, request {number}, {one.name}: {b}, the engine says {a}"
            for one, a, b in zip(tree.criteria, want[1], have[1], strict=True)
            if a is not b
        ]
    assert count == len(expected)
    return out
