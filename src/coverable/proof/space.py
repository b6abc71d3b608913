"""All possible patients of some policies: what can be stated of each fact that they look at.

Every fact gets a few values that stand for all others, found from the bounds, choices, windows and code sets
of all policies together; which cells a value lies in is asked of the policies' own probes. What can never
be (an age between 17 and 18) is no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeAlias

from coverable.base.dates import Span
from coverable.glossary.events import EventTest, Offset
from coverable.glossary.facts import Fact, Glossary
from coverable.glossary.probes import Probe, offset_day
from coverable.glossary.values import Stated, Statement
from coverable.logic.cells import NO, YES, Line
from coverable.logic.prover import Dimension, Look, Prover
from coverable.logic.wires import TRUE, Wire, wire
from coverable.policy.executable import Policy
from coverable.proof.eventlists import implied

Value: TypeAlias = Any
"""What a cell stands for: a plain value of the fact's type, one code, or (event test, yes or no)."""
MAX_CODES = 20_000


@dataclass(frozen=True, eq=False)
class Space:
    """The patients of some policies for a service on `day`. Dimensions are in the order of facts."""

    day: date
    glossary: Glossary
    dimensions: tuple[Dimension, ...]
    values: tuple[tuple[Value, ...], ...]
    """For each dimension what its cells stand for."""
    alike: tuple[Mapping[int, tuple[Value, ...]], ...]
    """For each dimension and cell further values in it: just beside a bound, at the end of a range."""
    looks: Mapping[Policy, tuple[Look, ...]]
    """For each policy what each of its probes sees."""
    laws: tuple[Wire, ...] = ()
    """What holds of everybody: a trial that failed after six months also failed after three."""

    @cached_property
    def prover(self) -> Prover:
        return Prover(self.dimensions, self.laws)


def space_of(policies: Sequence[Policy], day: date) -> Space:
    """The patients that these policies can tell apart, for a service on `day`."""
    glossary = policies[0].glossary
    probes: dict[str, dict[Probe, None]] = {}
    for policy in policies:
        for probe in policy.probes:
            probes.setdefault(probe.fact, {})[probe] = None
    dimensions: list[Dimension] = []
    values: list[tuple[Value, ...]] = []
    alike: list[Mapping[int, tuple[Value, ...]]] = []
    seen: dict[Probe, Look] = {}
    for name in sorted(probes):
        mine = list(probes[name])
        for dimension, cells, looks in _of_fact(glossary.facts[name], name, mine, day):
            index = -1 if dimension is None else len(dimensions)
            if dimension is not None:
                dimensions.append(dimension)
                values.append(tuple(cell[0] for cell in cells))
                alike.append({i: cell[1:] for i, cell in enumerate(cells) if len(cell) > 1})
            for probe, masks in zip(mine, looks, strict=True):
                entries = tuple((index, cell, mask) for cell, mask in enumerate(masks) if mask)
                seen[probe] = (*seen.get(probe, ()), *entries)
    # a probe that no cell shows (codes of another time than `day`) sees nothing: it is unknown for everybody
    return Space(
        day,
        glossary,
        tuple(dimensions),
        tuple(values),
        tuple(alike),
        {policy: tuple(seen.get(probe, ()) for probe in policy.probes) for policy in policies},
        tuple(_laws(glossary, dimensions, values, day)),
    )


def _laws(
    glossary: Glossary, dimensions: Sequence[Dimension], values: Sequence[tuple[Value, ...]], day: date
) -> Iterator[Wire]:
    """No to one question about events and yes to another that implies it: nobody."""
    asked: dict[str, dict[EventTest, int]] = {}
    for index, (dimension, cells) in enumerate(zip(dimensions, values, strict=True)):
        if glossary.facts[dimension.fact].type == "events":
            asked.setdefault(dimension.fact, {})[cells[0][0]] = index
    for name, tests in asked.items():
        for one, other in implied(glossary.facts[name], list(tests), day):
            yield TRUE ^ (wire((tests[one], 0)) & wire((tests[other], 1)))


Part: TypeAlias = tuple[Dimension | None, tuple[tuple[Value, ...], ...], list[list[int]]]
"""(dimension, or None for what always holds; the values of each cell; the masks each probe sees)."""


