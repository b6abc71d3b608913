"""Headings that only the row of their numbers tells: `(b) Services`, `(c) Manual Sections`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coverable.document.criteria.outline.ranks import Ranks, first_in, next_in
from coverable.document.criteria.positions.judgement import judges
from coverable.document.criteria.quantifiers import quantifier
from coverable.document.layout.markers import Marker, marker_of
from coverable.document.reading import SectionKind
from coverable.document.sections.contents import is_short
from coverable.document.sections.rows import cited, dated
from coverable.document.sections.titles import kind_of
from coverable.document.source import Block

FEWEST = 3
"""Titles in a row."""
ROWS = 3
"""So many rows under a title tell that it is one."""
LONGEST = 8
"""Words of a title."""
_OF_DOCUMENTS: tuple[SectionKind, ...] = (
    "definitions",
    "description",
    "discussion",
    "codes",
    "history",
    "references",
    "legal",
    "keywords",
)
"""Kinds of sections that no criterion is called like."""


@dataclass(frozen=True, slots=True)
class _Title:
    """A short line with a number, that may be a heading."""

    at: int
    marker: Marker


def titled_in_row(blocks: Sequence[Block], contents: range) -> list[int]:
    """The numbered short lines that are the titles of sections, as their row shows.

    A row has at least three titles numbered on from the first, with text under each but the last, and one of
    them is one that only a section can be: no item is called `Definitions`, or stands over citations.
    """
    titles = [
        _Title(i, marker)
        for i, block in enumerate(blocks)
        if i not in contents and (marker := _marker(block)) is not None and not _in_list(i, marker, blocks)
    ]
    out: set[int] = set()
    for row in _rows(titles):
        if row[0] in out:
            continue
        apart = all(b - a > 1 for a, b in pairwise(row))
        if len(row) >= FEWEST and apart and any(_of_document(i, blocks) for i in row):
            out |= {*row}
    return sorted(out)


def _in_list(i: int, marker: Marker, blocks: Sequence[Block]) -> bool:
    """Whether the line goes on with the item right before it, and does not look like a section of its own."""
    before = marker_of(f"{blocks[i - 1].marker} x") if i and blocks[i - 1].marker else None
    follows = before is not None and before.style == marker.style and next_in(before.ranks, marker.ranks)
    return follows and not _of_document(i, blocks)


def _of_document(i: int, blocks: Sequence[Block]) -> bool:
    """Whether a title is one of a section by its name, or by the citations or dated rows right under it.

    Rows under another title, which stands between, are not its own.
    """
    under = blocks[i + 1 : i + 1 + ROWS]
    own = bool(under) and (under[0].marker is not None or not is_short(under[0]))
    return kind_of(blocks[i].text) in _OF_DOCUMENTS or (own and (cited(under) or dated(under)))


def _rows(titles: Sequence[_Title]) -> list[list[int]]:
    """Where the titles stand that go on from each that can be a first one.

    Rows that wait for the same number go on together, so that a long document costs no more than its titles.
    """
    rows: list[list[int]] = []
    waiting: dict[tuple[str, Ranks], list[list[int]]] = {}
    for title in titles:
        style, ranks = title.marker.style, title.marker.ranks
        ahead = [key for key in waiting if key[0] == style and next_in(key[1], ranks)]
        here = [row for key in ahead for row in waiting.pop(key)]
        for row in here:
            row.append(title.at)
        if first_in(ranks):
            rows.append([title.at])
            here.append(rows[-1])
        waiting.setdefault((style, ranks), []).extend(here)
    return rows


def _marker(block: Block) -> Marker | None:
    """The number of a line that may be a title: short, no sentence, and neither a position nor a lead-in."""
    text = block.text
    if not block.marker or block.cell is not None or not is_short(block) or len(text.split()) > LONGEST:
        return None
    if not text[:1].isupper() or text.rstrip().endswith((".", ";", ",", "?", "!")):
        return None
    marker = marker_of(f"{block.marker} x")
    if marker is None or marker.bullet or quantifier.find(text) or judges(text):
        return None
    return marker
