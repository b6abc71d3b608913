"""Stored requests under two policies: each line's outcome before and after, and the criterion that did it.

Each policy is asked what its text says to the facts of a line, in its signed reading, on the date of service
and whatever its dates of effect are. No plan is looked at: adoption, benefits and the order of precedence
are the same before and after. Requests are read in blocks, so memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Literal, NamedTuple

import numpy as np

from coverable.base.collect import no_collection
from coverable.base.problem import Problem, Refused
from coverable.base.shape import is_object
from coverable.determination.answer import ADVERSE
from coverable.determination.planes import OPEN, Lines, Said, Worked, said, work
from coverable.determination.request import Line
from coverable.policy.executable import Policy
from coverable.proof.impact.explain import edits_of, explain
from coverable.proof.impact.merge import Edit, Listing, Merged, Shape, merge
from coverable.proof.impact.needs import still_needed
from coverable.proof.impact.reading import Asked, Reader
from coverable.proof.impact.side import Side
from coverable.proof.impact.watch import Key, Watch, rows_of

BLOCK = 50_000
"""Requests that are held at once."""
Direction = Literal["narrower", "wider", "other", "unchanged"]
NOTHING: Mapping[str, Any] = {"all_of": []}


def direction(old: str, new: str) -> Direction:
    """Where an outcome moved.

    `wider`: to criteria met from anywhere, or from an adverse-leaning outcome to an open one. `narrower`: the
    reverse. `other`: between two adverse-leaning or two open outcomes, and between those and a policy that
    does not speak (not addressed, governed elsewhere): nobody can say which of them is more.
    """
    if old == new:
        return "unchanged"
    ranks = [3 if o == "criteria_met" else 2 if o in OPEN else 1 if o in ADVERSE else 0 for o in (old, new)]
    if 3 not in ranks and (0 in ranks or ranks[0] == ranks[1]):
        return "other"
    return "wider" if ranks[1] > ranks[0] else "narrower"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the two policies answer to lines whose facts lie in the same cells."""

    old: str
    new: str
    direction: Direction
    edits: tuple[Edit, ...] = ()
    """The criteria that did it (see `explain`); empty when nothing changed, or when no criterion did."""
    needs: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """What a changed line still needs under NEW."""
    asks: tuple[str, ...] = ()
    """The same as facts, in order."""


class Row(NamedTuple):
    """One service line of one request, or one request that could not be read."""

    place: str
    """Where it stands: file and line, or file and position."""
    request: str | None
    line: int | None
    verdict: Verdict | None
    dated: bool = True
    """A date of service is known."""
    problems: tuple[Problem, ...] = ()


@dataclass
class _Pair:
    """Both policies on a day, merged, with the facts that they look at."""

    merged: Merged
    watch: Watch
    shapes: dict[str, Shape] = field(default_factory=dict[str, Shape])
    same: dict[tuple[Any, ...], Shape] = field(default_factory=dict[tuple[Any, ...], Shape])

    def shape(self, code: str) -> Shape:
        """The code's listing; codes that are listed alike share it."""
        found = self.shapes.get(code)
        if found is None:
            made = self.merged.shape(code)
            key = (made.old, made.new, made.mixed_old, made.mixed_new)
            found = self.shapes[code] = self.same.setdefault(key, made)
        return found


class _Group(NamedTuple):
    """The lines of a block that both sides list alike."""

    pair: _Pair
    shape: Shape
    keys: dict[Key, int]
    """Each distinct line once, numbered in order of appearance."""
    rows: list[tuple[int, str, str | None, int, bool, int]]
    """(number in the block, place, request, line, whether it is dated, number of its key)."""


