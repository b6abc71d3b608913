"""Sentences on contracts, laws, claims and the policy itself: they bind the plan, and decide no use.

Every publisher prints them (“Benefits vary by contract”, “State mandates take precedence”), in words that no list of
wordings exhausts. What they share is what they lack: no word of theirs names a treatment, a disease or a patient's state.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coverable.document.criteria.positions import catchall
from coverable.document.criteria.positions.judgewords import JUDGING
from coverable.document.criteria.text.frames import substantive
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.patterns import word_set
from coverable.document.wordlists import words_of

_NEUTRAL = words_of("termwords.txt") | words_of("positionframes.txt") | words_of("asidewords.txt") | JUDGING
_BINDS = word_set(
    "act agreement agreements certificate certificates claim claims clause code codes coding contract contracts contractual "
    "disclaimer endorsement exclusions federal guarantee guaranteed guarantees law laws legislation limitations mandate mandates "
    "mandated modifier precedence plans policies prevails prohibits provisions regulation regulations reimbursement rider riders "
    "statute statutes supersede supersedes terms advice rights billed bill booklet handbook conflict discrepancy promise promises"
)
"""Words of which one shows that a sentence speaks of what binds the plan."""
_THIS = any_case(
    r"\b(?:this|these|the|such)\s+(?:(?:requested|medical|above|following)\s+)?(?:services?|devices?|procedures?|treatments?|therap(?:y|ies)|drugs?|medications?|items?|equipment|products?|"
    r"technolog(?:y|ies)|interventions?|tests?)\b(?!\s+(?:described|discussed|listed|addressed|referenced|rendered|provided|billed)\b)"
)
"""“This device is excluded by contract”: said of what the document is about."""
_POINTS_BACK = any_case(
    r"^\W*(?:(?:therefore|thus|hence|accordingly|as\s+such|consequently|and|but)\W+)*(?:it|they|these|those|this|such)\s+(?:is|are|was|were|will|may|can|cannot|shall|should|do|does|has|have)\b"
)
"""“Therefore, they are not eligible for reimbursement”: said of what stands before it."""
_ASKS_OF_CASE = any_case(
    r"\b(?:criteria|criterion)\b(?=.*\b(?:not|met|meet|meets|satisf\w+|outside)\b)|\b(?:following|below)\b[^.]*:\s*$"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|[0-9]+")


_DEFINES = any_case(
    r"\W*(?:[\w /-]{3,40}:\s+)?(?:in|for\s+(?:the\s+)?purposes?\s+of|within|under|as\s+used\s+in)\s+this\s+(?:[\w-]+\s+){0,2}?(?:document|policy|guideline|bulletin|section),?\s+"
    r"(?:the\s+|a\s+|an\s+)?(?:procedures?|services?|treatments?|items?|interventions?|technolog(?:y|ies)|surger(?:y|ies)|drugs?|care)\s+(?:is|are|will\s+be|may\s+be)\s+(?:considered|deemed|defined|regarded|termed|called)\b"
)
"""“In this document, procedures are considered cosmetic when …”: what the document means by a word, of whatever service."""


_COUNTED = any_case(
    r"\b(?:appl(?:y|ied)|counts?|counted|accrues?)\s+towards?\s+(?:[\w’'-]+\s+){0,4}?(?:maximums?|limits?|deductibles?|visits?|benefits?|out-of-pocket)\b"
)
"""“Benefits will not apply towards any visit maximum”: how they are counted."""


@lru_cache(maxsize=8192)
def of_terms(text: str) -> bool:
    """Whether a sentence only says what binds the plan, how its papers and payments are dealt with, or what a word means.

    Not one on this service or device, on criteria that are (not) met or that it announces, or on all other uses.
    """
    if _DEFINES.match(text) or _COUNTED.search(text):
        return True
    words = [w.lower().removesuffix("'s").removesuffix("’s") for w in _WORD.findall(text)]
    announces = text.rstrip().endswith(":")
    if announces or _BINDS.isdisjoint(words) or any(w not in _NEUTRAL and substantive(w) for w in words):
        return False
    return not (
        _THIS.search(text)
        or _POINTS_BACK.match(text)
        or _ASKS_OF_CASE.search(text)
        or catchall.speaks_of_others(text)
    )
