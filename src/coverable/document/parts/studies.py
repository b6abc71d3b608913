"""Author-year mentions: every `(Rigby, 2015)` and `Sayegh and Strauch (2014)`, tied to the reference list.

A mention without an entry in the list is reported (SR-092): what it rests on cannot be looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.patterns import worded
from coverable.document.places import main_kinds
from coverable.document.reading import Record, Section
from coverable.document.source import Block, Source

_SURNAME = r"(?:(?:de|van|von|der|la|Le|Mc|O['’])\s?)?[A-Z][\w'’-]{1,30}"
_GROUP = r"[A-Z][\w&'’-]{0,30}(?:\s(?:of|for|and|the|on|[A-Z][\w&'’-]{0,30})){0,8}"
_YEARS = r"(?P<years>(?:19|20)[0-9]{2}[a-z]?(?:,\s?(?:(?:19|20)[0-9]{2}[a-z]?|[a-z]\b)){0,6})"
_PARENTHESIS = re.compile(r"\((?P<inner>[^()]{5,600})\)|\[(?P<square>[^\[\]]{5,300})\]")
_LEAD = r"(?:see (?:also )?|e\.g\.,? |reviewed (?:in|by) |as cited in )?"
_JOIN = r"(?:,\s|\sand\s|\s&\s|,\sand\s|,\s&\s)"
_MENTION = re.compile(
    rf"^{_LEAD}(?P<by>(?:{_SURNAME})(?:{_JOIN}(?:{_SURNAME})){{0,5}}(?:,?\set al\.?|\sand colleagues)?"
    rf"|{_GROUP})"
    rf"(?:\s\[[A-Z]{{2,8}}\])?,?\s{_YEARS}$"
)
_YEARS_ALONE = re.compile(rf"\s\({_YEARS}\)")
_NAMES_BEFORE = re.compile(
    rf"(?P<by>(?:{_SURNAME})(?:{_JOIN}(?:{_SURNAME})){{0,4}}"
    r"(?:,?\set al\.?,?|,?\sand (?:colleagues|coworkers|associates))?)$"
)
WINDOW = 200
"""Characters before a year in brackets in which the names of its authors begin."""
_NOT_BY: Final = worded(
    "in|on|the|since|until|from|during|by|before|after|no|note|effective|version|revised|reviewed|approved",
    "table|figure|section|january|february|march|april|may|june|july|august|september|october|november",
    "december",
)
UNREAD: Final = ("references", "history", "keywords", "contents", "codes")

doubts(
    study_unresolved=Doubt(
        "low",
        "Studies are cited that the text's reference list does not hold",
        "Is the reference list missing from this copy of the document?",
        "An author and a year without an entry cannot be looked up.",
    ),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One author-year mention in a block: `by` and `year` as printed."""

    block: Block
    at: int
    start: int
    end: int
    by: str
    year: str
    group: int
    """Mentions of one parenthesis share the place where it opens."""

    @property
    def name(self) -> str:
        return f"{self.by} {self.year}"


def mentions(source: Source, sections: Sequence[Section]) -> list[Mention]:
    """Every mention outside the reference list, in order."""
    kinds = main_kinds(sections, len(source.blocks))
    out: list[Mention] = []
    for n, block in enumerate(source.blocks):
        if kinds[n] not in UNREAD and len(block.text) > 8:
            out += sorted(
                {(m.start, m.year): m for m in _in_block(n, block)}.values(), key=lambda m: (m.start, m.end)
            )
    return out


def _in_block(n: int, block: Block) -> Iterator[Mention]:
    text = block.text
    for match in _YEARS_ALONE.finditer(text):
        named = _NAMES_BEFORE.search(text[max(0, match.start() - WINDOW) : match.start()])
        by = _without_first(named["by"]) if named else ""
        if by:
            start = match.start() - len(by)
            for year, first, last in _years(match, match.start("years")):
                end = match.end() if first == match.start("years") else last
                yield Mention(block, n, start, end, by, year, start)
    for match in _PARENTHESIS.finditer(text):
        name = "inner" if match["inner"] else "square"
        position = match.start(name)
        for part in match[name].split(";"):
            lead = len(part) - len(part.lstrip())
            found = _MENTION.match(part.strip())
            if found and not _NOT_BY.fullmatch(found["by"].split()[0]):
                offset = position + lead
                for year, first, last in _years(found, found.start("years")):
                    start = offset + (found.start("by") if first == found.start("years") else first)
                    yield Mention(block, n, start, offset + last, found["by"], year, match.start())
            position += len(part) + 1


def _years(match: re.Match[str], start: int) -> Iterator[tuple[str, int, int]]:
    for year in re.finditer(r"(?:19|20)[0-9]{2}[a-z]?", match["years"]):
        yield year[0], start + year.start(), start + year.end()


def _without_first(by: str) -> str:
    """`In Kroeling and colleagues` without the word that begins the sentence."""
    while " " in by and _NOT_BY.fullmatch(by.split(",", maxsplit=1)[0].split(maxsplit=1)[0]):
        by = by[by.index(" ") + 1 :]
    return by if by and not _NOT_BY.fullmatch(by.split()[0]) else ""


def studies(
    source: Source,
    sections: Sequence[Section],
    references: Sequence[Record],
    findings: Findings,
    details: dict[int, dict[str, Any]] | None = None,
) -> tuple[Record, ...]:
    """The mentions as records: by, year, resolved (the number or title of the reference, or None).

    `details` are typed numbers of a described review, by the index of its mention.
    """
    out: list[Record] = []
    lost: list[tuple[str, Any]] = []
    for n, mention in enumerate(mentions(source, sections)):
        span = source.span(mention.block, mention.start, mention.end)
        entry = _entry_of(mention, references)
        fields: dict[str, Any] = {
            "by": mention.by,
            "year": mention.year,
            "state": "resolved" if entry else "unresolved",
        }
        if entry:
            fields["reference"] = entry.fields.get("number") or entry.fields.get("title") or entry.span.place
        else:
            lost.append((mention.name, span))
        out.append(Record(fields | (details or {}).get(n, {}), span))
    if lost:
        says = f"{len(lost)} author-year mentions have no entry in a reference list of this text"
        findings.add("study_unresolved", [span for _, span in lost], says)
    return tuple(out)


def _entry_of(mention: Mention, references: Sequence[Record]) -> Record | None:
    """The reference of the first author and the year."""
    first = re.split(r",|\sand\s|\s&\s|\set al", mention.by)[0].strip().casefold()
    year = mention.year[:4]
    for entry in references:
        named = " ".join(str(entry.fields.get(k) or "") for k in ("authors", "publisher", "title")).casefold()
        if str(entry.fields.get("year") or "").startswith(year) and re.search(
            rf"\b{re.escape(first)}\b", named
        ):
            return entry
    return None
