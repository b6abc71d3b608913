"""`make bench`: what deciding costs, next to plain closures and to other engines, on one core.

All that is compared runs in turns, many times over; the table shows medians. It goes to the terminal and
to bench/RESULTS.md. Other engines are compared when `make rivals` has installed them into .bench/.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.check import differences, engine_says
from bench.facts import SUBJECTS
from bench.imports import help_seconds, import_seconds
from bench.ours import Bench, prepare
from bench.planes import ROWS, table
from bench.report import Row, markdown, method, micro, times
from bench.rivals import cql, jsonlogic, zen
from bench.rivals.rival import Absent, PackageNotFoundError, Rival
from coverable.determination.engine import open_engine

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / ".bench"
RESULTS = ROOT / "bench" / "RESULTS.md"
INSTALL = "absent: `make rivals`"
NAMED = (
    "zen-engine, decision",
    "zen-engine, one compiled expression",
    "json-logic (Python)",
    "cql-execution (Node)",
)
BESIDE = "JsonLogic in Rust (datalogic-py)"
Timer = Callable[[], float]


@dataclass(frozen=True)
class Sizes:
    """How much is run."""

    requests: int
    rival_requests: int
    repetitions: int


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few repetitions; writes no results")
    quick = parser.parse_args().quick
    sizes = Sizes(200, 50, 3) if quick else Sizes(1000, 200, 21)
    core = one_core()
    sys.path.append(str(PACKAGES / "python"))
    engine = open_engine()
    benches = [prepare(engine, subject, sizes.requests) for subject in SUBJECTS]
    medians: list[dict[str, float]] = []
    versions: dict[str, str] = {}
    for bench in benches:
        timers, about = timers_of(bench, sizes)
        versions |= about
        medians.append(interleaved(timers, sizes.repetitions))
    rows = [*decision_rows(medians), *rival_rows(medians), *plane_rows(benches, sizes), *start_rows(sizes)]
    text = markdown(rows)
    print(text)
    if not quick:
        made = method(sizes.requests, sizes.rival_requests, sizes.repetitions, core, versions)
        RESULTS.write_text(f"# Benchmark\n\n{text}\n\n{made}", encoding="utf-8")
        print(f"\nwritten to {RESULTS.relative_to(ROOT)}")


def one_core() -> str:
    """Keep to one core, children too."""
    if not hasattr(os, "sched_setaffinity"):
        return "not pinned to a core (the system cannot)"
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return "pinned to one core"


def interleaved(timers: dict[str, Timer], repetitions: int) -> dict[str, float]:
    """The median of each, all running in turns so that a slow moment of the machine meets all alike."""
    seen: dict[str, list[float]] = {name: [] for name in timers}
    for _ in range(repetitions + 1):
        for name, timer in timers.items():
            seen[name].append(timer())
    return {name: median(found[1:]) for name, found in seen.items()}  # the first round only warms up


def timers_of(bench: Bench, sizes: Sizes) -> tuple[dict[str, Timer], dict[str, str]]:
    """Everything to be timed on one policy, and the versions of the rivals that are there."""
    timers: dict[str, Timer] = {
        "closures": bench.closures,
        "signed": bench.signed_reading,
        "answer": bench.answer,
        "rationale": bench.rationale,
        "rationale_json": bench.rationale_json,
        "complete": bench.complete,
        "complete_again": bench.complete_again,
    }
    some = bench.samples[: sizes.rival_requests]
    versions: dict[str, str] = {}
    expected = engine_says(bench.found, bench.tree, bench.subject, some)
    makers: list[Callable[[], Rival]] = [
        lambda: zen.decision(bench.tree, some),
        lambda: zen.expression(bench.tree, some),
        lambda: jsonlogic.python(bench.tree, some),
        lambda: jsonlogic.rust(bench.tree, some),
        lambda: cql.CqlExecution(bench.tree, some, PACKAGES / "node"),
    ]
    for make in makers:
        try:
            rival = make()
            said = rival.said()
        except (Absent, ImportError, PackageNotFoundError, OSError) as why:
            print(f"a rival is left out: {why}", file=sys.stderr)
            continue
        wrong = differences(rival.name, bench.tree, expected, said)
        if wrong:
            print("\n".join([f"{rival.name} decides otherwise and is left out", *wrong[:3]]), file=sys.stderr)
            continue
        timers[rival.name] = rival.seconds
        versions[rival.name] = rival.version
    return timers, versions


def decision_rows(medians: list[dict[str, float]]) -> list[Row]:
    """Coverable against closures."""
    base = [m["closures"] for m in medians]

    def row(what: str, name: str, most: float | None) -> Row:
        cells = tuple(times(m[name], b) for m, b in zip(medians, base, strict=True))
        reached = (
            None if most is None else all(m[name] <= most * b for m, b in zip(medians, base, strict=True))
        )
        return Row(what, cells, f"at most {most:g} × closures" if most else "", reached)

    def complete(what: str, name: str) -> Row:
        cells = tuple(f"{micro(m[name])} ({1 / m[name]:,.0f} a second)" for m in medians)
        return Row(what, cells, "at least 5,000 a second", all(m[name] <= 1 / 5000 for m in medians))

    return [
        Row("closures by hand: outcome, every criterion", tuple(micro(b) for b in base)),
        row("Coverable: outcome, every criterion", "signed", 10),
        row("Coverable: the same, and who must answer an open case (`answer`)", "answer", 10),
        row("Coverable: rationale of an answer (`rationale_view`)", "rationale", 40),
        row("Coverable: rationale as JSON text", "rationale_json", 40),
        complete("Coverable: complete determination, JSON to JSON, worked out anew", "complete"),
        complete("Coverable: the same, facts in cells that were answered before", "complete_again"),
    ]


def rival_rows(medians: list[dict[str, float]]) -> list[Row]:
    """Other engines against Coverable's signed reading; each states outcome and every criterion."""
    rows: list[Row] = []
    for name in (*NAMED, BESIDE):
        if not all(name in m for m in medians):
            rows.append(Row(name, (INSTALL,)))
            continue
        cells = tuple(times(m[name], m["signed"]) for m in medians)
        reached = all(m[name] >= 3 * m["signed"] for m in medians)
        asked = "at least 3 × Coverable" if name in NAMED else ""
        rows.append(Row(name, cells, asked, reached if name in NAMED else None))
    return rows


