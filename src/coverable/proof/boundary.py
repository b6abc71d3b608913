"""Boundary cases: for every test that a policy makes, and every kind of value it tells apart, a patient for
whom that test alone decides the outcome.

That is masking MC/DC over the cells of facts: each leaf is shown to decide when met, when not met and when
unknown; at a bound, just below and just above; for every choice, and at the ends of code ranges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from coverable.determination.answer import Cells
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.glossary.words import say_events, say_value
from coverable.logic.criteria import Node, Step, steps
from coverable.logic.prover import Patient, exactly
from coverable.logic.wires import FALSE, TRUE, Wire, wire
from coverable.policy.executable import NONE, Policy
from coverable.policy.lanes import lanes_of
from coverable.proof.compare import coverage_of
from coverable.proof.patient import (
    Example,
    asked_about,
    cells_asked,
    cells_of_fact,
    common_day,
    describe,
)
from coverable.proof.sides import Side, against, apart
from coverable.proof.space import Space, space_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Boundary:
    """One generated case: the request, what the policy answers, and what it comes to under a plan."""

    id: str
    says: str
    bench: Bench
    request: dict[str, Any]
    answer: str
    """The policy's own outcome, whatever the dates and the plan."""
    outcome: str
    """The outcome the whole way, as `policy test` runs it."""


@dataclass(frozen=True, eq=False)
class Bench:
    """A policy under test: one service of it, over all patients whom it tells apart."""

    engine: Engine
    side: Side
    code: str
    coverage: str

    @property
    def space(self) -> Space:
        return self.side.space

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every criterion that this service's outcome rests on in the signed reading."""
        policy, service = self.side.policy, self.side.policy.services[self.side.service]
        roots = {service.met, service.applies, service.named, service.other, self.side.qualifier}
        roots = (roots | {policy.elsewhere}) - {NONE}
        return steps(policy.forest, roots, self.side.lanes.chosen)


def benches(engine: Engine, policy: Policy, on: date | None = None) -> list[Bench]:
    """The services of a policy, each by its first code and once more for every other qualifier."""
    space = space_of((policy,), on or common_day((policy,)))
    lanes, coverage = engine.lanes(policy), coverage_of(engine, policy)
    out: dict[tuple[str, int], Bench] = {}
    for name, service in policy.services.items():
        for code, qualifier in service.codes.items():
            side = Side(policy, name, qualifier, space, lanes)
            out.setdefault((name, qualifier), Bench(engine, side, code, coverage))
    return list(out.values())


def boundary(engine: Engine, policy: Policy, on: date | None = None) -> list[Boundary]:
    """Every boundary case of a policy, each request once with all that it shows."""
    found: dict[str, tuple[Bench, Example, list[str]]] = {}
    for bench in benches(engine, policy, on):
        for says, example in _cases(bench):
            found.setdefault(repr(example.request), (bench, example, []))[2].append(says)
    return [_boundary(i, *one) for i, one in enumerate(found.values(), 1)]


def _boundary(number: int, bench: Bench, example: Example, shows: Sequence[str]) -> Boundary:
    answer = asked_about(example.request, bench.side.asked).outcome
    (made,) = determine(example.request, bench.engine)["lines"][0]["coverages"]
    says = "; ".join(dict.fromkeys(shows))
    return Boundary(f"B-{number:03d}", says, bench, example.request, answer, str(made["outcome"]))


def cases_file(cases: Sequence[Boundary]) -> dict[str, Any]:
    """The cases in the form of `cases.yaml`."""
    return {"cases": [_case(one) for one in cases]}


def _case(one: Boundary) -> dict[str, Any]:
    line, member = one.request["services"][0], one.request.get("member", {})
    return {
        "id": one.id,
        "says": one.says,
        "plan": one.bench.coverage,
        "code": line["code"],
        "date": line["date"],
        **({"birth_date": member["birth_date"]} if member else {}),
        **({"diagnoses": one.request["diagnoses"]} if "diagnoses" in one.request else {}),
        "facts": one.request["facts"],
        "expect": {"outcome": one.outcome},
    }


def _cases(bench: Bench) -> Iterator[tuple[str, Example]]:
    for index, rule, below, node in bench.steps:
        if rule == "leaf":
            yield from _of_leaf(bench, index, node)
        elif len(below) > 1:
            for part in below:
                yield from _of_part(bench, index, node, part)
    yield from _of_readings(bench)
    met = bench.space.prover.smallest(bench.side.met)
    if met is not None:
        yield from _of_dates(bench, met)


