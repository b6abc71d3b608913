"""Which numbered lines of an outline are headings and no items."""

from __future__ import annotations

from coverable.document.criteria.outline.openlist import STEP, OpenList, leads
from coverable.document.criteria.outline.ranks import first_in, next_in
from coverable.document.criteria.outline.regained import LISTED
from coverable.document.criteria.positions.headed import heading_position
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.quantifiers.quantifier import governing
from coverable.document.criteria.text.connectors import alone
from coverable.document.criteria.text.entry import Entry
from coverable.document.layout.markers import Marker, marker_of
from coverable.document.source import Block


def heads_paragraph(
    block: Block,
    marker: Marker | None,
    following: list[Block],
    roots: list[Entry],
    open_: list[OpenList],
    heads: list[Marker],
) -> bool:
    """Whether a numbered line is a heading: a short title with a paragraph under it, outside of every list."""
    if marker is None or not following or following[0].marker is not None:
        return False
    if open_:
        goes_on = any(one.style == marker.style and next_in(one.series, marker.ranks) for one in open_)
        if goes_on or not any(h.style == marker.style and next_in(h.ranks, marker.ranks) for h in heads):
            return False
    text, below = block.text, following[0].text
    if marker.bullet or len(text.split()) > 10 or not text[:1].isupper() or LISTED.search(text):
        return False
    if (
        text.endswith((".", ":"))
        or alone(below)
        or (not open_ and roots and not roots[-1].heading and leads(roots[-1]))
    ):
        return False
    return (
        judgement(below) is not None
        or below.endswith(":")
        or (len(below.split()) > 8 and below.endswith("."))
    )


def heads_list(
    block: Block, marker: Marker | None, following: list[Block], open_: list[OpenList], heads: list[Marker]
) -> bool:
    """Whether a numbered line is a heading of lists: “I. Initial Approval Criteria”, “II. Continued Therapy”."""
    if marker is None or marker.bullet or not following or following[0].marker is None:
        return False
    text = block.text
    goes_on = any(h.style == marker.style and next_in(h.ranks, marker.ranks) for h in heads)
    if not goes_on and (open_ or not first_in(marker.ranks)):
        return False
    if len(text.split()) > 12 or not text[:1].isupper() or text.endswith((".", ";", ",")):
        return False
    below = marker_of(f"{following[0].marker} x")
    inner = below is not None and not next_in(marker.ranks, below.ranks)
    told = stage_of_heading(text) is not None or (goes_on and heading_position(text) is not None)
    told = told or (_divided(marker, below) and judgement(following[0].text) is not None)
    return inner and told and governing(text) is None and judgement(text) is None


def _divided(marker: Marker, below: Marker | None) -> bool:
    """Whether the next number divides this one: “1.1” under “1.”, a paragraph of a section."""
    return below is not None and below.printed.rstrip(".") == f"{marker.printed.rstrip('.')}.1"


def heads_on(block: Block, marker: Marker | None, open_: list[OpenList], heads: list[Marker]) -> bool:
    """Whether a numbered line goes on with the headings and with no list: “D. Other” after “C. Non-Covered Uses”."""
    if marker is None or marker.bullet or first_in(marker.ranks):
        return False
    text = block.text
    if not any(h.style == marker.style and next_in(h.ranks, marker.ranks) for h in heads):
        return False
    if any(one.style == marker.style and next_in(one.series, marker.ranks) for one in open_):
        return False
    short = len(text.split()) <= 8 and text[:1].isupper() and not text.endswith((".", ";", ","))
    return short and governing(text) is None and judgement(text) is None


def heads_again(block: Block, marker: Marker | None, following: list[Block], open_: list[OpenList]) -> bool:
    """Whether a name with a bullet ends the list before it: words that announce the next list follow it."""
    if marker is None or not marker.bullet or not open_ or not following or following[0].marker is not None:
        return False
    beside = [o for o in open_ if o.style == marker.style and abs(o.indent - block.indent) <= STEP]
    siblings = [e.passage.text for o in beside[-1:] for e in o.entries if not e.under]
    if not all(text.endswith(".") for text in siblings):
        return False  # items of its list end as it does
    text, before = block.text, open_[-1].entries[-1].passage.text
    name = len(text.split()) <= 5 and text[:1].isupper() and text[-1:].isalpha()
    return name and before.endswith(".") and following[0].text.endswith(":")


def headed(marker: Marker, open_: list[OpenList], heads: list[Marker]) -> Marker | None:
    """The numbered heading that an item goes on with: “C. Gadgets are …” after the heading “B. Limitations”."""
    if marker.bullet or first_in(marker.ranks):
        return None
    if any(one.style == marker.style and next_in(one.series, marker.ranks) for one in open_):
        return None
    last = next((h for h in reversed(heads) if h.style == marker.style), None)
    return last if last is not None and next_in(last.ranks, marker.ranks) else None
