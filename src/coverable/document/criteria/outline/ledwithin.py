"""A paragraph between an item and its list: “1. A limitation of mobility. / A limitation is one that: / a. … / b. … / 2. …”."""

from __future__ import annotations

from coverable.document.criteria.outline.openlist import STEP, OpenList, marker_in
from coverable.document.criteria.outline.ranks import first_in, next_in
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.quantifiers.quantifier import governing
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.frames import CLAUSE
from coverable.document.source import Block


def leads_within(block: Block, following: list[Block], open_: list[OpenList]) -> bool:
    """Whether a paragraph leads a list of the item before it: the list of that item goes on after it.

    “1. A limitation of mobility. / A limitation is one that: / a. … / b. … / 2. …”
    """
    marker = marker_in(following[0]) if following else None
    if not block.text.endswith(":") or marker is None or judgement(block.text) is not None:
        return False
    outer = open_[-1]
    named = _names(outer.entries[-1])
    if governing(block.text) is not None and not named:
        return False  # an item that lost its marker
    if outer.style == marker.style and (marker.bullet or next_in(outer.series, marker.ranks)):
        return False
    if not (marker.bullet or first_in(marker.ranks)):
        return False
    before = named and any(e.under and governing(e.passage.text) for e in outer.entries[:-1])
    for later in following[1:]:
        if (found := marker_in(later)) is None or later.kind == "heading":
            return before
        if not found.bullet and found.style == outer.style and next_in(outer.series, found.ranks):
            return abs(outer.indent - later.indent) <= STEP
    return before


def _names(entry: Entry) -> bool:
    """Whether an item with a letter or number is but a name: “A. Ulcers at home:”, over what is asked for there."""
    text = entry.passage.text.rstrip(":")
    bare = entry.label is not None and not entry.under and len(text.split()) <= _NAME
    return bare and text[-1:].isalnum() and CLAUSE.search(text) is None and governing(text) is None


_NAME = 8
"""Words of a name."""
