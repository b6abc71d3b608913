"""The reference list: what is cited, by whom, from when, with addresses verbatim and never fetched (SR-093).

Only the citation is kept, never the content of a licensed source (SR-095). A line that names kinds of
sources in general gives tags (SR-094).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from coverable.document import passages
from coverable.document.dates import dates_in, iso
from coverable.document.header.labels import label_of
from coverable.document.reading import Record, Section
from coverable.document.sections.sections import body, of_kind
from coverable.document.source import Block, Source, rows

_ADDRESS = re.compile(r"<?(?P<url>(?:https?://|www\.)[^\s<>]{3,2000}?)>?(?=[.,;)]?(?:\s|$)|>)", re.IGNORECASE)
_RETRIEVED = re.compile(
    r"\b(?:retrieved|accessed|last accessed|viewed|cited)(?:\son)?:?\s"
    r"(?P<date>[^,.;]{0,12}?(?:,\s?[0-9]{4}|[0-9]{4})|[^\s,]{6,10})",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(r"(?P<month>[0-9]{1,2})\s(?P<year>(?:19|20)[0-9]{2})")
_YEAR = re.compile(
    r"\((?P<year>(?:19|20)[0-9]{2})(?:,\s?(?P<month>[0-9]{1,2}|[A-Z][a-z]{2,8}))?[a-z]?(?:\s[0-9]{1,2})?\)"
)
_JOURNAL = re.compile(
    r"(?P<publisher>[A-Z][A-Za-z&:. ]{2,80}?)\.?\s(?P<year>(?:19|20)[0-9]{2})"
    r"(?:\s[A-Z][a-z]{2,8}(?:[-/][A-Z][a-z]{2,8})?)?(?:\s[0-9]{1,2})?(?:\s?;|:\s?[0-9]|,\s?[0-9])"
)
"""`Letters of Care. 2018; 128`: a journal's name, its year and its volume."""
_ANY_YEAR = re.compile(r"(?<![\w/.-])(?P<year>(?:19|20)[0-9]{2})[a-z]?(?![\w/-])")
_FROM = re.compile(r"\bfrom\s(?P<publisher>[A-Z][^:<>]{1,120}?)\s?(?::|$|(?=\s?<?https?:))")
_SURNAME = r"[A-Z][\w'’-]{1,30}"
_AUTHOR = (
    rf"(?:{_SURNAME}(?:\s(?:de|van|von|der|la|Le|Mc)\b)?(?:\s{_SURNAME})?\s[A-Z]{{1,4}}"
    rf"|{_SURNAME},\s(?:[A-Z]\.\s?){{1,3}})"
)
_ANOTHER = rf"(?:{_SURNAME}\s[A-Z]{{1,4}}|{_SURNAME},\s(?:[A-Z]\.\s?){{1,3}}|et al)"
_AUTHORS = re.compile(
    rf"(?P<authors>{_AUTHOR}(?:(?:,\s|;\s|\sand\s|\s&\s|,\s&\s){_ANOTHER}){{0,30}}(?:,?\set al)?)\.?,?\s"
)
_NUMBERED = re.compile(r"(?:(?<=\s)|^)(?P<n>[0-9]{1,3})\.\s(?=[A-Z(“\"])")
_KINDS = re.compile(
    r"(?:(?:sources |references )?including,?(?: but not limited to)?"
    r"|sources(?: include| of information)?|resources include)\s?:?\s",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:will be|do(?:es)? not|(?:is|are|may) not)\b")
