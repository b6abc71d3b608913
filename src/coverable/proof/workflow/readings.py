"""Interpretations that nobody signed and that change outcomes: two statements of one text still compete."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import TypeAlias

from coverable.base.problem import Problem
from coverable.base.yamlfile import read_yaml
from coverable.logic.prover import Undecided
from coverable.logic.wires import Wire
from coverable.policy.executable import NONE, Policy
from coverable.policy.lanes import lanes_of
from coverable.policy.library import Library
from coverable.proof.patient import common_day
from coverable.proof.sides import Side
from coverable.proof.space import Space, space_of

MOST_READINGS = 64
"""Combinations of unsigned readings that are compared; with more, each counts as competing."""
Ends: TypeAlias = tuple[Wire, ...]
"""Every outcome of every service as a formula over patients, in one order."""


At: TypeAlias = Callable[..., str]
"""file:line:column in the sign-off of what a path of keys names, or of what stands nearest above."""


def sign_off_places(library: Library, key: str) -> At:
    """Places in the sign-off of a version; the file is read when the first is asked."""
    path = library.folders[key] / "signoff.yaml"

    def at(*keys: str) -> str:
        return read_yaml(path, library.name(path)).where(keys)

    return at


def unresolved(policy: Policy, library: Library, at: At) -> Iterator[Problem]:
    """What a person has to sign before the version may decide or be published (SR-052): readings by which
    some patient ends differently, unless each case is left to a person by signature."""
    if contradictory(policy):
        yield Problem(
            f"{policy.key}: the signed readings exclude each other",
            at("interpretations"),
            "one interpretation follows another and is signed against it, so no reading is left",
            "look at `follows` in the policy file, and sign both alike",
        )
        return
    left = {*policy.signoff.left_open, *_left_open_elsewhere(policy, library)}
    for name, why in competing(policy):
        if name in left:
            continue
        home, _, own = name.rpartition(":")
        yield Problem(
            f"{policy.key}: {name} is not signed",
            at("interpretations"),
            why,
            f"a person signs it in {f'the sign-off of {home}' if home else 'signoff.yaml'}: `{own}: "
            "{option: ..., by: ..., on: DATE, because: ...}`, or leaves each case to a person under "
            "`left_open`",
        )


def _left_open_elsewhere(policy: Policy, library: Library) -> Iterator[str]:
    """Interpretations of policies referred to, left open in the sign-offs that they belong to."""
    for key in policy.includes:
        for name in library.signoff(key).left_open:
            yield f"{key.partition('@')[0]}:{name}"


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
            pair = _apart(space, name, _tied(policy, name), ends)
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


def _tied(policy: Policy, name: str) -> frozenset[str]:
    """The interpretation, those that follow it, and those that it follows: none of them changes alone."""
    pairs = {(one, leader) for one, file in policy.interpretations.items() for leader in file.follows}
    tied = {name}
    while more := {n for pair in pairs if tied & {*pair} for n in pair} - tied:
        tied |= more
    return frozenset(tied)


def _apart(
    space: Space, name: str, tied: frozenset[str], ends: list[tuple[dict[str, str], Ends]]
) -> tuple[str, str] | None:
    """Two options of one interpretation by which some patient ends differently, all others being equal but
    those tied to it."""
    for i, (one, mine) in enumerate(ends):
        for other, theirs in ends[i + 1 :]:
            if one[name] == other[name] or any(one[n] != other[n] for n in one if n not in tied):
                continue
            if any(a is not b and not space.prover.never(a ^ b) for a, b in zip(mine, theirs, strict=True)):
                return one[name], other[name]
    return None
