"""One test of one fact, from how a policy writes it to the cells in which it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from coverable.base.dates import Duration, read_day
from coverable.base.problem import did_you_mean, refuse
from coverable.base.shape import is_object
from coverable.glossary.codebook import CodeBook
from coverable.glossary.codeset import CodeSet
from coverable.glossary.conditions import BOUNDS, read_bounds, read_length, read_where, read_window
from coverable.glossary.events import EventKind, EventTest, Offset
from coverable.glossary.facts import Fact
from coverable.glossary.probes import Look, Probe
from coverable.glossary.words import say_codes, say_events, say_names, say_ranges
from coverable.logic.cells import YES_NO, Between, Choices, Line
from coverable.logic.criteria import Leaf
from coverable.policy.criterion import Criterion

At = Callable[..., str]
"""file:line:column of a step below the criterion."""


@dataclass(frozen=True, slots=True)
class Looking:
    """What tests must share to be tests of the same probe."""

    fact: str
    look: Look
    codes: CodeSet | None = None
    test: EventTest | None = None
    side: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """A leaf before its cells are known: names of choices, or intervals."""

    __test__ = False
    look: Looking
    names: frozenset[str] = frozenset()
    ranges: tuple[Between, ...] = ()
    silent_names: frozenset[str] = frozenset()
    silent_ranges: tuple[Between, ...] = ()


def read_test(c: Criterion, fact: Fact, at: At, book: CodeBook) -> Test:
    """The test that a criterion makes of its fact; Refused when the two do not fit."""
    assert c.fact is not None
    bounds = {b: getattr(c, b) for b in BOUNDS if getattr(c, b) is not None}
    if c.silent_on is not None and fact.type not in ("yes_no", "choice", "number", "quantity"):
        raise refuse(
            f"`silent_on` cannot be said of a {fact.type}",
            at("silent_on"),
            "it would be ignored in silence",
            "remove it",
        )
    if c.unit is not None and fact.type not in ("number", "quantity"):
        raise refuse(f"a {fact.type} has no unit", at("unit"), "only numbers have one", "remove the unit")
    if fact.type == "events":
        return _event_test(c, fact, at)
    if fact.type in ("codes", "code"):
        if c.has is None:
            raise refuse(
                f"`{c.fact}` holds codes",
                at("fact"),
                "it is tested with `has: [...]`",
                "write has: [system:CODE]",
            )
        return Test(Looking(c.fact, "codes", codes=CodeSet.read(c.has, book, at("has"))), frozenset({"yes"}))
    if any(getattr(c, k) is not None for k in ("has", "exists", "count", "run")):
        raise refuse(
            f"`{c.fact}` cannot be tested so",
            at(),
            f"it is of type {fact.type}",
            "use is, in, bounds or within",
        )
    if fact.type in ("yes_no", "choice"):
        if bounds or c.within:
            raise refuse(f"`{c.fact}` has no order", at(), f"it is of type {fact.type}", "use `is` or `in`")
        return _choice_test(c, fact, at)
    if fact.type == "text":
        raise refuse(
            f"`{c.fact}` is free text",
            at("fact"),
            "no outcome rests on how something is worded",
            "derive a choice from it in the glossary",
        )
    if fact.type == "date":
        return _date_test(c, bounds, at)
    return _number_test(c, fact, bounds, at)


def _choice_test(c: Criterion, fact: Fact, at: At) -> Test:
    assert c.fact is not None

    def names(values: Sequence[Any], step: str) -> frozenset[str]:
        out: set[str] = set()
        for value in values:
            if fact.type == "yes_no" and isinstance(value, bool):
                out.add("yes" if value else "no")
            elif fact.type == "choice" and value in fact.choices:
                out.add(value)
            else:
                raise refuse(
                    f"`{value}` is not a value of `{c.fact}`",
                    at(step),
                    f"it is of type {fact.type}",
                    did_you_mean(str(value), fact.choices or ["true", "false"]),
                )
        return frozenset(out)

    if c.is_ is None and c.in_ is None:
        if fact.type != "yes_no":
            raise refuse(
                f"`{c.fact}` is a choice: which one?",
                at("fact"),
                "only a yes/no fact stands alone",
                "add `is:` or `in:`",
            )
        wanted = frozenset({"yes"})
    else:
        wanted = names([c.is_], "is") if c.in_ is None else names(c.in_, "in")
    silent = names(c.silent_on or [], "silent_on")
    if silent & wanted:
        raise refuse(
            "a value is both wanted and silent",
            at("silent_on"),
            ", ".join(sorted(silent & wanted)),
            "keep one",
        )
    every = {"yes", "no"} if fact.type == "yes_no" else set(fact.choices)
    if not wanted or not every - wanted:
        raise refuse(
            "a test that every value passes, or none", at(), "it can never matter", "correct the values"
        )
    return Test(Looking(c.fact, "choice"), wanted, silent_names=silent)


def _number_test(c: Criterion, fact: Fact, bounds: dict[str, Any], at: At) -> Test:
    assert c.fact is not None
    unit = fact.unit if fact.type == "quantity" else c.unit

    def span(raw: Any, step: str) -> Between:
        if is_object(raw):
            return read_bounds(
                raw if unit is None or "unit" in raw else {**raw, "unit": unit}, unit, at(step)
            )
        if isinstance(raw, bool) or not isinstance(raw, (int, Decimal)):
            raise refuse(f"`{raw}` is not a number", at(step), "this fact is a number", "write a number")
        return Between(Decimal(raw), True, Decimal(raw), True)

    if c.within or not (bounds or c.is_ is not None or c.in_):
        raise refuse(
            f"`{c.fact}` is a number: which one?", at("fact"), "it needs bounds", "add ge, gt, le or lt"
        )
    if bounds:
        wanted = (read_bounds({**bounds, **({"unit": c.unit} if c.unit else {})}, unit, at(min(bounds))),)
    else:
        wanted = tuple(span(v, "is") for v in (c.in_ or [c.is_]))
    silent = tuple(span(v, "silent_on") for v in c.silent_on or [])
    return Test(Looking(c.fact, "number"), ranges=wanted, silent_ranges=silent)


def _date_test(c: Criterion, bounds: dict[str, Any], at: At) -> Test:
    assert c.fact is not None
    if c.within is not None:
        window = read_window(c.within, at("within"))
        if isinstance(window, Between):
            return Test(Looking(c.fact, "date"), ranges=(window,))
        far = Offset(window.side, window.far) if window.far else None
        near = Offset(window.side, window.near or Duration(0, 0, "0 days"))
        low, high = (far, near) if window.side == "before" else (near, far)
        # windows in months and windows in days have no fixed order among each other
        unit = "months" if all(d.days == 0 for d in (window.near, window.far) if d) else "days"
        return Test(
            Looking(c.fact, "window", side=f"{window.side} {unit}"), ranges=(Between(low, True, high, True),)
        )
    try:
        days = {k: read_day(str(v)) for k, v in bounds.items()}
        exact = read_day(str(c.is_)) if c.is_ is not None else None
    except ValueError as error:
        raise refuse("a date test needs whole dates", at(), str(error), "write YYYY-MM-DD") from None
    if exact is None and not days:
        raise refuse(
            f"`{c.fact}` is a date: when?", at("fact"), "it needs bounds or a window", "add ge, le or within"
        )
    span = (
        Between(exact, True, exact, True)
        if exact
        else Between(
            days.get("ge", days.get("gt")), "ge" in days, days.get("le", days.get("lt")), "le" in days
        )
    )
    return Test(Looking(c.fact, "date"), ranges=(span,))


def _event_test(c: Criterion, fact: Fact, at: At) -> Test:
    assert c.fact is not None
    kinds: tuple[EventKind, ...] = ("exists", "count", "run")
    given: list[tuple[EventKind, Any]] = [(k, getattr(c, k)) for k in kinds if getattr(c, k) is not None]
    if len(given) != 1:
        raise refuse(
            f"`{c.fact}` is a list of events",
            at("fact"),
            "it is tested with exists, count or run",
            "write exists: {where: {...}}",
        )
    kind, raw = given[0]
    allowed = {
        "exists": {"where"},
        "count": {"where", "ge", "distinct"},
        "run": {"where", "n", "gap", "at_least", "dated"},
    }[kind]
    wrong = raw.keys() - allowed
    if wrong:
        raise refuse(
            f"`{min(wrong)}` is unknown in `{kind}`",
            at(kind, min(wrong)),
            "it would be ignored in silence",
            did_you_mean(min(wrong), allowed),
        )
    where = read_where(raw["where"], fact, lambda step: at(kind, "where", *step)) if "where" in raw else ()
    if kind == "exists" and not where:
        raise refuse(
            "`exists` needs a `where`", at(kind), "it says which events count", "write exists: {where: {...}}"
        )
    n = raw.get("ge", 0) if kind == "count" else raw.get("n", 0) if kind == "run" else 1
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise refuse(
            f"`{kind}` needs a whole number of at least 1",
            at(kind),
            "how many?",
            "count: {ge: 2}, run: {n: 3}",
        )
    for attribute in (raw.get("distinct"), raw.get("dated")):
        if attribute is not None and attribute not in fact.attributes:
            raise refuse(
                f"unknown attribute `{attribute}`",
                at(kind),
                "these events do not have it",
                did_you_mean(str(attribute), fact.attributes),
            )
    dated = raw.get("dated", "date")
    if kind == "run" and (dated not in fact.attributes or fact.attributes[dated].type != "date"):
        raise refuse(
            "a run needs dated events",
            at(kind),
            f"`{dated}` is no date of these events",
            "add dated: ATTRIBUTE",
        )
    gap = read_length(raw["gap"], at(kind, "gap")) if "gap" in raw else None
    apart = read_length(raw["at_least"], at(kind, "at_least")) if "at_least" in raw else None
    if gap and apart and apart.nominal_days > gap.nominal_days:
        raise refuse(
            "no two events can be so far apart and so near",
            at(kind, "at_least"),
            f"they lie at least {apart.text} apart, and at most {gap.text}",
            "correct `at_least` or `gap`",
        )
    return Test(
        Looking(c.fact, "events", test=EventTest(kind, where, n, raw.get("distinct"), gap, apart, dated)),
        frozenset({"yes"}),
    )


def probe_of(tests: Sequence[Test], fact: Fact, book: CodeBook) -> Probe:
    """The probe of tests that look at the same thing: its cells are cut by all of them together."""
    look = tests[0].look
    if look.look == "choice":
        cut: Choices | Line = YES_NO if fact.type == "yes_no" else Choices(tuple(fact.choices))
    elif look.look in ("codes", "events"):
        cut = YES_NO
    else:
        values = {
            b for t in tests for r in (*t.ranges, *t.silent_ranges) for b in (r.low, r.high) if b is not None
        }
        cut = Line(tuple(sorted(values, key=_offset if look.look == "window" else None)))
    return Probe(look.fact, look.look, cut, look.codes, look.test, look.side, book if look.codes else None)


def _offset(edge: Offset) -> float:
    """Order of window edges in time: far before, near before, service, near after, far after."""
    return -edge.length.nominal_days if edge.side == "before" else edge.length.nominal_days


def leaf_cells(test: Test, probe: int, probes: Sequence[Probe]) -> Leaf:
    """The cells of its probe in which a test holds, and those on which the text is silent."""
    cut = probes[probe].cut
    if isinstance(cut, Choices):
        return Leaf(probe, cut.mask(test.names), cut.mask(test.silent_names))
    true = silent = 0
    for one in test.ranges:
        true |= cut.inside(one)
    for one in test.silent_ranges:
        silent |= cut.inside(one)
    return Leaf(probe, true & ~silent, silent)


def say_test(fact: Fact, test: Test) -> str:
    """A test in words, for a criterion without a sentence of its own."""
    look = test.look
    if look.look == "events" and look.test is not None:
        return say_events(fact, look.test)
    if look.look == "codes" and look.codes is not None:
        return say_codes(fact, look.codes)
    return say_names(fact, test.names) if look.look == "choice" else say_ranges(fact, test.ranges)
