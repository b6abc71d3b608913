"""The sections of a document under whatever names and in whatever order they come (SR-002).

A heading is told by its style, by a number with a usual name, by a usual name alone, by bold or by capitals.
A table of contents is no section list, but what it announces must be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from coverable.document import passages
from coverable.document.codegroups import is_code_column, is_none
from coverable.document.contents import LONGEST, contents, is_short
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.reading import Section, SectionKind
from coverable.document.source import Block, Source
from coverable.document.titles import (
    bare,
    is_code_system,
    is_position,
    is_service_group,
    is_title_block,
    kind_of,
    number_of,
    without_leaders,
)

PROSE: tuple[SectionKind, ...] = (
    "discussion",
    "description",
    "legal",
    "references",
    "definitions",
    "history",
)
"""What stands under an unusual heading in one of these is of the same kind, whatever words it has."""
DENSE = 0.34
"""The part of the blocks under a heading that must begin with a code for it to be a code list."""

_RUN_IN = re.compile(r"(?P<name>[A-Z][^.:!?]{2,60}?)\s?(?::|\s[-–—](?=\s))\s*(?=\S)")
_CODE = re.compile(r"(?:[A-Z][0-9]{4}|[0-9]{4}[0-9A-Z]|[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?)\b")
_POSITION = re.compile(
    r"medically necessary|considered (?:investigational|experimental|cosmetic|unproven)|\bcovered when\b"
    r"|is (?:not )?covered\b"
    r"|may be (?:approved|authorized|considered)|criteria (?:is|are) met|meets? (?:all|any|one)",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\b(?:19|20)[0-9]{2};\s?[0-9]|\bet al\b|\bdoi:|\bRetrieved\b|\bAccessed\b|\bAvailable (?:at|from)\b"
)
_CONNECTOR = re.compile(
    r"[-–—*(\[\s]*(?:and|or|and/or|plus|none|all|yes|no|n/a)[-–—*)\]:,.\s]*", re.IGNORECASE
)
_VALUE = re.compile(r"[A-Z]{0,6}[-. ]?[0-9][\w.\-/]{0,20}|[0-9]{1,2}/[0-9]{1,4}.{0,10}")

doubts(
    announced_section_missing=Doubt(
        "high",
        "The table of contents announces a section that is not in the text",
        "Is the document complete, or does the section stand under another name?",
        "A section that is announced and not found may be lost, and criteria with it.",
    ),
    no_sections=Doubt(
        "medium",
        "No section heading of a usual kind was found",
        "Where are the criteria, codes and history in this document?",
        "Without sections everything is read as one text; what kind of statement stands where is uncertain.",
    ),
    section_empty=Doubt(
        "medium",
        "A section has a heading and nothing under it",
        "Was the content of this section lost?",
        "A heading that is followed by the next heading often means that a list was lost in conversion.",
    ),
)


@dataclass(frozen=True, slots=True)
class _Head:
    """A heading found at a block: `end` is where its words end, `stated` whether style or name says so."""

    at: int
    end: int
    title: str
    kind: SectionKind | None
    depth: int
    stated: bool
    position: bool = False


def sections(source: Source, findings: Findings) -> tuple[Section, ...]:
    """The sections of a cleaned document in order; deeper ones stand inside those before them.

    `first` counts the heading's own block (`body` leaves it out). What stands before the first heading is
    the section `header`. Depth 0 are the main parts; under them stand `Medically Necessary:`, `Drug
    Delivery`, 3.2.1. Every block belongs to exactly one section of depth 0.
    """
    blocks = source.blocks
    if not blocks:
        return ()
    table, entries = contents(blocks)
    heads = _settled(_heads(blocks, table), blocks)
    made: list[Section] = []
    anchors: dict[str, int] = {}
    first = heads[0].at if heads else len(blocks)
    if first > 0:
        made.append(_section(source, "header", "", 0, first, 0, anchors))
    open_: list[SectionKind] = []
    for head, last in zip(heads, _ends(heads, len(blocks)), strict=True):
        above = open_[: head.depth]
        kind = head.kind or (above[-1] if above and above[-1] in PROSE else None)
        kind = kind or _kind_by_content(blocks[head.at + 1 : last]) or (above[-1] if above else "other")
        made.append(_section(source, kind, head.title, head.at, last, head.depth, anchors))
        open_ = [*above, kind]
    if table:
        made = _with_contents(source, made, table, blocks, anchors)
    _check(source, made, entries, heads, findings)
    return tuple(made)


def _ends(heads: Sequence[_Head], end: int) -> list[int]:
    """Where each heading's section ends: at the next heading that is not deeper."""
    out = [end] * len(heads)
    open_: list[int] = []
    for n, head in enumerate(heads):
        while open_ and heads[open_[-1]].depth >= head.depth:
            out[open_.pop()] = head.at
        open_.append(n)
    return out


