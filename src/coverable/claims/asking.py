"""Which policies are asked about the rows of a block, and how: routes, worked out once for each head."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from coverable.claims.fieldids import Block
from coverable.claims.heads import Heads
from coverable.claims.numbers import Ids
from coverable.claims.rows import Rows
from coverable.claims.speaking import Speaker, Variant
from coverable.claims.words import packed, unpacked
from coverable.determination.planes import Lines, Worked
from coverable.logic.planes import Plane
from coverable.policy.executable import Policy


@dataclass
class Speaking:
    """A policy version in a block: the rows that ask it, in which ways, and what it says."""

    speaker: Speaker
    variants: dict[Variant, Plane]
    asked: Plane
    done: Worked | None = None

    @property
    def ident(self) -> Hashable:
        return ident_of(self.speaker.policy)

    def work(self, lines: Lines, full: Plane, rows: int) -> Ids:
        """Evaluate it on every row; the part of each row's signature that is its own."""
        self.done = self.speaker.work(lines)
        return self.speaker.signature(self.done, full, self.variants, rows)

    def criterion(self, node: int, here: Plane) -> tuple[Plane, Plane]:
        """(met, known) of a criterion in the rows of `here`."""
        assert self.done is not None
        met = self.done.met[node] & here
        return met, met | self.done.not_met[node] & here

    def rows(self, count: int) -> Any:
        """The rows that ask, as truth values."""
        return unpacked(self.asked, count).astype(bool)


def ident_of(policy: Policy) -> Hashable:
    """A version as it stands with the criteria that it takes from others, which may change with the day."""
    return policy.key, tuple(sorted(policy.includes.items()))


class Asking:
    """Routes heads and remembers which policies they ask."""

    def __init__(self, heads: Heads) -> None:
        self.heads = heads
        self._asked: dict[int, tuple[tuple[Hashable, Variant], ...]] = {}
        self._speakers: dict[Hashable, Speaker] = {}

    def of(self, block: Block, head: Ids, rows: Rows) -> list[Speaking]:
        """The policies that rows of the block ask, in a fixed order."""
        present = np.flatnonzero(np.bincount(head, minlength=1)).tolist()
        for number in present:
            if number not in self._asked and (made := self._route(block, head, number, rows)) is not None:
                self._asked[number] = made
        ways: dict[Hashable, dict[Variant, list[int]]] = {}
        for number in present:
            for ident, variant in self._asked.get(number, ()):
                ways.setdefault(ident, {}).setdefault(variant, []).append(number)
        return [self._speaking(ident, ways[ident], head) for ident in sorted(ways, key=repr)]

    def _speaking(self, ident: Hashable, ways: dict[Variant, list[int]], head: Ids) -> Speaking:
        variants: dict[Variant, Plane] = {}
        asked: Plane = None
        for variant in sorted(ways, key=repr):
            has = np.zeros(self.heads.count, bool)
            has[ways[variant]] = True
            plane = packed(has.take(head))
            variants[variant] = plane
            asked = plane if asked is None else asked | plane
        return Speaking(self._speakers[ident], variants, asked)

    def _route(
        self, block: Block, head: Ids, number: int, rows: Rows
    ) -> tuple[tuple[Hashable, Variant], ...] | None:
        """The (policy, way of asking) pairs of a head, from one of its rows; None where all are at fault."""
        mine = head == number
        if block.fault is not None:
            mine &= block.fault == 0
        if not mine.any():
            return None
        route = rows.route(block, int(mine.argmax()), number)
        if route is None:
            return ()
        out: list[tuple[Hashable, Variant]] = []
        for one in route.candidates:
            ident = ident_of(one.policy)
            speaker = self._speakers.get(ident)
            if speaker is None:
                speaker = self._speakers[ident] = Speaker(one.policy)
            if one.service is not None or not speaker.mute:
                out.append((ident, (one.service, one.qualifier)))
        return tuple(out)
