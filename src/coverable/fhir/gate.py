"""The gate in front of a Bundle: what is read of it has the shape that FHIR R4 gives it, or it is refused.

Only elements that are read are looked at, so that a profile's extensions or a newer release's elements stop
nothing; what they say is not read either. Decision 0022 says why this is no library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from coverable.base.problem import Problem, Refused
from coverable.base.shape import is_list, is_object, kind_of
from coverable.fhir.bundle import Resource
from coverable.fhir.elements import day_of
from coverable.fhir.orders import ORDER_TYPES
from coverable.glossary.resources import KINDS

MAX_PROBLEMS: Final = 50
Found = tuple[str, str]
"""(where below the value, what it should be)."""
Shape = Callable[[Any], Iterator[Found]]


def places(given: Any, path: str = "$") -> Iterator[tuple[str, Resource]]:
    """(JSON path, resource) of everything that `Record` reads, in the same order."""
    if is_object(given):
        if given.get("resourceType") != "Bundle":
            given = [given]
        else:
            given, path = given.get("entry"), f"{path}.entry"
    for i, one in enumerate(given if is_list(given) else ()):
        here = f"{path}[{i}]"
        if is_list(one):
            yield from places(one, here)
        if not is_object(one):
            continue
        resource = one.get("resource")
        if resource is None or "resourceType" in one:
            resource = one
        else:
            here += ".resource"
        if not is_object(resource):
            continue
        if resource.get("resourceType") == "Bundle":
            yield from places(resource, here)
        elif isinstance(resource.get("resourceType"), str):
            yield here, resource


def check_bundle(given: Any, name: str = "$") -> None:
    """Refused, with every problem and its JSON path, unless `given` is a Bundle or a list of resources whose
    elements that we read are shaped as R4 says."""
    problems: list[Problem] = []
    if not is_list(given) and not (is_object(given) and isinstance(given.get("resourceType"), str)):
        raise Refused(
            Problem(
                "this is no FHIR Bundle",
                name,
                f"it is {kind_of(given)} without `resourceType`",
                "give a Bundle, or a list of resources; a request of our own needs no --fhir",
            )
        )
    for path, resource in places(given, name):
        for below, wanted in _checked(resource):
            problems.append(
                Problem(
                    "an element that is not shaped as FHIR R4 says",
                    f"{path}{below}",
                    f"it should be {wanted}",
                    "correct the resource, or leave it out",
                )
            )
            if len(problems) >= MAX_PROBLEMS:
                raise Refused(problems)
    if problems:
        raise Refused(problems)


def _checked(resource: Resource) -> Iterator[Found]:
    kind = resource["resourceType"]
    for element, shape in SHAPES.items() if kind in READ else ():
        value = resource.get(element)
        if value is not None and (kind, element) not in _OTHERWISE:
            for below, wanted in shape(value):
                yield f".{element}{below}", wanted


def _text(value: Any) -> Iterator[Found]:
    if not isinstance(value, str) or not value:
        yield "", "a text that is not empty"


def _date(value: Any) -> Iterator[Found]:
    if not isinstance(value, str) or day_of(value) is None:
        yield "", "a date that exists, written YYYY, YYYY-MM, YYYY-MM-DD or with a time behind it"


def _boolean(value: Any) -> Iterator[Found]:
    if not isinstance(value, bool):
        yield "", "true or false"


def _object(**shapes: Shape) -> Shape:
    def check(value: Any) -> Iterator[Found]:
        if not is_object(value):
            yield "", "an object"
            return
        for name, shape in shapes.items():
            if value.get(name) is not None:
                for below, wanted in shape(value[name]):
                    yield f".{name}{below}", wanted

    return check


def _list(shape: Shape) -> Shape:
    def check(value: Any) -> Iterator[Found]:
        if not is_list(value):
            yield "", "a list"
            return
        for i, one in enumerate(value):
            for below, wanted in shape(one):
                yield f"[{i}]{below}", wanted

    return check


def _either(one: Shape, several: Shape) -> Shape:
    """Some elements are single in one resource type and a list in another."""
    return lambda value: several(value) if is_list(value) else one(value)


def _number(value: Any) -> Iterator[Found]:
    if isinstance(value, (bool, str)) or is_object(value) or is_list(value):
        yield "", "a number"


_CODING: Final = _object(system=_text, code=_text, display=_text)
_CONCEPT: Final = _object(coding=_list(_CODING), text=_text)
_CONCEPTS: Final = _either(_CONCEPT, _list(_CONCEPT))
_REFERENCE: Final = _object(reference=_text, identifier=_object(system=_text, value=_text), display=_text)
_REFERENCES: Final = _either(_REFERENCE, _list(_REFERENCE))
_PERIOD: Final = _object(start=_date, end=_date)
_QUANTITY: Final = _object(value=_number, code=_text, system=_text, unit=_text)
_VALUES: Final[Mapping[str, Shape]] = {
    "valueBoolean": _boolean,
    "valueCodeableConcept": _CONCEPT,
    "valueDateTime": _date,
    "valueInteger": _number,
    "valuePeriod": _PERIOD,
    "valueQuantity": _QUANTITY,
    "valueString": _text,
}
_IDENTIFIER: Final = _object(system=_text, value=_text)
_BY_SHAPE: Final[tuple[tuple[Shape, str], ...]] = (
    (_text, "id status intent docStatus modelNumber"),
    (
        _CONCEPTS,
        "bodySite clinicalStatus code codeCodeableConcept interpretation locationCode "
        "medicationCodeableConcept method orderDetail outcome reasonCode serviceType severity statusReason "
        "type verificationStatus",
    ),
    (
        _REFERENCES,
        "beneficiary codeReference device insurance medicationReference patient payor performer "
        "reasonReference requester subject",
    ),
    (
        _date,
        "abatementDateTime authoredOn birthDate date dateAsserted effectiveDateTime effectiveInstant end "
        "occurrenceDateTime onsetDateTime performedDateTime recordedDate recordedOn start timingDateTime",
    ),
    (_PERIOD, "effectivePeriod occurrencePeriod onsetPeriod performedPeriod period timingPeriod"),
)
SHAPES: Final[Mapping[str, Shape]] = {
    **{name: shape for shape, names in _BY_SHAPE for name in names.split()},
    **_VALUES,
    "component": _list(_object(code=_CONCEPT, **_VALUES)),
    "deviceName": _list(_object(name=_text)),
    "doNotPerform": _boolean,
    "identifier": _either(_IDENTIFIER, _list(_IDENTIFIER)),
    "quantityQuantity": _QUANTITY,
}
"""How each element that is read is shaped, in the resource types of `READ` that have it."""
READ: Final = frozenset(
    (*KINDS, *ORDER_TYPES, "Coverage", "Organization", "Patient", "Practitioner", "PractitionerRole")
)
_OTHERWISE: Final = frozenset({("AllergyIntolerance", "type")})
"""Elements of the same name that are something else, and are not read."""
