"""Lists of policies and of what changed in them, as bulletins print them: “The following guidelines were revised:”.

Their items are names and changes, and no criteria of a service; where one of them states a position, that is a statement.
"""

from __future__ import annotations

from collections.abc import Callable

from coverable.document.criteria.positions.asking import asks
from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.statements.place import Place
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import sentences
from coverable.document.criteria.text.wordclasses import any_case

_DOCUMENTS = r"(?:(?:medical|clinical|coverage|payment|reimbursement|UM|utilization|drug|pharmacy)\s+)*(?:polic(?:y|ies)|guidelines|bulletins|documents)"
_CHANGED = r"(?:new|revised|updated|reviewed|retired|archived|adopted|changed|added|deleted|replaced|implemented|renamed|consolidated|published|amended)"
_CHANGES = any_case(
    rf"(?:(?:the|these|our|all|following|below|listed|major|annual|recent)\s+)*(?:{_CHANGED}(?:\s+(?:and|or)\s+{_CHANGED})?\s+{_DOCUMENTS}\b(?!\s+criteria\b)[^.;]{{0,120}}"
    rf"|{_DOCUMENTS}\s+(?:(?:listed|below|that|which)\s+)*(?:(?:is|are|were|was|have\s+been|has\s+been|will\s+be)\s+)?(?:recently\s+)?{_CHANGED}\b[^.;]{{0,120}})\s*:?\s*"
)
_OF_PATIENTS = any_case(
    r"\b(?:patients?|members?|individuals?|criteria|must|requires?|medically|when\s+(?:all|any)|if)\b"
)


def lists_changes(entry: Entry) -> bool:
    """Whether the words over a list only say that policies follow, which are new or changed."""
    text = entry.passage.text
    if not entry.under or _CHANGES.fullmatch(text) is None or _OF_PATIENTS.search(text):
        return False
    counted = quantifier.governing(text)
    return counted is None or counted.how == "implied"


def take_changes(entry: Entry, place: Place, page: Page, read: Callable[[Entry, Place, Page], None]) -> None:
    """Take such a list: `read` takes an item that states a position; one that asks something is asked about."""
    place.informs.append(page.span(entry.passage))
    for item in entry.under:
        states = any(judged(s, place.strict) for s in sentences(item.passage))
        if states:
            read(item, place, page)
        elif item.under:
            take_changes(item, place, page, read)
        else:
            place.informs.append(page.span(item.passage))
            if asks(item.passage.text):
                page.doubt("sentence_not_mapped", item.passage)
