"""The declarations of the glossary as one CQL 1.5 library (FHIR 4.0.1, context Patient, no FHIRHelpers).

For each fact `"FACT found"` is the list of what the record says, with the resource that says it, and `"FACT"`
the one value, null where nothing is said or two things differ. Date of service and order are parameters. A
data source gives the patient's own resources; contained ones are read by the reader alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from coverable.base.dates import read_duration
from coverable.fhir.cqlparts import (
    FUNCTIONS,
    about,
    about_list,
    both,
    codes_function,
    concept,
    day,
    day_of,
    either,
    element,
    length,
    linked,
    name,
    reason,
    statuses,
    text,
    texts,
)
from coverable.glossary.facts import Attribute, Fact, Glossary
from coverable.glossary.record import Concluded, Declared, kinds_of
from coverable.glossary.resources import KINDS, ORDER_COUNTS, ORDERS, VALUE, Kind

TYPES: Final = {
    "yes_no": "Boolean", "choice": "String", "text": "String", "number": "Decimal", "quantity": "Decimal",
    "date": "Date",
}  # fmt: skip
_REQUESTS: Final = ("MedicationRequest", "ServiceRequest")
"""Types that have doNotPerform (a DeviceRequest of R4 has none)."""
_UCUM: Final = "http://unitsofmeasure.org"
_STANDING: Final = {
    target: both(statuses("T", KINDS[target], negative=False, past=False, requests=False))
    for target in ("Condition", "Observation")
}


def facts_cql(glossary: Glossary, facts: Iterable[str] | None = None, library: str = "CoverableFacts") -> str:
    """The library with a definition for each of these facts that a record can say (default: all)."""
    wanted = list(glossary.facts if facts is None else facts)
    values = [
        f"define {name(f)}:\n  {value_of_all(f, glossary.facts[f])}"
        for f in wanted
        if glossary.facts[f].record and glossary.facts[f].type != "events"
    ]
    return "\n\n".join([head(library, glossary), *library_parts(glossary, wanted), *values]) + "\n"


def library_parts(glossary: Glossary, facts: Iterable[str]) -> Iterator[str]:
    """The functions, the code lists, and `FACT found` of each fact that a record can say."""
    wanted = [f for f in facts if glossary.facts[f].record]
    lists = dict.fromkeys(one for f in wanted for way in glossary.facts[f].record for one in way.lists())
    yield FUNCTIONS
    for one in lists:
        yield codes_function(one, glossary.codes[one])
    for f in wanted:
        yield _found(f, glossary.facts[f])


def head(library: str, glossary: Glossary) -> str:
    """The first lines of a library."""
    return "\n".join(
        (
            f"library {library} version '{glossary.sha256[:12]}'",
            "using FHIR version '4.0.1'",
            'parameter "Service Date" Date',
            'parameter "Order" String // Type/id of the order that is asked about',
            "context Patient",
        )
    )


def _found(fact_name: str, fact: Fact) -> str:
    """`FACT found`."""
    said = " ".join(fact.label.split()).replace("*/", "")
    every = [query for one in fact.record for query in _way(one, fact)]
    return f"/* {said} */\ndefine {name(fact_name + ' found')}:\n  {flat(every)}"


def value_of_all(fact_name: str, fact: Fact) -> str:
    """The one value that is found, null where none is or two differ."""
    only, every = name("Only " + TYPES[fact.type]), name(fact_name + " found")
    return f"{only}({every} F return all {value_of(fact)})"


def value_of(fact: Fact) -> str:
    """A found value; of a quantity in the unit of the fact."""
    if fact.type != "quantity" or not fact.units:
        return "F.value"
    whens = " ".join(
        f"when F.unit = {text(unit)} then F.value * {factor}" for unit, factor in fact.units.items()
    )
    return f"(case {whens} else F.value end)"


def _way(one: Declared, fact: Fact) -> list[str]:
    """The queries of one declaration."""
    out: list[str] = []
    for kind_name, kind in kinds_of(one.resource).items():
        if one.of and one.of not in ("code", "reason", VALUE) and one.of not in kind.elements:
            continue  # an order of this type has no such element
        base = _conditions(one, kind_name, kind)
        counts = _counting(one, kind_name, kind)
        values = _values(one, fact, kind_name, kind)
        queries = [_query(kind_name, kind, [*base, *counts], *pair) for pair in values]
        bare = fact.type == "yes_no" and one.says_no and one.of is None and not one.choices
        if bare and any(s.negative for s in kind.statuses):
            denies = statuses("R", kind, True, one.past, kind_name in _REQUESTS)
            value = f"value: {_literal(one.is_ is False)}"
            queries.append(_query(kind_name, kind, [*base, *denies], [], value))
        out += [_latest(flat(queries))] if one.pick == "latest" else queries
    return out


def flat(queries: list[str]) -> str:
    """Several lists as one."""
    return queries[0] if len(queries) == 1 else "Flatten({\n  " + ",\n  ".join(queries) + "\n})"


def _literal(value: bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else text(value)


def _conditions(one: Declared, kind_name: str, kind: Kind) -> list[str]:
    """What must hold of the resource whatever its status."""
    out: list[str] = []
    lists = one.codes or ([] if one.of else list(Concluded.lists(one)))
    this = f"{text(kind_name + '/')} + R.id.value"
    if one.resource == "order":
        out.append(f'{this} = "Order"')
    elif kind_name in ORDERS:  # what is asked about is no history of it
        out.append(f'("Order" is null or {this} != "Order")')
    if lists:
        out.append(about("R", kind_name, kind, lists))
    if one.reason:
        out.append(reason("R", one.reason, _STANDING))
    if one.within:
        start = f'"Service Date" - {length(read_duration(one.within))}'
        out += [f'"First Day"(dated) >= {start}', '"Last Day"(dated) <= "Service Date"']
    return out


def _counting(one: Declared, kind_name: str, kind: Kind) -> list[str]:
    if one.resource != "order":
        return statuses("R", kind, False, one.past, kind_name in _REQUESTS)
    out = [f"R.status.value in {texts(ORDER_COUNTS)}"]
    return [*out, "Coalesce(R.doNotPerform.value, false) = false"] if kind_name in _REQUESTS else out


def _query(kind_name: str, kind: Kind, conditions: list[str], more: list[str], value: str) -> str:
    """One retrieve. `more`: conditions on the value; a component stands in the value's own query."""
    where = "\n    and ".join([*conditions, *more])
    held, _, component = value.partition(" @ ")
    made = f"Tuple {{ {held}, source: {text(kind_name + '/')} + R.id.value, dated: dated }}"
    if component:
        return (
            f"Flatten([{kind_name}] R let dated: {day_of('R', kind)}\n"
            f"    where {where} and exists R.component\n"
            f"    return all (R.component K where {component} return all {made}))"
        )
    return f"([{kind_name}] R let dated: {day_of('R', kind)}\n    where {where}\n    return all {made})"


