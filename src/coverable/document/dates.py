"""Dates as documents print them, as whole or partial ISO dates with their places.

`1/1/2026`, `09/2026`, `09.01.18`, `01/20`, `September 25, 2017`, `2025: September`, `2026-01-01`. What is
printed to the month stays a month (SR-004); no day is ever filled in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coverable.base.dates import read_date

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NAME = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<{0}>[0-9]{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<{0}>(?:19|20)[0-9]{{2}})(?![0-9])"
_FORMS = (
    r"(?<![\w.-])(?P<y1>(?:19|20)[0-9]{2})-(?P<m1>[0-9]{2})(?:-(?P<d1>[0-9]{2}))?(?![\w-])",
    r"(?<![\w/.-])(?P<m2>[0-9]{1,2})(?P<sep>[/.-]|\s?\|\s?)(?P<d2>[0-9]{1,2})(?P=sep)(?P<y2>(?:19|20)[0-9]{2}|[0-9]{2})(?![\w/])",
    r"(?<![\w/.-])(?P<m3>[0-9]{1,2})[/-](?P<y3>(?:19|20)[0-9]{2})(?![\w/-])",
    r"(?<![\w/.-])(?P<m4>[0-9]{1,2})/(?P<y4>[0-9]{2})(?![\w/])",
    rf"\b{_NAME.format('n5')}\s?{_DAY.format('d5')}(?:,\s{{0,2}}|\s{{1,2}}){_YEAR.format('y5')}",
    rf"(?<![\w/.-]){_DAY.format('d6')}(?:\s|-)(?:of\s)?{_NAME.format('n6')},?[\s-]{_YEAR.format('y6')}",
    rf"\b{_NAME.format('n7')}(?:,\s?|\s(?:of\s)?|-){_YEAR.format('y7')}",
    rf"(?<![\w/.-]){_YEAR.format('y8')}\s?[:,–-]?\s?{_NAME.format('n8')}(?:\s{_DAY.format('d8')}(?![0-9/]))?",
    rf"\b{_NAME.format('n9')}[-'’](?P<y9>[0-9]{{2}})(?![\w-])",
    r"(?<![\w/.-])(?P<d10>[0-9]{1,2})(?P<n10>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?P<y10>(?:19|20)[0-9]{2})(?!\w)",
)
_DATE = re.compile("|".join(_FORMS), re.IGNORECASE)
_BARE_YEAR = re.compile(r"(?<![\w/.-])(?:19|20)[0-9]{2}(?![\w/-])")


@dataclass(frozen=True, slots=True)
class Printed:
    """A date in a text: where it stands, and what it says (`2026-01-01`, `2026-09`, `2026`)."""

    start: int
    end: int
    value: str
    sure: float = 1.0


def dates_in(text: str, years: bool = False) -> list[Printed]:
    """The dates of a text in order; impossible ones are passed over. With `years`, years alone as well."""
    out: list[Printed] = []
    for match in _DATE.finditer(text):
        found = _value(match)
        if found is not None:
            out.append(Printed(match.start(), match.end(), *found))
    if years:
        taken = [(p.start, p.end) for p in out]
        for match in _BARE_YEAR.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                out.append(Printed(match.start(), match.end(), match[0]))
        out.sort(key=lambda p: p.start)
    return out


_QUARTER = re.compile(
    r"\s*(?:[Qq][1-4]|[1-4][Qq]|(?:1st|2nd|3rd|4th)\s(?:qtr|quarter))[,\s]+(?P<year>(?:19|20)[0-9]{2})\s*",
    re.IGNORECASE,
)
"""A quarter tells the year for sure, and no month."""
_SHORT = re.compile(r"\s*(?P<month>0?[1-9]|1[0-2])\.(?P<year>[0-9]{2})[\s.]*")


def dates_under_label(text: str) -> list[Printed]:
    """The dates of a field or cell that holds dates: `02.25` and `Q4 2024` alone are dates there only."""
    if quarter := _QUARTER.fullmatch(text):
        return [Printed(quarter.start("year"), quarter.end("year"), quarter["year"], 0.7)]
    if short := _SHORT.fullmatch(text):
        found = iso(_year(short["year"]), int(short["month"]))
        return [Printed(short.start("month"), short.end("year"), found, 0.8)] if found else []
    return dates_in(text)


def month_of(name: str) -> int | None:
    """`Sept.` as 9; None when it is no month."""
    start = name.casefold().strip(". ")[:3]
    return next(
        (n for n, month in enumerate(_MONTHS, 1) if len(start) == 3 and month.startswith(start)), None
    )


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The parts as an ISO date; None where no such day exists."""
    text = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
    try:
        read_date(text)
    except ValueError:
        return None
    return text


def _value(match: re.Match[str]) -> tuple[str, float] | None:
    """What one match says, and how sure: a month and two digits can also be a day and a month."""
    n = next(i for i in range(1, len(_FORMS) + 1) if match[f"y{i}"])
    group = match.groupdict()
    year = _year(group[f"y{n}"])
    name = group.get(f"n{n}")
    if name == "may":
        return None  # the verb
    month = month_of(name) if name else int(group[f"m{n}"] or 0)
    day = int(group.get(f"d{n}") or 0) or None
    sure = 1.0
    if n == 2 and month is not None and month > 12 >= (day or 99):
        month, day, sure = day, month, 0.6  # the day first, as outside the United States
    if n == 4 or (n == 2 and group["sep"] == "." and len(group["y2"]) == 2):
        sure = min(sure, 0.8)  # other numbers look so as well
    if not month:
        return None
    found = iso(year, month, day)
    return (found, sure) if found else None


def _year(text: str) -> int:
    """Two digits are a year of this century up to 60; policies are no older than the seventies."""
    number = int(text)
    return number if number > 99 else number + (2000 if number <= 60 else 1900)
