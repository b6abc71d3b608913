"""What a document says of itself: number, title, version, kind, publisher, dates and the rest.

Every value has the place it stands at; what is not stated is absent (SR-014).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from coverable.document import numbers
from coverable.document.dates import dates_in, dates_under_label
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.header.aliases import aliases_of
from coverable.document.header.business import lines_of_business
from coverable.document.header.documentkind import document_kind
from coverable.document.header.feet import dates_in_feet
from coverable.document.header.fields import Field, fields
from coverable.document.header.names import title_of
from coverable.document.header.notices import prior_authorization, rights
from coverable.document.header.owndates import DATES, ELSEWHERE, ask_for_effective, labelled_dates
from coverable.document.header.publisher import publisher
from coverable.document.header.regulations import Head, regulation
from coverable.document.layout.furniture import Cleaned
from coverable.document.places import header_kinds
from coverable.document.reading import Section, Stated
from coverable.document.source import Block, Source, Span, inside

SURE: Final = 0.85
"""A number in the name of a file is one only if its form tells: `notes-2024` is none."""
_DATED = re.compile(r"(?:19|20)[0-9]{2}$|^[A-Z]{1,4}(?:-[0-9]+)+$")
"""What ends with a year, or is one part of a longer number: `OHIO-PDL-2022`, `WAC-182-552`."""
_SINCE = re.compile(r"(?:,?\s(?:and|or)\s(?:after|later|thereafter|forward)\b)?[\s.,:]*")

doubts(
    number_conflict=Doubt(
        "medium",
        "The document states two numbers for itself",
        "Which is the number of this policy?",
        "The number under which a policy is looked up must be one.",
    ),
)


def metadata(
    cleaned: Cleaned, sections: Sequence[Section], keywords: Iterable[Stated], findings: Findings
) -> dict[str, Stated | tuple[Stated, ...]]:
    """The values for `Reading.metadata`; absent is what the document does not state."""
    beside = cleaned.asides  # a box in the margin stands in no section, like the head of the document
    source = replace(cleaned.source, blocks=(*cleaned.source.blocks, *beside))
    kinds = header_kinds(sections, source.blocks)
    found = list(_fields(source, kinds))
    head = [f for f in found if kinds[f.at] != "history" or f.at < _TOP]  # a list of dates among the fields
    rule = regulation(cleaned.source)
    number = _number(cleaned, head, kinds, findings, rule)
    title = title_of(cleaned, sections, head, number, rule)
    dates = tuple(labelled_dates(source, found, kinds, findings))
    feet = (
        d for d in dates_in_feet(cleaned) if d.kind in DATES and d.kind not in {one.kind for one in dates}
    )
    several: dict[str, tuple[Stated, ...]] = {
        "dates": (*dates, *feet),
        "lines_of_business": lines_of_business(source, sections, head, findings),
        "aliases": tuple(aliases_of(source, head, keywords, number, title)),
    }
    single: dict[str, Stated | None] = {
        "number": number,
        "title": title,
        "version": _version(source, head, number),
        "kind": document_kind(cleaned, sections),
        "publisher": publisher(replace(cleaned, source=source), head),
        "prior_authorization": prior_authorization(source, sections, findings),
        "rights": rights(replace(cleaned, source=source)),
    }
    ask_for_effective(several["dates"], findings)
    out: dict[str, Stated | tuple[Stated, ...]] = {k: v for k, v in single.items() if v is not None}
    return out | {k: v for k, v in several.items() if v}


def _fields(source: Source, kinds: Sequence[str]) -> Iterable[Field]:
    """Labels with values wherever a document describes itself; not in what it discusses."""
    apart = ("references", "discussion", "criteria", "codes", "definitions", "contents")
    for field in fields(source.blocks):
        alone = field.kind in ELSEWHERE and field.start == 0 and len(field.block.text) < 70
        alone = alone and (field.sure or _only_date(field.value))
        here = kinds[field.at] in ("criteria", "codes") and (
            alone or (field.at < _TOP and _is_head(field.block))
        )
        if kinds[field.at] not in apart or here or (field.at < 40 and field.block.cell is not None):
            yield field


def _is_head(block: Block) -> bool:
    """Whether a line holds dates behind several labels: “Effective: 6/1/2025   Updated: 5/1/2025”."""
    dated = (f.kind for f in fields([block]) if f.sure and f.kind in DATES and _dated(f))
    return len(set(dated)) > 1


def _dated(field: Field) -> bool:
    date = next(iter(dates_under_label(field.value)), None)
    return date is not None and date.start <= 3


def _only_date(value: str) -> bool:
    """Whether a value is a date and nothing else: “April 15, 2023, and after:”."""
    first = next(iter(dates_in(value)), None)
    return first is not None and first.start <= 3 and _SINCE.fullmatch(value[first.end :]) is not None


def _number(
    cleaned: Cleaned, found: Sequence[Field], kinds: Sequence[str], findings: Findings, rule: Head | None
) -> Stated | None:
    """The number by its label or citation, in the head, furniture, file name or address; less sure each."""
    source = cleaned.source
    stated: list[Stated] = []
    for field in found:
        if field.kind != "number" or not (field.sure or numbers.only(field.value)):
            continue
        number = numbers.labelled(field.value)
        if number is None or (field.weak and not numbers.only(field.value)):
            continue
        if _NOT.fullmatch(field.label) and " " in field.value:
            continue  # “No – use NCD 20.29”
        sure = 1.0 if field.sure else 0.9
        stated.append(Stated(number.value, field.span(source, number.start, number.end), sure))
    strong = [s for s in stated if s.confidence == max(x.confidence for x in stated)]
    if any(not numbers.same(s.value, strong[0].value) for s in strong[1:3]):
        findings.add("number_conflict", [s.span for s in strong[:3]])
    if stated:
        return strong[0]
    return rule.number if rule else _in_head(source, kinds) or _in_furniture(cleaned) or _in_name(source)


_NOT = re.compile(r"no", re.IGNORECASE)


_PREFIX: Final = ("", "NCD ", "LCD ", "CPB ")
"""What may stand before a number that begins a line of several sentences."""


def _in_head(source: Source, kinds: Sequence[str]) -> Stated | None:
    for block, kind in zip(source.blocks[:8], kinds, strict=False):
        if kind != "header":
            continue
        by_form = next(iter(numbers.numbers_in(block.text)), None)
        if len(block.text.split()) > 25 or block.text.rstrip().endswith("."):
            if by_form and by_form.sure >= SURE and block.text[: by_form.start] in _PREFIX:
                return Stated(by_form.value, source.span(block, by_form.start, by_form.end), by_form.sure)
            continue
        if block.kind == "item":
            continue  # a list of documents that are related
        if _ALONE.fullmatch(block.text) and numbers.only(block.text):
            return Stated(block.text, source.span(block), 0.7)
        found = by_form or numbers.at_end(block.text) or numbers.in_title(block.text)
        if found:
            return Stated(found.value, source.span(block, found.start, found.end), found.sure)
    return None


def _in_furniture(cleaned: Cleaned) -> Stated | None:
    source = cleaned.source
    for furniture in cleaned.furniture:
        start, end = furniture.span.start, furniture.span.end
        text = source.text[start:end]
        found = _labelled(text) or next(iter(numbers.numbers_in(text)), None) or numbers.in_title(text)
        if found:
            place = inside(source, furniture.span, start + found.start, start + found.end)
            return Stated(found.value, place, _OF_FURNITURE)
    return None


def _labelled(text: str) -> numbers.Number | None:
    """The number behind its label in a line that counts pages: “Document number: 3300-21   Page 1 of 2”."""
    for field in fields([Block("paragraph", text, ())]):
        found = numbers.labelled(field.value) if field.kind == "number" and not field.weak else None
        if found:
            start, end = field.first + found.start, field.first + found.end
            return numbers.Number(start, end, found.value, found.sure)
    return None


_OF_FURNITURE: Final = 0.7
_ALONE = re.compile(r"(?!(?:CA|DRG|CPT|HCPCS|ICD|SARS|COVID|HLA|CD)-?[0-9])[A-Z]{2,4}-?[0-9]{3,4}")
"""A line that is a number and nothing else, and no code."""


def _in_name(source: Source) -> Stated | None:
    """The number in the file's name: no place in the text, so the span is empty."""
    stem = re.sub(r"[_\s]+", " ", (source.name or "").rsplit(".", 1)[0]).upper()
    found = next((n for n in numbers.numbers_in(stem) if n.sure >= SURE and not _DATED.search(n.value)), None)
    return Stated(found.value, Span(0, 0, (1, 1)), 0.5, "file_name") if found else None


