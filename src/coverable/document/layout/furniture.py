"""Page furniture: running heads and feet, counters, owner lines, print addresses, sidebars (SR-014, SR-136).

It interrupts lists and sentences, so it leaves the reading text; as metadata it is kept, because a policy's
number may stand only there, and because the page counters tell whether the document is whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Literal, TypeAlias

from coverable.document import passages
from coverable.document.dates import dates_in
from coverable.document.findings import Findings
from coverable.document.layout.asides import asides_of
from coverable.document.layout.headvalues import joined_heads
from coverable.document.layout.pagecounters import counters_in, ends_with_counter, page_counter
from coverable.document.layout.repeats import Fold, folded
from coverable.document.layout.sectiontables import unframed
from coverable.document.layout.torn import torn, torn_by_notes, torn_cell
from coverable.document.sections.titles import DOCUMENT_KINDS, bare, kind_of
from coverable.document.source import Block, Source, Span

FurnitureKind: TypeAlias = Literal["counter", "owner", "address", "repeated", "sidebar"]
EDGE = 3
"""Running heads and feet are among so many first or last units of a page."""
MARGIN = 0.12
"""They stand in this part of the page's height, at either end."""
LONGEST = 40
"""Words; a longer text on every page is a statement, not a running head."""

OWNER = 18
"""Words; a longer text with a copyright sign in it is a legal notice."""

MOST_PAGES = 1000
SHORTEST = 300
"""Characters of a page; numbers with less text between them belong to it, such as the points of a score."""

