"""All patients at once: every combination of cells of the facts that some criteria test, as planes.

One bit is one combination. Where a policy looks at one fact in several ways (two windows of one date,
two questions about one list of events) some combinations are of no real patient; `exact` is then false,
and a count over them is none of patients.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coverable.logic.cells import Choices
from coverable.logic.criteria import steps
from coverable.logic.evaluate import Picks, evaluate, leaf_bits
from coverable.logic.planes import Bits
from coverable.policy.executable import NONE, Policy
from coverable.policy.outcome import outcomes

LIMIT = 1 << 20
"""The most combinations that are counted."""


@dataclass(frozen=True)
class Space:
    """Every combination of cells of the facts under some roots."""

    size: int
    exact: bool
    probes: tuple[tuple[tuple[int, int], ...], ...]
    """For each probe of the policy its (cell, plane) pairs; none for those that the roots do not test."""

    @property
    def full(self) -> int:
        return (1 << self.size) - 1


def space_of(policy: Policy, roots: Iterable[int]) -> Space | None:
    """The combinations under the roots; None when there are more than LIMIT."""
    nodes = {node for root in roots if root != NONE for node in policy.forest.under(root)}
    leaves = {policy.forest.nodes[n].leaf for n in nodes} - {-1}
    used = sorted({policy.forest.leaves[leaf].probe for leaf in leaves})
    counts = {p: _cells(policy, p) for p in used}
    size = 1
    for count in counts.values():
        size *= count
    if size > LIMIT:
        return None
    planes: dict[int, tuple[tuple[int, int], ...]] = {}
    stride = 1
    for probe, count in counts.items():
        planes[probe] = tuple((1 << c, _striped(c, stride, count, size)) for c in range(count))
        stride *= count
    facts = [policy.probes[p].fact for p in used]
    every = tuple(planes.get(p, ()) for p in range(len(policy.probes)))
    return Space(size, len(facts) == len(set(facts)), every)


def _cells(policy: Policy, probe: int) -> int:
    cut = policy.probes[probe].cut
    return len(cut.names) if isinstance(cut, Choices) else 2 * len(cut.edges) + 1


def _striped(cell: int, stride: int, count: int, size: int) -> int:
    """The plane of the combinations in which a probe lies in a cell: a stripe, repeated."""
    out = ((1 << stride) - 1) << (cell * stride)
    width = stride * count
    while width < size:
        out |= out << width
        width *= 2
    return out & ((1 << size) - 1)


def picks_of(policy: Policy, chosen: Mapping[str, str], full: int) -> Picks:
    """Planes of the options: everywhere the chosen one. What is not chosen stays unsigned."""
    return {
        name: {o: full if o == chosen[name] else 0 for o in declared.options}
        for name, declared in policy.interpretations.items()
        if name in chosen
    }


def bits_of(policy: Policy, space: Space, roots: Iterable[int], chosen: Mapping[str, str]) -> Sequence[Bits]:
    """Bits of every criterion under the roots, by index, in that reading."""
    picks = picks_of(policy, chosen, space.full)
    leaves = leaf_bits(policy.forest, space.probes, 0)
    wanted = [r for r in roots if r != NONE]
    return evaluate(policy.forest, leaves, space.full, picks, steps(policy.forest, wanted, {}))


def holds_together(policy: Policy, statements: Sequence[tuple[int, Mapping[str, str]]]) -> bool:
    """Whether some patient makes all the statements surely true, each in the reading it stands under.
    False where there are too many patients to look at."""
    roots = [root for root, _ in statements]
    space = space_of(policy, roots)
    if space is None or NONE in roots:
        return False
    left = space.full
    for root, under in statements:
        left &= bits_of(policy, space, [root], {**policy.signed, **under})[root][0]
    return bool(left)


@dataclass(frozen=True)
class Difference:
    """How many of how many combinations end otherwise under some option; not counted: None."""

    differ: int | None
    of: int | None
    exact: bool


def difference(policy: Policy, name: str, root: int | None = None) -> Difference:
    """Of how many patients the options of one interpretation disagree, the others as signed: on the
    criterion `root`, or (None) on what comes out for any service."""
    options = list(policy.interpretations[name].options)
    roots = [root] if root is not None else sorted(policy.outcome_roots())
    space = space_of(policy, roots)
    if space is None:
        return Difference(None, None, False)
    views = [_view(policy, space, root, roots, {**policy.signed, name: o}) for o in options]
    differ = 0
    for view in views[1:]:
        for a, b in zip(views[0], view, strict=True):
            differ |= a ^ b
    return Difference(differ.bit_count(), space.size, space.exact)


def _view(
    policy: Policy, space: Space, root: int | None, roots: Iterable[int], chosen: Mapping[str, str]
) -> list[int]:
    """Planes that say how every combination ends."""
    bits = bits_of(policy, space, roots, chosen)
    if root is not None:
        return list(bits[root])
    out: list[int] = []
    for service in policy.services.values():
        for qualifier in dict.fromkeys(service.codes.values()):
            decided, open_, silent = outcomes(policy, service, qualifier, bits, space.full)
            out += [*(plane for _, plane in decided), open_, silent]
    return out
