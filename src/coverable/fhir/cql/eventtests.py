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
)
from coverable.glossary.events import EventTest, Lasted, Range, Window
from coverable.glossary.facts import Fact

ONGOING: Final = "ongoing"
Holds = Callable[[Term], Term]
"""Whether something holds of an event."""


def event_test(fact: Fact, fact_name: str, test: EventTest) -> Term:
    """Yes where enough events surely fit, else null. A row of events (`run`) is left to `coverable check`:
    which of two on one day comes first is told by their order in the record alone, and CQL has none."""
    if not fact.record or test.kind == "run":
        return UNKNOWN

    def fits(event: Term) -> Term:
        return both(_condition(event, attribute, asked, fact) for attribute, asked in test.where)

    events = defined(found(fact_name))
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
