"""Words of a predicate that no class knows: “scarcely”, “unlikely to be”: they may take back what it says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from coverable.document.criteria.positions.judgewords import (
    AUXILIARIES,
    FILLERS,
    JOINS,
    JUDGING,
    MODALS,
    VIEWED,
    VIEWS,
)
from coverable.document.criteria.positions.stand import Stand
from coverable.document.criteria.text.tokens import Token, tokens_of
from coverable.document.criteria.text.wordclasses import NUMBERS
from coverable.document.patterns import word_set
from coverable.document.wordlists import words_of

NEGATIVE = word_set(
    "no not none never nothing nobody nor neither without cannot lacking lacks lack missing absent absence unmet n't isn't aren't "
    "doesn't don't wasn't won't can't shouldn't hasn't haven't unable fails fail hardly"
)
_KNOWN = (
    JUDGING
    | FILLERS
    | JOINS
    | MODALS
    | NUMBERS.keys()
    | words_of("positionframes.txt")
    | word_set(
        "treatment services service following limitations nationally locally fully duly formally expressly presently hereby exclusively jointly equally likewise initially annually "
        "directly newly already likely meant intended"
    )
)
"""Words of predicates that turn and bound nothing."""


def unknown(text: str, found: Stand) -> list[str]:
    """The words of a predicate, but for names and for what it is said of, that no class knows: they may take it back.

    “is scarcely medically necessary”, “is unlikely to be covered”. What stands inside is looked at in predicates that
    begin with an auxiliary or are weighed as a whole; in others the words between are those of a form. An unfavourable
    one is asked about where a word is known to weaken: what a plan excludes it names in many words.
    """
    tokens = [t for t in tokens_of(text) if t.first < found.last]
    own = [t for t in tokens if t.first >= found.first]
    before = [t for t in tokens if t.first < found.first]
    if not own:
        return []
    if not (found.whole or own[0].word in AUXILIARIES):
        asked = [t for t in own if t.word == "non" and found.position == "medically_necessary"]
    else:
        first, last = found.subject or (0, 0)
        named = [
            t for t in own if first <= t.first < last or text[t.first].isupper() or not t.word[0].isalpha()
        ]
        favours = found.position == "medically_necessary"
        asked = [
            t for t in own if t not in named and (t.word in _WEAKENS or (favours and t.word not in _KNOWN))
        ]
    return [text[t.first : t.last] for t in (*_before(text, before, own), *asked)]


_WEAKENS = word_set(
    "anything hardly scarcely barely rarely seldom beyond past less unlikely exempt exempted far nearly almost doubtfully questionably "
    "arguably possibly"
)


_IS = word_set("is are was were be been being")


def _before(text: str, before: Sequence[Token], own: Sequence[Token]) -> Sequence[Token]:
    """What turns or weakens a predicate from before it: “unlikely | to be covered”, “stays not | considered proven”."""
    infinitive = own[0].word == "be" and len(before) > 2 and before[-1].word == "to"
    if not infinitive:
        lone = own[0].word in VIEWED and bool(before)
        return before[-1:] if lone and before[-1].word in NEGATIVE else ()
    word = before[-2].word
    if word in NEGATIVE or word.startswith("un"):
        return before[-2:-1]
    # “is considered by Acme to be”, “has determined gadgets to be”
    judged = any(t.word in VIEWED | VIEWS and one.word not in _IS for one, t in pairwise(before[:-2]))
    named = judged or text[before[-2].first].isupper()
    known = named or word.endswith(("ed", "s")) or word in _KNOWN  # “continues to be”, “is considered to be”
    return () if known else before[-2:-1]
