"""`python -m bench.lint`: what linting a policy costs, from files and with the library already read.

Process start and imports are left out. From files: everything that the policy rests on is read and built.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter

from coverable.policy.library import Library
from coverable.proof.lint.run import lint

SEEDS = ("sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01")
DAY = date(2026, 11, 22)
REPEATS = 11
LIMIT = 0.3
"""Seconds that the lint of a seed may take."""


def main() -> None:
    """Measure and print."""
    read = Library()
    for key in read.folders:
        read.policy(key)
    for key in SEEDS:
        fresh = _seconds(lambda key=key: lint(Library(), DAY, [key]))
        again = _seconds(lambda key=key: lint(read, DAY, [key]))
        verdict = "within" if fresh <= LIMIT else "over"
        print(f"{key}: {fresh:.3f} s from files, {again:.3f} s once read; {verdict} {LIMIT} s")
    print(f"whole library: {_seconds(lambda: lint(Library(), DAY), 3):.2f} s from files")


def _seconds(run: Callable[[], object], repeats: int = REPEATS) -> float:
    run()
    took: list[float] = []
    for _ in range(repeats):
        start = perf_counter()
        run()
        took.append(perf_counter() - start)
    return median(took)


if __name__ == "__main__":
    main()
