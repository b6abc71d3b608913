"""Heads: all of a line that its facts and diagnoses cannot change, with equal ones numbered once.

A head is (coverage, season of its plan, kind of code, provider as far as notices name it, EPSDT, units as far
as a limit tells them apart). Lines of one head take the same route: the same policies, asked in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import numpy as np

from coverable.claims.days import (
    MISSING,
    Seasons,
    days_before,
    place_of,
    policies_met,
    seasons_of,
    turns_of_plan,
)
from coverable.claims.fieldids import NEVER, Block, Fields
from coverable.claims.numbers import Ids, Pairs, look_up, pair
from coverable.claims.units import thresholds
from coverable.claims.values import Read
from coverable.determination.benefit import plans_of
from coverable.determination.cover import MEDICAID
from coverable.determination.engine import Engine
from coverable.determination.request import Coverage
from coverable.plan.book import Plan
from coverable.plan.route import Route

ADULT: Final = 21
NO_HEAD: Final = 0
"""The number of the head of rows at fault, which asks nothing."""
NOBODY, SOMEBODY = 0, 1
"""No provider is stated; one that no notice names. Notified ones are numbered from 2 on."""


@dataclass(frozen=True, slots=True)
class Covering:
    """A coverage as lines state it, with its plan when the library has exactly one for it."""

    asked: Any
    """A plan's id, or (payer, line of business)."""
    plan: Plan | None
    known: bool
    """The library can say something about it, if only that it has no such line of business."""


@dataclass(frozen=True, slots=True)
class Head:
    """What routes a line; two lines with equal heads are routed alike."""

    coverage: int
    season: int
    code: tuple[str, str]
    """(`code`, the code) where library or plans name it, else (`state`, what the code book says of it)."""
    provider: int = SOMEBODY
    child: int = 0
    """Under 21, or perhaps, where that matters: 1."""
    units: int = 0


