"""The gate in front of a Bundle: what is read of it has the shape that FHIR R4 gives it, or it is refused.

Only elements that are read are looked at, so that a profile's extensions or a newer release's elements stop
nothing; what they say is not read either. Decision 0022 says why this is no library.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from coverable.base.problem import Problem, Refused
from coverable.base.shape import is_list, is_object, kind_of
from coverable.fhir.bundle import Record, Resource
from coverable.fhir.shapes import SHAPES, is_shaped

MAX_PROBLEMS: Final = 50


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


def check_bundle(given: Any, name: str = "$") -> Record:
    """What is given as a record, opened. Refused, with every problem and its JSON path, unless it is a Bundle
    or a list of resources whose elements that we read are shaped as R4 says."""
    if not is_list(given) and not (is_object(given) and isinstance(given.get("resourceType"), str)):
        raise Refused(
            Problem(
                "this is no FHIR Bundle",
                name,
                f"it is {kind_of(given)} without `resourceType`",
                "give a Bundle, or a list of resources; a request of our own needs no --fhir",
            )
        )
    opened = Record(given)
    if not all(map(is_shaped, opened.resources)):
        problems = (
            Problem(
                "an element that is not shaped as FHIR R4 says",
                f"{path}{below}",
                f"it should be {wanted}",
                "correct the resource, or leave it out",
            )
            for path, resource in places(given, name)
            if not is_shaped(resource)
            for below, wanted in SHAPES[resource["resourceType"]].faults(resource)
        )
        raise Refused(islice(problems, MAX_PROBLEMS))
    return opened
