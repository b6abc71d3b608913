"""Plain data as YAML in the style of the sample library: blocks outside, one line for a small record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from coverable.base.shape import is_list, is_object

_PLAIN = re.compile(r"[a-z][a-z0-9_-]*(?: [a-z0-9_-]+)*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off"}
_LINE = 100


def yaml_text(schema: str, data: dict[str, Any]) -> str:
    """A whole file; its first line names the schema of its kind."""
    return f"# yaml-language-server: $schema={schema}.schema.json\n" + "\n".join(_block(data, "")) + "\n"


def _block(value: dict[str, Any] | list[Any], indent: str) -> Iterator[str]:
    pairs = (
        [(f"{_scalar(k)}:", v) for k, v in value.items()] if is_object(value) else [("-", v) for v in value]
    )
    for head, inner in pairs:
        flat = _flow(inner)
        if not (is_object(inner) or is_list(inner)) or len(indent) + len(head) + len(flat) < _LINE:
            yield f"{indent}{head} {flat}"
            continue
        rows = list(_block(inner, indent + "  "))
        if head == "-":
            yield f"{indent}- {rows[0].lstrip()}"
            yield from rows[1:]
        else:
            yield f"{indent}{head}"
            yield from rows


def _flow(value: Any) -> str:
    if is_object(value):
        return "{" + ", ".join(f"{_scalar(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if is_list(value):
        return "[" + ", ".join(_flow(v) for v in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)
