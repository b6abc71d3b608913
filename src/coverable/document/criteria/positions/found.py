"""A predicate that judges, as it was found in a clause: its words by class, and what it is said of."""

from __future__ import annotations

from dataclasses import dataclass

from coverable.document.criteria.positions.judgewords import Kind, Phrase


@dataclass(frozen=True, slots=True)
class Term:
    """A judging word: its class, its words, and whether a negation turns it."""

    kind: Kind
    words: Phrase
    negated: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A predicate by token numbers, its words, and the noun that it says something of."""

    first: int
    last: int
    terms: tuple[Term, ...]
    subject: tuple[int, int] | None = None
    clause: int = 0
    """Where its clause begins."""
