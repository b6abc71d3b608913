"""All patients that some criteria can tell apart, asked at once.

While there are few (up to LIMIT) each is one bit of a plane, and they can be counted; beyond that they are
wires, and z3 answers. Both go through the one evaluator. Patients are fully documented: every fact is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from random import Random
from typing import TYPE_CHECKING

from coverable.logic.criteria import Step, steps
from coverable.logic.evaluate import Picks, evaluate, leaf_bits
from coverable.logic.planes import Bits, Plane
from coverable.logic.prover import Dimension, Look, Prover, Undecided, seen
from coverable.logic.wires import FALSE, TRUE, Wire
from coverable.policy.executable import NONE, Policy
from coverable.policy.outcome import outcomes
from coverable.proof.compare import common_day
from coverable.proof.space import Space, space_of

if TYPE_CHECKING:
    from coverable.proof.lint.subject import Subject

LIMIT = 1 << 20
"""The most patients that are written out, one bit each."""
DRAWN = 1 << 13
"""How many patients are drawn before a question goes to the solver."""
BUDGET = 2000
"""Milliseconds for one question to the solver."""


@dataclass(frozen=True, eq=False)
class Patients:
    """The patients that the criteria under `roots` can tell apart."""

    policy: Policy
    space: Space
    roots: tuple[int, ...]
    drawn: int = 0
    """How many are drawn at random (0: all of them are meant): what is true of one of these is possible,
    and costs no proof."""

    @cached_property
    def dimensions(self) -> tuple[int, ...]:
        """Those of the space that the criteria look at."""
        forest, looks = self.policy.forest, self.space.looks[self.policy]
        leaves = {forest.nodes[n].leaf for root in self.roots for n in forest.under(root)} - {-1}
        found = {d for leaf in leaves for d, _, _ in looks[forest.leaves[leaf].probe] if d >= 0}
        return tuple(sorted(found))

    @cached_property
    def size(self) -> int:
        return prod(_ways(self.space.dimensions[d]) for d in self.dimensions)

    @property
    def few(self) -> bool:
        """Whether each has a bit of its own."""
        return bool(self.drawn) or self.size <= LIMIT

    def some(self) -> Patients:
        """Some of them, drawn at random, and the same ones every time."""
        return replace(self, drawn=DRAWN)

    @cached_property
    def exact(self) -> bool:
        """Whether every combination is a patient who can exist: two questions about one list of events may
        have answers that no list gives together."""
        dimensions = [self.space.dimensions[d] for d in self.dimensions]
        facts = [d.fact for d in dimensions if self.space.glossary.facts[d.fact].type == "events"]
        return len(facts) == len(set(facts))

    @property
    def full(self) -> Plane:
        return (1 << (self.drawn or self.size)) - 1 if self.few else TRUE

    @cached_property
    def everyone(self) -> Plane:
        """The combinations of which the laws of the space hold: a trial of six months also lasted three."""
        out = self.full
        for law in self.space.laws if self.few else ():
            if all(key in self.planes for key in _inputs(law)):
                out = out & self._plane(law)
        return out

    @cached_property
    def planes(self) -> Mapping[tuple[int, int], int]:
        """For each (dimension, cell) its patients, while they are few."""
        out: dict[tuple[int, int], int] = {}
        if self.drawn:
            chance = Random(0)
            for d in self.dimensions:
                out |= _dealt(d, self.space.dimensions[d], self.full, chance)
            return out
        stride = 1
        for d in self.dimensions:
            ways = _ways(self.space.dimensions[d])
            for cell in range(self.space.dimensions[d].cells):
                out[d, cell] = _stripes(cell, stride, ways, self.size)
            stride *= ways
        return out

    def _plane(self, one: Wire) -> int:
        """The patients of whom a wire holds."""
        if one is TRUE or one is FALSE:
            return self.full if one is TRUE else 0
        if one.gate == "input":
            return self.planes[one.args[0]]
        a, b = (self._plane(part) for part in one.args)
        return a & b if one.gate == "and" else a | b if one.gate == "or" else a ^ b

    @cached_property
    def leaves(self) -> list[Bits]:
        looks = self.space.looks[self.policy]
        if not self.few:
            return leaf_bits(self.policy.forest, [seen(look) for look in looks], FALSE)
        return leaf_bits(self.policy.forest, [self._seen(look) for look in looks], 0)

    def _seen(self, look: Look) -> list[tuple[int, int]]:
        found: dict[int, int] = {}
        for dimension, cell, mask in look:
            one = self.full if dimension < 0 else self.planes.get((dimension, cell), 0)
            found[mask] = found.get(mask, 0) | one
        return list(found.items())

    def picks(self, chosen: Mapping[str, str]) -> Picks:
        """Everyone reads as chosen. What is not chosen stays unsigned."""
        full, none = self.full, self.full ^ self.full
        return {
            name: {o: full if o == chosen[name] else none for o in declared.options}
            for name, declared in self.policy.interpretations.items()
            if name in chosen
        }

    def bits(self, chosen: Mapping[str, str]) -> list[Bits]:
        """Bits of every criterion under the roots, by index, in that reading."""
        wanted = steps(self.policy.forest, self.roots, {})
        return evaluate(self.policy.forest, self.leaves, self.full, self.picks(chosen), wanted)

    def had(self, settled: Sequence[Bits], index: int, value: bool, todo: Iterable[Step]) -> list[Bits]:
        """The bits if one criterion had this value for everybody; `todo` are the steps above it."""
        none = self.full ^ self.full
        given = list(settled)
        given[index] = (self.full, none) if value else (none, self.full)
        return evaluate(
            self.policy.forest, self.leaves, self.full, self.picks(self.policy.signed), todo, given
        )

    def possible(self, goal: Plane) -> bool:
        """Whether some patient is in the plane. Undecided (raised) when the solver's time is over."""
        return bool(goal & self.everyone) if self.few else self.prover.possible(goal) is not None

    @cached_property
    def prover(self) -> Prover:
        return Prover(self.space.dimensions, self.space.laws, BUDGET)