def _latest(query: str) -> str:
    """Those with a date than which none is surely later."""
    return (
        f"(({query}) L where L.dated is not null and not exists (({query}) Y"
        ' where "First Day"(Y.dated) > "Last Day"(L.dated)) return all L)'
    )


def _values(one: Declared, fact: Fact, kind_name: str, kind: Kind) -> Iterator[tuple[list[str], str]]:
    """(conditions, what is returned) of each value that the declaration can give."""
    if one.events:
        yield (
            [],
            ", ".join(
                f"{name(n)}: {_attribute(one.events.get(n), a, kind_name, kind)}"
                for n, a in fact.attributes.items()
            ),
        )
        return
    holder = "K" if one.component else "R"
    for test, value in _held(one, fact, kind_name, kind, holder):
        if one.component:
            inside = both([either([f"{about_list(n)}(K.code)" for n in one.component]), *test])
            yield [], f"{value} @ {inside}"
        else:
            yield test, value


def _held(one: Concluded, fact: Fact, kind_name: str, kind: Kind, of: str) -> Iterator[tuple[list[str], str]]:
    """(conditions, `value: ...`) of a value of the fact in the resource or component `of`."""
    if one.choices:
        for value, lists in one.choices.items():
            shown = {"yes": "true", "no": "false"}[value] if fact.type == "yes_no" else text(value)
            yield [_chosen(one.of or "code", lists, kind_name, kind, of)], f"value: {shown}"
    elif one.of is None:
        yield [], f"value: {_literal(True if one.is_ is None else one.is_)}"
    elif one.of != VALUE:
        value = _simple(one.of, kind_name, kind)
        yield [f"{value} is not null"], f"value: {value}"
    elif fact.type == "quantity":
        quantity = element(of, "valueQuantity")
        units = texts([str(fact.unit), *fact.units])
        yield (
            [
                f"{quantity}.system.value = {text(_UCUM)}",
                f"{quantity}.code.value in {units}",
                *_no_bound(quantity),
            ],
            f"value: {quantity}.value.value, unit: {quantity}.code.value",
        )
    elif fact.type == "number":
        whole, quantity = f"{element(of, 'valueInteger')}.value", element(of, "valueQuantity")
        units = texts(["1", *([fact.unit] if fact.unit else [])])
        yield [f"{whole} is not null"], f"value: ToDecimal({whole})"
        yield (
            [f"({quantity}.code is null or {quantity}.code.value in {units})", *_no_bound(quantity)],
            f"value: {quantity}.value.value",
        )
    elif fact.type == "date":
        days = f"Coalesce({day(of, 'valueDateTime')}, {day(of, 'valuePeriod.start')})"
        yield [f"({days}) is not null"], f"value: {days}"
    else:
        value = f"{element(of, 'valueBoolean' if fact.type == 'yes_no' else 'valueString')}.value"
        only_yes = fact.type == "yes_no" and isinstance(one, Declared) and not one.says_no
        yield [f"{value} is true" if only_yes else f"{value} is not null"], f"value: {value}"


