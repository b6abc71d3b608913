"""Lists whose lines ran together: “… are met: 1. Age 18 or older; 2. …”, “… any of: • gout • lupus”.

Web pages and text extractions lose the breaks of a list and keep its markers. A paragraph is cut where a
bullet stands inside it, or where numbers or letters with a full stop count on from the first, behind a colon
or below one that does. What is cut keeps its place; the outline tells afterwards what stands under what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
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
_NOTE = re.compile(r"(?:please\s+)?notes?\s*:\s", re.IGNORECASE)
_NEAR = 40
"""Characters before a marker in which is told whether an item can begin there."""
_AHEAD = 80
"""Markers among which the next one of a list is looked for."""
Style: TypeAlias = tuple[Series, str]
"""A series and the signs around its labels."""
Rank: TypeAlias = tuple[Style, int]
Ranks: TypeAlias = tuple[Rank, ...]
"""Every place that a label can have in a series."""


def unrolled(source: Source) -> Source:
    """The document with such lists as blocks of their own."""
    if not any(
        _BULLET.search(b.text) or _COUNTED.search(b.text) or _COLON_O.search(b.text) for b in source.blocks
    ):
        return source
    return replace(source, blocks=tuple(_blocks(source.blocks)))


def _blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    every = [*blocks]
    numbers = [*map(_number, every), ()]
    for n, block in enumerate(every):
        own, behind = numbers[n : n + 2]
        last = None if not own or _follows(own[0], behind) else own[0]
        whole = block.cell is not None or block.kind in ("heading", "note")
        cuts = [] if whole else _cuts(block.text, last, behind)
        yield from _parts(block, cuts) if cuts else (block,)


def _number(block: Block) -> Ranks:
    """What the number of an item can be."""
    mark = _COUNTED.match(f" {block.marker} x", 1) if block.marker else None
    return _styled(mark) if mark else ()


def _cuts(text: str, last: Rank | None, behind: Ranks) -> list[tuple[int, int]]:
    """Where markers stand that begin an item: first and last character.

    `last` is the number of the block, where it goes on with none; `behind` that of the block behind it.
    """
    bullets = [m.span() for m in _BULLET.finditer(text)]
    if letters := _letters(text):
        bullets += letters
    elif bullets:
        bullets += [m.span() for m in _LESSER.finditer(text, bullets[0][1])]
    return sorted(bullets + list(_counted(text, last, behind)))


def _letters(text: str) -> list[tuple[int, int]]:
    """The letters o that are the bullets of a list behind a colon: “… if: o Age 18 or older o Gout”."""
    begun = _COLON_O.search(text)
    marks = [m.span() for m in _LESSER.finditer(text, begun.start("o"))] if begun else []
    return marks if len(marks) > 1 else []


_COLON_O = re.compile(r":\s+(?P<o>o)(?=\s[A-Z0-9≥≤><])")


def _counted(text: str, last: Rank | None, behind: Ranks) -> Iterator[tuple[int, int]]:
    """The numbers and letters that count on: of the outer list, and of lists that begin inside its items.

    Those with a bracket (“A) One of the following: a) …, or b) …, OR B) …”) count where lists nest; a single
    series of them is a list in a sentence, unless the block behind goes on with it.
    """
    marks = [
        m
        for m in _COUNTED.finditer(text)
        if m["close"] != "." or (not m["open"] and _BEGUN.match(m["after"]))
    ]
    bracketed = {m.span() for m in marks if m["close"] != "."}
    found = list(_chains(text, marks, last, behind))
    deep = max((depth for span, depth, _ in found if span in bracketed), default=0) + (last is not None)
    goes_on = any(_follows(rank, behind) for _, _, rank in found)
    yield from (span for span, _, _ in found if deep > 1 or goes_on or span not in bracketed)


def _chains(
    text: str, marks: list[re.Match[str]], last: Rank | None, behind: Ranks
) -> Iterator[tuple[tuple[int, int], int, Rank]]:
    """The marks that count on in a list, each with the depth of the list and what it is in it."""
    open_ = [last] if last else []
    every = [_styled(mark) for mark in marks]
    for n, (mark, ranks) in enumerate(zip(marks, every, strict=True)):
        before = text[max(0, mark.start() - _NEAR) : mark.start()]
        on = next((k for k in range(len(open_) - 1, -1, -1) if _follows(open_[k], ranks)), None)
        if on is not None and (on or not last or _BEGINS.search(before)):
            del open_[on + 1 :]
            open_[on] = next(r for r in ranks if r == (open_[on][0], open_[on][1] + 1))
            yield mark.span(), on + 1, open_[on]
            continue
        first = next((r for r in ranks if r[1] == 1), None) if _BEGINS.search(before) else None
        below = len(open_) > (last is not None) or mark["close"] == ")" or _OVER.search(before) is not None
        if first and below and any(_follows(first, r) for r in (*every[n + 1 : n + _AHEAD], behind)):
            open_.append(first)
            yield mark.span(), len(open_), first


def _styled(mark: re.Match[str]) -> Ranks:
    """Every series and rank of a mark, with the signs around it."""
    return tuple(((series, mark["open"] + mark["close"]), rank) for series, rank in ranks_of(mark["label"]))


def _follows(last: Rank, ranks: Ranks) -> bool:
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
    """Where an item ends because a sentence of position or a note follows in the same line."""
    places = ((first, text[first:last]) for first, last in sentences(text) if first)
    return next((first for first, said in places if _NOTE.match(said) or judges(said)), None)
