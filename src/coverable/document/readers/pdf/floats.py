"""Boxes that float beside running text: a note in a frame or on a coloured ground; lines beside it are short.

Read row by row, its words would stand between those of the lines beside it. It is set apart as a sidebar is.
Below or above it the text is as wide as the page, which a column or a cell of a table is not beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from coverable.document.readers.pdf.shapes import Rule, Shapes
from coverable.document.readers.pdf.words import Word
from coverable.document.source import Box

_NEAR = 3.0
"""Points by which the sides of one box may differ in length."""
_WIDE, _HIGH = 70.0, 20.0
"""Points of the smallest box,"""
_PART = 0.55
"""and the part of the width of the text that the largest one takes."""
_FEWEST = 5
"""Words in a box, and a few less beside it."""
_MOST = 60
"""Sides of boxes of a page; a drawing has more."""


def floating(words: Sequence[Word], shapes: Shapes) -> list[list[Word]]:
    """The words of each such box; the other words are those of the text."""
    if not words:
        return []
    left, right = min(w.left for w in words), max(w.right for w in words)
    boxes = [
        box
        for box in (*shapes.filled, *_frames(shapes.down))
        if box.bottom - box.top >= _HIGH and _WIDE <= box.right - box.left <= _PART * (right - left)
    ]
    out = list[list[Word]]()
    for box in boxes:
        inside = [w for w in words if _holds(box, w)]
        known = any(inside[:1] == some[:1] for some in out)
        if len(inside) >= _FEWEST and not known and _beside_text(box, words, boxes):
            out.append(inside)
    return out


def _frames(down: Sequence[Rule]) -> Iterator[Box]:
    """What two lines down of one height close in."""
    sides = [rule for rule in down if rule.drawn and rule.last - rule.first >= _HIGH]
    if len(sides) > _MOST:
        return
    for one, other in combinations(sorted(sides), 2):
        if abs(one.first - other.first) <= _NEAR and abs(one.last - other.last) <= _NEAR:
            yield Box(one.at, one.first, other.at, one.last)


def _holds(box: Box, word: Word) -> bool:
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _beside_text(box: Box, words: Sequence[Word], boxes: Sequence[Box]) -> bool:
    """Whether text on one side of a box goes on under it, as wide as both."""
    if any(_in_a_row(box, other) for other in boxes):
        return False  # cards
    beside = [w for w in words if box.top < (w.top + w.bottom) / 2 < box.bottom and not _holds(box, w)]
    before = [w for w in beside if w.right <= box.left + 1]
    if len(before) < _FEWEST - 2 or len(before) < len(beside):
        return False
    size = max(w.size for w in before)
    under = [w for w in words if box.bottom < (w.top + w.bottom) / 2 < box.bottom + _REACH * size]
    return any(w.right > box.left + 1 and w.left < box.right for w in under) and any(
        w.left < box.left for w in under
    )


def _in_a_row(box: Box, other: Box) -> bool:
    """Whether another box of the same height stands beside one."""
    level = abs(other.top - box.top) <= _NEAR and abs(other.bottom - box.bottom) <= _NEAR
    return level and (other.left >= box.right - 1 or other.right <= box.left + 1)


_REACH = 12.0
"""Heights of letters under a box in which a line runs under it."""
