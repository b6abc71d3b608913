"""What one policy answers to one service line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from coverable.glossary.values import Facts
from coverable.logic.evaluate import evaluate
from coverable.logic.needed import NOTHING, Ask, Need, all_of, asks, still_needed
from coverable.logic.planes import Bits
from coverable.logic.rationale import Value, values
from coverable.plan.route import Candidate
from coverable.policy.compile import NONE, BuiltExclusion, BuiltIndication, BuiltService, Policy
from coverable.policy.lanes import Lanes
from coverable.policy.outcome import outcomes

SETTLED = frozenset(
    {"criteria_met", "criteria_not_met", "use_excluded", "use_not_listed", "governed_elsewhere"}
)
ADVERSE = frozenset({"criteria_not_met", "use_excluded", "use_not_listed"})


@dataclass(frozen=True)
class Answer:
    """A policy's outcome with the bits it rests on; everything else is a view made when asked for."""

    policy: Policy
    candidate: Candidate
    service: BuiltService | None
    qualifier: int
    outcome: str
    listed: bool
    """The code stands in the policy's table and its qualifier does not refuse it."""
    masks: tuple[int, ...]
    bits: list[Bits]
    lanes: Lanes
    facts: Facts
    decided: tuple[tuple[str, int], ...]
    """Outcome and plane of lanes, as the ladder gave them; then `open` and `not_addressed`."""

    @cached_property
    def values(self) -> list[Value]:
        """Each criterion in the signed reading(s)."""
        return values(self.bits, self.lanes.base)

    def chosen(self, interpretation: str) -> str | None:
        return self.lanes.chosen.get(interpretation)

    def open_leaf(self, leaf: int) -> bool:
        """Whether a fact could still be stated that answers this test."""
        probe = self.policy.forest.leaves[leaf].probe
        return not self.policy.probes[probe].answered(self.facts, self.masks[probe])

    def _need(self, root: int, want: bool) -> Need | None:
        return still_needed(self.policy.forest, root, want, self.values, self.open_leaf, self.chosen)

    @cached_property
    def need(self) -> Need:
        """The open facts that lead to criteria met; else those that tell which exclusion applies."""
        if self.service is None or self.outcome in SETTLED:
            return NOTHING
        parts: list[Ask] = []
        for root in (self.qualifier, self.service.known_by):
            if self.qualifier == NONE or root == NONE or self.values[root] == "met":
                break
            if self.values[root] == "undetermined":
                parts = asks(self._need(root, True))
                break
        met = self._need(self.service.met, True)
        if met is None or met == NOTHING:
            for root in (self.policy.elsewhere, self.policy.named, self.service.applies):
                if root != NONE and self.values[root] == "undetermined":
                    met = self._need(root, True)
                    if asks(met):
                        break
        return all_of([*parts, met or NOTHING]) or NOTHING

    @cached_property
    def indications(self) -> tuple[BuiltIndication, ...]:
        """The indications of the service that apply, surely or perhaps."""
        if self.service is None:
            return ()
        name = self.service.name
        return tuple(
            i for i in self.policy.indications if name in i.services and self.values[i.applies] != "not_met"
        )

    @cached_property
    def exclusion(self) -> BuiltExclusion | None:
        """The statement that an adverse-leaning outcome rests on."""
        kinds = {
            "use_excluded": "when",
            "use_not_listed": "all_other_uses",
            "criteria_not_met": "criteria_not_met",
        }
        kind = kinds.get(self.outcome)
        for one in self.policy.exclusions:
            if kind and getattr(one.file, kind) and (one.root == NONE or self.values[one.root] == "met"):
                return one
        return None

    @cached_property
    def statement(self) -> str | None:
        """`criteria`, the id of an exclusion, or the id of a referral."""
        if self.outcome in ("criteria_met", "information_needed", "judgment_needed"):
            return "criteria"
        if self.outcome == "governed_elsewhere":
            return "referral"
        if self.outcome == "criteria_not_met":
            return "criteria"
        return self.exclusion.file.id if self.exclusion else None

    def other_outcomes(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What the outcome would be in other readings: one interpretation changed, and only jointly."""
        lanes, signed = self.lanes, self.policy.signoff.interpretations
        same = next((plane for _, plane in self.decided if not lanes.base & ~plane), lanes.base)
        left = lanes.full & ~same
        alone: dict[str, dict[str, str]] = {}
        jointly: list[dict[str, Any]] = []
        while left:  # lanes with the fewest changes come first, so what is found is smallest
            lane = (left & -left).bit_length() - 1
            changes = lanes.changes[lane]
            outcome = self._lane_outcome(1 << lane)
            covered = lanes.full
            for name, option in changes:
                covered &= lanes.picks[name][option]
            left &= ~(covered | 1 << lane)
            if len(changes) == 1:
                alone.setdefault(changes[0][0], {})[changes[0][1]] = outcome
            elif changes:
                jointly.append({"options": dict(changes), "outcome": outcome})
        listed = [
            {
                "id": name,
                "chosen": lanes.chosen.get(name) or (signed[name].option if name in signed else None),
                "other_outcomes": alone.get(name, {}),
            }
            for name in self.policy.file.interpretations
        ]
        return listed, jointly

    def _lane_outcome(self, bit: int) -> str:
        name = next((name for name, plane in self.decided if plane & bit), "not_addressed")
        return "information_needed" if name == "open" else name


def answer(candidate: Candidate, facts: Facts, day: date, lanes: Lanes | None = None) -> Answer:
    """Evaluate one policy on the facts of a line, in all its readings at once."""
    policy = candidate.policy
    lanes = lanes or policy.lanes
    full, base, forest = lanes.full, lanes.base, policy.forest
    masks = tuple([probe.cells(facts, day) for probe in policy.probes])
    leaves: list[Bits] = []
    for leaf in forest.leaves:
        mask = masks[leaf.probe]
        if not mask or mask & leaf.silent:
            leaves.append((0, 0))
        elif not mask & ~leaf.true:
            leaves.append((full, 0))
        else:
            leaves.append((0, 0 if mask & leaf.true else full))
    bits = evaluate(forest, leaves, full, lanes.picks)
    service, qualifier, listed = _service(policy, candidate, bits, base)
    if service is None:
        return Answer(policy, candidate, None, NONE, "not_addressed", False, masks, bits, lanes, facts, ())
    decided, open_, silent = outcomes(policy, service, qualifier, bits, full)
    planes = (*decided, ("open", open_), ("not_addressed", silent))
    outcome = next((name for name, plane in planes if not base & ~plane), "judgment_needed")
    made = Answer(
        policy,
        candidate,
        service,
        qualifier,
        "information_needed" if outcome == "open" else outcome,
        listed,
        masks,
        bits,
        lanes,
        facts,
        planes,
    )
    if outcome == "open" and not asks(made.need):
        return Answer(
            policy,
            candidate,
            service,
            qualifier,
            "judgment_needed",
            listed,
            masks,
            bits,
            lanes,
            facts,
            planes,
        )
    return made


def _service(
    policy: Policy, candidate: Candidate, bits: list[Bits], base: int
) -> tuple[BuiltService | None, int, bool]:
    """The service that answers, its qualifier, and whether the code counts as listed.

    A code that no table lists is answered where service and use surely match, and a person looks.
    """

    def sure(root: int) -> bool:
        return root != NONE and not base & ~bits[root][0]

    if candidate.service is not None:
        root = candidate.qualifier
        return policy.services[candidate.service], root, root == NONE or bool(base & ~bits[root][1])
    for service in policy.services.values():
        if sure(service.known_by) and sure(service.applies):
            return service, NONE, False
    return None, NONE, False
