"""The sections of a document under whatever names and in whatever order they come (SR-002).

`headings` finds what opens a section, `nesting` how deep it stands, `contents` what a table of contents
announces: that is no section list, but it must all be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from coverable.document import passages
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.numbers import numbers_in
from coverable.document.reading import Section, SectionKind
from coverable.document.sections.contents import contents
from coverable.document.sections.headings import Head, heads_in, title_of
from coverable.document.sections.nesting import judge, kind_by_content, settled
from coverable.document.sections.rows import dated, has_dates
from coverable.document.sections.titles import bare, kind_of, without_leaders
from coverable.document.source import Block, Source

PROSE: tuple[SectionKind, ...] = (
    "discussion",
    "description",
    "legal",
    "references",
    "definitions",
    "history",
)
"""What stands under an unusual heading in one of these is of the same kind, whatever words it has."""
OF_ROWS: tuple[SectionKind, ...] = ("references", "history", "definitions")
"""Kinds that their rows alone tell."""
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
    found = _parts_of_criteria(heads_in(blocks, table), {name for _, name in entries}, blocks)
    heads = _without_title(settled(found, blocks), blocks)
    made: list[Section] = []
    anchors: dict[str, int] = {}
    first = heads[0].at if heads else len(blocks)
    if first > 0:
        made.append(_section(source, "header", "", 0, first, 0, anchors))
    open_: list[SectionKind] = []
    for head, last in zip(heads, _ends(heads, len(blocks)), strict=True):
        above = open_[: head.depth]
        inherited = above[-1] if above and above[-1] in PROSE else None
        if inherited == "legal" and judge(blocks[head.at + 1 : last]):
            inherited = None  # a service's own heading behind a disclaimer
        unsure = head.kind in (None, "other", "history")
        told = kind_by_content(head.title, blocks[head.at + 1 : last]) if unsure else None
        kind = head.kind or (told if inherited and told in OF_ROWS else inherited)
        if kind is None:
            kind = told or (above[-1] if above else "other")
        elif kind == "other" and told in OF_ROWS:
            kind = told  # `Cross References` can be a list of studies
        elif kind == "history" and (told == "criteria" or _MAY_RULE.search(head.title)):
            kind = "criteria" if _holds_policies(head, blocks[head.at : last]) else kind
        made.append(_section(source, kind, head.title, head.at, last, head.depth, anchors))
        open_ = [*above, kind]
    if table:
        made = _with_contents(source, made, table, blocks, anchors)
    _check(source, made, entries, heads, findings)
    return tuple(made)


_OF_HISTORY = re.compile(r"\b(?:history|revisions?)\b", re.IGNORECASE)


_MAY_RULE = re.compile(r"\b(?:criteria|coverage|maintenance)\b", re.IGNORECASE)
"""“Clinical Review Criteria”, “Coverage Updates”: without dates under them, no histories."""


def _holds_policies(head: Head, under: Sequence[Block]) -> bool:
    """Whether a section like `Policy Changes` holds the policies that change, and no history."""
    if _MAY_RULE.search(head.title):
        return not dated(under[1:])
    return not (_OF_HISTORY.search(head.title) or has_dates(under[1:]))


_FEWEST = 4
"""Entries of a table of contents that announces every section."""


def _parts_of_criteria(heads: Sequence[Head], announced: set[str], blocks: Sequence[Block]) -> list[Head]:
    """The headings; one of prose among the criteria that no table of contents announces divides the criteria.

    “Other Studies” in a policy on sleep studies holds positions, and no studies; “Procedure Code(s)” that
    returns under each rule is the caption of its codes.
    """
    out: list[Head] = []
    inside = False
    captions = _captions(heads, blocks)
    for n, head in enumerate(heads):
        end = heads[n + 1].at if n + 1 < len(heads) else len(blocks)
        if inside and bare(head.title) in captions:
            continue
        unusual = inside and head.kind in ("discussion", "description") and bare(head.title) not in announced
        if unusual and len(announced) >= _FEWEST and judge(blocks[head.at + 1 : end]):
            out.append(replace(head, kind=None, depth=max(head.depth, 1)))
            continue
        inside = head.kind == "criteria" if head.kind else inside
        out.append(head)
    return out


def _captions(heads: Sequence[Head], blocks: Sequence[Block]) -> set[str]:
    """Names over codes that return, with positions between the first and the last."""
    at: dict[str, list[int]] = {}
    for head in heads:
        if head.kind == "codes":
            at.setdefault(bare(head.title), []).append(head.at)
    return {name for name, places in at.items() if len(places) > 1 and judge(blocks[places[0] : places[-1]])}


_HEAD = 4
"""Blocks at the head of a document, of which one may hold the kind of document and its number."""
_LONG = 4
"""Words of a first line that name more than criteria."""
_NAMES_POLICY = re.compile(r"\w\s*(?:\s[–—-]|:)\s+[A-Z]")


def _without_title(heads: Sequence[Head], blocks: Sequence[Block]) -> Sequence[Head]:
    """The headings without a title that sounds like one: “Prior Authorization Criteria – Traction”.

    It is a title where a heading of criteria follows, and nothing between the two takes a position.
    """
    first = heads[0].title if heads and heads[0].kind == "criteria" else ""
    numbered = bool(first) and heads[0].at < _HEAD and bool(numbers_in(first))
    numbered = numbered or (bool(first) and heads[0].at == 0 and len(first.split()) >= _LONG)
    named = bool(first) and heads[0].at < _HEAD and _NAMES_POLICY.search(first) is not None
    if not (numbered or named):
        return heads
    again = next((h for h in heads[1:] if h.kind == "criteria"), None)
    before = blocks[heads[0].at + 1 : again.at] if again else ()
    return heads[1:] if again and not judge(before) else heads


def _ends(heads: Sequence[Head], end: int) -> list[int]:
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


def _with_contents(
    source: Source, made: list[Section], contents: range, blocks: Sequence[Block], anchors: dict[str, int]
) -> list[Section]:
    """The table of contents as a section of its own, cut out of the section that it stands in."""
    titled = blocks[contents.start].text if kind_of(blocks[contents.start].text) == "contents" else ""
    table = _section(source, "contents", title_of(titled), contents.start, contents.stop, 0, anchors)
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
    heads: Sequence[Head],
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
