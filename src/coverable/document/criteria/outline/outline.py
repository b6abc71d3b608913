"""Which block stands under which: a list as its author meant it, from stated depth, markers and indents.

Where the format states the depth of an item (DOCX, HTML) it holds. Elsewhere a marker continues the innermost
open list that it can continue; a new kind of marker, or a deeper indent, opens a list under the item before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from coverable.document.criteria.outline.continued import (
    behind_label,
    continued,
    names_part,
    restarted,
    stated,
)
from coverable.document.criteria.outline.cut import connector_behind, mark_cut
from coverable.document.criteria.outline.doublemarked import relevelled
from coverable.document.criteria.outline.flattened import regroup
from coverable.document.criteria.outline.ledwithin import leads_within
from coverable.document.criteria.outline.numberedheads import (
    headed,
    heads_again,
    heads_list,
    heads_on,
    heads_paragraph,
)
from coverable.document.criteria.outline.openlist import STEP, OpenList, leads, marker_in
from coverable.document.criteria.outline.ranks import (
    AHEAD,
    Ranks,
    first_in,
    fitting,
    followed,
    later_in,
    next_in,
)
from coverable.document.criteria.outline.regained import is_note, regained
from coverable.document.criteria.outline.runin import run_in
from coverable.document.criteria.positions.durations import heads_stage, says_how_long
from coverable.document.criteria.positions.headed import heads_more_uses, heads_uses
from coverable.document.criteria.positions.judgement import judgement, judges
from coverable.document.criteria.positions.loosebounds import approves_use
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.quantifiers.quantifier import governing
from coverable.document.criteria.quantifiers.secondlist import asks_beside
from coverable.document.criteria.text.connectors import Connector, alone
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.inline import numbered
from coverable.document.criteria.text.passage import Passage, sentences, whole
from coverable.document.criteria.text.wordclasses import CHANGES
from coverable.document.granted.lengths import only_lengths
from coverable.document.granted.runs import begin, granting
from coverable.document.layout.markers import BULLETS, Marker, marker_of
from coverable.document.passages import joined
from coverable.document.patterns import is_contact
from coverable.document.source import Block


def outline(blocks: Iterable[Block]) -> list[Entry]:
    """The blocks as a forest: paragraphs and headings at the root, items under what they belong to."""
    roots: list[Entry] = []
    open_: list[OpenList] = []
    waiting: Connector | None = None
    hole = lengths_passed = False
    every = relevelled(list(blocks))
    heads: list[Marker] = []
    grants = granting(every)
    starred = any(STARRED.search(b.text) for b in every)
    for i, printed in enumerate(every):
        lead = starred and _starred_lead(printed, every[i + 1 : i + 2], open_)
        block = replace(printed, marker=None, kind="paragraph") if lead else printed
        passage = whole(block)
        if not passage:
            continue
        if connector := alone(passage.text):
            waiting = connector
            continue
        if block.kind != "heading" and is_contact(passage.text):
            continue
        if passage.text in BULLETS:
            hole = True
            continue
        marker = marker_in(block)
        following = every[i + 1 : i + 2]
        lasting = block.marker is None and says_how_long(passage.text)
        heads_none = only_lengths(passage.text) and stage_of_heading(passage.text) is None
        lasting = lasting and (block.kind != "heading" or heads_none)
        lasting = lasting and not approves_use(passage.text)
        staged = lasting and bool(following) and following[0].marker is not None and heads_stage(passage.text)
        if (lasting and not staged) or begin(block) in grants:
            lengths_passed = lasting
            continue
        if (
            block.kind == "heading"
            or staged
            or heads_paragraph(block, marker, following, roots, open_, heads)
            or heads_list(block, marker, following, open_, heads)
            or heads_on(block, marker, open_, heads)
            or heads_again(block, marker, following, open_)
        ):
            heads += [marker] if marker and not marker.bullet else []
            connector_behind(open_ if waiting else ())
            roots.append(Entry(passage, block.marker, before=waiting, heading=True))
            open_ = []
        elif block.marker is None and block.kind != "item":
            if (is_note(passage.text) or _explains(passage.text, every[:i])) and roots:
                _noted(roots, open_, block).notes.append(passage)
                if not any(judges(s.text) for s in sentences(passage)):
                    continue
            if open_ and (owner := _asked_beside(block, every[i + 1 : i + 2], open_)) is not None:
                entry = Entry(passage, None)
                open_[owner].entries[-1].also.append(entry)
                open_ = [*open_[: owner + 1], OpenList([entry], (), "", block.indent, None)]
                continue
            if open_ and leads_within(block, every[i + 1 : i + 12], open_):
                entry = open_[-1].entries[-1]
                entry.passage = whole(joined(entry.block, block))
                continue
            if open_ and _between(block, every[i + 1 : i + 4], open_):
                passed = heads_more_uses(passage.text) and any(map(_grants_any, roots[-2:]))
                open_[-1].entries[-1].between += [] if passed else [passage]
                continue
            entry = Entry(passage, None, before=waiting)
            open_ = _still_open(entry, every[i + 1 :], roots, open_)
            roots.append(entry)
        elif _footnote(block, every[i + 1 : i + 3], roots, open_, starred):
            roots[-1].notes.append(passage)
            continue
        else:
            if marker and (head := headed(marker, open_, heads)):
                open_ = [OpenList(roots, head.ranks, head.style, block.indent, block.depth)]
            for part, words in _both_markers(block, marker, passage):
                entry = Entry(words, part.marker, before=waiting)
                _place(entry, part, roots, open_, every[i + 1 : i + 1 + AHEAD])
                entry.doubts += ["item_empty"] if hole else []
                goes_on = lengths_passed and marker is not None and marker.bullet and _goes_on(entry, open_)
                entry.doubts += ["list_structure"] if goes_on else []
                entry.doubts += ["behind_statement"] if open_ and _behind(roots, open_[0]) else []
                waiting, hole = None, False
        waiting, hole, lengths_passed = None, False, False
    connector_behind(open_ if waiting else ())
    made = regained(roots)
    for root in made:
        run_in(root)
        regroup(root)
        mark_cut(root.under)
    return made


def _goes_on(entry: Entry, open_: Sequence[OpenList]) -> bool:
    """Whether an item goes on with a list that was open."""
    return any(one.entries[-1] is entry and len(one.entries) > 1 for one in open_)


def _both_markers(block: Block, marker: Marker | None, passage: Passage) -> Iterator[tuple[Block, Passage]]:
    """An item, or the two that one line holds: “(2) (a) The client …” is an item of (2), which has no words."""
    inner = marker_of(passage.text) if marker and not marker.bullet else None
    one = inner is None or inner.bullet or not first_in(inner.ranks) or inner.printed[0] not in "(["
    if inner is None or one or numbered(passage) is not None:
        yield block, passage
        return
    yield block, passage.part(0, 0)
    yield replace(block, marker=inner.printed, indent=block.indent + 2 * STEP), passage.part(inner.length)


def _footnote(
    block: Block, after: list[Block], roots: list[Entry], open_: list[OpenList], starred: bool
) -> bool:
    """Whether a single line with a star explains a word: one with a star, or one over which nothing leads a list."""
    behind = next((b for b in after if not alone(b.text)), None)
    deeper = behind is not None and behind.marker is not None and behind.indent > block.indent
    if block.kind == "note" and roots and block.marker != "*":
        return not judges(block.text)  # its letter or sign is raised
    sign = block.marker == "*" or (block.marker in _OTHER_SIGNS and CHANGES.search(block.text) is not None)
    if not sign or not roots or deeper or (behind is not None and behind.marker == block.marker):
        return False
    if open_:
        outside = block.text[:1].isupper() and block.indent <= min(one.indent for one in open_) + STEP
        explains = starred or (outside and not leads(open_[-1].entries[-1]))
        return explains and all(one.style != block.marker for one in open_)
    return roots[-1].passage.text.endswith(":*") or not (roots[-1].heading or leads(roots[-1]))


def _starred_lead(block: Block, after: list[Block], open_: list[OpenList]) -> bool:
    """Whether a line with a star leads a list on what the star stands behind: “*Surgery is covered when …:”."""
    if block.marker != "*" or not block.text.endswith(":") or governing(block.text) is None:
        return False
    outside = all(one.style != "*" and block.indent <= one.indent + STEP for one in open_)
    return outside and bool(after) and after[0].marker not in (None, "*")


def _explains(text: str, before: list[Block]) -> bool:
    """Whether a paragraph begins with the sign that stands behind a word above it, and leads no list: “**Rest is …”."""
    sign = None if text.endswith(":") and governing(text) else _SIGN.match(text)
    return sign is not None and any(re.search(rf"\w{re.escape(sign[1])}(?![\w*])", b.text) for b in before)


_OTHER_SIGNS = ("§", "†", "‡", "¶")
"""Signs of notes that can be bullets too: “§ The interval does not apply when symptoms are new.”"""
_SIGN = re.compile(r"([*†‡]{1,3})\s?(?=[A-Z(])")
STARRED = re.compile(r"[\w:)]\*(?!\w)")
"""A word, or the end of words over a list, with the sign of a footnote."""


def _still_open(
    entry: Entry, following: list[Block], roots: list[Entry], open_: list[OpenList]
) -> list[OpenList]:
    """The list of the whole text, where the next marked block goes on with it: “II.” after a paragraph under “I.”.

    Where the paragraph is a statement that asks for that item (“… as well as criterion C below”) it begins a list there.
    """
    item = next((b for b in following[:6] if b.marker is not None or b.kind == "heading"), None)
    marker = marker_of(f"{item.marker} x") if item is not None and item.marker else None
    if marker is not None and _DEEP.fullmatch(marker.printed):
        # the number itself says where the item stands, whatever paragraph is printed before it
        fits = [i for i, o in enumerate(open_) if o.style == marker.style and next_in(o.series, marker.ranks)]
        if fits:
            return open_[: fits[-1] + 1]
    tops = [roots, *(r.under for r in roots)]
    if not open_ or not any(open_[0].entries is one for one in tops):
        return []
    if marker is None or marker.bullet or first_in(marker.ranks):
        return []
    if open_[0].style != marker.style or not next_in(open_[0].series, marker.ranks):
        return []
    if open_[0].entries is not roots and item is following[0] and _asks_for(marker, entry.passage):
        return [replace(open_[0], entries=entry.under)]
    return open_[:1]


_DEEP = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){2,5}\.?")
"""“4.1.2.2”"""


def _behind(roots: list[Entry], one: OpenList) -> bool:
    """Whether a list would go on behind a later statement of what is necessary: its items may be that one's."""
    if one.entries is roots or one.entries is roots[-1].under or roots[-1].heading:
        return False
    return _grants(roots[-1].passage)


