"""A list of an outline that is still open, and what its next item is told by."""

from __future__ import annotations

from dataclasses import dataclass

from coverable.document.criteria.outline.ranks import Ranks
from coverable.document.criteria.quantifiers.quantifier import governing
from coverable.document.criteria.text.entry import Entry
from coverable.document.layout.markers import Marker, marker_of
from coverable.document.source import Block

STEP = 0.75
"""Indents that differ by less than this many characters are the same."""


@dataclass(slots=True)
class OpenList:
    """A list that is still open: the series its markers follow, the last rank, where it stands."""

    entries: list[Entry]
    series: Ranks
    style: str
    indent: float
    depth: int | None


def leads(entry: Entry) -> bool:
    """Whether a paragraph announces a list that has not come yet."""
    text = entry.passage.text
    return not entry.under and (text.endswith((":", " -", " –", "—")) or governing(text) is not None)


def marker_in(block: Block) -> Marker | None:
    """The marker that a block was printed with."""
    return marker_of(f"{block.marker} x") if block.marker else None
