"""Words of a sentence of position on which nothing rests: they may limit what it says, so somebody is asked."""

from __future__ import annotations

from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.judgewords import EVIDENCE, LACKING, TERMS, UNESTABLISHED
from coverable.document.criteria.text.tokens import tokens_of
from coverable.document.criteria.text.wordclasses import any_case

_USES_BEHIND = any_case(
    r"\S\s+(?:for|in|to|with|when|if|where|as|by|at|under|due\s+to|because\s+of|during|after|across|secondary\s+to|\w+ing\s+from)\s+[^;:]*?,?\s+or\s+\S"
)
_GROUNDS = (
    EVIDENCE
    | LACKING
    | UNESTABLISHED
    | frozenset(word for table in TERMS.values() for phrase in table for word in phrase if len(word) > 3)
)


def limits(subject: str) -> bool:
    """Whether several uses seem to stand behind the service that a sentence is about: “gadgets across A, B, or C”."""
    return _USES_BEHIND.search(subject) is not None


def gives_reason(text: str) -> bool:
    """Whether “because …” says why a position is taken, by the evidence or another judgement, and for which use not."""
    return not _GROUNDS.isdisjoint(t.word for t in tokens_of(text)) or judgement(text) is not None
