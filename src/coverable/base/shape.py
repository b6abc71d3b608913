"""Shapes of parsed JSON and YAML, told to the type checker once."""

from __future__ import annotations

from typing import Any, TypeGuard


def is_object(raw: Any) -> TypeGuard[dict[str, Any]]:
    """A JSON object (a mapping with text keys, as our parsers make it)."""
    return isinstance(raw, dict)


def is_list(raw: Any) -> TypeGuard[list[Any]]:
    """A JSON array."""
    return isinstance(raw, list)
