"""Runs a campaign of numbered documents on several cores and prints what became of them."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

ReadOne = Callable[[int], str]
"""Reads the document of a number and says what became of it; “WRONG …” where that must not be."""

_AT_ONCE = 50


def run(read_one: ReadOne, about: str | None, count: int) -> int:
    """Read documents as the command line asks for; 1 where one of them is wrong, else 0."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--count", type=int, default=count)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    last = chosen.first + chosen.count
    chunks = [range(at, min(at + _AT_ONCE, last)) for at in range(chosen.first, last, _AT_ONCE)]
    total: Counter[str] = Counter()
    with ProcessPoolExecutor(chosen.workers) as pool:  # a crash of a library ends the pool, and the run
        for found in pool.map(partial(_read_many, read_one), chunks):
            total += found
    for what, times in sorted(total.items()):
        print(f"{times:7}  {what}")
    return 1 if any(what.startswith("WRONG") for what in total) else 0


def _read_many(read_one: ReadOne, numbers: range) -> Counter[str]:
    return Counter(read_one(number) for number in numbers)
