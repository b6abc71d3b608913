"""The CDS Hooks service over HTTP: discovery, hooks and feedback of both version families."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from coverable.base.problem import refuse
from coverable.base.shape import is_list, is_object
from coverable.fhir import server
from coverable.fhir.answers import JSON, fail, fhir_json
from coverable.fhir.clients import Client
from coverable.fhir.crd.ask import Asking
from coverable.fhir.crd.call import HOOKS, read_call
from coverable.fhir.crd.discovery import discovery, service_id
from coverable.fhir.crd.gather import gather
from coverable.fhir.crd.respond import respond
from coverable.fhir.crd.token import Door
from coverable.fhir.crd.versions import FAMILIES, Family
from coverable.fhir.payer import Payer
from coverable.fhir.store import instant

MOST = 100
"""Feedbacks in one call."""


def router(payer: Payer) -> APIRouter:
    """Discovery, hooks and feedback, below `/cds-services` (2.2) and `/r/2.0.1/cds-services` (2.0)."""
    out = server.router()
    door = Door(payer)
    for family in FAMILIES:
        _add(out, payer, family, door)
    return out


def _add(out: APIRouter, payer: Payer, family: Family, door: Door) -> None:
    services = {service_id(hook): hook for hook in HOOKS}

    @out.get(family.root)
    async def discover() -> Response:
        return fhir_json(discovery(payer, family), media=JSON)

    @out.post(family.root + "/{service}")
    async def hook(service: str, request: Request) -> Response:
        name = _known(services, service)
        client = await door.enter(request, payer.at(f"{family.root}/{service}"))
        body, raw = await server.read_object(request, payer)
        call = read_call(body, name, family)
        known = await gather(call, payer, Asking(payer, call.server, call.token, client))
        made = respond(call, known, payer, _name(client))
        answer = fhir_json(made.body, media=JSON)
        payer.store.keep(
            made.kept,
            at=instant(payer.clock()),
            client=_name(client),
            service=f"{family.name} {service}",
            instance=call.instance[:200],
            status=200,
            asked=sha256(raw).hexdigest(),
            answered=sha256(bytes(answer.body)).hexdigest(),
        )
        return answer

    @out.post(family.root + "/{service}/feedback")
    async def feedback(service: str, request: Request) -> Response:
        _known(services, service)
        client = await door.enter(request, payer.at(f"{family.root}/{service}/feedback"))
        body, _ = await server.read_object(request, payer)
        at = instant(payer.clock())
        rows = [{"at": at, "client": _name(client), "service": service, **row} for row in read_feedback(body)]
        payer.store.feedback(rows)
        return fhir_json({}, media=JSON)


def read_feedback(body: Mapping[str, Any]) -> list[dict[str, str]]:
    """{card, outcome, reason} of each entry; what a person wrote is not kept. Refused: 400."""
    given = body.get("feedback")
    if not is_list(given) or len(given) > MOST:
        raise refuse("no feedback", "$.feedback", f"a list of up to {MOST} is expected", "send `feedback`")
    out: list[dict[str, str]] = []
    for i, one in enumerate(given):
        card = one.get("card") if is_object(one) else None
        outcome = one.get("outcome") if is_object(one) else None
        if not isinstance(card, str) or not 0 < len(card) <= 100 or outcome not in ("accepted", "overridden"):
            why = "it names the card, and the outcome `accepted` or `overridden`"
            raise refuse("a feedback that cannot be read", f"$.feedback[{i}]", why, "correct it")
        override = one.get("overrideReason")
        reason = override.get("reason") if is_object(override) else None
        code = reason.get("code") if is_object(reason) else None
        out.append({"card": card, "outcome": outcome, "reason": code[:200] if isinstance(code, str) else ""})
    return out


def _known(services: Mapping[str, str], service: str) -> str:
    if service not in services:
        known = ", ".join(services)
        raise fail(404, "no such service", "the address", f"there are {known}", "see discovery")
    return services[service]


def _name(client: Client | None) -> str:
    return client.name if client else ""
