"""What one policy answers to one service line: all that follows from the cells its facts lie in.

Nothing here looks at the facts themselves, so requests whose facts lie in the same cells share one answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from coverable.glossary.values import Facts
from coverable.logic.criteria import Forest, Node, Step
from coverable.logic.determining import Settling, determining
from coverable.logic.evaluate import evaluate
from coverable.logic.needed import NOTHING, Need, all_of, asks, still_needed
from coverable.logic.planes import Bits, Plane
from coverable.logic.rationale import Value, values
from coverable.plan.route import Asked
from coverable.policy.executable import NONE, BuiltExclusion, BuiltIndication, BuiltService, Policy
from coverable.policy.lanes import Changes, Lanes
from coverable.policy.outcome import outcomes

SETTLED = frozenset(
    {"criteria_met", "criteria_not_met", "use_excluded", "use_not_listed", "governed_elsewhere"}
)
ADVERSE = frozenset({"criteria_not_met", "use_excluded", "use_not_listed"})


@dataclass(frozen=True)
class Answer:
    """A policy's outcome with the bits it rests on; everything else is a view made when asked for."""

    policy: Policy
    level: str
    """Its place in the order of precedence."""
    why: str
    """Why the policy was asked."""
    service: BuiltService | None
    qualifier: int
    outcome: str
    listed: bool
    """The code stands in the policy's table and its qualifier does not refuse it."""
    masks: tuple[int, ...]
    """For each probe the cells that its fact may lie in."""
    contradicted: tuple[int, ...]
    """Probes of facts whose statements exclude each other and lie in several cells."""
    bits: list[Bits]
    lanes: Lanes

    @cached_property
    def values(self) -> list[Value]:
        """Each criterion in the signed reading(s)."""
        return values(self.bits, self.lanes.signed.full)

    def chosen(self, interpretation: str) -> str | None:
        return self.lanes.chosen.get(interpretation)

    def open_leaf(self, leaf: int) -> bool:
        """Whether a fact could still be stated that answers this test."""
        return self.open_probe(self.policy.forest.leaves[leaf].probe)

    def open_probe(self, probe: int) -> bool:
        """Whether asking can help: nothing is stated, or only in part. What is exact, and what was stated
        two ways, is not asked again."""
        mask = self.masks[probe]
        return not mask or (mask & (mask - 1) != 0 and probe not in self.contradicted)

    def _need(self, root: int, want: bool, asked: Callable[[int], bool]) -> Need | None:
        return still_needed(self.policy.forest, root, want, self.values, asked, self.chosen)

    def undetermined(self, root: int, cite: Any = None) -> Iterator[tuple[int, Any]]:
        """Every undetermined criterion under `root` in the signed reading, with its place (its own or the
        nearest above it)."""
        stack = [(root, cite)] if root != NONE else []
        while stack:
            index, above = stack.pop()
            if self.values[index] != "undetermined":
                continue
            node = self.policy.forest.nodes[index]
            here = node.cite or above
            yield index, here
            stack.extend((i, here) for i in reversed(self._that_matter(node)))

    def _that_matter(self, node: Node) -> tuple[int, ...]:
        """The children of an undetermined criterion that can still settle it, as they stand now."""
        below = node.children
        if node.rule == "interpretation":
            option = self.chosen(node.interpretation)
            return below if option is None else (below[node.options.index(option)],)
        if node.rule == "if":
            condition = self.values[below[0]]
            return below if condition == "undetermined" else below[1:2] if condition == "met" else below[2:]
        if node.rule == "silent_if":
            return below[:1] if self.values[below[0]] == "undetermined" else below[1:]
        return below

    def _asking(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The roots whose open facts are asked: those that tell whether the code counts, and those that
        lead to an outcome, most wanted first."""
        assert self.service is not None
        counts = self.qualifier == NONE or self.values[self.qualifier] == "met"
        code = () if counts else (self.qualifier, self.service.known_by)
        return code, (self.service.met, self.policy.elsewhere, self.service.named, self.service.applies)

    def askable(self) -> bool:
        """Whether any fact could still be stated that matters; if not, an open case is for a person."""
        forest = self.policy.forest
        return any(
            forest.nodes[index].rule == "leaf" and self.open_leaf(forest.nodes[index].leaf)
            for roots in self._asking()
            for root in roots
            for index, _ in self.undetermined(root)
        )

    @cached_property
    def need(self) -> Need:
        """The open facts that lead to criteria met; else those that tell which exclusion applies."""
        return self.asking(self.open_leaf)

    def asking(self, asked: Callable[[int], bool]) -> Need:
        """The same, where `asked(leaf)` tells which tests may be asked about."""
        if self.service is None or self.outcome in SETTLED:
            return NOTHING
        code, outcome = (self._first_asked(roots, asked) for roots in self._asking())
        return all_of([*asks(code), outcome]) or NOTHING

    def _first_asked(self, roots: tuple[int, ...], asked: Callable[[int], bool]) -> Need:
        for root in roots:
            if root != NONE and self.values[root] == "undetermined":
                found = self._need(root, True, asked)
                if found is not None and asks(found):
                    return found
        return NOTHING

    @cached_property
    def settling(self) -> tuple[list[Settling], bool]:
        """Up to five smallest sets of open facts that would settle the outcome, and whether there are more
        (architecture 3)."""
        policy, service, qualifier = self.policy, self.service, self.qualifier
        assert service is not None

        def settle(bits: list[Bits], full: Plane) -> list[tuple[str, Plane]]:
            decided, _, silent = outcomes(policy, service, qualifier, bits, full)
            return [*decided, ("not_addressed", silent)]

        forest = policy.forest
        used = {
            forest.leaves[forest.nodes[index].leaf].probe
            for root in (service.met, qualifier, service.named, policy.elsewhere)
            for index, _ in self.undetermined(root)
            if forest.nodes[index].rule == "leaf"
        }
        open_ = [(i, policy.probes[i].cut.full) for i in sorted(used) if self.open_probe(i)]
        todo = policy.signed_steps(self.lanes)
        return determining(forest, self.masks, open_, self.lanes.signed_picks, settle, self.values, todo)

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
    def indication(self) -> BuiltIndication | None:
        """The indication that the outcome rests on: the one that is met, else one that surely applies."""
        if self.outcome in ("use_excluded", "use_not_listed"):
            return None
        sure = [i for i in self.indications if self.values[i.applies] == "met"]
        met = [i for i in sure if self.values[i.criteria] == "met"]
        return (met or sure or [None])[0]

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
            if self.service and one.file.service and self.service.name not in one.file.service:
                continue
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

    @cached_property
    def other_readings(self) -> tuple[tuple[Changes, str], ...]:
        """The smallest changes of interpretations that end differently, each with that outcome."""
        lanes = self.lanes
        ends = self._ends_of_readings()
        same = next((plane for _, plane in ends if not lanes.base & ~plane), lanes.base)
        left = lanes.full & ~same
        found: list[tuple[Changes, str]] = []
        while left:  # lanes with the fewest changes come first, so what is found is smallest
            lane = (left & -left).bit_length() - 1
            changes = lanes.changes[lane]
            name = next((name for name, plane in ends if plane >> lane & 1), "not_addressed")
            covered = lanes.full
            for interpretation, option in changes:
                covered &= lanes.picks[interpretation][option]
            left &= ~(covered | 1 << lane)
            if changes:
                found.append((changes, "information_needed" if name == "open" else name))
        return tuple(found)

    def other_outcomes(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What the outcome would be in other readings: one interpretation changed, and only jointly."""
        policy = self.policy
        alone: dict[str, dict[str, str]] = {}
        jointly: list[dict[str, Any]] = []
        for changes, outcome in self.other_readings:
            if len(changes) == 1:
                alone.setdefault(changes[0][0], {})[changes[0][1]] = outcome
            else:
                jointly.append({"options": dict(changes), "outcome": outcome})
        listed = [
            {
                "id": name,
                "chosen": self.lanes.chosen.get(name) or policy.signed.get(name),
                "other_outcomes": alone.get(name, {}),
            }
            for name in policy.interpretations
        ]
        return listed, jointly

    def _ends_of_readings(self) -> list[tuple[str, int]]:
        """Outcome and the readings (as lanes) that lead to it."""
        lanes, policy = self.lanes, self.policy
        assert self.service is not None
        full, todo = lanes.full, policy.other_steps(lanes)
        # what no reading touches is the same in all lanes as in the signed ones
        settled = [(full if t else 0, full if f else 0) for t, f in self.bits]
        leaves = _leaves(policy.forest, self.masks, full, todo)
        bits = evaluate(policy.forest, leaves, full, lanes.picks, todo, settled)
        decided, open_, silent = outcomes(policy, self.service, self.qualifier, bits, full)
        return [*decided, ("open", open_), ("not_addressed", silent)]


Cells = tuple[tuple[int, ...], tuple[int, ...]]
"""(mask of cells of each probe, probes that were stated two ways)."""


def cells_of(policy: Policy, facts: Facts, day: date | None) -> Cells:
    """In which cells the facts of a line lie, as far as this policy looks at them."""
    masks = [0] * len(policy.probes)
    contradicted: list[int] = []
    looks = policy.looks
    for name, stated in facts.items():  # few of the many that a policy may look at
        for i, probe in looks.get(name, ()):
            masks[i] = mask = probe.cells_of(stated, day)
            if mask & (mask - 1) and stated.contradictory:
                contradicted.append(i)
    return tuple(masks), tuple(sorted(contradicted))


def answer(asked: Asked, cells: Cells, lanes: Lanes | None = None) -> Answer:
    """Evaluate one policy on the cells of a line, in its signed reading(s)."""
    policy, (masks, contradicted) = asked.policy, cells
    lanes = lanes or policy.lanes
    full, forest = lanes.signed.full, policy.forest
    todo = policy.signed_steps(lanes)
    bits = evaluate(forest, _leaves(forest, masks, full, todo), full, lanes.signed.picks, todo)
    service, qualifier, listed = _service(asked, bits, full)
    outcome = "not_addressed"
    if service is not None:
        decided, open_, silent = outcomes(policy, service, qualifier, bits, full)
        ends = (*decided, ("information_needed", open_), ("not_addressed", silent))
        # readings that are not signed and end differently: a person decides
        outcome = next((name for name, plane in ends if plane == full), "judgment_needed")
    made = Answer(
        policy, asked.level, asked.why, service, qualifier, outcome, listed, masks, contradicted, bits, lanes
    )
    if outcome == "information_needed" and not made.askable():
        return replace(made, outcome="judgment_needed")
    return made


def _leaves(forest: Forest, masks: Sequence[int], full: int, todo: Iterable[Step]) -> dict[int, Bits]:
    """Bits of the tests among the steps, on planes in which all lanes have the same facts."""
    out: dict[int, Bits] = {}
    unknown, met, not_met = (0, 0), (full, 0), (0, full)
    leaves = forest.leaves
    for _, rule, _, node in todo:
        if rule == "leaf":
            probe, true, silent = leaves[node.leaf]
            mask = masks[probe]
            if not mask or mask & silent:
                out[node.leaf] = unknown
            elif not mask & ~true:
                out[node.leaf] = met
            else:
                out[node.leaf] = unknown if mask & true else not_met
    return out


def _service(asked: Asked, bits: list[Bits], base: int) -> tuple[BuiltService | None, int, bool]:
    """The service that answers, its qualifier, and whether the code counts as listed.

    A code that no table lists is answered where service and use surely match, and a person looks.
    """

    def sure(root: int) -> bool:
        return root != NONE and not base & ~bits[root][0]

    services, root = asked.policy.services, asked.qualifier
    if asked.service is not None:
        return services[asked.service], root, root == NONE or bool(base & ~bits[root][1])
    for service in services.values():
        if sure(service.known_by) and sure(service.applies):
            return service, NONE, False
    return None, NONE, False
