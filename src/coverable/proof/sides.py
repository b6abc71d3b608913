"""A policy's answer to all possible patients at once: its outcomes and criteria as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from coverable.determination.answer import ADVERSE
from coverable.logic.criteria import Step
from coverable.logic.evaluate import evaluate, leaf_bits
from coverable.logic.planes import Bits
from coverable.logic.prover import seen
from coverable.logic.rationale import Outline
from coverable.logic.wires import FALSE, TRUE, Wire
from coverable.plan.route import Asked
from coverable.policy.executable import NONE, BuiltIndication, Policy
from coverable.policy.lanes import Lanes
from coverable.policy.outcome import outcomes
from coverable.proof.space import Space

AGAINST = (*sorted(ADVERSE), "governed_elsewhere", "not_addressed")
"""Outcomes that are settled, and are not that the criteria are met."""


@dataclass(frozen=True, eq=False)
class Side:
    """One policy, asked about one service, in the signed reading; over the patients of `space`."""

    policy: Policy
    service: str
    qualifier: int
    space: Space
    lanes: Lanes

    @cached_property
    def bits(self) -> list[Bits]:
        """Every criterion, as the evaluator works it out."""
        forest = self.policy.forest
        probes = [seen(look) for look in self.space.looks[self.policy]]
        leaves = leaf_bits(forest, probes, FALSE)
        steps = self.policy.signed_steps(self.lanes)
        return evaluate(forest, leaves, TRUE, self.lanes.signed_picks(TRUE), steps)

    @cached_property
    def ends(self) -> Mapping[str, Wire]:
        """The patients of each outcome; `open` while something is asked or a person must judge."""
        return self._ends(self.bits)

    @property
    def met(self) -> Wire:
        return self.ends["criteria_met"]

    @cached_property
    def against(self) -> Wire:
        """The patients of a settled outcome other than met."""
        return against(self.ends)

    def had(self, index: int, met: bool, within: int | None = None) -> Mapping[str, Wire]:
        """The outcomes if everyone met one criterion (or nobody did); with `within`, only where it stands
        under that one."""
        forced = (TRUE, FALSE) if met else (FALSE, TRUE)
        settled = [*self.bits, forced]
        above = {index}
        if within is None:
            settled[index] = forced
        else:
            above = {within}
        todo: list[Step] = []
        for step in self.policy.signed_steps(self.lanes):
            at, rule, below, node = step
            if at == within:
                below = tuple(len(self.bits) if i == index else i for i in below)
                todo.append((at, rule, below, node))
            elif above.intersection(below):
                above.add(at)
                todo.append(step)
        picks = self.lanes.signed_picks(TRUE)
        return self._ends(evaluate(self.policy.forest, {}, TRUE, picks, todo, settled))

    def alone_in_the_way(self, index: int) -> Wire:
        """Patients who would meet the policy's criteria if they met this one, and do not."""
        return self.against & self.had(index, True)["criteria_met"]

    def decides_alone(self, index: int) -> Wire:
        """Patients who meet the policy's criteria, and would not without this one."""
        return self.met & against(self.had(index, False))

    def needs(self, indication: BuiltIndication, index: int) -> bool:
        """Whether nobody meets the policy for this use without meeting the criterion (proved)."""
        applies, met = self.bits[indication.applies][0], self.met
        return self.space.prover.never(applies & met & (TRUE ^ self.bits[index][0]))

    def _ends(self, bits: list[Bits]) -> Mapping[str, Wire]:
        service = self.policy.services[self.service]
        decided, open_, silent = outcomes(self.policy, service, self.qualifier, bits, TRUE)
        return {**dict(decided), "open": open_, "not_addressed": dict(decided)["not_addressed"] | silent}

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.policy, self.service, self.qualifier, self.policy.file.kind, "compared")

    def indications(self) -> Iterator[BuiltIndication]:
        """The uses of the service for which the policy gives criteria."""
        return (one for one in self.policy.indications if self.service in one.services)

    def criteria(self) -> Iterator[tuple[BuiltIndication | None, Outline]]:
        """(indication, criterion) for everything that the outcome rests on, parents first, each once; those
        that say whether the code counts have no indication."""
        return ((use, one) for use, one, _ in self._placed.values())

    def parent(self, index: int) -> int | None:
        """The shown criterion above one; None at the top of a statement."""
        return self._placed[index][2]

    @cached_property
    def _placed(self) -> dict[int, tuple[BuiltIndication | None, Outline, int | None]]:
        out: dict[int, tuple[BuiltIndication | None, Outline, int | None]] = {}
        roots = [
            (use, root, use.file.cite) for use in self.indications() for root in (use.applies, use.criteria)
        ]
        statements: list[tuple[BuiltIndication | None, int, str]] = [*roots]
        if self.qualifier != NONE:
            cite = self.policy.file.services[self.service].cite
            statements.append((None, self.qualifier, cite or next(iter(self.policy.indications)).file.cite))
        for use, root, cite in statements:
            for one, above in _outlines(self.policy.outline(root, cite, self.lanes), None):
                out.setdefault(one.index, (use, one, above))
        return out


def apart(ends: Mapping[str, Wire], others: Mapping[str, Wire]) -> Wire:
    """The patients of another outcome there than here."""
    out = FALSE
    for name, plane in ends.items():
        out = out | plane & (TRUE ^ others[name])
    return out


def against(ends: Mapping[str, Wire]) -> Wire:
    """The patients of any settled outcome other than met."""
    out = FALSE
    for name in AGAINST:
        out = out | ends[name]
    return out


def _outlines(one: Outline, above: int | None) -> Iterator[tuple[Outline, int | None]]:
    """The criterion and those below it, each with the one above it. The reading that a statement stands in is
    no criterion."""
    if one.fixed["rule"] == "reading":
        return
    below = [child for child in one.children if child.fixed["rule"] != "reading"]
    if len(below) == len(one.children) or len(below) > 1:
        yield one, above
        above = one.index
    for child in below:
        yield from _outlines(child, above)
