"""A list of events of which given questions have given answers: the trials or visits of an example patient.

Events are put together from values that the questions' own conditions name, and what is found is checked
by the questions themselves. Not finding a list proves nothing; the caller says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, pairwise, product
from typing import Any

from coverable.base.dates import Span
from coverable.glossary.events import EventTest, Lasted, Range, Window, answer, matches
from coverable.glossary.facts import Attribute, Fact
from coverable.glossary.values import Event, Stated
from coverable.logic.cells import NO, YES

MAX_EVENTS = 4000
"""Different events that are tried at most."""
MAX_STEPS = 2000
ONE_DAY = timedelta(days=1)


def events_for(fact: Fact, wanted: Mapping[EventTest, bool], day: date) -> tuple[Event, ...] | None:
    """Events, said to be all there are, that answer every question as wanted; None when none were found
    (which is a proof only where `exhaustive`)."""
    no = [test for test, yes in wanted.items() if not yes]
    pool = list(islice(_events(fact, list(wanted), day), MAX_EVENTS))
    # events that answer as few of the unwanted questions as possible come first
    pool.sort(key=lambda event: sum(matches(test.where, event, day) is not False for test in no))
    steps = iter(range(MAX_STEPS))

    def search(chosen: tuple[Event, ...]) -> tuple[Event, ...] | None:
        said = Stated(events=chosen, complete=True)
        if any(answer(test, said, day) == YES for test in no):
            return None
        missing = next((t for t, yes in wanted.items() if yes and answer(t, said, day) != YES), None)
        if missing is None:
            whole = all(answer(test, said, day) == (YES if yes else NO) for test, yes in wanted.items())
            return chosen if whole else None
        for event in pool:
            if matches(missing.where, event, day) and _new(missing, event, chosen):
                if next(steps, None) is None:
                    return None
                found = search((*chosen, event))
                if found is not None:
                    return found
        return None

    return search(())


def exhaustive(fact: Fact, tests: Sequence[EventTest], day: date) -> bool:
    """Whether finding no list proves that there is none: every question asks for one event, and all kinds of
    events that the questions tell apart are tried."""
    single = all(test.n == 1 and test.kind != "run" for test in tests)
    return single and len(list(islice(_events(fact, tests, day), MAX_EVENTS + 1))) <= MAX_EVENTS


def implied(fact: Fact, tests: Sequence[EventTest], day: date) -> Iterator[tuple[EventTest, EventTest]]:
    """(one, other): whoever answers yes to the one answers yes to the other, because every event that counts
    for the one counts for the other. Events stand for all that the questions' conditions tell apart."""
    pool = list(islice(_events(fact, tests, day), MAX_EVENTS + 1))
    if len(pool) > MAX_EVENTS:
        return
    counted = {test: [matches(test.where, event, day) is True for event in pool] for test in tests}
    for one in tests:
        for other in tests:
            enough = one.n >= other.n and other.distinct in (None, one.distinct) and other.kind != "run"
            if (
                one is not other
                and enough
                and not any(a and not b for a, b in zip(counted[one], counted[other], strict=True))
            ):
                yield one, other


def _new(test: EventTest, event: Event, chosen: Sequence[Event]) -> bool:
    """Whether the event can bring the question further: another value, or another day, than those there."""
    attribute = test.distinct or (test.dated if test.kind == "run" else None)
    if attribute is None:
        return test.n > 1 or event not in chosen
    return all(event.get(attribute) != other.get(attribute) for other in chosen)


def _events(fact: Fact, tests: Sequence[EventTest], day: date) -> Iterator[Event]:
    """Events with every attribute that some question looks at, in values that tell the questions apart."""
    named: dict[str, list[Any]] = {}
    for test in tests:
        for attribute, condition in test.where:
            named.setdefault(attribute, []).append(condition)
    longest = max((test.n for test in tests), default=1)
    for test in tests:
        for attribute in (test.distinct, test.dated if test.kind == "run" else None):
            if attribute is not None:
                named.setdefault(attribute, [])
    lengths = [c.at_least for conditions in named.values() for c in conditions if isinstance(c, Lasted)]
    plain = {name: conditions for name, conditions in named.items() if name != "lasted"}
    if lengths:
        plain.setdefault("ended", [])
        plain.pop("started", None)
    several = {a for test in tests for a in (test.distinct, test.dated) if test.n > 1}
    axes = [
        [
            (name, value)
            for value in _apart(
                name,
                _values(fact.attributes[name], conditions, day, longest),
                conditions,
                day,
                longest if name in several else 1,
            )
        ]
        for name, conditions in plain.items()
    ]
    for combination in product(*axes):
        event = dict(combination)
        if not lengths:
            yield event
            continue
        ended: Span = event["ended"]
        for length in sorted(lengths, key=lambda one: one.nominal_days, reverse=True):
            first = length.before(ended.first)
            for started in (first, first + ONE_DAY):  # just long enough, and a day too short
                yield {**event, "started": Span(started, started)}


def _apart(name: str, values: Sequence[Any], conditions: Sequence[Any], day: date, most: int) -> list[Any]:
    """Of the values that all conditions see alike, the first `most`."""
    kept: dict[tuple[bool | None, ...], list[Any]] = {}
    for value in values:
        seen = tuple(matches([(name, condition)], {name: value}, day) for condition in conditions)
        alike = kept.setdefault(seen, [])
        if len(alike) < most:
            alike.append(value)
    return [value for alike in kept.values() for value in alike]


def _values(attribute: Attribute, conditions: Iterable[Any], day: date, longest: int) -> list[Any]:
    """Values inside and outside of every condition."""
    if attribute.type == "yes_no":
        return [True, False]
    if attribute.type == "choice":
        return [choice for choice in attribute.choices if choice != "unknown"]
    if attribute.type == "date":
        return [Span(one, one) for one in _days(conditions, day, longest)]
    out: dict[Any, None] = {}
    edges: list[Decimal] = []
    for condition in conditions:
        if isinstance(condition, frozenset):
            out |= dict.fromkeys(sorted(condition))  # pyright: ignore[reportUnknownArgumentType]
        elif isinstance(condition, Range):
            edges += [edge for edge in (condition.low, condition.high) if edge is not None]
    if edges:
        edges = sorted({*edges, *(value for value in out if isinstance(value, Decimal))})
        between = [(a + b) / 2 for a, b in pairwise(edges)]
        out |= dict.fromkeys([edges[0] - 1, *edges, *between, edges[-1] + 1])
    if attribute.type == "text":
        return [*out, *(f"another {i}" for i in range(1, longest + 2))]
    return list(out) or [Decimal(1)]


def _days(conditions: Iterable[Any], day: date, longest: int) -> list[date]:
    """Days in and just out of every window, the latest before the service first; enough of them in a row."""
    found = {day - ONE_DAY * (i + 1): None for i in range(max(longest, 1))}
    for condition in conditions:
        if isinstance(condition, Window):
            for edge in condition.bounds(day):
                if date.min < edge < date.max:
                    found |= dict.fromkeys((edge, edge - ONE_DAY, edge + ONE_DAY))
    return sorted(found, key=lambda one: (one > day, abs(one - day)))


def event_json(fact: Fact, event: Event) -> dict[str, Any]:
    """An event as a request states it."""
    return {name: _plain(fact.attributes[name], value) for name, value in event.items()}


def _plain(attribute: Attribute, value: Any) -> Any:
    if isinstance(value, Span):
        return str(value)
    if isinstance(value, Decimal):
        number = int(value) if value == value.to_integral_value() else float(value)
        return {"value": number, "unit": attribute.unit} if attribute.type == "quantity" else number
    return value
