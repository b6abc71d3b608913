"""Facts that follow from others: a failed trial from a list of trials, age from the birth date.

A derived value stands beside what was stated: if they exclude each other the fact is contradictory.
Look-ups (device table, place of service, stage) give way to a statement instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from coverable.base.dates import Span, age_on
from coverable.glossary.conditions import read_where
from coverable.glossary.events import EventTest, answer
from coverable.glossary.facts import Fact, Glossary
from coverable.glossary.values import Extent, Facts, Stated, Statement
from coverable.logic.cells import YES

Rules = tuple[tuple[str, Any, Any], ...]


@lru_cache(maxsize=16)
def _rules(glossary: Glossary) -> Rules:
    """(fact, derivation, prepared test or table) of every derivation, in glossary order."""
    out: list[tuple[str, Any, Any]] = []
    for name, fact in glossary.facts.items():
        for rule in fact.derive:
            prepared: Any = None
            if rule.exists:
                events = glossary.facts[rule.exists.events]
                prepared = EventTest(
                    "exists", read_where(rule.exists.where, events, lambda _, n=name: f"glossary:{n}.derive")
                )
            elif rule.table:
                prepared = {
                    folded(word): row
                    for row in glossary.tables[rule.table.table]
                    for word in (row.name, *row.spellings)
                }
            out.append((name, rule, prepared))
    return tuple(out)


def folded(text: str) -> str:
    """A name without case, spaces, hyphens and trade marks, for matching spellings (SR-112)."""
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def derive(
    facts: Facts, glossary: Glossary, request: Mapping[str, Any], service: date | None
) -> dict[str, Stated]:
    """All facts of one service line: those stated and those that follow. `request` gives the fields
    that look-ups use (`place_of_service`, `stage`)."""
    out = dict(facts)
    for name, rule, prepared in _rules(glossary):
        if rule.exists:
            events = facts.get(rule.exists.events)
            if events is not None:
                cells = answer(prepared, events, service)
                if cells:
                    _join(out, name, Statement(cells == YES, derived=rule.exists.events))
        elif rule.evidence_of:
            of = facts.get(rule.evidence_of.fact)
            if of is not None and any(
                s.value is True and any(e["kind"] == rule.evidence_of.kind for e in s.evidence)
                for s in of.statements
            ):
                _join(out, name, Statement(True, derived=rule.evidence_of.fact))
        elif name not in facts and rule.table:
            said = facts.get(rule.table.by)
            rows = [prepared.get(folded(s.value)) for s in said.statements] if said else []
            for row in rows:
                if row is not None and rule.table.column in row.values:
                    _join(out, name, Statement(row.values[rule.table.column], derived=rule.table.by))
        elif name not in facts and rule.request:
            for field, values in rule.request.items():
                value = values.get(str(request.get(field)))
                if value is not None:
                    _join(out, name, Statement(value, derived=field))
    return out


def _join(facts: dict[str, Stated], name: str, statement: Statement) -> None:
    there = facts.get(name)
    if there is None:
        facts[name] = Stated(statements=(statement,))
    elif all(s.value != statement.value for s in there.statements):
        facts[name] = replace(there, statements=(*there.statements, statement))


def age(birth: Span, service: date) -> Stated:
    """Age in whole years on the day of service; a partial birth date gives a range of ages."""
    low, high = age_on(birth.last, service), age_on(birth.first, service)
    value = Decimal(low) if low == high else Extent(Decimal(low), Decimal(high))
    return Stated(statements=(Statement(value, derived="birth_date"),))


def table_disagrees(facts: Facts, glossary: Glossary) -> list[tuple[str, Any]]:
    """(fact, row) where what was stated differs from what a look-up table says of the named thing."""
    out: list[tuple[str, Any]] = []
    for name, rule, prepared in _rules(glossary):
        stated, by = facts.get(name), facts.get(rule.table.by) if rule.table else None
        if rule.table is None or stated is None or by is None:
            continue
        for said in by.statements:
            row = prepared.get(folded(said.value))
            value = row.values.get(rule.table.column) if row else None
            if value is not None and all(s.value != value for s in stated.statements):
                out.append((name, row))
    return out


def table_row(glossary: Glossary, table: str, said: str) -> Any | None:
    """The row of a look-up table that a spelling names, or None: not being named proves nothing (SR-111)."""
    key = folded(said)
    return next(
        (
            row
            for row in glossary.tables.get(table, ())
            if key in {folded(row.name), *map(folded, row.spellings)}
        ),
        None,
    )


def suggested(fact: Fact, description: str) -> list[str]:
    """Choices whose words occur in a free description: enough for a question, never for an answer."""
    low = description.casefold()
    return [choice for choice, words in fact.words.items() if any(w.casefold() in low for w in words)]
