"""The title of a document, wherever the layout put it (SR-001, SR-130)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from coverable.document import numbers
from coverable.document.criteria.positions.stages import names_stage
from coverable.document.header.documentkind import KIND, is_kind
from coverable.document.header.fields import Field
from coverable.document.header.labels import LOOSE, label_of
from coverable.document.header.labelwords import names_kind
from coverable.document.header.linenames import LINE
from coverable.document.header.publisher import (
    ORGANIZATION,
    behind_masthead,
    is_payer,
    names_organization,
    without_payer,
)
from coverable.document.header.recurring import recurring_title
from coverable.document.header.regulations import Head
from coverable.document.header.spokenof import spoken_of
from coverable.document.header.titlewords import (
    PARTS,
    SENTENCE,
    behind_kind,
    may_be_title,
    may_name,
    without_number,
)
from coverable.document.header.wrapped import whole_title
from coverable.document.layout.furniture import Cleaned
from coverable.document.patterns import word_set
from coverable.document.places import header_kinds, painted
from coverable.document.reading import Section, Stated
from coverable.document.sections.titles import bare, has_leaders, is_title_block, words_of_sections
from coverable.document.source import Block, Source, inside

TOP: Final = 12
"""Blocks from the head of the text in which a title is expected."""
FIRST: Final = 30
"""Blocks from the head of a page in which its one heading of the first level is its title."""
_OTHERS = re.compile(r"(?:related|associated|cross|see\s+also|other)\b", re.IGNORECASE)
"""What sections of other documents are called."""
_MARKED = re.compile(r"(?:\s*\b(?:ARCHIVED|RETIRED|DRAFT|INACTIVE)\b)+\s*$")
"""What is printed across a document that holds no more."""
_MOST_TITLES: Final = 2
"""Labels of a title in a document; more name its parts."""
FEWEST: Final = 2
"""Words of a service in a first line that opens the criteria as well."""

_BRANDED = re.compile(
    r"\b(?:policy|guideline|bulletin|policies|policy\s(?:reference\s)?manual)(?:\s+(?:no\.?\s*)?[0-9][0-9.-]{1,8})?\s*$"
    rf"|\bmedicaid\s*$|{ORGANIZATION}",
    re.IGNORECASE,
)
"""What a publisher's line ends with; the title stands below it."""


def title_of(
    cleaned: Cleaned,
    sections: Sequence[Section],
    found: Sequence[Field],
    number: Stated | None,
    rule: Head | None,
) -> Stated | None:
    """The title: behind its label or citation, in the title block, head or furniture; less sure each."""
    source = cleaned.source
    inner = painted(sections, len(source.blocks))
    for field in found:
        section = inner[field.at] if field.at < len(inner) else None
        if section is not None and _OTHERS.match(section.title):
            continue  # “Policy Title” over the policies that are related
        if field.at >= FIRST and not _OF_TITLE.search(field.label):
            continue  # “Drug Name” heads a column of drugs in an appendix
        titled = field.kind == "title" or _is_title(field)
        over = field.start < 0 and field.block.cell is None and label_of(field.label) is not None
        over = over and len(re.findall(r"\w+", field.label)) > 1  # “Drug/Drug Class” over the name
        if titled and (field.sure or over) and len(field.value) <= 200 and not is_kind(field.value):
            if sum(block.text == field.label for block in source.blocks) > _MOST_TITLES:
                break  # “Drug Name:” over each of many drugs names no document
            return without_number(source, field.block, field.first, field.last, number, 1.0)
    called = [n for n, block in enumerate(source.blocks) if is_title_block(block.text)]
    called = called if len(called) <= _MOST_TITLES else []
    for n in range(len(source.blocks) - 1):
        following = source.blocks[n + 1]
        if n in called and may_be_title(following, len(following.text)):
            # Behind other text, the layout has moved it; shown as less sure.
            sure = 0.9 if n < TOP else 0.6
            return without_number(source, following, 0, len(following.text), number, sure)
    if rule is not None and rule.title is not None:
        return rule.title
    chosen = _at_head(source, sections, found, number) or _elsewhere(cleaned) or _first_line(source, number)
    told = recurring_title(chosen, cleaned, header_kinds(sections, source.blocks), found, number)
    return whole_title(told, source) if told else None


_OF_TITLE = re.compile(r"\b(?:title|subject)\b", re.IGNORECASE)
_STATUS = re.compile(r"\b(?:required|provided|active|archived|retired|covered)\b", re.IGNORECASE)
"""“Policy: Prior Authorization Required” names nothing."""
_POLICY = re.compile(r"(?:(?:medical|clinical|coverage|drug)\s)?(?:policy|guideline)\W*", re.IGNORECASE)


