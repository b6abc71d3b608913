"""Rules on bands of one number among siblings: `15 or more`, `5 to 14`, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from coverable.glossary.words import say_ranges
from coverable.logic.cells import Between, Line
from coverable.logic.criteria import Node
from coverable.policy.build import all_criteria
from coverable.policy.executable import Policy
from coverable.proof.lint.rule import Hit, hit, rule
from coverable.proof.lint.subject import Subject

WHOLE = frozenset({"age"})
"""Facts that are whole numbers: nothing lies between 17 and 18."""


@dataclass(frozen=True)
class Band:
    """The cells of one number for which a sibling may hold, and those on which the text is silent."""

    node: Node
    mask: int
    silent: int


def _bands(policy: Policy, parent: Node) -> Iterator[tuple[int, list[Band]]]:
    """(probe, bands) of every number that at least two children of an `any` put bounds on."""
    found: dict[int, list[Band]] = {}
    forest = policy.forest
    for child in parent.children:
        node = forest.nodes[child]
        inner = [forest.nodes[i] for i in node.children] if node.rule == "all" else [node]
        for leaf in inner:
            if leaf.rule == "leaf":
                test = forest.leaves[leaf.leaf]
                if policy.probes[test.probe].look == "number":
                    found.setdefault(test.probe, []).append(Band(leaf, test.true, test.silent))
    for probe, bands in found.items():
        # a sibling that tests the same number twice is no band of its own
        if len(bands) > 1 and len(bands) <= len(parent.children):
            yield probe, bands


def _places(subject: Subject) -> dict[str, str]:
    """Where each criterion stands, by its id or the fact that it tests."""
    out: dict[str, str] = {}
    for criterion, path in all_criteria(subject.file):
        out.setdefault(criterion.id or criterion.fact or "", subject.where(*path))
    return out


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
    places = _places(subject)
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
                places.get(above.node.id, subject.where("indications")),
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
    places = _places(subject)
    for _, fact, cut, bands in _spread(subject.policy):
        for one, other in combinations(bands, 2):
            both = one.mask & other.mask
            if both in (0, one.mask, other.mask):
                continue
            known = subject.policy.glossary.facts[fact]
            yield hit(
                f"`{one.node.id}` and `{other.node.id}` both hold for: "
                f"{say_ranges(known, tuple(cut.runs(both)))}",
                places.get(other.node.id, subject.where("indications")),
                f"they are bands of the same number, `{fact}`",
                "leave the edge out of one (`lt` for `le`, `gt` for `ge`), or ask which rule is meant there",
                f"{one.node.id}/{other.node.id}",
            )


RULES = (gap, overlap)
