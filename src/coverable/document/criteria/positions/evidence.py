"""Predicates that say what evidence does not show: “insufficient evidence to support X”, “does not establish X”."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.criteria.positions.found import Found, Term
from coverable.document.criteria.positions.judgewords import (
    AUXILIARIES,
    EVIDENCE,
    NEGATORS,
    OBJECT_ENDS,
    UNESTABLISHED,
)
from coverable.document.criteria.positions.nameends import ends_name
from coverable.document.criteria.text.tokens import Token, words_at


def without_evidence(tokens: Sequence[Token], i: int, clause: int) -> bool:
    """Whether “no”, “insufficient”, “lack” begins a clause, or stands behind “there is” or “has”."""
    before = tokens[i - 1].word if i > clause else ""
    return before in AUXILIARIES or before in (
        "",
        "a",
        "an",
        "the",
        ",",
        "currently",
        "with",
        "still",
        "because",
    )


def evidence_end(tokens: Sequence[Token], i: int, k: int) -> Found | None:
    """The predicate with “to support (the use of) X” after it, X as its subject."""
    verbs = (
        "support",
        "recommend",
        "establish",
        "determine",
        "conclude",
        "demonstrate",
        "show",
        "permit",
        "prove",
        "confirm",
    )
    begin = next((m + 1 for m in range(k, min(len(tokens), k + 4)) if tokens[m].word in verbs), None)
    term = Term("invest", ("insufficient", "evidence"), False)
    if begin is None and k < len(tokens) and tokens[k].word in ("on", "regarding", "about"):
        begin = k + 1
    if begin is None and (
        words_at(tokens, k, "for", "the", "use", "of") or words_at(tokens, k, "for", "use", "of")
    ):
        begin = k + 3 + words_at(tokens, k + 1, "the")
    if begin is None and words_at(tokens, k, "of"):  # “insufficient evidence of the effectiveness of X”
        worth = next(
            (m for m in range(k + 1, min(len(tokens) - 1, k + 6)) if tokens[m].word in EVIDENCE), None
        )
        begin = worth + 2 if worth is not None and tokens[worth + 1].word in ("of", "for", "with") else None
    if begin is None:
        tells = k < len(tokens) and tokens[k].word in OBJECT_ENDS
        return Found(i, k, (term,)) if tells else None
    clause = words_at(tokens, begin, "that")
    begin += clause
    end = begin
    while end < len(tokens) and not (
        (ends_name(tokens, end) and tokens[end].word != "with")
        or tokens[end].word in (".", ";")
        or words_at(tokens, end, "other", "than")
    ):
        end += 1
    last = end + 1 if words_at(tokens, end, "as") else end
    while last > end and last < len(tokens) and tokens[last].word in UNESTABLISHED | _WORKS:
        last += 1  # “… does not establish X as safe and effective for …”
    named = next((m for m in range(begin + 1, end) if clause and tokens[m].word in AUXILIARIES), end)
    return Found(i, last if last > end + 1 else end, (term,), (begin, named))


_WORKS = frozenset(
    ("safe", "useful", "beneficial", "and", "or", "superior", "equivalent", "accurate", "reliable")
)


def no_evidence(tokens: Sequence[Token], i: int) -> Found | None:
    """“Insufficient evidence to support X”."""
    for k in range(i + 1, min(len(tokens), i + 5)):
        if tokens[k].word in ("evidence", "data"):
            return evidence_end(tokens, i, k + 1)
    return None


def about_evidence(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """“(finds) the evidence for X (insufficient)”: where X stands."""
    said = next((k for k in range(first, min(last, first + 4)) if tokens[k].word in EVIDENCE), None)
    led = said is not None and said + 1 < last and tokens[said + 1].word in ("for", "of", "on")
    return (said + 2, last) if said is not None and led else None


def falls_short(tokens: Sequence[Token]) -> bool:
    """“too few (to show that)”, “not large enough (to show that)”."""
    words = {t.word for t in tokens}
    return "too" in words or ("enough" in words and not words.isdisjoint(NEGATORS))
