"""YAML as people write it by hand: small mappings on one line, comments above what they are about."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from coverable.base.shape import is_list, is_object
from coverable.document.draft.made import Made
from coverable.document.draft.names import clean

WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z<>(][\w<>()%/.+'*-]*(?:[ :][\w<>()%/.+'*-]+)*", re.ASCII)
_NOT_TEXT = re.compile(r"(?:true|false|yes|no|on|off|null|~|[-+]?[.\d].*|y|n)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


def yaml_text(value: Mapping[str, Any]) -> str:
    """A whole file."""
    return "\n".join(_mapping(value, 0)) + "\n"


def _key(name: str) -> str:
    return name if name in ("on", "no", "yes", "off", "y", "n") else scalar(name)  # YAML 1.2: plain words


def scalar(value: Any) -> str:
    """One value on its line; text that could be taken for something else stands in quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return str(value)
    text = str(value)
    if _DAY.fullmatch(text) or (_PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text)):
        return text
    return json.dumps(clean(text), ensure_ascii=False)


def comment(words: str, indent: int = 0) -> str:
    """One line, whatever the words hold."""
    return f"{' ' * indent}# {clean(words)}"


def flow(value: Any) -> str:
    """A value on one line."""
    if is_object(value):
        return "{" + ", ".join(f"{_key(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if is_list(value):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return scalar(value)


def _mapping(value: Mapping[str, Any], indent: int) -> Iterator[str]:
    for key, below in value.items():
        yield from (comment(c, indent) for c in _comments(below))
        yield from _entry(f"{' ' * indent}{_key(key)}:", below, indent)


def _entry(head: str, value: Any, indent: int) -> Iterator[str]:
    if not is_object(value) and not is_list(value):
        yield f"{head} {scalar(value)}"
    elif _short(value, len(head) + 1):
        yield f"{head} {flow(value)}"
    elif is_object(value):
        yield head
        yield from _mapping(value, indent + 2)
    else:
        yield head
        yield from _items(value, indent + 2)


def _items(value: Any, indent: int) -> Iterator[str]:
    pad = " " * indent
    for below in value:
        yield from (comment(c, indent) for c in _comments(below))
        if not (is_object(below) or is_list(below)) or _short(below, indent + 2):
            yield f"{pad}- {flow(below)}"
            continue
        lines = list(_mapping(below, indent + 2) if is_object(below) else _items(below, indent + 2))
        first = next(i for i, line in enumerate(lines) if not line.lstrip().startswith("#"))
        yield from lines[:first]
        yield f"{pad}- {lines[first].lstrip()}"
        yield from lines[first + 1 :]


def _comments(value: Any) -> list[str]:
    return value.comments if isinstance(value, Made) else []


def _short(value: Any, used: int) -> bool:
    """Whether it stands on one line: nothing below it has a comment, and it is not deep."""
    if not value:
        return True
    return not _said_below(value) and _depth(value) <= 2 and used + len(flow(value)) <= WIDTH


def _said_below(value: Any) -> bool:
    below = list(value.values() if is_object(value) else value)
    return any(_comments(b) or ((is_object(b) or is_list(b)) and _said_below(b)) for b in below)


def _depth(value: Any) -> int:
    if not (is_object(value) or is_list(value)):
        return 0
    return 1 + max((_depth(b) for b in (value.values() if is_object(value) else value)), default=0)
