"""Do the boundary cases notice a wrong policy? Small faults are planted one at a time; each must change the
answer to some case, or be proved to change nothing for anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from coverable.determination.answer import Cells, answer
from coverable.logic.criteria import Forest, Leaf, Node, Rule, steps
from coverable.policy.executable import NONE, Policy
from coverable.policy.lanes import Lanes
from coverable.proof.boundary import Bench, Boundary, cells_of_case
from coverable.proof.sides import Side, apart

SWAPS: dict[str, tuple[Rule, ...]] = {
    "all": ("any", "none"),
    "any": ("all", "none"),
    "none": ("any",),
    "not": ("all",),
}
"""A rule, and what a hurried hand may have written in its place."""


@dataclass(frozen=True)
class Mutant:
    """A policy with one fault. `says` names the fault and where it is."""

    says: str
    policy: Policy
    lanes: Lanes


@dataclass(frozen=True)
class Judged:
    says: str
    end: Literal["killed", "equivalent", "survived"]
    by: str | None
    """The case that notices it."""


def judge(cases: Sequence[Boundary]) -> Iterator[Judged]:
    """Every mutant of the policy that the cases are of: which case notices it, or the proof that none can."""
    by_bench: dict[Bench, list[Boundary]] = {}
    for case in cases:
        by_bench.setdefault(case.bench, []).append(case)
    for bench, mine in by_bench.items():
        asked = [(case, cells_of_case(case)) for case in mine]
        for mutant in mutants(bench):
            side = Side(mutant.policy, bench.side.service, bench.side.qualifier, bench.space, mutant.lanes)
            by = _noticed(side, asked)
            if by is not None:
                yield Judged(mutant.says, "killed", by)
            else:
                yield Judged(mutant.says, "equivalent" if same_for_all(bench, side) else "survived", None)


def _noticed(side: Side, asked: Sequence[tuple[Boundary, Cells]]) -> str | None:
    """The first case that ends otherwise under the mutant."""
    for case, cells in asked:
        if answer(side.asked, cells, side.lanes).outcome != case.answer:
            return case.id
    return None


def same_for_all(bench: Bench, side: Side) -> bool:
    """Whether it is proved that nobody, however little is known of them, ends otherwise."""
    space = bench.space  # the same patients, as the mutant looks at them
    seen = replace(space, looks={side.policy: space.looks[bench.side.policy]})
    here = replace(side, space=seen)
    return space.prover.anyone(apart(bench.side.ends, here.ends)) is None


def mutants(bench: Bench) -> Iterator[Mutant]:
    """Every single fault in the criteria that the outcome of the service rests on, in the signed reading."""
    policy, lanes = bench.side.policy, bench.side.lanes
    service = policy.services[bench.side.service]
    roots = {service.met, service.applies, service.named, service.other, bench.side.qualifier}
    todo = steps(policy.forest, (roots | {policy.elsewhere}) - {NONE}, lanes.chosen)
    for index, rule, below, node in todo:
        if rule == "leaf":
            for says, leaf in _leaf_faults(policy, policy.forest.leaves[node.leaf]):
                yield _planted(policy, lanes, f"{node.id}: {says}", index, node, leaf)
        else:
            for says, other in _faults(node, below):
                yield _planted(policy, lanes, f"{node.id}: {says}", index, other)


def _faults(node: Node, below: tuple[int, ...]) -> Iterator[tuple[str, Node]]:
    """The same criterion with its rule, its number or one of its children wrong."""
    for swap in SWAPS.get(node.rule, ()):
        yield f"{node.rule} read as {swap}", replace(node, rule=swap)
    if node.rule == "at_least":
        for n in (node.n - 1, node.n + 1):
            if 1 <= n <= len(node.children):
                yield f"at least {node.n} read as {n}", replace(node, n=n)
    if node.rule in ("all", "any", "none", "at_least") and len(node.children) > 1:
        for i in range(len(node.children)):
            rest = node.children[:i] + node.children[i + 1 :]
            yield f"part {i + 1} left out", replace(node, children=rest, n=min(node.n, len(rest)))
    if node.rule == "if" and len(node.children) == 3:
        condition, then, other = node.children
        yield "then and else changed round", replace(node, children=(condition, other, then))
    if node.rule == "silent_if":
        yield "silence forgotten", replace(node, rule="all", children=node.children[:1])
    if node.rule == "interpretation":
        for child, option in zip(node.children, node.options, strict=True):
            if below != (child,):
                yield f"read as {option}", replace(node, rule="all", children=(child,))


def _leaf_faults(policy: Policy, leaf: Leaf) -> Iterator[tuple[str, Leaf]]:
    """The same test with one cell more or less, or turned round; a silence forgotten."""
    full = policy.probes[leaf.probe].cut.full
    for cell in range(full.bit_length()):
        bit = 1 << cell
        if not leaf.silent & bit:
            moved = "out" if leaf.true & bit else "in"
            yield f"cell {cell} taken {moved}", leaf._replace(true=leaf.true ^ bit)
    yield "turned round", leaf._replace(true=full & ~leaf.true & ~leaf.silent)
    if leaf.silent:
        yield "silence forgotten", leaf._replace(silent=0)


def _planted(
    policy: Policy, lanes: Lanes, says: str, index: int, node: Node, leaf: Leaf | None = None
) -> Mutant:
    nodes, leaves = list(policy.forest.nodes), policy.forest.leaves
    if leaf is not None:
        node = replace(node, leaf=len(leaves))
        leaves = (*leaves, leaf)
    nodes[index] = node
    return Mutant(says, replace(policy, forest=Forest(tuple(nodes), leaves)), lanes)


def tally(judged: Iterable[Judged]) -> dict[str, int]:
    """How many mutants were killed, proved equivalent, or survived."""
    out = {"killed": 0, "equivalent": 0, "survived": 0}
    for one in judged:
        out[one.end] += 1
    return out
