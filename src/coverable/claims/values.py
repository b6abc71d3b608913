"""One distinct value of a claims column, read as the field or fact that it stands for, or its fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from coverable.base.dates import read_date
from coverable.base.problem import Refused
from coverable.base.yamlfile import hidden_character
from coverable.claims.days import OUTSIDE, place_of
from coverable.claims.mapping import NO, NULL_WORDS, YES, Source
from coverable.claims.row import of_fact, stated
from coverable.glossary.codes import read_code
from coverable.glossary.facts import Fact, Glossary
from coverable.glossary.values import read_facts

MOST_UNITS: Final = 1_000_000
LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class Read:
    """A value of a column: what it is (None: nothing is stated), or why it cannot be taken."""

    value: Any = None
    fault: str | None = None


NOTHING: Final = Read()
Reader = Callable[[Any], Read]


def reader(field: str, source: Source) -> Reader:
    """How the values of a field's column are read, after the mapping's own words."""
    special: dict[str, Reader] = {
        "code": _code,
        "units": _units,
        "provider": _provider,
        "diagnoses": _diagnosis,
        "modifiers": lambda raw: _text(raw, "modifier_unreadable"),
        "place_of_service": _place_of_service,
        "birth_date": _birth_date,
        "service_date": lambda raw: _day(raw, "date_invalid"),
        "end_date": lambda raw: _day(raw, "end_date_invalid"),
    }
    read = special.get(field, lambda raw: _text(raw, None))
    words = source.values

    def of(raw: Any) -> Read:
        if words:
            raw = words.get(str(raw), raw)
        if raw is None or (isinstance(raw, str) and not raw.strip(" \t\r\n\u00a0")):
            return NOTHING
        return read(source.iso(raw))

    return of


def fact_reader(fact: Fact, name: str, source: Source, glossary: Glossary) -> Reader:
    """How the values of a fact's column are read; the value is what a request states."""
    words = source.values

    def of(raw: Any) -> Read:
        if words:
            raw = words.get(str(raw), raw)
        if raw is None or (isinstance(raw, str) and raw.strip().lower() in NULL_WORDS):
            return NOTHING
        try:
            value = of_fact(fact, _fact(fact, source.iso(raw)))
            known = read_facts({name: stated(value)}, glossary, "$")
        except Refused:
            return Read(None, "fact_wrong_type")
        return Read(value) if known else NOTHING

    return of


def _fact(fact: Fact, raw: Any) -> Any:
    """A column's value as the fact's type; what it cannot be is left for the reader of facts to refuse."""
    if isinstance(raw, str):
        raw = raw.strip()
        if fact.type == "yes_no":
            return True if raw.lower() in YES else False if raw.lower() in NO else raw
        if fact.type in ("number", "quantity"):
            return _number(raw)
        return raw
    if fact.type == "yes_no" and raw in (0, 1):
        return bool(raw)
    if isinstance(raw, float):
        return _number(repr(raw))
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        return raw.isoformat()
    return raw if fact.type in ("yes_no", "number", "quantity") else str(raw)


def _number(text: str) -> Any:
    try:
        out = Decimal(text)
    except InvalidOperation:
        return text
    return int(out) if out.is_finite() and out == out.to_integral_value() and abs(out) < 10**15 else out


def visible(text: str) -> bool:
    """No character in it is one that people cannot see, and it is no longer than a request may have it."""
    return len(text) <= LONGEST and ((text.isascii() and text.isprintable()) or not hidden_character(text))


def _text(raw: Any, fault: str | None) -> Read:
    text = str(raw).strip()
    return Read(text) if fault is None or visible(text) else Read(None, fault)


def _place_of_service(raw: Any) -> Read:
    text = str(raw).strip()
    return _text(text.zfill(2) if text.isdigit() else text, "place_of_service_unreadable")


def _code(raw: Any) -> Read:
    try:
        return Read(read_code(str(raw)))
    except Refused:
        return Read(None, "code_unreadable")


def _diagnosis(raw: Any) -> Read:
    try:
        return Read(read_code(str(raw), expect="icd10cm"))
    except Refused:
        return Read(None, "diagnosis_unreadable")


def _provider(raw: Any) -> Read:
    text = str(raw).strip()
    npi = len(text) == 10 and text.isascii() and text.isdigit()
    return Read(text) if npi else Read(None, "provider_not_npi")


def _units(raw: Any) -> Read:
    number = _number(str(raw).strip()) if not isinstance(raw, int) else raw
    if isinstance(raw, bool) or isinstance(number, str):
        return Read(None, "units_invalid")
    if isinstance(number, Decimal) and not number.is_finite():
        return Read(None, "units_invalid")
    return Read(number) if 0 < number <= MOST_UNITS else Read(None, "units_invalid")


def _iso(raw: Any) -> str:
    """A date column's value as text; `20260210` is read as 2026-02-10."""
    if isinstance(raw, datetime):
        raw = raw.date()
    text = raw.isoformat() if isinstance(raw, date) else str(raw).strip()
    return (
        f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isascii() and text.isdigit() else text
    )


def _day(raw: Any, fault: str) -> Read:
    try:
        span = read_date(_iso(raw))
    except ValueError:
        return Read(OUTSIDE, fault)
    return Read(place_of(span.first)) if span.exact else Read(OUTSIDE, fault)


def _birth_date(raw: Any) -> Read:
    try:
        text = _iso(raw)
        span = read_date(text)
        return Read((text, (place_of(span.first), place_of(span.last))))
    except ValueError:
        return Read(None, "birth_date_invalid")
