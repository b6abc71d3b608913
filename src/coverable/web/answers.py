"""Answers of the server: a page, JSON, a file to keep, or a problem in its four words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from starlette.responses import HTMLResponse, Response

from coverable import __version__
from coverable.base.problem import Problem
from coverable.determination.decide import SCHEMA_VERSION, dump
from coverable.document.draft.page import TEMPLATES as DRAFTS
from coverable.fhir import answers as fhir
from coverable.publish import html as published

POSTED: Final = frozenset(
    {"load", "send", "sheet", "request", "what-if", "documented", "answers", "sign", "keep", "write", "try"}
    | {"draft.zip", "effect"}
)
"""Ends of addresses to which a page's form is posted."""
TEMPLATES: Final = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def environment() -> Any:
    """Our templates with the pieces of the published pages; everything is escaped."""
    env = published.environment(TEMPLATES, published.TEMPLATES, DRAFTS)
    env.globals.update(version=__version__)
    return env


def html(template: str, status: int = 200, /, **values: Any) -> HTMLResponse:
    """A page, or a piece of one, from its template."""
    return HTMLResponse(environment().get_template(template).render(values), status)


def json(view: Mapping[str, Any], status: int = 200) -> Response:
    """JSON for programs, `schema_version` first."""
    body = {"schema_version": SCHEMA_VERSION, **view}
    return Response(dump(body), status, media_type="application/json")


def file(made: str | bytes, name: str, kind: str) -> Response:
    """A file that the browser keeps and does not open."""
    return Response(made, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def problem_answer(
    problems: Sequence[Problem], status: int, path: str, headers: Mapping[str, str]
) -> Response:
    """What stopped a request: JSON for programs (an OperationOutcome where they speak FHIR), a piece of the
    page for htmx, a page for everybody else."""
    if fhir.is_fhir(path):
        return fhir.problem_answer(problems, status)
    views = [one.as_json() for one in problems]
    if path.startswith("/api") or "text/html" not in headers.get("accept", "text/html"):
        return json({"problems": views}, status)
    piece = "hx-request" in headers
    template = "problems_piece.html" if piece else "problems.html"
    return html(template, status, problems=views, status=status, back=_back(path))


def _back(path: str) -> str | None:
    """The page on which a form stands that was posted to `path`; None for a page of its own."""
    above, _, last = path.rpartition("/")
    return above if last in POSTED and above.startswith(("/checklist", "/workbench", "/compare")) else None


def whole(page: str) -> HTMLResponse:
    """A page that is complete in itself."""
    return HTMLResponse(page)
