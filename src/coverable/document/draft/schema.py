"""JSON Schema of the analyst's file."""

from __future__ import annotations

from typing import Any

from coverable.base.schema import schema_of
from coverable.document.draft.analyst import AnalystFile


def schemas() -> dict[str, dict[str, Any]]:
    """Name to schema: analyst."""
    return {"analyst": schema_of(AnalystFile, "What a person answers about a policy document that was read")}
