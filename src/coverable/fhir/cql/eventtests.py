"""Questions about events as terms: yes where the record surely says so, else null: it is never complete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from coverable.fhir.cql.facts import found
from coverable.fhir.cql.parts import SERVICE_DATE, away, later
from coverable.fhir.cql.terms import (
    TRUE,
    UNKNOWN,
    Call,
    If,
    Literal,
    Null,
    Op,
    Property,
    Query,
    Ref,
    Term,
    alias,
    among,
    both,
    count,
    defined,
    either,
    equal,
    exists,
    is_known,
    literal,
    negated,
)
from coverable.glossary.events import EventTest, Lasted, Range, Window
from coverable.glossary.facts import Fact

ONGOING: Final = "ongoing"
Holds = Callable[[Term], Term]
"""Whether something holds of an event."""


def event_test(fact: Fact, fact_name: str, test: EventTest) -> Term:
    """Yes where enough events surely fit, else null."""
    if not fact.record:
        return UNKNOWN

    def fits(event: Term) -> Term:
        return both(_condition(event, attribute, asked, fact) for attribute, asked in test.where)

    events = defined(found(fact_name))
    if test.kind == "run":
        return If(both([_in_order(events, test.dated), _row(events, test, fits)]), TRUE, UNKNOWN)
    if test.distinct and fact.attributes[test.distinct].type == "date":
        enough = _apart(events, test.distinct, fits, test.n)
    else:
        enough = Op("GreaterOrEqual", (count(_fitting(events, test.distinct, fits)), Literal(test.n)))
    return If(enough, TRUE, UNKNOWN)


def _fitting(events: Term, different: str | None, fits: Holds) -> Term:
    """Events that surely fit; of those with the same value of an attribute one."""
    event = alias("E")
    if different is None:
        return Query(events, "E", fits(event))
    value = Property(event, different, made=True)
    return Query(events, "E", both([fits(event), is_known(value)]), value, unlike=True)


def _apart(events: Term, dated: str, fits: Holds, n: int, after: Term | None = None, depth: int = 1) -> Term:
    """Whether n events that fit lie on days that surely differ: each surely later than the one before."""
    event = alias(f"E{depth}")
    day = Property(event, dated, made=True)
    conditions = [fits(event), is_known(day)]
    if after is not None:
        conditions.append(Op("Greater", (Call("First Day", (day,)), Call("Last Day", (after,)))))
    if n > 1:
        conditions.append(_apart(events, dated, fits, n - 1, day, depth + 1))
    return exists(Query(events, f"E{depth}", both(conditions)))


def _in_order(events: Term, dated: str) -> Term:
    """Whether the dates tell which event came first: none overlap, though whole days may be equal."""
    one, other = alias("A"), alias("B")
    day, next_day = (Property(event, dated, made=True) for event in (one, other))
    apart = negated(equal(*(Property(event, "source", made=True) for event in (one, other))))
    overlap = [
        Op("LessOrEqual", (_first(day), _last(next_day))),
        Op("LessOrEqual", (_first(next_day), _last(day))),
    ]
    whole = both(equal(_first(of), _last(of)) for of in (day, next_day))
    beside = Query(events, "B", both([is_known(next_day), apart, *overlap, negated(whole)]))
    return negated(exists(Query(events, "A", both([is_known(day), exists(beside)]))))


def _row(
    events: Term, test: EventTest, fits: Holds, depth: int = 1, row: tuple[Term, Term] | None = None
) -> Term:
    """Whether events that fit make a row, each surely later than the one before, with no other event between
    them; `row`: the days of the first and the last so far. Events of one day count once, since nothing tells
    which of them comes first: so it may be null where `coverable check`, which has their order, says yes."""
    day = Property(alias(f"E{depth}"), test.dated, made=True)
    conditions = [fits(alias(f"E{depth}")), is_known(day)]
    begin = day
    if row is not None:
        begin, before = row
        conditions.append(Op("Greater", (_first(day), _last(before))))
        if test.gap is not None:
            conditions.append(Op("LessOrEqual", (_last(day), later(_first(before), test.gap))))
        if test.apart is not None:
            conditions.append(Op("GreaterOrEqual", (_first(day), later(_last(before), test.apart))))
    if depth < test.n:
        conditions.append(_row(events, test, fits, depth + 1, (begin, day)))
    else:
        other = Property(alias("X"), test.dated, made=True)
        within = [
            Op("GreaterOrEqual", (_first(other), _first(begin))),
            Op("LessOrEqual", (_last(other), _last(day))),
        ]
        unfit = negated(Op("IsTrue", (fits(alias("X")),)))
        conditions.append(negated(exists(Query(events, "X", both([is_known(other), unfit, *within])))))
    return exists(Query(events, f"E{depth}", both(conditions)))


def _first(day: Term) -> Term:
    return Call("First Day", (day,))


def _last(day: Term) -> Term:
    return Call("Last Day", (day,))


def _condition(event: Term, attribute: str, asked: Any, fact: Fact) -> Term:
    of = Property(event, attribute, made=True)
    if isinstance(asked, frozenset):
        values = sorted(cast("frozenset[bool | str]", asked), key=str)
        if all(isinstance(v, bool) for v in values):
            return either(Op("IsTrue" if v else "IsFalse", (of,)) for v in values)
        return among(of, [str(v) for v in values])
    if isinstance(asked, Range):
        parts: list[Term] = []
        if asked.low is not None:
            parts.append(Op("GreaterOrEqual" if asked.low_in else "Greater", (of, literal(asked.low))))
        if asked.high is not None:
            parts.append(Op("LessOrEqual" if asked.high_in else "Less", (of, literal(asked.high))))
        return both(parts)
    if isinstance(asked, Window):
        near = away(asked.side, asked.near)
        far = away(asked.side, asked.far) if asked.far else None
        first, last = (far, near) if asked.side == "before" else (near, far)
        parts = []
        if first is not None:
            parts.append(Op("GreaterOrEqual", (Call("First Day", (of,)), first)))
        if last is not None:
            parts.append(Op("LessOrEqual", (Call("Last Day", (of,)), last)))
        return both(parts)
    assert isinstance(asked, Lasted)
    return _lasted(event, asked, fact)


def _lasted(event: Term, asked: Lasted, fact: Fact) -> Term:
    """Surely so long from its beginning to its end, or to the service while it is going on."""
    if "started" not in fact.attributes:
        return UNKNOWN
    started, ended = (Property(event, name, made=True) for name in ("started", "ended"))
    end: Term = Call("First Day", (ended,)) if "ended" in fact.attributes else Null("Date")
    if "outcome" in fact.attributes:
        going_on = equal(Property(event, "outcome", made=True), Literal(ONGOING))
        service = If(going_on, Ref(SERVICE_DATE, "given"), Null("Date"))
        end = If(is_known(ended), end, service) if "ended" in fact.attributes else service
    longest = later(Call("Last Day", (started,)), asked.at_least)
    return Op("LessOrEqual", (longest, end))
