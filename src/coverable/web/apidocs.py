"""The documentation for programs, made from the OpenAPI document: a page of ours without any script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import Response

from coverable.web.openapi import describe, properties_of
from coverable.web.screens import Screens


def add(screens: Screens, app: FastAPI) -> None:
    """`/api/docs`, and the document that it shows."""
    describe(app)

    @screens.pages.get("/api/docs")
    async def docs(request: Request) -> Response:
        return screens.page(request, "apidocs.html", {"calls": calls(app.openapi())}, 200, False)


def calls(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every call of an OpenAPI document: method, path, what it does, its parameters and its body."""
    out: list[dict[str, Any]] = []
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            out.append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": call.get("summary", ""),
                    "says": call.get("description", ""),
                    "parameters": [
                        {
                            "name": one["name"],
                            "in": one["in"],
                            "needed": one.get("required", False),
                            "says": one.get("description", one["schema"].get("description", "")),
                        }
                        for one in call.get("parameters", [])
                    ],
                    "body": properties_of(body, document) if body else None,
                }
            )
    return out
