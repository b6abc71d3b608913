"""Days cut into seasons: between two turns of the library nothing that a date decides can change.

A turn is a day on which a policy version, an adoption, a notice, a clause of a contract, a code or a review
date begins or has ended. So a route is worked out once for each season instead of for each day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np

from coverable.base.dates import read_date, read_day
from coverable.claims.arrow import choose
from coverable.determination.engine import Engine
from coverable.glossary.probes import Probe
from coverable.logic.cells import Line
from coverable.plan.book import Plan
from coverable.plan.model import Dated
from coverable.policy.executable import Policy
from coverable.policy.timeline import next_review

FIRST: Final = date(1900, 1, 1)
LAST: Final = date(2199, 12, 31)
"""Days outside are refused, as in a request."""
EPOCH: Final = date(1970, 1, 1)
COUNT: Final = (LAST - FIRST).days + 1
OUTSIDE: Final = COUNT
MISSING: Final = COUNT + 1
"""Places behind the last day: no day of ours, and no day stated."""


class Seasons:
    """The seasons of a library; season 0 is "no date is stated"."""

    def __init__(self, turns: Iterable[date]) -> None:
        self.starts = (FIRST, *sorted({d for d in turns if FIRST < d <= LAST}))
        places = np.array([place_of(d) for d in self.starts], np.int32)
        of = np.zeros(COUNT + 2, np.uint8 if len(places) < 255 else np.uint16)
        of[:COUNT] = np.searchsorted(places, np.arange(COUNT), side="right")
        self.of: Any = of
        """Season of each place of a day; OUTSIDE and MISSING have season 0."""

    def __len__(self) -> int:
        return len(self.starts) + 1

    def between(self, seasons: Any) -> tuple[int, ...]:
        """The seasons from the first to the last that occurs; 0 (no date) only where it occurs."""
        undated: Any = seasons == 0
        last = int(seasons.max(initial=0))
        if not undated.any():
            return tuple(range(int(seasons.min(initial=last)), last + 1))
        first = int(choose(undated, np.uint16(last), seasons).min(initial=last))
        return (0, *range(max(first, 1), last + 1))

    def sample(self, season: int) -> date | None:
        """A day of the season."""
        return self.starts[season - 1] if season else None


def place_of(day: date) -> int:
    """The number of a day, from 0 on."""
    return (day - FIRST).days


def day_at(place: int) -> date | None:
    """The day of that number; None for OUTSIDE and MISSING."""
    return FIRST + timedelta(days=place) if place < COUNT else None


@lru_cache(maxsize=1)
def calendar() -> tuple[Any, Any]:
    """(year, month and day as one number) of every place."""
    days = np.arange(COUNT) + np.datetime64(FIRST)
    months = days.astype("datetime64[M]")
    years = months.astype("datetime64[Y]")
    month: Any = (months - years.astype("datetime64[M]")).astype(np.int32) + 1
    day: Any = (days - months.astype("datetime64[D]")).astype(np.int32) + 1
    return years.astype(np.int32) + np.int32(EPOCH.year), month * 100 + day


@lru_cache(maxsize=4)
def days_before(years: int) -> Any:
    """For each place the same day that many years before (29 February: the 28th); -1 before all days, and
    where there is no day."""
    year, in_year = calendar()
    keys = year * 10_000 + in_year
    out = np.full(COUNT + 2, -1, np.int32)
    out[:COUNT] = np.searchsorted(keys, keys - years * 10_000, side="right")
    out[:COUNT] -= 1
    return out


def seasons_of(engine: Engine) -> Seasons:
    """The seasons of everything that the engine holds."""
    every = [p for id in engine.library.ids() for p in engine.library.versions(id)]
    plans = engine.plans.plans.values()
    return Seasons({*engine.library.book.turns(), *_of_policies(every), *_of_plans(plans)})


def turns_of_plan(engine: Engine, plan: Plan) -> set[date]:
    """The turns that can change a route under one plan: its own, and those of the policies it may meet. Where
    one of these uses criteria of others, those of all policies."""
    library = engine.library
    met = [p for id in policies_met(engine, plan) for p in library.versions(id)]
    if any(p.includes for p in met):
        met = [p for id in library.ids() for p in library.versions(id)]
    return {*_of_policies(met), *_of_plans([plan])}


def policies_met(engine: Engine, plan: Plan) -> list[str]:
    """The policies that a route under the plan looks at: adopted ones, and others of the same publishers."""
    decided = {a.policy for a in plan.file.adopts}
    publishers = {plan.id.split("/")[0], *(a.split("/")[0] for a in decided)}
    return [id for id in engine.library.ids() if id in decided or id.split("/")[0] in publishers]


def _of_policies(policies: Iterable[Policy]) -> Iterator[date]:
    for policy in policies:
        if policy.first_day:
            yield policy.first_day
        if policy.last_day:
            yield from (policy.last_day, policy.last_day + timedelta(days=1))
        stated = next_review(policy.file, policy.signoff)
        if stated:
            yield read_date(stated).last + timedelta(days=1)
        for probe in policy.probes:
            yield from _of_probe(probe)


def _of_probe(probe: Probe) -> Iterator[date]:
    """A test of the date of service itself cuts the days at its edges."""
    if probe.fact == "service_date" and isinstance(probe.cut, Line) and probe.look == "date":
        for edge in probe.cut.edges:
            yield from (edge, edge + timedelta(days=1))


def _of_plans(plans: Iterable[Plan]) -> Iterator[date]:
    for plan in plans:
        file = plan.file
        dated: list[Dated] = [
            *file.adopts,
            *file.not_reviewed,
            *file.prior_authorization,
            *file.benefits.excluded,
            *file.benefits.limits,
        ]
        for one in dated:
            yield from _ends(one.from_, one.to)
        for notice in file.notices:
            yield from _ends(notice.on, notice.to)


def _ends(first: str | None, last: str | None) -> Iterator[date]:
    if first:
        yield read_day(first)
    if last:
        yield read_day(last) + timedelta(days=1)