_ONLY_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S{3,2000}>?[.,]?")
LONGEST: Final = 3000


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the list: a part of a block, and the blocks that continue it."""

    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        return " ".join(b.text for b in self.blocks)


def references(source: Source, sections: Sequence[Section]) -> tuple[Record, ...]:
    """The entries in order; fields title, authors, publisher, year, retrieved, address, number."""
    out: list[Record] = []
    heads = {id(source.blocks[s.first]) for s in sections if s.depth}
    for section in of_kind(sections, "references"):
        for number, entry in _entries([b for b in body(source, section) if id(b) not in heads]):
            fields = _fields(entry.text[:LONGEST])
            if number:
                fields["number"] = number
            out.append(Record(fields, source.join(source.span(b) for b in entry.blocks)))
    return tuple(out)


def source_kinds(source: Source, sections: Sequence[Section]) -> tuple[Record, ...]:
    """The kinds of sources that a general line of the reference section names."""
    out: list[Record] = []
    for section in of_kind(sections, "references"):
        for block in body(source, section):
            match = _KINDS.match(block.text)
            if not match:
                continue
            position = match.end()
            for part in block.text[match.end() :].split(";" if ";" in block.text else ","):
                words = part.strip(" .")
                if words:
                    start = block.text.index(words, position)
                    span = source.span(block, start, start + len(words))
                    out.append(Record({"kind": words}, span))
                position += len(part) + 1
    return tuple(out)


def _entries(blocks: Sequence[Block]) -> Iterator[tuple[str | None, _Entry]]:
    """The entries with their printed numbers; an address on a line of its own belongs to the one before."""
    open_: tuple[str | None, list[Block]] | None = None
    labelled = {id(b) for row in rows(blocks) if label_of(row[0].text) for b in row}
    for block in blocks:
        if not block.text.strip() or _KINDS.match(block.text) or id(block) in labelled:
            continue
        if open_ and (_ONLY_ADDRESS.fullmatch(block.text.strip()) or block.text[:1].islower()):
            open_[1].append(block)
            continue
        dated = _ANY_YEAR.search(block.text) or _ADDRESS.search(block.text)
        if open_ and block.marker is None and not dated and (open_[0] or _SAYS.search(block.text)):
            continue  # a notice behind the list
        for number, entry in _split(block):
            if (
                len(entry.text.split()) < 3
                and not _ADDRESS.search(entry.text)
                and not _ANY_YEAR.search(entry.text)
            ):
                continue  # a heading among the references
            if open_:
                yield open_[0], _Entry(tuple(open_[1]))
            open_ = (number, [entry])
    if open_:
        yield open_[0], _Entry(tuple(open_[1]))


def _split(block: Block) -> Iterator[tuple[str | None, Block]]:
    """A block as entries: several when numbers that count on stand in it."""
    marker = block.marker.strip("().[] ") if block.marker else None
    number = marker if marker and marker.isdigit() else None
    starts: list[tuple[int, int, int]] = []
    for match in _NUMBERED.finditer(block.text):
        expected = starts[-1][0] + 1 if starts else (int(number) + 1 if number else None)
        n = int(match["n"])
        if n == expected or (expected is None and match.start() == 0):
            starts.append((n, match.start(), match.end()))
    if not starts:
        yield number, block
        return
    if starts[0][1] > 0:
        yield number, passages.part(block, 0, starts[0][1])
    for (n, _, first), stop in zip(starts, [*(s[1] for s in starts[1:]), len(block.text)], strict=True):
        yield str(n), passages.part(block, first, stop)


def _fields(text: str) -> dict[str, Any]:
    """The parts of one citation that can be told apart; what cannot is left to the span."""
    out: dict[str, Any] = {"title": None, "publisher": None, "year": None}
    address = _ADDRESS.search(text)
    words = text[: address.start()] if address else text
    retrieved = _RETRIEVED.search(text)
    if retrieved:
        out["retrieved"] = _date(retrieved["date"])
        words = words[: retrieved.start()] if retrieved.start() < len(words) else words
    year = _YEAR.search(words)
    journal = None if year else _JOURNAL.search(words)
    if year:
        out["year"] = _partial(year["year"], year["month"])
    elif journal:
        out["year"] = journal["year"]
    elif found := list(_ANY_YEAR.finditer(words)):
        out["year"] = found[-1]["year"]
    publisher = _FROM.search(
        text[: address.start()] if address else text, retrieved.end() if retrieved else 0
    )
    if publisher:
        out["publisher"] = publisher["publisher"].strip()
    authors = _AUTHORS.match(words)
    if authors:
        out["authors"] = authors["authors"].rstrip(".")
    out["title"] = _title(
        words, authors.end() if authors else 0, year.start() if year else None, year.end() if year else 0
    )
    if out["publisher"] is None and journal and out["title"]:
        name = journal["publisher"].split(". ")[-1].strip()
        out["publisher"] = name if name and name not in out["title"] else None
    elif out["publisher"] is None and not authors and out["title"] and ". " in words:
        out |= _organization(words, out["title"])
    if address:
        out["address"] = address["url"]
    return {name: value for name, value in out.items() if value is not None}


def _title(words: str, start: int, year: int | None, after: int) -> str | None:
    """The title: before the year where nothing but it stands there, behind authors or year else."""
    if year is not None and start == 0 and year > 0:
        before = words[:year].strip(" .,")
        return before or None
    rest = words[max(start, after if year is not None else 0) :].lstrip(" .,")
    end = re.search(r"[.?!](?:\s|$)", rest)
    title = (rest[: end.start()] if end else rest).strip(" .,:;")
    return title if len(title) > 2 else None


def _organization(words: str, title: str) -> dict[str, Any]:
    """`Northlake Institute. Guide to braces. 2020.`: the first part is who, the second is what."""
    parts = [p.strip(" .") for p in re.split(r"\.\s", words) if p.strip(" .")]
    if len(parts) >= 3 and parts[0] == title and not _ANY_YEAR.search(parts[1]):
        return {"publisher": parts[0], "title": parts[1]}
    return {}


def _date(words: str) -> str | None:
    match = _MONTH_YEAR.fullmatch(words.strip())
    if match:
        return iso(int(match["year"]), int(match["month"]))
    found = dates_in(words, years=True)
    return found[0].value if found else None


def _partial(year: str, month: str | None) -> str | None:
    if month is None:
        return year
    if month.isdigit():
        return iso(int(year), int(month)) or year
    found = dates_in(f"{month} {year}")
    return found[0].value if found else year
