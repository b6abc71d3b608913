"""What a call of $questionnaire-package brings, read and checked: coverages, orders, forms, context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from coverable.base.shape import is_list, is_object
from coverable.fhir.answers import fail
from coverable.fhir.bundle import Resource
from coverable.fhir.dtr.changes import read_since
from coverable.fhir.dtr.names import Family
from coverable.fhir.gate import check_bundle
from coverable.fhir.orders import is_order

MOST: Final = 50
"""Parameters of one call."""
_OTHER_ORDERS: Final = ("ImmunizationRecommendation", "SupplyRequest")
"""Orders that DTR takes and no policy of ours is about."""


@dataclass(frozen=True, slots=True)
class Call:
    """The parameters of $questionnaire-package."""

    coverages: tuple[Resource, ...]
    orders: tuple[Resource, ...]
    questionnaires: tuple[str, ...]
    context: str | None
    since: datetime | None
    """When the client took its packages last."""


def given(body: Mapping[str, Any], name: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Each parameter of that name, with its path."""
    for i, one in enumerate(body["parameter"]):
        if one["name"] == name:
            yield one, f"$.parameter[{i}]"


def check_parameters(body: Mapping[str, Any]) -> None:
    """Failed with 400 unless the body is a Parameters resource, each parameter with its name."""
    listed = body.get("parameter")
    if body.get("resourceType") != "Parameters" or not is_list(listed) or not listed or len(listed) > MOST:
        raise fail(
            400, "the body is no Parameters resource", "Parameters",
            f"the operation takes a list `parameter` of 1 to {MOST}", "see docs/fhir.md",
        )  # fmt: skip
    for i, one in enumerate(listed):
        if not is_object(one) or not isinstance(one.get("name"), str):
            raise fail(
                400, "a parameter without a name", f"$.parameter[{i}]", "it says nothing", "add `name`"
            )


def read_call(body: Mapping[str, Any], family: Family) -> Call:
    """The call. Failed with 400, with the path of what is wrong."""
    check_parameters(body)
    coverages = [_resource(one, where, ("Coverage",)) for one, where in given(body, "coverage")]
    if not coverages or (family == "2.2" and len(coverages) > 1):
        raise fail(
            400, f"{len(coverages)} coverages", "Parameters.parameter", "a package is for one coverage",
            "send one parameter `coverage` that holds a Coverage",
        )  # fmt: skip
    orders = [_resource(one, where, None) for one, where in given(body, "order")]
    questionnaires = [_text(one, where, "valueCanonical") for one, where in given(body, "questionnaire")]
    contexts = [_text(one, where, "valueString") for one, where in given(body, "context")]
    if not (orders or questionnaires or contexts):
        raise fail(
            400, "neither order, questionnaire nor context", "Parameters.parameter",
            "one of them tells which forms are meant (dtr-1)", "add an order, a questionnaire or a context",
        )  # fmt: skip
    if len(contexts) > 1:
        raise fail(400, "several contexts", "Parameters.parameter", "a package has one", "send one call each")
    since = [
        read_since(_text(one, where, "valueInstant", "valueDateTime"), where)
        for one, where in given(body, "changedsince")
    ]
    return Call(
        tuple(coverages),
        tuple(orders),
        tuple(dict.fromkeys(questionnaires)),
        next(iter(contexts), None),
        min(since, default=None),
    )


def _resource(one: Mapping[str, Any], where: str, kinds: tuple[str, ...] | None) -> Resource:
    """The resource of a parameter, shaped as R4 says."""
    resource = one.get("resource")
    kind = resource.get("resourceType") if is_object(resource) else None
    if not is_object(resource) or not isinstance(kind, str):
        raise fail(400, "a parameter without its resource", f"{where}.resource", "it is read there", "add it")
    fits = kind in kinds if kinds else kind in _OTHER_ORDERS or is_order(resource)
    if not fits:
        wanted = " or ".join(kinds) if kinds else "an order"
        raise fail(
            400,
            f"a {kind[:60]} that is not {wanted}",
            f"{where}.resource",
            "it is not read here",
            "correct it",
        )
    check_bundle([resource, *_contained(resource)], f"{where}.resource")
    return resource


def _contained(resource: Mapping[str, Any]) -> list[Any]:
    contained = resource.get("contained")
    return [one for one in contained if is_object(one)] if is_list(contained) else []


def _text(one: Mapping[str, Any], where: str, *elements: str) -> str:
    for element in elements:
        value = one.get(element)
        if isinstance(value, str) and value.strip() and len(value) <= 1000:
            return value.strip()
    raise fail(400, "a parameter without its value", f"{where}.{elements[0]}", "it is read there", "add it")
