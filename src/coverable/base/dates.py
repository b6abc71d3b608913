"""Calendar dates as people state them: whole, or to the month or year only.

A partial date stays partial: it is the interval of days it can mean. Month arithmetic is calendar
arithmetic, clamped to the end of the month (31 January + 1 month = 28 or 29 February).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
NO_SUCH_DATE = "there is no such date; it is written YYYY-MM-DD, or YYYY-MM or YYYY when only that is known"
"""Said of a person's date, of which no part is repeated."""
_DURATION = re.compile(r"([0-9]{1,4})\s*(day|week|month|year)s?")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The first and the last day that a stated date can mean, both included."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        return self.first == self.last

    def __str__(self) -> str:
        if self.exact:
            return self.first.isoformat()
        return f"{self.first:%Y-%m}" if self.first.month == self.last.month else f"{self.first:%Y}"


@lru_cache(maxsize=4096)
def read_date(text: str) -> Span:
    """`2026-09-30`, `2026-09` or `2026` as a span of days. ValueError when no such day exists."""
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise ValueError("a date is written YYYY-MM-DD, or YYYY-MM or YYYY when only that is known")
    year, month, day = (int(g) if g else None for g in match.groups())
    assert year is not None
    if not 1900 <= year <= 2199:
        raise ValueError("the year lies outside 1900 to 2199")
    if month is None:
        return Span(date(year, 1, 1), date(year, 12, 31))
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month:02d}")
    if day is None:
        return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    try:
        whole = date(year, month, day)
    except ValueError:
        raise ValueError(f"there is no day {day:02d} in {year}-{month:02d}") from None
    return Span(whole, whole)


def read_day(text: str) -> date:
    """A whole date; ValueError when it is partial or impossible."""
    span = read_date(text)
    if not span.exact:
        raise ValueError("a whole date is needed here, written YYYY-MM-DD")
    return span.first


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), clamped to the end of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Duration:
    """A stated length of time: `months` for months and years, `days` for days and weeks."""

    months: int
    days: int
    text: str = field(compare=False)

    def after(self, day: date) -> date:
        return add_months(day, self.months) + timedelta(days=self.days)

    def before(self, day: date) -> date:
        return add_months(day, -self.months) - timedelta(days=self.days)

    @property
    def nominal_days(self) -> float:
        """For ordering lengths only."""
        return self.months * 30.4375 + self.days


def read_duration(text: str) -> Duration:
    """`90 days`, `6 weeks`, `12 months`, `2 years`. ValueError otherwise."""
    match = _DURATION.fullmatch(text.strip())
    if not match:
        raise ValueError("a length of time is written like `90 days`, `6 weeks`, `12 months` or `2 years`")
    n, unit = int(match[1]), match[2]
    months = n * {"month": 1, "year": 12}.get(unit, 0)
    days = n * {"day": 1, "week": 7}.get(unit, 0)
    return Duration(months, days, f"{n} {unit}{'' if n == 1 else 's'}")


def age_on(birth: date, day: date) -> int:
    """Whole years lived on `day`; someone born on 29 February has the birthday on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
