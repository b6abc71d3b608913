"""The facts of a block as cells: facts that are concluded from one another form a group, and each combination
of values that occurs in a group is read and concluded once, by the code that reads one request.

A yes/no column that nothing else is concluded from needs no numbers: its two bitmaps are the planes.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np

from coverable.base.dates import Span
from coverable.claims.arrow import choose, pa
from coverable.claims.days import COUNT, calendar, day_at
from coverable.claims.fieldids import Block, Fields
from coverable.claims.numbers import Ids, Pairs, Vocabulary, look_up, lut, pair
from coverable.claims.row import STAGE, stated
from coverable.claims.words import bool_planes, packed
from coverable.determination.engine import Engine
from coverable.determination.line import built_in, fact_flags
from coverable.glossary.derive import derive
from coverable.glossary.facts import Glossary
from coverable.glossary.probes import Probe
from coverable.glossary.values import Facts, read_facts
from coverable.logic.cells import NO, YES
from coverable.logic.planes import Plane

PLACE: Final = "place_of_service"
BIRTH: Final = "birth_date"
AGE: Final = "age"
DAY: Final = "service_date"
Key = tuple[Any, ...]
"""One combination: the number of each input's value."""


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that must be read together. `inputs` are columns of facts, PLACE, BIRTH (for the age), or DAY
    where some policy counts from the date of service."""

    inputs: tuple[str, ...]
    facts: frozenset[str]
    """Facts that may come out of it."""


@dataclass
class Known:
    """What is known of a group in a block: for each combination its facts and flags, and each row's number.

    `bits` instead, where the group is one yes/no column: the rows that say yes and those that say no.
    """

    group: Group
    ids: Ids | None = None
    facts: Sequence[Facts] = ()
    flags: Sequence[tuple[tuple[str, str], ...]] = ()
    days: Sequence[date | None] = ()
    """The day of service of each combination, where it is part of it."""
    bits: tuple[Plane, Plane] | None = None

    def flagged(self) -> Ids | None:
        """A number for the flags that each row's facts raise; None where there is none."""
        if self.ids is None or not any(self.flags):
            return None
        numbers = {flags: i for i, flags in enumerate(dict.fromkeys([(), *self.flags]))}
        return look_up(lut([numbers[f] for f in self.flags]), self.ids)


@dataclass
class GroupReader:
    """Reads one group, block by block; the combinations are numbered once."""

    group: Group
    fields: Fields
    engine: Engine
    pairs: list[Pairs[Key]] = field(default_factory=list[Pairs[Key]])
    facts: list[Facts] = field(default_factory=list[Facts])
    flags: list[tuple[tuple[str, str], ...]] = field(default_factory=list[tuple[tuple[str, str], ...]])
    days: list[date | None] = field(default_factory=list[Any])
    ages: Vocabulary[Any] = field(default_factory=lambda: Vocabulary(_itself))
    places: Vocabulary[Any] = field(default_factory=lambda: Vocabulary(_itself))

    @property
    def can_flag(self) -> bool:
        """Only where several things are stated can they contradict each other."""
        return len(set(self.group.inputs) - {DAY}) > 1

    def read(self, block: Block) -> Known:
        inputs = self.group.inputs
        if len(inputs) == 1 and (bits := self._as_bits(block)) is not None:
            return Known(self.group, bits=bits)
        ids: Any = np.zeros(block.rows, np.uint8)
        before: Sequence[Key] = ((),)
        for i, name in enumerate(inputs):
            own, words = self._input(block, name)
            if i == len(self.pairs):
                self.pairs.append(Pairs(pair))
            ids = self.pairs[i].ids(ids, own, (max(len(before), 1), len(words)))
            before = self.pairs[i].values
        for key in before[len(self.facts) :]:
            self._conclude(key)
        if not inputs and not self.facts:
            self._conclude(())
        return Known(self.group, ids, self.facts, self.flags, self.days)

    def _as_bits(self, block: Block) -> tuple[Plane, Plane] | None:
        """The planes of a column of booleans that stands alone."""
        name = self.group.inputs[0]
        if (
            name in (PLACE, BIRTH, DAY)
            or self.group.facts != frozenset({name})
            or self.fields.columns.facts[name].values
        ):
            return None
        column = self.fields.fact_column(block, name)
        if column is None or not pa.types.is_boolean(column.type):
            return None
        if self.engine.library.glossary.facts[name].type != "yes_no":
            return None
        return bool_planes(column)

    def _input(self, block: Block, name: str) -> tuple[Ids, Vocabulary[Any]]:
        if name == PLACE:
            return self.fields.place_ids(block), self.fields.words[PLACE][0]
        if name == BIRTH:
            return self._ages(block), self.ages
        if name == DAY:
            return self.places.ids(pa.array(block.places[DAY])), self.places
        return self.fields.fact_ids(block, name), self.fields.facts[name]

    def _ages(self, block: Block) -> Ids:
        """Numbers of (age at the latest birth date, age at the earliest), from birth date and day of
        service."""
        found = self.fields.births(block)
        if found is None or DAY not in block.places:
            return np.zeros(block.rows, np.uint8)
        high, low = (ages(born, block.places[DAY]) for born in found)
        both = choose(low < 0, -1, low * 1000 + high)
        return self.ages.ids(pa.array(both, mask=both < 0))

    def _conclude(self, key: Key) -> None:
        """Read one combination as the facts of a request, and conclude what follows."""
        glossary = self.engine.library.glossary
        raw, context, birth, day = self._values(key)
        facts = read_facts(raw, glossary, "$.facts")
        if birth is not None:
            facts[AGE] = built_in(facts, (), birth[1], birth[0])[AGE]
        known = derive(facts, glossary, context, day)
        self.days.append(day)
        self.facts.append({n: s for n, s in known.items() if n in self.group.facts})
        self.flags.append(tuple((f.code, f.where) for f in fact_flags(known, None, glossary)))

    def _values(
        self, key: Key
    ) -> tuple[dict[str, Any], dict[str, Any], tuple[Span, date] | None, date | None]:
        raw: dict[str, Any] = {}
        context: dict[str, Any] = {PLACE: None, "stage": STAGE}
        birth: tuple[Span, date] | None = None
        day: date | None = None
        left = _numbers(key)
        for i in reversed(range(len(self.group.inputs))):
            name = self.group.inputs[i]
            own: int = left[1]
            if name == PLACE:
                context[PLACE] = self.fields.words[PLACE][0].values[own].value
            elif name == BIRTH:
                birth = _example(self.ages.values[own])
            elif name == DAY:
                day = day_at(self.places.values[own])
            elif (value := self.fields.facts[name].values[own].value) is not None:
                raw[name] = stated(value)
            left = _numbers(self.pairs[i - 1].values[left[0]]) if i else []
        return raw, context, birth, day


