"""How the elements that we read are shaped in FHIR R4, declared once and told in two ways.

`is_shaped` is one look by msgspec at everything that is read of a resource; `Shape.faults` says in words what
is wrong with one that failed, and where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from msgspec import Meta, ValidationError, convert, defstruct

from coverable.base.shape import is_list, is_object
from coverable.fhir.bundle import Resource
from coverable.fhir.elements import day_of
from coverable.fhir.orders import ORDER_TYPES
from coverable.glossary.resources import KINDS

Found = tuple[str, str]
"""(where below the value, what it should be)."""


class _Day:
    """In place of a date that exists."""


class _Number:
    """In place of a number, whole or decimal."""


_DAY, _NUMBER = _Day(), _Number()


def _told(wanted: type, value: Any) -> Any:
    if wanted is _Day and isinstance(value, str) and day_of(value) is not None:
        return _DAY
    if wanted is _Number and not isinstance(value, (bool, str, dict, list)):
        return _NUMBER
    raise ValueError("another shape")


@dataclass(frozen=True, slots=True)
class Shape:
    """How an element is shaped: as a type for one look at all of it, and as words for what is wrong in it."""

    type: Any
    """For `msgspec.convert`."""
    faults: Callable[[Any], Iterator[Found]]
    """Nothing, where the value is of the type."""


def _plain(type: Any, wanted: str) -> Shape:
    """A value that is right or wrong as a whole."""

    def faults(value: Any) -> Iterator[Found]:
        try:
            convert(value, type, dec_hook=_told)
        except ValidationError:
            yield "", wanted

    return Shape(type, faults)


def _object(**shapes: Shape) -> Shape:
    def faults(value: Any) -> Iterator[Found]:
        if not is_object(value):
            yield "", "an object"
            return
        for name, shape in shapes.items():
            if value.get(name) is not None:
                for below, wanted in shape.faults(value[name]):
                    yield f".{name}{below}", wanted

    fields = [(name, shape.type | None, None) for name, shape in shapes.items()]
    return Shape(defstruct("Shaped", fields, gc=False), faults)


def _list(shape: Shape) -> Shape:
    def faults(value: Any) -> Iterator[Found]:
        if not is_list(value):
            yield "", "a list"
            return
        for i, one in enumerate(value):
            for below, wanted in shape.faults(one):
                yield f"[{i}]{below}", wanted

    return Shape(list[shape.type], faults)


def _one_or_several(shape: Shape) -> Shape:
    """Some elements are single in one resource type and a list in another."""
    several = _list(shape)
    return Shape(
        shape.type | several.type,
        lambda value: several.faults(value) if is_list(value) else shape.faults(value),
    )


_TEXT: Final = _plain(Annotated[str, Meta(min_length=1)], "a text that is not empty")
_DATE: Final = _plain(_Day, "a date that exists, written YYYY, YYYY-MM, YYYY-MM-DD or with a time behind it")
_BOOLEAN: Final = _plain(bool, "true or false")
_NUMERIC: Final = _plain(_Number, "a number")
_CODING: Final = _object(system=_TEXT, code=_TEXT, display=_TEXT)
_CONCEPT: Final = _object(coding=_list(_CODING), text=_TEXT)
_CONCEPTS: Final = _one_or_several(_CONCEPT)
_REFERENCE: Final = _object(reference=_TEXT, identifier=_object(system=_TEXT, value=_TEXT), display=_TEXT)
_REFERENCES: Final = _one_or_several(_REFERENCE)
_PERIOD: Final = _object(start=_DATE, end=_DATE)
_QUANTITY: Final = _object(value=_NUMERIC, code=_TEXT, system=_TEXT, unit=_TEXT)
_VALUES: Final[Mapping[str, Shape]] = {
    "valueBoolean": _BOOLEAN,
    "valueCodeableConcept": _CONCEPT,
    "valueDateTime": _DATE,
    "valueInteger": _NUMERIC,
    "valuePeriod": _PERIOD,
    "valueQuantity": _QUANTITY,
    "valueString": _TEXT,
}
_IDENTIFIER: Final = _object(system=_TEXT, value=_TEXT)
_BY_SHAPE: Final[tuple[tuple[Shape, str], ...]] = (
    (_TEXT, "id status intent docStatus modelNumber"),
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
        _DATE,
        "abatementDateTime authoredOn birthDate date dateAsserted effectiveDateTime effectiveInstant end "
        "occurrenceDateTime onsetDateTime performedDateTime recordedDate recordedOn start timingDateTime",
    ),
    (_PERIOD, "effectivePeriod occurrencePeriod onsetPeriod performedPeriod period timingPeriod"),
)
_ELEMENTS: Final[Mapping[str, Shape]] = {
    **{name: shape for shape, names in _BY_SHAPE for name in names.split()},
    **_VALUES,
    "component": _list(_object(code=_CONCEPT, **_VALUES)),
    "deviceName": _list(_object(name=_TEXT)),
    "doNotPerform": _BOOLEAN,
    "identifier": _one_or_several(_IDENTIFIER),
    "quantityQuantity": _QUANTITY,
}
"""How each element that is read is shaped."""
_OTHERWISE: Final = {"AllergyIntolerance": ("type",)}
"""Elements of the same name that are something else, and are not read."""
_RESOURCE: Final = _object(**_ELEMENTS)
SHAPES: Final[Mapping[str, Shape]] = {
    **dict.fromkeys(
        (*KINDS, *ORDER_TYPES, "Coverage", "Organization", "Patient", "Practitioner", "PractitionerRole"),
        _RESOURCE,
    ),
    **{
        kind: _object(**{name: shape for name, shape in _ELEMENTS.items() if name not in names})
        for kind, names in _OTHERWISE.items()
    },
}
"""The resource types that are read, and how what is read of them is shaped."""


def is_shaped(resource: Resource) -> bool:
    """Whether what we read of a resource has its shape, told by one look in C."""
    shape = SHAPES.get(resource["resourceType"])
    if shape is not None:
        try:
            convert(resource, shape.type, dec_hook=_told)
        except ValidationError:
            return False
    return True
