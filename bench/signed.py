"""The criteria of a policy in its signed reading, as a flat list that any engine's language can say.

An interpretation is the option that was signed, under the interpretation's own id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coverable.determination.answer import Answer
from coverable.logic.cells import Choices
from coverable.plan.route import Candidate
from coverable.policy.executable import NONE

ROOTS = ("known", "applies", "met", "qualifier", "elsewhere", "named", "other")
Value = bool | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion. `children` are places in the list; a leaf is met by any of `values` of `fact`."""

    name: str
    rule: str
    index: int
    """Its place in the policy's forest."""
    children: tuple[int, ...] = ()
    fact: str = ""
    values: tuple[Any, ...] = ()
    among: bool = False
    """The fact is a list of codes, of which one must be among `values`; an absent code is unknown."""
    constant: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """Children before parents, in written order; `roots` says where the statements stand."""

    criteria: tuple[Criterion, ...]
    roots: Mapping[str, int]

    def values(self, answer: Answer) -> list[Value]:
        """What the engine says of each criterion."""
        said: dict[str, Value] = {"met": True, "not_met": False, "undetermined": None}
        return [said[answer.values[one.index]] for one in self.criteria]


def signed(found: Candidate) -> Signed:
    """Every criterion below the statements of the policy, each once."""
    policy = found.policy
    assert found.service is not None
    service, forest, chosen = policy.services[found.service], policy.forest, policy.lanes.chosen
    roots = {
        "known": service.known_by,
        "applies": service.applies,
        "met": service.met,
        "qualifier": found.qualifier,
        "elsewhere": policy.elsewhere,
        "named": service.named,
        "other": service.other,
    }
    out: list[Criterion] = []
    placed: dict[int, int] = {}

    def place(index: int) -> int:
        if index in placed:
            return placed[index]
        node = inner = forest.nodes[index]
        at = index
        while inner.rule == "interpretation":
            at = inner.children[inner.options.index(chosen[inner.interpretation])]
            inner = forest.nodes[at]
        below = tuple(place(i) for i in inner.children)
        one = Criterion(node.id, inner.rule, index, below)
        if inner.rule == "leaf":
            leaf = forest.leaves[inner.leaf]
            probe = policy.probes[leaf.probe]
            one = Criterion(
                node.id, "leaf", index, (), probe.fact, _values(probe, leaf.true), probe.look == "codes"
            )
        elif inner.rule == "reading":
            constant = chosen[inner.interpretation] == inner.options[0]
            one = Criterion(node.id, "reading", index, constant=constant)
        out.append(one)
        placed[index] = len(out) - 1
        return placed[index]

    where = {name: place(root) for name, root in roots.items() if root != NONE}
    for root in [e.root for e in policy.exclusions] + [root for _, root in policy.remarks]:
        place(root)
    return Signed(tuple(out), where)


def _values(probe: Any, true: int) -> tuple[Any, ...]:
    """The values that meet a test: names of choices, True or False, or codes."""
    if probe.look == "codes":
        return tuple(sorted(probe.codes.printed))
    assert isinstance(probe.cut, Choices), "the seed policies ask only for choices, yes/no and codes"
    yes_no = {"yes": True, "no": False}
    return tuple(yes_no.get(name, name) for name in probe.cut.values(true))
