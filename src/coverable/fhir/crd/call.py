"""A hook call as it comes in: read whole, or refused with the JSON path of what breaks CDS Hooks or FHIR.

What we do not know (context, elements, configuration) is passed over (CRD hook-23, found-33, dev-15).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from coverable.base.shape import is_list, is_object, kind_of
from coverable.fhir.answers import Failed, fail
from coverable.fhir.bundle import Record, Resource, own_name, unversioned
from coverable.fhir.crd.versions import FAMILIES, Family
from coverable.fhir.gate import check_bundle
from coverable.fhir.orders import ORDER_TYPES

ORDERS: Final[Mapping[str, str]] = {
    "order-sign": "draftOrders",
    "order-select": "draftOrders",
    "appointment-book": "appointments",
}
"""The context field with the orders of a hook, where it holds them."""
REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "appointment-book": ("userId", "patientId"),
    "encounter-discharge": ("userId", "patientId", "encounterId"),
    "encounter-start": ("userId", "patientId", "encounterId"),
    "order-dispatch": ("patientId",),
    "order-select": ("userId", "patientId"),
    "order-sign": ("userId", "patientId"),
}
"""Texts that the context of a hook must have."""
HOOKS: Final = tuple(REQUIRED)
READ_HERE: Final = frozenset((*ORDER_TYPES, "Coverage", "Organization", "Patient"))
ID: Final = re.compile(r"[A-Za-z0-9\-.]{1,64}")
REFERENCE: Final = re.compile(r"([A-Z][A-Za-z]{2,60})/([A-Za-z0-9\-.]{1,64})")
VERSION: Final = "davinci-crd.requestedVersion"
CONFIGURATION: Final = "davinci-crd.configuration"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a hook."""

    hook: str
    family: Family
    instance: str
    patient: str
    """Id of the Patient in the client's FHIR server."""
    orders: tuple[Resource, ...]
    """Orders that the context holds, in their order."""
    named: tuple[str, ...]
    """`Type/id` of orders (or the encounter) that the context only names."""
    prefetch: Mapping[str, Any]
    configuration: Mapping[str, Any]
    server: str | None
    token: str | None

    def wants(self, option: str) -> bool:
        """Whether a kind of answer is wanted: yes unless the configuration says false."""
        return self.configuration.get(option) is not False

    @property
    def most(self) -> int:
        """How many cards are wanted at most."""
        said = self.configuration.get("max-cards")
        return said if isinstance(said, int) and not isinstance(said, bool) and said >= 0 else 10


def read_call(body: Mapping[str, Any], hook: str, family: Family) -> Call:
    """The call of a service of that hook. Failed: 400, or 422 for a version of CRD that is not spoken."""
    given = _text(body, "hook", "$.hook")
    if given != hook:
        raise _bad(
            "another hook", "$.hook", "the service of this address answers another one", "see discovery"
        )
    instance = _text(body, "hookInstance", "$.hookInstance")
    context = _object(body.get("context"), "$.context")
    for name in REQUIRED[hook]:
        _text(context, name, f"$.context.{name}")
    patient = str(context["patientId"]).removeprefix("Patient/")
    if not ID.fullmatch(patient):
        raise _bad("no id of FHIR", "$.context.patientId", "it is no id of a Patient", "send the id alone")
    prefetch = _object(_given(body, "prefetch"), "$.prefetch")
    extension = _object(_given(body, "extension"), "$.extension")
    configuration = extension.get(CONFIGURATION)
    server, token = _server(body)
    orders = _orders(context, hook)
    for i, one in enumerate(orders):
        _same_person(one, patient, f"$.context.{ORDERS[hook]}.entry[{i}].resource")
    check_bundle(list(orders), "$.context.orders")
    # what is read before a request is made of the record; the rest is looked at then (`bundle_request`)
    held = Record([one for one in prefetch.values() if is_object(one)]).resources
    check_bundle([one for one in held if one["resourceType"] in READ_HERE], "$.prefetch")
    return Call(
        hook,
        _spoken(extension.get(VERSION), family),
        instance,
        patient,
        orders,
        _named(context, hook),
        prefetch,
        configuration if is_object(configuration) else {},
        server,
        token,
    )