def body(source: Source, section: Section) -> tuple[Block, ...]:
    """The blocks of a section without its heading; a heading that runs into the text is cut off."""
    blocks = list(source.blocks[section.first : section.last])
    if not section.title or not blocks:
        return tuple(blocks)
    first = blocks[0]
    if first.text.startswith(section.title) and len(first.text) > len(section.title) + 2:
        rest = first.text[len(section.title) :]
        cut = len(first.text) - len(rest.lstrip(" :.*-–—"))
        if cut < len(first.text):
            return (passages.part(first, cut, len(first.text)), *blocks[1:])
    return tuple(blocks[1:])


def of_kind(found: Iterable[Section], *kinds: SectionKind) -> list[Section]:
    """The sections of these kinds that stand in no other section of them."""
    out: list[Section] = []
    for section in found:
        if section.kind in kinds and not any(o.first <= section.first < o.last for o in out):
            out.append(section)
    return out


def innermost(found: Iterable[Section], block: int) -> Section | None:
    """The deepest section that holds a block."""
    holding = [s for s in found if s.first <= block < s.last]
    return max(holding, key=lambda s: (s.depth, s.first)) if holding else None


def _section(
    source: Source,
    kind: SectionKind,
    title: str,
    first: int,
    last: int,
    depth: int,
    anchors: dict[str, int],
) -> Section:
    words = "-".join(re.findall(r"[a-z0-9]+", title.casefold())) or kind
    name = words[:60].rstrip("-")
    anchors[name] = anchors.get(name, 0) + 1
    anchor = name if anchors[name] == 1 else f"{name}-{anchors[name]}"
    span = source.join(source.span(b) for b in source.blocks[first:last])
    return Section(kind, title, anchor, first, last, span, depth)


def _heads(blocks: Sequence[Block], contents: range) -> list[_Head]:
    styled = sum(b.kind == "heading" and kind_of(b.text) is not None for b in blocks) >= 3
    found = (_head(i, blocks, styled) for i in range(len(blocks)) if i not in contents)
    return [head for head in found if head is not None]


