"""Where a service is said to stand: outside of coverage, not among the benefits, outside what is necessary."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.criteria.positions.found import Term
from coverable.document.criteria.positions.judgewords import INSIDE, NAMES_BENEFIT, OF_BENEFIT, OUTSIDE, SCOPE
from coverable.document.criteria.text.tokens import Token, words_at
from coverable.document.patterns import word_set

_MEANING = word_set(
    "definition meaning scope concept standard standards bounds limits criteria requirements terms"
)
_NECESSITY = (("medical", "necessity"), ("medically", "necessary"), ("clinical", "necessity"))


def apart(tokens: Sequence[Token], j: int, negated: bool) -> tuple[Term, int] | None:
    """What “outside of coverage” or “within the scope of coverage” says, and where it ends."""
    while j + 1 < len(tokens) and tokens[j].word in ("kept", "left", "held"):
        j += 1
    out = tokens[j].word in OUTSIDE or words_at(tokens, j, "out", "of")
    inside = tokens[j].word in INSIDE
    if not (out or inside):
        return None
    denies = out or negated
    if (necessity := _necessity(tokens, j + 1)) is not None:
        return Term("need", ("medical", "necessity"), denies), necessity
    end = j + 1
    while end < len(tokens) and tokens[end].word in OF_BENEFIT | SCOPE:
        end += 1
    while end > j + 1 and tokens[end - 1].word not in SCOPE:
        end -= 1
    if end == j + 1:
        return None
    if not denies:
        return Term("cover", ("within",), False), end  # “X is within the scope of coverage when …”
    named = not NAMES_BENEFIT.isdisjoint(t.word for t in tokens[j:end])
    return Term("benefit" if named else "exclude", ("outside",), False), end


def _necessity(tokens: Sequence[Token], k: int) -> int | None:
    """The end of “the (plan's) definition of (what is) medical necessity”; None elsewhere."""
    meaning = next((m for m in range(k, min(len(tokens), k + 4)) if tokens[m].word in _MEANING), None)
    if meaning is None or not words_at(tokens, meaning + 1, "of"):
        return None
    begin = meaning + 2 + 2 * words_at(tokens, meaning + 2, "what", "is")
    named = any(words_at(tokens, begin, *words) for words in _NECESSITY)
    return begin + 2 if named else None
