"""Which sentence of a paragraph the list under it belongs to."""

from __future__ import annotations

import re

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.outline.regained import LISTED
from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.passage import Passage

_THESE = re.compile(r"^\W*(?:(?:all|any|each)\s+of\s+)?the\s+following\s", re.IGNORECASE)
"""“The following procedures may be considered necessary when …”: the list says which."""


def holder_of(entry: Entry, parts: list[Passage], strict: bool) -> int:
    """The last sentence, or the one before it that announced the list: “… when one of these is met. Records ….”

    A last one that ends like an item is the first item, which lost its marker: it leaves `parts`.
    """
    last = len(parts) - 1
    last -= last > 0 and quantifier.says_open(parts[last].text)  # “This list is not all-inclusive.”
    if last < 1 or parts[last].text.endswith(":") or _counts(parts[last].text):
        return last
    before = parts[last - 1]
    told = leaves.announced(before.text) or _THESE.match(before.text) is not None
    told = told or leaves.PROMISED.search(before.text) is not None
    told = told and judged(before, strict) is not None
    if not told or judged(parts[last], strict) is not None:
        return last
    if LISTED.search(parts[last].text):
        entry.under.insert(0, Entry(parts.pop(), None, doubts=["markers_lost"]))
    return last - 1


def _counts(text: str) -> bool:
    """Whether a sentence says how many of a list are needed; “In these cases the limits do not apply” speaks of none."""
    found = quantifier.governing(text)
    back = found is not None and found.how == "implied" and found.rule == "none"
    return found is not None and not (back and not re.search(r"\b(?:following|below)\b", text))
