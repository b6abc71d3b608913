"""Tests of facts as SQL conditions with three values: TRUE, FALSE, and NULL for what is not known.

A value that is no choice of the fact gives NULL, never FALSE; so does a value on which the text is silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlglot import exp

from coverable.glossary.events import Offset
from coverable.logic.cells import Between, Choices, Line
from coverable.policy.executable import Policy
from coverable.publish.columns import SERVICE_DATE, Tests

Condition = Any
"""A sqlglot expression; the library's own types are not strict."""


def leaf_condition(policy: Policy, leaf: int, tests: Tests, table: str) -> Condition:
    """The test of one leaf on its column."""
    one = policy.forest.leaves[leaf]
    probe = policy.probes[one.probe]
    column = col(tests[one.probe], table)
    if isinstance(probe.cut, Choices):
        names = probe.cut.names
        if names == ("yes", "no"):
            return _yes_no(column, one.true, one.silent)
        known = [n for n in names if n != "unknown"]
        true = [n for n in probe.cut.values(one.true) if n in known]
        false = [n for n in known if n not in probe.cut.values(one.true | one.silent)]
        return case((_one_of(column, true), exp.true()), (_one_of(column, false), exp.false()))
    return _ordered(probe.cut, one.true, one.silent, column, table)


def _yes_no(column: Condition, true: int, silent: int) -> Condition:
    yes, no = (_cell(1, true, silent), _cell(2, true, silent))
    if (yes, no) == (True, False):
        return column
    if (yes, no) == (False, True):
        return exp.not_(column)
    return case((column, _value(yes)), (exp.not_(column), _value(no)))


def _cell(cell: int, true: int, silent: int) -> bool | None:
    return None if silent & cell else bool(true & cell)


def _ordered(cut: Line, true: int, silent: int, column: Condition, table: str) -> Condition:
    """Intervals of a number or date; NULL where the text is silent."""
    inside = [_between(run, column, table) for run in cut.runs(true)]
    if not inside or any(run.low is None and run.high is None for run in cut.runs(true)):
        known = exp.not_(exp.Is(this=column.copy(), expression=exp.null()))
        held: Condition = case((known, _value(bool(inside))))
    else:
        held = either(inside)
    gaps = [_between(run, column, table) for run in cut.runs(silent)]
    return held if not gaps else case((either(gaps), null()), default=held)


def _between(run: Between, column: Condition, table: str) -> Condition:
    parts: list[Condition] = []
    if run.low is not None:
        kind = exp.GTE if run.low_in else exp.GT
        parts.append(kind(this=column.copy(), expression=_edge(run.low, table)))
    if run.high is not None:
        kind = exp.LTE if run.high_in else exp.LT
        parts.append(kind(this=column.copy(), expression=_edge(run.high, table)))
    return both(parts)


def _edge(value: Any, table: str) -> Condition:
    """A bound: a number, a day, or a day counted in calendar months or days from the date of service."""
    if isinstance(value, Decimal):
        text = format(abs(value), "f")
        return exp.Neg(this=exp.Literal.number(text)) if value < 0 else exp.Literal.number(text)
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    assert isinstance(value, Offset)
    day: Condition = col(SERVICE_DATE, table)
    step = exp.DateSub if value.side == "before" else exp.DateAdd
    for count, unit in ((value.length.months, "MONTH"), (value.length.days, "DAY")):
        if count:
            moved = step(this=day, expression=exp.Literal.number(count), unit=exp.var(unit))
            day = exp.cast(moved, "date")
    return day


def col(name: str, table: str) -> Condition:
    """A quoted column: facts may be called like words of SQL."""
    return exp.column(name, table=table, quoted=True)


def _one_of(column: Condition, names: Sequence[str]) -> Condition:
    if not names:
        return exp.false()
    return exp.In(this=column.copy(), expressions=[exp.Literal.string(name) for name in names])


def case(*whens: tuple[Condition, Condition], default: Condition | None = None) -> Condition:
    """CASE WHEN ... END; NULL where nothing holds and no default is given."""
    out = exp.Case()
    for condition, then in whens:
        out = out.when(condition.copy(), then.copy(), copy=False)
    return out.else_(default, copy=False) if default is not None else out


def both(parts: Sequence[Condition]) -> Condition:
    """AND of all; TRUE for none."""
    return exp.and_(*(p.copy() for p in parts), copy=False) if parts else exp.true()


def either(parts: Sequence[Condition]) -> Condition:
    """OR of all; FALSE for none."""
    return exp.or_(*(p.copy() for p in parts), copy=False) if parts else exp.false()


def null() -> Condition:
    """NULL as a truth value."""
    return exp.cast(exp.null(), "boolean")


def _value(value: bool | None) -> Condition:
    return null() if value is None else exp.true() if value else exp.false()
