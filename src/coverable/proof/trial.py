"""A policy version as somebody is writing it: what the lint says, and whether its cases hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from coverable.base.problem import Refused
from coverable.determination.engine import open_engine
from coverable.determination.exercise import exercise
from coverable.policy.overlay import overlay
from coverable.proof.lint.rule import SEVERITIES
from coverable.proof.lint.run import counted, lint


def trial(root: Path, policy: str, version: str, files: Mapping[str, str], day: date) -> dict[str, Any]:
    """JSON-ready: {counts, findings, tests, problems}; `files` by name (`policy.yaml`, `signoff.yaml`, ...).

    Nothing is kept. What cannot be read at all is among `problems`, with file:line:column.
    """
    key = f"{policy}@{version}"
    with overlay(root, policy, version, files) as top:
        try:
            engine = open_engine(top)
            found = [one for one in lint(engine.library, day, [key]) if one.subject == key]
        except Refused as refused:
            return {**NOTHING, "problems": [one.as_json() for one in refused.problems]}
        try:
            tests, problems = exercise(engine, key, day.isoformat()), []
        except Refused as refused:
            tests, problems = None, [one.as_json() for one in refused.problems]
        rows = sorted((one.view() for one in found), key=lambda row: SEVERITIES.index(row["severity"]))
    return {"counts": counted(found), "findings": rows, "tests": tests, "problems": problems}


NOTHING: Mapping[str, Any] = {"counts": {}, "findings": [], "tests": None, "problems": []}
"""What is said of a version that cannot be read at all."""
