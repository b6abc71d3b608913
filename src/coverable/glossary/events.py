"""Questions about events (trials, visits, measurements): yes, no, or not known.

Every condition is Kleene: an attribute that is absent is unknown, and events that are not said to
be complete may always be joined by others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from coverable.base.dates import Duration, Span
from coverable.glossary.values import Event, Stated
from coverable.logic.cells import NO, YES

EventKind = Literal["exists", "count", "run"]
Check = Callable[[Event, date | None], bool | None]
"""True, False or None (not known) for one event, given the date of service."""


@dataclass(frozen=True, slots=True)
class EventTest:
    """exists: one event; count: n events (of different `distinct`); run: n in a row within `gap` and at least
    `apart` (events closer than that count once)."""

    kind: EventKind
    where: tuple[tuple[str, Any], ...]
    """(attribute, condition) pairs; a condition is a frozenset, AtLeast or Window."""
    n: int = 1
    distinct: str | None = None
    gap: Duration | None = None
    apart: Duration | None = None
    dated: str = "date"
    """The attribute that orders events for a run."""


@dataclass(frozen=True, slots=True)
class Range:
    """A number between bounds; `strict` bounds are left out."""

    low: Decimal | None = None
    low_in: bool = True
    high: Decimal | None = None
    high_in: bool = True

    def __contains__(self, value: Decimal) -> bool:
        return (self.low is None or value > self.low or (self.low_in and value == self.low)) and (
            self.high is None or value < self.high or (self.high_in and value == self.high)
        )


class Offset(NamedTuple):
    """A day told by its distance from the date of service."""

    side: Literal["before", "after"]
    length: Duration


@dataclass(frozen=True, slots=True)
class Window:
    """A date at least `near` and at most `far` before (or after) the date of service, ends included."""

    side: Literal["before", "after"]
    near: Duration | None = None
    far: Duration | None = None

    def bounds(self, service: date) -> tuple[date, date]:
        """First and last day of the window."""
        if self.side == "before":
            return (
                self.far.before(service) if self.far else date.min,
                self.near.before(service) if self.near else service,
            )
        return (
            self.near.after(service) if self.near else service,
            self.far.after(service) if self.far else date.max,
        )


@dataclass(frozen=True, slots=True)
class Lasted:
    """The event lasted at least this long, from `started` to `ended` (or to the service while ongoing)."""

    at_least: Duration


def _check(condition: Any, attribute: str, event: Event, service: date | None) -> bool | None:
    if isinstance(condition, Lasted):
        return _lasted(condition, event, service)
    value = event.get(attribute)
    if value is None:
        return None
    if isinstance(condition, frozenset):
        return value in condition
    if isinstance(condition, Range):
        return value in condition
    if isinstance(condition, Window):
        if service is None:
            return None
        first, last = condition.bounds(service)
        if value.first >= first and value.last <= last:
            return True
        return False if value.last < first or value.first > last else None
    raise TypeError(condition)


def _lasted(condition: Lasted, event: Event, service: date | None) -> bool | None:
    started: Span | None = event.get("started")
    ended: Span | None = event.get("ended")
    if started is None:
        return None
    if ended is None:
        if event.get("outcome") != "ongoing" or service is None:
            return None
        ended = Span(service, service)
    if condition.at_least.after(started.last) <= ended.first:
        return True
    return False if condition.at_least.after(started.first) > ended.last else None


def matches(where: Sequence[tuple[str, Any]], event: Event, service: date | None) -> bool | None:
    """Whether one event has all the attributes asked for."""
    known = True
    for attribute, condition in where:
        result = _check(condition, attribute, event, service)
        if result is False:
            return False
        known = known and result is not None
    return True if known else None


def answer(test: EventTest, stated: Stated, service: date | None) -> int:
    """The cells (YES, NO, or 0 for not known) of an event question."""
    found = [(event, matches(test.where, event, service)) for event in stated.events]
    if test.kind == "run":
        sure, possible = _longest(test, found, sure=True), _longest(test, found, sure=False)
    elif test.distinct:
        sure = _surely_different([e[test.distinct] for e, m in found if m and test.distinct in e])
        maybe = [e.get(test.distinct) for e, m in found if m is not False]
        exact = {v for v in maybe if v is not None and not (isinstance(v, Span) and not v.exact)}
        possible = len(exact) + sum(v is None or (isinstance(v, Span) and not v.exact) for v in maybe)
    else:
        sure = sum(m is True for _, m in found)
        possible = sum(m is not False for _, m in found)
    if sure >= test.n:
        return YES
    return NO if stated.complete and possible < test.n else 0


def _surely_different(values: Sequence[Any]) -> int:
    """How many values differ whatever partial dates mean: two of them may be the same day."""
    spans = sorted((v for v in values if isinstance(v, Span)), key=lambda v: v.last)
    count, reached = 0, date.min
    for span in spans:  # the most spans that do not touch each other
        if span.first > reached:
            count, reached = count + 1, span.last
    return count + len({v for v in values if not isinstance(v, Span)})


def _longest(test: EventTest, found: Sequence[tuple[Mapping[str, Any], bool | None]], sure: bool) -> int:
    """Length of the longest row of events, in order of date, that (surely, or possibly) fit.

    An event without a date may stand anywhere: it breaks nothing, and only a possible row counts it.
    """
    dated = sorted(
        ((e[test.dated], m) for e, m in found if test.dated in e),
        key=lambda pair: (pair[0].first, pair[0].last),
    )
    ordered = all(a.last < b.first or (a.exact and a == b) for (a, _), (b, _) in pairwise(dated))
    if not ordered:  # partial dates that overlap may stand in any order: nothing is sure, all is possible
        return 0 if sure else sum(m is not False for _, m in found)
    best = run = 0
    before: Span | None = None
    if test.apart is not None:
        best = _spaced(test, [(w, m is True if sure else m is not False) for w, m in dated], sure)
        dated = []
    for when, match in dated:
        fits = match is True if sure else match is not False
        near = (
            before is None
            or test.gap is None
            or (
                when.last <= test.gap.after(before.first)
                if sure
                else when.first <= test.gap.after(before.last)
            )
        )
        run = (run + 1 if near or run == 0 else 1) if fits else 0
        before, best = when, max(best, run)
    return best if sure else best + sum(m is not False for e, m in found if test.dated not in e)


def _spaced(test: EventTest, dated: Sequence[tuple[Span, bool]], sure: bool) -> int:
    """The most events of a row that can be picked so that neighbours lie within `gap`, and `apart`.

    One that fits and is not picked breaks nothing: it counts once with the one that it is too close to.
    """
    assert test.apart is not None
    best = 0
    row: list[tuple[Span, int]] = []  # (date, the most that can be picked up to here)
    for when, fits in dated:
        if not fits:
            row = []
            continue
        longest = 0
        for before, picked in reversed(row):
            soonest, latest = (before.last, before.first) if sure else (before.first, before.last)
            first, last = (when.first, when.last) if sure else (when.last, when.first)
            if test.gap is not None and last > test.gap.after(latest):
                break  # those before it lie further back
            if first >= test.apart.after(soonest):
                longest = max(longest, picked)
        row.append((when, longest + 1))
        best = max(best, longest + 1)
    return best
