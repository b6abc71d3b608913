"""Items of a list that speak of a later approval: “Subsequent authorizations require a response to therapy”.

They stand among the conditions of the first approval, and a patient who asks for that one can meet none of them. So each
makes a statement of its own for going on, and somebody is asked whether it is all that a later approval needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coverable.document.criteria.positions.durations import SPEAKS_LATER, grants_again, says_how_long_granted
from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.statements.place import Place
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.page import Page
from coverable.document.granted.lengths import only_lengths

_ALL = "It stands among the conditions of the first approval: is it all that a later one asks for?"


def later_approvals(entry: Entry, place: Place) -> list[Entry]:
    """The items of a list for beginning that speak of a later approval, taken out of it; [] where all of them do."""
    if place.stage == "continuation" or stage_of_heading(entry.passage.text) == "continuation":
        return []
    later = [
        e for e in entry.under if grants_again(e.passage.text) and not says_how_long_granted(e.passage.text)
    ]
    if len(later) == len(entry.under):
        return []
    entry.under = [e for e in entry.under if e not in later]
    return later


def settle_later(one: Entry, made: int, place: Place, page: Page) -> None:
    """Say of what was made of such an item (from number `made` on) that it is for going on, and of the same service."""
    if len(place.made) == made or made == 0:
        page.doubt("sentence_not_mapped", one.passage, SPEAKS_LATER)
        return
    first = place.made[made - 1]
    for k in range(made, len(place.made)):
        note = page.doubt("stage_inferred", one.passage, _ALL)
        told = place.made[k]
        page.findings.settle(
            told.notes, "position_unclear"
        )  # “… require …” of a later approval can mean nothing else
        place.made[k] = replace(told, subject=first.subject, stage="continuation", notes=(*told.notes, note))


def denied_in(entry: Entry) -> list[Entry]:
    """The items under a heading of going on, where all of them say that it is not approved: “It is given one time only”.

    What stands between heading and items are names: “A. Gout: 1. Continued therapy will not be authorized …”.
    """
    last = list(_last_of(entry.under))
    found = [judged(e.passage, strict=True) for e in last]
    denied = bool(last) and all(one is not None and one.certain and one.position in NEGATIVE for one in found)
    return last if denied else []


def _last_of(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The items under which nothing stands, but for how long an approval lasts."""
    for entry in entries:
        if entry.under:
            yield from _last_of(entry.under)
        elif not only_lengths(entry.passage.text):
            yield entry
