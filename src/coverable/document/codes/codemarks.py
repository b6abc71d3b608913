"""Marks behind codes, and what their legend says of them: “A4575 (a)” and “(a) never paid” (SR-057).

A star, a dagger or a letter in brackets behind a code can turn what the list around it says, so it is looked
up; a legend that takes no position, or one for some members only, turns nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from coverable.document.codes.codewords import polarity_of
from coverable.document.passages import sentences
from coverable.document.reading import Polarity
from coverable.document.source import Block

_MARK = r"\*{1,3}|[†‡§¶^#]|\([a-h]\)|\([A-Z]{1,4}\)"
_BEHIND = re.compile(rf"\s{{0,3}}(?P<mark>{_MARK})(?!\w)")
_AT_END = re.compile(rf"\w\s{{0,3}}(?P<mark>{_MARK})$")
_LEGEND = re.compile(rf"\s*(?P<mark>{_MARK})\s{{0,4}}[:=–—-]?\s{{0,3}}(?P<says>[A-Za-z“\"].{{2,200}})")
_KEY = re.compile(r"(?P<says>[A-Za-z][A-Za-z/ -]{3,60}?)\s?=\s?(?P<mark>\([A-Z]{1,4}\))")
"""“Code Key: Investigational = (I), Not medically necessary = (NMN)”."""
_NAMES: Final = {"asterisk": "*", "star": "*", "dagger": "†", "double dagger": "‡", "pound sign": "#"}
_NAMED = re.compile(
    r"\b(?:with|by|marked|bear\w*|carr\w+)\s(?:an?|the|one)?\s?"
    rf"(?:(?P<name>double\sdagger|asterisk|star|dagger|pound\ssign)\b|[“\"(]?(?P<mark>{_MARK})(?!\w))",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\b(?:without|no)\s(?:an?\s)?(?:mark|asterisk|star|dagger)\b", re.IGNORECASE)
_LIMITED = re.compile(r"\b(?:for|if|when|only|unless|except|under|in)\b", re.IGNORECASE)
_LONGEST: Final = 400
"""Characters of a block that can be a legend."""

Marks = Mapping[str, Polarity]


def marks_of(blocks: Iterable[Block]) -> Marks:
    """What the marks of a document say of the codes that carry them; the first legend of a mark holds."""
    found: dict[str, Polarity] = {}
    for block in blocks:
        text = f"{block.marker or ''} {block.text}"
        if len(text) > _LONGEST:
            continue
        legend = _LEGEND.match(text)
        said = [(legend["mark"], legend["says"])] if legend else []
        said += [(key["mark"], key["says"].strip()) for key in _KEY.finditer(text)]
        for first, last in () if legend else sentences(text):
            named = _NAMED.search(text, first, last)
            if named and not _WITHOUT.search(text, first, last):
                mark = named["mark"] or _NAMES[" ".join(named["name"].casefold().split())]
                said.append((mark, text[first : named.start()] + text[named.end() : last]))
        for mark, says in said:
            polarity = polarity_of(says)
            if polarity and not _LIMITED.search(re.split(r"[,:;]", says, maxsplit=1)[0]):
                found.setdefault(mark, polarity)
    return found


def is_mark(text: str) -> bool:
    """Whether a mark stands behind a code and nothing else: “E0656 (I)”."""
    return _BEHIND.fullmatch(text.rstrip()) is not None


def marked(text: str, at: int, marks: Marks) -> Polarity | None:
    """What the mark at a place right behind a code says of it."""
    match = _BEHIND.match(text, at) if marks else None
    return marks.get(match["mark"]) if match else None


def marked_at_end(text: str, marks: Marks) -> Polarity | None:
    """What the mark at the end of a name says of the codes beside it: “Velmuro ‡”."""
    match = _AT_END.search(text) if marks else None
    return marks.get(match["mark"]) if match else None
