"""Rules on bands of one number among siblings: `15 or more`, `5 to 14`, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from coverable.glossary.words import say_ranges
from coverable.logic.cells import Between, Line
from coverable.logic.criteria import Node
from coverable.policy.executable import Policy
from coverable.proof.lint.rule import Hit, hit, rule
from coverable.proof.lint.subject import Subject

WHOLE = frozenset({"age"})
"""Facts that are whole numbers: nothing lies between 17 and 18."""


@dataclass(frozen=True)
class Band:
    """The cells of one number for which a sibling may hold, and those on which the text is silent."""

    index: int
    node: Node
    mask: int
    silent: int


def _bands(policy: Policy, parent: Node) -> Iterator[tuple[int, list[Band]]]:
    """(probe, bands) of every number that at least two children of an `any` put bounds on."""
    found: dict[int, list[Band]] = {}
    forest = policy.forest
    for child in parent.children:
        node = forest.nodes[child]
        bands: dict[int, Band] = {}
        for index in node.children if node.rule == "all" else (child,):
            leaf = forest.nodes[index]
            test = forest.leaves[leaf.leaf] if leaf.rule == "leaf" else None
            if test is None or policy.probes[test.probe].look != "number":
                continue
            before = bands.get(test.probe)  # two bounds on one number are one band
            mask = test.true & before.mask if before else test.true
            bands[test.probe] = Band(index, leaf, mask, test.silent | (before.silent if before else 0))
        for probe, band in bands.items():
            if band.mask:
                found.setdefault(probe, []).append(band)
    yield from ((probe, bands) for probe, bands in found.items() if len(bands) > 1)


def _spread(policy: Policy) -> Iterator[tuple[Node, str, Line, list[Band]]]:
    """(parent, fact, line, bands from the lowest on) of every `any` of the policy's own criteria."""
    for parent in policy.forest.nodes:
        if parent.rule == "any":
            for probe, bands in _bands(policy, parent):
                cut = policy.probes[probe].cut
                assert isinstance(cut, Line)
                ordered = sorted(bands, key=lambda b: (b.mask & -b.mask, b.mask))
                yield parent, policy.probes[probe].fact, cut, ordered


def _empty(one: Between, fact: str) -> bool:
    """Whether no value of the fact lies there: between two whole numbers in a row."""
    if fact not in WHOLE or one.low is None or one.high is None:
        return False
    low = Decimal(one.low) if one.low_in else Decimal(one.low).to_integral_value(rounding="ROUND_FLOOR") + 1
    return low > one.high or (low == one.high and not one.high_in)


def _single(one: Between) -> bool:
    """One value by itself, as a list of values gives it: no band with something beside it."""
    return one.low is not None and one.low == one.high


@rule(
    "bands-leave-a-gap",
    "warning",
    "Two bands of one number leave values between them to nobody",
    why="A patient with such a value meets neither, though the text may only have rounded "
    "(14 or fewer, 15 or more).",
    bad="""
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria:
      any:
        - {id: severe, fact: pauses, ge: 15}
        - {all: [{id: mild, fact: pauses, ge: 5, le: 14}, {fact: tired}]}
""",
    good="""
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria:
      any:
        - {id: severe, fact: pauses, ge: 15, silent_on: [{gt: 14, lt: 15}]}
        - {all: [{id: mild, fact: pauses, ge: 5, le: 14, silent_on: [{gt: 14, lt: 15}]}, {fact: tired}]}
""",
)
def gap(subject: Subject) -> Iterator[Hit]:
    if subject.policy is None:
        return
    for _, fact, cut, bands in _spread(subject.policy):
        covered = silent = 0
        for band in bands:
            covered |= band.mask
            silent |= band.silent
        for lower, upper in pairwise(cut.runs(covered)):
            hole = Between(lower.high, not lower.high_in, upper.low, not upper.low_in)
            if cut.inside(hole) & ~silent == 0 or _empty(hole, fact) or _single(lower) or _single(upper):
                continue
            above = next(b for b in bands if b.mask & cut.inside(upper))
            known = subject.policy.glossary.facts[fact]
            yield hit(
                f"no band of `{fact}` holds for: {say_ranges(known, (hole,))}",
                subject.where(*subject.written.get(above.index, ("indications",))),
                "the bands below and above it stand side by side, and the text may mean them to touch",
                "correct a bound, or say that the text is silent there with `silent_on`",
                f"{fact} {above.node.id}",
            )


@rule(
    "bands-overlap",
    "warning",
    "Two bands of one number overlap without one lying inside the other",
    why="For the values in both, two rules hold at once; mostly one bound should leave its edge out.",
    bad="""
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria:
      any:
        - {all: [{id: middle, fact: pauses, ge: 15, le: 30}, {fact: snores}]}
        - {all: [{id: mild, fact: pauses, ge: 5, le: 15}, {fact: tired}]}
""",
    good="""
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria:
      any:
        - {all: [{id: middle, fact: pauses, ge: 15, le: 30}, {fact: snores}]}
        - {all: [{id: mild, fact: pauses, ge: 5, lt: 15}, {fact: tired}]}
""",
)
def overlap(subject: Subject) -> Iterator[Hit]:
    if subject.policy is None:
        return
    for _, fact, cut, bands in _spread(subject.policy):
        for one, other in combinations(bands, 2):
            both = one.mask & other.mask
            if both in (0, one.mask, other.mask):
                continue
            known = subject.policy.glossary.facts[fact]
            yield hit(
                f"`{one.node.id}` and `{other.node.id}` both hold for: "
                f"{say_ranges(known, tuple(cut.runs(both)))}",
                subject.where(*subject.written.get(other.index, ("indications",))),
                f"they are bands of the same number, `{fact}`",
                "leave the edge out of one (`lt` for `le`, `gt` for `ge`), or ask which rule is meant there",
                f"{one.node.id}/{other.node.id}",
            )


RULES = (gap, overlap)
