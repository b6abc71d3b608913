"""Interpretations that nobody signed and that change outcomes: two statements of one text still compete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TypeAlias

from coverable.logic.prover import Undecided
from coverable.logic.wires import Wire
from coverable.policy.executable import NONE, Policy
from coverable.policy.lanes import lanes_of
from coverable.proof.patient import common_day
from coverable.proof.sides import Side
from coverable.proof.space import Space, space_of

MOST_READINGS = 64
"""Combinations of unsigned readings that are compared; with more, each counts as competing."""
Ends: TypeAlias = tuple[Wire, ...]
"""Every outcome of every service as a formula over patients, in one order."""


def competing(policy: Policy) -> Iterator[tuple[str, str]]:
    """(interpretation, why it must be signed) of each unsigned one by which some patient ends differently.

    Proved over fully documented patients, in every combination with the other unsigned ones; what cannot be
    proved to change nothing must be signed as well.
    """
    lost = {policy.forest.nodes[index].interpretation for index in policy.lost}
    unsigned = [
        name
        for name in policy.interpretations
        if name in policy.used and name not in policy.signed and name not in lost
    ]
    if not unsigned:
        return
    options = [list(policy.interpretations[name].options) for name in unsigned]
    combos = [dict(zip(unsigned, combo, strict=True)) for combo in product(*options)]
    if len(combos) > MOST_READINGS:
        yield from (
            (name, f"{len(combos)} combinations of unsigned readings are too many to be compared")
            for name in unsigned
        )
        return
    space = space_of((policy,), common_day((policy,)))
    ends = [(combo, found) for combo in combos if (found := _ends(policy, space, combo))]
    for name in unsigned:
        try:
            pair = _apart(space, name, ends)
        except Undecided as late:
            yield name, f"whether it changes an outcome was not decided ({late})"
            continue
        if pair:
            yield name, f"read as `{pair[0]}` or as `{pair[1]}`, some patient ends differently (proved)"


def contradictory(policy: Policy) -> bool:
    """Whether the signed readings exclude each other: one follows another, and is signed against it."""
    return not policy.lanes.base


def _ends(policy: Policy, space: Space, combo: Mapping[str, str]) -> Ends:
    """The outcomes in one reading; none where it cannot be (one interpretation follows another)."""
    lanes = lanes_of(policy.interpretations, policy.used, policy.signed, combo)
    if not lanes.base:
        return ()
    return tuple(
        plane
        for name, service in policy.services.items()
        for qualifier in sorted({NONE, *service.codes.values()})
        for plane in Side(policy, name, qualifier, space, lanes).ends.values()
    )


def _apart(space: Space, name: str, ends: list[tuple[dict[str, str], Ends]]) -> tuple[str, str] | None:
    """Two options of one interpretation, all others being equal, by which some patient ends differently."""
    for i, (one, mine) in enumerate(ends):
        for other, theirs in ends[i + 1 :]:
            if one[name] == other[name] or any(one[n] != other[n] for n in one if n != name):
                continue
            if any(a is not b and not space.prover.never(a ^ b) for a, b in zip(mine, theirs, strict=True)):
                return one[name], other[name]
    return None
