"""A record becomes facts: every declaration of the glossary, compiled once, in one pass over a Bundle.

`compile_record(glossary)` gives a `Reader`; `reader.facts(resources, service_date)` gives the `facts` object
of a request (contracts 4), each statement with its evidence. What the record does not say is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from coverable.base.dates import read_day
from coverable.base.problem import refuse
from coverable.fhir.bundle import Record, Resource, is_fit, label, unversioned
from coverable.fhir.elements import Meanings, date_reader, day_of
from coverable.fhir.rules import (
    COUNTS,
    OUT,
    Context,
    Rule,
    Said,
    compile_rule,
    concepts_of,
    judge_of,
    order_counts,
)
from coverable.fhir.slips import drop_slips
from coverable.glossary.codelists import Entry
from coverable.glossary.facts import Glossary
from coverable.glossary.record import Declared, kinds_of
from coverable.glossary.resources import KINDS, Kind
from coverable.glossary.values import MAX_ITEMS

Finding = tuple[Rule, Said, str | None, str]
"""What was found, its date, and the name of the resource that says it."""


Names = Collection[str]
"""Every reference by which a record names one person."""


class Reading(NamedTuple):
    """What a record says, the resources that would have said something but are another patient's, and
    numbers that cannot be (in words)."""

    facts: dict[str, Any]
    foreign: tuple[str, ...]
    slips: tuple[str, ...] = ()


class _Type:
    """All rules of one resource type, by what a resource is about."""

    __slots__ = ("dated", "element", "judge", "judge_past", "kind", "of", "of_all", "prefix", "subject")

    def __init__(self, name: str, about: Meanings[Rule]) -> None:
        kind = KINDS[name]
        self.prefix = f"{name}/"
        self.kind, self.subject = kind, kind.subject
        self.of, self.of_all = about.of, about.of_all
        self.element = kind.code[0] if kind.code else ""
        self.judge, self.judge_past = judge_of(kind, past=False), judge_of(kind, past=True)
        self.dated = date_reader(kind.dates)


Looked = list[tuple[_Type, Resource, tuple[Rule, ...], str]]
"""The resources of a record that have a meaning, with their rules and how evidence names them."""


class _Order:
    """All rules of the order that is asked about, of one type: by its code, by its reasons, the others."""

    __slots__ = ("about", "dated", "kind", "others", "reasons")

    def __init__(self, kind: Kind, ways: Sequence[tuple[Rule, Declared]], glossary: Glossary) -> None:
        self.kind, self.dated = kind, date_reader(kind.dates)
        self.about = Meanings(
            (code, rule) for rule, one in ways for name in one.codes for code in glossary.codes[name].read()
        )
        self.reasons = Meanings(
            (code, (rule, (value, None)))
            for rule, one in ways
            if one.of == "reason" and not one.codes and not one.reason
            for value, names in one.choices.items()
            for name in names
            for code in glossary.codes[name].read()
        )
        plain = {rule for rule, one in ways if one.of == "reason" and not one.codes and not one.reason}
        self.others = [rule for rule, one in ways if not one.codes and rule not in plain]

    def says(self, order: Resource, context: Context) -> Iterable[Finding]:
        """What the order says; a draft says it as well."""
        source, when = label(order, 0), self.dated(order)
        rules = [*self.about.of_all(concepts_of(self.kind, order, context)), *self.others]
        found: list[Finding] = [
            (rule, said, when, source) for rule in rules for said in rule.says(order, context, True, when)
        ]
        found += [(rule, said, when, source) for rule, said in self.reasons.of_all(context.reasons(order))]
        return found


class Reader:
    """The compiled declarations of one glossary. It keeps nothing of the records that it reads."""

    def __init__(self, glossary: Glossary) -> None:
        self._types: dict[str, _Type] = {}
        self._orders: dict[str, _Order] = {}
        self._bounded = {n: fact for n, fact in glossary.facts.items() if fact.possible}
        ways: dict[str, list[tuple[Rule, Declared]]] = {}
        entries: dict[str, list[tuple[Entry, Rule]]] = {}
        for name, fact in glossary.facts.items():
            for one in (single for way in fact.record for single in _singly(way, fact.type)):
                for kind in kinds_of(one.resource):
                    if not _fits(one, KINDS[kind]):
                        continue
                    rule = compile_rule(name, fact, one, kind, glossary.codes)
                    if one.resource == "order":
                        ways.setdefault(kind, []).append((rule, one))
                    else:
                        codes = [code for n in one.codes for code in glossary.codes[n].read()]
                        entries.setdefault(kind, []).extend((code, rule) for code in codes)
        for kind, means in entries.items():
            self._types[kind] = _Type(kind, Meanings(means))
        for kind, these in ways.items():
            self._orders[kind] = _Order(KINDS[kind], these, glossary)

    def facts(
        self,
        record: Any,
        service_date: date | str | None = None,
        order: Resource | None = None,
        patient: str | None = None,
    ) -> dict[str, Any]:
        """The facts that a record states, as the `facts` of a request. See `read`."""
        return self.read(record, service_date, order, patient).facts

    def read(
        self,
        record: Any,
        service_date: date | str | None = None,
        order: Resource | None = None,
        patient: str | None = None,
        looked: Looked | None = None,
    ) -> Reading:
        """`record`: a Bundle, a list of resources, entries or Bundles, or those opened. `order`: the one that
        is asked about, among them; facts of the order come from it alone. `patient`: `Patient/id`, where
        neither the order nor a single Patient in the record tells whose facts are meant. `looked`: what was
        looked up before of all that stands beside the order.

        Refused when it cannot be told whose record it is. A malformed resource says nothing.
        """
        service = read_day(service_date) if isinstance(service_date, str) else service_date
        opened = record if isinstance(record, Record) else Record(record)
        context = Context(opened, service)
        mine: Names | None = None
        found: list[Finding] = []
        foreign: list[str] = []
        read: dict[str, Resource] = {}
        picks = False
        asked = label(order, -1) if order is not None else None
        for type, resource, rules, source in self.look(opened) if looked is None else looked:
            try:
                if mine is None:
                    mine = patient_of(opened, order, patient)
                if asked is not None and (resource is order or source == asked):
                    continue  # what is asked about is no history of it
                person: Any = resource.get(type.subject)
                subject = person.get("reference") if person is not None else None
                if subject not in mine and unversioned(subject or "") not in mine:
                    foreign.append(source)
                    continue
                if read.setdefault(source, resource) is not resource and read[source] == resource:
                    continue  # the same once more
                judged, when = type.judge(resource), type.dated(resource)
                for rule in rules:
                    counts = type.judge_past(resource) if rule.past else judged
                    if counts != OUT:
                        if rule.latest:
                            picks = True
                        for said in rule.says(resource, context, counts == COUNTS, when):
                            found.append((rule, said, when, source))
            except (AttributeError, KeyError, TypeError):
                continue  # not the shape of FHIR: what it would say is not known
        if order is not None and order_counts(order) and order["resourceType"] in self._orders:
            with suppress(AttributeError, KeyError, TypeError):
                found += self._orders[order["resourceType"]].says(order, context)
        facts = _stated(_latest(found) if picks else found)
        return Reading(facts, tuple(foreign), drop_slips(facts, self._bounded))

    def look(self, opened: Record, place: int = 0) -> Looked:
        """Every resource that has a meaning, whoever's it is and whatever is asked: once for several orders
        beside one record. `place`: of the first, where others stand before them."""
        out: Looked = []
        context = Context(opened, None)
        types = self._types
        for i, resource in enumerate(opened.resources, place):
            type = types.get(resource["resourceType"])
            if type is None:
                continue
            try:
                concept: Any = resource.get(type.element)
                if concept.__class__ is dict:
                    rules = type.of(concept)
                else:
                    rules = type.of_all(concepts_of(type.kind, resource, context))
                if rules:
                    id: Any = resource.get("id")
                    named = id.__class__ is str and is_fit(id)
                    out.append((type, resource, rules, type.prefix + id if named else label(resource, i)))
            except (AttributeError, KeyError, TypeError):
                continue
        return out


def compile_record(glossary: Glossary) -> Reader:
    """The reader of a glossary's declarations; make it once."""
    return Reader(glossary)


