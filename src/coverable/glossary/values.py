"""What a request states of a fact: read, checked and typed. Nothing is guessed from a wrong shape.

A fact is a value, null, or `{value | statements | events, unit, from}`; a bare list is a list of
statements. Values that differ contradict each other: both are kept, and a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any, NamedTuple

from coverable.base.dates import Span
from coverable.base.problem import did_you_mean, refuse
from coverable.base.shape import is_list, is_object
from coverable.glossary.facts import EVIDENCE_KINDS, Attribute, Fact, Glossary
from coverable.glossary.possible import check_possible
from coverable.glossary.scalars import read_dated, read_number, read_scalar, read_text

MAX_ITEMS = 1000
_EVIDENCE_FIELDS = {"kind", "source", "date", "place"}
_FACT_FIELDS = {"value", "statements", "events", "complete", "unit", "from"}


class Extent(NamedTuple):
    """A number known only to lie from `low` to `high`, such as the age of a partial birth date."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """One stated value: bool, str, Decimal, Extent, Span (a date) or frozenset of codes; with evidence."""

    value: Any
    evidence: tuple[Mapping[str, str], ...] = ()
    derived: str | None = None
    """From what the value was concluded; None when it was stated as such."""


Event = Mapping[str, Any]
"""Attribute to value; an attribute that is absent is unknown."""


@dataclass(frozen=True, slots=True)
class Stated:
    """All that is known of one fact. `complete`: the events or codes given are all there are."""

    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    complete: bool = False

    @property
    def contradictory(self) -> bool:
        """Some two statements exclude each other: their values have nothing in common."""
        if len(self.statements) < 2:
            return False
        values = [s.value for s in self.statements]
        return any(not _compatible(a, b) for a, b in combinations(values, 2))


Facts = Mapping[str, Stated]


def _compatible(a: Any, b: Any) -> bool:
    if isinstance(a, Span) and isinstance(b, Span):
        return a.first <= b.last and b.first <= a.last
    if isinstance(a, Extent | Decimal) and isinstance(b, Extent | Decimal):
        return _extent(a).low <= _extent(b).high and _extent(b).low <= _extent(a).high
    return bool(a == b)


def _extent(value: Extent | Decimal) -> Extent:
    return value if isinstance(value, Extent) else Extent(value, value)


def read_facts(raw: Any, glossary: Glossary, path: str) -> dict[str, Stated]:
    """The `facts` object of a request. Refused, with the JSON path, at the first thing that is wrong."""
    if not is_object(raw):
        raise refuse(
            "facts must be an object", path, "each fact is given by its id", 'write {"fact_id": value}'
        )
    out: dict[str, Stated] = {}
    for name, value in raw.items():
        where = f"{path}.{name}"
        fact = glossary.facts.get(name)
        if fact is None:
            glossary.fact(name, where)
        elif fact.type == "codes" or name == "service_date":
            field = "diagnoses" if fact.type == "codes" else "services[].date"
            raise refuse(
                f"`{name}` is not given among the facts",
                where,
                "a request has its own field for it",
                f"put it into `{field}`",
            )
        elif value is not None:
            stated = _read(fact, value, where)
            if stated.statements or stated.events or stated.complete:
                out[name] = stated
    return out


_PLAIN = {value: Stated(statements=(Statement(value),)) for value in (True, False)}
"""Most facts of most requests: a yes or a no and nothing else, the same one for all."""


def _read(fact: Fact, raw: Any, where: str) -> Stated:
    if (raw is True or raw is False) and fact.type == "yes_no":
        return _PLAIN[raw]
    if is_list(raw):
        return Stated(statements=_statements(fact, raw, where))
    if _said_unknown(fact.choices, raw):
        return Stated()
    if not is_object(raw):
        return Stated(statements=(Statement(read_value(fact, raw, None, where)),))
    unknown = raw.keys() - _FACT_FIELDS
    if unknown:
        name = min(unknown)
        raise refuse(
            f"unknown field `{name}`",
            f"{where}.{name}",
            "it would be ignored in silence",
            did_you_mean(name, _FACT_FIELDS),
        )
    forms = [k for k in ("value", "statements", "events") if k in raw]
    if len(forms) != 1:
        raise refuse(
            "a fact needs exactly one of value, statements, events",
            where,
            f"this one has {' and '.join(forms) or 'none'}",
            "keep one",
        )
    beside = {"statements": {"unit", "from"}, "events": {"unit"}}.get(forms[0], set[str]()) & raw.keys()
    if beside:
        name = min(beside)
        raise refuse(
            f"`{name}` cannot stand beside `{forms[0]}`",
            f"{where}.{name}",
            "it would be ignored in silence",
            f"give it with each of the {forms[0]}",
        )
    if forms[0] == "events":
        return _events(fact, raw, where)
    if "complete" in raw:
        raise refuse(
            "`complete` belongs to events", f"{where}.complete", "one value is never a list", "remove it"
        )
    if forms[0] == "statements":
        return Stated(statements=_statements(fact, raw["statements"], f"{where}.statements"))
    if raw["value"] is None:
        return Stated()
    return Stated(statements=_with_evidence(fact, raw, where))


def _statements(fact: Fact, raw: Any, where: str) -> tuple[Statement, ...]:
    if not is_list(raw):
        raise refuse(
            "statements must be a list", where, "each of them is a value with its evidence", "write [...]"
        )
    if len(raw) > MAX_ITEMS:
        raise refuse(
            f"{len(raw)} statements", where, f"at most {MAX_ITEMS} are read", "send the relevant ones"
        )
    out: list[Statement] = []
    for i, item in enumerate(raw):
        here = f"{where}[{i}]"
        if item is None or (is_object(item) and item.get("value", 0) is None):
            continue
        if not is_object(item):
            out.append(Statement(read_value(fact, item, None, here)))
            continue
        unknown = item.keys() - {"value", "unit", "from"}
        if unknown or "value" not in item:
            name = min(unknown) if unknown else "value"
            raise refuse(
                f"`{name}` is {'unknown' if unknown else 'missing'} in a statement",
                f"{here}.{name}",
                "a statement is {value, unit, from}",
                "correct it",
            )
        out.extend(_with_evidence(fact, item, here))
    return tuple(out)


def _with_evidence(fact: Fact, raw: Mapping[str, Any], where: str) -> tuple[Statement, ...]:
    """One statement; none when the fact needs a kind of evidence that a yes does not bring (SR-048)."""
    value = read_value(fact, raw["value"], raw.get("unit"), f"{where}.value")
    evidence = _evidence(raw.get("from"), f"{where}.from")
    if (
        fact.needs_evidence
        and value is True
        and evidence
        and all(e["kind"] != fact.needs_evidence for e in evidence)
    ):
        return ()
    return (Statement(value, evidence),)


def _evidence(raw: Any, where: str) -> tuple[Mapping[str, str], ...]:
    if raw is None:
        return ()
    if not is_list(raw) or len(raw) > MAX_ITEMS:
        raise refuse(
            "evidence must be a list", where, "each piece is {kind, source, date, place}", "write [...]"
        )
    for i, item in enumerate(raw):
        here = f"{where}[{i}]"
        if not is_object(item) or "kind" not in item:
            raise refuse(
                "evidence needs a kind", here, f"it is one of {', '.join(EVIDENCE_KINDS)}", "add `kind`"
            )
        for name, value in item.items():
            if name not in _EVIDENCE_FIELDS:
                raise refuse(
                    f"unknown field `{name}`",
                    f"{here}.{name}",
                    "evidence is {kind, source, date, place}",
                    did_you_mean(name, _EVIDENCE_FIELDS),
                )
            read_text(value, f"{here}.{name}")
        if item["kind"] not in EVIDENCE_KINDS:
            raise refuse(
                "an unknown kind of evidence",
                f"{here}.kind",
                "evidence is weighed by its kind",
                did_you_mean(item["kind"], EVIDENCE_KINDS),
            )
        if "date" in item:
            read_dated(item["date"], f"{here}.date")
    return tuple(raw)


def _events(fact: Fact, raw: Mapping[str, Any], where: str) -> Stated:
    if fact.type != "events":
        raise refuse(
            "this fact is not a list of events",
            f"{where}.events",
            f"it is of type {fact.type}",
            "state its value",
        )
    items, complete = raw["events"], raw.get("complete", False)
    if not is_list(items) or len(items) > MAX_ITEMS:
        raise refuse(
            "events must be a list", f"{where}.events", f"of at most {MAX_ITEMS} events", "write [...]"
        )
    if not isinstance(complete, bool):
        raise refuse(
            "`complete` is true or false",
            f"{where}.complete",
            "it says whether these are all events",
            "write true or false",
        )
    _evidence(raw.get("from"), f"{where}.from")
    out: list[Event] = []
    for i, item in enumerate(items):
        here = f"{where}.events[{i}]"
        if not is_object(item):
            raise refuse("an event must be an object", here, "its attributes are named", "write {...}")
        event: dict[str, Any] = {}
        for name, value in item.items():
            if name == "from":
                event["from"] = _evidence(value, f"{here}.from")
                continue
            attribute = fact.attributes.get(name)
            if attribute is None:
                raise refuse(
                    f"unknown attribute `{name}`",
                    f"{here}.{name}",
                    "it would be ignored in silence",
                    did_you_mean(name, fact.attributes),
                )
            if value is not None and not _said_unknown(attribute.choices, value):
                event[name] = _attribute(attribute, value, f"{here}.{name}")
        out.append(event)
    return Stated(events=tuple(out), complete=complete)


def _said_unknown(choices: Mapping[str, str], raw: Any) -> bool:
    """A choice named `unknown` is a way to say that nothing is known; it is never a value."""
    return raw == "unknown" and "unknown" in choices


def _attribute(attribute: Attribute, raw: Any, where: str) -> Any:
    if attribute.type == "quantity":
        if not is_object(raw) or raw.keys() != {"value", "unit"} or raw["unit"] != attribute.unit:
            raise refuse(
                "a quantity needs value and unit",
                where,
                f"the unit is `{attribute.unit}`",
                f'write {{"value": 1, "unit": "{attribute.unit}"}}',
            )
        return read_number(raw["value"], f"{where}.value")
    return read_scalar(attribute.type, attribute.choices, raw, where)


def read_value(fact: Fact, raw: Any, unit: Any, where: str) -> Any:
    """One value of the fact's type; a quantity comes back in the fact's own unit."""
    if fact.type == "events":
        raise refuse(
            "this fact is a list of events",
            where,
            "a single value does not say what happened when",
            'write {"events": [...]}',
        )
    if unit is not None and fact.type not in ("quantity", "number"):
        raise refuse(f"a {fact.type} has no unit", where, "only quantities have one", "remove the unit")
    if fact.type == "number" and unit is not None and unit != fact.unit:
        raise refuse(
            f"unit `{str(unit)[:40]}` cannot be used here",
            where,
            f"the fact is counted in `{fact.unit}`" if fact.unit else "the fact is a plain count",
            "remove the unit, or convert the value",
        )
    if fact.type == "quantity":
        if unit is None:
            raise refuse(
                "the unit is missing",
                where,
                f"the fact is kept in `{fact.unit}`",
                f'write {{"value": ..., "unit": "{fact.unit}"}}',
            )
        number = read_number(raw, where)
        if unit != fact.unit and unit not in fact.units:
            raise refuse(
                f"unit `{unit}` cannot be used here",
                where,
                f"the fact is kept in `{fact.unit}`",
                did_you_mean(str(unit), [str(fact.unit), *fact.units]),
            )
        own = number if unit == fact.unit else number * fact.units[unit]
        return check_possible(fact.possible, own, fact.unit, where)
    value = read_scalar(fact.type, fact.choices, raw, where)
    return check_possible(fact.possible, value, fact.unit, where) if fact.type == "number" else value