def _head(i: int, blocks: Sequence[Block], styled: bool) -> _Head | None:
    """The heading that a block is or begins with."""
    block = blocks[i]
    text = block.text
    numbered = block.marker if block.marker and block.marker.strip("().:")[:1].isalnum() else None
    if block.cell is not None and not (block.cell.columns == 1 and _alone(i, blocks)):
        return _of_table(i, blocks)
    if block.kind == "item" and numbered is None:
        return None
    kind = kind_of(text) if is_short(block) else None
    position = is_short(block) and is_position(text)
    depth = _depth(numbered or number_of(text))
    if i > 0 and is_short(block) and is_title_block(text):
        return _Head(i, len(text), text.strip(), "header", 0, True)
    if block.kind == "heading" and len(text) <= 200:
        return _Head(i, len(text), _title(text), kind, depth, True, position)
    if is_short(block) and not _sentence(text) and (kind or position):
        if numbered and not _number_of_section(numbered) and not (block.bold or _capitals(text)):
            return None  # an item of a list that happens to be called like a section
        if numbered and "." in numbered.rstrip(".") and not block.bold and _listed(i, blocks):
            return None
        weak = styled and not block.bold and not _capitals(text) and not text.rstrip().endswith(":")
        return _Head(
            i, len(text), _title(text), kind, max(depth, 1 if weak or position else 0), not weak, position
        )
    run_in = _RUN_IN.match(text) if block.kind == "paragraph" else None
    if run_in and (kind := kind_of(run_in["name"])) and _introduces(kind, text[run_in.end() :]):
        return _Head(i, run_in.end(), run_in["name"].strip(), kind, 0, True)
    if (
        numbered
        and depth
        and (block.bold or _number_of_section(numbered))
        and is_short(block)
        and not _sentence(text)
        and not _listed(i, blocks)
    ):
        return _Head(i, len(text), _title(text), None, depth, False)
    if _looks(i, blocks):
        return _Head(i, len(text), _title(text), None, 1, False)
    return None


def _listed(i: int, blocks: Sequence[Block]) -> bool:
    """Whether a numbered line is one item among others: a list begins before it, or goes on after it."""
    before = blocks[i - 1].text.rstrip() if i else ""
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    if before.endswith((":", ";", ",")) or re.search(r"[;,.]\s*(?:and|or)$", before, re.IGNORECASE):
        return True
    if _CONNECTOR.fullmatch(before):
        return True
    if following is None or _CONNECTOR.fullmatch(following.text):
        return True
    own = (blocks[i].marker or "").rstrip(".")
    level = following.marker.rstrip(".").count(".") if following.marker else None
    return level == own.count(".") and not own.endswith(".0")


def _of_table(i: int, blocks: Sequence[Block]) -> _Head | None:
    """The first column's head in a table of events, `Reviews, Revisions, and Approvals`, opens the history."""
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    if not (is_short(blocks[i]) and following and following.cell and "date" in following.text.casefold()):
        return None
    cell = blocks[i].cell
    if kind_of(blocks[i].text) != "history" or cell is None or cell.column > 0:
        return None
    return _Head(i, len(blocks[i].text), _title(blocks[i].text), "history", 0, True)


def _title(text: str) -> str:
    return text.strip().rstrip("*†‡: ").strip("*†‡: ") or text.strip()


def _alone(i: int, blocks: Sequence[Block]) -> bool:
    cell = blocks[i].cell
    near = [blocks[j].cell for j in (i - 1, i + 1) if 0 <= j < len(blocks)]
    return cell is not None and not any(c and (c.table, c.row) == (cell.table, cell.row) for c in near)


def _depth(number: str | None) -> int:
    """`3.0` and `3` are main parts, 3.2 is inside one, 3.2.1 deeper."""
    if not number or not number[0].isdigit():
        return 0
    parts = number.strip("().:").split(".")
    return len([p for p in parts if p and p != "0"]) - 1 if parts else 0


def _number_of_section(marker: str) -> bool:
    """`3.0`, `2.1`, `IV.`, `A.`: such as sections carry; a single digit as well, `(a)` and `i.` not."""
    label = marker.strip(".: ")
    return bool(re.fullmatch(r"[0-9]{1,2}(?:\.[0-9]{1,2})*|[IVX]{1,5}|[A-Z]", label))


def _sentence(text: str) -> bool:
    return bool(re.search(r"[.!?;,]\s*$", text)) and not text.rstrip().endswith(("etc.", "Inc."))


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and all(c.isupper() for c in letters)


def _introduces(kind: SectionKind, rest: str) -> bool:
    """Whether what follows `Name:` in the same block is the section's text and not a header's value."""
    words = rest.split()
    if kind in ("keywords", "references", "definitions"):
        return len(words) >= 2
    if kind in ("other", "notes") or _VALUE.fullmatch(rest.strip()):
        return False
    return len(words) >= 8