def _singly(one: Declared, type: str) -> Iterator[Declared]:
    """A choice among what a resource is about, as one declaration for each value: found by a single look."""
    if one.of or one.codes or not one.choices:
        yield one
        return
    for value, names in one.choices.items():
        is_ = value == "yes" if type == "yes_no" else value
        yield one.model_copy(update={"is_": is_, "choices": {}, "codes": names, "says_no": False})


def _fits(one: Declared, kind: Kind) -> bool:
    """Whether an order of this type has the element that is asked for."""
    return not one.of or one.of in ("code", "reason", "value") or one.of in kind.elements


def patient_of(record: Record, order: Resource | None, patient: str | None = None) -> Names:
    """Every reference by which the record names the patient: of the order, else the one that there is.

    Refused when it cannot be told.
    """
    patients = [record.names_of(i) for i in record.patients]
    if order is None and patient is None and len(patients) == 1:
        return patients[0]
    whose = patient if patient is not None or order is None else _subject(order, "subject")
    if whose is not None:
        whose = unversioned(whose)
        mine = [name for names in patients if whose in names for name in names]
        return mine or (whose,)
    if patients and all(names[:1] == patients[0][:1] for names in patients):
        return [name for names in patients for name in names]
    of = [(one, KINDS.get(one["resourceType"])) for one in record.resources]
    every = {_subject(one, kind.subject) for one, kind in of if kind is not None} - {None}
    if patients or len(every) > 1:
        raise refuse(
            "the record is of several patients",
            "$",
            "facts of two people must not be mixed",
            "name the patient, or give the order",
        )
    return tuple(every)


