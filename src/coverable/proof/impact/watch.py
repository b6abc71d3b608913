"""What both policies look at in a line, as one small number for each fact.

Two values of a fact have the same number when no test of either policy tells them apart and asking helps
alike. The number is worked out once for each distinct piece of JSON and what the fact derives from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from coverable.determination.answer import Cells
from coverable.determination.line import built_in
from coverable.determination.planes import Lines
from coverable.glossary.derive import derive
from coverable.glossary.facts import Glossary
from coverable.glossary.probes import Probe
from coverable.glossary.values import Facts
from coverable.logic.criteria import Leaf, steps
from coverable.policy.executable import Policy
from coverable.proof.impact.reading import Asked, Reader, facts_of

MAX_KEPT = 50_000
"""Lines that are remembered by everything that they state."""
Key = tuple[int, ...]
"""For each watched fact the number of its class; 0 where nothing is known."""


Place = tuple[int, int, int]
"""(fact, its probe, the same probe in the policy)."""


class Cell(NamedTuple):
    """Where the value of one class lies, for each probe of its fact."""

    masks: tuple[int, ...]
    contradicted: bool


@dataclass(frozen=True)
class Watched:
    """One fact, its probes with the tests that matter, and what its value depends on."""

    name: str
    probes: tuple[tuple[Probe, tuple[Leaf, ...]], ...]
    sources: tuple[str, ...]
    """Facts that it derives from."""
    fields: tuple[str, ...]
    """Fields of the line that matter as well: day, birth, diagnoses, place, stage."""
    joint: tuple[str, ...]
    """The same where a fact that it derives from is stated: events have their dates."""
    cells: list[Cell] = field(default_factory=list[Cell])
    """Class -> cells, for some value of the class."""
    known: dict[Any, int] = field(default_factory=dict[Any, int])
    signatures: dict[Any, int] = field(default_factory=dict[Any, int])


@dataclass
class Watch:
    """All facts that the outcomes of some policies rest on."""

    glossary: Glossary
    facts: tuple[Watched, ...]
    fields: tuple[str, ...]
    """Fields of a line that some fact depends on."""
    dated: frozenset[str]
    """Facts from which another derives by its dates."""
    direct: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    kept: dict[tuple[Any, ...], Key] = field(default_factory=dict[tuple[Any, ...], Key])
    places: dict[int, list[Place]] = field(default_factory=dict[int, list[Place]])

    @cached_property
    def mixed(self) -> tuple[tuple[int, Watched], ...]:
        """(column, fact) of facts that depend on more than what is stated of them."""
        return tuple((at, one) for at, one in enumerate(self.facts) if one.sources or one.fields)

    @cached_property
    def fielded(self) -> tuple[tuple[int, Watched], ...]:
        """(column, fact) of facts that depend on fields of the line."""
        return tuple((at, one) for at, one in self.mixed if one.fields)

    @cached_property
    def sources(self) -> frozenset[str]:
        """Facts from which others derive."""
        return frozenset(s for one in self.facts for s in one.sources)

    @staticmethod
    def over(policies: Sequence[Policy]) -> Watch:
        """The facts that outcomes of these policies rest on in their signed readings."""
        glossary = policies[0].glossary
        tests: dict[str, dict[Probe, dict[Leaf, None]]] = {}
        for policy in policies:
            for _, rule, _, node in steps(policy.forest, policy.outcome_roots(), policy.lanes.chosen):
                if rule == "leaf":
                    leaf = policy.forest.leaves[node.leaf]
                    probe = policy.probes[leaf.probe]
                    tests.setdefault(probe.fact, {}).setdefault(probe, {})[leaf._replace(probe=0)] = None
        facts = tuple(_watched(glossary, name, found) for name, found in tests.items())
        fields = dict.fromkeys(f for one in facts for f in one.fields)
        dated = frozenset(s for one in facts if one.fields != one.joint for s in one.sources)
        return Watch(glossary, facts, tuple(fields), dated)

    def key(self, reader: Reader, asked: Asked) -> Key:
        """The line's class for every fact."""
        stated = asked.stated
        whole: tuple[Any, ...] = (tuple(stated.values()), *[getattr(asked, f) for f in self.fields])
        if not stated.keys().isdisjoint(self.dated):
            whole = (*whole, asked.day)
        found = self.kept.get(whole)
        if found is None:
            if len(self.kept) >= MAX_KEPT:
                self.kept.clear()
            found = self.kept[whole] = self._key(reader, asked)
        return found

    def _key(self, reader: Reader, asked: Asked) -> Key:
        stated = asked.stated
        names = stated.keys()
        out = [0] * (len(self.facts) + 1)  # the last place is for what nobody watches
        for number in stated.values():
            at, found = self.direct.get(number) or self._place(number, reader, asked)
            out[at] = found
        for at, one in self.fielded if names.isdisjoint(self.sources) else self.mixed:
            number = stated.get(one.name, 0)
            if not names.isdisjoint(one.sources):
                derived = [stated.get(s, 0) for s in one.sources]
                on: Any = (number, *derived, *[getattr(asked, f) for f in one.joint])
            elif one.fields:
                on = (number, *[getattr(asked, f) for f in one.fields])
            else:
                continue
            cell = one.known.get(on)
            if cell is None:
                cell = one.known[on] = self._class(one, reader, asked)
            out[at] = cell
        out.pop()
        return tuple(out)

    def _place(self, number: int, reader: Reader, asked: Asked) -> tuple[int, int]:
        """(column, class) of a piece by itself: whatever else its fact depends on is not stated."""
        name = reader.facts[number][0]
        found = (len(self.facts), 0)
        for at, one in enumerate(self.facts):
            if one.name == name and not one.fields:
                alone = asked._replace(stated={name: number})
                found = (at, self._class(one, reader, alone))
        self.direct[number] = found
        return found

    def forget(self) -> None:
        """The numbers of pieces of another reader mean nothing here; classes stay."""
        self.kept.clear()
        self.direct.clear()
        for one in self.facts:
            one.known.clear()

    def _class(self, one: Watched, reader: Reader, asked: Asked) -> int:
        facts: Facts = facts_of(reader, (one.name, *one.sources), asked)
        facts = {**facts, **built_in(facts, asked.diagnoses, asked.day, asked.birth)}
        context = {"place_of_service": asked.place, "stage": asked.stage}
        stated = derive(facts, self.glossary, context, asked.day).get(one.name)
        if stated is None:
            return 0
        contradicted = stated.contradictory
        masks = tuple([probe.cells_of(stated, asked.day) for probe, _ in one.probes])
        signature = tuple(
            [
                (
                    _open(mask, contradicted),
                    *[0 if not mask or mask & silent else 1 if not mask & ~true else 0 if mask & true else 2
                      for _, true, silent in leaves],
                )
                for mask, (_, leaves) in zip(masks, one.probes, strict=True)
            ]
        )  # fmt: skip
        found = one.signatures.get(signature)
        if found is None:
            found = one.signatures[signature] = len(one.cells)
            one.cells.append(Cell(masks, contradicted))
        return found

    def lines(self, keys: Sequence[Key]) -> Lines:
        """Lines as planes, in the order of the keys."""
        columns = np.array(keys, dtype=np.int64).reshape(len(keys), len(self.facts))
        full = (1 << len(keys)) - 1
        cells: dict[Probe, list[tuple[int, int]]] = {}
        open_: dict[Probe, int] = {}
        for column, one in enumerate(self.facts):
            here = columns[:, column]
            for number in np.unique(here):
                plane = plane_of(here == number)
                cell = one.cells[int(number)]
                for (probe, _), mask in zip(one.probes, cell.masks, strict=True):
                    if mask:
                        cells.setdefault(probe, []).append((mask, plane))
                    if _open(mask, cell.contradicted):
                        open_[probe] = open_.get(probe, 0) | plane
                    else:
                        open_.setdefault(probe, 0)
        return Lines(full, cells, open_)

    def cells_for(self, policy: Policy, key: Key) -> Cells:
        """The cells of a line as `determination.answer` takes them."""
        masks, several = [0] * len(policy.probes), list[int]()
        for fact, probe, at in self._places(policy):
            cell = self.facts[fact].cells[key[fact]]
            mask = masks[at] = cell.masks[probe]
            if cell.contradicted and mask & (mask - 1):
                several.append(at)
        return tuple(masks), tuple(several)

    def _places(self, policy: Policy) -> list[Place]:
        """For everything that the policy's outcomes rest on."""
        found = self.places.get(id(policy))
        if found is None:
            here = {
                probe: (fact, i)
                for fact, one in enumerate(self.facts)
                for i, (probe, _) in enumerate(one.probes)
            }
            found = self.places[id(policy)] = [
                (*here[probe], at) for at, probe in enumerate(policy.probes) if probe in here
            ]
        return found


