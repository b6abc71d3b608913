"""Every kind of finding that reading a document can raise, wherever it is made known."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from coverable.document.findings import DOUBTS, Doubt

RAISED_IN = ("coverable.document.read", "coverable.document.readers.remarks")
"""Modules that, with those which they import, make all of them known."""


def kinds() -> Mapping[str, Doubt]:
    """Each kind by its id, gravest first, then by name."""
    for module in RAISED_IN:
        import_module(module)
    order = ("high", "medium", "low")
    return dict(sorted(DOUBTS.items(), key=lambda kind: (order.index(kind[1].severity), kind[0])))
