"""`python -m bench.library`: what a library of a thousand policies costs to check and to search.

The library is made up (bench/made). Each check is a program of its own with an empty, then a filled cache;
searches are timed inside one process, each from a closed index. Written to bench/RESULTS-library.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.made.write import write_library
from coverable.base.share import cores
from coverable.glossary.codebuild import default_path
from coverable.policy.library import Library
from coverable.policy.search import find

RESULTS = Path(__file__).with_name("RESULTS-library.md")
AS_OF = "2026-04-01"
QUESTIONS = (
    "sleep apnea",
    "proton therapy for breast cancer",
    "G47.31",
    "K0011",
    "asthmaa",
    "semaglutide",
    "AL-0200",
    "no such thing",
    "severe",
)
"""Conditions, a title, codes, a slip, a drug, a number, nothing, and a word that most policies hold."""
TURNS = 15


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.library", description=__doc__)
    parser.add_argument("--policies", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        os.environ["COVERABLE_CODES"] = str(default_path())  # made once for a user, not for a library
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        began = time.perf_counter()
        library = write_library(folder / "library", asked.policies, asked.seed)
        print(f"made in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        os.environ["XDG_CACHE_HOME"] = str(folder / "empty")
        rows = [check(library, "check, the first time"), *(check(library, "check, again") for _ in range(3))]
        rows += searches(library)
        text = report(library, rows)
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


def check(library: Path, what: str) -> tuple[str, str]:
    """One `library check` in a process of its own: time on the clock, and time of all cores."""
    program = Path(sys.executable).with_name("coverable")
    before, began = os.times(), time.perf_counter()
    command = [str(program), "library", "check", "--library", str(library), "--as-of", AS_OF]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    took, after = time.perf_counter() - began, os.times()
    if done.returncode not in (0, 1):  # 1: made-up criteria may contradict themselves, and the lint says so
        raise SystemExit(done.stdout.decode()[-2000:])
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return what, f"{took:.1f} s ({used:.1f} s of processor time)"


def searches(library: Path) -> list[tuple[str, str]]:
    """The index made once, then every question many times, with the comparison of all files each time."""
    opened = Library(library)
    began = time.perf_counter()
    find(opened, "anything")
    rows = [("making the search index, files read before", f"{time.perf_counter() - began:.1f} s")]
    # times of files are trusted from two seconds on
    time.sleep(2.5)
    find(opened, "anything")
    every: list[float] = []
    for question in QUESTIONS:
        seen: list[float] = []
        for _ in range(TURNS):
            began = time.perf_counter()
            find(opened, question, limit=10)
            seen.append(time.perf_counter() - began)
        every.append(median(seen))
        rows.append((f"search “{question}”", f"{median(seen) * 1e3:.1f} ms (best {min(seen) * 1e3:.1f} ms)"))
    return [*rows, ("search, median of the questions", f"{median(every) * 1e3:.1f} ms")]


def report(library: Path, rows: list[tuple[str, str]]) -> str:
    policies = len(Library(library).ids())
    versions = list(library.glob("policies/*/*/*"))
    files = sum(1 for _ in library.rglob("*.yaml"))
    size = sum(p.stat().st_size for p in library.rglob("*.yaml")) / 1e6
    table = "\n".join(["| what | time |", "| --- | --- |", *(f"| {a} | {b} |" for a, b in rows)])
    return (
        f"# A library of {policies:,} policies\n\n{table}\n\n## How it was made\n\n"
        f"- `python -m bench.library`: {policies:,} made-up policies in {len(versions):,} versions, "
        f"{files:,} YAML files of {size:.0f} MB, ten plans, five cases a version that the engine decided.\n"
        f"- Python {platform.python_version()}, {platform.system()} {platform.machine()}, {cores()} cores, "
        f"one run; the load of the machine at the end was {os.getloadavg()[0]:.1f}. Where that is more than "
        "the cores, others used it too: then the clock is an upper bound, and processor time is the work.\n"
        "- A check reads every file, builds every version, runs every case, compares citations, sharing and "
        "headers. The first time nothing is kept; then parsed files are, by the hash of their bytes.\n"
        f"- A search includes the comparison of all files with the index; each is the median of {TURNS}.\n"
    )


if __name__ == "__main__":
    main()
