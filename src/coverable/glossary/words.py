"""Facts, tests and values in words that a nurse reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from coverable.base.shape import is_object
from coverable.glossary.codeset import CodeSet
from coverable.glossary.events import EventTest, Lasted, Offset, Range, Window
from coverable.glossary.facts import Fact
from coverable.glossary.probes import Probe
from coverable.glossary.values import Extent, Stated
from coverable.logic.cells import Between, Choices


def listed(words: Sequence[str], last: str = "or") -> str:
    """`a, b or c`."""
    return (
        words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else "nothing"
    )


def say_names(fact: Fact, names: Iterable[str]) -> str:
    """`FDA status of the device: approved, cleared or De Novo`."""
    chosen = [n for n in (fact.choices or ("yes", "no")) if n in set(names)]
    if not fact.choices:
        return fact.label if chosen == ["yes"] else f"Not: {fact.label[:1].lower()}{fact.label[1:]}"
    return f"{fact.label}: {listed([fact.choices[n] for n in chosen])}"


def say_ranges(fact: Fact, ranges: Sequence[Between]) -> str:
    """`Body mass index: at least 35 kg/m2 and less than 40 kg/m2`."""
    return f"{fact.label}: {listed([say_between(r, fact.unit) for r in ranges])}"


def say_between(one: Between, unit: str | None) -> str:
    low, high = _edge(one.low, unit), _edge(one.high, unit)
    if one.low is not None and one.low == one.high:
        return f"exactly {low}"
    dated = isinstance(one.low if one.low is not None else one.high, date | Offset)
    words = (
        ("on or after", "after", "on or before", "before")
        if dated
        else ("at least", "more than", "at most", "less than")
    )
    parts = [f"{words[0 if one.low_in else 1]} {low}"] if one.low is not None else []
    parts += [f"{words[2 if one.high_in else 3]} {high}"] if one.high is not None else []
    return " and ".join(parts) or "any value"


def _edge(value: Any, unit: str | None) -> str:
    if isinstance(value, Offset):
        length = value.length
        return f"{length.text} {value.side} the service" if length.nominal_days else "the date of service"
    if isinstance(value, Decimal):
        text = format(value.normalize(), "f")
        return f"{text} years" if unit == "a" else f"{text} {unit}" if unit else text
    return str(value)


def say_codes(fact: Fact, codes: CodeSet) -> str:
    printed = [p.split(":", 1)[-1] for p in codes.printed]
    shown = listed(printed[:4]) + (f" and {len(printed) - 4} more" if len(printed) > 4 else "")
    return f"{fact.label} include {shown}"


def say_events(fact: Fact, test: EventTest) -> str:
    """`Drug trials: at least 2 of different classes, outcome failed`."""
    count = {"exists": "at least one", "count": f"at least {test.n}", "run": f"{test.n} in a row"}[test.kind]
    if test.distinct:
        count += f" of different {test.distinct}"
    if test.gap:
        count += f", each within {test.gap.text} of the one before"
    if test.apart:
        count += f", at least {test.apart.text} apart"
    where = "; ".join(
        f"{name.replace('_', ' ')} {_condition(value, fact, name)}" for name, value in test.where
    )
    return f"{fact.label}: {count}" + (f" with {where}" if where else "")


def _condition(value: Any, fact: Fact, name: str) -> str:
    if isinstance(value, Lasted):
        return f"at least {value.at_least.text}"
    if isinstance(value, Window):
        first = f"at least {value.near.text} " if value.near else ""
        last = f"at most {value.far.text} " if value.far else ""
        return f"{first}{'and ' if first and last else ''}{last}{value.side} the service"
    if isinstance(value, Range):
        return say_between(
            Between(value.low, value.low_in, value.high, value.high_in), fact.attributes[name].unit
        )
    choices = fact.attributes[name].choices
    return listed(
        sorted(say_value(fact, v) if isinstance(v, bool) else choices.get(str(v), str(v)) for v in value)
    )


def say_value(fact: Fact, value: Any) -> str:
    """One stated value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return _edge(value, fact.unit)
    if isinstance(value, Extent):
        return f"{value.low} to {value.high}"
    if fact.type in ("code", "codes"):
        codes: frozenset[str] = value
        return ", ".join(c.split(":", 1)[-1] for c in sorted(codes))
    return fact.choices.get(str(value), str(value))


def say_stated(fact: Fact, stated: Stated | None) -> str:
    """What a request says of a fact: `not documented`, a value, or both sides of a contradiction."""
    if stated is None:
        return "not documented"
    if fact.type == "events":
        return f"{len(stated.events)} stated" + ("" if stated.complete else ", maybe more")
    if len(stated.statements) == 1:
        return say_value(fact, stated.statements[0].value)
    words = list(dict.fromkeys(say_value(fact, s.value) for s in stated.statements))
    return (" against " if stated.contradictory else " / ").join(words) or "not documented"


def needs_view(probe: Probe, cells: int) -> Any:
    """The values of some cells for machines: choice names, true/false, bounds, or has/holds."""
    cut = probe.cut
    if isinstance(cut, Choices):
        names = cut.values(cells)
        return [n == "yes" for n in names] if cut.names == ("yes", "no") else names
    return [
        {
            k: v
            for k, v in (
                ("ge" if r.low_in else "gt", _plain(r.low)),
                ("le" if r.high_in else "lt", _plain(r.high)),
            )
            if v is not None
        }
        for r in cut.runs(cells)
    ]


def say_needs(needs: Sequence[Any], choices: Mapping[str, str]) -> str:
    """Values as `needs_view` gives them, in words: `approved or cleared`, `at least 15`."""
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}

    def one(value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if is_object(value):
            return " and ".join(f"{words.get(k, k)} {v}" for k, v in value.items())
        return choices.get(str(value), str(value))

    return " or ".join(one(value) for value in needs)


def _plain(value: Any) -> Any:
    if isinstance(value, Offset):
        return f"{value.length.text} {value.side} service_date"
    return (
        format(value.normalize(), "f")
        if isinstance(value, Decimal)
        else None
        if value is None
        else str(value)
    )
