"""The service that a sentence on prior authorization names for the one behind it.

“Prior authorization is required for X. Payment will be considered when …”: the first one takes no position, and the
second one names nothing.
"""

from __future__ import annotations

import re

from coverable.document.criteria.statements.place import Place
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage, sentences
from coverable.document.criteria.text.persons import PERSONS

_ACT = r"(?:(?:clinical\s+)?prior\s+(?:authori[sz]ation|approval)|pre-?(?:authori[sz]ation|approval|certification)|PA)(?:\s*\([^()]*\))?"
_REQUIRED = re.compile(
    rf"\W*(?:an?\s+)?{_ACT}\s+(?:is|shall\s+be|will\s+be)\s+(?:required|needed|necessary)\s+(?:for|before)\s+(?P<a>[^.;:]{{2,160}}?)\W*"
    rf"|\W*(?P<b>[^.;:]{{2,160}}?)\s+(?:requires?|(?:is|are)\s+subject\s+to)\s+(?:an?\s+)?{_ACT}\W*",
    re.IGNORECASE,
)
_NOBODY = re.compile(rf"\W*(?:{PERSONS})?\W*", re.IGNORECASE)


def required_before(subject: str, sentence: Passage, place: Place, page: Page) -> str:
    """The subject of a statement; where it names no more than persons, the service that authorization is required for."""
    if _NOBODY.fullmatch(subject) is None:
        return subject
    before = [s for s in sentences(Passage(sentence.block, 0, sentence.first)) if s.text]
    told = before[-1] if before else place.left[-1][0] if place.left else None
    if told is None or page.source.text[page.span(told).end : page.span(sentence).start].strip(" .\n"):
        return subject
    match = _REQUIRED.fullmatch(told.text)
    return (match["a"] or match["b"]).strip() if match else subject
