"""A request becomes a determination: every line under every coverage, and what they come to together."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from pydantic_core import to_json

from coverable import __version__
from coverable.base.canonical import digest
from coverable.base.dates import read_day
from coverable.base.problem import Refused
from coverable.base.shape import is_object
from coverable.determination.benefit import check_excluded
from coverable.determination.cover import Covered, cover
from coverable.determination.engine import Engine
from coverable.determination.line import Line, read_line
from coverable.determination.request import Request, read_request
from coverable.determination.steps import combine, next_step
from coverable.determination.view import coverage_view
from coverable.glossary.values import read_facts

SCHEMA_VERSION = 1


def determine(
    data: Any, engine: Engine, as_of: str | None = None, path: str = "$", outlook: bool = True
) -> dict[str, Any]:
    """The determination of one request (parsed JSON) as JSON-ready data; Refused when it cannot be read.

    The same request, library and `as_of` give the same bytes (`dump`). Without `outlook`, for whoever shows
    neither, it is not worked out which facts would settle the outcome and what other readings come to.
    """
    request = read_request(data, path)
    check_excluded(request, engine.plans, path)
    day = _as_of(request, as_of)
    glossary, book = engine.library.glossary, engine.library.book
    shared = read_facts(request.facts, glossary, f"{path}.facts")
    lines = [read_line(request, i, shared, glossary, book) for i in range(len(request.services))]
    out: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "request": request.id,
        "as_of": day.isoformat() if day else None,
        "engine": f"coverable {__version__}",
        "pins": {
            "facts": digest(data),
            "glossary": glossary.sha256,
            "codes": {"icd10cm": book.release("icd10cm")},
        },
    }
    if engine.what_if:
        out["what_if"] = dict(sorted(engine.what_if.items()))
    out["lines"] = [_line(engine, request, line, day, outlook) for line in lines]
    return out


def _as_of(request: Request, given: str | None) -> date | None:
    """The day of looking: given, stated, of receipt, or of the first service (contracts 4)."""
    received = datetime.fromisoformat(request.received).date().isoformat() if request.received else None
    text = given or request.as_of or received or next((s.date for s in request.services if s.date), None)
    return read_day(text) if text else None


def _line(engine: Engine, request: Request, line: Line, as_of: date | None, outlook: bool) -> dict[str, Any]:
    results: list[tuple[Covered, str, list[str]]] = []
    for asked in request.coverages:
        result = cover(engine, request, line, asked, as_of)
        step, reasons = next_step(result, line, request)
        results.append((result, step, reasons))
    outcome, step, flags, reasons = combine(results)
    return {
        "line": line.number,
        "code": line.code,
        "date": line.day.isoformat() if line.day else None,
        "combined": {
            "outcome": outcome,
            "next_step": step,
            "flags": [f.view() for f in flags],
            "review_reasons": reasons,
        },
        "coverages": [
            coverage_view(result, line.facts, step, reasons, outlook) for result, step, reasons in results
        ],
    }


def determine_or_refusal(
    data: Any, engine: Engine, as_of: str | None = None, path: str = "$"
) -> dict[str, Any]:
    """The same, with a refused request as an error row in its place, so that the others run."""
    try:
        if isinstance(data, Refused):
            raise data
        return determine(data, engine, as_of, path)
    except Refused as refused:
        name = data.get("id") if is_object(data) else None
        return {
            "schema_version": SCHEMA_VERSION,
            "request": name if isinstance(name, str) else None,
            "refused": [p.as_json() for p in refused.problems],
        }


def dump(determination: Any, indent: int | None = None) -> str:
    """The determination's bytes: UTF-8 JSON in the contract's order."""
    if indent:
        return json.dumps(determination, ensure_ascii=False, indent=indent)
    return to_json(determination).decode("utf-8")
