"""What a resource of FHIR 4.0.1 says, as terms: its elements, codes, statuses and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from coverable.base.dates import Duration
from coverable.fhir.cql.terms import (
    Call,
    Cast,
    Function,
    Length,
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
    concatenated,
    day_part,
    either,
    equal,
    exists,
    is_null,
    texts,
)
from coverable.fhir.cql.terms import Literal as Value
from coverable.glossary.codelists import CodeList, forms
from coverable.glossary.resources import Kind, Status

SUFFIXES: Final = {
    "CodeableConcept": "FHIR.CodeableConcept",
    "Reference": "FHIR.Reference",
    "DateTime": "FHIR.dateTime",
    "Instant": "FHIR.instant",
    "Period": "FHIR.Period",
    "Boolean": "FHIR.boolean",
    "Integer": "FHIR.integer",
    "Quantity": "FHIR.Quantity",
    "String": "FHIR.string",
}
"""How R4 JSON writes the type of a choice behind its name; CQL casts instead."""
CHOICES: Final = frozenset(
    ["abatement", "code", "effective", "medication", "occurrence", "onset", "performed", "timing", "value"]
)
_MANY: Final = frozenset(
    {
        ("Condition", "bodySite"),
        ("Encounter", "type"),
        ("MedicationAdministration", "statusReason"),
        ("MedicationStatement", "statusReason"),
        ("Observation", "interpretation"),
        ("Procedure", "bodySite"),
        ("ServiceRequest", "bodySite"),
        ("ServiceRequest", "locationCode"),
    }
)
"""Coded elements of which a resource has several."""
SERVICE_DATE: Final = "Service Date"
ORDER: Final = "Order"


def codes_function(list_name: str, codes: CodeList) -> Function:
    """The function that says whether a concept has a code of a list; what it cannot tell is false."""
    groups: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for entry in codes.read():
        groups.setdefault((entry.systems, entry.beginning), []).extend(forms(entry))
    concept = Ref("concept", "operand")
    tests: list[Term] = []
    for (systems, beginning), these in groups.items():
        called = ("Begins" if beginning else "Coded") if systems else "Worded So" if beginning else "Worded"
        arguments = (concept, *([texts(systems)] if systems else []), texts(these))
        tests.append(coalesce([Call(called, arguments), Value(False)]))
    return Function(about_list(list_name), (("concept", "FHIR.CodeableConcept"),), either(tests), codes.says)


def about_list(list_name: str) -> str:
    """The name of that function."""
    return f"is {list_name}"


def is_any(lists: Sequence[str], concept: Term) -> Term:
    """Whether a concept has a code of one of the lists."""
    return either(Call(about_list(one), (concept,)) for one in lists)


def element(of: Term, path: str) -> Term:
    """An element by its name in R4 JSON, as CQL says it: `onsetPeriod.start` is a cast."""
    first, _, rest = path.partition(".")
    out: Term = Property(of, first)
    for suffix, kind in SUFFIXES.items():
        base = first.removesuffix(suffix)
        if base != first and base in CHOICES:
            out = Cast(Property(of, base), kind)
            break
    return at(out, rest) if rest else out


def day(of: Term, path: str) -> Term:
    """A date element as the day, month or year that it is written with."""
    return day_part(Property(element(of, path), "value"))


def day_of(of: Term, kind: Kind) -> Term:
    """When the resource was: the first date that it has."""
    return coalesce([day(of, path) for path in kind.dates]) if kind.dates else Null("Date")


def named(of: Term, type: str) -> Term:
    """`Type/id` of a resource."""
    return concatenated(Value(f"{type}/"), at(of, "id.value"))


def concept(of: Term, kind_name: str, path: str, lists: Sequence[str]) -> Term:
    """Whether a coded element has a code of one of the lists."""
    if (kind_name, path) in _MANY:
        return exists(Query(Property(of, path), "C", is_any(lists, alias("C"))))
    return is_any(lists, element(of, path))


def linked(of: Term, kind: Kind, also: Term | None = None, returns: Term | None = None) -> Query:
    """What a reference in place of the code points to, called M; `also` must hold of it."""
    assert kind.link is not None
    reference, target, _ = kind.link
    same = equal(named(alias("M"), target), at(element(of, reference), "reference.value"))
    return Query(Retrieve(target), "M", same if also is None else both([same, also]), returns)


def about(of: Term, kind_name: str, kind: Kind, lists: Sequence[str]) -> Term:
    """Whether a resource is about a code of one of the lists: by its own code, or what it points to."""
    tests = [concept(of, kind_name, path, lists) for path in kind.code]
    if kind.link:
        tests.append(exists(linked(of, kind, is_any(lists, Property(alias("M"), kind.link[2])))))
    return either(tests)


def reason(of: Term, lists: Sequence[str], standing: Mapping[str, Term]) -> Term:
    """Whether a reason that the resource gives, or points to, has a code of one of the lists. `standing`:
    for each type that a reason may be, when it (called T) counts."""
    tests = [exists(Query(Property(of, "reasonCode"), "C", is_any(lists, alias("C"))))]
    for target, counts in standing.items():
        same = equal(named(alias("T"), target), at(alias("X"), "reference.value"))
        has = is_any(lists, Property(alias("T"), "code"))
        pointed = Query(Retrieve(target), "T", both([same, counts, has]))
        tests.append(exists(Query(Property(of, "reasonReference"), "X", exists(pointed))))
    return either(tests)


def statuses(of: str, kind: Kind, negative: bool, past: bool, requests: bool) -> list[Term]:
    """The conditions under which a resource counts, or says its negative."""
    out: list[Term] = []
    for one in kind.statuses:
        codes = (*one.counts, *(kind.past if past and one.element == "clinicalStatus" else ()))
        denies = negative and bool(one.negative)
        out.append(_status(of, one, one.negative if denies else codes, absent=one.absent and not denies))
    return [*out, is_wanted(of)] if requests else out


def is_wanted(of: str) -> Term:
    """Not an order that something be left undone."""
    return equal(coalesce([at(alias(of), "doNotPerform.value"), Value(False)]), Value(False))


def _status(of: str, one: Status, codes: Iterable[str], absent: bool) -> Term:
    held = Property(alias(of), one.element)
    test: Term = (
        Call("Has Status", (held, Value(one.system), texts(codes)))
        if one.system
        else among(Property(held, "value"), codes)
    )
    return either([is_null(held), test]) if absent else test


def away(side: Literal["before", "after"], length: Duration | None) -> Term:
    """A day so far before or after the date of service, with months counted before days as our windows do."""
    service = Ref(SERVICE_DATE, "given")
    parts = [Length(n, unit) for n, unit in _units(length)] if length else []
    return Op("Subtract" if side == "before" else "Add", (service, *parts)) if parts else service


def later(than: Term, length: Duration) -> Term:
    """The day so long after another one."""
    parts = [Length(n, unit) for n, unit in _units(length)]
    return Op("Add", (than, *parts)) if parts else than


def _units(length: Duration) -> Iterable[tuple[int, str]]:
    return ((n, unit) for n, unit in ((length.months, "months"), (length.days, "days")) if n)
