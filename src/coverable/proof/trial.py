"""A policy version as somebody is writing it: what the lint says, and whether its cases hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from coverable.base.problem import Refused
from coverable.determination.engine import Engine, open_engine
from coverable.determination.exercise import exercise
from coverable.policy.overlay import overlay
from coverable.policy.signing import as_approved
from coverable.proof.lint.rule import SEVERITIES
from coverable.proof.lint.run import counted, lint


def trial(root: Path, policy: str, version: str, files: Mapping[str, str], day: date) -> dict[str, Any]:
    """JSON-ready: {counts, findings, tests, problems}; `files` by name (`policy.yaml`, `signoff.yaml`, ...).

    Nothing is kept. What cannot be read at all is among `problems`, with file:line:column. The cases of a
    draft are decided as they would be once it is approved: as a draft it decides none, and an older version
    would answer in its place.
    """
    key = f"{policy}@{version}"
    with overlay(root, policy, version, files) as top:
        try:
            engine = open_engine(top)
            found = [one for one in lint(engine.library, day, [key]) if one.subject == key]
        except Refused as refused:
            return {**NOTHING, "problems": [one.as_json() for one in refused.problems]}
        try:
            tests, problems = _exercised(engine, top, key, files, day), []
        except Refused as refused:
            tests, problems = None, [one.as_json() for one in refused.problems]
        rows = sorted((one.view() for one in found), key=lambda row: SEVERITIES.index(row["severity"]))
    return {"counts": counted(found), "findings": rows, "tests": tests, "problems": problems}


def _exercised(engine: Engine, top: Path, key: str, files: Mapping[str, str], day: date) -> Mapping[str, Any]:
    if engine.library.signoff(key).encoding.status == "approved":
        return exercise(engine, key, day.isoformat())
    policy, _, version = key.partition("@")
    signed = (engine.library.folders[key] / "signoff.yaml").read_text(encoding="utf-8")
    with overlay(top, policy, version, {**files, "signoff.yaml": as_approved(signed)}) as then:
        approved = open_engine(then)
        try:
            approved.library.policy(key)
        except Refused:  # it could not be approved as it is; then the cases are those of a draft
            return exercise(engine, key, day.isoformat())
        return exercise(approved, key, day.isoformat())


NOTHING: Mapping[str, Any] = {"counts": {}, "findings": [], "tests": None, "problems": []}
"""What is said of a version that cannot be read at all."""