@dataclass
class Impact:
    """Two sides to be asked; `on` takes the place of every date of service."""

    old: Side
    new: Side
    on: date | None = None
    block: int = BLOCK
    _pairs: dict[tuple[int, int], _Pair] = field(default_factory=dict[tuple[int, int], _Pair])
    _days: dict[date | None, _Pair] = field(default_factory=dict[date | None, _Pair])

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every place where the wordings part, whether or not a request shows it."""
        return self._pair(self.on).merged.edits

    def rows(self, requests: Iterable[tuple[str, Any]]) -> Iterator[Row]:
        """A row for every service line, in the order of the requests; a request that cannot be read gives
        one row with its problems. `requests` are (place, parsed JSON, Line or Refused) pairs."""
        library = self.new.library
        reader: Reader | None = None
        stream = iter(requests)
        while True:
            if reader is None or reader.full():
                reader = Reader(library.glossary, library.book, self.on)
                for pair in self._pairs.values():
                    pair.watch.forget()
            with no_collection():
                rows = self._block(islice(stream, self.block), reader)
            if not rows:
                return
            yield from rows

    def _block(self, block: Iterable[tuple[str, Any]], reader: Reader) -> list[Row]:
        out: list[Row | None] = []
        waiting: dict[tuple[int, int], _Group] = {}
        single = self._single()
        for place, data in block:
            read = reader.stored(data.text) if isinstance(data, Line) else None
            name, asked = read or _ordinary(data, reader)
            if isinstance(asked, Refused):
                out.append(Row(place, name, None, None, problems=asked.problems))
                continue
            for one in asked:
                pair = single or self._pair(one.day)
                shape = pair.shape(one.code)
                group = waiting.get((id(pair), id(shape)))
                if group is None:
                    group = waiting[id(pair), id(shape)] = _Group(pair, shape, {}, [])
                number = group.keys.setdefault(pair.watch.key(reader, one), len(group.keys))
                group.rows.append((len(out), place, name, one.number, one.day is not None, number))
                out.append(None)
        for group in waiting.values():
            verdicts = _verdicts(group.pair, group.shape, list(group.keys))
            for at, place, name, line, dated, number in group.rows:
                out[at] = Row(place, name, line, verdicts[number], dated)
        return [row for row in out if row is not None]

    def _single(self) -> _Pair | None:
        """The one pair for all days, where neither side uses criteria of other policies."""
        pair = self._pair(self.on)
        moving = self.on is None and (pair.merged.old.includes or pair.merged.new.includes)
        return None if moving else pair

    def _pair(self, day: date | None) -> _Pair:
        found = self._days.get(day)
        if found is None:
            old, new = self.old.policy(day), self.new.policy(day)
            found = self._pairs.get((id(old), id(new)))
            if found is None:
                found = self._pairs[id(old), id(new)] = _Pair(merge(old, new), Watch.over((old, new)))
            self._days[day] = found
        return found


def _ordinary(data: Any, reader: Reader) -> tuple[str | None, list[Asked] | Refused]:
    """(id, service lines, or why they cannot be read) of a request in any form."""
    name: Any = None
    try:
        if isinstance(data, Line):
            data = data.parsed()
        elif isinstance(data, Refused):
            return None, data
        name = data.get("id") if is_object(data) else None
        name = name if isinstance(name, str) else None
        return name, reader.lines(data)
    except Refused as refused:
        return name, refused


def _verdicts(pair: _Pair, shape: Shape, keys: list[Key]) -> list[Verdict]:
    """The verdict for each distinct line of one shape."""
    merged, count = pair.merged, len(keys)
    lines = pair.watch.lines(keys)
    before, _ = _said(merged.old, shape.old, lines)
    after, done = _said(merged.new, shape.new, lines)
    names = list(dict.fromkeys((*before, *after)))
    ends = np.zeros((2, count), dtype=np.intp)
    for side, found in enumerate((before, after)):
        for name, plane in found.items():
            ends[side, rows_of(plane, count)] = names.index(name)
    same = {name: Verdict(name, name, "unchanged") for name in names}
    out = [same[names[i]] for i in ends[1]]
    changed = 0
    for name, plane in after.items():
        changed |= plane & ~before.get(name, 0)
    if not changed:
        return out
    edits = {e.name: e for e in edits_of(merged, shape)}
    stands = _standing(merged.new, done, count)
    asked: dict[bytes, tuple[Mapping[str, Any], tuple[str, ...]]] = {}
    for some, plane in explain(merged, shape, lines, changed, before):
        did = tuple(edits[name] for name in some)
        known: dict[tuple[int, int], Verdict] = {}
        numbers: list[int] = rows_of(plane, count).tolist()
        for i in numbers:
            a, b = int(ends[0, i]), int(ends[1, i])
            made = known.get((a, b))
            if made is None:
                made = known[a, b] = Verdict(names[a], names[b], direction(names[a], names[b]), did)
            if made.new == "information_needed":
                part = stands[i]
                if part not in asked:
                    cells = pair.watch.cells_for(merged.new, keys[i])
                    asked[part] = still_needed(merged.new, shape.new, cells)
                made = Verdict(made.old, made.new, made.direction, did, *asked[part])
            out[i] = made
    return out


def _said(policy: Policy, listed: Listing, lines: Lines) -> tuple[Said, Worked]:
    lanes = policy.lanes
    done = work(policy, policy.signed_steps(lanes), lanes.signed.readings, lines, {})
    return said(policy, done, listed, lines.full), done


def _standing(policy: Policy, done: Worked, count: int) -> list[bytes]:
    """For each line how the criteria stand that can still matter: what stands alike still needs the same."""
    todo = policy.signed_steps(policy.lanes)
    full = (1 << count) - 1
    matters = [0] * len(policy.forest.nodes)
    for root in policy.outcome_roots():
        matters[root] = full
    planes: list[int] = []
    for index, _, below, _ in reversed(todo):
        here = matters[index]
        open_ = here & ~(done.met[index] | done.not_met[index])
        for child in below:
            matters[child] |= open_
        planes += (here & done.met[index], here & done.not_met[index], here & done.asks[index])
    size = (count + 7) // 8
    raw = np.frombuffer(b"".join(p.to_bytes(size, "little") for p in planes if p), dtype=np.uint8)
    bits = np.unpackbits(raw.reshape(-1, size), axis=1, count=count, bitorder="little")
    return [row.tobytes() for row in np.ascontiguousarray(np.packbits(bits, axis=0).T)]
