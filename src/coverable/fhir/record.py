"""A record becomes facts: every declaration of the glossary, compiled once, in one pass over a Bundle.

`compile_record(glossary)` gives a `Reader`; `reader.facts(resources, service_date)` gives the `facts` object
of a request (contracts 4), each statement with its evidence. What the record does not say is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from coverable.base.dates import read_day
from coverable.base.problem import refuse
from coverable.base.shape import is_object
from coverable.fhir.bundle import Record, Resource, label, unversioned
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
from coverable.glossary.facts import Glossary
from coverable.glossary.record import Declared, kinds_of
from coverable.glossary.resources import KINDS, Kind
from coverable.glossary.values import MAX_ITEMS


class Finding(NamedTuple):
    """What was found, its date, and the name of the resource that says it."""

    rule: Rule
    said: Said
    when: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a record says, and the resources that would have said something but are another patient's."""

    facts: dict[str, Any]
    foreign: tuple[str, ...]


class _Type:
    """All rules of one resource type, by what a resource is about."""

    __slots__ = ("about", "dated", "element", "judge", "judge_past", "kind", "subject")

    def __init__(self, kind: Kind, about: Meanings[Rule]) -> None:
        self.kind, self.about, self.subject = kind, about, kind.subject
        self.element = kind.code[0] if kind.code else ""
        self.judge, self.judge_past = judge_of(kind, past=False), judge_of(kind, past=True)
        self.dated = date_reader(kind.dates)


class Reader:
    """The compiled declarations of one glossary. It keeps nothing of the records that it reads."""

    def __init__(self, glossary: Glossary) -> None:
        self._types: dict[str, _Type] = {}
        self._of_order: dict[str, list[tuple[Rule, Meanings[bool] | None]]] = {}
        self._picks = any(one.pick == "latest" for f in glossary.facts.values() for one in f.record)
        self._events = frozenset(n for n, fact in glossary.facts.items() if fact.type == "events")
        entries: dict[str, list[Any]] = {}
        for name, fact in glossary.facts.items():
            for one in fact.record:
                names = one.codes or ([] if one.of else list(one.lists()))
                codes = [entry for n in names for entry in glossary.codes[n].read()]
                for kind in kinds_of(one.resource):
                    if not _fits(one, KINDS[kind]):
                        continue
                    rule = compile_rule(name, fact, one, kind, glossary.codes)
                    if one.resource == "order":
                        about = Meanings[bool]((c, True) for c in codes) if names else None
                        self._of_order.setdefault(kind, []).append((rule, about))
                    else:
                        entries.setdefault(kind, []).extend((c, rule) for c in codes)
        for kind, means in entries.items():
            self._types[kind] = _Type(KINDS[kind], Meanings(means))

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
    ) -> Reading:
        """`record`: a Bundle, or a list of resources, entries or Bundles. `order`: the order that is asked
        about, one of those; facts of the order come from it alone. `patient`: `Patient/id`, where neither the
        order nor a single Patient in the record tells whose facts are meant.

        Refused when it cannot be told whose record it is. A malformed resource says nothing.
        """
        service = read_day(service_date) if isinstance(service_date, str) else service_date
        opened = Record(record)
        context = Context(opened, service)
        mine: frozenset[str] | None = None
        found: list[Finding] = []
        foreign: list[str] = []
        read: dict[str, Resource] = {}
        types = self._types
        for i, resource in enumerate(opened.resources):
            type = types.get(resource["resourceType"])
            if type is None:
                continue
            try:
                concept = resource.get(type.element)
                if is_object(concept):
                    rules = type.about.of(concept)
                else:
                    rules = type.about.of_all(concepts_of(type.kind, resource, context))
                if not rules:
                    continue
                if mine is None:
                    mine = patient_of(opened, order, patient)
                source = label(resource, i)
                subject: Any = resource.get(type.subject)
                subject = subject.get("reference") if subject is not None else None
                if subject not in mine and unversioned(subject or "") not in mine:
                    foreign.append(source)
                    continue
                if read.setdefault(source, resource) is not resource and read[source] == resource:
                    continue  # the same once more
                judged, when = type.judge(resource), type.dated(resource)
                for rule in rules:
                    counts = type.judge_past(resource) if rule.past else judged
                    if counts != OUT:
                        for said in rule.says(resource, context, counts == COUNTS, when):
                            found.append(Finding(rule, said, when, source))
            except (AttributeError, KeyError, TypeError):
                continue  # not the shape of FHIR: what it would say is not known
        if order is not None and order_counts(order):
            found += self._said_by(order, context)
        return Reading(self._stated(_latest(found) if self._picks else found), tuple(foreign))

    def _said_by(self, order: Resource, context: Context) -> Iterable[Finding]:
        kind = order["resourceType"]
        source, when = label(order, 0), date_reader(KINDS[kind].dates)(order) if kind in KINDS else None
        for rule, about in self._of_order.get(kind, ()):
            try:
                if about is None or about.of_all(concepts_of(KINDS[kind], order, context)):
                    for said in rule.says(order, context, True, when):
                        yield Finding(rule, said, when, source)
            except (AttributeError, KeyError, TypeError):
                continue

    def _stated(self, found: Iterable[Finding]) -> dict[str, Any]:
        """The findings as facts: values that agree are one statement with all their evidence."""
        said: dict[str, dict[Any, dict[str, Any]]] = {}
        events: dict[str, list[dict[str, Any]]] = {}
        for rule, one, when, source in found:
            piece = {"kind": rule.evidence, "source": source, "place": rule.place}
            if when is not None:
                piece["date"] = when
            if rule.fact in self._events:
                events.setdefault(rule.fact, []).append({**one.value, "from": [piece]})
                continue
            statements = said.setdefault(rule.fact, {})
            there = statements.get((one.value, one.unit))
            if there is None:
                there = statements[one.value, one.unit] = {"value": one.value, "from": [piece]}
                if one.unit is not None:
                    there["unit"] = one.unit
            elif len(there["from"]) < MAX_ITEMS and piece not in there["from"]:
                there["from"].append(piece)
        out: dict[str, Any] = {}
        for name, statements in said.items():
            every = list(statements.values())
            out[name] = every[0] if len(every) == 1 else {"statements": every[:MAX_ITEMS]}
        for name, several in events.items():
            out[name] = {"events": several[:MAX_ITEMS]}
        return out


