"""Sentences that begin with their position and a colon: “Not covered: pumps for any of …”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.positions.found import Found
from coverable.document.criteria.positions.judgewords import AUXILIARIES, CONDITION_WORDS, OBJECT_ENDS
from coverable.document.criteria.text.tokens import Token, words_at
from coverable.document.criteria.text.wordclasses import STARTS

LABEL = 8
"""A label before a colon has at most so many words: “Initial therapy: approve if …”."""
_PLACES = frozenset(("from", "under", "by"))


def past_place(tokens: Sequence[Token], found: Found | None) -> Found | None:
    """A position before a colon, with the words on where it stands: “Excluded from this benefit: …”."""
    if found is None or found.last >= len(tokens) or tokens[found.last].word not in _PLACES:
        return found
    ends = range(found.last + 1, min(len(tokens), found.last + LABEL))
    colon = next((k for k in ends if not tokens[k].word.isalpha()), None)
    return replace(found, last=colon) if colon is not None and tokens[colon].word == ":" else found


def names_behind(tokens: Sequence[Token], found: Found) -> Found | None:
    """“Not covered: pumps for any of …”: the service stands behind its position."""
    begin = found.last + 1
    if not words_at(tokens, found.last, ":") or begin >= len(tokens):
        return None
    word = tokens[begin].word
    if word in OBJECT_ENDS | CONDITION_WORDS | STARTS or not word.isalpha():
        return None
    end = next(
        (k for k in range(begin, len(tokens)) if tokens[k].word in OBJECT_ENDS | {".", ";", ","}), len(tokens)
    )
    if end >= len(tokens) or tokens[end].word in (".", ";", ",") or end - begin > LABEL:
        return None
    if not AUXILIARIES.isdisjoint(t.word for t in tokens[begin:end]):
        return None
    return replace(found, last=end, subject=(begin, end))
