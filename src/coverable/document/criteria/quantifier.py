"""How many of the listed criteria a text asks for: all, any, none, at least n.

A quantifier is a word of number (“all”, “either”, “at least two (2)”) and a word that points to the list
(“of the following”, “criteria below”, “items in this list”). The words are classes, so that a payer's own wording
is read by its parts; one without a settled sense (“not all”, “only one of”) is `odd`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile
from typing import Literal, TypeAlias

from coverable.document.criteria.pointers import (
    adjective_at,
    names_item,
    negated_at,
    no_contraindication,
    out_of,
    pointer_end,
    points_within,
    refers_at,
    ruled_out,
    told_at,
)
from coverable.document.criteria.tokens import (
    Token,
    after_or_more,
    number_at,
    phrase_at,
    tokens_of,
    words_at,
)
from coverable.document.criteria.wordclasses import (
    ALL,
    ALTERNATIVES,
    ANY,
    BOUNDS,
    ENOUGH,
    FILLER,
    FREEING,
    MET,
    NONE,
    NOUNS,
    ODD,
    POINTING,
    SHOWING,
    STARTS,
    TRAILING,
)

How: TypeAlias = Literal["stated", "implied", "odd"]
"""stated: in words · implied: by the usual sense of the words · odd: a wording that has no settled sense."""
QuantifierRule: TypeAlias = Literal["all", "any", "none", "at_least"]


@dataclass(frozen=True, slots=True)
class Quantifier:
    """A quantifier in a text: its rule, and where its words stand."""

    rule: QuantifierRule
    n: int | None
    first: int
    last: int
    how: How = "stated"
    open_list: bool = False
    """The list gives examples (“including but not limited to”)."""
    items: int | None = None
    """How many items the words say there are: “both”, “all three”, “either of the two”."""


def find(text: str) -> list[Quantifier]:
    """Every quantifier of a text in order, none inside another."""
    return list(_find(text))


@lru_cache(maxsize=8192)
def _find(text: str) -> tuple[Quantifier, ...]:
    tokens = tokens_of(text)
    out: list[Quantifier] = []
    position = 0
    while position < len(tokens):
        found = _at(tokens, position)
        if found is None:
            position += 1
            continue
        made, position = found
        out.append(made)
    return tuple(out)


@lru_cache(maxsize=8192)
def governing(text: str) -> Quantifier | None:
    """The quantifier of the list that follows this text: its last stated one, else what its words imply."""
    stated = [q for q in find(text) if not _GOES_ON.match(text[q.last :])]
    open_list = _NOT_LIMITED.search(text) is not None
    found = stated[-1] if stated else _implied(tokens_of(text)) or _free_of(text)
    if found is None or not open_list:
        return found
    return Quantifier(found.rule, found.n, found.first, found.last, found.how, True, found.items)


_GOES_ON = re.compile(
    r"\s*,?\s+(?:and|plus|with)\s+(?!other\b)(?:[\w-]+\s+){0,3}(?:of|by|in|with|for)\s*:?\s*$", re.IGNORECASE
)
"""“… with a minimum of 10 events and documentation of:”: what was counted stands before the list's own words."""
_FREE = re.compile(
    r"(?:^|[;,]\s+|\b(?:has|have|with|is|are|there\s+is)\s+)(?P<free>(?:no|without(?:\s+any)?|absence\s+of|lack\s+of)(?:\s+(?:[\w-]+\s+){0,3}(?:of|for|to|in|such\s+as|including))?)\s*:?\s*$",
    re.IGNORECASE,
)


def _free_of(text: str) -> Quantifier | None:
    """“No history of:”, “Without:” over a list: none of it."""
    match = _FREE.search(text)
    return Quantifier("none", None, match.start("free"), match.end("free"), "implied") if match else None


def told(text: str) -> bool:
    """Whether words after a quantifier say that its items are asked for: “are met”, “is present”."""
    tokens = tokens_of(text)
    return told_at(tokens, 0) or any(t.word in ("required", "needed") for t in tokens[:6])


