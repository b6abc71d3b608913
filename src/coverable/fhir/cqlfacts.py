"""The facts of a policy as CQL values: out of the record, and what follows from others by the glossary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from coverable.fhir.cql import TYPES, library_parts, value_of
from coverable.fhir.cqlparts import both, either, length, name, statuses, text, texts
from coverable.glossary.codelists import URLS, Entry, forms
from coverable.glossary.codes import split_code
from coverable.glossary.conditions import read_where
from coverable.glossary.derive import folded
from coverable.glossary.events import EventTest, Lasted, Range, Window
from coverable.glossary.facts import Derivation, Fact, Glossary
from coverable.glossary.resources import KINDS
from coverable.policy.executable import Policy
from coverable.publish.columns import SERVICE_DATE, Columns

_AGE: Final = 'if Patient.birthDate is null then null else ToDecimal(AgeInYearsAt("Service Date"))'


def fact_defines(policy: Policy, columns: Columns) -> Iterator[str]:
    """Definitions of every fact that the policy looks at, and of those that they follow from."""
    glossary, wanted = policy.glossary, facts_asked(policy, columns)
    yield from library_parts(glossary, wanted)
    for fact_name in wanted:
        fact = glossary.facts[fact_name]
        if fact.type not in ("events", "codes"):
            yield f"define {name(fact_name)}:\n  {_value(glossary, fact_name, fact)}"
    tests = {column: probe for probe, column in columns.tests.items()}
    for one in columns.facts:
        probe = policy.probes[tests[one.name]] if one.name in tests else None
        if probe is not None and probe.test is not None:
            yield f"define {name(one.name)}:\n  {_event_test(glossary.facts[one.fact], one.fact, probe.test)}"
        elif probe is not None and probe.codes is not None:
            yield f"define {name(one.name)}:\n  {_diagnosed(probe.codes.codes)}"


def facts_asked(policy: Policy, columns: Columns) -> list[str]:
    """The facts that the policy looks at, and those that they follow from."""
    looked_at = dict.fromkeys(one.fact for one in columns.facts)
    return list(dict.fromkeys((*looked_at, *_sources(policy.glossary, looked_at))))


def _sources(glossary: Glossary, names: Any) -> Iterator[str]:
    for one in names:
        for rule in glossary.facts[one].derive:
            yield from rule.sources
            yield from _sources(glossary, rule.sources)


def _value(glossary: Glossary, fact_name: str, fact: Fact) -> str:
    """The one value of a fact: what is found and what follows, null where they differ."""
    if fact_name == "age":
        return _AGE
    if fact_name == SERVICE_DATE:
        return '"Service Date"'
    kind = TYPES[fact.type]
    found = [f"{name(fact_name + ' found')} F return all {value_of(fact)}"] if fact.record else []
    joined = [d for d in (_derived(glossary, fact_name, one) for one in fact.derive) if d]
    tables = [d for d in (_looked_up(glossary, one) for one in fact.derive) if d]
    lists = [f"({one})" for one in found] + [f"{{ {one} }}" for one in joined]
    if not lists:
        out = f"null as {kind}"
    else:
        inside = lists[0] if len(lists) == 1 else f"Flatten({{ {', '.join(lists)} }})"
        out = f"{name('Only ' + kind)}({inside})"
    return f"Coalesce({out}, {', '.join(tables)})" if tables else out


def _derived(glossary: Glossary, fact_name: str, one: Derivation) -> str | None:
    """A value beside what is found: a record of events is never complete, so it is a yes or null."""
    if one.exists:
        events = glossary.facts[one.exists.events]
        where = read_where(one.exists.where, events, lambda _: f"glossary:{fact_name}.derive")
        return _event_test(events, one.exists.events, EventTest("exists", where))
    if one.evidence_of and one.evidence_of.kind == "medical_record":
        return f"if {name(one.evidence_of.fact)} is true then true else null"
    return None


def _looked_up(glossary: Glossary, one: Derivation) -> str | None:
    """A value from a dated table, by the spelling of another fact; it gives way to what is found."""
    if one.table is None:
        return None
    whens = [
        f"when {text(folded(word))} then {text(row.values[one.table.column])}"
        for row in glossary.tables[one.table.table]
        if one.table.column in row.values
        for word in dict.fromkeys((row.name, *row.spellings))
    ]
    key = f"ReplaceMatches(Lower({name(one.table.by)}), '[^a-z0-9]', '')"
    return f"(case {key} {' '.join(dict.fromkeys(whens))} else null end)"


def _event_test(fact: Fact, fact_name: str, test: EventTest) -> str:
    """Yes where enough events surely fit, else null. Rows of events are left to `coverable check`."""
    conditions = [_condition(attribute, asked) for attribute, asked in test.where]
    if not fact.record or test.kind == "run" or test.distinct or None in conditions:
        return "null as Boolean"
    where = both([c for c in conditions if c]) or "true"
    return (
        f"if Count({name(fact_name + ' found')} E where {where}) >= {test.n} then true else null as Boolean"
    )


def _condition(attribute: str, asked: Any) -> str | None:
    of = f"E.{name(attribute)}"
    if isinstance(asked, frozenset):
        values = sorted(str(v) for v in cast("frozenset[bool | str]", asked))
        if set(values) <= {"False", "True"}:
            return either([f"{of} is {v.lower()}" for v in values])
        return f"{of} in {texts(values)}"
    if isinstance(asked, Range):
        parts = [f"{of} {'>=' if asked.low_in else '>'} {asked.low}"] if asked.low is not None else []
        parts += [f"{of} {'<=' if asked.high_in else '<'} {asked.high}"] if asked.high is not None else []
        return "(" + both(parts) + ")"
    if isinstance(asked, Window):
        sign = "-" if asked.side == "before" else "+"
        near = f'"Service Date" {sign} {length(asked.near)}' if asked.near else '"Service Date"'
        far = f'"Service Date" {sign} {length(asked.far)}' if asked.far else None
        first, last = (far, near) if asked.side == "before" else (near, far)
        parts = [f'"First Day"({of}) >= {first}'] if first else []
        parts += [f'"Last Day"({of}) <= {last}'] if last else []
        return "(" + both(parts) + ")"
    assert isinstance(asked, Lasted)
    return None


def _diagnosed(codes: frozenset[str]) -> str:
    """Yes where a confirmed condition that is not over has one of the codes, else null."""
    kind = KINDS["Condition"]
    by_system: dict[str, list[str]] = {}
    for code in sorted(codes):
        system, bare = split_code(code)
        by_system.setdefault(system, []).extend(forms(Entry(URLS[system], bare, False)))
    has = [f'"Coded"(R.code, {texts(URLS[s])}, {texts(these)})' for s, these in by_system.items()]
    counts = both([either(has), *statuses("R", kind, negative=False, past=False, requests=False)])
    return f"if exists ([Condition] R where {counts}) then true else null as Boolean"
