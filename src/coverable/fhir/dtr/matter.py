"""Which facts can still change what a policy answers, given some answers: what a form has to ask.

A criterion that is decided stays decided whatever else is stated, so only what an undetermined criterion
still rests on can matter. Nothing that can matter is ever left out; the other way round is not promised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coverable.determination.answer import SETTLED, Answer, answer, cells_of
from coverable.glossary.values import Facts
from coverable.logic.criteria import Node
from coverable.plan.route import Asked
from coverable.policy.executable import NONE, Policy


def asked(policy: Policy, service: str, qualifier: int | None = None) -> Asked:
    """The policy as it is asked about one of its services; `qualifier` None: that of its code if all have the
    same, else what the service is known by."""
    if qualifier is None:
        roots = set(policy.services[service].codes.values())
        qualifier = roots.pop() if len(roots) == 1 else policy.services[service].known_by
    return Asked(policy, service, qualifier, policy.file.kind, "asked by a form")


def said(one: Asked, facts: Facts, day: Any = None) -> Answer:
    """What the policy answers to the facts (derived ones among them), on a date of service."""
    return answer(one, cells_of(one.policy, facts, day))


def settled(found: Answer) -> bool:
    """Whether no further fact can change the outcome."""
    return not matter(found)


def matter(found: Answer) -> set[str]:
    """The facts that can still change the outcome."""
    if found.outcome in SETTLED or found.outcome == "not_addressed" or found.service is None:
        return set()
    forest, probes = found.policy.forest, found.policy.probes
    return {
        probes[forest.leaves[forest.nodes[index].leaf].probe].fact
        for root in _rungs(found)
        for index in _open(found, root)
        if forest.nodes[index].rule == "leaf"
    }


def leaves(one: Asked) -> set[str]:
    """Every fact that the policy looks at when it is asked about this service, whatever is answered."""
    policy = one.policy
    assert one.service is not None
    built = policy.services[one.service]
    # a code that always counts needs no telling what it is used for
    code = () if one.qualifier == NONE else (one.qualifier, built.known_by)
    roots = (*code, policy.elsewhere, built.met, built.named, built.applies, built.other)
    nodes, chosen = policy.forest.nodes, policy.lanes.chosen
    out: set[str] = set()
    stack = [root for root in roots if root != NONE]
    while stack:
        node = nodes[stack.pop()]
        if node.rule == "leaf":
            out.add(policy.probes[policy.forest.leaves[node.leaf].probe].fact)
        stack += _chosen(node, chosen)
    return out


def _rungs(found: Answer) -> Iterator[int]:
    """The roots of what an outcome rests on, in the order in which they decide (`policy.outcome`), up to the
    first that surely holds."""
    policy, service, values = found.policy, found.service, found.values
    assert service is not None
    if found.qualifier != NONE:
        yield found.qualifier
        if values[found.qualifier] != "met" and service.known_by != NONE:
            yield from (service.known_by, service.applies)
    for root in (policy.elsewhere, service.met, service.named, service.applies, service.other):
        if root == NONE:
            continue
        yield root
        if values[root] == "met" and (root != service.met or found.qualifier == NONE):
            return


def _open(found: Answer, root: int) -> Iterator[int]:
    """Every criterion under the root that is undetermined, and that something undetermined rests on."""
    nodes, values, chosen = found.policy.forest.nodes, found.values, found.policy.lanes.chosen
    stack = [root]
    while stack:
        index = stack.pop()
        if values[index] != "undetermined":
            continue
        yield index
        node = nodes[index]
        below = _chosen(node, chosen)
        if node.rule == "if":
            condition = values[below[0]]
            below = below if condition == "undetermined" else below[1:2] if condition == "met" else below[2:]
        elif node.rule == "silent_if" and values[below[0]] == "not_met":
            below = below[1:]
        stack += below


def _chosen(node: Node, chosen: Mapping[str, str]) -> Sequence[int]:
    """The children of a criterion; of an interpretation that is signed, the reading that was signed."""
    if node.rule == "interpretation" and node.interpretation in chosen:
        return (node.children[node.options.index(chosen[node.interpretation])],)
    return node.children
