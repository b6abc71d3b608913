"""A progress bar for what takes over a second: on a terminal, to standard error, gone when it is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Final

PATIENCE: Final = 1.0
"""Seconds before anything is shown."""


@contextmanager
def progress(what: str) -> Generator[Callable[[int, int], None]]:
    """`told(done, all)` moves the bar; before `PATIENCE` and without a terminal it does nothing.

    No thread draws it, so that the work may fork.
    """
    began, shown = time.monotonic(), sys.stderr.isatty()
    bar: Any = None

    def told(done: int, all: int) -> None:
        nonlocal bar
        if bar is None and shown and time.monotonic() - began > PATIENCE:
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
            bar.add_task(what, total=all)
            bar.start()
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done, total=all)
            bar.refresh()

    try:
        yield told
    finally:
        if bar is not None:
            bar.stop()