_BY_AGE = (
    "according",
    "depending",
    "based",
    "by",
    "per",
    "criteria",
    "requirements",
    "accordance",
    "respective",
)
_NOT_LIMITED = re.compile(
    r"\bbut\s+(?:are\s+|is\s+|may\s+)?not\s+(?:necessarily\s+)?(?:be\s+)?limited\s+to\b|\bnot\s+(?:an?\s+)?(?:all[\s-]*inclusive|exhaustive)\b",
    re.IGNORECASE,
)


def _at(tokens: Sequence[Token], i: int) -> tuple[Quantifier, int] | None:
    """The quantifier that begins at token `i`, and the token after it."""
    word = tokens[i].word
    if word not in STARTS and not word.isdigit():
        return None
    odd = phrase_at(tokens, i, ODD)
    if odd:
        n = number_at(tokens, i + odd)
        after = n[1] if n else i + odd
        end = (
            pointer_end(tokens, after, bare=False)
            if n or tokens[i].word in ("not", "some", "most", "several", "a")
            else None
        )
        if end is not None:
            return Quantifier("at_least", None, tokens[i].first, tokens[end - 1].last, "odd"), end
    bound = phrase_at(tokens, i, BOUNDS)
    if bound and (n := number_at(tokens, i + bound)):
        if (n[1] < len(tokens) and tokens[n[1]].word in ENOUGH) or _is_enough(tokens, n[1]):
            return _count(n[0], tokens, i, n[1] + 1), n[1] + 1
        if total := out_of(tokens, n[1]):
            return replace(_count(n[0], tokens, i, total[1]), items=total[0]), total[1]
        end = pointer_end(
            tokens, after_or_more(tokens, n[1]) or n[1], bare=tokens[i].word not in ("any", "≥")
        )
        if end is not None:
            return _count(n[0], tokens, i, end), end
    if (n := number_at(tokens, i)) and (of_them := _the_number(tokens, i, n)) is not None:
        return of_them
    if (n := number_at(tokens, i)) and not names_item(tokens, i) and not _goes_with(tokens, n[1]):
        more = after_or_more(tokens, n[1])
        end = pointer_end(tokens, more or n[1], bare=more is not None)
        of = n[1] < len(tokens) and tokens[n[1]].word == "of"
        if end is not None and (more is not None or of or points_within(tokens, n[1], end)):
            return _count(n[0], tokens, i, end), end
        if total := out_of(tokens, n[1]):
            return replace(_count(n[0], tokens, i, total[1]), items=total[0]), total[1]
        if _is_enough(tokens, n[1]):
            return _count(n[0], tokens, i, n[1] + 2), n[1] + 2
        last = n[1] >= len(tokens) or tokens[n[1]].word == ":"
        if last and i and tokens[i - 1].word in ("meet", "meets", "meeting", "satisfy", "satisfies", "met"):
            return _count(n[0], tokens, i, n[1]), n[1]
        if of and n[1] + 1 < len(tokens) and tokens[n[1] + 1].word == ":":
            return _count(n[0], tokens, i, n[1] + 1), n[1] + 1
    if word in ALL:
        return _universal(tokens, i)
    if word in ANY:
        return _existential(tokens, i)
    if word in NONE:
        end = pointer_end(tokens, i + 1, bare=True)
        return (
            (Quantifier("none", None, tokens[i].first, tokens[end - 1].last), end)
            if end is not None
            else None
        )
    if word == "no" and i + 2 < len(tokens) and tokens[i + 2].word == "of" and tokens[i + 1].word in SHOWING:
        end = pointer_end(tokens, i + 3, bare=False)
        if end is not None and points_within(tokens, i, end):
            return Quantifier("none", None, tokens[i].first, tokens[end - 1].last), end
    if word == "no" and i + 1 < len(tokens) and tokens[i + 1].word in POINTING | {"of"} | NOUNS:
        end = pointer_end(tokens, i + 1, bare=False)
        if end is not None and points_within(tokens, i, end):
            return Quantifier("none", None, tokens[i].first, tokens[end - 1].last), end
    return None


