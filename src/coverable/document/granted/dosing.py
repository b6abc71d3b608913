"""Doses between criteria: “Dosing. Approve ONE of the following (A or B): A. … B. …”, and then item 2 of the criteria.

What stands there says how much of a drug is approved once its criteria are met; it is no criterion, and does not end
the list that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from coverable.document.criteria.positions.judgement import judges
from coverable.document.layout.markers import CONNECTOR, Marker, Series, marker_of
from coverable.document.patterns import begins_small
from coverable.document.source import Block

_DOSING: Final = re.compile(
    r"(?:Dosing|Dosage|Doses?)(?:\s+(?:in|for|of|when|limits?)\b[^.:]{0,80})?\s*[.:](?=\s|$)", re.IGNORECASE
)
_NOTE: Final = re.compile(r"(?:notes?|for example)\b", re.IGNORECASE)


def dosed(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that only say doses: a label, and the items under it up to the next item of a list that was open."""
    out: list[Block] = []
    open_: Ranks = {}
    at = 0
    while at < len(blocks):
        marker = _marker(blocks[at])
        if marker is None and _plain(blocks[at]) and _DOSING.match(blocks[at].text):
            ends = _end(blocks, at + 1, open_)
            out += blocks[at:ends]
            at = ends
            continue
        if marker is not None:
            open_ |= _counted(marker, open_) or {
                _place(marker, series): rank for series, rank in marker.ranks
            }
        at += 1
    return out


def _end(blocks: Sequence[Block], at: int, open_: Ranks) -> int:
    """The first block from `at` on that belongs to no list of doses."""
    own: Ranks = {}
    while at < len(blocks) and _plain(blocks[at]):
        block, marker = blocks[at], _marker(blocks[at])
        if marker is None:
            text = block.text
            goes_on = CONNECTOR.fullmatch(text) or _NOTE.match(text) or begins_small(text)
            if not goes_on or judges(text):
                break
        elif not marker.bullet:
            counted = _counted(marker, own)
            first = {_place(marker, series): rank for series, rank in marker.ranks if rank == 1}
            if not counted and (_counted(marker, open_) or not first):
                break
            own |= counted or first
        at += 1
    return at


Place: TypeAlias = tuple[str, Series]
"""A list: the signs around its markers, and what they count with."""
Ranks: TypeAlias = dict[Place, int]


def _plain(block: Block) -> bool:
    return block.cell is None and block.kind != "heading"


def _marker(block: Block) -> Marker | None:
    return marker_of(f"{block.marker} x") if block.marker else None


def _place(marker: Marker, series: Series) -> Place:
    return marker.style, series


def _counted(marker: Marker, ranks: Ranks) -> Ranks:
    """The lists, with the new rank, in which a marker counts on from the one before it."""
    places = ((_place(marker, series), rank) for series, rank in marker.ranks)
    return {place: rank for place, rank in places if ranks.get(place) == rank - 1}
