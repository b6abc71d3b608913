"""A text as words and signs with their places, and the small patterns that quantifiers are built from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from coverable.document.criteria.text.wordclasses import NUMBERS

_TOKEN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|[0-9]+|[^\s\w]")


class Token(NamedTuple):
    word: str
    first: int
    last: int


@lru_cache(maxsize=8192)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words and signs of a text; kept, for a dozen rules look at the same text one after the other."""
    return tuple(Token(m[0].lower().replace("’", "'"), m.start(), m.end()) for m in _TOKEN.finditer(text))


def number_at(tokens: Sequence[Token], i: int) -> tuple[int | None, int] | None:
    """The number at a token, `two (2)` included, and the token after it; None inside when words and digits differ."""
    if i >= len(tokens):
        return None
    value = value_of(tokens[i].word)
    if value is None:
        return None
    after = i + 1
    if after + 2 < len(tokens) and tokens[after].word == "(" and tokens[after + 2].word == ")":
        again = value_of(tokens[after + 1].word)
        if again is not None:
            return (value if again == value else None), after + 3
    return value, after


def value_of(word: str) -> int | None:
    counts = word.isdigit() and len(word) <= 2 and (word == "0" or word[0] != "0")  # “BI079:00”
    return NUMBERS.get(word, int(word) if counts else None)


def after_or_more(tokens: Sequence[Token], i: int) -> int | None:
    """The token after “or more”, `(or more)`, `+`, “or greater”."""
    for words in (
        ("or", "more", "than", "one"),
        ("or", "more"),
        ("or", "several"),
        ("or", "the", "other"),
        (",", "or", "more", "than", "one", ","),
        ("or", "both", "or", "all"),
        ("or", "both"),
        ("or", "all"),
        ("(", "or", "more", ")"),
        ("or", "greater"),
        ("and", "/", "or", "more"),
        ("+",),
    ):
        if words_at(tokens, i, *words):
            return i + len(words)
    return None


def phrase_at(tokens: Sequence[Token], i: int, phrases: Sequence[tuple[str, ...]]) -> int:
    """How many tokens the longest of these phrases takes at `i`; 0 when none stands there."""
    return max((len(p) for p in phrases if words_at(tokens, i, *p)), default=0)


def words_at(tokens: Sequence[Token], i: int, *words: str) -> bool:
    return 0 <= i <= len(tokens) - len(words) and all(tokens[i + k].word == w for k, w in enumerate(words))


def in_number(tokens: Sequence[Token], i: int) -> bool:
    """Whether a colon stands inside a number: “ARSD 67:40:07:02”."""
    if not 0 < i < len(tokens) - 1 or not tokens[i - 1].word.isdigit() or not tokens[i + 1].word.isdigit():
        return False
    return tokens[i - 1].last == tokens[i].first and tokens[i].last == tokens[i + 1].first