def _is_title(field: Field) -> bool:
    """`POLICY: Night Splints`: behind a label that may be followed by a number stands the name."""
    value = field.value
    name = len(value.split()) > 1 and value[:1].isupper() and numbers.labelled(value) is None
    signed = field.start < 0 or ":" in field.block.text[field.start : field.first]
    behind = signed and field.kind == "number" and field.weak and _POLICY.fullmatch(field.label) is not None
    other = ":" in value or _STATUS.search(value) or SENTENCE.search(value) or is_payer(value)
    return behind and name and not other and field.at < TOP


def _at_head(
    source: Source, sections: Sequence[Section], found: Sequence[Field], number: Stated | None
) -> Stated | None:
    """The first line of the header that is no label, no kind of document and no sentence."""
    kinds = header_kinds(sections, source.blocks)
    top = [b for b in source.blocks[:FIRST] if b.kind == "heading" and b.level == 1]
    if (
        len(top) == 1
        and not (is_payer(top[0].text) or is_kind(top[0].text) or names_kind(top[0].text))
        and not names_organization(top[0].text)
        and may_be_title(top[0], len(top[0].text))
    ):
        return without_number(source, top[0], 0, len(top[0].text), number, 0.95)
    if (behind := _behind_its_kind(source, kinds, number)) is not None:
        return behind
    if (under := _under_its_kind(source, kinds, number)) is not None:
        return under
    labelled = [
        f
        for f in found
        if (f.sure or f.start >= 0)
        and (not f.weak or numbers.only(f.value))
        and not (f.kind in LOOSE and f.start > 0)
    ]
    labels = {id(f.block): f.start for f in reversed(labelled)}
    brand: Stated | None = None
    plain: Stated | None = None
    services: list[Stated] = []
    in_text = False
    for n, block in enumerate(source.blocks[:FIRST]):
        numbered = block.cell is not None and n > 0 and _beside(source.blocks[n - 1], block)
        if (in_text and block.cell is not None and not numbered) or (n >= TOP and not services):
            continue
        last = labels.get(id(block), len(block.text))
        last = len(block.text) if last < 0 else last
        last = min(last, marked.start()) if (marked := _MARKED.search(block.text)) else last
        if kinds[n] != "header" or not may_be_title(block, last, numbered):
            continue
        sure = 0.95 if n == 0 or block.kind == "heading" else 0.85
        title = without_number(source, block, 0, last, number, sure if block.cell is None else 0.6)
        if title is None or is_kind(str(title.value)) or names_kind(str(title.value)):
            continue
        if not services and (named := _of_payer(source, block, title)) is not None:
            return named
        name = str(title.value)
        behind = behind_masthead(name)
        branded = (
            is_payer(name)
            or (last < len(block.text) and KIND.match(name) is not None)  # “Medical Policy Manual, No. 12”
            or _BRANDED.search(name)
            or (behind is not None and (not behind or is_kind(behind) or KIND.match(behind)))
        )
        if branded and brand is None and not services:
            # `Pinecrest Clinical Policy`: the title stands below, if there is another line that can be it.
            brand, in_text = _without_kind(source, block, title), block.cell is None
        elif branded and n + 1 < TOP:
            continue
        elif _names_service(name):
            services.append(title)
        else:
            plain = plain or title  # `About This Benefit`, unless another line names a service
    if services:
        return spoken_of(services, source)
    own = (
        brand if brand and not (is_payer(str(brand.value)) or names_organization(str(brand.value))) else None
    )
    return own or _with_kind(source, kinds, number) or plain or brand


def _names_service(name: str) -> bool:
    """Whether words stand in a line that are none of pages, sections or lines of business."""
    own = {w for w in bare(LINE.sub(" ", without_payer(name))).split() if len(w) > 1 and w.isalpha()}
    return bool(own - words_of_sections() - _OF_PAGES)


_OF_PAGES: Final = word_set(
    "how use using list table outline about notice welcome start here the this your our item items service"
    " services benefit benefits drug drugs product products line lines business date new updated important"
    " users user provider providers preamble preface introduction scope test tests who what why when where"
    " which we are is or writing inside due position contents purpose plan plans reader readers chapter"
    " chapters individual"
)


def _with_kind(source: Source, kinds: Sequence[str], number: Stated | None) -> Stated | None:
    """The first line near the head that names a service beside the kind of the document.

    “Criteria for Monitors” and “Vertebral Augmentation Coverage Criteria” may open the criteria as well.
    """
    for n, block in enumerate(source.blocks[:FIRST]):
        if kinds[n] not in ("header", "criteria") or block.cell is not None or has_leaders(block.text):
            continue
        if not (may_be_title(block, len(block.text)) or _OF_CRITERIA.fullmatch(block.text)):
            continue
        rest = block.text[behind_kind(block.text) :]
        cut = next((m.start() for m in _KIND_LAST.finditer(rest)), len(rest))
        if (
            (rest != block.text or cut < len(rest))
            and _names_service(rest[:cut])
            and not names_stage(block.text)
        ):
            return without_number(source, block, 0, len(block.text), number, 0.8)
    return None