def _of_leaf(bench: Bench, index: int, node: Node) -> Iterator[tuple[str, Example]]:
    side, space = bench.side, bench.space
    sure, perhaps = decides(side.had(index, True), side.had(index, False))
    probe = side.policy.forest.leaves[node.leaf].probe
    look = space.looks[side.policy][probe]
    cells = list(dict.fromkeys((dimension, cell) for dimension, cell, _ in look if dimension >= 0))
    known = FALSE
    for dimension, cell in cells:
        here = wire((dimension, cell))
        known = known | here
        for says, example in _first_shown(bench, (here & sure, here & perhaps), {dimension: cell}):
            yield f"{node.id}: {says}", example
    unstated = (TRUE ^ known) & side.ends["open"]
    for _, example in _first_shown(bench, (unstated & sure, unstated & perhaps), {}):
        yield f"{node.id}: not stated", example


def _of_part(bench: Bench, index: int, node: Node, part: int) -> Iterator[tuple[str, Example]]:
    """A part of a group, where it stands: a criterion may stand in several places, and counts in each."""
    side = bench.side
    sure, perhaps = decides(side.had(part, True, index), side.had(part, False, index))
    t, f = side.bits[part]
    name = f"{side.policy.forest.nodes[part].id} in {node.id}"
    unknown = (TRUE ^ (t | f)) & side.ends["open"]
    for here, says in ((t, "met"), (f, "not met"), (unknown, "open")):
        for _, example in _first_shown(bench, (here & sure, here & perhaps), {}):
            yield f"{name}: {says}", example


def decides(met: Mapping[str, Wire], not_met: Mapping[str, Wire]) -> tuple[Wire, Wire]:
    """From the outcomes if a criterion were met, and if it were not: patients who are met with it and end
    otherwise without, or the reverse; and all whose outcome is merely another."""
    sure = met["criteria_met"] & against(not_met) | not_met["criteria_met"] & against(met)
    return sure, apart(met, not_met)


def _first_shown(
    bench: Bench, goals: tuple[Wire, ...], fixed: Mapping[int, int]
) -> Iterator[tuple[str, Example]]:
    """The cases of the first goal that has any."""
    for goal in goals:
        shown = list(_shown(bench, goal, fixed))
        if shown:
            yield from shown
            return


def _shown(bench: Bench, goal: Wire, fixed: Mapping[int, int]) -> Iterator[tuple[str, Example]]:
    """The smallest patient for a goal; and the same with every other value of the fixed cell."""
    space = bench.space
    for _ in range(6):  # a list of events that cannot be is left out, and the next patient tried
        patient = space.prover.smallest(goal)
        if patient is None:
            return
        example = describe(space, patient, bench.code, [bench.coverage])
        if isinstance(example, Example):
            break
        goal = goal & (TRUE ^ exactly(cells_of_fact(space, patient, example.fact)))
    else:
        return
    for dimension, cell in fixed.items():
        yield _said(space, dimension, space.values[dimension][cell]), example
        for value in space.alike[dimension].get(cell, ()):
            other = describe(space, patient, bench.code, [bench.coverage], {dimension: value})
            if isinstance(other, Example):
                yield _said(space, dimension, value), other
    if not fixed:
        yield "", example


def _said(space: Space, dimension: int, value: Any) -> str:
    fact = space.glossary.facts[space.dimensions[dimension].fact]
    if fact.type == "events":
        test, yes = value
        return f"{say_events(fact, test)}: {'yes' if yes else 'no'}"
    shown = value.split(":", 1)[1] if fact.type in ("code", "codes") else None
    return f"{fact.label} {shown or (str(value) if fact.type == 'date' else say_value(fact, value))}"


def _of_readings(bench: Bench) -> Iterator[tuple[str, Example]]:
    """For every option that was not signed, a patient for whom it would change the outcome."""
    side, policy = bench.side, bench.side.policy
    for name, interpretation in policy.interpretations.items():
        for option in interpretation.options if name in policy.used else ():
            if side.lanes.chosen.get(name) == option:
                continue
            what_if = lanes_of(policy.interpretations, policy.used, policy.signed, {name: option})
            other = replace(side, lanes=what_if)
            for _, example in _shown(bench, apart(side.ends, other.ends), {}):
                yield f"{name} not read as {option}", example


def _of_dates(bench: Bench, met: Patient) -> Iterator[tuple[str, Example]]:
    """The first and the last day in effect, and a day beside each."""
    policy = bench.side.policy
    for day, words in ((policy.first_day, "begins"), (policy.last_day, "ends")):
        for shift in (-1, 0, 1) if day else ():
            assert day is not None
            on = day + ONE_DAY * shift
            moved = space_of((policy,), on)
            example = describe(moved, met, bench.code, [bench.coverage])
            if isinstance(example, Example):
                yield f"service on {on.isoformat()}; the version {words} on {day.isoformat()}", example


def cells_of_case(case: Boundary) -> Cells:
    """In which cells the facts of a case lie."""
    return cells_asked(case.request, case.bench.side.policy)
