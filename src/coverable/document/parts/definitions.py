"""Defined terms with their definitions, for this document only (SR-096)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coverable.document import passages
from coverable.document.reading import Record, Section
from coverable.document.sections.sections import body, of_kind
from coverable.document.source import Block, Source, rows

_TERM = re.compile(r"(?P<term>[A-Z0-9][^.:;!?]{1,90}?)\s?(?::|\s[-–—](?=\s))\s+(?=\S)")
_MEANS = re.compile(
    r"[\"“*]*(?P<term>[A-Z][^.:;!?\"”“]{1,60}?)[\"”*]*\s+(?:means|refers\s+to|is\s+defined\s+as|=)\s+(?=\S)"
)
_FORMS = (_TERM, _MEANS)
"""`Term: meaning`, `Term – meaning`, `Term means meaning`."""
_STOPPED = re.compile(r"(?P<term>[A-Z][^.:;!?]{2,50}?)\.\s+(?=[A-Z])")
"""`A. Phenocopy. A condition that ...`: in an item a full stop may stand between them."""
_INNER = re.compile(r"(?<=\s)(?=[A-Z0-9\"“*])")
"""Where a term can begin inside of a block whose printed lines were joined."""
_NO_TERM = re.compile(
    r"(?:note|example|source|e\.g|see|for example|note that|the following|this|these|that|it|they|which)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"terms?|words?|definitions?|acronyms?|abbreviations?|meanings?|descriptions?", re.IGNORECASE
)
LONGEST = 12
"""Words of a term."""
SHORT = 6
"""Words of a term that stands in a line of its own, or at the beginning of one inside of a block."""


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
    in_turn = _take_turns(blocks)
    for block in blocks:
        for part in _split(block, source):
            match = _term(part.text) or (_term(part.text, (_STOPPED,)) if part.kind == "item" else None)
            titled = part.kind == "heading" or (part.bold and len(part.text.split()) <= 10)
            titled = titled or (in_turn and _names(part))
            last = match.end() if match else _bold(part, source)
            if last and not (open_ and _inside(part, open_[1][0])):
                if open_ and open_[2]:
                    yield _record(source, open_)
                says = passages.part(part, last, len(part.text))
                open_ = ((match["term"] if match else part.text[:last]).strip(" *"), [part], [says])
            elif titled:
                if open_ and open_[2]:
                    yield _record(source, open_)
                open_ = (part.text.strip(" :*"), [part], [])
            elif open_:
                open_[1].append(part)
                open_[2].append(part)
    if open_ and open_[2]:
        yield _record(source, open_)


def _term(text: str, forms: Sequence[re.Pattern[str]] = _FORMS) -> re.Match[str] | None:
    """The term that a text begins with, up to where its meaning begins."""
    for form in forms:
        match = form.match(text)
        if match and not _NO_TERM.match(match["term"]) and len(match["term"].split()) <= LONGEST:
            return match
    return None


def _bold(part: Block, source: Source) -> int:
    """Where a term ends that stands between stars before its meaning: `**Term** meaning`; 0 without."""
    first = part.pieces[0] if len(part.pieces) > 1 else None
    if first is None or first.size >= len(part.text) or len(part.text[: first.size].split()) > SHORT:
        return 0
    starred = source.text[: first.start].endswith("**") and source.text.startswith("**", first.end)
    return first.size if starred and not _NO_TERM.match(part.text) else 0


def _inside(part: Block, first: Block) -> bool:
    """Whether an item belongs to a definition that began with `first`, and defines nothing of its own."""
    if part.kind != "item":
        return False
    alike = (part.marker or "")[:1].isalnum() == (first.marker or "")[:1].isalnum()
    inner = (part.depth or 0, part.indent or 0) > (first.depth or 0, first.indent or 0)
    return not (first.kind == "item" and alike and not inner)


def _take_turns(blocks: Sequence[Block]) -> bool:
    """Whether terms and meanings take turns, each in a line of its own, all through a section."""
    text = [b for b in blocks if b.text.strip()]
    return len(text) > 3 and len(text) % 2 == 0 and all(_names(b) != bool(i % 2) for i, b in enumerate(text))


def _names(block: Block) -> bool:
    """Whether a line is short and ends like a name, and not like a sentence."""
    text = block.text.strip()
    return len(text.split()) <= SHORT and text[:1].isupper() and text[-1:] not in ".;,!?"


def _split(block: Block, source: Source) -> list[Block]:
    """A block as its definitions: a term that begins a printed line opens a new one, behind a full stop or in
    a block that begins with a term itself."""
    cuts = [0]
    begins = _term(block.text) is not None
    for match in _INNER.finditer(block.text):
        at = match.start()
        found = _term(block.text[at:])
        stopped = block.text[:at].rstrip()[-1:] in ".;"
        if found is None or not (stopped or begins) or len(found["term"].split()) > SHORT:
            continue
        start = source.span(block, at, at + 1).start
        if source.text[max(0, start - 20) : start].rstrip(" \t*").endswith("\n"):
            cuts.append(at)
    return [passages.part(block, a, b) for a, b in zip(cuts, [*cuts[1:], len(block.text)], strict=True)]


def _record(source: Source, found: tuple[str, list[Block], list[Block]]) -> Record:
    term, all_, says = found
    return Record(
        {"term": term, "says": " ".join(b.text for b in says)}, source.join(source.span(b) for b in all_)
    )