_KIND_LAST = re.compile(
    r"\s(?:(?:medical|clinical|coverage|prior\sauthorization|medical\snecessity|program|benefit|review|payment|drug|pharmacy)\s){1,2}"
    r"(?:policy|guidelines?|criteria|bulletin|requirements|determination|standards?|protocol)$",
    re.IGNORECASE,
)
_OF_CRITERIA = re.compile(
    r"(?:[A-Z][\w’'/()-]*\s){1,8}(?:Prior\sAuthorization|Coverage|Medical\sNecessity)\sCriteria|(?:Coverage\s)?Criteria\sfor\s(?:[A-Z][\w’'/()-]*\s?){1,8}"
)


def _behind_its_kind(source: Source, kinds: Sequence[str], number: Stated | None) -> Stated | None:
    """The name behind the kind of the document and a colon: “Medical Policy: Night Splints”."""
    for n, block in enumerate(source.blocks[:TOP]):
        sign = _COLON.search(block.text) if kinds[n] == "header" else None
        kind = KIND.match(block.text) if sign else None
        told_by_kind = sign and (
            (kind and kind.end() == sign.start())
            or (names_kind(block.text[: sign.start()]) and not numbers.labelled(block.text[sign.end() :]))
        )
        if sign is None or not told_by_kind or block.text.startswith("Billing"):
            continue
        if may_be_title(block, len(block.text)) and block.text[sign.end() : sign.end() + 1].isupper():
            return without_number(source, block, 0, len(block.text), number, 0.9)
    return None


def _under_its_kind(source: Source, kinds: Sequence[str], number: Stated | None) -> Stated | None:
    """The line under the kind of the document and a colon: “Medical Necessity Guidelines:” over “Braces”."""
    for n, (block, following) in enumerate(pairwise(source.blocks[:TOP])):
        kind = block.text.rstrip()
        if kinds[n] == "header" and kind.endswith(":") and names_kind(kind) and block.cell is None:
            if kinds[n + 1] != "header" or not may_be_title(following, len(following.text)):
                return None
            return without_number(source, following, 0, len(following.text), number, 0.9)
    return None


_COLON = re.compile(r"\s?:\s+")


def _of_payer(source: Source, block: Block, title: Stated) -> Stated | None:
    """`Vilafine (vilafinib) — Northwind Health` less the payer behind the sign."""
    words = str(title.value)
    sign = next(reversed(list(re.finditer(r"\s[–—|]\s+", words))), None)
    if sign is None or is_payer(words[: sign.start()]) or is_kind(words[: sign.start()]):
        return None
    behind = words[sign.end() :]
    if not (is_payer(behind.split(" (")[0]) or _BRANDED.search(behind)):
        return None
    at = block.text.index(words)
    return Stated(words[: sign.start()], source.span(block, at, at + sign.start()), title.confidence)


def _first_line(source: Source, number: Stated | None) -> Stated | None:
    """The first line where it opens the criteria and names a service: `Night Splint Coverage Criteria`."""
    if not source.blocks:
        return None
    block = source.blocks[0]
    own = {w for w in bare(KIND.sub(" ", block.text)).split() if w.isalpha()} - words_of_sections()
    if block.cell is not None or len(own) < FEWEST or names_stage(block.text):
        return None
    if not may_be_title(block, len(block.text)):
        return None
    return without_number(source, block, 0, len(block.text), number, 0.6)


def _without_kind(source: Source, block: Block, title: Stated) -> Stated:
    """`Night Splints Coverage Policy` less the kind of document behind it."""
    words = str(title.value)
    last = [m for m in KIND.finditer(words) if m.end() == len(words)]
    name = words[: last[0].start()].rstrip(" :,;–—-") if last else ""
    if not name:
        return title
    at = block.text.index(name)
    return Stated(name, source.span(block, at, at + len(name)), min(title.confidence, 0.8))


def _beside(before: Block, block: Block) -> bool:
    """Whether a cell stands beside one that holds the number and nothing else."""
    row = [(b.cell.table, b.cell.row) if b.cell else None for b in (before, block)]
    return row[0] == row[1] and any(c.isdigit() for c in before.text) and numbers.only(before.text)


def _elsewhere(cleaned: Cleaned) -> Stated | None:
    """The title that the file's properties name, if the text has it too; else a running head."""
    source = cleaned.source
    called = (source.properties.get("title") or "").strip()
    for block in source.blocks if len(called) > 5 else ():
        at = block.text.casefold().find(called.casefold())
        if at >= 0:
            return Stated(block.text[at : at + len(called)], source.span(block, at, at + len(called)), 0.8)
    for furniture in cleaned.furniture:
        parts = PARTS.finditer(source.text, furniture.span.start, furniture.span.end)
        for part in parts if furniture.kind == "repeated" else ():
            if may_name(part[0]) and not _BRANDED.search(part[0]):
                return Stated(part[0], inside(source, furniture.span, *part.span()), 0.6)
    return None
