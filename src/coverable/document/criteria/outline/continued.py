"""Which open list an item goes on with: by the depth that the format states, else by rank, style and indent."""

from __future__ import annotations

import re

from coverable.document.criteria.outline.openlist import STEP, OpenList, leads
from coverable.document.criteria.outline.ranks import Ranks, again, first_in, later_in, next_in
from coverable.document.criteria.quantifiers.quantifier import governing
from coverable.document.criteria.text.connectors import alone
from coverable.document.criteria.text.entry import Entry
from coverable.document.header.labels import label_of
from coverable.document.layout.markers import Marker
from coverable.document.source import Block


def names_part(entry: Entry, before: OpenList, block: Block) -> bool:
    """Whether a name with a colon begins a new part and stands under no item: “A. Gout:” after “3. No infection”."""
    text, last = entry.passage.text, before.entries[-1].passage.text
    if block.depth is not None or abs(before.indent - block.indent) > STEP or len(before.entries) < 2:
        return False
    name = text.endswith(":") and len(text.split()) <= 5 and governing(text) is None
    name = name and _OF_THE_PATIENT.match(text) is None
    return name and not last.endswith((":", ",", ";")) and governing(last) is None and alone(text) is None


_OF_THE_PATIENT = re.compile(
    r"\W*(?:(?:the|an?|each)\s+)?(?:patient|member|client|recipient|beneficiary|individual|enrollee|participant)\b",
    re.IGNORECASE,
)
"""“The patient must:” asks, and is no name."""


def behind_label(roots: list[Entry], ranks: Ranks, open_: list[OpenList]) -> bool:
    """Whether a numbered list stands behind what a label of the header tells: “Effective Date: / a) … / b) … / 1) …”."""
    label = label_of(roots[-1].passage.text) if roots else None
    told = label is not None and not label.weak and open_[0].entries is roots[-1].under
    return told and first_in(ranks) and ranks[0][0] != "bullet" and not leads(open_[-1].entries[-1])


def stated(block: Block, open_: list[OpenList]) -> int | None:
    """The open list of the depth that the format states."""
    return next((i for i in range(len(open_) - 1, -1, -1) if open_[i].depth == block.depth), None)


def continued(
    block: Block,
    marker: Marker | None,
    ranks: Ranks,
    style: str,
    open_: list[OpenList],
    entry: Entry,
) -> int | None:
    """The innermost open list that this item continues, by rank, style and indent; None when it opens one."""
    if marker is not None and not marker.bullet:
        fits = [i for i, one in enumerate(open_) if one.style == style and next_in(one.series, ranks)]
        if fits:
            near = [i for i in fits if abs(open_[i].indent - block.indent) <= STEP]
            if len(fits) > 1 and len(near) != 1:
                entry.doubts.append("two_lists_fit")
            return (near or fits)[-1]
        skipped = [
            i
            for i, one in enumerate(open_)
            if one.style == style
            and later_in(one.series, ranks)
            and abs(open_[i].indent - block.indent) <= STEP
        ]
        if skipped and not first_in(ranks):
            entry.doubts.append("numbering_gap")
            return skipped[-1]
        repeated = [i for i, one in enumerate(open_) if one.style == style and again(one.series, ranks)]
        if repeated and not first_in(ranks) and abs(open_[repeated[-1]].indent - block.indent) <= STEP:
            entry.doubts.append("number_repeated")
            return repeated[-1]
        return _begun_again(block, ranks, style, open_, entry)
    same = [
        i
        for i, one in enumerate(open_)
        if one.style == style and one.series and one.series[0][0] in ("bullet", "box")
    ]
    level = [i for i in same if abs(open_[i].indent - block.indent) <= STEP]
    if level:
        return level[-1]
    if not same:
        return None
    if block.indent > open_[-1].indent + STEP:
        return None
    back = [i for i in same if open_[i].indent <= block.indent + STEP]
    if back:
        return back[-1]
    if block.indent < open_[same[0]].indent - STEP:
        entry.doubts.append("indent_unclear")
        return same[0]
    return None


def _begun_again(block: Block, ranks: Ranks, style: str, open_: list[OpenList], entry: Entry) -> int | None:
    """An outer list whose numbers begin again after an inner one, as pages that lost the start of a list print it.

    Its indent tells; where indents are alike, the item before must be one that announces no list. Items that count
    from the first again behind whole sentences go on with their own list: nothing says that they belong to the last.
    """
    if not open_ or not first_in(ranks):
        return None
    kinds = {kind for kind, rank in ranks if rank == 1}
    inner = open_[-1]
    alike = inner.style == style and not kinds.isdisjoint(kind for kind, _ in inner.series)
    if alike and abs(inner.indent - block.indent) <= STEP and not _waits(inner):
        restarted(entry)
        return len(open_) - 1
    same = [
        i
        for i, one in enumerate(open_[:-1])
        if one.style == style and not kinds.isdisjoint(kind for kind, _ in one.series)
    ]
    if not same:
        return None
    outer = open_[same[-1]]
    if abs(outer.indent - block.indent) <= STEP and inner.indent > outer.indent + STEP:
        return same[-1]
    if abs(inner.indent - block.indent) > STEP or leads(inner.entries[-1]):
        return None
    restarted(entry)
    return same[-1]


def restarted(entry: Entry) -> None:
    """Ask about an item with which the numbers of its list begin again: are they two lists?"""
    entry.doubts.append("numbering_restarts")


def _waits(one: OpenList) -> bool:
    """Whether the last item of a list can have a list of its own: it announces one, or it is no whole sentence."""
    last = one.entries[-1]
    return leads(last) or len(one.entries) < 2 or not last.passage.text.endswith(".")