def _grants(passage: Passage) -> bool:
    """Whether the last sentence of a paragraph states what is necessary."""
    found = judgement([*sentences(passage)][-1].text)
    return found is not None and found.plain and found.position == "medically_necessary"


def _grants_any(entry: Entry) -> bool:
    """Whether words over a list grant for any one of its items: “… is covered when ONE of these is met:”, “Covered uses”."""
    counted = governing(entry.passage.text)
    grants = counted is not None and counted.rule == "any" and _grants(entry.passage)
    return grants or heads_uses(entry.passage.text)


def _asks_for(marker: Marker, passage: Passage) -> bool:
    """Whether a paragraph takes a position and ends with a colon, or grants and points to this item by its label."""
    last = [*sentences(passage)][-1].text
    if last.endswith(":") and judges(last):
        return True
    points = re.search(
        rf"\b(?:below|following|(?:criteri(?:on|a)|items?|conditions?)\s+\(?{re.escape(marker.printed.strip('().'))})\b",
        last,
    )
    return (last.endswith(":") or points is not None) and _grants(passage)


def _between(block: Block, following: list[Block], open_: list[OpenList]) -> bool:
    """Whether a paragraph stands inside a list: the next item goes on with one that is open."""
    if judgement(block.text) is not None:
        return False
    leads = block.text.endswith(":")
    item = next((b for b in following if b.marker is not None and b.kind != "heading"), None)
    if item is None or any(b.kind == "heading" for b in following[: following.index(item)]):
        return False
    if not leads and block.depth is not None and item.depth == block.depth:
        return any(one.depth == block.depth for one in open_)  # a second paragraph of an item of a page
    marker = marker_of(f"{item.marker} x")
    if marker is None:
        return False
    if marker.bullet:
        return not leads and any(
            one.style == marker.style
            and abs(one.indent - item.indent) <= STEP
            and block.indent > one.indent + STEP
            for one in open_
        )
    return not first_in(marker.ranks) and any(
        one.style == marker.style and next_in(one.series, marker.ranks) for one in open_
    )


