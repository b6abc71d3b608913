"""What can be proved of the criteria of each indication, over the patients to whom it applies.

What a solver could not settle in its time is no finding: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from coverable.logic.criteria import Step, steps
from coverable.logic.planes import Bits, Plane
from coverable.logic.prover import Undecided
from coverable.policy.executable import BuiltIndication, Policy
from coverable.proof.lint.patients import Patients, patients
from coverable.proof.lint.subject import Subject


@dataclass(frozen=True, eq=False)
class View:
    """One indication, as some patients (or all) answer its criteria."""

    one: BuiltIndication
    asked: Patients

    @cached_property
    def bits(self) -> list[Bits]:
        return self.asked.bits(self.asked.policy.signed)

    @property
    def applies(self) -> Plane:
        return self.bits[self.one.applies][0]

    def with_(self, index: int, side: int) -> Plane:
        """Whom it applies to and who surely meet the criterion (0), or surely do not (1)."""
        return self.applies & self.bits[index][side]

    def without(self, index: int, side: int) -> Plane:
        """The others to whom it applies."""
        return self.applies & (self.asked.full ^ self.bits[index][side])

    def changed(self, index: int, value: bool, todo: tuple[Step, ...]) -> Plane:
        """Who would end otherwise if the criterion were a constant."""
        now = self.bits[self.one.criteria]
        then = self.asked.had(self.bits, index, value, todo)[self.one.criteria]
        return self.applies & (now[0] ^ then[0] | now[1] ^ then[1])


@dataclass(frozen=True, eq=False)
class Use:
    """One indication, seen by the patients to whom it applies."""

    policy: Policy
    one: BuiltIndication
    asked: Patients

    @cached_property
    def views(self) -> tuple[View, ...]:
        """Where there are many patients, some drawn by chance are asked first: that is cheap."""
        exact = View(self.one, self.asked)
        return (exact,) if self.asked.few else (View(self.one, self.asked.some()), exact)

    def possible(self, goal: Callable[[View], Plane]) -> bool:
        """Whether some patient is meant by the goal."""
        return any(view.asked.possible(goal(view)) for view in self.views)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The criteria in their signed reading, children first."""
        return steps(self.policy.forest, [self.one.criteria], self.policy.signed)

    @cached_property
    def parents(self) -> Mapping[int, tuple[int, ...]]:
        out: dict[int, tuple[int, ...]] = {}
        for index, _, below, _ in self.steps:
            for child in below:
                out[child] = (*out.get(child, ()), index)
        return out

    def above(self, index: int) -> tuple[Step, ...]:
        """What must be worked out anew when one criterion changes."""
        touched = {index}
        return tuple(s for s in self.steps if touched.intersection(s[2]) and not touched.add(s[0]))

    def can_be(self, index: int, side: int) -> bool:
        """Whether the criterion is surely met (0) or surely not met (1) of some patient it is asked of."""
        return self.possible(lambda view: view.with_(index, side))

    def always(self, index: int, side: int) -> bool:
        """Whether it is so of every patient to whom the indication applies."""
        return not self.possible(lambda view: view.without(index, side))

    def without_effect(self, index: int) -> bool:
        """Whether a constant in its place would change no patient's result."""
        todo = self.above(index)
        return any(
            not self.possible(lambda view, value=value: view.changed(index, value, todo))
            for value in (True, False)
        )


def uses(subject: Subject) -> tuple[Use, ...]:
    """Every indication of a policy that is built and whose passages are all mapped."""
    policy = subject.policy
    if policy is None or subject.unmapped:
        return ()
    return tuple(
        Use(policy, one, patients(subject, [one.applies, one.criteria])) for one in policy.indications
    )


def _known(use: Use) -> bool:
    """Whether somebody can be told to have the use at all, in the signed reading."""
    return use.possible(lambda view: view.applies)


@dataclass(frozen=True)
class Proved:
    """What was proved of the criteria of all indications."""

    whole: Mapping[str, str]
    """{indication: what is wrong with its criteria as a whole}."""
    parts: Mapping[str, tuple[int, ...]]
    """{what is wrong: criteria}. A criterion that stands in several indications is wrong only where it is
    so in all of them."""


def prove(subject: Subject) -> Proved:
    """See Proved; nothing of a policy that cannot be built."""
    whole: dict[str, str] = {}
    rows: list[tuple[frozenset[int], dict[int, str]]] = []
    for use in uses(subject):
        found: dict[int, str] = {}
        try:
            wrong = _whole(use)
            if wrong:
                whole[use.one.name] = wrong
            else:
                found = _parts(use)
        except Undecided:
            found = {}
        rows.append((frozenset(index for index, *_ in use.steps), found))
    parts: dict[str, dict[int, None]] = {}
    for _, found in rows:
        for index, fault in found.items():
            if all(other.get(index) == fault for held, other in rows if index in held):
                parts.setdefault(fault, {})[index] = None
    return Proved(whole, {fault: tuple(nodes) for fault, nodes in parts.items()})


def _whole(use: Use) -> str:
    """What is wrong with the criteria of an indication as a whole; empty when nothing is."""
    if not _known(use):
        return ""
    if not use.can_be(use.one.criteria, 0):
        return "never met"
    return "never failed" if use.always(use.one.criteria, 0) else ""


def _parts(use: Use) -> dict[int, str]:
    """Node to its fault, the highest of each branch only."""
    out: dict[int, str] = {}
    if not _known(use):
        return out
    for index, rule_, _, node in reversed(use.steps):  # parents first
        above = use.parents.get(index, ())
        if index == use.one.criteria or rule_ in ("same", "reading"):
            continue
        if above and all(p in out for p in above):
            out[index] = ""  # told by what it stands in
            continue
        if node.rule == "interpretation" and node.interpretation not in use.policy.signed:
            continue
        if use.always(index, 0):
            out[index] = "always met"
        elif use.always(index, 1):
            out[index] = "never met"
        elif use.without_effect(index):
            out[index] = "without effect"
    return out
