"""Conditions on events and windows of time, as policy and glossary files write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from coverable.base.dates import Duration, read_day, read_duration
from coverable.base.problem import did_you_mean, refuse
from coverable.base.shape import is_list, is_object
from coverable.glossary.events import Lasted, Range, Window
from coverable.glossary.facts import Attribute, Fact
from coverable.logic.cells import Between

Where = Callable[[tuple[str | int, ...]], str]
"""Turns a path below the condition into file:line:column."""
BOUNDS = ("ge", "gt", "le", "lt")


def read_where(raw: Any, fact: Fact, where: Where) -> tuple[tuple[str, Any], ...]:
    """`{attribute: value | [values] | {ge: n} | {within: ...}, lasted: {ge: 6 weeks}}` for events."""
    if not is_object(raw) or not raw:
        raise refuse(
            "`where` must name attributes",
            where(()),
            "it says which events count",
            "write {attribute: value}",
        )
    return tuple((name, _condition(name, value, fact, where)) for name, value in raw.items())


def _condition(name: str, raw: Any, fact: Fact, where: Where) -> Any:
    here = where((name,))
    if name == "lasted":
        if not is_object(raw) or raw.keys() != {"ge"}:
            raise refuse(
                "`lasted` is written {ge: 6 weeks}",
                here,
                "a length of time needs its least value",
                "write it so",
            )
        return Lasted(read_length(raw["ge"], here))
    attribute = fact.attributes.get(name)
    if attribute is None:
        raise refuse(
            f"unknown attribute `{name}`",
            here,
            "these events do not have it",
            did_you_mean(name, [*fact.attributes, "lasted"]),
        )
    if is_object(raw):
        if "within" in raw and attribute.type == "date":
            window = read_window(raw["within"], here)
            if isinstance(window, Window):
                return window
        elif attribute.type in ("number", "quantity"):
            bounds = read_bounds(raw, attribute.unit, here)
            return Range(bounds.low, bounds.low_in, bounds.high, bounds.high_in)
        raise refuse(
            f"`{name}` cannot be tested so", here, f"it is of type {attribute.type}", "give a value or a list"
        )
    values = raw if is_list(raw) else [raw]
    return frozenset(_value(attribute, v, name, here) for v in values)


def _value(attribute: Attribute, raw: Any, name: str, here: str) -> Any:
    if attribute.type == "yes_no" and isinstance(raw, bool):
        return raw
    if attribute.type == "choice" and raw in attribute.choices:
        return raw
    if attribute.type == "text" and isinstance(raw, str):
        return raw
    if (
        attribute.type in ("number", "quantity")
        and isinstance(raw, (int, Decimal))
        and not isinstance(raw, bool)
    ):
        return Decimal(raw)
    raise refuse(
        f"`{raw}` is not possible for `{name}`",
        here,
        f"it is of type {attribute.type}",
        did_you_mean(str(raw), attribute.choices) if attribute.choices else "correct the value",
    )


def read_length(raw: Any, here: str) -> Duration:
    """`90 days`, `6 weeks`, `12 months`, `2 years`."""
    try:
        return read_duration(str(raw))
    except ValueError as error:
        raise refuse(f"`{raw}` is not a length of time", here, str(error), "write it so") from None


def read_bounds(raw: Mapping[str, Any], unit: str | None, here: str) -> Between:
    """`{ge|gt: n, le|lt: n, unit}` as an interval in the fact's own unit."""
    known = {*BOUNDS, "unit"}
    wrong = raw.keys() - known
    if wrong:
        raise refuse(
            f"`{min(wrong)}` is no bound",
            here,
            "a range has ge or gt, le or lt, and a unit",
            did_you_mean(min(wrong), known),
        )
    if raw.get("unit", unit) != unit or (unit is not None and "unit" not in raw):
        raise refuse(
            f"the unit must be written and be `{unit}`",
            here,
            "a number without its unit can be misread",
            f"add `unit: {unit}`" if unit else "remove the unit",
        )
    if ("ge" in raw and "gt" in raw) or ("le" in raw and "lt" in raw) or not raw.keys() & set(BOUNDS):
        raise refuse(
            "a range has one lower and/or one upper bound", here, "ge or gt, le or lt", "keep one of each"
        )
    low, high = raw.get("ge", raw.get("gt")), raw.get("le", raw.get("lt"))
    for value in (low, high):
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, Decimal))):
            raise refuse(f"`{value}` is not a number", here, "bounds are numbers", "write a number")
    out = Between(
        None if low is None else Decimal(low),
        "ge" in raw,
        None if high is None else Decimal(high),
        "le" in raw,
    )
    if (
        low is not None
        and high is not None
        and (low > high or (low == high and not (out.low_in and out.high_in)))
    ):
        raise refuse(
            "an empty range", here, f"nothing lies between {low} and {high}", "swap or correct the bounds"
        )
    return out


def read_window(raw: Any, here: str) -> Window | Between:
    """`{from, to, before|after: service_date}` relative to the service, or `{from, to}` as whole dates."""
    if not is_object(raw) or not raw.keys() <= {"from", "to", "before", "after"} or not raw:
        raise refuse(
            "a window has from, to, and before or after",
            here,
            "e.g. {to: 12 months, before: service_date}",
            "write it so",
        )
    sides = [s for s in ("before", "after") if s in raw]
    if not sides:
        try:
            days = [read_day(str(raw[k])) if k in raw else None for k in ("from", "to")]
        except ValueError as error:
            raise refuse(
                "a window without before/after needs whole dates", here, str(error), "write YYYY-MM-DD"
            ) from None
        return Between(days[0], True, days[1], True)
    if len(sides) == 2 or raw[sides[0]] != "service_date":
        raise refuse(
            "a window lies before or after the service_date",
            here,
            "no other anchor is known",
            "write before: service_date",
        )
    try:
        return Window(
            "before" if sides[0] == "before" else "after",
            read_duration(str(raw["from"])) if "from" in raw else None,
            read_duration(str(raw["to"])) if "to" in raw else None,
        )
    except ValueError as error:
        raise refuse(
            "a window's from and to are lengths of time", here, str(error), "write `12 months`"
        ) from error
