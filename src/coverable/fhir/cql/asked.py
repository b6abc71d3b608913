"""The facts of a policy as values: out of the record, and what follows from others by the glossary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from coverable.fhir.cql.eventtests import event_test
from coverable.fhir.cql.facts import library_parts, values_of
from coverable.fhir.cql.functions import TYPES, only
from coverable.fhir.cql.parts import SERVICE_DATE, statuses
from coverable.fhir.cql.terms import (
    PATIENT,
    TRUE,
    UNKNOWN,
    Call,
    Case,
    Define,
    Function,
    If,
    Listed,
    Literal,
    Made,
    Null,
    Op,
    Property,
    Query,
    Ref,
    Retrieve,
    Term,
    alias,
    among,
    at,
    both,
    coalesce,
    defined,
    either,
    exists,
    flat,
    is_null,
    texts,
)
from coverable.glossary.codelists import URLS, Entry, forms
from coverable.glossary.codes import split_code
from coverable.glossary.conditions import read_where
from coverable.glossary.derive import folded
from coverable.glossary.events import EventTest
from coverable.glossary.facts import Derivation, Fact, Glossary
from coverable.glossary.resources import KINDS
from coverable.policy.executable import Policy
from coverable.publish.columns import SERVICE_DATE as SERVICE_FACT
from coverable.publish.columns import Columns

_AGE: Final = If(
    is_null(Property(PATIENT, "birthDate")),
    Null("Decimal"),
    Op("ToDecimal", (Op("AgeInYearsAt", (Ref(SERVICE_DATE, "given"),)),)),
)


def fact_defines(policy: Policy, columns: Columns) -> Iterator[Define | Function]:
    """Definitions of every fact that the policy looks at, and of those that they follow from."""
    glossary = policy.glossary
    yield from facts_defined(glossary, facts_asked(policy, columns))
    tests = {column: probe for probe, column in columns.tests.items()}
    for one in columns.facts:
        probe = policy.probes[tests[one.name]] if one.name in tests else None
        if probe is not None and probe.test is not None:
            yield Define(one.name, event_test(glossary.facts[one.fact], one.fact, probe.test))
        elif probe is not None and probe.codes is not None:
            yield Define(one.name, _diagnosed(probe.codes.codes))


def facts_defined(glossary: Glossary, wanted: Iterable[str]) -> Iterator[Define | Function]:
    """What a record says of these facts, and the one value of each that has one."""
    wanted = list(wanted)
    yield from library_parts(glossary, wanted)
    for fact_name in wanted:
        fact = glossary.facts[fact_name]
        if fact.type not in ("events", "codes"):
            yield Define(fact_name, _value(glossary, fact_name, fact))


def facts_asked(policy: Policy, columns: Columns) -> list[str]:
    """The facts that the policy looks at, and those that they follow from."""
    return with_sources(policy.glossary, (one.fact for one in columns.facts))


def with_sources(glossary: Glossary, facts: Iterable[str]) -> list[str]:
    """The facts, after those that they follow from."""
    out: dict[str, None] = {}
    for one in facts:
        _add(glossary, one, out)
    return list(out)


def _add(glossary: Glossary, fact_name: str, out: dict[str, None]) -> None:
    if fact_name not in out:
        for rule in glossary.facts[fact_name].derive:
            for source in rule.sources:
                _add(glossary, source, out)
        out[fact_name] = None


def _value(glossary: Glossary, fact_name: str, fact: Fact) -> Term:
    """The one value of a fact: what is found and what follows, null where they differ."""
    if fact_name == "age":
        return _AGE
    if fact_name == SERVICE_FACT:
        return Ref(SERVICE_DATE, "given")
    kind = TYPES[fact.type]
    lists: list[Term] = [values_of(fact_name, fact)] if fact.record else []
    joined = [d for d in (_derived(glossary, fact_name, one) for one in fact.derive) if d is not None]
    tables = [d for d in (_looked_up(glossary, one) for one in fact.derive) if d is not None]
    lists += [Listed((one,)) for one in joined]
    out = Call(only(kind), (flat(lists),)) if lists else Null(kind)
    return coalesce([out, *tables])


def _derived(glossary: Glossary, fact_name: str, one: Derivation) -> Term | None:
    """A value beside what is found: a record of events is never complete, so it is a yes or null."""
    if one.exists:
        events = glossary.facts[one.exists.events]
        where = read_where(one.exists.where, events, lambda _: f"glossary:{fact_name}.derive")
        return event_test(events, one.exists.events, EventTest("exists", where))
    if one.evidence_of and one.evidence_of.kind == "medical_record":
        return If(Op("IsTrue", (defined(one.evidence_of.fact),)), TRUE, UNKNOWN)
    return None


def _looked_up(glossary: Glossary, one: Derivation) -> Term | None:
    """A value from a dated table, by the spelling of another fact; it gives way to what is found."""
    if one.table is None:
        return None
    rows = {
        (folded(word), row.values[one.table.column]): None
        for row in glossary.tables[one.table.table]
        if one.table.column in row.values
        for word in (row.name, *row.spellings)
    }
    spelt = Op("Lower", (defined(one.table.by),))
    key = Op("ReplaceMatches", (spelt, Literal("[^a-z0-9]"), Literal("")))
    whens = tuple((Literal(word), Literal(value)) for word, value in rows)
    return Case(whens, Null("String"), key)


def _diagnosed(codes: frozenset[str]) -> Term:
    """Yes where a confirmed condition that is not over has one of the codes, else null."""
    has = either(
        Call("Coded", (Property(alias("R"), "code"), texts(URLS[system]), texts(spelt)))
        for system, spelt in _by_system(codes)
    )
    return If(exists(Query(Retrieve("Condition"), "R", both([has, *_stands()]))), TRUE, UNKNOWN)


def diagnoses(codes: frozenset[str]) -> Term:
    """Those of the codes that confirmed conditions have which are not over, each once."""
    system, code = at(alias("X"), "system.value"), at(alias("X"), "code.value")
    is_one = either(
        both([among(system, URLS[named]), among(code, spelt)]) for named, spelt in _by_system(codes)
    )
    coding = Made((("code", code), ("system", system)), "System.Code")
    codings = Query(at(alias("R"), "code.coding"), "X", is_one, coding)
    return Op("Distinct", (Op("Flatten", (Query(Retrieve("Condition"), "R", both(_stands()), codings),)),))


def _stands() -> list[Term]:
    return statuses("R", KINDS["Condition"], negative=False, past=False, requests=False)


def _by_system(codes: frozenset[str]) -> Iterator[tuple[str, list[str]]]:
    """The codes as records write them."""
    out: dict[str, list[str]] = {}
    for one in sorted(codes):
        system, bare = split_code(one)
        out.setdefault(system, []).extend(forms(Entry(URLS[system], bare, False)))
    yield from out.items()
