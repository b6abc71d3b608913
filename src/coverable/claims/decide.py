"""A block of claim lines in, decided lines out.

Head, diagnoses and what each policy says are numbered row by row; each combination that occurs is decided
once, on one of its rows, by the steps of a single request. Criteria are planes, for every row.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np

from coverable.claims.arrow import choose
from coverable.claims.asking import Asking, Some, Speaking, looked_at, present_in
from coverable.claims.days import COUNT
from coverable.claims.diagnoses import Diagnoses, State
from coverable.claims.facts import Facts
from coverable.claims.fieldids import Block, Fields
from coverable.claims.heads import NO_HEAD, Heads
from coverable.claims.mapping import Columns
from coverable.claims.numbers import Ids, Pairs, firsts, look_up, pair
from coverable.claims.rows import Rows
from coverable.claims.verdict import Verdict, verdict
from coverable.claims.verdicts import FAULTY, Verdicts, Wanted
from coverable.claims.words import full_plane, packed, unpacked
from coverable.determination.engine import Engine
from coverable.logic.planes import Plane

MOST_KEPT: Final = 200_000
"""Verdicts on single rows that are kept."""


def governs(verdict: Verdict) -> bool:
    """A policy governs the line."""
    return verdict.policy is not None


def key_of(verdict: Verdict) -> str | None:
    """The policy version that governs."""
    return verdict.key


@dataclass
class Decided:
    """A decided block: each row's verdict by number, and every criterion of the policies that spoke."""

    block: Block
    ids: Ids
    verdicts: Verdicts
    spoke: Sequence[Speaking]
    some: Some
    """The rows whose facts mattered: no policy governs another one."""

    @cached_property
    def present(self) -> Any:
        """The numbers of the verdicts that occur, in order; rows that cannot be decided have none."""
        numbers = present_in(self.ids, len(self.verdicts))
        return np.array([i for i in numbers if i != FAULTY], np.int64)

    def versions(self, wanted: Wanted = governs) -> list[str]:
        """The policy versions that govern rows, of those whose verdict is wanted."""
        places, words = self.verdicts.told(key_of)
        mine = self.present[self.verdicts.those(wanted)[self.present] == 1]
        return sorted(w for i in np.unique(places[mine]) if (w := words[int(i)]) is not None)

    def rows(self, wanted: Wanted) -> Any:
        """For each row whether its verdict is wanted."""
        return look_up(self.verdicts.those(wanted), self.ids).view(bool)

    def governed(self, key: str) -> Iterator[tuple[Speaking, Plane]]:
        """The policies of that version with the rows that they govern, of those whose facts mattered."""
        places, words = self.verdicts.told(key_of)
        mine = (places == words.index(key)).view(np.uint8)
        rows = packed(look_up(mine, self.some.of(self.ids)))
        for one in self.spoke:
            if one.speaker.policy.key == key:
                yield one, rows & one.here


@dataclass(frozen=True, slots=True)
class Combined:
    """Combinations of what is known of rows, numbered."""

    path: tuple[Hashable, ...]
    """What was put together, in order."""
    ids: Ids
    size: int
    """How many combinations are known."""


