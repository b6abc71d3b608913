"""A policy's answer to all possible patients at once: its outcomes and criteria as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from coverable.determination.answer import ADVERSE
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
        return _against(self.ends)

    def had(self, index: int, met: bool) -> Mapping[str, Wire]:
        """The outcomes if one criterion were met (or not met) by everyone."""
        steps = self.policy.signed_steps(self.lanes)
        above = {index}
        todo = [step for step in steps if above.intersection(step[2]) and not above.add(step[0])]
        settled = list(self.bits)
        settled[index] = (TRUE, FALSE) if met else (FALSE, TRUE)
        picks = self.lanes.signed_picks(TRUE)
        return self._ends(evaluate(self.policy.forest, {}, TRUE, picks, todo, settled))

    def alone_in_the_way(self, index: int) -> Wire:
        """Patients who would meet the policy's criteria if they met this one, and do not."""
        return self.against & self.had(index, True)["criteria_met"]

    def decides_alone(self, index: int) -> Wire:
        """Patients who meet the policy's criteria, and would not without this one."""
        return self.met & _against(self.had(index, False))

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
        done: set[int] = set()
        for one in self.indications():
            for root in (one.applies, one.criteria):
                for outline in _outlines(self.policy.outline(root, one.file.cite, self.lanes)):
                    if outline.index not in done:
                        done.add(outline.index)
                        yield one, outline
        service = self.policy.file.services[self.service]
        if self.qualifier != NONE:
            cite = service.cite or next(iter(self.policy.file.indications.values())).cite
            for outline in _outlines(self.policy.outline(self.qualifier, cite, self.lanes)):
                if outline.index not in done:
                    done.add(outline.index)
                    yield None, outline


def _against(ends: Mapping[str, Wire]) -> Wire:
    out = FALSE
    for name in AGAINST:
        out = out | ends[name]
    return out


def _outlines(one: Outline) -> Iterator[Outline]:
    """The criterion and those below it; in which reading a statement stands is none."""
    if one.fixed["rule"] == "reading":
        return
    below = [child for child in one.children if child.fixed["rule"] != "reading"]
    if len(below) == len(one.children) or len(below) > 1:
        yield one
    for child in below:
        yield from _outlines(child)
