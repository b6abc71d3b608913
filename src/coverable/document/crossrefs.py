"""Other policies and addresses that a document names, with whether the library has them (issue 4).

Nothing is fetched: an address is kept as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal, TypeAlias

from coverable.document import numbers
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.places import main_kinds
from coverable.document.reading import Record, Section, Stated
from coverable.document.source import Block, Source

State: TypeAlias = Literal["loaded", "missing", "conflicting"]
Lookup: TypeAlias = Callable[[str], State]
"""What the library has under a number: one policy, none, or several that could be meant."""

_UNREAD: Final = ("codes", "history", "keywords", "contents")
_NAMED = re.compile(
    r"\b(?:NCD|LCD|LCA|CPB|[Pp]olicy|[Gg]uideline|[Bb]ulletin|[Aa]rticle)(?:\s(?:number|no\.|#))?:?\s\(?(?P<number>"
    r"[A-Z]{1,6}[-. ]?[0-9]{1,5}(?:[.-][0-9A-Z]{1,4}){0,3}|[0-9]{1,3}\.[0-9]{1,2}(?:\.[0-9]{1,3}){0,2})\b"
)
_TITLE = re.compile(r"[\s:,–—-]{1,3}(?P<title>[A-Z][^.;:()\n]{4,120})")
_ADDRESS = re.compile(
    r"<?(?P<url>(?:https?://|www\.)[^\s<>\"]{3,2000}?)>?(?=[.,;:)\]]{0,2}(?:\s|$)|>)", re.IGNORECASE
)
_STANDARD: Final = ("MCG", "InterQual", "NCCN", "ASAM", "LOCUS", "AIM", "eviCore", "Hayes")
_THIRD = re.compile(
    rf"\b(?P<name>{'|'.join(_STANDARD)})(?:[®™])?\s(?:[A-Za-z]{{1,20}}\s){{0,2}}?"
    r"(?:criteria|guidelines?|compendium|care guidelines)\b"
)

doubts(
    cross_reference_missing=Doubt(
        "medium",
        "Another policy is named that the library does not have",
        "Does the other policy decide a case that this one sends there?",
        "Where a document sends the reader elsewhere, its own criteria may not be all that holds.",
    ),
    cross_reference_conflicting=Doubt(
        "medium",
        "Another policy is named, and several in the library could be meant",
        "Which of them is meant?",
        "A number is unique inside one plan only.",
    ),
)


def cross_references(
    source: Source,
    sections: Sequence[Section],
    own: Sequence[Stated],
    findings: Findings,
    lookup: Lookup | None = None,
) -> tuple[Record, ...]:
    """The other policies (to, title, state), third-party criteria and addresses that the document names.

    `own` are the document's number and other names, which refer to itself. Without a lookup every policy is
    `missing`. Each target is listed once, at its first place.
    """
    kinds = main_kinds(sections, len(source.blocks))
    out: dict[str, Record] = {}
    for n, block in enumerate(source.blocks):
        if kinds[n] in _UNREAD or len(block.text) < 4:
            continue
        for start, end, number in _named(block):
            if any(numbers.same(number, str(s.value)) for s in own) or number.casefold() in out:
                continue
            state: State = lookup(number) if lookup else "missing"
            span = source.span(block, start, end)
            title = _TITLE.match(block.text, end) if len(block.text) < 200 else None
            fields = {"to": number, "title": title["title"].strip() if title else None, "state": state}
            whole = source.span(block, start, title.end("title")) if title else span
            out[number.casefold()] = Record(fields, whole)
            if state != "loaded":
                says = f"`{number}` is named here and is {state} in the library"
                findings.add(f"cross_reference_{state}", [whole], says)
        if kinds[n] != "references":
            for match in _THIRD.finditer(block.text):
                span = source.span(block, match.start(), match.end())
                out.setdefault(
                    match["name"].casefold(), Record({"to": match["name"], "state": "third_party"}, span)
                )
            for match in _ADDRESS.finditer(block.text):
                url = match["url"]
                span = source.span(block, match.start("url"), match.end("url"))
                out.setdefault(url, Record({"to": url, "state": "address"}, span))
    return tuple(sorted(out.values(), key=lambda r: r.span.start))


def _named(block: Block) -> list[tuple[int, int, str]]:
    """The policy numbers of a block by their form or by the word before them."""
    text = block.text
    found = {(n.start, n.end): n.value for n in numbers.numbers_in(text) if n.sure >= 0.85}
    for match in _NAMED.finditer(text):
        place = match.span("number")
        if not any(a < place[1] and place[0] < b for a, b in found):
            found[place] = match["number"]
    addresses = [m.span("url") for m in _ADDRESS.finditer(text)]
    return [
        (a, b, value) for (a, b), value in sorted(found.items()) if not any(x <= a < y for x, y in addresses)
    ]
