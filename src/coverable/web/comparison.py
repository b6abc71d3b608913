"""Screen 4: two payers, or two versions of one policy: what is proved, the rows, the text, the effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from coverable.base.problem import refuse
from coverable.determination.request import parse_json, requests_in
from coverable.document.beside import find_document, may_show
from coverable.document.draft.places import document_form
from coverable.document.textdiff import redline
from coverable.policy.executable import Policy
from coverable.policy.search import one as named
from coverable.proof.difference import difference
from coverable.proof.impact.run import Impact
from coverable.proof.impact.side import open_side
from coverable.proof.impact.summary import Summary
from coverable.proof.sidebyside import side_by_side
from coverable.publish.comparison import comparison_csv, comparison_docx
from coverable.web import answers
from coverable.web.api import read_object
from coverable.web.forms import read_upload, text
from coverable.web.screens import Screens
from coverable.web.start import Day, read_day

Name = Annotated[str, Query(max_length=200, description="A policy: id, id@version, number or title.")]
On = Annotated[
    str, Query(max_length=10, description="Date of service; default: the day on which the newer text begins.")
]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COMPARED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "first": {"type": "string", "description": "A policy: id, id@version, number or title."},
        "second": {"type": "string", "description": "What it is compared with."},
        "on": {
            "type": "string",
            "format": "date",
            "description": "Date of service; default: the day on which the newer text begins.",
        },
    },
    "required": ["first", "second"],
    "additionalProperties": False,
}
KEPT = 64
"""Comparisons kept; each is worked out once for the same two files and day."""


def add(screens: Screens) -> None:
    """The comparison, its files, and the effect on stored requests."""
    site, pages = screens.site, screens.pages
    kept: dict[tuple[str, ...], dict[str, Any]] = {}

    def policies(first: str, second: str) -> tuple[Policy, Policy]:
        library = site.engine.library
        one, other = (library.policy(named(library, name)) for name in (first, second))
        return one, other

    def made(first: str, second: str, on: str) -> dict[str, Any]:
        one, other = policies(first, second)
        day = read_day(on, None)
        key = (one.sha256, one.signoff_sha256, other.sha256, other.signoff_sha256, str(day))
        if key not in kept:
            if len(kept) >= KEPT:
                kept.clear()
            view = side_by_side(difference(site.engine, one, other, day))
            kept[key] = {**view, "redline": text_of(one, other)}
        return kept[key]

    def text_of(one: Policy, other: Policy) -> list[dict[str, Any]] | None:
        """The texts against each other, where both are versions of one policy and may be shown."""
        library, settings = site.engine.library, site.settings
        shown = all(may_show(p, site.engine.plans, settings.public) for p in (one, other))
        if one.id != other.id or not shown:
            return None
        old, new = (find_document(p, library.folders[p.key], settings.documents) for p in (one, other))
        return redline(document_form(old), document_form(new)) if old and new else None

    @screens.get("/compare", "compare.html", "Compare two policies or versions by meaning", heavy=True)
    def compare(first: Name = "", second: Name = "", on: On = "", all: bool = False) -> Mapping[str, Any]:
        """What is proved of each service, example patients, rows by concept, the text of versions."""
        names = [(p.key, f"{p.file.number} {p.file.title} ({p.version})") for p in site.engine.library.all()]
        asked = {"first": first, "second": second, "on": on, "all": all, "policies": names}
        ready = bool(first.strip() and second.strip())
        return {"asked": asked, "compared": made(first, second, on) if ready else None}

    body = {"requestBody": {"required": True, "content": {"application/json": {"schema": COMPARED}}}}

    @screens.api.post(
        "/compare", summary="Compare two policies or versions", tags=["decide"], openapi_extra=body
    )
    async def compared(request: Request) -> Response:
        """As `coverable policy compare --format json`, with the words of the page."""
        given = read_object(parse_json(await request.body(), "the request"), COMPARED)
        view = await site.alone(lambda: made(given["first"], given["second"], given.get("on", "")))
        return answers.json(view)

    @pages.api_route("/compare.csv", methods=["GET", "HEAD"])
    async def table(first: Name, second: Name, on: Day = "") -> Response:
        view = await site.alone(lambda: made(first, second, on))
        return answers.file(comparison_csv(view), "comparison.csv", "text/csv")

    @pages.api_route("/compare.docx", methods=["GET", "HEAD"])
    async def paper(first: Name, second: Name, on: Day = "") -> Response:
        view = await site.alone(lambda: made(first, second, on))
        return answers.file(comparison_docx(view), "comparison.docx", DOCX)

    if site.settings.public:  # requests are not for a public server
        return

    @pages.post("/compare/effect")
    async def effect(request: Request) -> Response:
        """Which of the uploaded requests change outcome; the file is read in memory and not kept."""
        why, next = "requests are read from it", "choose a JSON or .jsonl file"
        form, raw, name = await read_upload(request, why, next)
        first, second = text(form, "first"), text(form, "second")

        def work() -> dict[str, Any]:
            library = site.engine.library
            one, other = policies(first, second)
            counted = Summary(Impact(open_side(library, one.key), open_side(library, other.key), None))
            for _ in counted.count(counted.impact.rows(requests_in(raw, name))):
                pass
            made = counted.view()
            if not counted.requests:
                told = [", ".join(one["refused"]) for one in made["refused"]] or ["the file is empty"]
                why = f"{counted.refused} of its requests cannot be read; the first: {told[0]}"
                raise refuse("no request was read", name, why, "see docs/requests.md for their shape")
            return made

        view = {"asked": {"first": first, "second": second}, "effect": await site.alone(work)}
        return screens.page(request, "effect.html", view)
