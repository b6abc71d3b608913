"""A sentence that nothing rests on is asked about, and so is the statement that it may belong to.

“For Vyepti only: prescribed by a neurologist” bounds what the statement before it grants, and nobody who looks at
that statement alone would see the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from coverable.document.criteria.positions.exempt import exempts
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.statements.place import Place
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage

_FOR_NAMED = re.compile(
    r"\W*(?:[Ff]or|[Ww]ith|[Ii]f)\s+(?P<name>[A-Z][\w-]{2,}(?:\s+(?:[A-Z0-9][\w.-]*|mg|and|or)){0,4})\s*(?:only\b|[:,])"
)
"""“For Zavzpret, the member must also …”."""
_BOUNDS = re.compile(
    r"\b(?:must|should|shall|may|will|can)\s+(?:also|only|not|never)\b|\b(?:only|also|in\s+addition|additionally|except|unless|instead|however|(?:does|do)\s+not\s+apply)\b"
    r"|^\W*(?:(?:the|an?|each|every|all|any|such|these|those)\s+)?(?:members?|patients?|individuals?|beneficiar(?:y|ies)|recipients?|clients?|enrollees?|child(?:ren)?|adults?|persons?|people"
    r"|requests?|treatments?|therap(?:y|ies)|services?|devices?|drugs?|tests?)\s(?:[^.;:]{0,80}\s)?(?:must|should|shall|(?:has|have|needs?)\s+to|(?:is|are)\s+required)\b",
    re.IGNORECASE,
)
"""“The member must be seen once a year.”, “Only one device is covered.”"""
_WORD = re.compile(r"[a-z][a-z-]{2,}")


def ask_about(sentence: Passage, place: Place, page: Page, says: str = "") -> None:
    """Ask about a sentence among the criteria, on it and on the statements that it may belong to."""
    note = page.doubt("sentence_not_mapped", sentence, says)
    for n in _may_bound(sentence.text, place):
        before = place.made[n]
        place.made[n] = replace(before, notes=(*before.notes, note))


def _may_bound(text: str, place: Place) -> Iterator[int]:
    """The statements that a sentence names, or lets somebody off; else the one that is open."""
    granted = [n for n, one in enumerate(place.made) if one.position not in NEGATIVE and one.criteria]
    if named := _FOR_NAMED.match(text):
        name = set(_WORD.findall(named["name"].lower())) - {"and", "or"}
        about = [n for n in granted if name & set(_WORD.findall(place.made[n].subject.lower()))]
        if about:
            yield from about
            return
    if exempts(text):
        yield from granted
    elif place.open_ is not None and _BOUNDS.search(text):
        yield place.open_
