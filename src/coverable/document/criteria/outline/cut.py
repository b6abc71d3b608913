"""Items that a conversion cut: the rest of a sentence as an item of its own, a connector with nothing behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from coverable.document.criteria.outline.openlist import OpenList
from coverable.document.criteria.text.entry import Entry

_SMALL = re.compile(r"[a-z]{2,}(?=[\s,;.]|$)")
"""A word in small letters: no “pH”, “b-blocker” or “eGFR”."""
_ENDS = re.compile(r"[.;:,!?)\]]\s*$|\b(?:and|or)\W*$", re.IGNORECASE)
_FEWEST = 2


def mark_cut(entries: Sequence[Entry]) -> None:
    """Doubt an item in small letters among items with capitals, where the one before it has no end.

    “Stable on the” and “drug for six months” are one condition; nothing tells it from a list of careless capitals.
    """
    for here, (before, entry) in enumerate(pairwise(entries), 1):
        others = [*entries[:here], *entries[here + 1 :]]
        capitals = len(others) >= _FEWEST and all(not _SMALL.match(e.passage.text) for e in others)
        open_end = not before.under and not _ENDS.search(before.passage.text)
        if capitals and open_end and entry.before is None and _SMALL.match(entry.passage.text):
            entry.doubts.append("item_cut")
    for entry in entries:
        mark_cut(entry.under)


def connector_behind(open_: Sequence[OpenList]) -> None:
    """Doubt the last item of a list behind which “AND” stands on a line of its own, and then a heading or a page's end."""
    if open_:
        open_[-1].entries[-1].doubts.append("connector_behind")
