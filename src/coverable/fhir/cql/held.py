"""What a resource holds of a fact: the value that a declaration takes out of it, and when it may be taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from coverable.fhir.cql.functions import TYPES, only
from coverable.fhir.cql.parts import about, concept, day, element, is_any, linked, reason
from coverable.fhir.cql.terms import (
    Call,
    If,
    Listed,
    Literal,
    Null,
    Op,
    Property,
    Query,
    Term,
    alias,
    among,
    at,
    both,
    coalesce,
    either,
    equal,
    first,
    is_known,
    is_null,
)
from coverable.glossary.facts import Attribute, Fact
from coverable.glossary.record import Concluded, Declared
from coverable.glossary.resources import VALUE, Kind

_UCUM: Final = "http://unitsofmeasure.org"
Standing = Mapping[str, Term]
"""For each type that a reason may be, when it counts."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one resource says: the elements of the tuple that is made of it, under conditions; of a component
    where there is one."""

    elements: tuple[tuple[str, Term], ...]
    conditions: tuple[Term, ...] = ()
    component: Term | None = None

    @property
    def value(self) -> Term:
        return dict(self.elements)["value"]


def said_of(one: Declared, fact: Fact, kind_name: str, kind: Kind, standing: Standing) -> Iterator[Said]:
    """Each value that the declaration can give of the resource R."""
    if one.events:
        yield Said(
            tuple(
                (name, _attribute(one.events.get(name), attribute, kind_name, kind, standing))
                for name, attribute in fact.attributes.items()
            )
        )
        return
    for said in _held(one, fact, kind_name, kind, "K" if one.component else "R", standing):
        if one.component:
            about_it = is_any(one.component, at(alias("K"), "code"))
            yield Said(said.elements, said.conditions, about_it)
        else:
            yield said


def _value(value: Term, *conditions: Term) -> Said:
    return Said((("value", value),), conditions)


def _held(
    one: Concluded, fact: Fact | Attribute, kind_name: str, kind: Kind, of: str, standing: Standing
) -> Iterator[Said]:
    """A value of the fact in the resource or component called `of`."""
    if one.choices:
        for value, lists in one.choices.items():
            shown = {"yes": True, "no": False}[value] if fact.type == "yes_no" else value
            yield _value(Literal(shown), _chosen(one.of or "code", lists, kind_name, kind, of, standing))
    elif one.of is None:
        yield _value(Literal(True if one.is_ is None else one.is_))
    elif one.of != VALUE:
        value = _simple(one.of, kind_name, kind)
        yield _value(value, is_known(value))
    else:
        yield from _observed(one, fact, of)


def _observed(one: Concluded, fact: Fact | Attribute, of: str) -> Iterator[Said]:
    """Observation.value[x] by the type of the fact."""
    here = alias(of)
    quantity = element(here, "valueQuantity")
    number, code = at(quantity, "value.value"), at(quantity, "code.value")
    exact = (is_known(at(quantity, "value")), is_null(at(quantity, "comparator")))
    match fact.type:
        case "quantity":
            units = [str(fact.unit), *(fact.units if isinstance(fact, Fact) else ())]
            measured = equal(at(quantity, "system.value"), Literal(_UCUM))
            yield Said((("value", number), ("unit", code)), (measured, among(code, units), *exact))
        case "number":
            whole = at(element(here, "valueInteger"), "value")
            yield _value(Op("ToDecimal", (whole,)), is_known(whole))
            units = ["1", *([fact.unit] if fact.unit else [])]
            bare = either([is_null(at(quantity, "code")), among(code, units)])
            yield _value(number, bare, *exact)
        case "date":
            days = coalesce([day(here, "valueDateTime"), day(here, "valuePeriod.start")])
            yield _value(days, is_known(days))
        case "yes_no":
            value = at(element(here, "valueBoolean"), "value")
            only_yes = isinstance(one, Declared) and not one.says_no
            yield _value(value, Op("IsTrue", (value,)) if only_yes else is_known(value))
        case _:
            value = at(element(here, "valueString"), "value")
            yield _value(value, is_known(value))


def _chosen(path: str, lists: list[str], kind_name: str, kind: Kind, of: str, standing: Standing) -> Term:
    if path == "reason":
        return reason(alias(of), lists, standing)
    if path == "code":
        return about(alias(of), kind_name, kind, lists)
    return concept(alias(of), kind_name, "valueCodeableConcept" if path == VALUE else path, lists)


def _simple(path: str, kind_name: str, kind: Kind) -> Term:
    """The value of a date, a string, or the text of a concept."""
    here = alias("R")
    if path == "code":
        own = [Call("Text Of", (element(here, one),)) for one in kind.code]
        if kind.link:
            words = Call("Text Of", (Property(alias("M"), kind.link[2]),))
            own.append(first(linked(here, kind, returns=words)))  # pyright: ignore[reportArgumentType]
        return coalesce(own)
    holds = kind.elements[path]
    if holds == "date":
        return day(here, path)
    if holds == "concept":
        return Call("Text Of", (element(here, path),))
    hop, _, rest = path.partition(".")
    if hop == "device" and kind.link:
        return first(linked(here, kind, returns=_string("M", rest)))
    return _string("R", path)


def _string(of: str, path: str) -> Term:
    held, _, rest = path.partition(".")
    if not rest:
        return at(alias(of), f"{held}.value")
    inner = at(alias("N"), rest)
    return first(Query(at(alias(of), held), "N", is_known(inner), Property(inner, "value")))


def _attribute(
    one: Concluded | None, attribute: Attribute, kind_name: str, kind: Kind, standing: Standing
) -> Term:
    """One attribute of an event; null where it is not declared, or said twice."""
    type = TYPES[attribute.type]
    if one is None:
        return Null(type)
    cases: list[Term] = [
        If(both(said.conditions), said.value, Null(type)) if said.conditions else said.value
        for said in _held(one, attribute, kind_name, kind, "R", standing)
    ]
    if len(cases) == 1 and not one.choices:
        return cases[0]
    return Call(only(type), (Listed(tuple(cases)),))
