"""The declarations of the glossary as one library (FHIR 4.0.1, context Patient, no FHIRHelpers).

For each fact `"FACT found"` is the list of what the record says, with the resource that says it, and `"FACT"`
the one value, null where nothing is said or two things differ. Date of service and order are parameters. A
data source gives the patient's own resources; contained ones are read by the reader alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from coverable.base.dates import read_duration
from coverable.fhir.cql.functions import FUNCTIONS, TYPES, only
from coverable.fhir.cql.held import Said, said_of
from coverable.fhir.cql.parts import (
    ORDER,
    SERVICE_DATE,
    about,
    away,
    codes_function,
    day_of,
    is_wanted,
    named,
    reason,
    statuses,
)
from coverable.fhir.cql.terms import (
    Call,
    Case,
    Define,
    Function,
    Library,
    Literal,
    Made,
    Op,
    Property,
    Query,
    Ref,
    Retrieve,
    Term,
    Type,
    alias,
    among,
    at,
    both,
    defined,
    either,
    equal,
    exists,
    flat,
    is_known,
    is_null,
    negated,
)
from coverable.glossary.facts import Fact, Glossary
from coverable.glossary.record import Concluded, Declared, kinds_of
from coverable.glossary.resources import KINDS, ORDER_COUNTS, ORDERS, VALUE, Kind

PARAMETERS: Final[tuple[tuple[str, Type, str], ...]] = (
    (SERVICE_DATE, "Date", ""),
    (ORDER, "String", "Type/id of the order that is asked about"),
)
_REQUESTS: Final = ("MedicationRequest", "ServiceRequest")
"""Types that have doNotPerform (a DeviceRequest of R4 has none)."""
_STANDING: Final = {
    target: both(statuses("T", KINDS[target], negative=False, past=False, requests=False))
    for target in ("Condition", "Observation")
}
_DATED: Final = Ref("dated", "let")


def facts_library(glossary: Glossary, facts: Iterable[str] | None = None) -> Library:
    """The library with a definition for each of these facts that a record can say (default: all)."""
    wanted = list(glossary.facts if facts is None else facts)
    values = [
        Define(f, value_of_all(f, glossary.facts[f]))
        for f in wanted
        if glossary.facts[f].record and glossary.facts[f].type != "events"
    ]
    return Library(
        "CoverableFacts", glossary.sha256[:12], PARAMETERS, (*library_parts(glossary, wanted), *values)
    )


def library_parts(glossary: Glossary, facts: Iterable[str]) -> Iterator[Define | Function]:
    """The functions, the code lists, and `FACT found` of each fact that a record can say."""
    wanted = [f for f in facts if glossary.facts[f].record]
    lists = dict.fromkeys(one for f in wanted for way in glossary.facts[f].record for one in way.lists())
    yield from FUNCTIONS
    for one in lists:
        yield codes_function(one, glossary.codes[one])
    for f in wanted:
        fact = glossary.facts[f]
        yield Define(found(f), flat([query for one in fact.record for query in _way(one, fact)]), fact.label)


def found(fact_name: str) -> str:
    """The name of the list of what a record says."""
    return f"{fact_name} found"


def value_of_all(fact_name: str, fact: Fact) -> Term:
    """The one value that is found, null where none is or two differ."""
    return Call(only(TYPES[fact.type]), (values_of(fact_name, fact),))


def values_of(fact_name: str, fact: Fact) -> Term:
    """Every value that is found; of a quantity in the unit of the fact."""
    value = Property(alias("F"), "value", made=True)
    of = value
    if fact.type == "quantity" and fact.units:
        unit = Property(alias("F"), "unit", made=True)
        whens = tuple(
            (equal(unit, Literal(code)), Op("Multiply", (value, Literal(factor))))
            for code, factor in fact.units.items()
        )
        of = Case(whens, value)
    return Query(defined(found(fact_name)), "F", returns=of)


def _way(one: Declared, fact: Fact) -> list[Term]:
    """The queries of one declaration."""
    out: list[Term] = []
    for kind_name, kind in kinds_of(one.resource).items():
        if one.of and one.of not in ("code", "reason", VALUE) and one.of not in kind.elements:
            continue  # an order of this type has no such element
        base = _conditions(one, kind_name, kind)
        counts = _counting(one, kind_name, kind)
        queries = [
            _query(kind_name, kind, [*base, *counts], said)
            for said in said_of(one, fact, kind_name, kind, _STANDING)
        ]
        bare = fact.type == "yes_no" and one.says_no and one.of is None and not one.choices
        if bare and any(s.negative for s in kind.statuses):
            denies = statuses("R", kind, True, one.past, kind_name in _REQUESTS)
            no = Said((("value", Literal(one.is_ is False)),))
            queries.append(_query(kind_name, kind, [*base, *denies], no))
        out += [_latest(flat(queries))] if one.pick == "latest" else queries
    return out


def _conditions(one: Declared, kind_name: str, kind: Kind) -> list[Term]:
    """What must hold of the resource whatever its status."""
    out: list[Term] = []
    lists = one.codes or ([] if one.of else list(Concluded.lists(one)))
    this, order = named(alias("R"), kind_name), Ref(ORDER, "given")
    if one.resource == "order":
        out.append(equal(this, order))
    elif kind_name in ORDERS:  # what is asked about is no history of it
        out.append(either([is_null(order), negated(equal(this, order))]))
    if lists:
        out.append(about(alias("R"), kind_name, kind, lists))
    if one.reason:
        out.append(reason(alias("R"), one.reason, _STANDING))
    if one.within:
        earliest = away("before", read_duration(one.within))
        out += [
            Op("GreaterOrEqual", (Call("First Day", (_DATED,)), earliest)),
            Op("LessOrEqual", (Call("Last Day", (_DATED,)), Ref(SERVICE_DATE, "given"))),
        ]
    return out


def _counting(one: Declared, kind_name: str, kind: Kind) -> list[Term]:
    if one.resource != "order":
        return statuses("R", kind, False, one.past, kind_name in _REQUESTS)
    counts = among(at(alias("R"), "status.value"), ORDER_COUNTS)
    return [counts, is_wanted("R")] if kind_name in _REQUESTS else [counts]


def _query(kind_name: str, kind: Kind, conditions: Sequence[Term], said: Said) -> Term:
    """One retrieve; what a component says is looked for in a query of its own."""
    made = Made((*said.elements, ("source", named(alias("R"), kind_name)), ("dated", _DATED)))
    dated = ("dated", day_of(alias("R"), kind))
    if said.component is None:
        where = both([*conditions, *said.conditions])
        return Query(Retrieve(kind_name), "R", where, made, dated)
    parts = Property(alias("R"), "component")
    inside = Query(parts, "K", both([said.component, *said.conditions]), made)
    where = both([*conditions, exists(parts)])
    return Op("Flatten", (Query(Retrieve(kind_name), "R", where, inside, dated),))


def _latest(queries: Term) -> Term:
    """Those with a date than which none is surely later."""
    mine, other = Property(alias("L"), "dated", made=True), Property(alias("Y"), "dated", made=True)
    surely = Op("Greater", (Call("First Day", (other,)), Call("Last Day", (mine,))))
    where = both([is_known(mine), negated(exists(Query(queries, "Y", surely)))])
    return Query(queries, "L", where, alias("L"))
