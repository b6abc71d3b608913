"""The diagnoses of a line as one state: what they flag, which lists of policies they stand in, which tests of
codes they meet. States are numbered; the state of a line is worked out place by place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, Final, Literal

import numpy as np

from coverable.base.problem import Refused
from coverable.claims.arrow import choose, pa
from coverable.claims.days import Seasons
from coverable.claims.fieldids import Block, Fields
from coverable.claims.numbers import Ids, Pairs, look_up, lut
from coverable.determination.engine import Engine
from coverable.glossary.codeset import CodeSet
from coverable.glossary.probes import Probe
from coverable.policy.executable import Policy

Property = tuple[str, ...]
"""(`flag`, code) · (`excluded`, policy) · (`supports`, policy) · (`has`, entries of a test)."""
State = frozenset[Property]
Column = tuple[Any, Ids | None]
"""A column of diagnoses as Arrow has it, or as numbers."""
VARIES: Final = 30_000
"""In place of an atom: what the diagnosis says depends on the season."""
FEW: Final = 150
"""Of so many diagnoses all pairs are tried beforehand."""
TOGETHER: Final = ("flag", "diagnoses_exclude_each_other")
Signal = Literal["supports", "only_excluded", "mixed", "none"]
SAYS: Final = {
    "supports": "a diagnosis that the policy lists for the service, and none that it lists as no reason",
    "only_excluded": "only diagnoses that the policy lists as no reason for the service",
    "mixed": "diagnoses of both lists: a person looks, no code decides",
    "none": "no diagnosis that the policy lists",
}
"""What a signal means. It is never an outcome: a claim rarely says why a service was given."""


@dataclass(frozen=True)
class Listed:
    """What one policy version says of diagnoses."""

    key: str
    supports: tuple[CodeSet, ...]
    excluded: tuple[CodeSet, ...]
    tests: tuple[Probe, ...]


class Diagnoses:
    """Numbers the states of diagnoses, block by block.

    Inside, a state also holds the codes that some other code excludes (`near`), so that it tells by itself
    whether two of them must not be coded together. Where there are too many codes to try all pairs, the rows
    are asked instead.
    """

    def __init__(self, fields: Fields, engine: Engine, seasons: Seasons) -> None:
        self.fields, self.engine, self.seasons = fields, engine, seasons
        self._exclusive: Pairs[bool] = Pairs(self._exclude)
        self._numbers: dict[State, int] = {}
        self._known: list[State] = []
        self._tried: list[int] = []
        self._near: frozenset[int] = frozenset()
        self._begin()

    def _begin(self) -> None:
        """Start numbering atoms and inner states anew."""
        self._atoms: Pairs[State] = Pairs(self._atom)
        self._always: dict[tuple[int, tuple[int, ...]], int] = {}
        self._states: Pairs[State] = Pairs(lambda a, b: self._states.values[a] | self._atoms.values[b])
        self._states.start(frozenset())  # inner state 0 is that of no diagnosis
        self._outer: list[int] = []

    def state(self, number: int) -> State:
        return self._known[number]

    @property
    def count(self) -> int:
        return len(self._known)

    def ids(self, block: Block, season: Ids) -> Ids:
        """The state of every row."""
        if "diagnoses" not in self.fields.columns.fields:
            return np.full(block.rows, self._number(frozenset()), np.uint8)
        columns = self.fields.diagnoses(block)
        near = self._touchy()
        if near is not None and near != self._near:
            self._near = near
            self._begin()
        state: Any = np.zeros(block.rows, np.uint8)
        occur = self.seasons.between(season)
        for column in columns:
            atoms = self._atom_ids(column, season, occur)
            state = self._states.ids(state, atoms, (len(self._states), len(self._atoms)))
        for inner in self._states.values[len(self._outer) :]:
            self._outer.append(self._number(self._plain(inner)))
        out = look_up(lut(self._outer), state)
        return out if near is not None else self._marked(block, columns, out)

    def _number(self, state: State) -> int:
        found = self._numbers.get(state)
        if found is None:
            found = self._numbers[state] = len(self._known)
            self._known.append(state)
        return found

    def _plain(self, inner: State) -> State:
        """A state without the codes in it, told whether two of them exclude each other."""
        codes = [int(one[1]) for one in inner if one[0] == "near"]
        told = any(self._exclude(a, b) for a, b in combinations(codes, 2))
        out = frozenset(one for one in inner if one[0] != "near")
        return out | {TOGETHER} if told else out

    def _atom_ids(self, column: Column, season: Ids, seasons: tuple[int, ...]) -> Ids:
        """What each row's diagnosis says. Most say the same in all seasons that occur, and are looked up by
        themselves; the others with their season."""
        words = self.fields.words["diagnoses"][0]
        array, ids = column
        if ids is not None:
            return self._atoms.ids(ids, season, (len(words), len(self.seasons)))

        def number(raw: Any) -> int:
            return self._over(words.id(raw), seasons)

        out = words.project(array, ("atoms", self._near, *seasons), number)
        rows = np.flatnonzero(out == VARIES) if out.dtype.itemsize > 1 else ()
        if len(rows):
            wide = out.astype(np.uint16)
            some = words.ids(array.take(pa.array(rows)))
            wide[rows] = self._atoms.ids(some, season[rows], (len(words), len(self.seasons)))
            return wide
        return out

    def _over(self, one: int, seasons: tuple[int, ...]) -> int:
        """The atom of a diagnosis that says the same in all these seasons, else VARIES; kept, since every row
        group of a file has a dictionary of its own."""
        found = self._always.get((one, seasons))
        if found is None:
            atoms = {self._atoms.start(self._atom(one, s)) for s in seasons}
            found = self._always[one, seasons] = atoms.pop() if len(atoms) == 1 else VARIES
        return found

    def _touchy(self) -> frozenset[int] | None:
        """The diagnoses that some other one excludes; None where there are too many to try all pairs."""
        words = self.fields.words["diagnoses"][0]
        known = self._tried
        if len(words) > FEW:
            return None
        for new in range(len(known), len(words)):
            known.append(0)
            for old in range(1, new):
                if self._exclude(old, new):
                    known[old] = known[new] = 1
        return frozenset(i for i, one in enumerate(known) if one)

    def _marked(self, block: Block, columns: list[Column], state: Ids) -> Ids:
        """The same states, told row by row where two diagnoses must not be coded together."""
        words = self.fields.words["diagnoses"][0]
        size = len(words)
        places = [words.ids(array) if ids is None else ids for array, ids in columns]
        together = np.zeros(block.rows, bool)
        for first, second in combinations(places, 2):
            both: Any = (first != 0) & (second != 0)
            rows = np.flatnonzero(both)
            if len(rows):
                pairs = self._exclusive.ids(first[rows], second[rows], (size, size))
                together[rows[look_up(lut(self._exclusive.values), pairs) == 1]] = True
        if not together.any():
            return state
        told = lut([self._number(one | {TOGETHER}) for one in self._known[: self.count]])
        return choose(together, look_up(told, state), state)

    def _exclude(self, first: int, second: int) -> bool:
        """An Excludes1 note stands between the two codes; never between a code and itself."""
        a, b = (self.fields.words["diagnoses"][0].values[i].value for i in (first, second))
        if a is None or b is None or a == b:
            return False
        try:
            return self.engine.library.book.excludes1(a, b) is not None
        except Refused:
            return False

    def _atom(self, number: int, season: int) -> State:
        """What one diagnosis says on the days of a season."""
        code = self.fields.words["diagnoses"][0].values[number].value
        if code is None:
            return frozenset()
        own = {("near", str(number))} if number in self._near else set[Property]()
        return frozenset(self._properties(code, season)) | own

    def _properties(self, code: str, season: int) -> Iterator[Property]:
        book, day = self.engine.library.book, self.seasons.sample(season)
        state = book.look(code, day).state
        if state not in ("valid", "not_checked"):
            yield "flag", f"diagnosis_code_{state}"
        for one in self._listed:
            if any(s.has(code, book, day) for s in one.excluded):
                yield "excluded", one.key
            if any(s.has(code, book, day) for s in one.supports):
                yield "supports", one.key
            for probe in one.tests:
                assert probe.codes is not None
                if probe.codes.has(code, book, day):
                    yield has(probe.codes)

    @cached_property
    def _listed(self) -> list[Listed]:
        library = self.engine.library
        every = (p for id in library.ids() for p in library.versions(id))
        found = [_listed(policy) for policy in every]
        return [one for one in found if one.supports or one.excluded or one.tests]


def _listed(policy: Policy) -> Listed:
    tests = tuple(p for p in policy.probes if p.look == "codes" and p.fact == "diagnoses")
    excluded = tuple(codes for codes, _ in policy.excluded_diagnoses)
    return Listed(policy.key, tuple(_supporting(policy)), excluded, tests)


def _supporting(policy: Policy) -> Iterator[CodeSet]:
    """The tables of diagnoses that the policy prints as possible with its criteria."""
    for group in policy.file.codes:
        entries = [e if isinstance(e, str) else e.code for e in group.entries]
        entries = [e for e in entries if e.startswith("icd")]
        if group.polarity == "with_criteria" and entries:
            yield CodeSet.read(entries, policy.book, f"codes.{group.id}", "icd10cm")


def has(codes: CodeSet) -> Property:
    """The property of diagnoses of which one is in the set."""
    return ("has", *codes.printed)


def signal_of(state: State, policy: str) -> Signal:
    """What the diagnoses signal under a policy version."""
    supports, excluded = ("supports", policy) in state, ("excluded", policy) in state
    if supports:
        return "mixed" if excluded else "supports"
    return "only_excluded" if excluded else "none"