def plane_rows(benches: list[Bench], sizes: Sizes) -> list[Row]:
    """A million rows at once."""
    tables = [table(bench.found.policy) for bench in benches]
    found = [interleaved({"read": t.read, "evaluate": t.evaluate}, sizes.repetitions) for t in tables]
    return [
        Row(
            f"NumPy, {ROWS:,} rows: read the planes once",
            tuple(f"{f['read'] * 1e3:.2f} ms, {t.planes} planes" for f, t in zip(found, tables, strict=True)),
        ),
        Row(
            "NumPy: every criterion of every row",
            tuple(f"{f['evaluate'] * 1e3:.2f} ms ({f['evaluate'] / f['read']:.1f} ×)" for f in found),
            "at most 8 × reading",
            all(f["evaluate"] <= 8 * f["read"] for f in found),
        ),
    ]


def start_rows(sizes: Sizes) -> list[Row]:
    """Starting the program."""
    imported = median(import_seconds() for _ in range(sizes.repetitions))
    shown = [seconds for _ in range(sizes.repetitions) if (seconds := help_seconds()) is not None]
    helped = Row("`coverable --help`", ("absent: no `coverable.cli.main` yet",), "under 300 ms")
    if shown:
        helped = Row(
            "`coverable --help`", (f"{median(shown) * 1e3:.0f} ms",), "under 300 ms", median(shown) < 0.3
        )
    return [Row("`import coverable`", (f"{imported * 1e3:.1f} ms",), "under 60 ms", imported < 0.06), helped]


if __name__ == "__main__":
    main()
