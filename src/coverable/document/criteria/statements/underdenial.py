"""Requirements that stand under a denial: they are no grounds for it."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case

_BELOW = any_case(r"\b(?:following|below|these)\b")
_MUST = any_case(r"\b(?:must|shall|should|(?:has|have|needs?)\s+to|(?:is|are)\s+required(?:\s+to)?)\b")

_PATIENT_MUST = any_case(
    r"^\W*(?:the\s+|an?\s+|each\s+|all\s+)?(?:patients?|members?|individuals?|persons?|beneficiar(?:y|ies)|recipients?|clients?|enrollees?)\s+"
    r"(?:must|shall|(?:has|have|needs?)\s+to|(?:is|are)\s+required\s+to)\s+(?!not\b)"
)


_LIMITED = any_case(
    r"^\W*(?:coverage|benefits?|payment|approval|services?|treatment)\s+(?:is|are|will\s+be|may\s+be|shall\s+be)\s+limited\s+to\b"
    r"|^\W*[^.;:]{3,80}?\b(?:should|must|may|shall|can)\s+not\s+exceed\b"
    r"|^\W*(?:limited\s+to|up\s+to|no\s+more\s+than|a\s+maximum\s+of|one|two|three|[0-9]+)\s[^.;]{0,80}?\b(?:per|every|each|in\s+a|lifetime)\b"
)


def asked_of_patients(under: Sequence[Entry]) -> list[Entry]:
    """The items of a list under a heading that denies which say what a patient must have, or how much is covered.

    “Limitations: • Patient must have gout • Coverage is limited to one brace a year”.
    """
    return [e for e in under if _PATIENT_MUST.match(e.passage.text) or _LIMITED.match(e.passage.text)]


def requirement(sentence: Passage, under: Sequence[Entry]) -> Passage | None:
    """The first item under a denial that announces no list, where the items say what a patient must have.

    “If no weight is submitted, the request is denied. • The member must have a BMI of 30 or more”.
    """
    text = sentence.text
    announces = not text.endswith(".") or quantifier.governing(text) is not None or _BELOW.search(text)
    return None if announces else next((e.passage for e in under if _MUST.search(e.passage.text)), None)
