"""Markup that plain text carries, told apart from its words: `**ALL**`, `[Criteria](#)`, `<u>Date</u>`.

It is layout, not words; the characters keep their places in the file (SR-126).
"""

from __future__ import annotations

import re
from html import unescape

from coverable.document.readers.clean import twice_encoded

_TAG = re.compile(
    r"</?(?:u|b|i|em|strong|sup|sub|span|font|p|br|small|mark|a|code|div|center|figure|figcaption)(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[(?P<words>[^\[\]]{1,300})\]\((?P<to>[^()\s]{0,2000})\)")
_STRONG = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")
_EMPHASIS = re.compile(r"(?<![\w*\\.,;:)%])(\*)(?=[^\s*])[^*\n]{1,200}?(?<=[^\s*\\])(\*)(?![\w*])")
"""“*Definitions.* As used in this section”: words in italics, and no sign of a note."""
_PAIR = re.compile(r"(?<![\w.,;:)%*])\*\*(?=[^\s*])[^*]*(?<=\S)\*\*(?!\*)")
_STARS = re.compile(
    r"^\s*(?P<before>\*\*)(?=\s?[A-Z(])|(?<=[\w.,;:)%])(?P<behind>\*\*)(?=[\s.,;:)]|$)", re.MULTILINE
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,10});")
_ATTRIBUTES = re.compile(
    r"[ \t]{0,4}\{\s{0,4}(?:[:#.][^{}\n]{0,200}|[a-z]+(?:-[a-z]+)+\s{0,4}(?:=[^{}\n]{0,200})?)\}"
)
"""“## Criteria { data-search-exclude }”, “[form](#){:target="_blank"}”."""
_ESCAPE = re.compile(r"\\(?=[-*_#.\[\]()])")


def signs(text: str) -> frozenset[int]:
    """Where two stars are the sign of a note: behind a word where nothing bold is open, then before it."""
    out: list[int] = []
    bold = False
    for mark in _STARS.finditer(_PAIR.sub(lambda m: " " * len(m[0]), text)):
        if mark["before"] and not out:
            bold = True
        elif mark["behind"] and bold:
            bold = False
        else:
            out.append(mark.start(mark.lastgroup or 0))
    return frozenset(out)


def plain(
    words: str, offset: int, marks: frozenset[int]
) -> tuple[list[tuple[str, int, int]], tuple[str, ...]]:
    """The words without markup as runs with their places, and the addresses that they link to.

    `marks` are the places where two stars are the sign of a note.
    """
    links: list[str] = []
    cuts: list[tuple[int, int, str]] = []
    for match in _LINK.finditer(words):
        if not match["words"].strip().isdigit():
            links.append(match["to"])
            cuts.append((match.start(), match.start("words"), ""))
            cuts.append((match.end("words"), match.end(), ""))
    for pattern in (_TAG, _STRONG, _ESCAPE, _ATTRIBUTES):
        found = (m for m in pattern.finditer(words) if offset + m.start() not in marks)
        cuts.extend((m.start(), m.end(), "") for m in found)
    cuts.extend((*m.span(k), "") for m in _EMPHASIS.finditer(words) for k in (1, 2))
    cuts.extend((m.start(), m.end(), unescape(m[0])) for m in _ENTITY.finditer(words))
    cuts.extend((start, end, sign) for start, end, sign in twice_encoded(words))
    runs: list[tuple[str, int, int]] = []
    position = 0
    for start, end, instead in sorted(cuts):
        if start < position:
            continue
        runs.append((words[position:start], offset + position, offset + start))
        runs.append((instead, offset + start, offset + end))
        position = end
    runs.append((words[position:], offset + position, offset + len(words)))
    return [r for r in runs if r[0]], tuple(links)
