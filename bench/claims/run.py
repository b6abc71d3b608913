"""What reviewing claims costs, side by side: `python -m bench.claims.run --rows 10000000` writes
bench/CLAIMS.md.

Every measure runs in a process of its own, bound to one core or two, one after the other; the rows are made
up (`coverable claims synth`). Machines are noisy: ratios of processor seconds are what to look at.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coverable.claims.synth.write import synth

PAGE = Path(__file__).parents[1] / "CLAIMS.md"
DIRT = 0.0005


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    found: str
    asked: str
    reached: bool | None


def measure(name: str, path: Path, cores: str = "0", **more: str) -> dict[str, Any] | None:
    """The figures of one measure on these cores; None where it could not run."""
    command = ["taskset", "-c", cores, sys.executable, "-m", "bench.claims.measures", name, str(path)]
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}  # as on a user's machine
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**kept, **more})
    lines = [one for one in done.stdout.splitlines() if one.startswith("{")]
    if done.returncode or not lines:
        sys.stderr.write(f"{name}: {done.stderr[-2000:]}\n")
        return None
    found: dict[str, Any] = json.loads(lines[-1])
    sys.stderr.write(f"{name} on {cores}: {json.dumps(found)}\n")
    return found


def rate(found: dict[str, Any], seconds: str = "cpu") -> str:
    return f"{found['rows'] / found[seconds] / 1e6:,.1f} M rows/s"


def table_of(folder: Path, rows: int, large: int) -> list[Row]:
    """All measures, small ones first."""
    arrow, parquet = made(folder, rows, "arrow"), made(folder, rows, "parquet")
    out: list[Row] = []
    deciding = measure("deciding", arrow)
    if deciding:
        enough = deciding["rows"] / deciding["cpu"] >= 20e6
        out.append(
            Row("deciding from mapped Arrow, no writing, one core", rate(deciding), "20 M rows/s", enough)
        )
        first = f"{deciding['first_cpu'] - deciding['cpu']:.1f} s"
        out.append(Row("before that, once: library, codes, each combination that occurs", first, "", None))
    kept = folder / "reviewed"
    one = measure("whole_run", parquet, WORKERS="1", REVIEWED=str(kept))
    base = measure("reading_and_writing", parquet, REVIEWED=str(kept))
    ours = measure("reviewing", parquet)
    rival = folder / "rival"
    rival.mkdir(exist_ok=True)
    duck, polars = measure("duckdb_sql", parquet, RIVAL=str(rival)), measure("polars_sql", parquet)
    alike = measure("agreeing", parquet, REVIEWED=str(kept), RIVAL=str(rival))
    if base and ours:
        out.append(
            Row(
                "reading the columns and writing the results (pyarrow)",
                f"{base['cpu']:.1f} s, {rate(base)}",
                "",
                None,
            )
        )
        ratio = ours["cpu"] / base["cpu"]
        found = f"{ours['cpu']:.1f} s, {rate(ours)}: {ratio:.2f} ×"
        out.append(Row("Coverable: read, decide with flags, write", found, "at most 2 ×", ratio <= 2))
        for name, other, wanted in (("DuckDB", duck, 3.0), ("Polars", polars, 1.0)):
            if other:
                times = other["cpu"] / ours["cpu"]
                found = f"{other['cpu']:.1f} s: {times:.1f} × ours"
                out.append(
                    Row(
                        f"{name}, the same logic as two statements",
                        found,
                        f"at least {wanted:g} ×",
                        times >= wanted,
                    )
                )
            else:
                out.append(
                    Row(
                        f"{name}, the same logic as two statements",
                        "did not run",
                        f"at least {wanted:g} ×",
                        None,
                    )
                )
    if alike:
        share = f"{alike['alike']:,} of {alike['rows']:,}"
        out.append(Row("lines of which DuckDB's statements say the same as ours", share, "", None))
    out += two_cores(one, measure("whole_run", parquet, "0,1", WORKERS="2"))
    same, spark = measure("spark_identity", parquet, "0,1"), measure("spark_deciding", parquet, "0,1")
    if same and spark:
        ratio = spark["seconds"] / same["seconds"]
        found = f"{same['seconds']:.0f} s, {spark['seconds']:.0f} s: {ratio:.2f} ×"
        out.append(
            Row(
                "Spark local[2]: identity, deciding (`mapInArrow`, wall clock)",
                found,
                "at most 2 ×",
                ratio <= 2,
            )
        )
    if large:
        claims = made(folder, large, "parquet")
        big = measure("whole_run", claims, WORKERS="1")
        out += two_cores(big, measure("whole_run", claims, "0,1", WORKERS="2"))
        if big:
            out.append(
                Row(
                    f"{large:,} rows, whole run: private memory at the most",
                    f"{big['peak']:.0f} MB",
                    "under 600 MB",
                    big["peak"] < 600,
                )
            )
            out.append(
                Row(f"{large:,} rows, whole run, one process", f"{big['cpu']:.0f} s, {rate(big)}", "", None)
            )
    return out


def two_cores(one: dict[str, Any] | None, two: dict[str, Any] | None) -> list[Row]:
    """What a second process gains; each starts, and decides what occurs, by itself, which tells on short runs."""
    if not one or not two:
        return []
    gain = one["seconds"] / two["seconds"]
    found = f"{one['seconds']:.0f} s, {two['seconds']:.0f} s: {gain:.2f} ×"
    what = f"{one['rows']:,} rows, whole run, one process and two (wall clock)"
    return [Row(what, found, "at least 1.7 ×", gain >= 1.7)]


def made(folder: Path, rows: int, ending: str) -> Path:
    """The made-up lines, made once."""
    path = folder / f"{rows}.{ending}"
    if not path.exists():
        synth(path, rows, 1, DIRT)
    return path


def page(rows: int, table: list[Row]) -> str:
    """The page as it is committed."""
    out = [
        "# Reviewing claims: what it costs",
        "",
        f"{rows:,} made-up claim lines of 39 columns (`coverable claims synth --seed 1 --dirty {DIRT}`), about 6 % of them with a",
        "code that a policy lists, 2 % governed by one. Processor seconds, on machines that other work shares; `make claims-bench` measures again.",
        "DuckDB and Polars write what ours writes, lines that a policy governs apart from the others: the SQL that the two",
        "policies export on the first, with plan, code, day and notice written by hand; flags of codes (the states and",
        "Excludes1 pairs of the few codes that occur are written into the statement), age and notice on all. They leave out",
        "what policies remark, wrong rows, and the worklist, which ours has.",
        "",
        "| | found | asked | reached |",
        "|---|---|---|---|",
    ]
    reached = {True: "yes", False: "**no**", None: ""}
    out += [f"| {r.what} | {r.found} | {r.asked} | {reached[r.reached]} |" for r in table]
    return "\n".join(out) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument(
        "--large", type=int, default=50_000_000, help="rows of the run whose memory is measured; 0: none"
    )
    parser.add_argument("--folder", type=Path, default=Path("/tmp/coverable-claims"))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(asked.rows, table_of(asked.folder, asked.rows, asked.large)), encoding="utf-8")


if __name__ == "__main__":
    main()
