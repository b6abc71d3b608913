"""Bullets that an extraction dropped: an empty line is left where each of them stood.

Signs of symbol fonts have no letter. An extraction that prints every marker on a line of its own keeps “o”
and “–” and leaves nothing of those: the bullets of the outer list and of an inner one are both an empty line.
The connectors between the items tell that they are items, and an item of a kept list that announces a list
tells which of them are its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coverable.document.criteria.positions.judgement import judges
from coverable.document.criteria.text.connectors import alone
from coverable.document.layout.lines import Line
from coverable.document.layout.markers import JOINED, marker_of

LONE = re.compile(r"[-–—•●▪o]")
"""A bullet that is alone on its line."""
FEWEST = 3
"""Bullets on lines of their own that tell how the extraction prints them."""
OUTER, INNER = "■", "□"
"""What is put where a dropped one stood: signs that the rest of such a text does not have."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines from one empty line, marker or connector to the next."""

    first: int
    last: int
    marker: str | None
    """The bullet that stands alone over them."""
    gap: bool
    """Whether an empty line stands before them."""
    text: str
    announces: bool
    """Whether one of the lines ends with a colon; a box of the margin may stand behind it."""


def with_lost_bullets(lines: Sequence[Line]) -> tuple[list[Line], tuple[int, ...]]:
    """The lines with a bullet where one was dropped, and which lines these are."""
    lone = [line.text for line in lines if line.cell is None and LONE.fullmatch(line.text)]
    if len(lone) < FEWEST or any(sign in line.text for line in lines for sign in (OUTER, INNER)):
        return list(lines), ()
    runs = _runs(lines)
    out, put = list(lines), list[int]()
    announcing: str | None = None
    inner = False
    for n, run in enumerate(runs):
        if alone(run.text):
            inner = False
        elif run.marker is not None:
            if run.announces or run.marker == announcing:
                announcing = run.marker if run.announces else None
            inner = False
        elif _is_item(runs, n):
            inner = inner or announcing is not None
            announcing = None
            out[run.first] = _marked(lines[run.first], INNER if inner else OUTER)
            put.append(run.first)
    return out, tuple(put)


def _runs(lines: Sequence[Line]) -> list[_Run]:
    out: list[_Run] = []
    begun: list[int] = []
    marker: str | None = None

    def end() -> None:
        nonlocal begun
        if begun:
            texts = [lines[i].text for i in begun]
            announces = any(text.endswith(":") for text in texts)
            gap = lines[begun[0]].gap > 0
            out.append(_Run(begun[0], begun[-1], marker, gap, " ".join(texts), announces))
            begun = []

    for i, line in enumerate(lines):
        lone = line.cell is None and LONE.fullmatch(line.text) is not None
        single = lone or alone(line.text) is not None
        if single or line.gap or line.cell is not None or (begun and alone(lines[begun[-1]].text)):
            end()
            marker = None
        if lone:
            marker = line.text
        else:
            begun.append(i)
    end()
    return out


def _is_item(runs: Sequence[_Run], n: int) -> bool:
    """Whether connectors say that a paragraph behind an empty line is one of a list."""
    run = runs[n]
    if not run.gap or marker_of(run.text) or judges(run.text):
        return False
    before = runs[n - 1].text if n else ""
    if JOINED.search(run.text) or JOINED.search(before) or alone(before):
        return True
    behind = n + 1
    inner = run.text.endswith(":") and behind < len(runs) and runs[behind].marker is not None
    while inner and behind < len(runs) and runs[behind].marker == runs[n + 1].marker:
        behind += 1
    return behind < len(runs) and alone(runs[behind].text) is not None


def _marked(line: Line, sign: str) -> Line:
    skip = len(sign) + 1
    return replace(
        line, text=f"{sign} {line.text}", parts=tuple(replace(p, at=p.at + skip) for p in line.parts)
    )
