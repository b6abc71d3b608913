"""Where the name of a service ends behind a verb that judges: at the words that begin conditions, but for those of a name."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.criteria.positions.judgewords import AUXILIARIES, OBJECT_ENDS
from coverable.document.criteria.text.tokens import Token, words_at

_OF_NAMES = (
    ("for", "home", "use"),
    ("for", "home", "infusion"),
    ("for", "in", "-", "home", "use"),
    ("for", "personal", "use"),
)
"""“hospital beds for home use”: which ones, and no use that they are for."""
_WITHIN_NAMES = frozenset(("vitro", "vivo", "situ", "utero"))
"""“in vitro assays”: where the test is made, and no patients that it is for."""
_PERIODS = frozenset(("day", "week", "month", "year", "annum", "lifetime"))
_TIMES = frozenset(("once", "twice"))
_ON = (("on", "the", "basis"), ("on", "condition"), ("on", "the", "condition"))
_NEAR = 12
"""Tokens of the subject of a second clause."""


def ends_name(tokens: Sequence[Token], k: int) -> bool:
    """Whether the token at `k` ends the name before it: “X when …”, “X on the basis of …”, “X, and X is …”."""
    if any(words_at(tokens, k, *words) for words in _OF_NAMES) or words_at(tokens, k - 1, "limited", "to"):
        return False
    if tokens[k].word == "based" and not (words_at(tokens, k + 1, "on") or words_at(tokens, k + 1, "upon")):
        return False  # “hospital based dental care”
    if k and words_at(tokens, k, "to", tokens[k - 1].word):
        return False  # “edge to edge repair”
    if tokens[k].word == "in" and k + 1 < len(tokens) and tokens[k + 1].word in _WITHIN_NAMES:
        return False
    if tokens[k].word == "per" and k + 1 < len(tokens) and tokens[k + 1].word in _PERIODS:
        return False  # “covers up to two sessions per year when …”
    return (
        tokens[k].word in OBJECT_ENDS
        or any(words_at(tokens, k, *words) for words in _ON)
        or (tokens[k].word == "[" and k > 0)
        or _clause_begins(tokens, k)
        or _so_often(tokens, k)
    )


def _so_often(tokens: Sequence[Token], k: int) -> bool:
    """Whether the token at `k` begins how often something is granted: “traction up to twice per lifetime”."""
    if not words_at(tokens, k, "up", "to") or k + 3 >= len(tokens):
        return False
    return tokens[k + 2].word in _TIMES or tokens[k + 3].word == "times"


def ends_object(tokens: Sequence[Token], k: int) -> bool:
    """Whether what a verb judges ends at `k`: where a name does, or with its sentence or before a bracket."""
    plural = words_at(tokens, k, "(", "s", ")") and tokens[k - 1].last == tokens[k].first  # “code(s)”
    return (tokens[k].word in STOPS and not plural) or ends_name(tokens, k)


STOPS = frozenset((".", ";", "("))
"""Signs behind which no name goes on."""


def _clause_begins(tokens: Sequence[Token], k: int) -> bool:
    """Whether a second clause begins behind the comma at `k`: “, and X is considered …”."""
    if not (words_at(tokens, k, ",", "and") or words_at(tokens, k, ",", "but")):
        return False
    behind = [t.word for t in tokens[k + 2 : k + 2 + _NEAR]]
    verb = next((n for n, word in enumerate(behind) if word in AUXILIARIES), None)
    return verb is not None and OBJECT_ENDS.isdisjoint(behind[:verb])
