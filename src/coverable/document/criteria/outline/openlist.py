"""A list of an outline that is still open, and what its next item is told by."""

from __future__ import annotations

import re
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
    if entry.under or text.endswith((":", " -", " –", "—")):
        return not entry.under
    found = governing(text)
    ended = found is not None and found.how == "implied" and text.endswith(".")
    return found is not None and not (ended and _POINTS.search(text) is None)


_POINTS = re.compile(r"\b(?:following|below|these|those|listed|as\s+follows)\b", re.IGNORECASE)
"""What announces a list though the sentence has ended: not “… when the criteria in this section are not met.”"""


def marker_in(block: Block) -> Marker | None:
    """The marker that a block was printed with."""
    return marker_of(f"{block.marker} x") if block.marker else None
