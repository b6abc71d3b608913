"""Tables of contents: no sections themselves, but what they announce must be in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from coverable.document.sections.titles import bare, has_leaders, is_code_system, kind_of
from coverable.document.source import Block

LONGEST = 16
"""Words of a heading."""
_FEW_DOTS = re.compile(r"(?:\s\.){2,3}\s*[0-9]{1,4}\s*$")
"""Behind a long title little room is left for dots."""
_PAGED = re.compile(r"(?P<title>\S.*?)\s+[0-9]{1,3}")
"""An entry with its page and no dots between them."""
_LEADER = re.compile(r"(?:\s?\.){4,}\s*[0-9]{1,4}(?=\s|$)")


def contents(blocks: Sequence[Block]) -> tuple[range, list[tuple[int, str]]]:
    """The blocks of the table of contents, its heading among them, and the entries with their block."""
    start = next(
        (i for i, b in enumerate(blocks[:200]) if kind_of(b.text) == "contents" and is_short(b)), None
    )
    if start is None:
        return _by_leaders(blocks) or _links(blocks) or (range(0), [])
    later = Counter(bare(b.text) for b in blocks[start + 1 :] if is_short(b))
    entries = list[tuple[int, str]]()
    dotted = 0
    for i, block in enumerate(blocks[start + 1 : start + 120], start + 1):
        if not entries and (block.text.strip().casefold() == "page" or _same_row(block, blocks[start])):
            continue
        paged = None if has_leaders(block.text) else _PAGED.fullmatch(block.text)
        stem = bare(paged["title"]) if paged and is_short(block) else ""
        stem = stem if later[stem] else ""  # no heading follows that it announces
        if entries and (block.text.strip().isdigit() or stem):
            entries += [(i, stem)] if stem else []
            continue  # “Eligibility 2”, and “Eligibility” later on
        named = [stem] if stem else _entries(block.text)
        dotted += has_leaders(block.text)
        if dotted > 1 and not (has_leaders(block.text) or _FEW_DOTS.search(block.text)):
            return range(start, i), entries  # all entries have leaders, and here stands something else
        titled = block.text.rstrip().endswith(":") and kind_of(block.text)
        again = any(name == known for name in named for _, known in entries)
        if again or titled or not (has_leaders(block.text) or is_short(block)):
            return range(start, i), entries
        linked = any(link.startswith("#") for link in block.links)
        few = dotted > 1 and _FEW_DOTS.search(block.text) is not None
        if not (
            few
            or linked
            or has_leaders(block.text)
            or stem
            or later[bare(block.text)] > 1
            or kind_of(block.text)
        ):
            return range(start, i), entries
        entries += [(i, name) for name in named]
    return range(start, min(len(blocks), start + 120)), entries


def _by_leaders(blocks: Sequence[Block]) -> tuple[range, list[tuple[int, str]]] | None:
    """Three entries with dots and page numbers, and no heading over them."""
    leaders = [i for i, b in enumerate(blocks[:200]) if kind_of(b.text) and has_leaders(b.text)]
    joined = [i for i, b in enumerate(blocks[:200]) if len(_entries(b.text)) > 2 and has_leaders(b.text)]
    every = sorted({*leaders, *joined})
    entries = [(i, entry) for i in every for entry in _entries(blocks[i].text)]
    return (range(every[0], every[-1] + 1), entries) if len(entries) >= 3 else None


def _links(blocks: Sequence[Block]) -> tuple[range, list[tuple[int, str]]] | None:
    """Names of sections one after the other at the head of the text, with nothing between them.

    Some of them, and not just the last, must return as headings; only those are taken as announced, for such
    a row can name other documents as well.
    """
    names = [bare(b.text) if is_short(b) and b.cell is None and kind_of(b.text) else "" for b in blocks]
    count = Counter(names)
    for i in range(min(30, len(blocks) - 2)):
        stop = i
        while stop < len(blocks) and names[stop] and blocks[stop].kind == blocks[i].kind:
            stop += 1
        here = Counter(names[i:stop])  # a heading over one of its own name announces nothing
        again = [
            n for n in range(i, stop) if count[names[n]] > here[names[n]] and not is_code_system(names[n])
        ]
        listed = stop < len(blocks) and blocks[stop].kind == "item" and blocks[i].kind != "item"
        fewest = 3 if listed else 2  # the last may head what stands under it
        if stop - i >= fewest and any(n < stop - 1 for n in again):
            return range(i, stop), [(n, names[n]) for n in again]
    return None


def _same_row(block: Block, other: Block) -> bool:
    a, b = block.cell, other.cell
    return a is not None and b is not None and (a.table, a.row) == (b.table, b.row)


def _entries(text: str) -> list[str]:
    """The titles in one block of a table of contents: one, or several that were joined to a paragraph."""
    parts = [p for p in _LEADER.split(text[:4000]) if p.strip()]
    return [bare(p) for p in parts if bare(p)]


def is_short(block: Block) -> bool:
    return len(block.text) <= 160 and len(block.text.split()) <= LONGEST
