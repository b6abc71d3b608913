"""Work shared among the cores of this machine, where that is safe: forks that see what was read.

Results come in order and are those of one process; only the time differs.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

R = TypeVar("R")
WORTH: Final = 200
"""With fewer pieces than this, starting processes costs more than it saves."""
_SOON: Final = 8
_work: list[Callable[[int], Any]] = []


def share(
    work: Callable[[int], R], pieces: int, told: Callable[[int, int], None] = lambda done, all: None
) -> Iterator[R]:
    """`work(0)`, `work(1)` ... in order. What `work` changes outside its result may be lost."""
    if pieces < WORTH or cores() < 2 or sys.platform != "linux" or threading.active_count() > 1:
        for i in range(pieces):
            yield work(i)
            told(i + 1, pieces)
        return
    # a fork copies memory only where it is written, and collecting garbage writes everywhere
    gc.collect()
    gc.freeze()
    _work.append(work)
    try:
        with multiprocessing.get_context("fork").Pool(cores()) as pool:
            for i, result in enumerate(pool.imap(_run, range(pieces), _SOON)):
                yield result
                told(i + 1, pieces)
    finally:
        _work.pop()


def _run(i: int) -> Any:
    return _work[-1](i)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
