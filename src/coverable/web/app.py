"""The web application: screens and their JSON over one site, behind the guard."""

from __future__ import annotations

import re
from asyncio import create_task, to_thread
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from coverable import __version__
from coverable.base.problem import Problem, Refused
from coverable.document.draft.page import TEMPLATES as DRAFTS
from coverable.logic.prover import load_solver
from coverable.publish.html import TEMPLATES
from coverable.web import (
    answers,
    api,
    apidocs,
    checklist,
    comparison,
    editor,
    ehrform,
    facts,
    launch,
    policies,
    runs,
    start,
    workbench,
)
from coverable.web.guard import Guard, TooLarge, too_large
from coverable.web.screens import Screens
from coverable.web.site import Busy, Ehr, NotThere, Settings, Site

STATIC: Final = Path(__file__).parent / "static"
STYLE: Final = re.compile(r"[a-z][a-z_.-]{0,40}")
MOST: Final = 30_000_000
"""Bytes of one body: the largest document that can be dropped on the workbench."""
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
NOWHERE: Final = "/cds-services/none"
SCREENS: Final = (start, policies, checklist, comparison, workbench, editor, facts, ehrform, launch, runs)


def make_app(settings: Settings | None = None, most: int = MOST) -> FastAPI:
    """The application over a library. Of a request to the pages nothing outlives its answer; what EHRs are
    answered is kept (`fhir.store`)."""
    site = Site(settings or Settings())
    app = FastAPI(
        title="Coverable",
        version=__version__,
        summary="Medical coverage policies: criteria, determinations, comparisons.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=_prepared,
        redirect_slashes=False,  # such a redirect would repeat whatever name a Host header has
    )
    app.state.site, app.state.ready = site, False
    screens = Screens(site)
    for one in SCREENS:
        one.add(screens)
    api.add(screens)
    apidocs.add(screens, app)
    app.include_router(screens.api)
    app.include_router(screens.pages)

    @app.get("/static/{name}.css", include_in_schema=False)
    async def styles(name: str) -> Response:
        """Styles of the pieces that our pages share with the files that are published."""
        folder = next(
            (place for place in (STATIC, TEMPLATES, DRAFTS) if (place / f"{name}.css").is_file()), None
        ) if STYLE.fullmatch(name) else None  # fmt: skip
        if folder is None:
            raise HTTPException(404, "there is no such style")
        return FileResponse(folder / f"{name}.css", headers={"cache-control": "public, max-age=3600"})

    app.mount("/static", _Static(directory=STATIC))
    if site.settings.ehr is not None:
        _for_ehrs(app, site, site.settings.ehr)
    _problems(app, most)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=6)
    app.add_middleware(Guard, most=most, hosts=None if site.settings.public else LOOPBACK)
    return app


@asynccontextmanager
async def _prepared(app: FastAPI) -> AsyncGenerator[None]:
    """What EHRs ask for is made ready before the server listens; what comparisons need, while it does."""
    get_ready(app)
    await _look(app)
    running = create_task(to_thread(load_solver))
    yield
    running.cancel()


async def _look(app: FastAPI) -> None:
    """Call a service that is not there: FastAPI works out each route when one is first looked for, which
    would cost the first call as much as twenty others."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None: ...

    named = [(b"host", b"localhost")]
    await app({
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": NOWHERE, "raw_path": NOWHERE.encode(), "query_string": b"", "root_path": "",
        "headers": named, "client": ("127.0.0.1", 0), "server": ("localhost", 0),
    }, receive, send)  # fmt: skip


def get_ready(
    app: FastAPI, told: Callable[[int, int], None] = lambda done, all: None, shared: bool = False
) -> None:
    """What a server does once before it listens (`fhir.prepare`); somebody may have done it before."""
    payer = getattr(app.state, "payer", None)
    if payer is not None and not app.state.ready:
        from coverable.fhir.prepare import prepare

        prepare(payer, told, shared)
    app.state.ready = True


def _for_ehrs(app: FastAPI, site: Site, ehr: Ehr) -> None:
    """CRD and DTR over the library as it was when the server started: what the workbench writes are drafts,
    which decide nothing."""
    from coverable.fhir.clients import read_clients
    from coverable.fhir.members import read_members
    from coverable.fhir.payer import make_payer
    from coverable.fhir.server import mount
    from coverable.fhir.store import Store

    clients = read_clients(ehr.clients) if ehr.clients else None
    members = read_members(ehr.members) if ehr.members else None
    store, today = Store(ehr.database), site.settings.today
    app.state.payer = make_payer(site.engine, ehr.address, clients, store, day=today, members=members)
    mount(app, app.state.payer)


class _Static(StaticFiles):
    """Files of ours may be kept by the browser; they hold nothing of anybody."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        made = super().file_response(*args, **kwargs)
        made.headers["cache-control"] = "public, max-age=3600"
        return made


def _problems(app: FastAPI, most: int) -> None:
    """Every failure in the four words: what, where, why, next."""

    def said(request: Request, problems: tuple[Problem, ...], status: int) -> Response:
        return answers.problem_answer(problems, status, request.url.path, request.headers)

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        status = 404 if isinstance(error, NotThere) else 503 if isinstance(error, Busy) else 400
        return said(request, error.problems, status)

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        problems = tuple(
            Problem(
                "a part of the address cannot be read",
                ".".join(str(part) for part in one["loc"]),
                str(one["msg"]),
                "correct it",
            )
            for one in error.errors()
        )
        return said(request, problems, 400)

    @app.exception_handler(HTTPException)
    async def absent(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            what, next = "there is no such page", "go to the start page"
        elif error.status_code == 405:
            what, next = "this address does not take that", "see the documentation for programs at /api/docs"
        else:
            what, next = "the request cannot be taken", "correct it, and send it again"
        made = said(request, (Problem(what, request.url.path[:100], error.detail, next),), error.status_code)
        for name, value in (error.headers or {}).items():
            made.headers[name] = value
        return made

    @app.exception_handler(TooLarge)
    async def too_much(request: Request, error: TooLarge) -> Response:
        return said(request, (too_large(most),), 413)
