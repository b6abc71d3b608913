"""JSON Schema of a plan file."""

from __future__ import annotations

from typing import Any

from coverable.base.schema import schema_of
from coverable.plan.model import PlanFile


def schemas() -> dict[str, dict[str, Any]]:
    """Name to schema: plan."""
    return {
        "plan": schema_of(
            PlanFile, "A plan: its members' line of business, the policies that it uses, its rules"
        )
    }
