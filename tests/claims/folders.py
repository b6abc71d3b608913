"""Claims as files, and the folders of runs as what they hold."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

USUAL: dict[str, Any] = {
    "claim": "C1",
    "line": 1,
    "member": "M1",
    "birth_date": "1980-05-02",
    "provider": "1992999999",
    "plan": "healthy-blue/medicaid",
    "service_date": "2026-03-02",
    "code": "97033",
    "units": 1,
    "dx1": "L74.512",
}


def one_file(path: Path, *rows: dict[str, Any]) -> Path:
    """A file of lines that say what is usual, and what a test is about."""
    full = [{**USUAL, "claim": f"C{i}", **row} for i, row in enumerate(rows, 1)]
    names = dict.fromkeys(name for row in full for name in row)
    pq.write_table(pa.table({name: [row.get(name) for row in full] for name in names}), path)
    return path


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a run by name, the time that it took left out."""
    out = {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    manifest = json.loads(out["manifest.json"])
    manifest.pop("time")
    out["manifest.json"] = json.dumps(manifest).encode()
    return out


def lines_of(folder: Path) -> pa.Table:
    """The decided lines of a run, in the order of its inputs."""
    table = pq.read_table(folder / "lines")
    places = [(one["source"], one["row"]) for one in table.select(["source", "row"]).to_pylist()]
    order = sorted(range(len(places)), key=places.__getitem__)
    return table.take(order)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def manifest(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
