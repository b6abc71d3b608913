"""A run to look at: its manifest in words, pages of its worklist, and the runs of a folder."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import refuse
from coverable.claims.folder import Folder, read_json
from coverable.determination.steps import UNFAVOURABLE
from coverable.determination.wording import outcome_words

PAGE: Final = 100
"""Rows of the worklist shown at once."""


def runs_in(folder: Path) -> list[dict[str, Any]]:
    """Every ended run of a folder, newest first: {name, lines, seconds}."""
    out: list[tuple[float, dict[str, Any]]] = []
    for path in sorted(folder.iterdir()):
        manifest = read_json(Folder(path).manifest) if path.is_dir() else None
        if manifest is not None:
            made = Folder(path).manifest.stat().st_mtime
            out.append((made, {"name": path.name, "lines": manifest["lines"], "as_of": manifest["as_of"]}))
    return [one for _, one in sorted(out, key=lambda pair: -pair[0])]


def report(root: Path) -> dict[str, Any]:
    """The manifest of a run with its counts in words. Refused where no run has ended."""
    manifest = read_json(Folder(root).manifest)
    if manifest is None:
        raise refuse(
            f"no run `{root.name[:60]}`",
            "the folder of runs",
            "no review has ended there",
            "name another run, or let it end",
        )
    charts = {
        "Outcomes": {outcome_says(n): c for n, c in manifest["outcomes"].items()},
        "Signals, for people to look at": {n: s["lines"] for n, s in manifest["signals"].items()},
        "Diagnoses, under the policy that governs": manifest["diagnosis_signals"],
        "Facts missing most often": manifest["missing_facts"],
        "Plans": manifest["plans"],
        "Policies": manifest["policies"],
        "Set aside": {n: s["lines"] for n, s in manifest["rejected"].items()},
    }
    says = {n: s["says"] for name in ("signals", "rejected") for n, s in manifest[name].items()}
    return {
        "name": root.name,
        "manifest": manifest,
        "counts": {
            name: {_words(n): c for n, c in counts.items()} for name, counts in charts.items() if counts
        },
        "meanings": {_words(name): text for name, text in says.items()},
    }


def outcome_says(outcome: str) -> str:
    """An outcome in words. A claim rarely says why, so what would weigh against somebody is never final."""
    return f"not final: {outcome_words(outcome)}" if outcome in UNFAVOURABLE else outcome_words(outcome)


def _words(name: str) -> str:
    return name.replace("_", " ")


def worklist(root: Path, start: int = 0) -> dict[str, Any]:
    """A page of the worklist, the most telling lines first: {columns, rows, start, next}."""
    path = Folder(root).worklist
    if not path.exists():
        return {"columns": [], "rows": [], "start": start, "next": None}
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        rows = list(islice(table, start, start + PAGE + 1))
        columns = list(table.fieldnames or ())
    more = len(rows) > PAGE
    shown = [{**row, "outcome": outcome_says(row["outcome"])} for row in rows[:PAGE]]
    return {"columns": columns, "rows": shown, "start": start, "next": start + PAGE if more else None}