@dataclass
class Heads:
    """Numbers the heads of blocks."""

    fields: Fields
    engine: Engine
    coverings: list[Covering] = field(default_factory=list[Covering])
    heads: list[Head] = field(default_factory=list[Head])

    def __post_init__(self) -> None:
        plans = self.engine.plans.plans.values()
        self.seasons: Seasons = seasons_of(self.engine)
        self._named = frozenset(_named_codes(self.engine))
        self._notified = {
            n: i for i, n in enumerate(dict.fromkeys(o.provider for p in plans for o in p.file.notices), 2)
        }
        self._limits: list[Decimal] = sorted(thresholds(self.engine))
        self._plan_seasons: dict[str, list[int]] = {}
        self._payers: Pairs[tuple[str | None, str | None]] = Pairs(self._payer)
        self._codes: Pairs[tuple[str, str, str]] = Pairs(self._code)
        self._by_plan: dict[str, frozenset[str]] = {}
        self._covered: Pairs[tuple[int, int]] = Pairs(self._season)
        self._heads: Pairs[tuple[int, int]] = Pairs(pair)
        self._who: Pairs[tuple[int, int]] = Pairs(pair)
        self._all: Pairs[Head] = Pairs(self._head)
        self._all.start(Head(0, 0, ("none", "")))
        self._by_coverage: dict[Any, int] = {}
        self._coverage_numbers: list[int] = []

    def ids(self, block: Block) -> tuple[Ids, Ids]:
        """(head, season of the library) of every row. Rows whose plan is unknown are at fault."""
        season = self.season_of(block.places.get("service_date", np.full(block.rows, MISSING, np.int32)))
        codes = self.fields.words["code"][0]
        code = self._codes.ids(block.ids["code"], season, (len(codes), len(self.seasons)))
        asked, count = self._coverages(block)
        covered = self._covered.ids(asked, season, (count, len(self.seasons)))
        first = self._heads.ids(covered, code, (len(self._covered), len(self._codes)))
        who = self._person(block)
        if who is None:
            who = np.zeros(block.rows, np.uint8)
            sizes = (len(self._heads), 1)
        else:
            sizes = (len(self._heads), max(len(self._who), 1))
        return self._all.ids(first, who, sizes), season

    def season_of(self, places: Any) -> Ids:
        """The season of the library of every row's day."""
        return look_up(self.seasons.of, places)

    def head(self, number: int) -> Head:
        return self._all.values[number]

    @property
    def count(self) -> int:
        return len(self._all)

    def route(self, number: int, code: str, day: date | None, provider: str | None) -> Route | None:
        """The route of a head, from one of its lines; None where there is no plan or no day."""
        plan = self.coverings[self.head(number).coverage].plan
        return None if plan is None or day is None else self.engine.route(plan, code, day, provider)

    def _coverages(self, block: Block) -> tuple[Ids, int]:
        """(the number of what each row names, how many there are)."""
        if "plan" in block.ids:
            out, named = block.ids["plan"], [r.value for r in self.fields.words["plan"][0].values]
        else:
            payer = self.fields.words["payer"][0]
            lines = self.fields.words.get("line_of_business")
            line = block.ids.get("line_of_business", np.zeros(block.rows, np.uint8))
            out = self._payers.ids(block.ids["payer"], line, (len(payer), len(lines[0]) if lines else 1))
            named = [both if both[0] is not None else None for both in self._payers.values]
        self._coverage_numbers = [self._covering(one) for one in named]
        for number, covering in enumerate(self._coverage_numbers):
            one = self.coverings[covering]
            if one.asked is not None and not one.known:
                rows: Any = out == number
                if rows.any():
                    block.note(rows, "plan_unknown")
        return out, len(named)

    def _payer(self, payer: int, line: int) -> tuple[str | None, str | None]:
        lines = self.fields.words.get("line_of_business")
        return self.fields.words["payer"][0].values[payer].value, lines[0].values[
            line
        ].value if lines else None

    def _covering(self, asked: Any) -> int:
        found = self._by_coverage.get(asked)
        if found is None:
            found = self._by_coverage[asked] = len(self.coverings)
            self.coverings.append(look_up_covering(self.engine, asked))
        return found

    def _season(self, asked: int, season: int) -> tuple[int, int]:
        """A plan has fewer seasons than the library: only its own turns tell its days apart."""
        coverage = self._coverage_numbers[asked]
        plan = self.coverings[coverage].plan
        if plan is None:
            return coverage, min(season, 1)
        own = self._plan_seasons.get(plan.id)
        if own is None:
            turns = Seasons(turns_of_plan(self.engine, plan))
            days = [self.seasons.sample(i) for i in range(len(self.seasons))]
            own = self._plan_seasons[plan.id] = [_season_on(turns, day) for day in days]
        return coverage, own[season]

    def _code(self, code: int, season: int) -> tuple[str, str, str]:
        """(`code`, the code, what the code book says of it) of codes that something in the library names."""
        canonical = self.fields.words["code"][0].values[code].value
        if canonical is None:
            return "state", "none", "none"
        state = self.engine.library.book.look(canonical, self.seasons.sample(season)).state
        return ("code", canonical, state) if canonical in self._named else ("state", state, state)

    def _names(self, plan: Plan) -> frozenset[str]:
        """The codes that the plan, or a policy that its routes look at, says anything about."""
        found = self._by_plan.get(plan.id)
        if found is None:
            found = self._by_plan[plan.id] = frozenset(_codes_of(self.engine, plan))
        return found

    def _person(self, block: Block) -> Ids | None:
        """Numbers of (provider and age, units), as far as they can matter; None where nothing of it does."""
        provider = self._providers(block)
        child = self._children(block)
        units = self._units(block)
        if provider is None and child is None and units is None:
            return None
        wide = 2 * (len(self._notified) + 2)
        kind: Any = np.uint8 if wide <= 256 else np.uint16 if wide <= 65_536 else np.int32
        person = np.full(block.rows, SOMEBODY, kind) if provider is None else provider.astype(kind)
        person *= kind(2)
        if child is not None:
            person += child
        zero = np.zeros(block.rows, np.uint8)
        return self._who.ids(person, zero if units is None else units, (wide, 2 * len(self._limits) + 2))

    def _providers(self, block: Block) -> Ids | None:
        if not self._notified:
            return None
        if "provider" not in self.fields.columns.fields:
            return np.full(block.rows, NOBODY, np.uint8)
        return self.fields.project(
            block, "provider", lambda r: NOBODY if r.value is None else self._notified.get(r.value, SOMEBODY)
        )

    def _children(self, block: Block) -> Ids | None:
        """1 where EPSDT may matter: under 21 on the day, or perhaps. Who is born after the service is at
        fault."""
        matters = any(c.plan and c.plan.file.line_of_business in MEDICAID for c in self.coverings)
        found = self.fields.births(block)
        if found is None or "service_date" not in block.places:
            return np.ones(block.rows, np.uint8) if matters else None
        day = block.places["service_date"]
        late: Any = found[0] > day
        if late.any():
            block.note(late, "birth_date_invalid")
        if not matters:
            return None
        # born on the last possible day: the youngest that the member can be
        young: Any = found[1] > look_up(days_before(ADULT), day)
        young |= found[1] == NEVER
        return young.view(np.uint8)

    def _units(self, block: Block) -> Ids | None:
        """Where the units lie between the limits that somebody stated: cells as `logic.cells.Line` has
        them."""
        if "units" not in self.fields.columns.fields:
            return None
        return self.fields.project(block, "units", lambda r: _cell(r, self._limits))

    def _head(self, first: int, who: int) -> Head:
        covered, code = self._heads.values[first]
        coverage, season = self._covered.values[covered]
        person, units = self._who.values[who] if len(self._who) else (SOMEBODY * 2, 0)
        provider, child = divmod(person, 2)
        plan = self.coverings[coverage].plan
        kind, named, state = self._codes.values[code]
        if kind == "code" and (plan is None or named not in self._names(plan)):
            kind, named = "state", state  # a code that means nothing to this plan
        return Head(
            coverage,
            season,
            (kind, named),
            provider if plan is not None and plan.file.notices else SOMEBODY,
            child if plan is not None and plan.file.line_of_business in MEDICAID else 0,
            units if kind == "code" else 0,
        )


