"""`python -m bench.impact`: what impact analysis costs over 100,000 stored requests, on one core.

Three stores: requests that differ as those of a day do (some hundred sets of facts), random ones, and random
ones in which every fact brings evidence of its own, so that no piece of JSON stands twice. Everything is
timed from the file to the counts; building the policies is not. Writes bench/RESULTS-impact.md.
"""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from platform import machine, python_version, system
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from bench.facts import DIAGNOSES, UNKNOWN, USUAL
from bench.run import one_core
from coverable.determination.request import read_lines, read_requests
from coverable.policy.library import Library
from coverable.proof.impact.run import Impact
from coverable.proof.impact.side import open_side
from coverable.proof.impact.summary import Summary

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "RESULTS-impact.md"
COUNT, REPETITIONS, ASKED = 100_000, 3, 5.0
"""Requests, repetitions of which the median counts, and the seconds that were asked for."""
DME_32, CG_MED_28 = "sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01"
WIDER = ("in: [approved, cleared, de_novo]", "in: [approved, cleared]")
"""The draft: De Novo devices no longer count."""


@dataclass(frozen=True, slots=True)
class Store:
    """A kind of stored requests."""

    name: str
    kinds: int | None
    """Different sets of facts; None: as random as they come."""
    evidence: bool


STORES = (
    Store("like a day's: 500 sets of facts", 500, False),
    Store("random facts, most sets distinct", None, False),
    Store("random facts, evidence of its own on each: no JSON twice", None, True),
)


def requests(library: Library, store: Store, count: int) -> Iterator[dict[str, Any]]:
    """Requests with their own ids, birth dates, days of service and providers; facts that either asks for."""
    random = Random(20261122)
    glossary = library.glossary
    probes = [p.fact for key in (DME_32, CG_MED_28) for p in library.policy(key).probes]
    names = sorted(set(probes) - {"diagnoses", "service_date", "age"})
    values = {name: list(glossary.facts[name].choices) or [True, False] for name in names}

    def facts() -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name in names:
            if random.random() >= UNKNOWN:
                usual, share = USUAL.get(name, (None, 0.0))
                out[name] = usual if random.random() < share else random.choice(values[name])
        return out

    kept = [facts() for _ in range(store.kinds or 0)]
    for number in range(count):
        stated = random.choice(kept) if kept else facts()
        if store.evidence:
            note = {"kind": "medical_record", "source": f"note {number}", "date": "2026-01-04"}
            stated = {name: {"value": value, "from": [note]} for name, value in stated.items()}
        born = date(1930, 1, 1) + timedelta(days=random.randrange(32_000))
        day = date(2026, 1, 1) + timedelta(days=random.randrange(365))
        yield {
            "id": f"bench-{number}",
            "received": f"{day}T14:{random.randrange(60):02}:{random.randrange(60):02}-05:00",
            "member": {"id": f"M-{number}", "birth_date": born.isoformat()},
            "coverages": [{"payer": "Sentara Health Plan", "line_of_business": "Medicare"}],
            "ordering_provider": {"npi": f"1{random.randrange(3000):09}"},
            "services": [{"line": 1, "code": "E1399", "date": day.isoformat(), "quantity": 1}],
            "diagnoses": random.sample(DIAGNOSES, random.randrange(3)),
            "facts": stated,
        }


def main() -> None:
    """Measure, print and write."""
    core = one_core()
    library = Library()
    lines: list[str] = []
    with TemporaryDirectory() as folder:
        draft = _draft(library, Path(folder))
        sides = ((DME_32, CG_MED_28), (DME_32, str(draft)))
        for store in STORES:
            path = Path(folder) / "stored.jsonl"
            with path.open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(one) + "\n" for one in requests(library, store, COUNT))
            reading = median(_read(path) for _ in range(REPETITIONS))
            for old, new in sides:
                found = [_run(library, old, new, path) for _ in range(REPETITIONS)]
                seconds = median(s for s, _ in found)
                changed = found[0][1].changed
                name = f"{old} → {new if '@' in new else 'a draft without De Novo devices'}"
                reached = "yes" if seconds < ASKED else "**no**"
                lines.append(
                    f"| {store.name} | {name} | {seconds:.1f} s | {seconds / COUNT * 1e6:.0f} µs | "
                    f"{reading / COUNT * 1e6:.0f} µs | {changed:,} | {reached} |"
                )
                print(lines[-1], flush=True)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    text = _page(lines, core, most)
    RESULTS.write_text(text, encoding="utf-8")
    print(f"\nwritten to {RESULTS.relative_to(ROOT)}")


def _draft(library: Library, folder: Path) -> Path:
    here = library.folders[DME_32]
    place = folder / "draft"
    place.mkdir()
    for name in ("policy.yaml", "signoff.yaml"):
        text = (here / name).read_text(encoding="utf-8")
        (place / name).write_text(text.replace(*WIDER), encoding="utf-8")
    return place


def _read(path: Path) -> float:
    start = process_time()
    for _ in read_requests(path):
        pass
    return process_time() - start


def _run(library: Library, old: str, new: str, path: Path) -> tuple[float, Summary]:
    asked = Impact(open_side(library, old), open_side(library, new))
    done = Summary(asked)
    assert asked.edits
    start = process_time()
    for row in asked.rows(read_lines(path)):
        done.add(row)
    seconds = process_time() - start
    assert done.lines == COUNT
    assert not done.refused
    return seconds, done


def _page(lines: list[str], core: str, most: int) -> str:
    return "\n".join(
        [
            "# Benchmark of impact analysis",
            "",
            f"| {COUNT:,} stored requests | compared | time | each | JSON read in the ordinary way | "
            f"changed | under {ASKED:g} s |",
            "|---|---|---|---|---|---|---|",
            *lines,
            "",
            f"Made by `python -m bench.impact`. {system()} on {machine()}, {os.cpu_count()} cores, {core}, "
            f"Python {python_version()}.",
            "",
            f"- Processor time, the median of {REPETITIONS} runs, from the JSON Lines file to counts, "
            "groups, examples and what every changed line still needs; the policies are built before.",
            "- Every request has its own id, member, birth date, receipt and day of service; each fact that "
            "either policy asks for is left out with a chance of one in four.",
            "- JSON read in the ordinary way is `read_requests` alone, as every other command reads it: "
            "strict JSON without doubled keys. Impact reads requests in their usual form from their text.",
            f"- At most {most:,} MB of memory over all runs. Requests are held in blocks of 50,000, so it "
            "does not grow with their number.",
            "- The machine may do other things meanwhile: compare within a run, never between runs.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
