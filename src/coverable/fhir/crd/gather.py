"""What is known for one call: the context, the prefetch, and what the client's FHIR server was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coverable.base.problem import Refused
from coverable.base.shape import is_object
from coverable.fhir.answers import fail
from coverable.fhir.bundle import Record, Resource, own_name
from coverable.fhir.crd.ask import Asking
from coverable.fhir.crd.call import REFERENCE, Call
from coverable.fhir.crd.discovery import declared
from coverable.fhir.elements import at
from coverable.fhir.gate import check_bundle
from coverable.fhir.orders import ORDER_TYPES
from coverable.fhir.payer import Payer
from coverable.fhir.record import Looked, Reader

PERSON = ("subject", "patient", "beneficiary")
"""Elements that name whose resource it is."""


@dataclass(frozen=True)
class Known:
    """Everything that a call can be answered from."""

    orders: tuple[Resource, ...]
    """Those that are asked about, as they came."""
    resources: tuple[Resource, ...]
    """All others; whoever is meant by the patient is named `Patient/id` in them."""
    trouble: str | None
    """Why the client's FHIR server did not give what was asked: in a word, or None."""

    @property
    def record(self) -> Record:
        """Orders first: a draft counts before an older version of it."""
        return Record([*self.orders, *self.resources])

    def beside(self, order: Resource, reader: Reader) -> tuple[Record, Looked]:
        """The order with the record beside it, and what has a meaning there. The record is checked and looked
        through once for all orders; Refused where it is not shaped as FHIR says."""
        check_bundle([order])
        if reader not in self._beside:
            record = check_bundle(list(self.resources))
            self._beside[reader] = record, reader.look(record, 1)
        record, looked = self._beside[reader]
        return record.led_by(order), looked

    @cached_property
    def _beside(self) -> dict[Reader, tuple[Record, Looked]]:
        return {}


async def gather(call: Call, payer: Payer, asking: Asking) -> Known:
    """Gather; Failed with 412 where an order is only named and cannot be had."""
    given = [*call.prefetch.values()]
    held = list(opened(given))
    have = {r["resourceType"] for r in held}
    names = {own_name(r) for r in held}
    paths: list[str] = []
    if "Patient" not in have and "patient" not in call.prefetch:
        paths.append(f"Patient/{call.patient}")
    if "Coverage" not in have and "coverage" not in call.prefetch:
        paths.append(f"Coverage?patient={call.patient}&status=active")
    paths += [name for name in call.named if name not in names]
    essential = len(paths)
    if asking.allowed and asking.token:
        wanted = declared(payer.engine.library.glossary)
        paths += [
            f"{k}?patient={call.patient}"
            for k in wanted
            if k not in have and f"record{k}" not in call.prefetch
        ]
    first = await asking.ask(paths) if essential or asking.allowed else None
    trouble = first.trouble if first else None
    held += _shaped(first.resources) if first else []
    if essential and call.server is None:
        _without(call, held)
    more = list(_payors(held))
    if more and call.server is not None:
        second = await asking.ask(more)
        trouble = trouble or second.trouble
        held += _shaped(second.resources)
    orders = call.orders or tuple(_named(call, held, trouble))
    mine = {own_name(one) for one in orders}
    others = [
        _of(call, one) for one in held if own_name(one) not in mine or one["resourceType"] not in ORDER_TYPES
    ]
    return Known(orders, tuple(others), trouble)


def opened(given: Iterable[Any]) -> Iterator[Resource]:
    """The resources of a prefetch, Bundles opened."""
    return iter(Record([one for one in given if is_object(one)]).resources)


def _shaped(found: Iterable[Any]) -> list[Resource]:
    """Resources of an answer that have the shape of FHIR; the others say nothing."""
    out: list[Resource] = []
    for one in opened(found):
        try:
            check_bundle([one])
        except Refused:
            continue
        out.append(one)
    return out


def _without(call: Call, held: list[Resource]) -> None:
    """Neither prefetch nor a server to ask: 412, unless the coverage was sent (the rest is not demanded)."""
    missing = (
        []
        if "coverage" in call.prefetch or any(r["resourceType"] == "Coverage" for r in held)
        else ["coverage"]
    )
    if missing:
        raise fail(
            412,
            "prefetch is missing",
            "$.prefetch.coverage",
            "without the active Coverage nobody can tell whose rules apply, and no FHIR server was named",
            "send the prefetch of discovery, or `fhirServer` with `fhirAuthorization`",
        )


def _payors(held: Iterable[Resource]) -> Iterator[str]:
    """References to payers that are not at hand."""
    record = Record(list(held))
    for one in record.resources:
        if one["resourceType"] == "Coverage":
            for payor in at(one, ("payor",)):
                reference = payor.get("reference")
                if (
                    isinstance(reference, str)
                    and REFERENCE.fullmatch(reference)
                    and record.find(payor, one) is None
                ):
                    yield reference


def _named(call: Call, held: list[Resource], trouble: str | None) -> Iterator[Resource]:
    for name in call.named:
        found = next((one for one in held if own_name(one) == name), None)
        if found is not None:
            yield found
        elif not call.hook.startswith("encounter-"):
            why = f"the FHIR server {trouble}" if trouble else "neither prefetch nor the FHIR server has it"
            raise fail(
                412,
                "an order cannot be had",
                "$.prefetch",
                why,
                "send the prefetch of discovery with the orders",
            )


def _of(call: Call, resource: Resource) -> Resource:
    """The resource with its person named `Patient/id`, where it is the patient of the call."""
    name = f"Patient/{call.patient}"
    for element in PERSON:
        person = resource.get(element)
        reference = person.get("reference") if is_object(person) else None
        if isinstance(reference, str) and reference != name and reference.endswith(f"/{name}"):
            return {**resource, element: {"reference": name}}
    return resource
