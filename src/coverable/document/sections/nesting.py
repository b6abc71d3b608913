"""How headings stand inside each other, and what kind of section an unusual heading opens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from coverable.document.codes.codegroups import is_code_column, is_none
from coverable.document.codes.codewords import name_before, names_a_system
from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.positions.judgement import judges
from coverable.document.criteria.text.passage import sentences, whole
from coverable.document.reading import SectionKind
from coverable.document.sections.headings import CODE, Head
from coverable.document.sections.rows import begun, cited, dated, dated_behind, defined, in_one_line
from coverable.document.sections.titles import (
    bare,
    is_code_system,
    is_service_group,
    names_history,
    names_terms,
    number_of,
)
from coverable.document.source import Block

DENSE = 0.34
"""The part of the blocks under a heading that must begin with a code for it to be a code list."""


def settled(heads: list[Head], blocks: Sequence[Block]) -> list[Head]:
    """Depths that fit together: levels of style ranked, positions under their section, no depth skipped."""
    styled = [blocks[h.at].level for h in heads if h.kind and blocks[h.at].kind == "heading"]
    levels = sorted({level for level in styled if level})
    out: list[Head] = []
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
    first = next((n for n, h in enumerate(out) if h.kind or h.position or _in_row(h, blocks)), len(out))
    return list(_nested(out[first:], blocks))


def _in_row(head: Head, blocks: Sequence[Block]) -> bool:
    """Whether the row of its number makes a line a heading, whatever it is called."""
    return head.stated and blocks[head.at].kind == "item"


def _nested(heads: Sequence[Head], blocks: Sequence[Block]) -> Iterable[Head]:
    """Headings with the depth that the ones before allow; a group of codes opens a section where none is."""
    open_: list[Head] = []
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
            following = (
                h.at for h in heads[n + 1 :] if h.kind not in ("codes", None) or not _names_codes(h.title)
            )
            under = blocks[head.at + 1 : next(following, len(blocks))]
            group = is_service_group(head.title) and not any(judges(b.text[:400]) for b in under[:1])
            always = group and top is not None and top.kind == "codes"
            kind = "codes" if always or (group and codes_under(under)) else "criteria"
            inside = top is not None and (top.kind == kind or (top.kind == "codes" and codes_under(under)))
            depth = max(depth, 1) if inside else 0
            kind = top.kind if inside and top else kind
        elif kind == "codes" and (over := _list_over(open_)) is not None and _names_codes(head.title):
            divided = top is not None and top.kind == "codes" and any(o.position and o.depth for o in open_)
            depth = max(depth, 2 if divided else over.depth + 1)
        elif top and not styled and _belongs(kind, head, top, before):
            depth = max(depth, 1)
        if series is not None and own == series:
            depth = max(depth, inner)
        twin = next((o for o in open_ if _siblings(blocks[o.at], blocks[head.at])), None)
        depth = twin.depth if twin else depth
        while open_ and open_[-1].depth >= depth:
            open_.pop()
        depth = min(depth, open_[-1].depth + 1 if open_ else 0)
        open_.append(replace(head, depth=depth, kind=kind))
        yield open_[-1]


def _list_over(open_: Sequence[Head]) -> Head | None:
    """The open section of codes that a heading of one system divides: the outermost one."""
    return next((o for o in open_ if o.kind == "codes"), None)


def _names_codes(title: str) -> bool:
    """Whether a heading names a system of codes, and so divides a list of codes."""
    return is_code_system(title) or names_a_system(title.partition(":")[0])


def _siblings(block: Block, other: Block) -> bool:
    """Whether two headings carry numbers of one series with dots: 2.1 and 2.2."""
    numbers = [(b.marker or number_of(b.text) or "").strip("().: ").split(".") for b in (block, other)]
    return (
        len(numbers[0]) > 1
        and numbers[0][:-1] == numbers[1][:-1]
        and "0" not in (numbers[0][-1], numbers[1][-1])
    )


def _series(block: Block) -> str | None:
    """The kind of number that a heading carries: `1`, `I` or `A`; None without one."""
    number = (block.marker or number_of(block.text) or "").strip(".:() ")
    if not number or not number[0].isalnum():
        return None
    return "1" if number[0].isdigit() else "I" if set(number) <= set("IVX") else "A"


def _belongs(kind: SectionKind | None, head: Head, top: Head, before: Head | None) -> bool:
    """Whether a heading without a style of its own is a part of the main section that is open."""
    if kind == top.kind and kind in ("history", "references"):
        return True
    if kind == "notes" and bare(head.title) in ("note", "notes") and top.kind in ("codes", "criteria"):
        return True
    empty = before is not None and before.at == head.at - 1 and before.kind == top.kind
    return empty and kind == top.kind and before is not None and before.title != head.title


def codes_under(blocks: Sequence[Block]) -> bool:
    some = [b for b in blocks if b.text.strip()][:40]
    coded = [b for b in some if CODE.match(b.text) or (name_before(b.text) and not is_none(b.text))]
    listed = [b for b in some if is_code_column(b.text) or is_none(b.text)]
    return len(coded) + len(listed) >= max(
        1, DENSE * len([b for b in some if not b.cell or b.cell.column == 0])
    )


_SERVICE = re.compile(r"(?:item|service|procedure|treatment|device|drug|test|product)s?\b", re.IGNORECASE)
_SAYS = re.compile(r"(?:coverage|position|status|determination|decision|covered)\b", re.IGNORECASE)


def _sorts_services(blocks: Sequence[Block]) -> bool:
    """Whether a table says of each service what the payer's position is, though its codes stand beside it."""
    heads = [b for b in blocks if b.cell is not None and b.cell.row == 0]
    names = any(b.cell is not None and b.cell.column == 0 and _SERVICE.match(b.text) for b in heads)
    return names and any(_SAYS.match(b.text) and len(b.text.split()) <= _SHORT for b in heads)


def _rules_codes(blocks: Sequence[Block]) -> bool:
    """Whether a sentence takes a position on a service, and its codes stand under a caption behind it."""
    caption = next((n for n, b in enumerate(blocks) if n and b.cell is None and is_code_column(b.text)), 0)
    return judge(blocks[:caption])


def judge(blocks: Sequence[Block]) -> bool:
    """Whether a sentence of these blocks takes a position on a service in plain words."""
    return any(judged(s, strict=True) is not None for b in blocks for s in sentences(whole(b)))


_SHORT = 3
"""Words of the head of a column."""


def kind_by_content(title: str, blocks: Sequence[Block]) -> SectionKind | None:
    """What stands under a heading with an unusual name."""
    some = blocks[:60]
    if not some:
        return None
    first = begun(some)
    if _sorts_services(some) or _rules_codes(some):
        return "criteria"
    if codes_under(some):
        return "codes"
    if cited(some):
        return "references"
    if dated(first) or in_one_line(some) or (names_history(title) and dated_behind(first)):
        return "history"
    if any(judges(b.text[:400]) for b in some):
        return "criteria"
    return "definitions" if names_terms(title) and defined(first) else None