def _open(mask: int, contradicted: bool) -> bool:
    """Whether asking can help (as `Answer.open_probe` says)."""
    return not mask or (mask & (mask - 1) != 0 and not contradicted)


def plane_of(rows: Any) -> int:
    """A column of booleans as a plane."""
    return int.from_bytes(np.packbits(rows, bitorder="little").tobytes(), "little")


def rows_of(plane: int, count: int) -> Any:
    """The numbers of the lines in a plane."""
    raw = np.frombuffer(plane.to_bytes((count + 7) // 8, "little"), dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(raw, count=count, bitorder="little"))


def _watched(glossary: Glossary, name: str, tests: dict[Probe, dict[Leaf, None]]) -> Watched:
    sources: dict[str, None] = {}
    fields: dict[str, None] = {}
    if name in ("age", "service_date") or {p.look for p in tests} & {"window", "codes", "events"}:
        fields["day"] = None
    for rule in glossary.facts[name].derive:
        if rule.exists:
            sources[rule.exists.events] = None
        if rule.evidence_of:
            sources[rule.evidence_of.fact] = None
        if rule.table:
            sources[rule.table.by] = None
        for one in rule.request or ():
            fields[{"place_of_service": "place"}.get(one, one)] = None
    if name == "age":
        fields["birth"] = None
    if name == "diagnoses":
        fields["diagnoses"] = None
    known = ("day", "birth", "diagnoses", "place", "stage")
    probes = tuple((probe, tuple(leaves)) for probe, leaves in tests.items())
    own = tuple(f for f in fields if f in known)
    dated = ("day",) if "day" not in own and any(r.exists for r in glossary.facts[name].derive) else ()
    made = Watched(name, probes, tuple(sources), own, (*own, *dated))
    made.cells.append(Cell((0,) * len(probes), False))
    silent = tuple((True, *[0] * len(leaves)) for _, leaves in probes)
    made.signatures[silent] = 0
    return made