def groups_of(fields: Fields, glossary: Glossary, dated: Container[str]) -> list[Group]:
    """The mapped facts, and what is concluded from them, cut into groups that do not touch each other. Facts
    that are counted from the date of service are `dated`."""
    mapped = [*fields.columns.facts]
    inputs = [*mapped, *([PLACE] if PLACE in fields.columns.fields else [])]
    if "birth_date" in fields.columns.fields:
        inputs.append(BIRTH)
    together: dict[str, set[str]] = {name: {name} for name in (*inputs, *glossary.facts)}

    def join(a: str, b: str) -> None:
        one = together[a] | together[b]
        for name in one:
            together[name] = one

    if BIRTH in inputs:
        join(BIRTH, AGE)
    for name, fact in glossary.facts.items():
        for rule in fact.derive:
            if rule.table and rule.table.by in mapped:
                join(name, rule.table.by)
            if rule.request and PLACE in rule.request and PLACE in inputs:
                join(name, PLACE)
    if "device_model" in mapped and "device_setting" in glossary.facts:
        join("device_model", "device_setting")  # the flag that compares the two
    out: list[Group] = []
    seen: set[str] = set()
    for name in inputs:
        if name not in seen:
            one = together[name]
            seen |= one
            facts = frozenset(n for n in one if n in glossary.facts)
            own = tuple(n for n in inputs if n in one)
            counted = DAY in fields.columns.fields and any(n in dated for n in facts)
            out.append(Group((*own, DAY) if counted else own, facts))
    rest = frozenset(glossary.facts) - seen
    constant = derive({}, glossary, {PLACE: None, "stage": STAGE}, None)
    if rest & constant.keys():
        out.append(Group((), rest & frozenset(constant)))
    return out


def cells_of(probe: Probe, known: Known) -> tuple[list[tuple[int, Plane]], Plane]:
    """For a probe the (mask of cells, plane) pairs of a group's rows, and the rows where nothing is left to
    ask: the value is exact, or stated two ways."""
    if known.bits is not None:
        yes, no = known.bits
        return [(YES, yes), (NO, no)], yes | no
    assert known.ids is not None
    pairs = list(zip(known.facts, known.days, strict=True))
    masks = [probe.cells(facts, day) for facts, day in pairs]
    numbers = {m: i for i, m in enumerate(dict.fromkeys(m for m in masks if m), 1)}
    here = look_up(lut([numbers.get(m, 0) for m in masks]), known.ids)
    out = [(mask, packed(here == number)) for mask, number in numbers.items()]
    settled = [
        m != 0 and (not m & (m - 1) or facts[probe.fact].contradictory)
        for m, (facts, _) in zip(masks, pairs, strict=True)
    ]
    if all(done == (m != 0) for m, done in zip(masks, settled, strict=True)):
        return out, packed(here != 0)
    return out, packed(look_up(lut(settled), known.ids))


def ages(birth: Any, day: Any) -> Any:
    """Whole years lived on the day, as `base.dates.age_on` counts; -1 where one of the two is not stated."""
    years, in_year = calendar()
    known = (birth >= 0) & (day < COUNT)
    lived = years.take(day, mode="clip") - years.take(birth, mode="clip")
    lived -= in_year.take(day, mode="clip") < in_year.take(birth, mode="clip")
    return choose(known, lived, np.int32(-1))


def _numbers(key: Any) -> list[int]:
    return [int(one) for one in key]


def _itself(raw: Any) -> Any:
    return raw


def _example(both: int | None) -> tuple[Span, date] | None:
    """A birth date and a day of service with these two ages."""
    if both is None:
        return None
    low, high = divmod(both, 1000)
    return Span(date(2199 - high, 6, 15), date(2199 - low, 6, 15)), date(2199, 6, 15)
