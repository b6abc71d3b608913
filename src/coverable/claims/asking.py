"""Which policies are asked about the rows of a block, and how: routes, worked out once for each head."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from coverable.claims.facts import Facts
from coverable.claims.fieldids import Block
from coverable.claims.heads import NO_HEAD, Heads
from coverable.claims.numbers import Ids, Lookup
from coverable.claims.rows import Rows
from coverable.claims.speaking import Speaker, Variant
from coverable.claims.words import packed, unpacked
from coverable.determination.planes import Lines, Worked
from coverable.logic.planes import Plane
from coverable.policy.executable import Policy


@dataclass
class Speaking:
    """A policy version in a block: the rows that ask it, in which ways, and what it says to some of them."""

    speaker: Speaker
    variants: dict[Variant, Plane]
    """The rows of the block that ask in each way."""
    done: Worked | None = None
    here: Plane = None
    """Of the rows that were looked at, those that ask."""

    @property
    def ident(self) -> Hashable:
        return ident_of(self.speaker.policy)

    def work(self, lines: Lines, full: Plane, some: Some) -> Ids:
        """Evaluate it on some rows; the part of the signature of each of them that is its own."""
        self.done = self.speaker.work(lines)
        variants = {variant: some.plane(plane) for variant, plane in self.variants.items()}
        self.here = full ^ full
        for plane in variants.values():
            self.here = self.here | plane
        return self.speaker.signature(self.done, full, variants, some.count)

    def criterion(self, node: int, here: Plane) -> tuple[Plane, Plane]:
        """(met, known) of a criterion in the rows of `here`, of those that were looked at."""
        assert self.done is not None
        met = self.done.met[node] & here
        return met, met | self.done.not_met[node] & here


@dataclass(frozen=True)
class Some:
    """Some rows of a block, by their places; None: all of them."""

    block: int
    """Rows of the block."""
    rows: Any

    @property
    def count(self) -> int:
        return self.block if self.rows is None else len(self.rows)

    def plane(self, plane: Plane) -> Plane:
        """A plane of the block as a plane of these rows."""
        return plane if self.rows is None else packed(unpacked(plane, self.block)[self.rows])

    def of(self, ids: Ids) -> Ids:
        """The numbers of these rows."""
        return ids if self.rows is None else ids[self.rows]

    def spread(self, ids: Ids) -> Ids:
        """Numbers of these rows as numbers of the block, 0 for the others."""
        if self.rows is None:
            return ids
        out = np.zeros(self.block, ids.dtype)
        out[self.rows] = ids
        return out


MOST_LOOKED_AT: Final = 0.4
"""Where more of a block matters, all of it is looked at: picking rows costs too."""


def looked_at(block: Block, asks: Sequence[Speaking], facts: Facts) -> Some:
    """The rows whose facts matter: their code is listed, facts may show that a policy speaks about it, or
    they may contradict each other, which is flagged."""
    rows: Plane = facts.doubtful(block)
    for one in asks:
        for (service, _), plane in one.variants.items():
            perhaps = None if service is not None else facts.perhaps(block, one.speaker)
            rows = rows | (plane if perhaps is None else plane & perhaps)
    places = np.flatnonzero(unpacked(rows, block.rows).view(bool))
    return Some(block.rows, places if len(places) < MOST_LOOKED_AT * block.rows else None)


def present_in(ids: Ids, count: int) -> list[int]:
    """The numbers that occur among the rows, in order."""
    seen = np.zeros(count, bool)
    seen[ids] = True
    return np.flatnonzero(seen).tolist()


def ident_of(policy: Policy) -> Hashable:
    """A version as it stands with the criteria that it takes from others, which may change with the day."""
    return policy.key, tuple(sorted(policy.includes.items()))


Way = tuple[tuple[Hashable, Variant], ...]
"""The policies that a head asks, each with how."""


class Asking:
    """Routes heads and remembers which policies they ask."""

    def __init__(self, heads: Heads) -> None:
        self.heads = heads
        self._speakers: dict[Hashable, Speaker] = {}
        self._ways: dict[Way, int] = {(): 0}
        self._order: dict[Hashable, int] = {}
        """Policies and ways of asking in the order in which they occurred first."""
        self._table = Lookup(0)
        """Head -> the number of its way of asking."""

    def of(self, block: Block, head: Ids, rows: Rows) -> list[Speaking]:
        """The policies that rows of the block ask, in a fixed order."""
        if len(self._table.table) < self.heads.count:
            grown = Lookup(2 * self.heads.count)
            grown.table[: len(self._table.table)] = self._table.table
            self._table = grown

        def fill(new: list[int]) -> Iterator[int]:
            for number in new:
                yield self._ways.setdefault(self._route(block, head, number, rows), len(self._ways))

        own = self._table.of(head, fill)
        planes: dict[Hashable, dict[Variant, Plane]] = {}
        for way, number in self._ways.items():
            here: Any = own == number
            if not way or not here.any():
                continue
            plane = packed(here)
            for ident, variant in way:
                before = planes.setdefault(ident, {}).get(variant)
                planes[ident][variant] = plane if before is None else before | plane
        return [
            Speaking(self._speakers[ident], dict(sorted(planes[ident].items(), key=self._rank)))
            for ident in sorted(planes, key=self._order.__getitem__)
        ]

    def _rank(self, one: tuple[Variant, Plane]) -> int:
        return self._order[one[0]]

    def _route(self, block: Block, head: Ids, number: int, rows: Rows) -> Way:
        """The (policy, way of asking) pairs of a head, from one of its rows; rows at fault have NO_HEAD."""
        route = rows.route(block, int((head == number).argmax()), number) if number != NO_HEAD else None
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
                for name in out[-1]:
                    self._order.setdefault(name, len(self._order))
        return tuple(out)