def _of_fact(fact: Fact, name: str, probes: Sequence[Probe], day: date) -> Iterator[Part]:
    if name == "service_date":
        masks = [[probe.cells_of(_stated(Span(day, day)), day)] for probe in probes]
        yield None, (), masks
    elif fact.type == "events":
        yield from _of_events(name, probes)
    elif fact.type in ("code", "codes"):
        yield from _of_codes(name, probes, day)
    else:
        cells: dict[tuple[int, ...], list[Value]] = {}
        for value in _candidates(fact, name, probes, day):
            seen = tuple(probe.cells_of(_stated(value), day) for probe in probes)
            cells.setdefault(seen, []).append(value)
        columns = [list(column) for column in zip(*cells, strict=True)]
        yield Dimension(name, len(cells)), tuple(tuple(alike) for alike in cells.values()), columns


def _stated(value: Value) -> Stated:
    return Stated(statements=(Statement(value),))


def _candidates(fact: Fact, name: str, probes: Sequence[Probe], day: date) -> list[Value]:
    """Values that between them lie in every possible combination of the probes' cells."""
    if fact.type == "yes_no":
        return [True, False]
    if fact.type == "choice":
        return [choice for choice in fact.choices if choice != "unknown"]
    edges: set[Any] = set()
    for probe in probes:
        assert isinstance(probe.cut, Line)
        edges |= {offset_day(e, day) if isinstance(e, Offset) else e for e in probe.cut.edges}
    if fact.type == "date":
        days = sorted(_days(sorted(edges)), key=lambda d: (d > day, abs(d - day)))
        return [Span(d, d) for d in days]
    return _numbers(sorted(edges), whole=name == "age")


def _days(edges: Sequence[date]) -> Iterator[date]:
    """The edges, and a day in every gap that has one."""
    one = timedelta(days=1)
    yield from edges
    for edge in edges:
        yield from (edge - one, edge + one)


def _numbers(edges: Sequence[Decimal], whole: bool) -> list[Decimal]:
    """The edges, a number in every gap, and those just beside each edge; of whole numbers of at least 0 only
    what there is."""
    found = [*edges]
    found += [_between(low, high) for low, high in zip((None, *edges), (*edges, None), strict=True)]
    for edge in edges:
        exponent = edge.as_tuple().exponent
        step = Decimal(1).scaleb(min(0, exponent if isinstance(exponent, int) else 0))
        found += [edge - step, edge + step]
    if whole:
        found = [one for one in found if one == one.to_integral_value() and one >= 0]
    return sorted({*found})


def _between(low: Decimal | None, high: Decimal | None) -> Decimal:
    """A round number strictly between; of open ends one beyond, but above 0 where that is possible."""
    one = Decimal(1)
    if low is None:
        assert high is not None
        return high - one if high > one or high <= 0 else high / 2
    if high is None:
        return low + one
    step = Decimal(1)
    while True:  # the fewest decimals that leave room
        first = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step + step
        if first < high:
            return first
        step /= 10


def _of_codes(name: str, probes: Sequence[Probe], day: date) -> Iterator[Part]:
    """One dimension for each way codes stand in the sets: a patient has such a code, or nothing is said of
    it. A code that is absent is unknown, never a no."""
    listed = sorted({code for probe in probes if probe.codes for code in probe.codes.codes})
    ends = {
        end
        for probe in probes
        if probe.codes
        for part in probe.codes.parts
        for end in (part.first, part.last)
    }
    atoms: dict[tuple[int, ...], list[str]] = {}
    for code in listed[:MAX_CODES]:
        masks = tuple(probe.cells_of(_stated(frozenset({code})), day) for probe in probes)
        if not any(masks):
            continue
        book = next(probe.book for probe in probes if probe.book)
        known = atoms.setdefault(masks, [])
        if (book.look(code, day).state == "valid" and (len(known) < 2 or code in ends)) or not known:
            known.append(code)
    for masks, codes in sorted(atoms.items(), key=lambda item: item[1]):
        yield Dimension(name, 1, settles=False), (tuple(codes),), [[mask] for mask in masks]


def _of_events(name: str, probes: Sequence[Probe]) -> Iterator[Part]:
    """One dimension for each question about the events; which lists of events answer them is worked out when
    a patient is described."""
    tests: dict[EventTest, None] = {probe.test: None for probe in probes if probe.test is not None}
    for test in tests:
        looks = [[YES, NO] if probe.test == test else [0, 0] for probe in probes]
        yield Dimension(name, 2), (((test, True),), ((test, False),)), looks
