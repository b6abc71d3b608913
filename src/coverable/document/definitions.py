"""Defined terms with their definitions, for this document only (SR-096)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coverable.document import passages
from coverable.document.reading import Record, Section
from coverable.document.sections import body, of_kind
from coverable.document.source import Block, Source, rows

_TERM = re.compile(r"(?P<term>[A-Z0-9][^.:;!?]{1,90}?)\s?(?::|\s[-–—](?=\s))\s+(?=\S)")
_INNER = re.compile(r"(?<=[.;])\s(?P<term>[A-Z][A-Za-z()/ -]{2,60}?):\s+(?=[A-Z(])")
_NO_TERM = re.compile(
    r"(?:note|example|source|e\.g|see|for example|note that|the following)\b", re.IGNORECASE
)
_HEAD = re.compile(
    r"terms?|words?|definitions?|acronyms?|abbreviations?|meanings?|descriptions?", re.IGNORECASE
)


def definitions(source: Source, sections: Sequence[Section]) -> tuple[Record, ...]:
    """The terms in order; fields term, says."""
    out: list[Record] = []
    for section in of_kind(sections, "definitions"):
        blocks = body(source, section)
        for row in rows(blocks):
            term, *rest = [b for b in row if b.text.strip()] or row
            if rest and not (_HEAD.fullmatch(term.text.strip()) and _HEAD.fullmatch(rest[0].text.strip())):
                says = " ".join(b.text for b in rest)
                span = source.join(source.span(b) for b in (term, *rest))
                out.append(Record({"term": term.text.strip(" :"), "says": says}, span))
        out += _in_text(source, [b for b in blocks if b.cell is None])
    return tuple(sorted(out, key=lambda r: r.span.start))


def _in_text(source: Source, blocks: Sequence[Block]) -> Iterator[Record]:
    """`Term: what it means`, or a term as a heading with its meaning under it; more text continues it."""
    open_: tuple[str, list[Block], list[Block]] | None = None
    for block in blocks:
        parts = [(part, _TERM.match(part.text)) for part in _split(block, source)]
        for part, match in parts:
            titled = part.kind == "heading" or (part.bold and len(part.text.split()) <= 10)
            if (
                match
                and not _NO_TERM.match(match["term"])
                and len(match["term"].split()) <= 12
                and not (open_ and part.kind == "item")
            ):
                if open_ and open_[2]:
                    yield _record(source, open_)
                says = passages.part(part, match.end(), len(part.text))
                open_ = (match["term"].strip(" *"), [part], [says])
            elif titled:
                if open_ and open_[2]:
                    yield _record(source, open_)
                open_ = (part.text.strip(" :*"), [part], [])
            elif open_:
                open_[1].append(part)
                open_[2].append(part)
    if open_ and open_[2]:
        yield _record(source, open_)


def _split(block: Block, source: Source) -> list[Block]:
    """A block as its definitions: a term that begins a line behind a full stop opens a new one."""
    cuts = [0]
    for match in _INNER.finditer(block.text):
        start = source.span(block, match.start("term"), match.start("term") + 1).start
        if source.text[max(0, start - 20) : start].rstrip(" \t").endswith("\n"):
            cuts.append(match.start("term"))
    return [passages.part(block, a, b) for a, b in zip(cuts, [*cuts[1:], len(block.text)], strict=True)]


def _record(source: Source, found: tuple[str, list[Block], list[Block]]) -> Record:
    term, all_, says = found
    return Record(
        {"term": term, "says": " ".join(b.text for b in says)}, source.join(source.span(b) for b in all_)
    )
