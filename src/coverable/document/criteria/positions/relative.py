"""Predicates beside a noun: in a clause that says which ones are meant, behind a comma, or without a verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from coverable.document.criteria.positions.found import Found
from coverable.document.criteria.positions.judgewords import AUXILIARIES, MODALS, NEGATORS, THINGS, VIEWED
from coverable.document.criteria.positions.labelled import LABEL
from coverable.document.criteria.positions.predicate import chain, ends_well
from coverable.document.criteria.positions.stand import WEAK
from coverable.document.criteria.text.tokens import Token, words_at
from coverable.document.criteria.text.wordclasses import any_case


def reduced(tokens: Sequence[Token], i: int, clause: int) -> bool:
    """Whether “when used …” only belongs to the subject: “gadgets when applied to a limb may be considered …”."""
    if (
        tokens[i].word != "when"
        or i == clause
        or i + 1 >= len(tokens)
        or not tokens[i + 1].word.endswith("ed")
    ):
        return False
    beside = tokens[i + 1].word in ("associated", "combined", "accompanied")
    viewed = any(a.word in ("is", "are") and b.word in VIEWED for a, b in pairwise(tokens[i + 2 :]))
    return (beside and viewed) or any(t.word in MODALS for t in tokens[i + 2 :])


def relative(tokens: Sequence[Token], i: int, clause: int) -> bool:
    """Whether a verb only says which ones are meant: “gadgets that do not meet the criteria”."""
    k = i - 1
    while k > clause and (tokens[k].word in AUXILIARIES | NEGATORS or tokens[k].word.endswith("ly")):
        k -= 1
    if words_at(tokens, k - 1, "fail", "to") or words_at(tokens, k - 1, "fails", "to"):
        k -= 2
    return (
        k > clause
        and tokens[k].word in ("that", "which", "who")
        and told_of_things(tokens, i, clause) is None
    )


_GOODS = frozenset(("supply", "supplies", "equipment", "devices", "products", "expenses", "tests"))


_OF_WHOM = any_case(r"^\W*(?:who|whom|whose)\b(?![^,;]*\b(?:is|are)\s+(?:not\s+)?(?:covered|medically)\b)")


def of_whom(text: str) -> bool:
    """Whether a text goes on with persons before it: “who is certified by an agency”, whatever is said of them."""
    return _OF_WHOM.match(text) is not None


def told_of_things(tokens: Sequence[Token], i: int, clause: int) -> int | None:
    """Where the verb stands in “pads are supplies that are not covered”: the clause says it of the pads.

    `i` is the verb behind “that”. None in any other clause.
    """
    named = (
        i > clause + 3 and tokens[i - 1].word in ("that", "which") and tokens[i - 2].word in THINGS | _GOODS
    )
    copula = next((k for k in range(i - 3, max(clause, i - 6), -1) if tokens[k].word in ("is", "are")), None)
    return copula if named else None


def said_of(tokens: Sequence[Token], i: int, clause: int) -> Found | None:
    """“Too little is known about X, which is considered experimental for …”: what is said behind the comma is said of X."""
    begin = next((k + 1 for k in range(i - 1, clause, -1) if tokens[k].word in _LEADS_NAME), None)
    found = (
        chain(tokens, i + 2, i + 2)
        if begin and i + 2 < len(tokens) and tokens[i + 2].word in AUXILIARIES
        else None
    )
    if begin is None or found is None or {t.kind for t in found.terms} <= WEAK:
        return None
    return replace(found, clause=clause, subject=(begin, i))


_LEADS_NAME = frozenset(("about", "support", "for", "of", "on", "behind", "cover", "covers"))


def apposition(tokens: Sequence[Token], i: int, clause: int) -> Found | None:
    """“Cochlear implant, medically necessary when all are met”: a name, and its position without a verb."""
    if not clause < i <= clause + LABEL or not AUXILIARIES.isdisjoint(t.word for t in tokens[clause:i]):
        return None
    found = chain(tokens, i + 1, i + 1, fragment=True)
    if found and ends_well(tokens, found.last) and {t.kind for t in found.terms} - WEAK:
        return replace(found, clause=i + 1, subject=(clause, i))
    return None
