"""Lists whose levels a conversion flattened: “• A. …”, “- – …”: each item kept its own marker behind a common bullet.

The second marker tells the level. Nothing is changed where it may be a word of the item (“• C. difficile”).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from coverable.document.criteria.outline.openlist import STEP
from coverable.document.criteria.outline.ranks import Ranks, first_in, fitting, next_in
from coverable.document.criteria.quantifiers.quantifier import governing
from coverable.document.layout.markers import BULLETS, Marker, marker_of
from coverable.document.passages import part
from coverable.document.source import Block

_FEWEST = 3
"""Items of a list that can tell levels."""
_INNER = "◦"
"""Stands for a second bullet that is printed like the first one."""


@dataclass(slots=True)
class _Level:
    """A list of the run that is still open: its bullet or punctuation, the last rank, whether its last item announces a list."""

    style: str
    ranks: Ranks
    leads: bool


def relevelled(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the levels that second markers tell stated on those of a flattened list."""
    out: list[Block] = []
    for run in _runs(blocks):
        behind = bool(out) and out[-1].marker is not None and out[-1].kind != "heading"
        out += (not behind and _levels(run)) or _lettered(run) or run
    return out


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks in groups: items in a row with one bullet and indent, after no other item; each other block alone."""
    run: list[Block] = []
    for block in blocks:
        same = run and block.marker == run[0].marker and abs(block.indent - run[0].indent) <= STEP
        if run and (not same or block.kind == "heading"):
            yield run
            run = []
        run.append(block)
        if block.marker is None or block.marker not in BULLETS or block.depth is not None:
            yield run
            run = []
    if run:
        yield run


def _levels(run: list[Block]) -> list[Block]:
    """The items of a run with their depth and second markers; empty where these do not tell levels."""
    inner = [_second(block) for block in run]
    if len(run) < _FEWEST or not any(inner):
        return []
    if all(m is not None and m.bullet for m in inner):
        return [_stripped(b, m) for b, m in zip(run, inner, strict=True) if m]
    open_: list[_Level] = []
    out: list[Block] = []
    for block, marker in zip(run, inner, strict=True):
        style, ranks = _printed(block, marker)
        number = marker is not None and not marker.bullet
        back = _continued(open_, style, ranks, number)
        leads = bool(open_) and open_[-1].leads
        if marker is None:
            if open_ and open_[0].style != style:
                return []
            back = 0 if open_ else None
        elif leads and (back != len(open_) - 1 or (number and first_in(ranks))):
            back = None
        if back is None and number and not (first_in(ranks) and (leads or not open_)):
            return []  # “• C. difficile”
        if back is None:
            open_.append(_Level(style, ranks, False))
        else:
            del open_[back + 1 :]
            open_[back].ranks = fitting(open_[back].ranks, ranks)
        text = block.text[marker.length :] if marker else block.text
        open_[-1].leads = text.endswith(":") or governing(text) is not None
        depth = len(open_) - 1
        out.append(
            replace(
                part(block, marker.length, len(block.text)),
                marker=style if marker.bullet else marker.printed,
                depth=depth,
            )
            if marker
            else replace(block, depth=depth)
        )
    return out


def _lettered(run: list[Block]) -> list[Block]:
    """The items of a run that count from one behind their bullets: its indent tells the level."""
    inner = [m for m in (_second(block) for block in run) if m is not None and not m.bullet]
    if len(run) < 2 or len(inner) < len(run) or not first_in(inner[0].ranks):
        return []
    if not all(next_in(one.ranks, after.ranks) for one, after in pairwise(inner)):
        return []
    return [_stripped(b, m) for b, m in zip(run, inner, strict=True)]


def _second(block: Block) -> Marker | None:
    """The marker that the words of an item begin with; a star or section sign leads to a note or a section."""
    found = marker_of(block.text) if block.marker and block.marker in BULLETS else None
    return None if found is None or found.printed in "*§" else found


def _printed(block: Block, marker: Marker | None) -> tuple[str, Ranks]:
    if marker is None:
        return block.marker or "", (("bullet", 0),)
    if marker.bullet and marker.printed == block.marker:
        return _INNER, marker.ranks
    return marker.style, marker.ranks


def _continued(open_: Sequence[_Level], style: str, ranks: Ranks, number: bool) -> int | None:
    """The innermost open list that an item goes on with."""
    fits = [
        i
        for i, one in enumerate(open_)
        if one.style == style and (next_in(one.ranks, ranks) if number else one.ranks[0][0] == "bullet")
    ]
    return fits[-1] if fits else None


def _stripped(block: Block, marker: Marker) -> Block:
    """An item whose bullet stands there twice, in a list whose every item has it twice."""
    return replace(part(block, marker.length, len(block.text)), marker=marker.printed)
