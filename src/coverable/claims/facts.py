"""All facts of a block as the planes that policies are evaluated on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from coverable.base.dates import Span
from coverable.claims.days import Seasons
from coverable.claims.diagnoses import Diagnoses, has
from coverable.claims.factids import BIRTH, DAY, PLACE, GroupReader, Known, cells_of, groups_of
from coverable.claims.fieldids import Block, Fields, array_of
from coverable.claims.numbers import Ids, look_up, lut
from coverable.claims.speaking import Speaker
from coverable.claims.words import full_plane, packed, valid_plane
from coverable.determination.engine import Engine
from coverable.determination.planes import Lines
from coverable.glossary.probes import Probe
from coverable.glossary.values import Stated, Statement
from coverable.logic.cells import YES
from coverable.logic.planes import Plane, reach

Cells = tuple[list[tuple[int, Plane]], Plane]
"""(mask of cells, plane) pairs, and the rows where nothing is left to ask."""


class Facts:
    """Reads the facts of blocks."""

    def __init__(self, fields: Fields, engine: Engine) -> None:
        self.fields, self.engine = fields, engine
        groups = groups_of(fields, engine.library.glossary, self._dated)
        self.groups = [GroupReader(one, fields, engine) for one in groups]

    @cached_property
    def _dated(self) -> frozenset[str]:
        """Facts that some policy counts from the date of service."""
        library = self.engine.library
        every = (p for id in library.ids() for p in library.versions(id))
        return frozenset(probe.fact for p in every for probe in p.probes if probe.look == "window")

    @cached_property
    def counts_days(self) -> bool:
        """Some mapped fact is counted from the date of service."""
        return bool(self._dated & self.fields.columns.facts.keys())

    def doubtful(self, block: Block) -> Plane:
        """The rows whose facts may contradict each other: two things of one group are stated."""
        full = full_plane(block.rows)
        out: Plane = full ^ full
        for one in self.groups:
            if one.can_flag:
                out = out | reach(2, [self._stated(block, name, full) for name in one.group.inputs], full)
        return out

    def _stated(self, block: Block, name: str, full: Plane) -> Plane:
        """The rows in which an input of a group is stated, or perhaps."""
        columns = self.fields.columns
        if name == DAY:
            return full ^ full
        source = columns.fields[name][0] if name in (PLACE, BIRTH) else columns.facts[name]
        return full if source.column is None else valid_plane(array_of(block.table, source.column))

    def perhaps(self, block: Block, speaker: Speaker) -> Plane | None:
        """The rows in which facts may show that a policy speaks about a code that it does not list; None: all
        of them may."""
        columns: list[str] = []
        for fact in speaker.shown_by:
            found = self._columns(fact)
            if found is None:
                return None
            columns += found
        out: Plane = full_plane(block.rows) ^ full_plane(block.rows)
        for name in dict.fromkeys(columns):
            out = out | valid_plane(array_of(block.table, name))
        return out

    def _columns(self, fact: str) -> list[str] | None:
        """The columns without which nothing is known of a fact; None where it may be known without any."""
        mapped, glossary = self.fields.columns.facts, self.engine.library.glossary
        out: list[str] = []
        names = [fact, *(r.table.by for r in glossary.facts[fact].derive if r.table)]
        for name in names:
            if name in ("age", "diagnoses", "service_date") or any(
                r.request for r in glossary.facts[name].derive
            ):
                return None
            if name in mapped:
                column = mapped[name].column
                if column is None:
                    return None
                out.append(column)
        return out

    def read(self, block: Block) -> list[Known]:
        """What is known of every group of facts."""
        return [one.read(block) for one in self.groups]

    def lines(
        self,
        known: Sequence[Known],
        speakers: Sequence[Speaker],
        season: tuple[Seasons, Ids],
        state: tuple[Diagnoses, Ids],
        full: Plane,
    ) -> Lines:
        """The cells that the policies look at, as planes."""
        by_fact = {name: one for one in known for name in one.group.facts}
        cells: dict[Probe, list[tuple[int, Plane]]] = {}
        open_: dict[Probe, Plane] = {}
        for probe in dict.fromkeys(p for one in speakers for p in one.probes):
            if probe.fact == "diagnoses":
                found = _of_diagnoses(probe, *state)
            elif probe.fact == "service_date":
                found = _of_seasons(probe, *season)
            elif probe.fact in by_fact:
                found = cells_of(probe, by_fact[probe.fact])
            else:
                continue  # nothing is known, and it can be asked
            cells[probe] = found[0]
            open_[probe] = full & ~found[1]
        return Lines(full, cells, open_)


def _of_diagnoses(probe: Probe, diagnoses: Diagnoses, state: Ids) -> Cells:
    """A stated code is in the set; one that is absent is unknown, never a no."""
    assert probe.codes is not None
    asked = has(probe.codes)
    yes = lut([asked in diagnoses.state(i) for i in range(diagnoses.count)])
    plane = packed(look_up(yes, state))
    return [(YES, plane)], plane


def _of_seasons(probe: Probe, seasons: Seasons, season: Ids) -> Cells:
    """Where the date of service lies; days of one season lie alike."""
    masks: list[int] = []
    for i in range(len(seasons)):
        day = seasons.sample(i)
        facts = {} if day is None else {"service_date": Stated(statements=(Statement(Span(day, day)),))}
        masks.append(probe.cells(facts, day))
    numbers = {mask: i for i, mask in enumerate(dict.fromkeys(m for m in masks if m), 1)}
    here = look_up(lut([numbers.get(m, 0) for m in masks]), season)
    return [(mask, packed(here == i)) for mask, i in numbers.items()], packed(here)
