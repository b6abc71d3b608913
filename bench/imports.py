"""How long the program takes to start: fresh interpreters, one after the other."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from time import perf_counter

_IMPORT = "from time import perf_counter as t; s = t(); import coverable; print(t() - s)"
_HELP = "import sys; sys.argv = ['coverable', '--help']; from coverable.cli.main import main; main()"


def import_seconds() -> float:
    """`import coverable`, measured inside a fresh interpreter."""
    done = subprocess.run([sys.executable, "-c", _IMPORT], check=True, capture_output=True, text=True)
    return float(done.stdout)


def help_seconds() -> float | None:
    """`coverable --help` from start to end, the interpreter's own start included; None without it."""
    if find_spec("coverable.cli.main") is None:
        return None
    start = perf_counter()
    subprocess.run([sys.executable, "-c", _HELP], check=True, capture_output=True)
    return perf_counter() - start
