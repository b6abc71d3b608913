"""Two policies row by row: which criteria are the same, stricter, looser, or stand in one of them only.

Criteria are compared by meaning, over fully documented patients; that two of them look at the same facts
makes them counterparts, and no more than that (SR-144). For every difference the smallest patient for whom
that one criterion decides, so that what the text means in practice can be read (SR-139 to SR-143).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from coverable.logic.prover import Undecided
from coverable.logic.rationale import Outline
from coverable.logic.wires import TRUE, Wire
from coverable.policy.executable import BuiltIndication
from coverable.proof.compare import Compared, Shower, Shown
from coverable.proof.sides import Side

Kind: TypeAlias = Literal[
    "same", "stricter", "looser", "different", "only_first", "only_second", "not_decided"
]
"""Of the second against the first. stricter: whoever meets the second meets the first, not the reverse."""


Part: TypeAlias = tuple[BuiltIndication | None, Outline]
"""A criterion of one side, with the use it is given for."""


@dataclass(frozen=True)
class Row:
    kind: Kind
    first: Part | None
    second: Part | None
    always_first: bool
    """In the first policy nobody is met for this use without it; else it is one of several ways."""
    always_second: bool
    depth: int
    example: Shown | None = None
    """A patient for whom this criterion alone decides that the two policies end differently."""

    @property
    def differs(self) -> bool:
        """In meaning, or in its place: always needed in one, one of several ways in the other."""
        placed = self.first is not None and self.second is not None
        return self.kind != "same" or (placed and self.always_first != self.always_second)

    def view(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "differs": self.differs,
            "depth": self.depth,
            "first": _part_view(self.first, self.always_first),
            "second": _part_view(self.second, self.always_second),
            "example": self.example.view() if self.example else None,
        }


def rows(compared: Compared, show: Shower | None = None) -> list[Row]:
    """Every criterion of the first policy with its counterpart, then what only the second has; with `show`,
    each difference with its example patient."""
    first, second = compared.first, compared.second
    pairs = _counterparts(first, second)
    taken = {b[1].index for _, b in pairs if b is not None}
    out = [
        Row(
            "only_first" if b is None else _kind(first, second, a[1], b[1]),
            a,
            b,
            _always(first, a),
            _always(second, b),
            _depth(first, a[1].index),
        )
        for a, b in pairs
    ]
    for b in second.criteria():
        if b[1].index not in taken:
            at, depth = _place(out, second, b[1].index)
            out.insert(at, Row("only_second", None, b, False, _always(second, b), depth))
    return [_with_example(row, compared, show) if row.differs else row for row in out] if show else out


def _always(side: Side, part: Part | None) -> bool:
    if part is None:
        return False
    indication, one = part
    try:
        return indication is None or side.needs(indication, one.index)
    except Undecided:
        return False


def _counterparts(first: Side, second: Side) -> list[tuple[Part, Part | None]]:
    """Each criterion of the first with the one of the second that looks at the same facts, if there is one;
    among several the one with the same id, then for the same use, then of the same rule."""
    theirs = [(part, _facts(second, part[1])) for part in second.criteria()]
    taken: set[int] = set()
    out: list[tuple[Part, Part | None]] = []
    for use, one in first.criteria():
        mine = _facts(first, one)
        id, rule = one.fixed["id"], one.fixed["rule"]
        name = use.name if use else None
        alike = [
            (
                (
                    other.fixed["id"] != id,
                    (where.name if where else None) != name,
                    other.fixed["rule"] != rule,
                ),
                order,
                (where, other),
            )
            for order, ((where, other), facts) in enumerate(theirs)
            if other.index not in taken and (facts == mine or (other.fixed["id"] == id and facts & mine))
        ]
        best = min(alike, key=lambda found: found[:2])[2] if alike else None
        if best is not None:
            taken.add(best[1].index)
        out.append(((use, one), best))
    return out


def _name(use: BuiltIndication | None) -> str | None:
    return use.name if use else None


def _facts(side: Side, one: Outline) -> frozenset[str]:
    """The facts that a criterion looks at, in the signed reading."""
    forest, probes = side.policy.forest, side.policy.probes
    found: set[str] = set()
    stack = [one]
    while stack:
        top = stack.pop()
        if top.leaf >= 0:
            found.add(probes[forest.leaves[top.leaf].probe].fact)
        stack.extend(top.children)
        if top.silent_if is not None:
            stack.append(top.silent_if)
    return frozenset(found)


def _depth(side: Side, index: int) -> int:
    """How many shown criteria stand above it, for showing the rows as a tree."""
    above = side.parent(index)
    return 0 if above is None else 1 + _depth(side, above)


def _place(out: list[Row], second: Side, index: int) -> tuple[int, int]:
    """(place, depth) of a criterion that only the second has: last below the row of the one above it."""
    above = second.parent(index)
    for i, row in enumerate(out):
        if row.second is not None and row.second[1].index == above:
            end = next((j for j in range(i + 1, len(out)) if out[j].depth <= row.depth), len(out))
            return end, row.depth + 1
    return len(out), 0


def _kind(first: Side, second: Side, a: Outline, b: Outline) -> Kind:
    (at, af), (bt, bf) = first.bits[a.index], second.bits[b.index]
    if at is bt and af is bf:
        return "same"
    prover = first.space.prover
    try:
        more = not prover.never(at & (TRUE ^ bt))
        less = not prover.never(bt & (TRUE ^ at))
        if not more and not less:  # where a text is silent, neither met nor not met
            return "same" if prover.never(af ^ bf) else "different"
    except Undecided:
        return "not_decided"
    return "different" if more and less else "stricter" if more else "looser"


def _with_example(row: Row, compared: Compared, show: Shower) -> Row:
    """The row with the smallest patient for whom it decides. That a use is given by one policy only is shown
    by the criteria of that use."""
    part = row.first or row.second
    assert part is not None
    if row.kind in ("only_first", "only_second") and part[0] is not None and part[1].index == part[0].applies:
        return row
    for goal in _goals(row, compared):
        try:
            found = show.smallest(goal)
        except Undecided:
            continue
        if found is not None:
            return replace(row, example=found)
    return row


def _goals(row: Row, compared: Compared) -> Iterator[Wire]:
    """When a criterion decides alone: it is what stands in the way of one policy while the other is met, or
    it is all that lets one be met while the other ends otherwise."""
    first, second = compared.first, compared.second
    for side, other, part in ((second, first, row.second), (first, second, row.first)):
        if part is not None:
            yield other.met & side.alone_in_the_way(part[1].index)
    for side, other, part in ((first, second, row.first), (second, first, row.second)):
        if part is not None:
            yield other.against & side.decides_alone(part[1].index)


def _part_view(part: Part | None, always: bool) -> dict[str, Any] | None:
    if part is None:
        return None
    use, one = part
    shown = {name: one.fixed[name] for name in ("id", "rule", "says", "cite")}
    if not shown["says"] and use is not None and shown["id"] == use.name:
        shown["says"] = use.file.says or ""
    return {"indication": _name(use), **shown, "always_needed": always}
