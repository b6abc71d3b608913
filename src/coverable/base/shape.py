"""Shapes of parsed JSON and YAML, told to the type checker once."""

from __future__ import annotations

from typing import Any, TypeGuard


def is_object(raw: Any) -> TypeGuard[dict[str, Any]]:
    """A JSON object (a mapping with text keys, as our parsers make it)."""
    return isinstance(raw, dict)


def is_list(raw: Any) -> TypeGuard[list[Any]]:
    """A JSON array."""
    return isinstance(raw, list)


def kind_of(raw: Any) -> str:
    """What a refused value is, in a word. Messages about requests never repeat the value itself: it may be
    data of a person, and messages go to screens and logs."""
    if raw is None:
        return "null"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if is_object(raw):
        return "an object"
    if is_list(raw):
        return "a list"
    return "a text" if isinstance(raw, str) else "a number"