def _asked_beside(block: Block, following: list[Block], open_: list[OpenList]) -> int | None:
    """The open list whose last item a line asks for a second list of, which stands right under it."""
    begins = bool(following) and following[0].marker is not None
    if not begins or not asks_beside(block.text) or len(open_) < _NESTED:
        return None
    if block.depth is not None:
        return next((i for i, one in enumerate(open_[:-1]) if one.depth == block.depth), None)
    inner = [i for i, one in enumerate(open_) if block.indent <= one.indent + STEP and i]
    return inner[0] - 1 if inner else None


_NESTED = 2


def _noted(roots: list[Entry], open_: list[OpenList], block: Block) -> Entry:
    """What a note belongs to: the item that it is indented under, else the list's head."""
    entry = roots[-1]
    for one in open_:
        if block.indent > one.indent + STEP and one.entries:
            entry = one.entries[-1]
    return entry


def _restarts(marker: Marker | None, here: OpenList) -> bool:
    """Whether numbers begin again in a list of the same depth: two lists of a page, one behind the other."""
    numbered = marker is not None and not marker.bullet and first_in(marker.ranks)
    return numbered and not first_in(here.series) and all(kind != "bullet" for kind, _ in here.series)


def _ended_by(one: OpenList, depth: int) -> bool:
    """Whether an item of this depth ends a list; one of typed numbers (“1. X is covered when:”) waits for its own."""
    return one.depth >= depth if one.depth is not None else not leads(one.entries[-1])


