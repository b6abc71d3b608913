"""Numbered lines that may be headings or items of lists: which of the two their neighbours say they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.positions.judgement import judges
from coverable.document.criteria.quantifiers import quantifier
from coverable.document.layout.markers import marker_of
from coverable.document.source import Block

CONNECTOR = re.compile(r"[^\w&]*(?:and|or|and/or|plus|none|all|yes|no|n/a)[^\w&]*", re.IGNORECASE)
_FAR = 60
"""Blocks among which the first item of a list is looked for."""


def listed(i: int, blocks: Sequence[Block]) -> bool:
    """Whether a numbered line is one item among others: a list begins before it, or goes on after it."""
    before = blocks[i - 1].text.rstrip() if i else ""
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    if before.endswith((":", ";", ",")) or re.search(r"[;,.]\s*(?:and|or)$", before, re.IGNORECASE):
        return True
    if CONNECTOR.fullmatch(before):
        return True
    if following is None or CONNECTOR.fullmatch(following.text):
        return True
    own_depth, before_depth = (depth_of(b.marker) for b in (blocks[i], blocks[max(0, i - 1)]))
    if i and own_depth and before_depth >= own_depth:
        return True  # 1.2.2 or 1.2.2.4 right before 1.2.3
    own = (blocks[i].marker or "").rstrip(".")
    level = following.marker.rstrip(".").count(".") if following.marker else None
    return level == own.count(".") and not own.endswith(".0")


def announced(i: int, blocks: Sequence[Block]) -> bool:
    """Whether the list in which a numbered line stands begins right under a position that announces it."""
    own = marker_of(f"{blocks[i].marker} x")
    for j in range(i, max(-1, i - _FAR), -1):
        block = blocks[j]
        if block.kind == "heading":
            return False
        mark = marker_of(f"{block.marker} x") if block.marker and own else None
        if own and mark and mark.style == own.style and any((s, 1) in mark.ranks for s, _ in own.ranks):
            over = blocks[j - 1].text.rstrip() if j else ""
            return over.endswith(":") and quantifier.governing(over) is not None and judges(over)
    return False


def depth_of(number: str | None) -> int:
    """`3.0` and `3` are main parts, 3.2 is inside one, 3.2.1 deeper."""
    if not number or not number[0].isdigit():
        return 0
    parts = number.strip("().:").split(".")
    return len([p for p in parts if p and p != "0"]) - 1 if parts else 0


def numbers_a_section(marker: str) -> bool:
    """`3.0`, `2.1`, `IV.`, `A.`: such as sections carry; a single digit as well, `(a)` and `i.` not."""
    label = marker.strip(".: ")
    return bool(re.fullmatch(r"[0-9]{1,2}(?:\.[0-9]{1,2})*|[IVX]{1,5}|[A-Z]", label))
