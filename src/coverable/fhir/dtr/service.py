"""The DTR endpoint: packages of forms, one question after the other, value sets, tokens; both versions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import Response

from coverable.base.problem import Problem
from coverable.base.shape import is_object
from coverable.fhir import answers, server
from coverable.fhir.answers import fail, fhir_json, outcome
from coverable.fhir.dtr.access import Access, Denied
from coverable.fhir.dtr.adaptive import next_question, response_of
from coverable.fhir.dtr.calls import check_parameters, given
from coverable.fhir.dtr.capability import capability, root_of, smart_configuration
from coverable.fhir.dtr.expand import expand
from coverable.fhir.dtr.names import FAMILIES, Family
from coverable.fhir.dtr.packages import packages
from coverable.fhir.payer import Payer
from coverable.fhir.store import instant

Operation = Callable[[dict[str, Any], str], dict[str, Any]]
"""(body, who calls) to the answer."""
FORM: Final = "application/x-www-form-urlencoded"
NO_STORE: Final = {"cache-control": "no-store", "pragma": "no-cache"}


def router(payer: Payer) -> APIRouter:
    """Every route of DTR, in each version that is spoken."""
    out = server.router()
    access, loaded = Access(payer), payer.clock()
    for family in FAMILIES:
        _public(out, payer, access, family)
        _operations(out, payer, access, family, loaded)
    return out


def _public(out: APIRouter, payer: Payer, access: Access, family: Family) -> None:
    """What anybody may ask: what the endpoint can do, and how a token is had."""
    root = root_of(family)

    @out.get(f"{root}/metadata")
    async def metadata() -> Response:
        return fhir_json(capability(payer, family))

    @out.get(f"{root}/.well-known/smart-configuration")
    async def smart() -> Response:
        return fhir_json(smart_configuration(payer, family), media=answers.JSON)

    @out.post(f"{root}/token")
    async def token(request: Request) -> Response:
        """RFC 6749: its problems have its own shape."""
        try:
            granted = await access.token(await _form(request), payer.at(f"{root}/token"))
        except Denied as why:
            made = fhir_json({"error": why.error, "error_description": why.says}, why.status, answers.JSON)
        else:
            made = fhir_json(granted, media=answers.JSON)
        made.headers.update(NO_STORE)
        return made


def _operations(out: APIRouter, payer: Payer, access: Access, family: Family, loaded: datetime) -> None:
    root = root_of(family)

    def now() -> str:
        return payer.clock().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    async def call(request: Request, resource: str, name: str, operation: Operation) -> Response:
        """One operation, logged by hashes of what came in and went out."""
        client = access.enter(request.headers.get("authorization"), resource)
        body, raw = await server.read_object(request, payer)
        made = fhir_json(operation(body, client))
        _log(payer, client, name, raw, made)
        return made

    @out.post(f"{root}/Questionnaire/$questionnaire-package")
    async def questionnaire_package(request: Request) -> Response:
        def found(body: dict[str, Any], client: str) -> dict[str, Any]:
            return packages(body, payer, family, now(), loaded, client)

        return await call(request, "Questionnaire", "questionnaire-package", found)

    @out.post(f"{root}/Questionnaire/$next-question")
    async def next_(request: Request) -> Response:
        def asked(body: dict[str, Any], client: str) -> dict[str, Any]:
            return next_question(response_of(body), payer, family, client)

        return await call(request, "Questionnaire", "next-question", asked)

    @out.post(f"{root}/Questionnaire/$log-questionnaire-errors")
    async def log_errors(request: Request) -> Response:
        return await call(request, "Questionnaire", "log-questionnaire-errors", _told)

    @out.post(f"{root}/ValueSet/$expand")
    async def expand_(request: Request) -> Response:
        def listed(body: dict[str, Any], _: str) -> dict[str, Any]:
            return expand(_named(body), payer, now())

        return await call(request, "ValueSet", "expand", listed)

    @out.get(f"{root}/ValueSet/$expand")
    async def expand_query(request: Request) -> Response:
        access.enter(request.headers.get("authorization"), "ValueSet")
        return fhir_json(expand(dict(request.query_params), payer, now()))


def _named(body: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of $expand by name."""
    check_parameters(body)
    out: dict[str, Any] = {}
    for one in body["parameter"]:
        values = [value for name, value in one.items() if name.startswith("value")]
        if one["name"] in out:
            raise fail(400, "a parameter twice", "Parameters.parameter", "one would silently win", "keep one")
        if values:
            out[one["name"]] = values[0]
    return out


def _told(body: dict[str, Any], _: str) -> dict[str, Any]:
    """What a client found wrong with a form. The log keeps that it was told, by hash; no word of it, as
    somebody may have written of a patient."""
    check_parameters(body)
    named = [one.get("valueCanonical") for one, _ in given(body, "questionnaire")]
    said = [one.get("resource") for one, _ in given(body, "operationOutcome")]
    if not named or not all(isinstance(one, str) and one for one in named) or not said:
        raise fail(
            400, "a form or what is wrong with it is missing", "Parameters.parameter",
            "errors are told of a form", "send `questionnaire` (a canonical) and `operationOutcome`",
        )  # fmt: skip
    for one in said:
        if not is_object(one) or one.get("resourceType") != "OperationOutcome" or not one.get("issue"):
            what, why = "no OperationOutcome", "it says what is wrong"
            raise fail(400, what, "Parameters.parameter.resource", why, "send one with its issues")
    done = Problem("the errors were taken down", "Parameters", "thank you", "nothing else is needed")
    made = outcome([done], 200)
    made["issue"][0] |= {"severity": "information", "code": "informational"}
    return made


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form body; {} where it is none, or too large for a token request."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    raw = b""
    async for piece in request.stream():
        raw += piece
        if len(raw) > 50_000:
            raise Denied("invalid_request", "the request is too large", 413)
    if kind != FORM:
        raise Denied("invalid_request", f"the request must be {FORM}")
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, max_num_fields=20)
    except (UnicodeDecodeError, ValueError):
        raise Denied("invalid_request", "the request cannot be read") from None
    if len({name for name, _ in pairs}) != len(pairs):
        raise Denied("invalid_request", "a parameter stands twice")
    return dict(pairs)


def _log(payer: Payer, client: str, name: str, raw: bytes, made: Response) -> None:
    payer.store.log(
        at=instant(payer.clock()), client=client, service=f"dtr/{name}", instance="", status=made.status_code,
        asked=hashlib.sha256(raw).hexdigest(), answered=hashlib.sha256(bytes(made.body)).hexdigest(),
    )  # fmt: skip
