"""Tables of contents: no sections themselves, but what they announce must be in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from coverable.document.source import Block
from coverable.document.titles import bare, has_leaders, kind_of

LONGEST = 16
"""Words of a heading."""
_LEADER = re.compile(r"(?:\s?\.){4,}\s*[0-9]{1,4}(?=\s|$)")


def contents(blocks: Sequence[Block]) -> tuple[range, list[tuple[int, str]]]:
    """The blocks of the table of contents, its heading among them, and the entries with their block."""
    start = next(
        (i for i, b in enumerate(blocks[:200]) if kind_of(b.text) == "contents" and is_short(b)), None
    )
    if start is None:
        leaders = [i for i, b in enumerate(blocks[:200]) if b.cell is None and has_leaders(b.text)]
        entries = [(i, entry) for i in leaders for entry in _entries(blocks[i].text)]
        if len(entries) < 3:
            return range(0), []
        return range(leaders[0], leaders[-1] + 1), entries
    later = Counter(bare(b.text) for b in blocks[start + 1 :] if is_short(b))
    entries = list[tuple[int, str]]()
    for i, block in enumerate(blocks[start + 1 : start + 120], start + 1):
        named = _entries(block.text)
        titled = block.text.rstrip().endswith(":") and kind_of(block.text)
        again = any(name == known for name in named for _, known in entries)
        if again or titled or not (has_leaders(block.text) or is_short(block)):
            return range(start, i), entries
        linked = any(link.startswith("#") for link in block.links)
        if not (linked or has_leaders(block.text) or later[bare(block.text)] > 1 or kind_of(block.text)):
            return range(start, i), entries
        entries += [(i, name) for name in named]
    return range(start, min(len(blocks), start + 120)), entries


def _entries(text: str) -> list[str]:
    """The titles in one block of a table of contents: one, or several that were joined to a paragraph."""
    parts = [p for p in _LEADER.split(text[:4000]) if p.strip()]
    return [bare(p) for p in parts if bare(p)]


def is_short(block: Block) -> bool:
    return len(block.text) <= 160 and len(block.text.split()) <= LONGEST
