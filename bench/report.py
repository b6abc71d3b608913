"""The table: what was measured, against what it is held, and whether it reaches it."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy

from bench.planes import BLOCK
from coverable import __version__


@dataclass(frozen=True)
class Row:
    """One measurement. `reached` is None where nothing is asked."""

    what: str
    cells: tuple[str, ...]
    asked: str = ""
    reached: bool | None = None


HEAD = ("", "DME 32", "CG-MED-28", "asked", "reached")


def micro(seconds: float) -> str:
    """A time of one request."""
    return f"{seconds * 1e6:,.1f} µs"


def times(seconds: float, base: float) -> str:
    """A time, and how many times another it is."""
    return f"{micro(seconds)} ({seconds / base:.1f} ×)"


def markdown(rows: Sequence[Row]) -> str:
    """The table, aligned so that it reads well as plain text too."""
    said = {True: "yes", False: "**no**", None: ""}
    lines = [HEAD, *((row.what, *_two(row.cells), row.asked, said[row.reached]) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    out = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([out[0], rule, *out[1:]])


def _two(cells: tuple[str, ...]) -> tuple[str, str]:
    """One value for both policies stands in the first column."""
    return (cells[0], cells[1]) if len(cells) == 2 else (cells[0], "")


def method(
    requests: int, rival_requests: int, repetitions: int, core: str, versions: Mapping[str, str]
) -> str:
    """How the table was made."""
    machine = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, {core}"
    software = [
        f"Coverable {__version__}",
        f"Python {platform.python_version()}",
        f"NumPy {numpy.__version__}",
        *(dict.fromkeys(versions.values()) or ["none of the other engines was installed"]),
    ]
    return METHOD.format(
        machine=machine,
        software=", ".join(software),
        requests=f"{requests:,}",
        rival_requests=rival_requests,
        repetitions=repetitions,
        block=f"{BLOCK:,}",
    )


METHOD = """\
Made by `make bench`, after `make rivals` for the other engines. {machine}.
{software}.

- {requests} random requests for each policy (for other engines the first {rival_requests}), the same in every
  run; each fact is left out with a chance of one in four. Times are processor time for one request: the
  median of {repetitions} repetitions, in which everything ran in turns. The machine may do other things
  meanwhile: compare within a run, never between runs. Only starting the program is timed by the clock.
- First of all, closures, other engines and Coverable were compared: equal outcome and equal value of every
  criterion on every request that is timed. Who must answer an open case, the requester or a reviewer, is not
  asked of the others.
- Closures: `bench/closures.py`, one closure for each criterion over a dict of facts, in the signed reading,
  three-valued. The multiples behind Coverable's times are multiples of theirs; those behind other engines'
  times are multiples of Coverable's outcome with every criterion.
- Coverable evaluates what the signed reading rests on, as the others do. `answer` also works out whether in
  an open case there is still something to ask. A complete determination adds the route, all other readings
  (up to hundreds), what is still needed, flags, the rationale, and the hashes that pin it. What follows from
  the cells alone is kept (at most 5,000 answers): once with all kept answers dropped before every request,
  once where each request lies in cells that were answered before.
- zen-engine and JsonLogic have no unknown: each criterion is two expressions, surely true and surely false.
  CQL has it. zen-engine's decision, an expression node whose lines name one another, is how it is meant to be
  used; the one compiled expression spells every criterion out down to the facts, and so does JsonLogic in
  Rust, which nobody asked for and which stands here to be fair.
- cql-execution: the translated library without its traces to the text, facts as parameters, timed in Node.
- Planes: blocks of {block} rows, 64 rows a word; reading is one `bitwise_or.reduce` of each plane.
"""
