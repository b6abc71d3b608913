"""A label that judges with its names in one line: “Exclusions: pregnancy; infection” is a heading over two items."""

from __future__ import annotations

import re

from coverable.document.criteria.positions.durations import says_how_long
from coverable.document.criteria.positions.headed import LIMIT, heading_position, names_position
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.text import inline
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.passage import Passage
from coverable.document.header.labels import told as of_header
from coverable.document.header.labelwords import number_label, title_label

_LABEL = re.compile(r"^[A-Z][A-Za-z/,\s-]{2,60}?:\s+(?=\S)")
_OF_A_USE = re.compile(r"\s(?:for|in|with|when|to\s+treat)\s", re.IGNORECASE)
_LONGEST = 15
"""Words of an item."""
_LISTS = re.compile(
    r"[:]|\b(?:following|below|above|any\s+of|all\s+of|one\s+of|at\s+least|criteria|see)\b", re.IGNORECASE
)
"""Words of a line that is more than a list of names."""


def run_in(entry: Entry) -> None:
    """Put the names behind a label that says nothing but a position under it, as items of its list.

    A label that says the position of the sentence behind it is dropped: “Covered: X is covered when …”. One
    name alone that is covered may be a value of the header, “Indication: psoriasis”: it stays in its line.
    """
    text = entry.passage.text
    label = _LABEL.match(text)
    position = heading_position(label[0]) if label else None
    if label is None or position is None or entry.under or entry.heading:
        return
    name, rest = label[0].rstrip(": "), entry.passage.part(label.end())
    if of_header(name, rest.text) or number_label(name) or title_label(name):
        return  # “Criteria Effective: Jul 17, 2025”
    told = judgement(rest.text)
    if told is not None:
        if names_position(name) and told.position == position:
            entry.passage = rest
        return
    if _OF_A_USE.search(rest.text) and judgement(text) is not None:
        return  # “Not covered: gadgets for gout” names its service
    items = _names(rest.trimmed(".;"))
    if not items or (len(items) == 1 and position == "medically_necessary"):
        return
    entry.under[:] = [Entry(item, None) for item in items]
    entry.passage = entry.passage.part(0, label.end()).trimmed(" ")


def _names(rest: Passage) -> tuple[Passage, ...]:
    """The names of a series, one if it is none; nothing where the words are a sentence, a limit or a length."""
    if any(
        (_LISTS.search(rest.text), VERB.search(rest.text), LIMIT.search(rest.text), says_how_long(rest.text))
    ):
        return ()
    found = inline.semicolons(rest) or inline.parted(rest)
    items = tuple(found.items) if found is not None else (rest,)
    return () if any(len(item.text.split()) > _LONGEST for item in items) else items