def patients(subject: Subject, roots: Iterable[int]) -> Patients:
    """The patients for some criteria of a policy that is built, on its first day."""
    assert subject.policy is not None
    return Patients(subject.policy, subject.space, tuple(r for r in roots if r != NONE))


def space(policy: Policy) -> Space:
    """The possible patients of one policy."""
    return space_of([policy], common_day([policy]))


def _inputs(one: Wire) -> Iterator[tuple[int, int]]:
    """Every (dimension, cell) that a wire looks at."""
    if one.gate == "input":
        yield one.args[0]
    elif one.gate != "const":
        for part in one.args:
            yield from _inputs(part)


def _ways(dimension: Dimension) -> int:
    return dimension.cells + (0 if dimension.settles else 1)


def _dealt(number: int, dimension: Dimension, full: int, chance: Random) -> dict[tuple[int, int], int]:
    """Planes of a dimension in which every patient lies in a cell by chance; early cells get more."""
    out: dict[tuple[int, int], int] = {}
    left = full
    for cell in range(dimension.cells):
        last = dimension.settles and cell == dimension.cells - 1
        out[number, cell] = taken = left if last else left & chance.getrandbits(full.bit_length())
        left ^= taken
    return out


def _stripes(cell: int, stride: int, ways: int, size: int) -> int:
    """The plane of the patients who lie in a cell: a stripe, repeated."""
    out = ((1 << stride) - 1) << (cell * stride)
    width = stride * ways
    while width < size:
        out |= out << width
        width *= 2
    return out & ((1 << size) - 1)


def hold_together(subject: Subject, statements: Sequence[tuple[int, Mapping[str, str]]]) -> bool:
    """Whether all the statements can be surely true of one patient, each in the reading it stands under."""
    policy = subject.policy
    if policy is None or any(root == NONE for root, _ in statements):
        return False
    asked = patients(subject, [root for root, _ in statements])
    left = asked.full
    for root, under in statements:
        left = left & asked.bits({**policy.signed, **under})[root][0]
    try:
        return asked.possible(left)
    except Undecided:
        return False


@dataclass(frozen=True)
class Difference:
    """Whether options of an interpretation end differently, and for how many of how many patients; None
    where that was not counted."""

    any: bool
    differ: int | None = None
    of: int | None = None


def difference(subject: Subject, name: str, root: int | None = None) -> Difference:
    """Of how many patients the options of one interpretation disagree, the others as signed: on the
    criterion `root`, or (None) on what comes out for any service."""
    policy = subject.policy
    assert policy is not None
    roots = [root] if root is not None else sorted(policy.outcome_roots())
    asked = patients(subject, roots)
    views = [
        _view(asked, root, asked.bits({**policy.signed, name: option}))
        for option in policy.interpretations[name].options
    ]
    differ = asked.full ^ asked.full
    for view in views[1:]:
        for a, b in zip(views[0], view, strict=True):
            differ = differ | a ^ b
    if asked.few and asked.exact:
        found = (differ & asked.everyone).bit_count()
        return Difference(bool(found), found, asked.everyone.bit_count())
    try:
        return Difference(asked.possible(differ))
    except Undecided:
        return Difference(True)


def _view(asked: Patients, root: int | None, bits: Sequence[Bits]) -> list[Plane]:
    """Planes that say how every patient ends."""
    if root is not None:
        return list(bits[root])
    out: list[Plane] = []
    for service in asked.policy.services.values():
        for qualifier in dict.fromkeys(service.codes.values()):
            decided, open_, silent = outcomes(asked.policy, service, qualifier, bits, asked.full)
            out += [*(plane for _, plane in decided), open_, silent]
    return out
