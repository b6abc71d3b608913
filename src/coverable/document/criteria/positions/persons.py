"""What a person receives or has: “Members may receive X when …”, “the member has coverage for X when …”."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.criteria.positions.found import Found, Term
from coverable.document.criteria.positions.judgewords import DECLINING, NEGATORS, PERSONS, RECEIVES
from coverable.document.criteria.positions.nameends import STOPS, ends_object
from coverable.document.criteria.positions.objects import asks_later, on_condition
from coverable.document.criteria.positions.verbs import begins_at, negated_before
from coverable.document.criteria.text.tokens import Token, words_at


def received(tokens: Sequence[Token], i: int, start: int) -> Found | None:
    """What a person is said to receive or to have at the verb `i`; None of any other verb."""
    if tokens[i].word in RECEIVES:
        return _receiving(tokens, i, start)
    return _having(tokens, i, start) if tokens[i].word in ("has", "have") else None


_HELD = frozenset(("coverage", "benefits"))


def _receiving(tokens: Sequence[Token], i: int, start: int) -> Found | None:
    """“Members may receive X when …”, “Providers may not bill for X”."""
    begin = begins_at(tokens, i, start)
    modal = any(t.word in ("may", "can", "cannot") for t in tokens[begin:i])
    if not modal or begin == start or begin - start > 3 or tokens[begin - 1].word not in PERSONS:
        return None
    after = i + 1 + words_at(tokens, i + 1, "for")
    end = after
    while end < len(tokens) and not (ends_object(tokens, end) or on_condition(tokens, end)):
        end += 1
    if end == after or end >= len(tokens) or tokens[end].word in STOPS:
        return None
    negated = negated_before(tokens, i)
    named = next((w for w in _AS_COVERED if words_at(tokens, end, *w)), ())
    term = Term("cover" if negated or named else "favour", (tokens[i].word,), negated)
    return Found(begin, end + len(named), (term,), (after, end))


_AS_COVERED = tuple(
    (*before, "covered", noun)
    for before in (("as", "a"), ("as",))
    for noun in (
        "service",
        "services",
        "benefit",
        "item",
        "treatment",
        "expense",
        "care",
        "therapy",
        "equipment",
    )
)
"""“Members may receive X as a covered service when …”."""


def _having(tokens: Sequence[Token], i: int, start: int) -> Found | None:
    """“The member has coverage for X when …”, “members have no benefits for X”; `i` is the verb."""
    k = i + 1
    none = k < len(tokens) and tokens[k].word in NEGATORS | {"no"}
    k += none
    held = k + 1 < len(tokens) and tokens[k].word in _HELD and tokens[k + 1].word in ("for", "of")
    if not held or i == start or tokens[i - 1].word not in PERSONS or i - start > 3:
        return None
    end = k + 2
    while end < len(tokens) and (
        not (ends_object(tokens, end) or on_condition(tokens, end))
        or (tokens[end].word in ("with", "without") and asks_later(tokens, end))
    ):
        end += 1
    negated = none or negated_before(tokens, i)
    return Found(begins_at(tokens, i, start), end, (Term("cover", ("coverage",), negated),), (k + 2, end))


def declines(tokens: Sequence[Token], i: int) -> bool:
    """Whether a person declines to do something: “… was treated and | then declined to be taken to the hospital”."""
    i += words_at(tokens, i, "then")
    return i < len(tokens) and tokens[i].word in DECLINING and words_at(tokens, i + 1, "to") > 0