@dataclass
class Reviewer:
    """Decides blocks of one table layout, one after the other. What was worked out is kept."""

    engine: Engine
    columns: Columns
    as_of: date | None = None
    verdicts: Verdicts = field(default_factory=Verdicts)

    def __post_init__(self) -> None:
        self.fields = Fields(self.columns, self.engine)
        self.heads = Heads(self.fields, self.engine)
        self.diagnoses = Diagnoses(self.fields, self.engine, self.heads.seasons)
        self.facts = Facts(self.fields, self.engine)
        self.rows = Rows(self.fields, self.heads)
        self.asking = Asking(self.heads)
        self._pairs: dict[tuple[Hashable, ...], Pairs[tuple[int, int]]] = {}
        self._tables: dict[tuple[Hashable, ...], Ids] = {}
        self._singly: dict[Any, int] = {}

    def decide(self, table: Any) -> Decided:
        """Decide the rows of an Arrow record batch or table."""
        block = self.fields.block(table)
        self.fields.fact_faults(block)
        head: Ids
        head, season = self.heads.ids(block)
        state = self.diagnoses.ids(block, season)
        if block.fault is not None:
            head = choose(block.fault > 0, head.dtype.type(NO_HEAD), head)
        asks = self.asking.of(block, head, self.rows)
        some = looked_at(block, asks, self.facts)
        plain = self._with(Combined((), head, self.heads.count), "diagnoses", state)
        full = Combined(plain.path, some.of(plain.ids), plain.size)
        if some.count:
            for name, signature in self._facts(block, asks, some, season, state):
                full = self._with(full, name, signature)
        if some.rows is None:
            out = self._verdicts(block, full, None, None, head, state)
        else:
            out = self._verdicts(block, plain, None, some.rows, head, state)
            out[some.rows] = self._verdicts(block, full, some.rows, None, head, state)
        out = self._one_by_one(block, out, asks, head, season, state)
        return Decided(block, out, self.verdicts, asks, some)

    def _with(self, before: Combined, name: Hashable, signature: Ids) -> Combined:
        """The combinations with one thing more."""
        path = (*before.path, name)
        pairs = self._pairs.setdefault(path, Pairs(pair))
        ids = pairs.ids(before.ids, signature, (before.size, int(signature.max(initial=0)) + 1))
        return Combined(path, ids, len(pairs))

    def _facts(
        self, block: Block, asks: Sequence[Speaking], some: Some, season: Ids, state: Ids
    ) -> Iterator[tuple[Hashable, Ids]]:
        """What policies say to the rows whose facts matter, and the flags of their facts, as signatures of
        these rows."""
        part = block if some.rows is None else self.fields.some(block, some.rows)
        known = self.facts.read(part)
        full = full_plane(part.rows)
        seasons, states = (self.heads.seasons, some.of(season)), (self.diagnoses, some.of(state))
        lines = self.facts.lines(known, [a.speaker for a in asks], seasons, states, full)
        for one in asks:
            yield one.ident, one.work(lines, full, some)
        for one in known:
            flags = one.flagged()
            if flags is not None:
                yield f"flags of {', '.join(one.group.inputs)}", flags

    def _verdicts(
        self, block: Block, here: Combined, places: Any, left_out: Any, head: Ids, state: Ids
    ) -> Ids:
        """The number of each row's verdict; what was not seen before is decided on its first row. The rows
        are those at `places` of the block, or all but those `left_out`."""
        table = self._tables.get(here.path, np.empty(0, np.int32))
        if len(table) < here.size:
            grown: Ids = np.full(max(here.size, 2 * len(table)), -1, np.int32)
            grown[: len(table)] = table
            table = self._tables[here.path] = grown
        out: Any = look_up(table, here.ids).copy()
        if block.fault is not None:
            out[(block.fault if places is None else block.fault[places]) > 0] = FAULTY
        if left_out is not None:
            out[left_out] = FAULTY
        rows = np.flatnonzero(out < 0)
        if len(rows):
            new = [
                (number, row if places is None else int(places[row]))
                for number, row in firsts(here.ids, rows, len(table))
            ]
            self.rows.ready(block, [row for _, row in new])
            for number, row in new:
                table[number] = self._decide(block, row, head, state)
            out[rows] = table[here.ids[rows]]
        return out

    def _decide(self, block: Block, row: int, head: Ids, state: Ids) -> int:
        one = self.rows.at(block, row, int(head[row]), names=False)
        return self.verdicts.number(verdict(self.engine, one, self.as_of, self._state(state, row)))

    def _state(self, state: Ids, row: int) -> State:
        return self.diagnoses.state(int(state[row]))

    def _one_by_one(
        self, block: Block, out: Ids, asks: Sequence[Speaking], head: Ids, season: Ids, state: Ids
    ) -> Ids:
        """Rows of which more matters than is numbered: services that reach into another season, or that are
        counted from their last day as well; policies that lost a criterion. Each is decided by itself."""
        alone = np.zeros(block.rows, bool)
        end = block.places.get("end_date")
        if end is not None and "service_date" in block.places:
            later = (end < COUNT) & (end != block.places["service_date"])
            alone = later if self.facts.counts_days else later & (self.heads.season_of(end) != season)
        for one in asks:
            if one.speaker.odd:
                for plane in one.variants.values():
                    alone = alone | unpacked(plane, block.rows).view(bool)
        if block.fault is not None:
            alone = alone & (block.fault == 0)
        for row in np.flatnonzero(alone).tolist():
            key = self.rows.at(block, row, int(head[row]), names=False)
            found = self._singly.get(key)
            if found is None:
                if len(self._singly) > MOST_KEPT:
                    self._singly.clear()
                found = self._singly[key] = self.verdicts.number(
                    verdict(self.engine, key, self.as_of, self._state(state, row))
                )
            out[row] = found
        return out
