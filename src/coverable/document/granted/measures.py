"""Numbers with their units as documents print them: “six (6) months”, “12 Month(s)”, “per 28 days”, “annually”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coverable.document.criteria.text.wordclasses import NUMBERS, any_case

_WORDS = "|".join(sorted((w for w in NUMBERS if w != "zero"), key=len, reverse=True))
COUNT = rf"(?:[0-9]{{1,4}}(?:\.[0-9]+)?|{_WORDS})"
"""A count in digits or in words."""
TWICE = rf"{COUNT}(?:\s*\(\s*{COUNT}\s*\))?"
"""A count, maybe said again in brackets: “six (6)”."""
UNIT = r"(?:day|week|month|year)(?:s|\(s\))?(?![\w(])"
_NUMBER = any_case(COUNT)
_TIME = any_case(rf"(?<![\w.,/$-])(?P<count>{TWICE}|(?<=for )an?(?=\s))[\s-]*(?P<unit>{UNIT})")
_TIMED = any_case(r"day|week|month|year")
_KINDS = r"(?:calendar|rolling|benefit|plan|contract|consecutive|fiscal|continuous)"
_WHOSE = (
    r"(?:lifetime|annum|visit|claim|fill|prescription|pregnancy|date\s+of\s+service|dispensing|episode|session|leg|arm|ear|eye|side"
    r"|limb|foot|hand|tooth|quadrant|arch|implant|knee|hip|joint|site|member|patient|person|(?:[a-z]+\s+)?(?:event|episode|course))"
)
PERIOD = (
    rf"(?:(?:per|every|each|in\s+(?:an?y?|each|one|the)|within\s+(?:an?y?|each|one|the)|during\s+(?:an?y?|each|one|the)|over\s+an?y?|in|within|during|over|a|/)\s*"
    rf"(?:{TWICE}[\s-]*)?(?:{_KINDS}[\s-]*)?(?:(?:day|week|month|year|hour)(?:s|\(s\))?(?![\w(])(?:[\s-]+period\b)?)"
    rf"|(?:per|every|each|in\s+an?|in\s+the|during\s+the)\s+{_WHOSE}\b|(?<![-–])(?:annually|yearly|monthly|weekly|daily)\b)"
)
"""What a number of units is counted in: “per 28 days”, “in a calendar year”, “every 5 years”, “per leg”."""
PERIODS = rf"{PERIOD}(?:,?\s+{PERIOD})?"
_PERIOD = any_case(PERIOD)
_ADVERBS = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day"}
_LEADS = any_case(
    r"^(?:per|every|each|in|within|during|over|/|a(?=\s))\s*(?:(?:any|an|a|each|the|one(?=\s+(?:calendar|rolling|benefit|plan)))\s+)?"
)


@dataclass(frozen=True, slots=True)
class Time:
    """A length of time in a text: where it stands, and what it says; None where two counts disagree."""

    first: int
    last: int
    says: str | None


def number(text: str) -> str | None:
    """The count in digits; None where words and digits disagree: “six (3)”."""
    if text.lower() in ("a", "an"):
        return "1"
    said = {_digits(m[0]) for m in _NUMBER.finditer(text)}
    return said.pop() if len(said) == 1 else None


def times(text: str) -> Iterator[Time]:
    """The lengths of time in a text, in order, as `6 months`."""
    for match in _TIME.finditer(text) if _TIMED.search(text) else ():
        count = number(match["count"])
        yield Time(match.start(), match.end(), None if count is None else f"{count} {_unit(match, count)}")


def period(text: str) -> str:
    """What a number of units is counted in, as a policy file says it: `28 days`, `calendar year`, `leg per year`."""
    return " per ".join(_period(m[0]) for m in _PERIOD.finditer(text))


def _period(text: str) -> str:
    said = " ".join(text.lower().replace("(s)", "s").split())
    if said in _ADVERBS:
        return _ADVERBS[said]
    said = re.sub(r"[\s-]+period$", "", _LEADS.sub("", said))
    counted = re.match(rf"({TWICE})[\s-]*(?=[a-z])", said)
    if counted is None:
        return said
    count = number(counted[1]) or counted[1]
    rest = said[counted.end() :]
    return rest.removesuffix("s") if count == "1" else f"{count} {rest.removesuffix('s')}s"


def _digits(text: str) -> str:
    return str(NUMBERS.get(text.lower(), text))


def _unit(match: re.Match[str], count: str) -> str:
    unit = match["unit"].lower().replace("(s)", "").removesuffix("s")
    return unit if count == "1" else f"{unit}s"
