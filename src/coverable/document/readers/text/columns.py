"""Tables that plain text sets in columns by blanks, with cells of several lines.

A label and what hangs beside it, or the columns of a benefit table, as an extraction prints them that keeps
the layout of a page:

    Covered Uses:             Relapsing forms of the disease, with active
                              secondary progression
    Required Medical          1. Confirmed by imaging
    Information:              2. Failure of a first drug

Where no cell goes on under its first line, each line is a row by itself, and nothing is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from coverable.document.layout.markers import marker_of

Segment: TypeAlias = tuple[int, int, int]
"""Words of one line: its number, and where they begin and end in it."""
Paragraph: TypeAlias = tuple[Segment, ...]
Cut: TypeAlias = dict[int, list[tuple[int, int] | None]]
"""Lines by their number, each with the places of its words in each column."""

_WIDE = re.compile(r"(?<=\S) {3,}(?=\S)")
_RULED = re.compile(r"\s*(?:[-=–—|+]\s*){3,}|\s*\.{10,}\s*")
_DEEPEST = 8
"""Characters that a line may stand in from the edge of its column, as the items of a list do."""
_FEWEST = 2
"""Rows of a table."""
_NARROWEST = 8
"""Characters from the edge of a table to its second column."""
_BEGUN = re.compile(r"(?:,|/|&|[-–]|\(|\b(?:of|or|and|the|for|with|to|in|by|a|an))$", re.IGNORECASE)
_SYSTEM = re.compile(r"(?:CPT|HCPCS|CDT|ICD|NDC)\b")
"""A heading among codes, and no word of the one before it."""
_GOES_ON = re.compile(r"[a-z(&/–—-]")
_OPEN = re.compile(r"(?:,|/|&|\s[-–]|\(|\b(?:of|or|and|the|for|with|to|in|by|a|an))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """Lines that are a table: the first, the one behind the last, and its rows of cells of paragraphs."""

    first: int
    last: int
    columns: int
    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]


def tables(lines: Sequence[str]) -> list[Table]:
    """The tables of such columns in the lines of a text, in order."""
    out: list[Table] = []
    at = 0
    while at < len(lines):
        found, at = _table(lines, at, out[-1].last if out else 0)
        out += [found] if found else []
    return out


def _table(lines: Sequence[str], first: int, free: int) -> tuple[Table | None, int]:
    """The table of cells of several lines that begins with a line, if any; and the line to go on with.

    The lines from `free` on belong to no other table.
    """
    edges = _edges(lines[first])
    if len(edges) < 2 or edges[1] - edges[0] < _NARROWEST:
        return None, first + 1
    cut: Cut = {}
    last = first
    for number in range(first, len(lines)):
        line = lines[number]
        if not line.strip():
            if number - last > 2:
                break
            continue
        if _RULED.fullmatch(line):
            continue
        cells = _cells(line, edges)
        if cells is None or not _belongs(cells, line, lines, number, last, edges[1]):
            break
        cut[number], last = cells, number
    hangs = any(sum(cell is not None for cell in cells) == 1 for cells in cut.values())
    if not hangs:
        return None, last + 1  # its lines have the same edges
    if (head := _head(lines, first, free, edges)) is not None:
        cut, first = head | cut, min(head)
    ends = [max((cell[1] for cells in cut.values() if (cell := cells[-1])), default=0)]
    grouped = _rows(cut, lines, [*(edge - 2 for edge in edges[1:]), *ends])
    full = sum(sum(bool(cell) for cell in row) > 1 for row in grouped)
    one = lines[first][: edges[1]].rstrip().endswith(":")  # a label and what hangs beside it is enough
    if full < (1 if one else _FEWEST):
        return None, first + 1
    ends = [max((s[2] for row in grouped for s in row[c]), default=0) for c in range(len(edges))]
    made = tuple(
        tuple(tuple(_paragraphs(cell, lines, end)) for cell, end in zip(row, ends, strict=True))
        for row in grouped
    )
    return Table(first, last + 1, len(edges), made), last + 1


def _head(lines: Sequence[str], first: int, free: int, edges: Sequence[int]) -> Cut | None:
    """The names of the columns right above a table whose first column has none, if they stand there."""
    above = first - 1
    while above >= free and _RULED.fullmatch(lines[above]):
        above -= 1
    cells = _cells(lines[above], edges) if above >= free else None
    if cells is None or cells[0] is not None or sum(cell is not None for cell in cells) < _FEWEST:
        return None
    return {above: cells}


def _edges(line: str) -> list[int]:
    """Where the cells of a line begin; fewer than two for a line of text."""
    if "\t" in line or "|" in line:
        return []
    begins = len(line) - len(line.lstrip())
    edges = [begins, *(m.end() for m in _WIDE.finditer(line))]
    return [] if marker_of(f"{line.strip()} x") else edges


def _cells(line: str, edges: Sequence[int]) -> list[tuple[int, int] | None] | None:
    """The words of a line by columns; None where they stand across an edge, or far from the one before."""
    out: list[tuple[int, int] | None] = []
    if "\t" in line or (line[: edges[0]].strip()):
        return None
    for begin, end in zip(edges, [*edges[1:], len(line) + 2], strict=True):
        words = line[begin : max(begin, end)]
        if end <= len(line) and line[end - 2 : end].strip():
            return None  # words run over the edge of the next column
        inner = len(words) - len(words.lstrip())
        if end > len(line) and _WIDE.search(words):
            return None  # a further column
        if not words.strip():
            out.append(None)
        elif inner > _DEEPEST or (begin == edges[0] and inner > 2):
            return None
        else:
            out.append((begin + inner, begin + len(words.rstrip())))
    return out


def _belongs(
    cells: Sequence[tuple[int, int] | None],
    line: str,
    lines: Sequence[str],
    number: int,
    last: int,
    edge: int,
) -> bool:
    """Whether a line goes on with the table of the line `last`, whose labels end at `edge`."""
    filled = [cell for cell in cells if cell]
    gap = number - last - 1 if number > last else 0
    if cells[0] is None:  # it hangs under the line before
        return gap == 0 or (gap == 1 and marker_of(line.strip()) is not None)
    if marker_of(f"{line.strip()} x") and len(filled) < 2:
        return False
    if len(filled) > 1:
        return True
    # a label alone: it goes on over the next line, or under what hangs beside the one before
    behind = lines[number + 1] if number + 1 < len(lines) else ""
    hangs = bool(behind.strip()) and len(behind) - len(behind.lstrip()) >= cells[0][1]
    words = line.strip()
    if _SYSTEM.match(words):
        return False
    begun = _BEGUN.search(lines[last][:edge].strip()) is not None  # “K02.51 -” / “K02.53”
    beside = bool(lines[last][edge:].strip()) and not words.endswith(":")
    begun = begun or (beside and len(words.split()) == 1)
    return gap == 0 and (hangs or begun or words.endswith(":") or bool(_GOES_ON.match(words)))


@dataclass(frozen=True, slots=True)
class _Habits:
    """How the rows of a table are told apart."""

    apart: bool
    """Empty lines part them."""
    labelled: bool
    """The first column holds labels that end with a colon."""
    small: bool
    """The labels begin with small letters, so that such a letter does not tell that one goes on."""


def _rows(cut: Cut, lines: Sequence[str], limits: Sequence[int]) -> list[list[list[Segment]]]:
    """The lines of a table as rows of cells; `limits` are where the lines of each column have to end."""
    labels = [(n, lines[n][slice(*cells[0])]) for n, cells in cut.items() if cells[0] is not None]
    colons = sum(label.endswith(":") for _, label in labels)
    small = sum(label[:1].islower() for _, label in labels)
    habits = _Habits(_set_apart(cut), 3 * colons >= 2 * len(labels), 2 * small > len(labels))
    rows: list[list[list[Segment]]] = []
    before = next(iter(cut))
    for number, cells in cut.items():
        gap = number - before > 1
        begins = not rows or (cells[0] and (gap or _begins(rows[-1][0], cells[0], number, lines, habits)))
        if begins or _parallel(rows[-1], cells, number, lines, limits):
            rows.append([[] for _ in cells])
        for column, cell in enumerate(cells):
            if cell is not None:
                rows[-1][column].append((number, *cell))
        before = number
    return rows


def _parallel(
    row: Sequence[Sequence[Segment]],
    cells: Sequence[tuple[int, int] | None],
    number: int,
    lines: Sequence[str],
    limits: Sequence[int],
) -> bool:
    """Whether a line without a label is a row by itself: each of its cells begins, though it had room above.

    RSV, adult    60-74 years    Chronic heart or lung disease
                  75 and over    Everyone
    """
    filled = [(c, cell) for c, cell in enumerate(cells) if cell is not None]
    if cells[0] is not None or len(filled) < _FEWEST:
        return False
    return all(_ended(row[c], lines[number][slice(*cell)], lines, limits[c]) for c, cell in filled)


def _ended(cell: Sequence[Segment], words: str, lines: Sequence[str], limit: int) -> bool:
    """Whether the last line of a cell was ended on purpose before these words, which begin something."""
    if not cell or marker_of(words) is not None:
        return False
    number, first, last = cell[-1]
    above = lines[number][first:last]
    room = last + 1 + len(words.split(maxsplit=1)[0]) <= limit
    begins = words[0].isupper() or words[0].isdigit()
    return begins and (room or (words[0] + above[0]).isdigit()) and not _OPEN.search(above)


def _begins(
    label: Sequence[Segment], cell: tuple[int, int], number: int, lines: Sequence[str], habits: _Habits
) -> bool:
    """Whether words in the first column, right under a line with that `label`, begin a row of their own."""
    if not label:
        return True  # above stand the names of the columns
    open_ = " ".join(lines[n][a:b] for n, a, b in label)
    if not lines[number][cell[1] :].strip():
        return open_.endswith(":")  # a label alone goes on with the one before
    if habits.apart or habits.labelled:
        return habits.labelled and open_.endswith(":")
    words = lines[number][slice(*cell)]
    return not (_OPEN.search(open_) or (_GOES_ON.match(words) and not habits.small))


def _set_apart(cut: Cut) -> bool:
    """Whether most groups of lines without an empty one between them have one label: those are the rows."""
    groups: list[list[int]] = []
    for number in cut:
        if groups and number == groups[-1][-1] + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    labels = [sum(cut[n][0] is not None for n in group) for group in groups]
    return len(groups) > _FEWEST and 2 * labels.count(1) >= len(labels) and max(labels) <= _LABEL_LINES


_LABEL_LINES = 3
"""Lines of a label."""


def _paragraphs(cell: Sequence[Segment], lines: Sequence[str], edge: int) -> Iterator[Paragraph]:
    """The words of a cell, apart where an item of a list begins, or a line was ended on purpose.

    `edge` is where the longest line of its column ends.
    """
    rest = list(cell)
    while rest:
        size = 1
        while size < len(rest) and _joined(rest[size - 1], rest[size], lines, edge):
            size += 1
        yield tuple(rest[:size])
        rest = rest[size:]


def _joined(before: Segment, segment: Segment, lines: Sequence[str], edge: int) -> bool:
    """Whether a line of a cell goes on with the one before it."""
    number, first, last = segment
    words = lines[number][first:last]
    above = lines[before[0]][before[1] : before[2]]
    fits = before[2] + 1 + len(words.split()[0]) < edge - _RAGGED
    ended = fits and words[0].isupper() and _OPEN.search(above) is None
    return marker_of(words) is None and not ended


_RAGGED = 4
"""Characters by which a line of running words may stay shorter than it must."""
