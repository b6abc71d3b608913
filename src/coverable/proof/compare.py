"""Two policies (or versions) compared by meaning: proved equivalent, or narrower, wider, different, with the
smallest patients who show it (SR-139 to SR-143)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from coverable.base.problem import did_you_mean, refuse
from coverable.determination.engine import Engine
from coverable.logic.prover import Patient, Undecided, value
from coverable.logic.wires import TRUE, Wire, wire
from coverable.policy.executable import Policy
from coverable.proof.patient import Example, asked_about, common_day, describe
from coverable.proof.sides import Side
from coverable.proof.space import Space, space_of

Relation: TypeAlias = Literal["equivalent", "narrower", "wider", "different", "not_decided"]
"""Of the second against the first: whom its criteria are met for. Over fully documented patients."""
MAX_TRIES = 12
"""Patients of whom no request could be made, or whose facts contradict each other, before giving up."""


@dataclass(frozen=True)
class Shown:
    """An example patient and what each of the two policies answers."""

    example: Example
    first: str
    second: str

    def view(self) -> dict[str, Any]:
        return {"first": self.first, "second": self.second, **self.example.view()}


@dataclass(frozen=True)
class Compared:
    """The proof for one pair of services."""

    first: Side
    second: Side
    codes: tuple[str, ...]
    relation: Relation
    same_outcomes: bool
    """Not only whom the criteria are met for, but every outcome is the same."""
    only_first: Shown | None
    """A patient who meets the criteria of the first and not of the second."""
    only_second: Shown | None
    undecided: str | None = None
    """Why there is no exact answer, and what was checked."""


def compare(
    engine: Engine, first: Policy, second: Policy, on: date | None = None, budget: int = 5000
) -> list[Compared]:
    """Every pair of services that share a code (or, without one, a name). `budget`: ms for each question.

    Windows relative to the date of service are compared for a service on `on` (default: the first day of
    the newer of the two).
    """
    space = space_of((first, second), on or common_day((first, second)))
    space.prover.budget = budget
    return [
        _compared(engine, *pair, space, codes) for pair, codes in _pairs(engine, first, second, space).items()
    ]


def _pairs(
    engine: Engine, first: Policy, second: Policy, space: Space
) -> dict[tuple[Side, Side], tuple[str, ...]]:
    """The services to be compared, each pair with the codes that both list."""
    sides: dict[tuple[str, int, str, int], list[str]] = {}
    listed = [_listing(policy) for policy in (first, second)]
    for code in sorted(first.codes & second.codes):
        for a in listed[0][code]:
            for b in listed[1][code]:
                sides.setdefault((*a, *b), []).append(code)
    if not sides:
        shared = [name for name in first.services if name in second.services]
        if not shared and len(first.services) == len(second.services) == 1:
            sides = {(next(iter(first.services)), -1, next(iter(second.services)), -1): []}
        sides |= {(name, -1, name, -1): [] for name in shared}
    if not sides:
        raise refuse(
            f"{first.key} and {second.key} speak of different services",
            f"{first.key}, {second.key}",
            "they share no code and no service of the same name",
            did_you_mean(first.key, [second.key]),
        )
    lanes = engine.lanes
    return {
        (
            Side(first, a, at, space, lanes(first)),
            Side(second, b, to, space, lanes(second)),
        ): tuple(codes)
        for (a, at, b, to), codes in sides.items()
    }


def _listing(policy: Policy) -> dict[str, list[tuple[str, int]]]:
    out: dict[str, list[tuple[str, int]]] = {}
    for name, service in policy.services.items():
        for code, qualifier in service.codes.items():
            out.setdefault(code, []).append((name, qualifier))
    return out


def _compared(engine: Engine, first: Side, second: Side, space: Space, codes: tuple[str, ...]) -> Compared:
    prover = space.prover
    try:
        only_first = not prover.never(first.met & (TRUE ^ second.met))
        only_second = not prover.never(second.met & (TRUE ^ first.met))
        apart = TRUE ^ TRUE
        for name, plane in first.ends.items():
            apart = apart | plane ^ second.ends[name]
        same = not (only_first or only_second) and prover.never(apart)
        relation: Relation = (
            ("different" if only_second else "narrower")
            if only_first
            else ("wider" if only_second else "equivalent")
        )
        show = Shower(engine, first, second, codes[0] if codes else _any_code(first, second))
        return Compared(
            first,
            second,
            codes,
            relation,
            same,
            show.met_and_against(first.met, second) if only_first else None,
            show.met_and_against(second.met, first) if only_second else None,
        )
    except Undecided as late:
        return Compared(first, second, codes, "not_decided", False, None, None, str(late))


def _any_code(first: Side, second: Side) -> str:
    for side in (first, second):
        for code in side.policy.services[side.service].codes:
            return code
    return "unlisted"


class Shower:
    """Finds patients, writes them as requests and tries each before it is shown."""

    def __init__(self, engine: Engine, first: Side, second: Side, code: str) -> None:
        self.first, self.second = first, second
        self.code = code
        self.coverages = list(dict.fromkeys(coverage_of(engine, side.policy) for side in (first, second)))

    def met_and_against(self, met: Wire, other: Side) -> Shown | None:
        """The smallest patient for whom one policy's criteria are met while the other ends otherwise."""
        found = self.smallest(met & other.against)
        if found is not None:
            return found
        # the other never settles it: the text is silent, so a person would have to decide
        return self._tried(met & (TRUE ^ other.met), other.space.prover.possible)

    def smallest(self, goal: Wire) -> Shown | None:
        """The smallest patient of whom `goal` holds, with what both policies really answer."""
        return self._tried(goal, self.first.space.prover.smallest)

    def _tried(self, goal: Wire, find: Callable[[Wire], Patient | None]) -> Shown | None:
        space = self.first.space
        for _ in range(MAX_TRIES):
            patient = find(goal)
            if patient is None:
                return None
            example = describe(space, patient, self.code, self.coverages)
            if example is not None:
                said = [
                    asked_about(example.request, side.asked).outcome for side in (self.first, self.second)
                ]
                expected = [_end(side, patient) for side in (self.first, self.second)]
                if all(a in b for a, b in zip(said, expected, strict=True)):
                    return Shown(example, said[0], said[1])
            this = TRUE
            for dimension, cell in patient.items():
                this = this & wire((dimension, cell))
            goal = goal & (TRUE ^ this)
        raise Undecided(f"no request could be made of {MAX_TRIES} patients that the proof names")


def _end(side: Side, patient: Patient) -> Sequence[str]:
    """What the proof says of a patient."""
    for name, plane in side.ends.items():
        if value(plane, patient):
            return ("information_needed", "judgment_needed") if name == "open" else (name,)
    return ()


def coverage_of(engine: Engine, policy: Policy) -> str:
    """A plan that adopts the policy, so that the example can be run as it is."""
    for name, plan in sorted(engine.plans.plans.items()):
        if any(one.policy == policy.id for one in plan.file.adopts):
            return name
    return policy.file.publisher
