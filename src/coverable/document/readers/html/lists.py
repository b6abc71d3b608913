"""The markers that a browser prints before list items (HTML standard, 4.4.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from coverable.document.readers.docx.numbers import roman
from coverable.document.readers.docx.styles import whole

_BULLETS = ("•", "○", "▪")
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_KNOWN = {
    "none": "none",
    "decimal": "decimal",
    "lower-alpha": "lower-alpha",
    "lower-latin": "lower-alpha",
    "upper-alpha": "upper-alpha",
    "upper-latin": "upper-alpha",
    "lower-roman": "lower-roman",
    "upper-roman": "upper-roman",
    "disc": "disc",
    "circle": "circle",
    "square": "square",
    "decimal-leading-zero": "decimal",
}
_SIGNS = {"disc": "•", "circle": "○", "square": "▪"}


@dataclass(frozen=True, slots=True)
class Form:
    """How the items of one list are marked."""

    name: str
    first: int | None
    step: int

    def start(self, items: int) -> int:
        """The number of the first item."""
        if self.first is not None:
            return self.first
        return items if self.step < 0 else 1

    def value(self, entry: Any, count: int) -> int:
        """The number of an item that may set its own."""
        own = whole(entry.get("value"))
        return count if own is None else own


def bullet(depth: int) -> str:
    """The bullet of a level."""
    return _BULLETS[min(depth, 2)]


def marker_form(element: Any, tag: str, depth: int) -> Form:
    """The form that a list's type, style and tag give."""
    styled = _STYLE.search(element.get("style") or "")
    words = styled[1].lower().split() if styled else []
    named = next((_KNOWN[w] for w in words if w in _KNOWN), None)
    kind = element.get("type") or ""
    if named is None:
        named = _TYPES.get(kind) or _KNOWN.get(kind.lower())
    if named is None:
        named = "decimal" if tag == "ol" else bullet(depth)
    reverse = tag == "ol" and element.get("reversed") is not None
    return Form(named, whole(element.get("start")), -1 if reverse else 1)


def printed(form: Form, count: int) -> str | None:
    """The marker of one item; None where the list shows none."""
    if form.name == "none":
        return None
    if form.name in _SIGNS:
        return _SIGNS[form.name]
    if form.name in _BULLETS:
        return form.name
    if count > 0 and form.name.endswith("alpha"):
        letters, rest = "", count
        while rest:
            rest, place = divmod(rest - 1, 26)
            letters = chr(ord("a") + place) + letters
        return f"{letters.upper() if form.name.startswith('upper') else letters}."
    if 0 < count < 4000 and form.name.endswith("roman"):
        figure = roman(count)
        return f"{figure.upper() if form.name.startswith('upper') else figure}."
    return f"{count}."
