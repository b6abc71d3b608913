"""Where names stand in a clause whose other words only judge: the service, and perhaps who judges.

A name is the words that are not known as framing a judgement (`data/positionframes.txt`), with the small words between
them, and the use that belongs to it (“requests for X for the treatment of Y will be granted”).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from coverable.document.criteria.positions.judgewords import (
    AUXILIARIES,
    MEETS,
    OBJECT_ENDS,
    PAY_STEMS,
    PAYS,
    PERSONS,
    RECEIVES,
    REFUSE_STEMS,
    TERMS,
    THINGS,
    VIEW_STEMS,
    VIEWS,
)
from coverable.document.criteria.positions.nameends import ends_name
from coverable.document.criteria.positions.objects import asks_later
from coverable.document.criteria.positions.predicate import condition_at, terms_at
from coverable.document.criteria.text.tokens import Token, words_at
from coverable.document.patterns import word_set
from coverable.document.wordlists import words_of

_FRAME: Final = words_of("positionframes.txt") | (
    {w for phrases in TERMS.values() for p in phrases for w in p} - {"non", "self", "help", "e", "i"}
)
_ALSO_NOUNS: Final = word_set("support supports test tests cover covers")
_LINKS: Final = word_set("of and or the a an - / ( )")
"""What may stand inside a name between two of its words."""
_DEEDS: Final = (word_set("care treatment management") | THINGS) - {"benefit", "expense"}
"""Nouns that a judging word is said of: “medically necessary care”."""
ACTIVE: Final = VIEWS | PAYS | word_set("declines denies excludes refuses rejects finds lists")
DASHES: Final = frozenset("–—-")
_LONGEST: Final = 40
_JUDGING: Final = word_set(
    "necessary covered appropriate eligible excluded medical clinical experimental investigational cosmetic"
)
_CONSTITUTES: Final = word_set(
    "constitutes constitute represents represent meets meet lacks lack qualifies qualify"
)
_ENDS: Final = word_set("save without except absent outside beyond besides depending whenever due after")
"""Words behind the name with which exceptions and conditions begin."""
_COUNTS: Final = word_set("either any all each both one two three none")
"""Words that count criteria: “… | in either of these two scenarios”."""
_OF_NAMES: Final = word_set(
    "early daily weekly biweekly monthly quarterly yearly hourly nightly family assembly supply"
)
"""Words in “-ly” that belong to a name: “weekly injections”, “early repetition of X”."""
_RELEASED: Final = word_set("extended delayed immediate sustained controlled")
_LED: Final = PERSONS | word_set(
    "for in to with the a an of any all use uses treat other under as only on at during after"
)


def names_in(text: str, tokens: Sequence[Token]) -> tuple[list[tuple[int, int]], int | None]:
    """The names of a clause by token numbers, and where it ends; no end where it goes on with other words."""
    runs: list[tuple[int, int]] = []
    k = 0
    while k < min(len(tokens), _LONGEST):
        word = tokens[k].word
        if word in (":", ".", ";") or (runs and word in DASHES) or condition_at(tokens, k):
            return runs, k
        if runs and (word in _ENDS or words_at(tokens, k, "on", "the", "condition")):
            return runs, k
        if runs and word in ("in", "for", "under") and k + 1 < len(tokens) and tokens[k + 1].word in _COUNTS:
            return runs, k
        if word == "," or _framing(tokens, k) or (word in DASHES and not runs):
            k += 1
            continue
        if len(runs) == 2 or (runs and not _agent(text, tokens, runs, k)):
            return runs, _back(tokens, runs, k)
        last = _name_end(tokens, k)
        runs.append((k, last))
        k = last
    return runs, k if k == len(tokens) else None


def _framing(tokens: Sequence[Token], k: int) -> bool:
    """Whether a word frames a judgement; “care” does behind a judging word: “medically necessary care”."""
    word = tokens[k].word.removesuffix("'s")
    if word in _DEEDS and k and (tokens[k - 1].word in _JUDGING or tokens[k - 1].word in _DEEDS):
        return True
    if word in _DEEDS and words_at(tokens, k + 1, "that", "is"):
        return True  # “is viewed as care that is not necessary”
    released = words_at(tokens, k, "release") and k and tokens[k - 1].word in _RELEASED
    if released or (word in _RELEASED and words_at(tokens, k + 1, "release")):
        return False  # “extended release tablets”
    adverb = word.endswith("ly") and word not in _OF_NAMES
    return (word in _FRAME and word not in _DEEDS) or adverb or word in AUXILIARIES


def views(word: str) -> bool:
    """Whether a word can be a verb that judges, grants or receives, in whatever form."""
    return word in ACTIVE | VIEW_STEMS | PAY_STEMS | REFUSE_STEMS | RECEIVES


def _agent(text: str, tokens: Sequence[Token], runs: Sequence[tuple[int, int]], k: int) -> bool:
    """Whether a second name may follow: behind a verb whose subject was the first, or behind “by”."""
    first = runs[0]
    if tokens[k - 1].word == "by" and text[tokens[k].first].isupper():
        return True
    return first[0] == 0 and acts(tokens, first[1])


def acts(tokens: Sequence[Token], k: int) -> bool:
    """Whether the verb at `k` has an object that is judged: “considers”, “may cover”."""
    if tokens[k].word in AUXILIARIES and k + 1 < len(tokens):
        return tokens[k + 1].word in VIEW_STEMS | PAY_STEMS | REFUSE_STEMS
    return tokens[k].word in ACTIVE


def _verb_behind(tokens: Sequence[Token], first: int, k: int) -> int | None:
    """The verb of a clause that has none before its name, behind the use at `k` that belongs to the name."""
    begin = max((k + 1 for k in range(first) if tokens[k].word == "that"), default=0)
    verb = any(t.word in AUXILIARIES or views(t.word) for t in tokens[begin:first])
    for m in range(k + 1, len(tokens)):
        if verb and tokens[m].word == "as" and m > k + 1 and _says_what(tokens, m + 1):
            return m  # “supports X for the treatment of Y as medically necessary”
        if not verb and tokens[m].word in AUXILIARIES | _CONSTITUTES:
            return m if m > k + 1 else None
        if condition_at(tokens, m) or tokens[m].word in (":", ".", ";", ",", "who", "that", "which"):
            return None
    return None


def _says_what(tokens: Sequence[Token], k: int) -> bool:
    """Whether “as” is followed by a judgement: “as medically necessary”, “as a covered benefit”."""
    k += k < len(tokens) and tokens[k].word in ("a", "an", "being", "not")
    return bool(terms_at(tokens, k))


def _name_end(tokens: Sequence[Token], k: int) -> int:
    """The token after the name that begins at `k`."""
    last = k + 1
    while last < len(tokens):
        word = tokens[last].word
        if word in ("for", "in") and (verb := _verb_behind(tokens, k, last)):
            return verb  # “requests for X for the treatment of Y will be granted”
        if word in ("with", "without") and (part := _part(tokens, last)):
            last = part  # “retesting with a finer probe when …”
            continue
        ends = (
            ends_name(tokens, last)
            or word in _ENDS
            or words_at(tokens, last, "other", "than")
            or condition_at(tokens, last)
            or word in AUXILIARIES
            or word in (",", ".", ";", ":")
        )
        if ends:
            break
        deed = last + 1 < len(tokens) and tokens[last + 1].word in _DEEDS
        of_use = word in ("use", "uses") and (deed or words_at(tokens, last + 1, "of"))
        if not _framing(tokens, last) or word in _DEEDS or of_use:
            last += 1  # “pediatric use of X”, “substance use treatment”
            continue
        stands = last + 1 < len(tokens) and tokens[last + 1].word in AUXILIARIES | MEETS
        if word in _ALSO_NOUNS and (stands or (k and tokens[k - 1].word in ("a", "an", "of", "for"))):
            last += 1  # “a knee support is …”
            continue
        after = word not in ("the", "a", "an") or tokens[last - 1].word in ("of", "and", "or")
        linked = after and word in _LINKS and last + 1 < len(tokens) and not _framing(tokens, last + 1)
        if not linked:
            break
        last += 1
    return last


def _part(tokens: Sequence[Token], k: int) -> int | None:
    """The token behind the first word of what a name goes on with at “with”, where conditions follow later."""
    at = k + 1 + (k + 1 < len(tokens) and tokens[k + 1].word in ("a", "an", "the"))
    return at + 1 if asks_later(tokens, k) and not _framing(tokens, at) else None


def _back(tokens: Sequence[Token], runs: Sequence[tuple[int, int]], k: int) -> int | None:
    """Where the conditions begin before a word that is not known: at the “for” or “in” that leads it in."""
    begin = k
    while begin > runs[-1][1] and tokens[begin - 1].word in _LED:
        begin -= 1
    return begin if begin < k and tokens[begin].word in OBJECT_ENDS else None
