"""Other policies and addresses that a document names, with whether the library has them (issue 4).

Nothing is fetched: an address is kept as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from coverable.document import numbers
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.parts.known import MISSING, Known, Lookup, State
from coverable.document.parts.overlaps import SENDS, Use, content, differences, shared, uses
from coverable.document.places import main_kinds
from coverable.document.reading import Record, Section, Stated, Statement
from coverable.document.source import Block, Source, Span

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
    cross_reference_same_use=Doubt(
        "medium",
        "The reader is sent to another policy for a use that this document decides itself",
        "Which of the two decides this use, and do they agree?",
        "If the other policy governs, the criteria here do not hold; where both speak, they may disagree.",
    ),
    cross_reference_contradicts=Doubt(
        "high",
        "Another policy is named, and it decides the same use differently",
        "Which of the two governs this use?",
        "A request would be decided one way here and another way there.",
    ),
)


def cross_references(
    source: Source,
    sections: Sequence[Section],
    own: Sequence[Stated],
    findings: Findings,
    lookup: Lookup | None = None,
    statements: Sequence[Statement] = (),
) -> tuple[Record, ...]:
    """The other policies (to, title, state), third-party criteria and addresses that the document names.

    `own` are the document's number, title and other names, which refer to itself. Without a lookup every
    policy is `missing`. Each target is listed once, at its first place. A policy that decides a use of the
    `statements` in another way is `conflicting`.
    """
    kinds = main_kinds(sections, len(source.blocks))
    decided = uses(statements)
    subject = content(" ".join(str(s.value) for s in own))
    out: dict[str, Record] = {}
    for n, block in enumerate(source.blocks):
        if kinds[n] in _UNREAD or len(block.text) < 4:
            continue
        for start, end, number in _named(block):
            if any(numbers.same(number, str(s.value)) for s in own) or number.casefold() in out:
                continue
            known = lookup(number) if lookup else MISSING
            span = source.span(block, start, end)
            title = _TITLE.match(block.text, end) if len(block.text) < 200 else None
            name = title["title"].strip() if title else None
            whole = source.span(block, start, title.end("title")) if title else span
            if known.state != "loaded":
                says = f"`{number}` is named here and is {known.state} in the library"
                findings.add(f"cross_reference_{known.state}", [whole], says)
            sent = _sending(source, n)
            state = _compared(number, name or "", sent, whole, known, decided, subject, findings)
            out[number.casefold()] = Record({"to": number, "title": name, "state": state}, whole)
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


def _sending(source: Source, n: int) -> str:
    """The words that send the reader elsewhere: in the block of the reference, or over its list."""
    block = source.blocks[n]
    before = source.blocks[n - 1].text if n else ""
    over = before if before.rstrip().endswith(":") else ""
    return " ".join(text for text in (over, block.text) if SENDS.search(text))


def _compared(
    number: str,
    title: str,
    sent: str,
    where: Span,
    known: Known,
    decided: Sequence[Use],
    subject: frozenset[str],
    findings: Findings,
) -> State:
    """The state of a reference, after what both documents decide was looked at."""
    named = content(f"{title} {sent}") - subject
    if content(known.about) & subject:
        found = differences(named, shared(named, decided), known)
        for use, there, how in found:
            says = f"{_words(use, named)}: {how} (`{there.at}`)"
            findings.add("cross_reference_contradicts", [where, use.span], says)
        if found:
            return "conflicting"
    here = shared(content(sent) - subject, decided)
    if here:
        says = f"`{number}` is named for {_words(here[0], named)}, which this document decides as well"
        findings.add("cross_reference_same_use", [where, *(one.span for one in here)], says)
    return known.state


def _words(use: Use, named: frozenset[str]) -> str:
    return " ".join(sorted(use.words & named))


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