def look_up_covering(engine: Engine, asked: Any) -> Covering:
    """The coverage that lines name so."""
    if asked is None:
        return Covering(None, None, False)
    if isinstance(asked, tuple):
        coverage = Coverage.model_construct(plan=None, payer=asked[0], line_of_business=asked[1])
    else:
        coverage = Coverage.model_construct(plan=asked, payer=None, line_of_business=None)
    fits, known, _ = plans_of(engine.plans, coverage)
    return Covering(asked, fits[0] if len(fits) == 1 else None, bool(fits) or known)


def _season_on(seasons: Seasons, day: date | None) -> int:
    return 0 if day is None else int(seasons.of[place_of(day)])


def _cell(units: Read, limits: list[Decimal]) -> int:
    """0 where no units are stated, else a number for the limits that they reach and pass."""
    if units.value is None:
        return 0
    return 1 + sum((units.value >= one) + (units.value > one) for one in limits)


def _named_codes(engine: Engine) -> Iterator[str]:
    """Every service code that a policy or plan says anything about."""
    for plan in engine.plans.plans.values():
        yield from _codes_of(engine, plan)


def _codes_of(engine: Engine, plan: Plan) -> Iterator[str]:
    library, file = engine.library, plan.file
    for id in policies_met(engine, plan):
        for policy in library.versions(id):
            yield from policy.codes
    lists: Iterable[Any] = (*file.not_reviewed, *file.prior_authorization, *file.notices)
    for one in lists:
        yield from one.codes
    yield from (one.code for one in file.benefits.excluded if one.code)
    yield from (one.code for one in file.benefits.limits)
    for record in file.precedence:
        yield from record.subjects
