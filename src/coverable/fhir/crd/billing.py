"""The billing codes that an order may lead to: its own, and those that it offers (ext-billing-options)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coverable.base.problem import Refused
from coverable.base.shape import is_list, is_object
from coverable.fhir.bundle import Record, Resource
from coverable.fhir.crd.versions import BILLING_OPTIONS
from coverable.fhir.orders import SYSTEMS, codings_of
from coverable.glossary.codes import read_code

MOST = 20
"""Codes of one order that are looked at."""


@dataclass(frozen=True, slots=True)
class Billed:
    """One code as we read it, and the Coding that says it."""

    code: str
    coding: Mapping[str, Any]


def billed(order: Resource, record: Record) -> list[Billed]:
    """Every HCPCS or CPT code, each once: those of the order, else those that it offers."""
    own = list(_read(codings_of(order, record)))
    offered = list(_read(_offered(order)))
    every = {one.code: one for one in [*offered, *own]}
    return list(every.values())[:MOST]


def _read(codings: list[Any]) -> Iterator[Billed]:
    for coding in codings:
        system = SYSTEMS.get(str(coding.get("system"))) if is_object(coding) else None
        code = coding.get("code") if system else None
        if not isinstance(code, str):
            continue
        try:
            read = read_code(f"{system}:{code}")
        except Refused:
            continue
        yield Billed(read, {"system": coding["system"], "code": code})


def _offered(value: Any) -> list[Any]:
    """Codings of the billing options, wherever in the order they stand (the guide puts them on codes)."""
    out: list[Any] = []
    left: list[Any] = [value]
    while left:
        one = left.pop()
        if is_list(one):
            left += reversed(one)
        elif is_object(one):
            if one.get("url") == BILLING_OPTIONS:
                concept = one.get("valueCodeableConcept")
                codings = concept.get("coding") if is_object(concept) else None
                out += codings if is_list(codings) else []
            else:
                left += [v for k, v in reversed(one.items()) if k != "contained"]
    return out
