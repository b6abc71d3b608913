"""Lists whose lines ran together: “… are met: 1. Age 18 or older; 2. …”, “… any of: • gout • lupus”.

Web pages and text extractions lose the breaks of a list and keep its markers. A paragraph is cut where a
bullet stands inside it, or where numbers or letters with a full stop count on from the first, behind a colon
or below one that does. What is cut keeps its place; the outline tells afterwards what stands under what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from coverable.document.criteria.positions.judgement import judges
from coverable.document.layout.markers import Series, ranks_of
from coverable.document.passages import part, sentences
from coverable.document.source import Block, Source

_BULLET = re.compile(r"(?<=\s)[•●▪■◦‣∙◆➢►](?=\s\S)")
_LESSER = re.compile(r"(?<=\s)o(?=\s[A-Z0-9≥≤><])")
"""The letter o as the bullet of an inner list, where real bullets stand in the same paragraph."""
_COUNTED = re.compile(
    r"(?<=\s)(?P<open>\(?)(?P<label>[0-9]{1,2}|[A-Za-z]|[ivxIVX]{2,4})(?P<close>\.\)?|\))(?=\s+(?P<after>\S))"
)
_BEGUN = re.compile(r"[A-Z0-9“\"(≥≤><]")
"""How an item behind a mere full stop begins."""
_BEGINS = re.compile(r":\W*$|[.;:)]\s*$|\b(?:and|or|following)\s*$", re.IGNORECASE)
"""What stands before an item: the words over the list, or the end of the item before."""
_OVER = re.compile(r"[:)]\s*$|\bfollowing\s*$", re.IGNORECASE)
Style: TypeAlias = tuple[Series, str]
"""A series and the signs around its labels."""


def unrolled(source: Source) -> Source:
    """The document with such lists as blocks of their own."""
    if not any(_BULLET.search(b.text) or _COUNTED.search(b.text) for b in source.blocks):
        return source
    return replace(source, blocks=tuple(_blocks(source.blocks)))


def _blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    for block, after in pairwise([*blocks, None]):
        if block is None or block.cell is not None or block.kind in ("heading", "note"):
            cuts = []
        else:
            cuts = _cuts(block.text, _last(block, after))
        if block is not None:
            yield from _parts(block, cuts) if cuts else (block,)


def _last(block: Block, after: Block | None) -> tuple[Style, int] | None:
    """What the number of an item is; None where the block behind it goes on with that number."""
    mark = _COUNTED.match(f" {block.marker} x", 1) if block.marker else None
    ranks = _styled(mark) if mark else ()
    later = _COUNTED.match(f" {after.marker} x", 1) if after is not None and after.marker else None
    return None if not ranks or (later and _follows(ranks[0], _styled(later))) else ranks[0]


def _cuts(text: str, last: tuple[Style, int] | None) -> list[tuple[int, int]]:
    """Where markers stand that begin an item: first and last character; `last` is the block's number."""
    bullets = [m.span() for m in _BULLET.finditer(text)]
    if bullets:
        bullets += [m.span() for m in _LESSER.finditer(text, bullets[0][1])]
    return sorted(bullets + list(_counted(text, last)))


def _counted(text: str, last: tuple[Style, int] | None) -> Iterator[tuple[int, int]]:
    """The numbers and letters that count on: of the outer list, and of lists that begin inside its items.

    Those with a bracket (“A) One of the following: a) …, or b) …, OR B) …”) count where lists nest; a single
    series of them is a list in a sentence.
    """
    marks = [
        m
        for m in _COUNTED.finditer(text)
        if m["close"] != "." or (not m["open"] and _BEGUN.match(m["after"]))
    ]
    bracketed = {m.span() for m in marks if m["close"] != "."}
    found = list(_chains(text, marks, last))
    deep = max((depth for span, depth in found if span in bracketed), default=0) + (last is not None)
    yield from (span for span, _ in found if deep > 1 or span not in bracketed)


def _chains(
    text: str, marks: list[re.Match[str]], last: tuple[Style, int] | None
) -> Iterator[tuple[tuple[int, int], int]]:
    """The marks that count on in a list, each with the depth of the list; `last` stands before the text."""
    open_ = [last] if last else []
    for n, mark in enumerate(marks):
        ranks = _styled(mark)
        on = next((k for k in range(len(open_) - 1, -1, -1) if _follows(open_[k], ranks)), None)
        if on is not None and (on or not last or _BEGINS.search(text[: mark.start()])):
            del open_[on + 1 :]
            open_[on] = next(r for r in ranks if r == (open_[on][0], open_[on][1] + 1))
            yield mark.span(), on + 1
            continue
        before = text[: mark.start()]
        first = next((r for r in ranks if r[1] == 1), None) if _BEGINS.search(before) else None
        below = len(open_) > (last is not None) or mark["close"] == ")" or _OVER.search(before) is not None
        if first and below and any(_follows(first, _styled(later)) for later in marks[n + 1 :]):
            open_.append(first)
            yield mark.span(), len(open_)


def _styled(mark: re.Match[str]) -> tuple[tuple[Style, int], ...]:
    """Every series and rank of a mark, with the signs around it."""
    return tuple(((series, mark["open"] + mark["close"]), rank) for series, rank in ranks_of(mark["label"]))


def _follows(last: tuple[Style, int], ranks: tuple[tuple[Style, int], ...]) -> bool:
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
