"""The smallest sets of facts that would settle an outcome, found by trying all of them at once.

Each hypothesis (some open facts, each in some cell) is one lane of the planes, so that a thousand
hypotheses cost little more than one evaluation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

from coverable.logic.criteria import Forest, Leaf, Step
from coverable.logic.evaluate import Picks, evaluate
from coverable.logic.planes import Bits, Plane
from coverable.logic.planes import leaf as leaf_bits
from coverable.logic.rationale import Value

MAX_SET = 3
MAX_LANES = 6000
Settle = Callable[[list[Bits], Plane], list[tuple[str, Plane]]]
Hypothesis = tuple[tuple[int, int], ...]
"""((probe, cells), ...): each probe lies in one of these cells."""


@dataclass(frozen=True, slots=True)
class Settling:
    """These facts, with each in the given cells, would end the case with `then`."""

    facts: Hypothesis
    then: str


@lru_cache(maxsize=4096)
def groups(forest: Forest, probe: int, full: int) -> tuple[int, ...]:
    """The cells of one probe that no test tells apart, as masks; cells where the text is silent left out."""
    tests = [one for one in forest.leaves if one.probe == probe]
    out: dict[tuple[bool, ...], int] = {}
    for cell in range(full.bit_length()):
        bit = 1 << cell
        if any(one.silent & bit for one in tests):
            continue
        signature = tuple(bool(one.true & bit) for one in tests)
        out[signature] = out.get(signature, 0) | bit
    return tuple(out.values())


@lru_cache(maxsize=1024)
def _lanes(
    open_: tuple[tuple[int, tuple[int, ...]], ...],
) -> tuple[tuple[Hypothesis, ...], dict[tuple[int, int], int], dict[int, list[tuple[int, int]]], int]:
    """All hypotheses up to MAX_SET facts, smallest first; the plane of lanes that put a probe into some
    cells; the same by probe; and how many facts the largest hypotheses hold."""
    lanes: list[Hypothesis] = []
    for size in range(1, min(MAX_SET, len(open_)) + 1):
        count = len(lanes)
        for chosen in combinations(open_, size):
            lanes.extend(product(*[[(probe, cells) for cells in choices] for probe, choices in chosen]))
            if len(lanes) > MAX_LANES:
                break
        if len(lanes) > MAX_LANES and count:
            lanes = lanes[:count]
            break
    planes: dict[tuple[int, int], int] = {}
    for lane, hypothesis in enumerate(lanes):
        for part in hypothesis:
            planes[part] = planes.get(part, 0) | 1 << lane
    by_probe: dict[int, list[tuple[int, int]]] = {probe: [] for probe, _ in open_}
    for (probe, cells), plane in planes.items():
        by_probe[probe].append((cells, plane))
    return tuple(lanes), planes, by_probe, len(lanes[-1]) if lanes else 0


def determining(
    forest: Forest,
    known: Sequence[int],
    open_: Sequence[tuple[int, int]],
    picks: Callable[[Plane], Picks],
    settle: Settle,
    values: Sequence[Value],
    todo: Iterable[Step],
    at_most: int = 5,
) -> tuple[list[Settling], bool]:
    """Up to `at_most` smallest sets that settle the outcome, and whether there are (or may be) more.

    `known[probe]` is the mask of cells of what was stated (0 = nothing); `open_` pairs each probe
    that can still be answered with the mask of all its cells; `settle(bits, full)` names outcomes;
    `values` are the criteria as they stand, of which only those left undetermined are worked out again,
    by the steps `todo`.
    """
    choices = tuple([(probe, groups(forest, probe, full)) for probe, full in open_])
    if not choices:
        return [], False
    lanes, planes, by_probe, explored = _lanes(choices)
    everything = (1 << len(lanes)) - 1
    as_is: dict[Value, Bits] = {"met": (everything, 0), "not_met": (0, everything), "undetermined": (0, 0)}
    todo = [step for step in todo if values[step[0]] == "undetermined"]
    leaves = {
        node.leaf: _test(forest.leaves[node.leaf], known, by_probe, everything)
        for _, rule, _, node in todo
        if rule == "leaf"
    }
    settled = [as_is[value] for value in values]
    bits = evaluate(forest, leaves, everything, picks(everything), todo, settled)
    outcome: list[tuple[str, int]] = settle(bits, everything)
    left: int = 0
    for _, plane in outcome:
        left |= plane
    found: dict[tuple[tuple[int, ...], str], list[Hypothesis]] = {}
    while left:  # smaller hypotheses have lower bits, and what contains one that settles says nothing new
        bit = left & -left
        hypothesis = lanes[bit.bit_length() - 1]
        name = next(name for name, plane in outcome if plane & bit)
        found.setdefault((tuple([probe for probe, _ in hypothesis]), name), []).append(hypothesis)
        above = everything
        for part in hypothesis:
            above &= planes[part]
        left &= ~above
    out = [Settling(one, name) for (_, name), alike in found.items() for one in _merged(alike)]
    out.sort(key=lambda s: (len(s.facts), s.then != "criteria_met", [p for p, _ in s.facts]))
    return out[:at_most], len(out) > at_most or len(choices) > explored


def _test(
    leaf: Leaf, known: Sequence[int], by_probe: Mapping[int, list[tuple[int, int]]], everything: int
) -> Bits:
    """One test: the assigned lanes, and what was stated (if anything) in all the others."""
    assigned, mask = by_probe.get(leaf.probe, []), known[leaf.probe]
    if mask:
        for _, plane in assigned:
            everything &= ~plane
        assigned = [*assigned, (mask, everything)]
    return leaf_bits(assigned, leaf.true, leaf.silent, 0)


def _merged(hypotheses: list[Hypothesis]) -> list[Hypothesis]:
    """Hypotheses over the same facts that differ in one fact only become one, with its cells joined."""
    out = list(hypotheses)
    for place in range(len(out[0])):
        joined: dict[Hypothesis, int] = {}
        for one in out:
            rest = one[:place] + one[place + 1 :]
            joined[rest] = joined.get(rest, 0) | one[place][1]
        probe = out[0][place][0]
        out = [(*rest[:place], (probe, cells), *rest[place:]) for rest, cells in joined.items()]
    return out