def compile_record(glossary: Glossary) -> Reader:
    """The reader of a glossary's declarations; make it once."""
    return Reader(glossary)


def _fits(one: Declared, kind: Kind) -> bool:
    """Whether an order of this type has the element that is asked for."""
    return not one.of or one.of in ("code", "reason", "value") or one.of in kind.elements


def _subject(resource: Resource, kind: Kind) -> Any:
    subject = resource.get(kind.subject)
    reference = subject.get("reference") if is_object(subject) else None
    return unversioned(reference) if isinstance(reference, str) else None


_AMBIGUOUS: Final = "facts of two people must not be mixed"


def patient_of(record: Record, order: Resource | None, patient: str | None = None) -> frozenset[str]:
    """Every reference by which the record names the patient: of the order, else the one that there is.

    Refused when it cannot be told.
    """
    whose = patient if patient is not None or order is None else _subject(order, KINDS["ServiceRequest"])
    patients = [i for i, r in enumerate(record.resources) if r["resourceType"] == "Patient"]
    if whose is None:
        if patients and len({record.resources[i].get("id") for i in patients}) == 1:
            return frozenset[str]().union(*(record.names_of(i) for i in patients))
        of = [(r, KINDS[r["resourceType"]]) for r in record.resources if r["resourceType"] in KINDS]
        every = frozenset({_subject(r, kind) for r, kind in of} - {None})
        if patients or len(every) > 1:
            raise refuse(
                "the record is of several patients", "$", _AMBIGUOUS, "name the patient, or give the order"
            )
        return every
    whose = unversioned(whose)
    return next((names for i in patients if whose in (names := record.names_of(i))), frozenset({whose}))


def _latest(found: Sequence[Finding]) -> Iterable[Finding]:
    """Without what `pick: latest` leaves out: the undated, and what is surely earlier than another."""
    newest: dict[Rule, date] = {}
    for one in found:
        span = day_of(one.when) if one.rule.latest and one.when is not None else None
        if span is not None:
            newest[one.rule] = max(span.first, newest.get(one.rule, span.first))
    for one in found:
        span = day_of(one.when) if one.when is not None else None
        if not one.rule.latest or (span is not None and span.last >= newest[one.rule]):
            yield one