def _looks(i: int, blocks: Sequence[Block]) -> bool:
    """A short line in capitals, in bold or in title case that stands apart and has text after it."""
    block, following = blocks[i], blocks[i + 1] if i + 1 < len(blocks) else None
    text = block.text.strip()
    words = text.rstrip(":").split()
    if block.kind != "paragraph" or not 1 <= len(words) <= 8 or len(text) > 80 or following is None:
        return False
    if _sentence(text) or _CONNECTOR.fullmatch(text) or _CODE.match(text) or text[0].isdigit():
        return False
    if re.search(r"[0-9]{4}|https?:|@|\t", text) or following.cell is not None:
        return False
    if block.bold or (_capitals(text) and len(words) > 1):
        return True
    title = all(w[0].isupper() or w in _SMALL or not w[0].isalpha() for w in words)
    apart = block.gap >= 1 and following.gap >= 1
    return title and apart and following.kind == "paragraph" and len(following.text.split()) > LONGEST


_SMALL = frozenset({"of", "and", "for", "the", "or", "in", "to", "with", "a", "an", "by", "on", "&", "/"})


def _settled(heads: list[_Head], blocks: Sequence[Block]) -> list[_Head]:
    """Depths that fit together: levels of style ranked, positions under their section, no depth skipped."""
    styled = [blocks[h.at].level for h in heads if h.kind and blocks[h.at].kind == "heading"]
    levels = sorted({level for level in styled if level})
    out: list[_Head] = []
    for head in heads:
        block = blocks[head.at]
        level = block.level if block.kind == "heading" else None
        if level is None or not levels:
            # A bold line of its own among plain section names divides the section that it stands in.
            out.append(head if head.kind or level is None else replace(head, depth=max(head.depth, 1)))
        elif level >= levels[0]:
            ranked = sum(known < level for known in levels)
            out.append(replace(head, depth=max(ranked, head.depth)))
        elif out:  # a title above the level of the sections; the first one is the document's own
            out.append(replace(head, depth=0))
    first = next((n for n, h in enumerate(out) if h.kind or h.position), len(out))
    return list(_nested(out[first:], blocks))


def _nested(heads: Sequence[_Head], blocks: Sequence[Block]) -> Iterable[_Head]:
    """Headings with the depth that the ones before allow; a group of codes opens a section where none is."""
    open_: list[_Head] = []
    series: str | None = None
    inner = 0
    for n, head in enumerate(heads):
        top = open_[0] if open_ else None
        depth, kind = head.depth, head.kind
        own = _series(blocks[head.at])
        before = heads[n - 1] if n else None
        # Numbers that begin right under a heading count its parts: `Policy`, `I. Scope`, `II. Criteria`.
        if before and before.at == head.at - 1 and own and own != _series(blocks[before.at]):
            series, inner = own, (open_[-1].depth if open_ else 0) + 1
        elif own != series and not head.position and kind:
            series, inner = None, 0
        styled = blocks[head.at].kind == "heading" and blocks[head.at].level is not None
        if head.position:
            following = (h.at for h in heads[n + 1 :] if not (h.kind == "codes" and is_code_system(h.title)))
            under = blocks[head.at + 1 : next(following, len(blocks))]
            group = is_service_group(head.title)
            always = group and bare(head.title).startswith("when service")
            kind = "codes" if always or (group and _codes_under(under)) else "criteria"
            inside = top is not None and (top.kind == kind or (top.kind == "codes" and _codes_under(under)))
            depth = max(depth, 1) if inside else 0
            kind = top.kind if inside and top else kind
        elif kind == "codes" and top and top.kind == "codes" and is_code_system(head.title):
            depth = max(depth, 2 if any(o.position and o.depth for o in open_) else 1)
        elif top and not styled and _belongs(kind, head, top, before):
            depth = max(depth, 1)
        if series is not None and own == series:
            depth = max(depth, inner)
        while open_ and open_[-1].depth >= depth:
            open_.pop()
        depth = min(depth, open_[-1].depth + 1 if open_ else 0)
        open_.append(replace(head, depth=depth, kind=kind))
        yield open_[-1]