def _subject(resource: Resource, element: str) -> Any:
    subject: Any = resource.get(element)
    reference = subject.get("reference") if subject.__class__ is dict else None
    return unversioned(reference) if isinstance(reference, str) else None


def _stated(found: Iterable[Finding]) -> dict[str, Any]:
    """The findings as facts: values that agree are one statement with all their evidence."""
    out: dict[str, dict[str, Any]] = {}
    events: dict[str, dict[str, Any]] = {}
    several: dict[str, dict[Said, dict[str, Any]]] = {}
    for rule, said, when, source in found:
        fact, (value, unit) = rule.fact, said
        if when is None:
            piece = {"kind": rule.evidence, "source": source, "place": rule.place}
        else:
            piece = {"kind": rule.evidence, "source": source, "place": rule.place, "date": when}
        if rule.events:
            value["from"] = [piece]
            if fact in events:
                events[fact]["events"].append(value)
            else:
                events[fact] = {"events": [value]}
            continue
        first = out.get(fact)
        if first is None:
            first = out[fact] = {"value": value, "from": [piece]}
            if unit is not None:
                first["unit"] = unit
            continue
        statements = several.get(fact)
        if statements is None:
            statements = several[fact] = {(first["value"], first.get("unit")): first}
        there = statements.get(said)
        if there is None:
            there = statements[said] = {"value": value, "from": [piece]}
            if unit is not None:
                there["unit"] = unit
        elif len(there["from"]) < MAX_ITEMS and piece not in there["from"]:
            there["from"].append(piece)
    for fact, statements in several.items():
        if len(statements) > 1:
            out[fact] = {"statements": list(statements.values())[:MAX_ITEMS]}
    for one in events.values():
        del one["events"][MAX_ITEMS:]
    out.update(events)
    return out


def _latest(found: Sequence[Finding]) -> Iterable[Finding]:
    """Without what `pick: latest` leaves out: the undated, and what is surely earlier than another."""
    newest: dict[Rule, date] = {}
    for rule, _, when, _ in found:
        span = day_of(when) if rule.latest and when is not None else None
        if span is not None:
            newest[rule] = max(span.first, newest.get(rule, span.first))
    for one in found:
        rule, _, when, _ = one
        span = day_of(when) if when is not None else None
        if not rule.latest or (span is not None and span.last >= newest[rule]):
            yield one
