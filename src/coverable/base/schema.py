"""JSON Schema of a model, with the sentences that stand under its fields as descriptions.

Editors read these schemas; the models themselves stay the judge. The source is only looked at here,
when somebody asks for a schema, so that loading a model costs nothing more.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: type[BaseModel], title: str) -> dict[str, Any]:
    """The schema of files (or messages) of this kind, by the names that are written in them."""
    made = model.model_json_schema(by_alias=True)
    for one in _models(model):
        part = made if one is model else made.get("$defs", {}).get(one.__name__)
        if part is not None:
            _describe(one, part)
    made.pop("title", None)
    return {"$schema": DIALECT, "title": title, **made}


def exactly_one(schema: dict[str, Any], names: list[str]) -> None:
    """Says in a schema that an object holds exactly one of these names."""
    schema["oneOf"] = [{"required": [name]} for name in names]


def _describe(model: type[BaseModel], part: dict[str, Any]) -> None:
    if (model.__doc__ or "").strip() == "":
        part.pop("description", None)
    said = dict(_sentences(model))
    for name, field in model.model_fields.items():
        written = part.get("properties", {}).get(field.alias or name)
        if written is not None and name in said:
            written.setdefault("description", said[name])


def _sentences(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """(field, sentence below it) of a class and its parents."""
    for one in reversed(model.__mro__):
        if one is BaseModel or not issubclass(one, BaseModel):
            continue
        try:
            body = ast.parse(textwrap.dedent(inspect.getsource(one))).body[0]
        except (OSError, TypeError):
            continue  # only compiled files are there: the schema says less, and is the same otherwise
        assert isinstance(body, ast.ClassDef)
        for field, below in zip(body.body, body.body[1:], strict=False):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
                and isinstance(below.value.value, str)
            ):
                yield field.target.id, " ".join(below.value.value.split())


def _models(model: type[BaseModel]) -> list[type[BaseModel]]:
    """The model and every model that its fields lead to."""
    found: dict[type[BaseModel], None] = {}
    stack: list[Any] = [model]
    while stack:
        one = stack.pop()
        if isinstance(one, type) and issubclass(one, BaseModel) and not get_args(one):
            if one not in found:
                found[one] = None
                stack += [field.annotation for field in one.model_fields.values()]
        else:
            stack += get_args(one)
    return list(found)