def _series(block: Block) -> str | None:
    """The kind of number that a heading carries: `1`, `I` or `A`; None without one."""
    number = (block.marker or number_of(block.text) or "").strip(".:() ")
    if not number or not number[0].isalnum():
        return None
    return "1" if number[0].isdigit() else "I" if set(number) <= set("IVX") else "A"


def _belongs(kind: SectionKind | None, head: _Head, top: _Head, before: _Head | None) -> bool:
    """Whether a heading without a style of its own is a part of the main section that is open."""
    if kind == top.kind and kind in ("history", "references"):
        return True
    if kind == "notes" and bare(head.title) in ("note", "notes") and top.kind in ("codes", "criteria"):
        return True
    empty = before is not None and before.at == head.at - 1 and before.kind == top.kind
    return empty and kind == top.kind and before is not None and before.title != head.title


def _codes_under(blocks: Sequence[Block]) -> bool:
    some = [b for b in blocks if b.text.strip()][:40]
    coded = [b for b in some if _CODE.match(b.text)]
    listed = [b for b in some if is_code_column(b.text) or is_none(b.text)]
    return len(coded) + len(listed) >= max(
        1, DENSE * len([b for b in some if not b.cell or b.cell.column == 0])
    )


def _kind_by_content(blocks: Sequence[Block]) -> SectionKind | None:
    """What stands under a heading with an unusual name."""
    some = blocks[:60]
    if not some:
        return None
    if _codes_under(some):
        return "codes"
    if sum(bool(_CITED.search(b.text)) for b in some) * 2 > len(some):
        return "references"
    if any(_POSITION.search(b.text) for b in some):
        return "criteria"
    return None


def _with_contents(
    source: Source, made: list[Section], contents: range, blocks: Sequence[Block], anchors: dict[str, int]
) -> list[Section]:
    """The table of contents as a section of its own, cut out of the section that it stands in."""
    titled = blocks[contents.start].text if kind_of(blocks[contents.start].text) == "contents" else ""
    table = _section(source, "contents", _title(titled), contents.start, contents.stop, 0, anchors)
    out: list[Section] = []
    for s in made:
        if s.depth or not s.first <= contents.start < s.last:
            out.append(s)
            continue
        if s.first < contents.start:
            span = source.join(source.span(b) for b in blocks[s.first : contents.start])
            out.append(replace(s, last=contents.start, span=span))
        out.append(table)
        if contents.stop < s.last:
            kind: SectionKind = s.kind
            span = source.join(source.span(b) for b in blocks[contents.stop : s.last])
            name = s.anchor if s.first == contents.start else f"{s.anchor}-2"
            out.append(replace(s, kind=kind, first=contents.stop, span=span, anchor=name))
    return out


def _check(
    source: Source,
    made: Sequence[Section],
    entries: Sequence[tuple[int, str]],
    heads: Sequence[_Head],
    findings: Findings,
) -> None:
    """Announced sections that are missing, sections without content, no section at all."""
    titles = {bare(h.title) for h in heads}
    for at, name in entries:
        if name and name not in titles and not any(name in t or (t and t in name) for t in titles):
            span = source.span(source.blocks[at])
            title = without_leaders(source.blocks[at].text)
            title = title if bare(title) == name else name
            says = f"The table of contents announces `{title[:80]}`, which is not in the text"
            findings.add("announced_section_missing", [span], says)
    main = [s for s in made if s.depth == 0 and s.kind not in ("header", "contents")]
    if not main:
        findings.add("no_sections", [])
    for s, following in pairwise([*main, *main[-1:]]):
        empty = not "".join(b.text for b in body(source, s)).strip()
        if empty and (s.kind in ("criteria", "codes") or following is s):
            findings.add("section_empty", [s.span])
