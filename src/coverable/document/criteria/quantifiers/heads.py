"""Where the words over a list end and a list in the same sentence begins."""

from __future__ import annotations

import re

from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.text.frames import substantive
from coverable.document.criteria.text.inline import numbered
from coverable.document.criteria.text.passage import Passage


def parted(part: Passage) -> tuple[str, Passage | None]:
    """The words over a list, and what stands behind their colon, if anything.

    A colon behind the first label belongs to an item: “1) A, and 2) either of the following: a) B, b) C”.
    """
    text = part.text
    end = _colon(text)
    if end is None:
        return text, None
    listed = numbered(part)
    before = (listed.before.last - part.first if listed.before else 0) if listed else end
    if before < end:
        return text[:before], part.part(before)
    return text[:end], part.part(end + 1) or None


def _colon(text: str) -> int | None:
    """The colon that ends the lead-in's head; times (`12:30`) and ratios are none."""
    for match in re.finditer(r":(?!\d)", text):
        head = text[: match.start()]
        ends = match.end() == len(text.rstrip())
        if not ends and text.rstrip().endswith(":") and not substantive(text[match.end() :]):
            continue  # “must meet the following: either of the following is met:”
        if quantifier.governing(head) is not None or ends:
            return match.start()
    return None
