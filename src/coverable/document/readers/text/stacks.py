"""Tables that an extraction left with one cell on each line, and an empty line between the rows:

    Procedure
    Status

    Facet joint injection
    Covered

Each group has as many lines as the first, which names the columns. One of the names has to be one that
tables of coverage have, since a poem or an address stands in such groups as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from coverable.document.layout.markers import marker_of
from coverable.document.readers.text.columns import Segment, Table

_NAMED: Final = re.compile(
    r"(?:is\s+it\s+)?(?:covered|coverage|paid|status|position|decision|determination|who\s+qualifies|(?:\w+\s+)?(?:criteria|requirements?|indications?|limits?))\b[^.:;]{0,30}\??"
    r"|(?:to\s+(?:begin|start|continue|go\s+on)|(?:not\s+)?covered\s+(?:when|if|for))\b.{0,30}",
    re.IGNORECASE,
)
_WIDE: Final = re.compile(r"\t|\S {3,}\S|\|")
_NAME: Final = 6
"""Words of the name of a column."""
_FIRST: Final = 12
"""Words of what a row is about."""
_ROWS: Final = 2
"""Rows under the names, and columns, at the least."""
_COLUMNS: Final = 6
"""Columns at the most."""


def stacks(lines: Sequence[str]) -> list[Table]:
    """The tables of such groups in the lines of a text, in order."""
    groups = list(_groups(lines))
    out: list[Table] = []
    at = 0
    while at < len(groups):
        head = groups[at]
        rows = list(takewhile(lambda g: _follows(g, lines), groups[at + 1 :])) if _names(head, lines) else []
        rows = _apart_by_one([head, *rows])
        if len(rows) <= _ROWS or any(len(row) != len(head) for row in rows):
            at += 1
            continue
        cells = tuple(tuple(((_segment(n, lines[n]),),) for n in row) for row in rows)
        out.append(Table(rows[0].start, rows[-1].stop, len(head), cells))
        at += len(rows)
    return out


def _segment(number: int, line: str) -> Segment:
    return number, len(line) - len(line.lstrip()), len(line.rstrip())


def _groups(lines: Sequence[str]) -> Iterator[range]:
    """The lines between empty ones, by their numbers."""
    start: int | None = None
    for number, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = number
        elif not line.strip() and start is not None:
            yield range(start, number)
            start = None


def _apart_by_one(rows: Sequence[range]) -> list[range]:
    """The groups from the first on that one empty line parts."""
    out = list(rows[:1])
    for row in rows[1:]:
        if row.start - out[-1].stop != 1:
            break
        out.append(row)
    return out


def _plain(group: range, lines: Sequence[str]) -> bool:
    several = _ROWS <= len(group) <= _COLUMNS
    return several and not any(_WIDE.search(lines[n]) or marker_of(lines[n].strip()) for n in group)


def _names(group: range, lines: Sequence[str]) -> bool:
    """Whether a group of lines can name columns of a table of coverage."""
    words = [lines[n].strip() for n in group]
    short = all(len(w.split()) <= _NAME and not w.endswith((".", ":", ",", ";")) for w in words)
    return _plain(group, lines) and short and any(map(_NAMED.fullmatch, words[1:]))


def _follows(group: range, lines: Sequence[str]) -> bool:
    """Whether a group of lines can be a row: what it is about stands first, in a few words."""
    first = lines[group.start].strip()
    return _plain(group, lines) and len(first.split()) <= _FIRST and not first.endswith((".", ":"))
