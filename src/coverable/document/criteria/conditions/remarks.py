"""What stands in an item beside what it asks for: a note in brackets, and why a use is denied.

“Use with another agent (Note: Ampyra is none)”, “1. Gout. In one Phase II study the endpoint was not met.”
"""

from __future__ import annotations

import re

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.positions import unaccounted
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.passage import Passage, sentences
from coverable.document.criteria.text.wordclasses import any_case

_NOTE = re.compile(r"\s*[(\[](?P<note>(?:Note|NB|N\.B\.)\s*:\s*[^()\[\]]+)[)\]]\s*\.?$", re.IGNORECASE)
_REASON = any_case(
    r"\b(?:stud(?:y|ies|ied)|trials?|phase\s+(?:[1-4]|I{1,3}V?)|evidence|literature|data|efficacy|effective(?:ness)?|safety|guidelines?|endpoints?|placebo|published|outcomes?)\b"
)
"""Words of what was found out about a use."""
_MAY = any_case(
    r"\b(?:may|can|will|must|should|approv\w+|cover\w*|authori[sz]\w+|exempt\w*|allowed|permitted|if|when)\b"
)


def beside_item(item: Passage, cases: bool) -> tuple[Passage, list[Passage]]:
    """The words of an item that ask or name, and the notes beside them. `cases`: it is a case of a denial."""
    notes = list[Passage]()
    if match := _NOTE.search(item.text):
        notes.append(item.part(match.start("note"), match.end("note")))
        item = item.part(0, match.start())
    first, *others = sentences(item) if cases else (item,)
    reasons = bool(others) and not VERB.search(first.text) and all(_only_reasons(one.text) for one in others)
    return (item.part(0, first.last - item.first) if reasons else item), notes


def _only_reasons(sentence: str) -> bool:
    """Whether a sentence says why a use is denied, and grants nothing."""
    told = _REASON.search(sentence) is not None and _MAY.search(sentence) is None
    return told and not (leaves.EXCEPTION.search(sentence) or unaccounted.turns(sentence))
