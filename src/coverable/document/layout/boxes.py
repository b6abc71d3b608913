"""Boxes of related documents, which a conversion leaves in the middle of a list.

“Related Commercial Policies • Breast Imaging • Preventive Care”: names of documents in the margin of the
first page, between an item that ends with “or” and the item behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from coverable.document.criteria.positions.judgement import judges
from coverable.document.layout.markers import BULLETS
from coverable.document.sections.titles import kind_of
from coverable.document.source import Block

_RELATED = re.compile(
    r"related\s+(?:[\w/&'’-]+\s+){0,5}?(?:policies|policy|guidelines?|documents?|topics|bulletins?|links|resources)\W*",
    re.IGNORECASE,
)
_SORT = re.compile(
    r"(?:[\w/&'’-]+\s+){1,5}?(?:policies|policy|guidelines?|documents?|bulletins?|determinations?)\W*",
    re.IGNORECASE,
)
"""“Community Plan Policy”, over the names of its documents."""
_OPEN = re.compile(r"(?:[;:,]|\b(?:and|or))\s*$", re.IGNORECASE)
LONGEST: Final = 16
"""Words of a name."""
NEAR: Final = 8
"""Blocks of page furniture that may stand between a box and the rest of the list."""


def boxes(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Where boxes of related documents interrupt a list: the first block and the one behind the last."""
    for n, block in enumerate(blocks):
        text = block.text.strip()
        if n and block.marker is None and (_RELATED.fullmatch(text) or _SORT.fullmatch(text)):
            last = _end(blocks, n + 1)
            if last > n + 1 and _interrupts(blocks, n, last):
                yield n, last


def _end(blocks: Sequence[Block], first: int) -> int:
    """The block behind the names of documents that begin at one; the same block where none stand."""
    n = end = first
    sign: str | None = None
    while n < len(blocks) and blocks[n].cell is None:
        block, named = blocks[n], n > first
        name = len(block.text.split()) <= LONGEST and not judges(block.text) and not _stops(block.text)
        bullet = (
            block.marker is not None and block.marker in BULLETS and block.marker == (sign or block.marker)
        )
        sign = block.marker if bullet else sign
        goes_on = named and block.marker is None and block.gap == 0 and kind_of(block.text) is None
        sort = block.marker is None and _SORT.fullmatch(block.text.strip())
        if not name or not (bullet or goes_on or sort):
            break
        n += 1
        end = n if not sort else end
    return end


def _stops(text: str) -> bool:
    return text.rstrip().endswith((".", ";", ":")) or _OPEN.search(text) is not None


def _interrupts(blocks: Sequence[Block], first: int, last: int) -> bool:
    """Whether the list before a box is open, or goes on behind it with the same sign."""
    before = blocks[first - 1]
    if _OPEN.search(before.text):
        return True
    behind = blocks[last : last + NEAR]
    return before.marker is not None and any(b.marker == before.marker for b in behind)
