"""Lists whose lines ran together: “… are met: 1. Age 18 or older; 2. …”, “… any of: • gout • lupus”.

Web pages and text extractions lose the breaks of a list and keep its markers. A paragraph is cut where a
bullet stands inside it, or where numbers or letters with a full stop count on from the first, behind a colon
or below one that does. What is cut keeps its place; the outline tells afterwards what stands under what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from coverable.document.criteria.positions.judgement import judges
from coverable.document.layout.markers import Series, ranks_of
from coverable.document.passages import part, sentences
from coverable.document.source import Block, Source

_BULLET = re.compile(r"(?<=\s)[•●▪■◦‣∙◆➢►](?=\s\S)")
_LESSER = re.compile(r"(?<=\s)o(?=\s[A-Z0-9≥≤><])")
"""The letter o as the bullet of an inner list, where real bullets stand in the same paragraph."""
_COUNTED = re.compile(r"(?<=[\s(])(?P<label>[0-9]{1,2}|[A-Za-z]|[ivxIVX]{2,4})\.(?=\s+[A-Z0-9“\"(≥≤><])")
_BEGINS = re.compile(r":\W*$|[.;:)]\s*$|\b(?:and|or)\s*$", re.IGNORECASE)
"""What stands before an item: the words over the list, or the end of the item before."""
_OVER = re.compile(r"[:)]\s*$")


def unrolled(source: Source) -> Source:
    """The document with such lists as blocks of their own."""
    if not any(_BULLET.search(b.text) or _COUNTED.search(b.text) for b in source.blocks):
        return source
    return replace(source, blocks=tuple(_blocks(source.blocks)))


def _blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        cuts = [] if block.cell is not None or block.kind in ("heading", "note") else _cuts(block.text)
        yield from _parts(block, cuts) if cuts else (block,)


def _cuts(text: str) -> list[tuple[int, int]]:
    """Where markers stand that begin an item: first and last character of each."""
    bullets = [m.span() for m in _BULLET.finditer(text)]
    if bullets:
        bullets += [m.span() for m in _LESSER.finditer(text, bullets[0][1])]
    return sorted(bullets + list(_counted(text)))


def _counted(text: str) -> Iterator[tuple[int, int]]:
    """The numbers and letters that count on: of the outer list, and of lists that begin inside its items."""
    marks = list(_COUNTED.finditer(text))
    open_: list[tuple[Series, int]] = []
    for n, mark in enumerate(marks):
        ranks = ranks_of(mark["label"])
        on = next((k for k in range(len(open_) - 1, -1, -1) if _follows(open_[k], ranks)), None)
        if on is not None:
            del open_[on + 1 :]
            open_[on] = next(r for r in ranks if r == (open_[on][0], open_[on][1] + 1))
            yield mark.span()
            continue
        first = next((r for r in ranks if r[1] == 1), None) if _BEGINS.search(text[: mark.start()]) else None
        below = bool(open_) or _OVER.search(text[: mark.start()]) is not None
        if first and below and any(_follows(first, ranks_of(later["label"])) for later in marks[n + 1 :]):
            open_.append(first)
            yield mark.span()


def _follows(last: tuple[Series, int], ranks: tuple[tuple[Series, int], ...]) -> bool:
    return (last[0], last[1] + 1) in ranks


def _parts(block: Block, cuts: list[tuple[int, int]]) -> Iterator[Block]:
    begins = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(block.text)]
    markers = [block.marker, *(block.text[slice(*cut)] for cut in cuts)]
    for n, (first, last, marker) in enumerate(zip(begins, ends, markers, strict=True)):
        made = part(block, first, last)
        if not made.text:
            continue
        if n == 0:
            yield made
            continue
        item = replace(made, kind="item", marker=marker, depth=None, gap=0)
        after = _statement_after(item.text)
        if after is None:
            yield item
        else:
            yield part(item, 0, after)
            yield replace(part(item, after, len(item.text)), kind="paragraph", marker=None)


def _statement_after(text: str) -> int | None:
    """Where an item ends because a sentence of position follows in the same line."""
    cuts = [first for first, last in sentences(text) if first and judges(text[first:last])]
    return cuts[0] if cuts else None
