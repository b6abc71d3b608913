"""`coverable check --fhir`: Bundles instead of requests; what is left out of one goes to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from coverable.base.problem import Refused, refuse
from coverable.base.shape import is_object

if TYPE_CHECKING:
    from coverable.determination.engine import Engine

Placed = tuple[str, Any]
"""(place, parsed JSON or Refused)."""


def requests_of(records: Iterable[Placed], orders: list[str], engine: Engine) -> Iterator[Placed]:
    """(place, request or Refused) of every Bundle; `orders` names those that are asked about."""
    from coverable.fhir.dtr.inbundle import with_answers
    from coverable.fhir.intake import bundle_request
    from coverable.fhir.record import compile_record

    reader = compile_record(engine.library.glossary)
    for place, data in _whole(records):
        if isinstance(data, Refused):
            yield place, data
            continue
        try:
            made = bundle_request(data, reader, orders or None, engine.plans, place)
            made = with_answers(made, data, engine, place)
        except Refused as refused:
            yield place, refused
            continue
        for one in made.left_out:
            sys.stderr.write(f"{place}: left out: {one}\n")
        yield place, made.request


def _whole(records: Iterable[Placed]) -> Iterator[Placed]:
    """A JSON list was taken apart as a list of requests: of single resources it is one record again."""
    parts: list[Any] = []
    first = ""
    for place, data in records:
        if place.endswith("]") and is_object(data) and data.get("resourceType", "Bundle") != "Bundle":
            if parts and place.endswith("$[0]"):  # the next file
                yield first, parts
                parts = []
            first = first or place.removesuffix("[0]")
            parts.append(data)
            continue
        if parts:
            yield first, parts
            parts, first = [], ""
        yield place, data
    if parts:
        yield first, parts


def as_asked(fhir: bool, orders: list[str]) -> Callable[[Iterable[Placed], Engine], Iterable[Placed]]:
    """What turns the input into requests. Refused when orders are named and no Bundle is given."""
    if orders and not fhir:
        raise refuse(
            "`--order` without `--fhir`", "--order", "a request of our own lists its services", "add --fhir"
        )
    return lambda given, engine: requests_of(given, orders, engine) if fhir else given