def _version(source: Source, found: Sequence[Field], number: Stated | None) -> Stated | None:
    for field in found:
        match = numbers.VERSION.fullmatch(field.value.strip(" .|•·")) if field.kind == "version" else None
        if match:
            return Stated(match["version"], field.span(source, match.start("version"), match.end("version")))
    for block in source.blocks[:_TOP]:
        if match := _VERSIONED.fullmatch(block.text):
            return Stated(match["version"], source.span(block, *match.span("version")), 0.9)
    beside = _beside_number(source, number)
    if beside is not None:
        return beside
    inner = numbers.version_in(number.value) if number else None
    if number is None or inner is None or number.span.start == number.span.end:
        return None
    end = number.span.end
    return Stated(inner, inside(source, number.span, end - len(inner), end), 0.7)


_VERSIONED = re.compile(r"(?P<version>[Vv](?:er(?:sion)?)?\.?\s?[0-9]{1,4}(?:\.[0-9]{1,4}){0,3})")
"""“V1.2025” on a line of its own."""
_BESIDE = re.compile(
    r"[\s|,;•·(–-]{1,6}(?:(?:v|r|ver|version|rev|revision|amendment)\.?\s?#?\s?(?P<figure>[0-9]{1,4}(?:\.[0-9]{1,4}){0,3})"
    r"|(?:rev|revision|amendment|change)\.?\s(?P<letter>[A-Z](?:-?[0-9]{1,3})?))\b",
    re.IGNORECASE,
)


_TOP: Final = 15
"""Blocks at the head of a document."""


def _beside_number(source: Source, number: Stated | None) -> Stated | None:
    """The version that stands right behind the number of the document: “BH-21 | v 7.0”."""
    value = str(number.value) if number else ""
    for block in source.blocks[:_TOP] if value else ():
        at = block.text.find(value)
        match = _BESIDE.match(block.text, at + len(value)) if at >= 0 else None
        if match:
            name = "figure" if match["figure"] else "letter"
            return Stated(match[name], source.span(block, *match.span(name)), 0.9)
    return None
