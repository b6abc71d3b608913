"""One declaration, compiled: what a resource says of a fact, if it says anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from coverable.base.dates import Duration, read_duration
from coverable.base.yamlfile import hidden_character
from coverable.fhir.bundle import Record, Resource
from coverable.fhir.elements import Meanings, at, date_reader, day_of, path_reader, text_of
from coverable.glossary.codelists import CodeList
from coverable.glossary.facts import Attribute, Fact
from coverable.glossary.record import Concluded, Declared
from coverable.glossary.resources import KINDS, ORDER_COUNTS, VALUE, Kind, Status
from coverable.glossary.scalars import MAX_TEXT

COUNTS: Final = 0b11
NEGATIVE: Final = 0b01
OUT: Final = 0b00
"""What a status says. Several of them together say what is left of all (`&`)."""


class Context:
    """What a rule may need besides the resource: where references lead, and the date of service."""

    __slots__ = ("_reasons", "record", "service")

    def __init__(self, record: Record, service: date | None) -> None:
        self.record, self.service = record, service
        self._reasons: dict[int, list[Any]] = {}

    def reasons(self, resource: Resource) -> list[Any]:
        """The reasons of a resource as concepts: those it gives, and the codes of those that it points to."""
        found = self._reasons.get(id(resource))
        if found is None:
            found = self._reasons[id(resource)] = list(resource.get("reasonCode") or ())
            for reference in resource.get("reasonReference") or ():
                target = self.record.find(reference, resource)
                if target is not None and reason_counts(target):
                    found.append(target["code"])
        return found


Said = tuple[Any, str | None]
"""One value, with its unit if it is a quantity; of events the attributes."""


Judge = Callable[[Resource], int]
Reads = Callable[[Resource, Context], Sequence[Said]]
"""What a resource (or one component of it) holds."""
Says = Callable[[Resource, Context, bool, str | None], Iterable[Said]]
"""(resource, context, whether it counts or is a negative, its date)."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """How one resource type says one fact."""

    fact: str
    says: Says
    events: bool
    """What is said is an event."""
    past: bool
    latest: bool
    evidence: str
    place: str
    """The element that says it, for the evidence."""


def compile_rule(name: str, fact: Fact, one: Declared, kind_name: str, lists: Mapping[str, CodeList]) -> Rule:
    """The declaration for one of its resource types. What the resource is about, its status and its date
    were looked at before."""
    kind = KINDS[kind_name]
    within = read_duration(one.within) if one.within else None
    reason = _meanings({True: one.reason}, lists) if one.reason else None
    values = _values(one, fact, kind, lists)
    if one.events:
        values = _events(fact, one, kind, lists)
    elif one.component:
        values = _component(one, values, lists)
    constant = one.of is None and not one.choices and not one.events
    denied = ((one.is_ is False, None),) if constant and one.says_no and fact.type == "yes_no" else ()
    only_yes = fact.type == "yes_no" and one.of is not None and not one.choices and not one.says_no

    always = _constant(one)

    def by_being_there(_: Resource, __: Context, counts: bool, when: str | None) -> Iterable[Said]:
        return always if counts else denied

    def plainly(resource: Resource, context: Context, counts: bool, when: str | None) -> Iterable[Said]:
        return values(resource, context) if counts else denied

    def says(resource: Resource, context: Context, counts: bool, when: str | None) -> Iterable[Said]:
        if within is not None and not _inside(when, within, context.service):
            return ()
        if reason is not None and not reason.of_all(context.reasons(resource)):
            return ()
        said = plainly(resource, context, counts, when)
        return [s for s in said if s[0] is not False] if only_yes and counts else said

    looks = one.within or reason or only_yes
    about = "component" if one.component else kind.code[0] if kind.code else "code"
    return Rule(
        name,
        says if looks else by_being_there if constant and not one.component else plainly,
        fact.type == "events",
        one.past,
        one.pick == "latest",
        one.evidence,
        f"{kind_name}.{one.of or about}",
    )


def _constant(one: Concluded) -> tuple[Said, ...]:
    """What a resource says by being there."""
    return ((True if one.is_ is None else one.is_, None),)


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
    assert 1 <= len(checks) <= 2
    first, second = checks[0], checks[-1]
    if first is second:
        return lambda resource: OUT if resource.get("doNotPerform") else first(resource)

    def judged(resource: Resource) -> int:
        counts = first(resource)
        return OUT if counts == OUT or resource.get("doNotPerform") else counts & second(resource)

    return judged


def order_counts(resource: Resource) -> bool:
    """Whether the order that is asked about is one."""
    return resource.get("status") in ORDER_COUNTS and not resource.get("doNotPerform")


def _status(status: Status, more: Sequence[str]) -> Judge:
    counts, negative = frozenset((*status.counts, *more)), frozenset(status.negative)
    element, system, absent = status.element, status.system, COUNTS if status.absent else OUT
    plain: dict[str | None, int] = {**dict.fromkeys(counts, COUNTS), **dict.fromkeys(negative, NEGATIVE)}

    def coded(resource: Resource) -> int:
        concept = resource.get(element)
        if concept is None:
            return absent
        codings = concept.get("coding") or ()
        if len(codings) == 1:
            coding = codings[0]
            return plain.get(coding.get("code"), OUT) if coding.get("system") == system else OUT
        codes = {c.get("code") for c in codings if c.get("system") == system}
        return COUNTS if codes and codes <= counts else NEGATIVE if codes and codes <= negative else OUT

    if system:
        return coded
    bare = {**plain, None: absent}
    return lambda resource: bare.get(resource.get(element), OUT)


def _meanings(choices: Mapping[Any, Sequence[str]], lists: Mapping[str, CodeList]) -> Meanings[Any]:
    return Meanings(
        (entry, value) for value, names in choices.items() for name in names for entry in lists[name].read()
    )


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
        said = {(yes_no.get(v, v), None): names for v, names in one.choices.items()}
        meanings, element = _meanings(said, lists), one.of or "code"
        concepts, name = _concepts(element, kind), _element(element, kind)
        of, of_all = meanings.of, meanings.of_all

        def means(resource: Resource, context: Context) -> Sequence[Said]:
            value: Any = resource.get(name)
            return of(value) if value.__class__ is dict else of_all(concepts(resource, context))

        return means
    if one.of is None:
        constant = _constant(one)
        return lambda resource, context: constant
    if one.of == VALUE:
        return _VALUES[fact.type](fact)
    if one.of == "code" or kind.elements.get(one.of) == "concept":
        concepts, name = _concepts(one.of, kind), _element(one.of, kind)

        def text(resource: Resource, context: Context) -> Sequence[Said]:
            value: Any = resource.get(name)
            if value.__class__ is dict:
                return _first_text((text_of(value),))
            return _first_text([text_of(c) for c in concepts(resource, context)])

        return text
    if kind.elements[one.of] == "text":
        return _strings(one.of, kind)
    dated = date_reader((one.of,))
    return lambda resource, context: [(day, None) for day in (dated(resource),) if day]


def _element(element: str, kind: Kind) -> str:
    """The name in JSON of what a declaration calls so."""
    if element == "code" and kind.code:
        return kind.code[0]
    return "valueCodeableConcept" if element == VALUE else element


def _concepts(element: str, kind: Kind) -> Callable[[Resource, Context], list[Any]]:
    if element == "reason":
        return lambda resource, context: context.reasons(resource)
    name = _element(element, kind)

    def read(resource: Resource, context: Context) -> list[Any]:
        value: Any = resource.get(name)
        if value.__class__ is dict:
            return [value]
        return concepts_of(kind, resource, context) if element == "code" else value or []

    return read


def _strings(element: str, kind: Kind) -> Reads:
    """A string; one of a linked device is read there."""
    hop, _, rest = element.partition(".")
    link = kind.link
    if hop != "device" or link is None:
        read = path_reader(element)
        return lambda resource, context: _first_text(read(resource))
    read = path_reader(rest)

    def linked(resource: Resource, context: Context) -> list[Said]:
        if link[0] not in resource:
            return []
        found = context.record.find(resource[link[0]], resource)
        return _first_text(read(found)) if found and found.get("resourceType") == link[1] else []

    return linked


def _first_text(texts: Iterable[str | None]) -> list[Said]:
    """The first text that a request may state; data of a record is never more than data."""
    for text in texts:
        if (
            isinstance(text, str)
            and 0 < len(text) <= MAX_TEXT
            and ((text.isascii() and text.isprintable()) or hidden_character(text) is None)
        ):
            return [(text, None)]
    return []


_UCUM: Final = "http://unitsofmeasure.org"


def _quantity(fact: Fact | Attribute) -> Reads:
    """A quantity in a unit that the fact knows; a bound such as `< 5` is no value."""
    units = frozenset((fact.unit, *fact.units)) if isinstance(fact, Fact) else frozenset((fact.unit,))

    def read(resource: Resource, _: Context) -> list[Said]:
        one = resource.get("valueQuantity")
        if one is None or "value" not in one or "comparator" in one:
            return []
        unit = one.get("code") if one.get("system") == _UCUM else None
        return [(one["value"], unit)] if unit in units else []

    return read


def _number(fact: Fact | Attribute) -> Reads:
    units = frozenset((None, "1", fact.unit))

    def read(resource: Resource, _: Context) -> list[Said]:
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
    about = _meanings({True: one.component}, lists)

    def read(resource: Resource, context: Context) -> list[Said]:
        return [
            value
            for component in resource.get("component") or ()
            if about.of(component["code"])
            for value in values(component, context)
        ]

    return read


def _events(fact: Fact, one: Declared, kind: Kind, lists: Mapping[str, CodeList]) -> Reads:
    """One event a resource. An attribute with two values is left unknown: an event holds one."""
    readers = [
        (name, fact.attributes[name].type == "quantity", _values(value, fact.attributes[name], kind, lists))
        for name, value in one.events.items()
    ]

    def read(resource: Resource, context: Context) -> list[Said]:
        event: dict[str, Any] = {}
        for name, measured, values in readers:
            found = values(resource, context)
            if len(found) == 1:
                value, unit = found[0]
                event[name] = {"value": value, "unit": unit} if measured else value
        return [(event, None)]

    return read
