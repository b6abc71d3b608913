"""The endpoints for EHRs as routes of one application, with one way of taking calls and of refusing them.

These are called by machines with JSON, so the guard of the pages holds for them unchanged: a browser that a
page of another site leads here names that site, and is refused. No answer allows other origins. What stops a
call is 4xx with exactly one OperationOutcome; then nothing was kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from traceback import extract_tb
from typing import Any, Final, TypeAlias

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from coverable.base.problem import Problem, Refused
from coverable.determination.request import parse_json
from coverable.fhir.answers import FHIR, JSON, Failed, fail, object_of, problem_answer
from coverable.fhir.payer import Payer

LOG: Final = logging.getLogger("coverable.fhir")
Handler: TypeAlias = Callable[[Request], Coroutine[Any, Any, Response]]


class FhirRoute(APIRoute):
    """A route whose every problem is told as one OperationOutcome (`APIRouter(route_class=FhirRoute)`)."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except Exception as error:
                return told(error, request.url.path)

        return answered


def router(**more: Any) -> APIRouter:
    """A router of endpoints for EHRs: problems as OperationOutcome, not in the API of the pages."""
    return APIRouter(route_class=FhirRoute, include_in_schema=False, **more)


def told(error: Exception, path: str) -> Response:
    """What stopped a call, as its answer. A fault of ours says no more than that; its place is logged."""
    match error:
        case Failed():
            return problem_answer(error.problems, error.status, error.headers)
        case Refused():
            return problem_answer(error.problems, 400)
        case HTTPException():
            problem = Problem("the call cannot be taken", path[:200], error.detail, "see docs/fhir.md")
            return problem_answer([problem], error.status_code, error.headers)
        case RequestValidationError():
            problem = Problem(
                "the address cannot be read", path[:200], "a part is not as it should be", "correct it"
            )
            return problem_answer([problem], 400)
        case _:
            places = (
                f"{one.name} ({one.filename}:{one.lineno})" for one in extract_tb(error.__traceback__)[::-1]
            )
            LOG.error("%s in %s", type(error).__name__, " < ".join(places))
            why = f"a fault of ours ({type(error).__name__}); nothing was decided"
            return problem_answer(
                [Problem("sorry, that failed", path[:200], why, "try again, or tell us")], 500
            )


async def read_object(request: Request, payer: Payer) -> tuple[dict[str, Any], bytes]:
    """The JSON object of a call, and its bytes. Failed: not JSON, too large, nested too deeply."""
    kind = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if kind not in (JSON, FHIR):
        raise fail(
            415,
            "this kind of body is not read",
            "Content-Type",
            "the calls of this server are JSON",
            f"send {JSON}",
        )
    raw = bytearray()
    async for piece in request.stream():
        raw += piece
        if len(raw) > payer.limits.body:
            most = f"at most {payer.limits.body // 1_000_000} MB are taken at once"
            raise fail(413, "what was sent is too large", "the body", most, "send less")
    body = bytes(raw)
    return object_of(parse_json(body, "the body"), "the body"), body


def mount(app: FastAPI, payer: Payer) -> None:
    """Add every endpoint for EHRs to an application."""
    from coverable.fhir.crd import service as crd
    from coverable.fhir.dtr import service as dtr

    app.include_router(crd.router(payer))
    app.include_router(dtr.router(payer))
