"""What must be absent, in a sentence: “no evidence of A or B”, “neither A nor B”, “no A and no B”."""

from __future__ import annotations

import re

from coverable.document.criteria.text.inline import Inline, by_commas, joins
from coverable.document.criteria.text.passage import Passage

_FREE = re.compile(
    r"^(?:the\s+)?(?:(?:patient|member|individual|beneficiary|recipient)\s+)?(?:has\s+|is\s+|there\s+is\s+)?"
    r"(?:no\s+(?:(?:current|prior|known|active)\s+)?(?:history|evidence|signs?|presence|diagnosis|documentation)\s+of|without(?:\s+evidence\s+of)?|absence\s+of|free\s+of|free\s+from)\s+(?:either\s+)?",
    re.IGNORECASE,
)
_NEITHER = re.compile(
    r"^(?:(?:has|is)\s+)?neither\s+(?P<a>.{3,200}?)\s+nor\s+(?P<b>(?:(?!\bnor\b).){3,200}?)(?:\s+(?:is|are|has\s+been)\s+(?:present|found|documented|shown|known)|\s+exists?)?$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"^(?:history|evidence|signs?|presence|diagnosis|documentation)\s+of\s+", re.IGNORECASE)
_SET_APART = re.compile(r"[,;]\s+(?:or|unless|but|except)\s", re.IGNORECASE)
_NO = re.compile(r"^(?:no|without)\s+", re.IGNORECASE)
_NO_ITEMS = re.compile(
    r"^no\s+(?:(?:documented|reported|recorded|known)\s+)?(?!(?:more|less|fewer|longer|later|other|further|greater|one|prior|recent|current|known)\b)(?=[^,;]{3,60}\s+or\s+[^,;]{3,60}$)(?![^,;]*\b(?:is|are|was|were|has|have|had|to|for|from|after|during|in|on|of|with)\b)",
    re.IGNORECASE,
)
"""“No cord compression or pacemaker”: two plain names."""


_CASE = re.compile(r"(?:when|if|where|unless|in\s+the\s+absence)\s", re.IGNORECASE)


def free_of(passage: Passage) -> Inline | None:
    """“No evidence of A or B”: neither of them, where one “or” only can join them."""
    if neither := _NEITHER.match(passage.text):
        items = (
            passage.part(neither.start("a"), neither.end("a")),
            passage.part(neither.start("b"), neither.end("b")).trimmed(".;,"),
        )
        return Inline(items, ("or",), "numbered") if all(items) else None
    nots = re.split(r",?\s+(?:and|or|nor)\s+(?:no|without)\s+", passage.text, flags=re.IGNORECASE)
    apart = any(_SET_APART.search(one) for one in nots)  # “no A and no B, or a negative test”
    if len(nots) > 1 and _NO.match(passage.text) and not joins(nots[0]) and not apart:
        return _nots(passage, nots)
    match = _FREE.match(passage.text) or _NO_ITEMS.match(passage.text)
    if match is None:
        return None
    rest = passage.part(match.end())
    found = by_commas(rest)
    if found is None or not {"and", "and/or"}.isdisjoint(found.connectors) or len(found.items) > 6:
        return None
    if any(_CASE.match(item.text) for item in found.items):
        return None  # “in the absence of A, or when B”
    items = tuple(item.trimmed(".;,") for item in found.items)
    return Inline(items, found.connectors, "numbered")


def _nots(passage: Passage, nots: list[str]) -> Inline:
    """“No A and no B” as A and B, of which none may be."""
    items: list[Passage] = []
    at = 0
    for one in nots:
        first = passage.text.index(one, at)
        at = first + len(one)
        skip = _FREE.match(one) or _NO.match(one) or _SIGN.match(one)
        items.append(passage.part(first + (skip.end() if skip else 0), at).trimmed(".;,"))
    return Inline(tuple(items), tuple("or" for _ in items[1:]), "numbered")
