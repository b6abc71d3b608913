"""Whether the document is whole: page counters, announced sections, a text that begins in mid-sentence.

What is missing is named, never filled in (SR-014, SR-136). A printed total can also be wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.layout.furniture import Cleaned, Furniture, is_owner
from coverable.document.places import main_kinds
from coverable.document.reading import Section
from coverable.document.source import Block, Source, Span

MOST_PAGES = 5_000
"""A counter beyond this is no page counter."""
_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = frozenset(
    {"s", "es", "ed", "ing", "er", "ers", "d", "r", "ly", "al", "y", "ation", "ations", "ic", "n", "ity"}
)
_GOES_ON = (
    "and ",
    "or ",
    "of ",
    "to ",
    "with ",
    "in ",
    "by ",
    "that ",
    "which ",
    "who ",
    "than ",
    "is ",
    "are ",
)
_OPEN_ENDS = (
    ",",
    "-",
    " and",
    " or",
    " the",
    " of",
    " to",
    " with",
    " a",
    " an",
    " for",
    " in",
    " by",
    " is",
    " are",
)

doubts(
    pages_missing=Doubt(
        "high",
        "The page counters name pages that are not here",
        "Can the whole document be obtained?",
        "Criteria, dates or codes may stand on the missing pages; a draft from a part cannot be approved.",
    ),
    page_total_wrong=Doubt(
        "medium",
        "The printed total of pages is not the number of pages",
        "Is the document whole, and only its page counter wrong?",
        "A document was changed and its counter was not, or pages were lost; the text cannot tell which.",
    ),
    several_documents=Doubt(
        "medium",
        "The page counter begins again: several documents stand in one file",
        "Which of the documents is to be encoded?",
        "Metadata and criteria of different documents must not be mixed.",
    ),
    begins_mid_sentence=Doubt(
        "medium",
        "The text begins in the middle of a sentence",
        "What stood before it?",
        "The beginning of the document is missing or stands elsewhere.",
    ),
    ends_mid_sentence=Doubt(
        "medium",
        "The text ends in the middle of a sentence",
        "What stood behind it?",
        "The end of the document is missing.",
    ),
    ends_with_criteria=Doubt(
        "low",
        "The document ends with an item of its criteria",
        "Is this the end of the document, or was it cut?",
        "Policies end with codes, sources or a history; one that stops in a list may have lost the rest.",
    ),
)


@dataclass(frozen=True, slots=True)
class Completeness:
    """What was seen of the document."""

    state: Literal["complete", "partial"]
    missing: tuple[str, ...]
    pages_seen: tuple[int, ...]
    """Printed page numbers that were seen."""
    pages_total: int | None
    """The total that the counters print."""


def completeness(
    source: Source, cleaned: Cleaned, sections: Sequence[Section], findings: Findings, headed: bool = False
) -> Completeness:
    """The state of the document; call it last, for it looks at the findings about sections.

    `headed`: whether it states a number, a title or a date, as a whole policy does and an excerpt does not.
    """
    counters = [f for f in cleaned.furniture if f.number is not None and f.number <= MOST_PAGES]
    seen = tuple(sorted({f.number for f in counters if f.number is not None}))
    totals = Counter(f.total for f in cleaned.furniture if f.total and f.total <= MOST_PAGES)
    total = totals.most_common(1)[0][0] if totals else None
    missing = _pages(cleaned, counters, seen, total, findings)
    missing += _torn(source, cleaned, findings)
    if headed:
        _ends_among_criteria(cleaned.source, sections, findings)
    missing += [
        f"section {says}"
        for f in findings.all()
        if f.rule == "announced_section_missing"
        for says in [f.says.split("`")[1] if "`" in f.says else ""]
    ]
    return Completeness("partial" if missing else "complete", tuple(missing), seen, total)


def _pages(
    cleaned: Cleaned,
    counters: Sequence[Furniture],
    seen: Sequence[int],
    total: int | None,
    findings: Findings,
) -> list[str]:
    """The pages that the counters name and the document lacks."""
    spans = [f.span for f in counters] or [f.span for f in cleaned.furniture if f.total]
    pages = cleaned.source.pages
    if _begins_again(counters) and len(counters) > len(seen):
        findings.add("several_documents", [f.span for f in counters if f.number == 1])
        return []
    if total is None:
        last = max(seen, default=0)
        return _told(_absent(seen, last), spans, findings) if seen and not _all_here(seen, pages) else []
    if pages is not None and pages >= total:
        if pages > total:
            says = f"The counters print a total of {total} pages; the file has {pages}"
            findings.add("page_total_wrong", spans[:1], says)
        return []
    absent = _absent(seen, total)
    if pages is not None and list(seen) == list(range(1, pages + 1)):
        says = f"The counters print a total of {total} pages; the file has {pages}, numbered without a gap"
        findings.add("page_total_wrong", spans[:1], says)
        return _ranges(absent)
    return _told(absent, spans, findings)


def _begins_again(counters: Sequence[Furniture]) -> bool:
    """Whether a first page follows another page; a page with two counters prints its number twice."""
    return any(b.number == 1 and ((a.number or 0) > 1 or a.total == 1) for a, b in pairwise(counters))


def _all_here(seen: Sequence[int], pages: int | None) -> bool:
    return pages is not None and pages >= max(seen)


def _absent(seen: Iterable[int], total: int) -> list[int]:
    known = set(seen)
    return [n for n in range(1, total + 1) if n not in known]


def _told(absent: list[int], spans: Sequence[Span], findings: Findings) -> list[str]:
    missing = _ranges(absent)
    if missing:
        findings.add("pages_missing", spans[:5], f"Not seen: {', '.join(missing)}")
    return missing


def _ranges(numbers: Sequence[int]) -> list[str]:
    """`pages 1-2` and `page 4`, for people."""
    out: list[str] = []
    start = 0
    for n in range(1, len(numbers) + 1):
        if n == len(numbers) or numbers[n] != numbers[n - 1] + 1:
            first, last = numbers[start], numbers[n - 1]
            out.append(f"page {first}" if first == last else f"pages {first}-{last}")
            start = n
    return out


def _torn(source: Source, cleaned: Cleaned, findings: Findings) -> list[str]:
    """Whether the first or last words show that something was cut off."""
    out: list[str] = []
    first = next((b for b in source.blocks if b.text.strip()), None)
    if (
        first is not None
        and _begins_inside(first)
        and source.span(first) not in {f.again for f in cleaned.folds}
    ):
        findings.add("begins_mid_sentence", [source.span(first)])
        out.append("the beginning of the text")
    last = cleaned.source.blocks[-1] if cleaned.source.blocks else None
    if (
        last is not None
        and last.cell is None
        and last.kind in ("paragraph", "item")
        and _ends_inside(last, source)
    ):
        findings.add("ends_mid_sentence", [source.span(last)])
        out.append("the end of the text")
    return out


def _ends_among_criteria(source: Source, sections: Sequence[Section], findings: Findings) -> None:
    """A finding where the last words, but for feet and links of the page, are an item without a full stop."""
    blocks = list(source.blocks)
    while blocks and _is_foot(blocks[-1], blocks[:_HEAD]):
        blocks.pop()
    if not blocks or blocks[-1].kind != "item" or not _OPEN_END.search(blocks[-1].text):
        return
    kind = main_kinds(sections, len(source.blocks))[len(blocks) - 1]
    if kind in _OF_CRITERIA and not findings.holds("text_ends_early", source.span(blocks[-1])):
        findings.add("ends_with_criteria", [source.span(blocks[-1])])


_OPEN_END = re.compile(r"(?:[A-Za-z]|\s[–—-])\s*$")
_OF_CRITERIA: Final = frozenset({"criteria", "header", "description"})
"""Sections in which a list of criteria may stand, also where no heading names them."""
_HEAD: Final = 6
"""Blocks at the head of a document, whose words its feet repeat."""
_FEW: Final = 4
"""Words of a link to another part of a site."""
_COUNTED = re.compile(r"[^A-Za-z]*(?:(?:page|pg)?\W*[0-9]+\W*(?:(?:of|/)\W*[0-9]+)?)?\W*", re.IGNORECASE)


def _is_foot(block: Block, head: Sequence[Block]) -> bool:
    """Whether a last block is a link, a counter, a notice of the owner, or repeats the head."""
    words = {w.lower() for w in _WORD.findall(block.text)} - {"page", "of", "pg"}
    known = {w.lower() for b in head for w in _WORD.findall(b.text)}
    link = bool(block.links) and len(block.text.split()) <= _FEW
    again = block.marker is None and words <= known
    return link or again or is_owner(block.text) or _COUNTED.fullmatch(block.text) is not None


def _begins_inside(block: Block) -> bool:
    """Whether the first words are the rest of a sentence, and no title in small letters: “adalimumab”."""
    text = block.text.rstrip()
    rest = text.endswith((".", ";", ",", ":", "!", "?")) or text.startswith(_GOES_ON)
    return block.kind == "paragraph" and text[:1].islower() and len(text.split()) > 4 and rest


def _ends_inside(block: Block, source: Source) -> bool:
    """Whether the last words are cut: a word that must go on, a single letter, or the beginning of a word.

    A beginning is told by longer words of the same document; their plain endings do not count.
    """
    text = block.text.rstrip()
    words = _WORD.findall(text)
    if len(words) < 3 or not text[-1].isalpha():
        return len(words) > 2 and text.endswith((",", "-"))
    last = words[-1]
    if text.endswith(_OPEN_ENDS) or (len(last) == 1 and last.islower()):
        return True
    if len(words) < 4 or not last.islower() or len(last) < 2:
        return False
    every = {word.lower() for word in _WORD.findall(source.text[: block.pieces[-1].start])}
    if last in every:
        return False
    return any(word.startswith(last) and word[len(last) :] not in _ENDINGS for word in every)
