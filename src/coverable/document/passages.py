"""Passages inside blocks: sentences, and blocks cut and joined whose characters keep their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from coverable.document.patterns import begins_small
from coverable.document.source import Block, Piece, normalized

_STOP = re.compile(
    r"[.!?][\"'”’)\]*]{0,3}(?:(?:(?<=[a-z)]{2}\.)|(?<=[A-Z]{5}\.))[0-9]{1,3}(?:[,–-][0-9]{1,3})*(?=\s+[A-Z]|$))?(?:\s+|$|(?=[A-Z][a-z]))"
    r"|;\s+(?=nor\s+(?:is|are|does|do|will|would|shall|can|may|has|have)\b)"
)
"""A stop, with the figure of a note behind it (“necessary.5 All …”), or before “nor is X covered”."""
_SHORTENED = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|dr|mr|mrs|ms|inc|no|nos|al|co|st|etc|fig|approx|vol|ed|eds|jr|sr|corp|ltd|pp?|cf|dept"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|u\.s|d\.c|ph\.d|m\.d|max|min)|(?:^|[\s(.])[A-Z])\.$",
    re.IGNORECASE,
)
_OF_LAW = re.compile(
    r"\b(?:Ala|Ariz|Ark|Cal|Calif|Colo|Conn|Del|Fla|Ga|Haw|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Pa|Tenn|Tex|Va|Vt"
    r"|Wash|Wis|Wyo|Admin|Gen|Ann|Rev|Comp)\.\s+(?=(?:Admin|Code|Stat|Gen|Ann|Rev|Comp|Laws|Regs?|R)\b|§)"
)
"""“Wis. Admin. Code”: the name of a law."""
_LETTERED = re.compile(
    r"(?:\b[A-Z]\s+(?:to|and|or|through)|\b(?i:items?|paragraphs?|parts?|criteri(?:a|on)|sections?|groups?|class|grade|type|categor(?:y|ies)|hepatitis|vitamin|option))\s+[A-Z]\.\s+(?=[A-Z][a-z]*\s)"
)
"""“… given in items A to F. A health service …”: a letter that names something ends a sentence."""
_ANSWERS_NO = re.compile(r"(?:^|[?:]\s+)no\.\s+$", re.IGNORECASE)
"""“Is X paid? No. Only …” has an answer, and no number."""
_NEAR = 24
"""Characters around a stop in which the name that it belongs to is looked for."""
_TOKEN = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")


@lru_cache(maxsize=8192)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a text as (start, end); abbreviations and initials do not end one."""
    out: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        end = stop.end()
        near = max(0, stop.start() - _NEAR)
        if any(m.end() == end for m in _OF_LAW.finditer(text, near, end + _NEAR)):
            continue
        shortened = _SHORTENED.search(text, max(0, stop.start() - 8), stop.start() + 1)
        if shortened and any(m.end() == end for m in _LETTERED.finditer(text, near, end + _NEAR)):
            shortened = None
        if (
            shortened
            and text[stop.start()] == "."
            and not _ANSWERS_NO.search(text, max(0, stop.start() - 8), end)
        ):
            continue
        if end < len(text) and stop[0][0] != ";" and begins_small(text[end : end + 3]):
            continue
        out.append((start, _trimmed(text, end)))
        start = end
    if text[start:].strip():
        out.append((start, _trimmed(text, len(text))))
    return tuple(out)


def _trimmed(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, to compare passages by."""
    return _TOKEN.findall(normalized(text).casefold())


def part(block: Block, first: int, last: int) -> Block:
    """The block of `block.text[first:last]` without outer white space."""
    while first < last and block.text[first].isspace():
        first += 1
    while last > first and block.text[last - 1].isspace():
        last -= 1
    return replace(block, text=block.text[first:last], pieces=tuple(_clipped(block.pieces, first, last)))


def without(block: Block, first: int, last: int) -> Block | None:
    """The block less `text[first:last]`; None when no words are left."""
    head, tail = part(block, 0, first), part(block, last, len(block.text))
    if not head.text:
        return tail if tail.text else None
    return joined(head, tail) if tail.text else head


def joined(first: Block, second: Block) -> Block:
    """One block of the words of both, with a blank between; what it is, the first says."""
    at = len(first.text) + 1
    moved = tuple(replace(p, at=p.at + at) for p in second.pieces)
    return replace(
        first,
        text=f"{first.text} {second.text}",
        pieces=first.pieces + moved,
        links=first.links + second.links,
    )


def _clipped(pieces: tuple[Piece, ...], first: int, last: int) -> Iterator[Piece]:
    for p in pieces:
        low, high = max(p.at, first), min(p.at + p.size, last)
        if low >= high:
            continue
        if p.size == p.end - p.start:
            start = p.start + low - p.at
            yield replace(p, at=low - first, size=high - low, start=start, end=start + high - low)
        else:
            yield replace(p, at=low - first, size=high - low)
