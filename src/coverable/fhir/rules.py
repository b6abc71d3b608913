"""One declaration, compiled: what a resource says of a fact, if it says anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from coverable.base.dates import Duration, read_duration
from coverable.base.yamlfile import hidden_character
from coverable.fhir.bundle import Record, Resource
from coverable.fhir.elements import Meanings, at, date_reader, day_of, path_reader, text_of
from coverable.glossary.codelists import CodeList
from coverable.glossary.facts import Attribute, Fact
from coverable.glossary.record import Concluded, Declared
from coverable.glossary.resources import KINDS, ORDER_COUNTS, VALUE, Kind, Status
from coverable.glossary.scalars import MAX_TEXT

COUNTS: Final = 1
NEGATIVE: Final = -1
OUT: Final = 0


class Context(NamedTuple):
    """What a rule may need besides the resource: where references lead, and the date of service."""

    record: Record
    service: date | None


class Said(NamedTuple):
    """One value, with its unit if it is a quantity, and its date; of events the attributes."""

    value: Any
    unit: str | None
    when: str | None


Judge = Callable[[Resource], int]
Reads = Callable[[Resource, Context], Iterable[tuple[Any, str | None]]]
"""(value, unit) pairs of a resource (or of one component of it)."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """How one resource type says one fact."""

    fact: str
    kind: str
    says: Callable[[Resource, Context], Sequence[Said]]
    latest: bool
    evidence: str
    place: str
    """The element that says it, for the evidence."""


def compile_rule(name: str, fact: Fact, one: Declared, kind_name: str, lists: Mapping[str, CodeList]) -> Rule:
    """The declaration for one of its resource types. What the resource is about was looked up before."""
    kind = KINDS[kind_name]
    asked = one.resource == "order"
    judge = order_judge if asked else judge_of(kind, one.past)
    dated = date_reader(kind.dates)
    within = read_duration(one.within) if one.within else None
    reason = _reason(_meanings({"": one.reason}, lists)) if one.reason else None
    values = (
        _events(fact, one, kind, lists)
        if one.events
        else _component(one, _values(one, fact, kind, lists), lists)
        if one.component
        else _values(one, fact, kind, lists)
    )
    no = fact.type == "yes_no" and one.says_no
    constant = not one.of and not one.choices
    boolean = fact.type == "yes_no" and bool(one.of) and not one.choices

    def says(resource: Resource, context: Context) -> Sequence[Said]:
        judged = judge(resource)
        if judged == OUT or (judged == NEGATIVE and not (no and constant)):
            return ()
        when = dated(resource)
        if within is not None and not _inside(when, within, context.service):
            return ()
        if reason is not None and not reason(resource, context):
            return ()
        if judged == NEGATIVE:
            return (Said(one.is_ is False, None, when),)
        said = [Said(value, unit, when) for value, unit in values(resource, context)]
        return [s for s in said if s.value is not False] if boolean and not no else said

    place = (
        f"{kind_name}.{one.of or ('component' if one.component else kind.code[0] if kind.code else 'code')}"
    )
    return Rule(name, kind_name, says, one.pick == "latest", one.evidence, place)


def _inside(when: str | None, within: Duration, service: date | None) -> bool:
    """Whether the date surely lies in the window before the date of service, both ends included."""
    span = day_of(when) if when is not None else None
    return (
        span is not None
        and service is not None
        and span.first >= within.before(service)
        and span.last <= service
    )


def judge_of(kind: Kind, past: bool) -> Judge:
    """Whether a resource counts by its statuses, says its negative, or is left out."""
    checks = [_status(s, kind.past if past and s.element == "clinicalStatus" else ()) for s in kind.statuses]

    def judge(resource: Resource) -> int:
        if resource.get("doNotPerform"):
            return OUT
        judged = COUNTS
        for check in checks:
            one = check(resource)
            if one == OUT:
                return OUT
            if one == NEGATIVE:
                judged = NEGATIVE
        return judged

    return judge


def order_judge(resource: Resource) -> int:
    """Whether the order that is asked about is one."""
    return COUNTS if resource.get("status") in ORDER_COUNTS and not resource.get("doNotPerform") else OUT


def _status(status: Status, more: Sequence[str]) -> Judge:
    counts, negative = frozenset((*status.counts, *more)), frozenset(status.negative)
    element, system, absent = status.element, status.system, COUNTS if status.absent else OUT
    plain = {**dict.fromkeys(counts, COUNTS), **dict.fromkeys(negative, NEGATIVE), None: absent}

    def coded(resource: Resource) -> int:
        concept = resource.get(element)
        if concept is None:
            return absent
        codes = {c.get("code") for c in concept.get("coding") or () if c.get("system") == system}
        return COUNTS if codes and codes <= counts else NEGATIVE if codes and codes <= negative else OUT

    return coded if system else lambda resource: plain.get(resource.get(element), OUT)


def _meanings(choices: Mapping[Any, Sequence[str]], lists: Mapping[str, CodeList]) -> Meanings[Any]:
    return Meanings(
        (entry, value) for value, names in choices.items() for name in names for entry in lists[name].read()
    )


def _reason(meanings: Meanings[Any]) -> Callable[[Resource, Context], tuple[Any, ...]]:
    """What the reasons of a resource mean: those it gives, and the codes of those that it points to."""

    def reason(resource: Resource, context: Context) -> tuple[Any, ...]:
        concepts = list(resource.get("reasonCode") or ())
        for reference in resource.get("reasonReference") or ():
            found = context.record.find(reference, resource)
            if found is not None and reason_counts(found):
                concepts.append(found["code"])
        return meanings.of_all(concepts)

    return reason


_REASONS: Final = {name: judge_of(KINDS[name], past=False) for name in ("Condition", "Observation")}


def reason_counts(resource: Resource) -> bool:
    """Whether what a reasonReference points to is a condition or observation that stands."""
    judge = _REASONS.get(resource.get("resourceType", ""))
    return judge is not None and judge(resource) == COUNTS and "code" in resource


def concepts_of(kind: Kind, resource: Resource, context: Context) -> list[Any]:
    """What the resource is about: its own code, or that of the Medication or Device it points to."""
    for element in kind.code:
        value = resource.get(element)
        if value is not None:
            return list(value) if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    if kind.link and kind.link[0] in resource:
        found = context.record.find(resource[kind.link[0]], resource)
        if found is not None and found.get("resourceType") == kind.link[1]:
            return at(found, (kind.link[2],))
    return []


def _values(one: Concluded, fact: Fact | Attribute, kind: Kind, lists: Mapping[str, CodeList]) -> Reads:
    if one.choices:
        yes_no = {"yes": True, "no": False} if fact.type == "yes_no" else {}
        meanings = _meanings({yes_no.get(v, v): names for v, names in one.choices.items()}, lists)
        if one.of == "reason":
            reason = _reason(meanings)
            return lambda resource, context: [(value, None) for value in reason(resource, context)]
        concepts = _concepts(one.of or "code", kind)
        return lambda resource, context: [(v, None) for v in meanings.of_all(concepts(resource, context))]
    if one.of is None:
        constant = [(True if one.is_ is None else one.is_, None)]
        return lambda resource, context: constant
    if one.of == VALUE:
        return _VALUES[fact.type](fact)
    if one.of == "code" or kind.elements.get(one.of) == "concept":
        concepts = _concepts(one.of, kind)
        return lambda resource, context: _first_text(text_of(c) for c in concepts(resource, context))
    if kind.elements[one.of] == "text":
        return _strings(one.of, kind)
    dated = date_reader((one.of,))
    return lambda resource, context: [(day, None) for day in (dated(resource),) if day]


def _concepts(element: str, kind: Kind) -> Callable[[Resource, Context], list[Any]]:
    if element == "code":
        return lambda resource, context: concepts_of(kind, resource, context)
    read = path_reader("valueCodeableConcept" if element == VALUE else element)
    return lambda resource, context: read(resource)


def _strings(element: str, kind: Kind) -> Reads:
    """A string; one of a linked device is read there."""
    hop, _, rest = element.partition(".")
    link = kind.link
    if hop != "device" or link is None:
        read = path_reader(element)
        return lambda resource, context: _first_text(read(resource))
    read = path_reader(rest)

    def linked(resource: Resource, context: Context) -> list[tuple[Any, str | None]]:
        found = context.record.find(resource.get(link[0]), resource)
        return _first_text(read(found)) if found and found.get("resourceType") == link[1] else []

    return linked


def _first_text(texts: Iterable[str | None]) -> list[tuple[Any, str | None]]:
    """The first text that a request may state; data of a record is never more than data."""
    for text in texts:
        if isinstance(text, str) and 0 < len(text) <= MAX_TEXT and not hidden_character(text):
            return [(text, None)]
    return []


_UCUM: Final = "http://unitsofmeasure.org"


def _quantity(fact: Fact | Attribute) -> Reads:
    """A quantity in a unit that the fact knows; a bound such as `< 5` is no value."""
    units = frozenset((fact.unit, *fact.units)) if isinstance(fact, Fact) else frozenset((fact.unit,))

    def read(resource: Resource, _: Context) -> list[tuple[Any, str | None]]:
        one = resource.get("valueQuantity")
        if one is None or "value" not in one or "comparator" in one:
            return []
        unit = one.get("code") if one.get("system") == _UCUM else None
        return [(one["value"], unit)] if unit in units else []

    return read


def _number(fact: Fact | Attribute) -> Reads:
    units = frozenset((None, "1", fact.unit))

    def read(resource: Resource, _: Context) -> list[tuple[Any, str | None]]:
        if "valueInteger" in resource:
            return [(resource["valueInteger"], None)]
        one = resource.get("valueQuantity")
        if one is None or "value" not in one or "comparator" in one or one.get("code") not in units:
            return []
        return [(one["value"], None)]

    return read


def _date(_: Fact | Attribute) -> Reads:
    dated = date_reader(("valueDateTime", "valuePeriod.start"))
    return lambda resource, context: [(day, None) for day in (dated(resource),) if day]


def _simple(element: str) -> Callable[[Fact | Attribute], Reads]:
    return lambda _: lambda resource, context: [(resource[element], None)] if element in resource else []


_VALUES: Final[Mapping[str, Callable[[Fact | Attribute], Reads]]] = {
    "yes_no": _simple("valueBoolean"),
    "quantity": _quantity,
    "number": _number,
    "date": _date,
    "text": lambda _: lambda resource, context: _first_text([resource.get("valueString")]),
}


def _component(one: Declared, values: Reads, lists: Mapping[str, CodeList]) -> Reads:
    meanings = _meanings({True: one.component}, lists)

    def read(resource: Resource, context: Context) -> list[tuple[Any, str | None]]:
        return [
            value
            for component in resource.get("component") or ()
            if meanings.of(component["code"])
            for value in values(component, context)
        ]

    return read


def _events(fact: Fact, one: Declared, kind: Kind, lists: Mapping[str, CodeList]) -> Reads:
    """One event a resource. An attribute with two values is left unknown: an event holds one."""
    readers = [
        (name, fact.attributes[name], _values(value, fact.attributes[name], kind, lists))
        for name, value in one.events.items()
    ]

    def read(resource: Resource, context: Context) -> list[tuple[Any, str | None]]:
        event: dict[str, Any] = {}
        for name, attribute, values in readers:
            found = list(values(resource, context))
            if len(found) == 1:
                value, unit = found[0]
                event[name] = {"value": value, "unit": unit} if attribute.type == "quantity" else value
        return [(event, None)]

    return read
