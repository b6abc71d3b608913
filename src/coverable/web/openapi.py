"""The OpenAPI document: what calls take and give, by the schemas that the command line publishes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI

from coverable.base.shape import is_list, is_object
from coverable.determination.schema import schemas

REQUEST: Final[dict[str, Any]] = {"$ref": "#/components/schemas/request"}
REQUESTS: Final[dict[str, Any]] = {"anyOf": [REQUEST, {"type": "array", "items": REQUEST}]}
DETERMINATION: Final[dict[str, Any]] = {"$ref": "#/components/schemas/determination"}
DETERMINATIONS: Final[dict[str, Any]] = {"anyOf": [DETERMINATION, {"type": "array", "items": DETERMINATION}]}
PROBLEMS: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["problems"],
    "properties": {
        "schema_version": {"type": "integer"},
        "problems": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["what", "where", "why", "next"],
                "properties": {name: {"type": "string"} for name in ("what", "where", "why", "next")},
            },
        },
    },
}
STOPPED: Final = {
    "description": "What stops a call: 400 what was sent, 403 its origin, 404 nothing there, 413 too large, "
    "415 no UTF-8, 421 another host name, 503 busy.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/problems"}}},
}


def describe(app: FastAPI) -> None:
    """Give the application its document, made once."""
    made = app.openapi

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _whole(made())
        return app.openapi_schema

    app.openapi = document


def _whole(document: dict[str, Any]) -> dict[str, Any]:
    """Our refusals in place of the framework's, and the shapes of requests and determinations."""
    for methods in document["paths"].values():
        for call in methods.values():
            call["responses"].pop("422", None)
            call["responses"]["4XX"] = STOPPED
            content = call["responses"]["200"].get("content", {}).get("application/json")
            if content is not None and not content.get("schema"):
                content["schema"] = {"type": "object", "required": ["schema_version"]}
    document["components"] = {"schemas": _components()}
    return document


def _components() -> dict[str, Any]:
    """Named schemas; those inside one keep its name before theirs."""
    out: dict[str, Any] = {"problems": PROBLEMS}
    for name in ("request", "determination"):
        schema = schemas()[name]
        out[name] = _moved({k: v for k, v in schema.items() if k not in ("$defs", "$schema")}, name)
        out |= {f"{name}.{part}": _moved(body, name) for part, body in schema["$defs"].items()}
    return out


def _moved(schema: Any, name: str) -> Any:
    if is_list(schema):
        return [_moved(one, name) for one in schema]
    if not is_object(schema):
        return schema
    out = {key: _moved(value, name) for key, value in schema.items()}
    if isinstance(out.get("$ref"), str):
        out["$ref"] = f"#/components/schemas/{name}.{out['$ref'].rpartition('/')[2]}"
    return out


def properties_of(schema: Mapping[str, Any], document: Mapping[str, Any]) -> list[str]:
    """The names of the fields of a body, whatever stands between."""
    while "$ref" in schema or "anyOf" in schema:
        if "anyOf" in schema:
            schema = schema["anyOf"][0]
        else:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return sorted(schema.get("properties", {}))