FEET = 3
"""Feet of pages that count on."""
LONGEST_FOOT = 160
_APART = re.compile(r"[A-Za-z].*(?:\s{3,}|\t|\|\s*)(?P<page>[0-9]{1,4})\s*$")
_BARE = re.compile(r"(?P<page>[0-9]{1,4})(?:\s{0,2}/\s{0,2}(?P<total>[0-9]{1,4}))?")
_TOTAL = re.compile(r"(?P<total>[0-9]{1,4}) pages", re.IGNORECASE)
_OWNER = re.compile(
    r"^cpt\s{1,3}only\b|(?:©|\(c\)|\bcopyright\b)\s{0,3}(?:©\s{0,3})?[0-9]{4}|\ball rights reserved\b"
    r"|\bproprietary (?:and|&) confidential\b|\bconfidential (?:and|&) proprietary\b"
    r"|^uncontrolled (?:if|when) (?:printed|copied)|^printed (?:on|copies|from)\b|^back to (?:the )?top\b"
    r"|^proprietary (?:information|and)\b"
    r"|^[-–—*\s]*end(?: of (?:the )?(?:policy|document))?[-–—*.\s]*$",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"^(?:https?://\S{1,400}\s{1,3})?(?:[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4})(?:,\s?|\s)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\s?(?:[ap]\.?m\b\.?)?"
    r"|^https?://\S{1,400}\s{1,3}(?:page\s)?[0-9]{1,4}\s?/\s?[0-9]{1,4}$",
    re.IGNORECASE,
)
_CONNECTOR = re.compile(r"[-–—*\s]*(?:and|or|and/or|plus)[-–—*:,\s]*", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]?[0-9]{4,5}[A-Z]?\b(?!-[A-Za-z])|[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?\b")
_ENDED = re.compile(r"[.!?:;][\"'”’)\]*]{0,3}$|(?:;|,)\s?(?:and|or)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Furniture:
    """One piece of page furniture; of counters, the page and the total that are printed."""

    kind: FurnitureKind
    text: str
    span: Span
    page: int | None = None
    """The page of the file on which it stands."""
    number: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The document without page furniture and without what stands in it twice."""

    source: Source
    """The same text; only its blocks are fewer."""
    furniture: tuple[Furniture, ...] = ()
    folds: tuple[Fold, ...] = ()
    asides: tuple[Block, ...] = ()
    """What sidebars say of the document, which is no part of the text."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A block, or the cells of one table row together: what can be furniture as a whole."""

    first: int
    last: int
    text: str
    page: int | None
    masked: str
    """Lower case, every number as `#`: what returns on other pages."""


def is_owner(text: str) -> bool:
    """Whether a line says whose the document is, or that it is no copy: “© 2025 Granite Health Plan”."""
    return len(text.split()) <= OWNER and _OWNER.search(text) is not None


def clean(source: Source, findings: Findings) -> Cleaned:
    """Take furniture and repetitions out of the blocks; every span goes on counting in the same text.

    Raises no error. What was taken out is listed; what repeats with a difference becomes a finding.
    """
    source = unframed(joined_heads(source))
    asides = asides_of(source, findings)
    beside = {id(block) for block in asides}
    behind = {id(b) for a, b in pairwise(source.blocks) if id(a) in beside}
    source = replace(source, blocks=tuple(b for b in source.blocks if id(b) not in beside))
    units = _units(source.blocks)
    out = _recognized(units, source)
    furniture = [found for i in sorted(out) for found in [_furniture(units[i], out[i], source)]]
    kept: list[Block] = []
    gone = {n for i in out for n in range(units[i].first, units[i].last)}
    interrupted = False
    for n, block in enumerate(source.blocks):
        if n in gone:
            interrupted = True
            continue
        interrupted = interrupted or id(block) in behind
        rest, cut = _without_counters(block, source)
        furniture += cut
        if rest is None:
            interrupted = True
            continue
        following = source.blocks[n + 1] if n + 1 < len(source.blocks) else None
        over = torn_cell(kept, rest) if rest.cell else torn_by_notes(kept, rest)
        if over is not None:
            kept[over] = passages.joined(kept[over], rest)
        elif kept and ((interrupted and _runs_on(kept[-1], rest)) or torn(kept[-1], rest, following)):
            kept[-1] = passages.joined(kept[-1], rest)
        else:
            kept.append(rest)
        interrupted = False
    furniture += [Furniture("sidebar", b.text, span, span.page) for b in asides for span in [source.span(b)]]
    furniture.sort(key=lambda f: f.span.start)
    once, folds = folded(replace(source, blocks=tuple(kept)), findings)
    return Cleaned(once, tuple(furniture), folds, asides)


def _units(blocks: Sequence[Block]) -> list[_Unit]:
    out: list[_Unit] = []
    at = 0
    for _, row in groupby(
        enumerate(blocks), lambda p: (p[1].cell.table, p[1].cell.row) if p[1].cell else p[0]
    ):
        group = [block for _, block in row]
        text = " ".join(f"{b.marker} {b.text}" if b.marker else b.text for b in group)
        page = next((p.page for b in group for p in b.pieces), None)
        masked = re.sub(r"[0-9]+", "#", text.casefold()) if len(text) < 600 else ""
        out.append(_Unit(at, at + len(group), text, page, masked))
        at += len(group)
    return out


def _recognized(units: Sequence[_Unit], source: Source) -> dict[int, FurnitureKind]:
    """The units that are furniture, by pattern, then by repetition at the edges of pages."""
    out: dict[int, FurnitureKind] = {}
    edges = _edges(units, source)
    numbered = _page_numbers(units, edges, source)
    for i, unit in enumerate(units):
        if source.blocks[unit.first].apart in ("header", "footer"):
            out[i] = "repeated"  # the file itself says so, and gives it once for all pages
            continue
        short = len(unit.text) < 400 and len(unit.text.split()) <= 30
        if not short:
            continue
        alone = source.blocks[unit.first].cell is None or "page" in unit.masked
        counted = page_counter(unit.text, source.blocks[unit.first].kind == "item")
        if alone and (counted or i in numbered):
            out[i] = "counter"
        elif _PRINTED.search(unit.text):
            out[i] = "address"
        elif is_owner(unit.text):
            out[i] = "owner"
    for i in [*_repeated(units, edges, source, out), *_heads(units, out)]:
        out.setdefault(i, "repeated")
    return out


def _page_numbers(units: Sequence[_Unit], edges: set[int], source: Source) -> set[int]:
    """Numbers that stand alone and count pages: those at edges of pages, and in text without pages.

    At an edge they count on with the pages of the file, or state a total, or stand last on their page. A text
    without pages has only their order: each is one more than the one before, a page of text apart.
    """
    found: dict[int, list[int]] = {}
    out: set[int] = set()
    loose: list[tuple[int, int, int]] = []
    last = {unit.page: i for i, unit in enumerate(units)}
    for i, unit in enumerate(units):
        match = _BARE.fullmatch(unit.text.strip()) if len(unit.text) < 16 else None
        if match is None or source.blocks[unit.first].cell is not None:
            continue
        number, total = int(match["page"]), int(match["total"] or 0)
        if unit.page is None:
            if not total or number <= total:
                loose.append((i, number, total))
        elif i in edges:
            found.setdefault(number - unit.page, []).append(i)
            if (total and number <= total) or (i == last[unit.page] and number < MOST_PAGES):
                out.add(i)
    for offset, there in found.items():
        if offset == 0 or len({units[j].page for j in there}) > 1:
            out.update(there)
    for (i, number, total), (j, following, same) in pairwise(loose):
        between = sum(len(units[k].text) for k in range(i + 1, j))
        if following == number + 1 and total == same and between >= (SHORTEST if not total else 1):
            out |= {i, j}
    return out


def _edges(units: Sequence[_Unit], source: Source) -> set[int]:
    """The first and last units of every page, or those in its margins where boxes tell."""
    out: set[int] = set()
    heights = [p.box.bottom for b in source.blocks for p in b.pieces if p.box]
    height = max(heights, default=0.0)
    for page, group in groupby(range(len(units)), lambda i: units[i].page):
        if page is None:
            continue
        there = list(group)
        near = {*there[:EDGE], *there[-EDGE:]}
        for i in there:
            box = next((p.box for p in source.blocks[units[i].first].pieces if p.box), None)
            if box is None:
                if i in near:
                    out.add(i)
            elif box.bottom < MARGIN * height or box.top > (1 - MARGIN) * height:
                out.add(i)
    return out


def _repeated(
    units: Sequence[_Unit], edges: set[int], source: Source, known: dict[int, FurnitureKind]
) -> set[int]:
    """Units whose words return at the edges of many pages, or beside the page counters of unpaged text."""
    groups: dict[str, list[int]] = {}
    for i, unit in enumerate(units):
        if unit.masked and i not in known and _may_run(unit, source, beside=_touches(i, known)):
            groups.setdefault(unit.masked, []).append(i)
    pages = len({u.page for u in units if u.page is not None})
    counters = sum(kind == "counter" for kind in known.values())
    out: set[int] = set()
    for there in groups.values():
        if pages > 1:
            at_edges = [i for i in there if i in edges]
            needed = 2 if pages <= 4 else max(3, round(0.3 * pages))
            if len({units[i].page for i in at_edges}) >= needed:
                first = min(there)
                # The first page's running head is often the only title: it stays in the text.
                out.update(i for i in at_edges if not (i == first and i < EDGE - 1))
        elif len(there) > 1:
            beside = [i for i in there if _beside(i, known)]
            if len(beside) > 1 and len(beside) >= len(there) - 1:
                out.update(beside)
            out.update(_at_every_counter(there, known, counters))
            out.update(there if _count_on(there, units, source) else ())
    return out


def _count_on(there: Sequence[int], units: Sequence[_Unit], source: Source) -> bool:
    """Whether the same words with a date return, and a number apart behind them counts on: feet of pages."""
    found: list[int] = []
    if len(there) < FEET:
        return False
    for i in there:
        first, last = source.blocks[units[i].first].pieces, source.blocks[units[i].last - 1].pieces
        printed = source.text[first[0].start : last[-1].end] if first and last else ""
        match = _APART.search(printed)
        if match is None or len(units[i].text) > LONGEST_FOOT or not dates_in(units[i].text):
            return False
        found.append(int(match["page"]))
    if any(b != a + 1 for a, b in pairwise(found)):
        return False
    return all(sum(len(units[k].text) for k in range(i + 1, j)) >= SHORTEST for i, j in pairwise(there))


def _at_every_counter(there: Sequence[int], known: dict[int, FurnitureKind], counters: int) -> list[int]:
    """Those of the same words that touch most page counters, on one side: the title over “Page 2 of 18”.

    The words may stand elsewhere as well, where they are text.
    """
    needed = max(2, MOST_OF * counters)
    over, under = ([i for i in there if known.get(i + side) == "counter"] for side in (1, -1))
    found = over if len(over) >= needed else under if len(under) >= needed else []
    return [i for i in found if i != there[0] or i >= EDGE]  # the first page's is often the only title


def _heads(units: Sequence[_Unit], known: dict[int, FurnitureKind]) -> list[int]:
    """The title again, right behind a page counter that may end an item: the head of the next page."""
    title = _title(units[0].text) if units else ""
    after = [
        i
        for i in range(EDGE, len(units))
        if known.get(i - 1) == "counter" or ends_with_counter(units[i - 1].text)
    ]
    return [i for i in after if title and _title(units[i].text) == title]


def _title(text: str) -> str:
    """The words of a title without the kind of document: `CLINICAL POLICY Gadgets` as `gadgets`."""
    name = bare(text)
    kind = next((k for k in DOCUMENT_KINDS if name.startswith(f"{k} ")), "")
    return name[len(kind) :].strip()


def _beside(i: int, known: dict[int, FurnitureKind]) -> bool:
    return any(known.get(j) in ("counter", "owner", "address") for j in (i - 2, i - 1, i + 1, i + 2))


MOST_OF = 0.6
"""The part of the page counters at which a line stands that runs over all pages."""


def _touches(i: int, known: dict[int, FurnitureKind]) -> bool:
    return known.get(i - 1) == "counter" or known.get(i + 1) == "counter"


def _may_run(unit: _Unit, source: Source, beside: bool) -> bool:
    """Whether a unit can be a running head at all: connectors, items, codes and section names never are.

    A label with its colon and the name of a section are one `beside` a page counter only.
    """
    first = source.blocks[unit.first]
    if len(unit.text.split()) > LONGEST or _CONNECTOR.fullmatch(unit.text) or _CODE.match(unit.text):
        return False
    if first.kind == "item":
        return False
    return beside or (kind_of(unit.text) is None and not unit.text.rstrip().endswith(":"))


def _furniture(unit: _Unit, kind: FurnitureKind, source: Source) -> Furniture:
    span = source.join(source.span(b) for b in source.blocks[unit.first : unit.last])
    number = total = None
    stated = source.blocks[unit.first].apart is not None
    counted = None if stated else page_counter(unit.text)
    if stated:
        pass  # a counter that is given once for all pages counts none of them
    elif counted:
        number, total = counted
    elif kind == "counter" and (match := _BARE.fullmatch(unit.text.strip())):
        number, total = int(match["page"]), int(match["total"] or 0) or None
    elif match := _TOTAL.search(unit.text):
        total = int(match["total"])
    return Furniture(kind, unit.text, span, unit.page, number, total)


def _without_counters(block: Block, source: Source) -> tuple[Block | None, list[Furniture]]:
    """A block whose words run over a page counter, less the counter."""
    found: list[Furniture] = []
    rest: Block | None = block
    for first, last, number, total in counters_in(block.text):
        assert rest is not None
        span = source.span(block, first, last)
        found.append(Furniture("counter", block.text[first:last], span, span.page, number, total))
        rest = passages.without(rest, first, last)
        if rest is None:
            break
    return rest, found


def _runs_on(before: Block, after: Block) -> bool:
    """Whether furniture alone stood between two parts of one sentence."""
    return (
        before.cell is None
        and after.cell is None
        and after.marker is None
        and after.kind == "paragraph"
        and before.kind in ("paragraph", "item")
        and after.text[:1].islower()
        and not _ENDED.search(before.text)
        and not _CONNECTOR.fullmatch(before.text)
        and not _CONNECTOR.fullmatch(after.text)
    )
