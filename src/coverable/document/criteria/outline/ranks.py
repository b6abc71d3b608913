"""Whether a marker goes on with a list: the ranks that it can have against the last one of the list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from coverable.document.layout.markers import Marker, Series

Ranks: TypeAlias = tuple[tuple[Series, int], ...]
"""Every (series, rank) that a marker can mean."""


def next_in(series: Ranks, ranks: Ranks) -> bool:
    """Whether a marker is the one after the last of the list."""
    return any(kind == last_kind and rank == last + 1 for kind, rank in ranks for last_kind, last in series)


def later_in(series: Ranks, ranks: Ranks) -> bool:
    """Whether a marker is of the list, a few ranks on: one or some are missing."""
    return any(
        kind == last_kind and last < rank <= last + 4 for kind, rank in ranks for last_kind, last in series
    )


def again(series: Ranks, ranks: Ranks) -> bool:
    """Whether a marker repeats the last one of the list."""
    return any(kind == last_kind and rank == last for kind, rank in ranks for last_kind, last in series)


def first_in(ranks: Ranks) -> bool:
    """Whether a marker can be the first of a list."""
    return any(rank == 1 for _, rank in ranks)


def fitting(series: Ranks, ranks: Ranks) -> Ranks:
    """The readings of the new marker that fit the list so far; all of them when none does."""
    fit: Ranks = tuple(
        (k, r)
        for k, r in ranks
        if any(k == kind and (r > last or k in ("bullet", "box")) for kind, last in series)
    )
    return fit or ranks


AHEAD = 12
"""Blocks behind an item among which the next one of its list is looked for."""


def followed(marker: Marker, after: Iterable[Marker | None]) -> Ranks:
    """What a marker can mean before those `after` it: “(i)” before “(ii)” is a number, and no letter behind “(h)”."""
    if len(marker.ranks) < 2:
        return marker.ranks  # nothing is read ahead for the many that mean one thing
    later = next((m for m in after if m is not None and m.style == marker.style), None)
    if later is None:
        return marker.ranks
    return tuple((k, r) for k, r in marker.ranks if (k, r + 1) in later.ranks) or marker.ranks
