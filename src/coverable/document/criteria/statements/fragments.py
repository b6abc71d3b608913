"""What is said of a service in items under its name: “Home robots: • Considered investigational • Authorization is needed”.

An item that begins with its position says it of the name over the list; the others inform, or ask and are asked about.
"""

from __future__ import annotations

from dataclasses import replace

from coverable.document.criteria.positions.asking import asks
from coverable.document.criteria.positions.judged import stand_of
from coverable.document.criteria.positions.stand import Stand
from coverable.document.criteria.quantifiers import leadin, quantifier
from coverable.document.criteria.statements.naming import name_of
from coverable.document.criteria.statements.place import Place, make
from coverable.document.criteria.statements.stated import statements_of
from coverable.document.criteria.text.entry import Entry, passages_of
from coverable.document.criteria.text.frames import CLAUSE
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage, sentences
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Statement

_BEGINS = any_case(r"\W*(?:(?:is|are|may\s+be)\s+)?(?:now\s+)?(?:considered|deemed|regarded\s+as)\b")
_LONGEST = 14
"""Words of a name."""


def tells_of_name(entry: Entry) -> bool:
    """Whether a list under a name holds an item that begins with its position: “Considered investigational for gout”."""
    text = entry.passage.text
    named = entry.under and len(text.split()) <= _LONGEST and not text.endswith((".", ";", ","))
    if not named or CLAUSE.search(text) or quantifier.governing(text) or not leadin.substantive(text):
        return False
    return any(_fragment(e) for e in entry.under)


def _fragment(item: Entry) -> tuple[Passage, Stand] | None:
    """The first sentence of an item that begins with its position, and that position."""
    first = next(sentences(item.passage), None)
    found = stand_of(first) if first is not None and _BEGINS.match(first.text) else None
    return (
        (first, found) if first is not None and found is not None and found.plain and found.certain else None
    )


def take_told(entry: Entry, place: Place, page: Page) -> None:
    """Make the statements of such a list, each about the name over it."""
    place.informs.append(page.span(entry.passage))
    name = name_of(entry.passage.trimmed(":").text)
    for item in entry.under:
        told = _fragment(item)
        if told is None:
            place.informs += [page.span(p) for p in passages_of(item)]
            if asks(item.passage.text) or item.under:
                page.doubt("sentence_not_mapped", item.passage)
            continue
        sentence, found = told
        bare = Statement("", found.position, "", page.span(sentence))  # “for all indications” asks nothing
        for one in statements_of(sentence, found, item, (place.position, place.stage), page) or [bare]:
            make(replace(one, subject=one.subject or name), place)
