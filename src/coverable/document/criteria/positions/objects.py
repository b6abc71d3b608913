"""Where the object of a verb that judges ends, and where it goes on behind a bracket or a preposition."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.criteria.positions.judgewords import FILLERS, JOINS, NEGATORS, OBJECT_ENDS
from coverable.document.criteria.positions.predicate import condition_at, terms_at
from coverable.document.criteria.text.tokens import Token, words_at
from coverable.document.patterns import word_set


def on_condition(tokens: Sequence[Token], k: int) -> bool:
    """“Members may receive X on the condition that …”, “covers X on review of the following”."""
    after = k + 1 + words_at(tokens, k + 1, "the")
    return (
        tokens[k].word in ("on", "following", "pending")
        and after < len(tokens)
        and tokens[after].word in _GROUNDS
    )


_GROUNDS = word_set(
    "condition confirmation verification review proof evidence documentation receipt presentation"
)


def asks_later(tokens: Sequence[Token], k: int) -> bool:
    """Whether conditions follow later: “covers a gadget with a motor when …” names the motor as a part."""
    if any(t.word in _BEGIN_CONDITION for t in tokens[k + 1 : k + 4]):
        return False
    return any(condition_at(tokens, m) or tokens[m].word == "for" for m in range(k + 1, len(tokens)))


_BEGIN_CONDITION = word_set(
    "any all each one none both either documentation documented failure failed history diagnosis diagnosed evidence trial "
    "inadequate intolerance contraindication response symptoms pain signs"
)
"""Words that count criteria, or that say how a patient is: “covers traction with failure of two drugs when …”."""


def short_name(tokens: Sequence[Token], k: int) -> bool:
    """Whether a bracket holds the short form of a name that goes on: “a positive airway pressure (PAP) device”."""
    if not (words_at(tokens, k + 2, ")") and k + 3 < len(tokens)):
        return False
    return tokens[k + 3].word not in (OBJECT_ENDS - {"with", "without"}) | {".", ";", "(", ","}


def tells_which(tokens: Sequence[Token], k: int) -> bool:
    """Whether a preposition goes on with what is named: “drugs not eligible for federal funds”, “listed in this chapter”."""
    before = tokens[k - 1].word
    if tokens[k].word == "as" and before in ("known", "called", "termed", "abbreviated"):
        return True  # “stimulators, also known as growth stimulators”
    if tokens[k].word in ("in", "on", "under") and before in _WHICH:
        return True
    turned = tokens[k - 2].word in NEGATORS
    return turned and tokens[k].word in ("for", "by") and (before == "eligible" or before.endswith("ed"))


_WHICH = frozenset(
    [
        "listed",
        "included",
        "described",
        "named",
        "specified",
        "identified",
        "enumerated",
        "outlined",
        "defined",
        "contained",
    ]
)
_COUNTS = word_set("all any each every both either one two three at must following 1 2 3")

_ASKS = word_set("the limited only provided when if")


def counts_behind(tokens: Sequence[Token], k: int) -> bool:
    """“covers X (ALL must be met)”, “pays for X - the request must meet …”: what follows counts criteria."""
    if k + 1 >= len(tokens):
        return False
    apart = (
        tokens[k].word == "-"
        and tokens[k - 1].last < tokens[k].first
        and tokens[k].last < tokens[k + 1].first
        and tokens[k + 1].word in _COUNTS | _ASKS
    )
    led = tokens[k].word in ("(", "through", "via", "following")
    return (led and tokens[k + 1].word in _COUNTS) or apart


def at_once(tokens: Sequence[Token], i: int) -> bool:
    """Whether a judging word stands next to “considered”, with no object between: “X considered necessary when”."""
    k = i + 1
    while k < len(tokens) and not terms_at(tokens, k):
        if not (tokens[k].word in FILLERS | NEGATORS | JOINS or tokens[k].word.endswith("ly")):
            return False
        k += 1
    return k < len(tokens)
