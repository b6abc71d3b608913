"""Coverable itself, step by step, and the closures: each as something that can be timed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import process_time
from typing import Any

from bench.check import differences, engine_says
from bench.closures import CLOSURES
from bench.facts import Sample, Subject, candidate_of, decide, samples
from bench.signed import Signed, signed
from coverable.determination.decide import determine, dump
from coverable.determination.engine import Engine
from coverable.determination.view import rationale_view
from coverable.logic.evaluate import evaluate, leaf_bits
from coverable.logic.planes import Bits
from coverable.plan.route import Candidate
from coverable.policy.outcome import outcomes


@dataclass
class Bench:
    """One policy with its requests, checked: closures and engine agree on every criterion."""

    engine: Engine
    subject: Subject
    found: Candidate
    tree: Signed
    samples: list[Sample]

    def closures(self) -> float:
        """Outcome and every criterion by closures over a dict."""
        run = CLOSURES[self.subject.key]()[1]
        return _each([s.plain for s in self.samples], run)

    def signed_reading(self) -> float:
        """Cells, every criterion and the ladder, in the signed reading only."""
        found, day = self.found, self.subject.day
        policy = found.policy
        assert found.service is not None
        forest, service, lanes = policy.forest, policy.services[found.service], policy.lanes.signed
        full, nodes = lanes.full, policy.signed_steps(policy.lanes)

        def run(sample: Sample) -> Any:
            masks = [probe.cells(sample.facts, day) for probe in policy.probes]
            leaves = leaf_bits(forest, [((mask, full),) if mask else () for mask in masks], 0)
            bits: list[Bits] = evaluate(forest, leaves, full, lanes.picks, nodes)
            return outcomes(policy, service, found.qualifier, bits, full)

        return _each(self.samples, run)

    def answer(self) -> float:
        """`answer`: the same, and who must answer an open case, the requester or a reviewer."""
        found, day = self.found, self.subject.day
        return _each(self.samples, lambda sample: decide(found, sample, day))

    def rationale(self) -> float:
        """`rationale_view` of answers that nobody has looked at yet."""
        return _each(self._answers(), lambda one: rationale_view(*one))

    def rationale_json(self) -> float:
        """The same, written as JSON text."""
        return _each(self._answers(), lambda one: dump(rationale_view(*one)))

    def complete(self) -> float:
        """`determine` and `dump`: from parsed JSON through route, flags and rationale to JSON text; every
        answer worked out anew."""

        def run(data: Any) -> str:
            self.engine.forget()
            return dump(determine(data, self.engine))

        return _each([s.request for s in self.samples], run)

    def complete_again(self) -> float:
        """The same where the facts lie in cells that were answered before, as most of a day's requests do."""
        engine = self.engine
        requests = [s.request for s in self.samples]
        for data in requests:
            determine(data, engine)
        return _each(requests, lambda data: dump(determine(data, engine)))

    def _answers(self) -> list[Any]:
        made = [(decide(self.found, one, self.subject.day), one.facts) for one in self.samples]
        return [(replace(one), facts) for one, facts in made if one.service is not None]


def prepare(engine: Engine, subject: Subject, count: int) -> Bench:
    """The requests of one policy; SystemExit where closures and engine differ."""
    found = candidate_of(engine, subject)
    one = Bench(engine, subject, found, signed(found), samples(engine, subject, count))
    names, run = CLOSURES[subject.key]()
    if names != [c.name for c in one.tree.criteria]:
        raise SystemExit(f"{subject.key}: the closures are not those of the policy; write them anew")
    expected = engine_says(found, one.tree, subject, one.samples)
    wrong = differences("closures", one.tree, expected, [run(s.plain) for s in one.samples])
    if wrong:
        raise SystemExit("\n".join(wrong[:10]))
    return one


def _each(items: Sequence[Any], run: Callable[[Any], Any]) -> float:
    """Seconds for one of the items, over one pass through all."""
    start = process_time()
    for item in items:
        run(item)
    return (process_time() - start) / len(items)