def _orders(context: Mapping[str, Any], hook: str) -> tuple[Resource, ...]:
    name = ORDERS.get(hook)
    if name is None:
        return ()
    where = f"$.context.{name}"
    bundle = _object(context.get(name), where)
    entries = bundle.get("entry", [])
    if bundle.get("resourceType") != "Bundle" or not is_list(entries):
        raise _bad("no Bundle", where, f"the context of {hook} has its orders in one", "send a Bundle")
    found: list[Resource] = []
    for i, one in enumerate(entries):
        resource = one.get("resource") if is_object(one) else None
        if not is_object(resource) or not isinstance(resource.get("resourceType"), str):
            raise _bad("an entry without a resource", f"{where}.entry[{i}]", "nothing is ordered", "add it")
        if resource["resourceType"] in ORDER_TYPES:
            found.append(resource)
    if hook == "order-select":
        chosen = context.get("selections")
        if not is_list(chosen) or not all(isinstance(one, str) for one in chosen):
            raise _bad(
                "no selections", "$.context.selections", "they name the orders", "send a list of texts"
            )
        tails = {"/".join(one.rsplit("/", 2)[-2:]) for one in chosen}
        found = [one for one in found if own_name(one) in tails]
    return tuple(found)


def _same_person(order: Resource, patient: str, where: str) -> None:
    """The facts of two people must not be mixed."""
    for element in ("subject", "patient"):
        person = order.get(element)
        reference = person.get("reference") if is_object(person) else None
        if isinstance(reference, str) and unversioned(reference).rpartition("Patient/")[2] != patient:
            why = "its subject is not the Patient of the context"
            raise _bad("an order of another patient", f"{where}.{element}", why, "send one call a patient")


def _named(context: Mapping[str, Any], hook: str) -> tuple[str, ...]:
    """Both shapes of order-dispatch: `order` (2.0), `dispatchedOrders` (2.2); the encounter of the others."""
    if hook.startswith("encounter-"):
        id = str(context["encounterId"]).removeprefix("Encounter/")
        if not ID.fullmatch(id):
            raise _bad("no id of FHIR", "$.context.encounterId", "it is no id of an Encounter", "send the id")
        return (f"Encounter/{id}",)
    if hook != "order-dispatch":
        return ()
    several = context.get("dispatchedOrders")
    given: Sequence[Any] = several if is_list(several) else [context.get("order")]
    out: list[str] = []
    for one in given:
        found = REFERENCE.search(one) if isinstance(one, str) else None
        if found is None or found[1] not in ORDER_TYPES:
            where = "$.context.dispatchedOrders" if is_list(several) else "$.context.order"
            raise _bad("no reference to an order", where, "nothing is dispatched", "name orders as Type/id")
        out.append(found[0])
    if not out:
        raise _bad("no order", "$.context.dispatchedOrders", "nothing is dispatched", "name the orders")
    return tuple(dict.fromkeys(out))


def _server(body: Mapping[str, Any]) -> tuple[str | None, str | None]:
    server, authorization = body.get("fhirServer"), body.get("fhirAuthorization")
    if server is not None and not (isinstance(server, str) and 0 < len(server) <= 500):
        raise _bad("no address", "$.fhirServer", f"it is {kind_of(server)}", "send the address as a text")
    if authorization is None:
        return server, None
    token = _text(
        _object(authorization, "$.fhirAuthorization"), "access_token", "$.fhirAuthorization.access_token"
    )
    if server is None:
        why = "a token is for a server (CDS Hooks: fhirServer is required with fhirAuthorization)"
        raise _bad("`fhirServer` is missing", "$.fhirServer", why, "add it, or leave the token away")
    if not (token.isascii() and token.isprintable()):
        raise _bad(
            "no token", "$.fhirAuthorization.access_token", "it holds characters no header has", "correct it"
        )
    return server, token


def _spoken(asked: Any, family: Family) -> Family:
    if asked is None or not family.current:
        return family
    found = next((one for one in FAMILIES if isinstance(asked, str) and asked[:3] == one.name), None)
    if found is None:
        known = ", ".join(one.name for one in FAMILIES)
        raise fail(
            422,
            "a version of CRD that is not spoken here",
            f"$.extension.{VERSION}",
            f"this service speaks {known}",
            "ask for one of them, or for none",
        )
    return found


def _given(body: Mapping[str, Any], name: str) -> Any:
    """What need not be there, as an empty object where it is not."""
    value = body.get(name)
    return {} if value is None else value


def _text(given: Mapping[str, Any], name: str, where: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value or len(value) > 4000:
        raise _bad(
            f"`{name}` is missing", where, f"it is {kind_of(value)}, and must be a text", f"add `{name}`"
        )
    return value


def _object(value: Any, where: str) -> dict[str, Any]:
    if not is_object(value):
        raise _bad("no object", where, f"it is {kind_of(value)}", "send an object")
    return value


def _bad(what: str, where: str, why: str, next: str) -> Failed:
    return fail(400, what, where, why, next)