def _is_enough(tokens: Sequence[Token], i: int) -> bool:
    """“is required”, “are needed”, “is enough”."""
    return (
        i + 1 < len(tokens)
        and tokens[i].word in ("is", "are")
        and tokens[i + 1].word in ENOUGH | {"sufficient", "enough", "adequate"}
    )


def _goes_with(tokens: Sequence[Token], i: int) -> bool:
    """Whether another number follows with “and”: “5 to 14 and 1 or more of the following”."""
    return i < len(tokens) and tokens[i].word == "and" and number_at(tokens, i + 1) is not None


def _the_number(tokens: Sequence[Token], i: int, n: tuple[int | None, int]) -> tuple[Quantifier, int] | None:
    """“the two conditions below are met”, “the following three facts”: all of them, and how many there are."""
    if not i or tokens[i - 1].word not in ("the", "these", "those", "following", "both", "all"):
        return None
    if n[0] in (None, 1) or n[1] >= len(tokens) or tokens[n[1]].word in ("of", "or", "out", "/", "+", "%"):
        return None
    end = pointer_end(tokens, n[1], bare=False)
    if end is None or not (
        points_within(tokens, n[1], end) or tokens[i - 1].word in ("these", "those", "following")
    ):
        return None
    first = i - 1
    while first > 0 and tokens[first - 1].word in ("the", "of", "all", "both"):
        first -= 1
    cases = not ALTERNATIVES.isdisjoint(t.word for t in tokens[n[1] : end]) and not told_at(tokens, end)
    led = first > 0 and tokens[first - 1].word in ("for", "in", "treat", "under")
    rule: QuantifierRule = "any" if cases and led else "all"
    return Quantifier(rule, None, tokens[first].first, tokens[end - 1].last, items=n[0]), end


def _universal(tokens: Sequence[Token], i: int) -> tuple[Quantifier, int] | None:
    """“all”, “each and every one”, “both”, “all three (3)”."""
    after = i + 1
    if words_at(tokens, after, "and", "every"):
        after += 2
    stated = number_at(tokens, after)
    items = 2 if tokens[i].word == "both" else None
    if stated and (stated[0] or 0) > 1:
        items, after = stated
    required = after < len(tokens) and tokens[after].word in ENOUGH
    end = after + 1 if required else pointer_end(tokens, after, bare=True)
    if end is None:
        return None
    negated = negated_at(tokens, i)
    if negated is not None and i - negated <= 5:
        free = not FREEING.isdisjoint(t.word for t in tokens[negated:i])
        rule: QuantifierRule = "none" if free else "at_least"
        how: How = "stated" if free else "odd"
        return Quantifier(rule, None, tokens[negated].first, tokens[end - 1].last, how), end
    if ruled_out(tokens, end):
        return Quantifier("none", None, tokens[i].first, tokens[end - 1].last, items=items), end
    names_cases = not ALTERNATIVES.isdisjoint(t.word for t in tokens[i:end]) and not told_at(tokens, end)
    if names_cases and i == 1 and tokens[0].word == "for" and not points_within(tokens, i, end):
        return None  # “For all indications:” says what the list is for
    rule = "any" if (names_cases) and i and tokens[i - 1].word in ("for", "in", "treat") else "all"
    return Quantifier(rule, None, tokens[i].first, tokens[end - 1].last, items=items), end


