"""What programs ask by POST: decide, need, checklist, compare, search. The same functions as the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from coverable.base.problem import refuse
from coverable.base.shape import is_list, is_object
from coverable.determination.checklist import matters, questions
from coverable.determination.decide import determine_or_refusal, dump
from coverable.determination.need import need_view
from coverable.determination.request import parse_json
from coverable.determination.shown import for_provider
from coverable.plan.search import search
from coverable.web import answers
from coverable.web.openapi import DETERMINATIONS, REQUEST, REQUESTS
from coverable.web.screens import Screens
from coverable.web.start import FOUND, read_day

MOST: Final = 1_000
"""Requests decided in one call; more of them are for the command line."""


ASKED: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "asked": {"type": "string", "maxLength": 2_000, "description": "A code, several codes, or words."},
        "plan": {"type": "string", "description": "A plan id, or `PAYER, LINE OF BUSINESS`."},
        "date": {"type": "string", "format": "date", "description": "Date of service; default: today."},
        "provider": {
            "type": "string",
            "description": "NPI; matters where only notified providers are reviewed.",
        },
    },
    "required": ["asked", "plan"],
    "additionalProperties": False,
}
SEARCHED: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "words": {"type": "string", "maxLength": 200},
        "plan": {"type": "string", "maxLength": 200},
        "on": {"type": "string", "format": "date"},
        "limit": {"type": "integer", "minimum": 1, "maximum": 200},
    },
    "required": ["words"],
    "additionalProperties": False,
}


def add(screens: Screens) -> None:
    """The endpoints that take a body."""
    site, api = screens.site, screens.api

    def for_reader(made: Any) -> Any:
        """Where anybody may ask: a determination as a provider sees it, without what an answer would have to
        become and without what is for reviewers and analysts."""
        return for_provider(made) if site.settings.public else made

    def post(
        path: str, summary: str, schema: Mapping[str, Any], gives: Mapping[str, Any] | None = None
    ) -> Callable[[Any], Any]:
        more: dict[str, Any] = {
            "requestBody": {"required": True, "content": {"application/json": {"schema": dict(schema)}}}
        }
        if gives:
            more["responses"] = {"200": {"content": {"application/json": {"schema": dict(gives)}}}}
        return api.post(path, summary=summary, tags=["decide"], openapi_extra=more)

    @post("/check", "Decide one request, or a list of them", REQUESTS, DETERMINATIONS)
    async def check(request: Request) -> Response:
        """As `coverable check --format json`: the same bytes for the same request, library and day."""
        data = parse_json(await request.body(), "the request")
        if not is_list(data):
            made = await site.weighed(data, lambda: for_reader(determine_or_refusal(data, site.engine)))
            if "refused" in made:
                return answers.json({"problems": made["refused"]}, 400)
            return Response(dump(made, 2) + "\n", media_type="application/json")
        if len(data) > MOST:
            why, next = f"at most {MOST:,} are decided in one call", "use `coverable check`"
            raise refuse(f"{len(data):,} requests", "$", why, next)
        each = [(f"$[{at}]", one) for at, one in enumerate(data)]
        made = await run_in_threadpool(
            lambda: [for_reader(determine_or_refusal(one, site.engine, None, at)) for at, one in each]
        )
        return Response(dump(made, 2) + "\n", media_type="application/json")

    @post("/checklist", "The questions of a request, and which still matter", REQUEST)
    async def checklist(request: Request) -> Response:
        """Groups of questions for each line, and the facts whose answer can still change something."""
        data = parse_json(await request.body(), "the request")

        def asked() -> Any:
            made = determine_or_refusal(data, site.engine)
            if "refused" in made:
                return {"problems": made["refused"]}
            return {
                "lines": [
                    {
                        "line": line["line"],
                        "groups": questions(site.engine, line),
                        "matters": None if (open_ := matters(line)) is None else sorted(open_),
                    }
                    for line in made["lines"]
                ]
            }

        made = await site.weighed(data, asked)
        return answers.json(made, 400 if "problems" in made else 200)

    @post("/need", "Is prior authorization needed, which policy, what to send", ASKED)
    async def need(request: Request) -> Response:
        """As `coverable need --format json`."""
        given = read_object(parse_json(await request.body(), "the request"), ASKED)
        day = read_day(given.get("date", ""), site.today)
        return answers.json(need_view(site.engine, given["asked"], given["plan"], day, given.get("provider")))

    @post("/policies", "Find policies", SEARCHED)
    async def policies(request: Request) -> Response:
        """As `coverable policy search --format json`."""
        given = read_object(parse_json(await request.body(), "the request"), SEARCHED)
        day = read_day(given.get("on", ""), None)
        limit = given.get("limit", FOUND)
        return answers.json(search(site.engine.library, given["words"], given.get("plan"), day, limit).view())


TYPES: Final = {"string": str, "integer": int}
LONGEST: Final = 200
"""Characters of a text in a small body, where nothing else is said."""


def read_object(data: Any, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A small body: its fields, of the right kind, and no others. Refused with the JSON path."""
    if not is_object(data):
        raise refuse("this is no object", "$", "fields are needed", "send a JSON object")
    known = schema["properties"]
    for name, value in data.items():
        if name not in known:
            raise refuse(
                f"unknown field `{name[:60]}`",
                f"$.{name[:60]}",
                "it would be ignored",
                f"use {', '.join(known)}",
            )
        kind, most = known[name], known[name].get("maximum")
        fits = isinstance(value, TYPES[kind["type"]]) and not isinstance(value, bool)
        if not fits or (most and not (isinstance(value, int) and 1 <= value <= most)):
            says = f"it is of the type {kind['type']}" + (f", 1 to {most}" if most else "")
            raise refuse(f"`{name}` cannot be taken", f"$.{name}", says, "correct it")
        if isinstance(value, str) and len(value) > kind.get("maxLength", LONGEST):
            says = f"at most {kind.get('maxLength', LONGEST):,} characters are taken"
            raise refuse(f"`{name}` is too long", f"$.{name}", says, "ask for less")
    for name in schema["required"]:
        if name not in data:
            raise refuse(f"`{name}` is missing", "$", "nothing can be looked up without it", f"add `{name}`")
    return data
