"""Two policies (or versions) compared by meaning: proved equivalent, or narrower, wider, different, with the
smallest patients who show it (SR-139 to SR-143)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from coverable.base.problem import refuse
from coverable.determination.engine import Engine
from coverable.glossary.facts import BUILT_IN
from coverable.logic.prover import Patient, Undecided, exactly, value
from coverable.logic.wires import TRUE, Wire
from coverable.policy.executable import Policy
from coverable.proof.patient import Example, NoEvents, asked_about, cells_of_fact, common_day, describe
from coverable.proof.sides import Side, apart
from coverable.proof.space import Space, space_of

Relation: TypeAlias = Literal["equivalent", "narrower", "wider", "different", "not_decided"]
"""Of the second against the first: whom its criteria are met for. Over fully documented patients."""
MAX_TRIES = 25
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
    otherwise: Shown | None = None
    """Where both are met for the same patients: one who ends differently all the same."""
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
        _compared(a, b, Shower(engine, a, b, codes), codes)
        for (a, b), codes in _pairs(engine, first, second, space).items()
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
        facts = [{p.fact for p in policy.probes} - set(BUILT_IN) for policy in (first, second)]
        if not shared and facts[0] & facts[1] and len(first.services) == len(second.services) == 1:
            sides = {(next(iter(first.services)), -1, next(iter(second.services)), -1): []}
        sides |= {(name, -1, name, -1): [] for name in shared}
    if not sides:
        raise refuse(
            f"{first.key} and {second.key} speak of different services",
            f"{first.key}, {second.key}",
            "they share no code and no service of the same name",
            "`coverable policy search` finds policies on one subject",
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


def _compared(first: Side, second: Side, show: Shower, codes: tuple[str, ...]) -> Compared:
    prover = first.space.prover
    try:
        only_first, only_second = show.met_and_against(first, second), show.met_and_against(second, first)
        met_alike = only_first is None and only_second is None
        same = met_alike and prover.never(apart(first.ends, second.ends))
        otherwise = show.smallest(apart(first.ends, second.ends)) if met_alike and not same else None
    except Undecided as late:
        return Compared(first, second, codes, "not_decided", False, None, None, undecided=str(late))
    relation: Relation = (
        ("different" if only_second else "narrower")
        if only_first
        else ("wider" if only_second else "equivalent")
    )
    return Compared(first, second, codes, relation, same, only_first, only_second, otherwise)


def _codes(side: Side) -> Sequence[str]:
    return tuple(side.policy.services[side.service].codes)


class Shower:
    """Finds patients, writes them as requests and tries each before it is shown."""

    def __init__(self, engine: Engine, first: Side, second: Side, codes: Sequence[str]) -> None:
        self.first, self.second = first, second
        self.code = next(iter((*codes, *_codes(first), *_codes(second))), "unlisted")
        self.coverages = list(dict.fromkeys(coverage_of(engine, side.policy) for side in (first, second)))

    def met_and_against(self, one: Side, other: Side) -> Shown | None:
        """The smallest patient for whom one policy's criteria are met while the other ends otherwise; None:
        it is proved that there is none."""
        prover = one.space.prover
        if prover.never(one.met & (TRUE ^ other.met)):
            return None
        found = self.smallest(one.met & other.against)
        if found is None:  # the other's text is silent there, so a person would have to decide
            found = self._tried(one.met & (TRUE ^ other.met), prover.possible)
        return found

    def smallest(self, goal: Wire) -> Shown | None:
        """The smallest patient of whom `goal` holds, with what both policies really answer."""
        return self._tried(goal, self.first.space.prover.smallest)

    def _tried(self, goal: Wire, find: Callable[[Wire], Patient | None]) -> Shown | None:
        space, doubtful = self.first.space, False
        for _ in range(MAX_TRIES):
            patient = find(goal)
            if patient is None:
                if doubtful:
                    break
                return None
            found, wrong, proved = self._shown(space, patient)
            if found is not None:
                return found
            doubtful = doubtful or not proved
            goal = goal & (TRUE ^ exactly(wrong))
        raise Undecided("no request could be made of the patients whom the proof names")

    def _shown(self, space: Space, patient: Patient) -> tuple[Shown | None, Patient, bool]:
        """The patient as an example; else which cells cannot be together, and whether that is sure."""
        example = describe(space, patient, self.code, self.coverages)
        if isinstance(example, NoEvents):
            return None, cells_of_fact(space, patient, example.fact), example.proved
        sides = (self.first, self.second)
        said = [asked_about(example.request, side.asked).outcome for side in sides]
        if all(outcome in _end(side, patient) for outcome, side in zip(said, sides, strict=True)):
            return Shown(example, *said), patient, True
        return None, patient, False


def _end(side: Side, patient: Patient) -> Sequence[str]:
    """What the proof says of a patient."""
    for name, plane in side.ends.items():
        if value(plane, patient):
            return ("information_needed", "judgment_needed") if name == "open" else (name,)
    return ()


def coverage_of(engine: Engine, policy: Policy) -> str:
    """A plan that adopts the policy, so that the example can be run as it is."""
    for name, plan in sorted(engine.plans.plans.items()):
        if policy.id in plan.file.adopted:
            return name
    return policy.file.publisher