def _existential(tokens: Sequence[Token], i: int) -> tuple[Quantifier, int] | None:
    """“any”, “any one”, “either of the two”; with a negation before it: none."""
    after = i + 1
    items = None
    if words_at(tokens, after, "and", "all"):
        after += 2
    if tokens[i].word == "either":
        items = 2
    if (words_at(tokens, after, "one") or words_at(tokens, after, "1")) and told_at(tokens, after + 1):
        after += 1
    end = pointer_end(tokens, after, bare=True)
    if end is None:
        return None
    negated = negated_at(tokens, i)
    if negated is None:
        negated = no_contraindication(tokens, i)
    if negated is not None:
        # “a tumor that was not tested before with any of these”: the negation may belong to the tumor
        how: How = "odd" if negated and tokens[negated - 1].word in ("that", "which") else "stated"
        return Quantifier("none", None, tokens[negated].first, tokens[end - 1].last, how), end
    return Quantifier("any", None, tokens[i].first, tokens[end - 1].last, items=items), end


def _count(n: int | None, tokens: Sequence[Token], i: int, end: int) -> Quantifier:
    negated = negated_at(tokens, i)
    far = negated is not None and i - negated > 5
    first = tokens[i if negated is None else negated].first
    last = tokens[end - 1].last
    if n is None or far or (negated is not None and n != 1):
        return Quantifier("at_least", None, first, last, "odd")
    if n == 0 or negated is not None:
        return Quantifier("none", None, first, last)
    return Quantifier("any", None, first, last) if n == 1 else Quantifier("at_least", n, first, last)


_ANOTHER_CLAUSE = frozenset(("when", "if", "where", "provided", "once"))
"""“for the following indications when alpha is present”: not the indications are present."""


def _implied(tokens: Sequence[Token]) -> Quantifier | None:
    """The sense of words that point to a list without a number: criteria all, indications any, contraindications none."""
    for i in range(len(tokens) - 1, -1, -1):
        if not refers_at(tokens, i):
            continue
        if tokens[i].word in ("age", "ages"):
            begin = next((k for k in range(max(0, i - 4), i) if tokens[k].word in _BY_AGE), i)
            return Quantifier("any", None, tokens[begin].first, tokens[i].last, "implied")
        if tokens[i].word == "group":
            begin = next(k for k in range(i - 1, -1, -1) if tokens[k].word == "criteria")
            begin -= begin > 0 and tokens[begin - 1].word == "the"
            return Quantifier("any", None, tokens[begin].first, tokens[i].last, "implied")
        end = i + 1
        these = tokens[i].word in ("these", "those")
        if these:
            end = next(k for k in range(i + 1, len(tokens)) if tokens[k].word in NOUNS) + 1
        while (
            not these
            and end < len(tokens)
            and (tokens[end].word in NOUNS | POINTING | TRAILING or adjective_at(tokens, end))
        ):
            end += 1
        first = i
        while first > 0 and tokens[first - 1].word in NOUNS | FILLER - {"or", "and", "one", "1", "more"}:
            first -= 1
        inside = {t.word for t in tokens[first:end]}
        later = takewhile(lambda t: t.word not in _ANOTHER_CLAUSE, tokens[end : end + 5])
        after = [t.word for t in later]
        negated = (
            "absent" in after
            or ruled_out(tokens, end)
            or ("not" in after and any(w in MET for w in after))
            or negated_at(tokens, first) is not None
        )
        by_age = not {"age", "ages", "population"}.isdisjoint(inside)
        asked = first > 0 and tokens[first - 1].word in (
            "meet",
            "meets",
            "meeting",
            "satisfy",
            "satisfies",
            "fulfill",
            "fulfills",
        )
        met = (asked or any(w in MET for w in after)) and not by_age
        named = (
            first > 0
            and not met
            and tokens[first - 1].word in ("for", "treat", "in", "of", "treating")
            and not inside & _ASKED
        )
        rule: QuantifierRule = (
            "none" if negated else "any" if by_age or named or (inside & ALTERNATIVES and not met) else "all"
        )
        start = first
        if negated and (before := negated_at(tokens, first)) is not None:
            start = before
        return Quantifier(rule, None, tokens[start].first, tokens[end - 1].last, "implied")
    return None


_ASKED = frozenset(
    (
        "criteria",
        "criterion",
        "requirements",
        "requirement",
        "elements",
        "items",
        "standards",
        "documentation",
    )
)
"""Nouns that are asked for and not named as cases."""