def _place(
    entry: Entry, block: Block, roots: list[Entry], open_: list[OpenList], after: Sequence[Block]
) -> None:
    """Put an item into the list that it continues, or open one for it."""
    marker = marker_in(block)
    ranks: Ranks = followed(marker, map(marker_in, after)) if marker else (("bullet", 0),)
    style = marker.style if marker else ""
    found = (
        stated(block, open_)
        if block.depth is not None
        else continued(block, marker, ranks, style, open_, entry)
    )
    if found is not None:
        del open_[found + 1 :]
        here = open_[found]
        skips = marker is not None and here.style == style and later_in(here.series, ranks)
        if block.depth is not None and skips and not next_in(here.series, ranks):
            entry.doubts.append("numbering_gap")
        if block.depth is not None and _restarts(marker, here):
            restarted(entry)
        here.entries.append(entry)
        here.series = fitting(here.series, ranks)
        return
    if block.depth is not None:
        while open_ and _ended_by(open_[-1], block.depth):
            open_.pop()
    if open_ and (names_part(entry, open_[-1], block) or behind_label(roots, ranks, open_)):
        open_.clear()
        roots.append(entry)
        open_.append(OpenList(roots, ranks, style, block.indent, block.depth))
        return
    parent = open_[-1].entries[-1] if open_ else roots[-1] if roots else None
    entries = parent.under if parent else roots
    if marker and not marker.bullet and block.depth is None and all(rank > 1 for _, rank in ranks):
        entry.doubts.append("begins_late")
    entries.append(entry)
    open_.append(OpenList(entries, ranks, style, block.indent, block.depth))