def _no_bound(quantity: str) -> list[str]:
    return [f"{quantity}.value is not null", f"{quantity}.comparator is null"]


def _chosen(path: str, lists: list[str], kind_name: str, kind: Kind, of: str) -> str:
    if path == "reason":
        return reason(of, lists, _STANDING)
    if path == "code":
        return about(of, kind_name, kind, lists)
    return concept(of, kind_name, "valueCodeableConcept" if path == VALUE else path, lists)


def _simple(path: str, kind_name: str, kind: Kind) -> str:
    """The value of a date, a string, or the text of a concept."""
    if path == "code":
        own = [f'"Text Of"({element("R", one)})' for one in kind.code]
        if kind.link:
            own.append(f'First({linked("R", kind)} return all "Text Of"(M.{kind.link[2]}))')
        return own[0] if len(own) == 1 else f"Coalesce({', '.join(own)})"
    holds = kind.elements[path]
    if holds == "date":
        return day("R", path)
    if holds == "concept":
        return f'"Text Of"({element("R", path)})'
    hop, _, rest = path.partition(".")
    if hop == "device" and kind.link:
        return f"First({linked('R', kind)} return all {_string('M', rest)})"
    return _string("R", path)


def _string(of: str, path: str) -> str:
    first, _, rest = path.partition(".")
    if not rest:
        return f"{of}.{first}.value"
    return f"First({of}.{first} N where N.{rest} is not null return all N.{rest}.value)"


def _attribute(one: Concluded | None, attribute: Attribute, kind_name: str, kind: Kind) -> str:
    """One attribute of an event; null where it is not declared, or said twice."""
    kind_of = TYPES[attribute.type]
    if one is None:
        return f"null as {kind_of}"
    as_fact = Fact.model_construct(
        type=attribute.type,
        choices=attribute.choices,
        unit=attribute.unit,
        units={},
        label="",
        ask="",
        plain="",
    )
    cases = [
        f"if {both(tests)} then {value.removeprefix('value: ').partition(', unit: ')[0]} else null"
        if tests
        else value.removeprefix("value: ")
        for tests, value in _held(one, as_fact, kind_name, kind, "R")
    ]
    if len(cases) == 1 and not one.choices:
        return cases[0]
    return f"{name('Only ' + kind_of)}({{ {', '.join(cases)} }})"
