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
from typing import Literal, TypeAlias

from coverable.document.criteria.tokens import (
    Token,
    after_or_more,
    number_at,
    phrase_at,
    tokens_of,
    value_of,
    words_at,
)
from coverable.document.criteria.wordclasses import (
    ALL,
    ALTERNATIVES,
    ANY,
    BARRIER,
    BOUNDS,
    FILLER,
    MET,
    NEGATING,
    NONE,
    NOUNS,
    ODD,
    POINTING,
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
    r"(?:^|[;,]\s+|\b(?:has|have|with|is|are|there\s+is)\s+)(?P<free>(?:no|without(?:\s+any)?|absence\s+of|lack\s+of)(?:\s+(?:[\w-]+\s+){0,3}(?:of|for|to|in))?)\s*:?\s*$",
    re.IGNORECASE,
)


def _free_of(text: str) -> Quantifier | None:
    """“No history of:”, “Without:” over a list: none of it."""
    match = _FREE.search(text)
    return Quantifier("none", None, match.start("free"), match.end("free"), "implied") if match else None


def told(text: str) -> bool:
    """Whether words after a quantifier say that its items are asked for: “are met”, “is present”."""
    tokens = tokens_of(text)
    return _told(tokens, 0) or any(t.word in ("required", "needed") for t in tokens[:6])


_BY_AGE = (
    "according",
    "depending",
    "based",
    "by",
    "per",
    "criteria",
    "accordance",
    "respective",
    "appropriate",
)
_NOT_LIMITED = re.compile(
    r"\bbut\s+(?:are\s+|is\s+|may\s+)?not\s+(?:necessarily\s+)?(?:be\s+)?limited\s+to\b", re.IGNORECASE
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
            _pointer(tokens, after, bare=False)
            if n or tokens[i].word in ("not", "some", "most", "several", "a")
            else None
        )
        if end is not None:
            return Quantifier("at_least", None, tokens[i].first, tokens[end - 1].last, "odd"), end
    bound = phrase_at(tokens, i, BOUNDS)
    if bound and (n := number_at(tokens, i + bound)):
        if (
            (n[1] < len(tokens) and tokens[n[1]].word in ("required", "needed"))
            or words_at(tokens, n[1], "is", "required")
            or words_at(tokens, n[1], "are", "required")
        ):
            return _count(n[0], tokens, i, n[1] + 1), n[1] + 1
        if out_of := _out_of(tokens, n[1]):
            return replace(_count(n[0], tokens, i, out_of[1]), items=out_of[0]), out_of[1]
        end = _pointer(tokens, after_or_more(tokens, n[1]) or n[1], bare=tokens[i].word not in ("any", "≥"))
        if end is not None:
            return _count(n[0], tokens, i, end), end
    if (n := number_at(tokens, i)) and not _a_label(tokens, i):
        more = after_or_more(tokens, n[1])
        end = _pointer(tokens, more or n[1], bare=more is not None)
        of = n[1] < len(tokens) and tokens[n[1]].word == "of"
        if end is not None and (more is not None or of or _points(tokens, n[1], end)):
            return _count(n[0], tokens, i, end), end
        if out_of := _out_of(tokens, n[1]):
            return replace(_count(n[0], tokens, i, out_of[1]), items=out_of[0]), out_of[1]
        if (
            words_at(tokens, n[1], "is", "required")
            or words_at(tokens, n[1], "are", "required")
            or words_at(tokens, n[1], "is", "sufficient")
        ):
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
        end = _pointer(tokens, i + 1, bare=True)
        return (
            (Quantifier("none", None, tokens[i].first, tokens[end - 1].last), end)
            if end is not None
            else None
        )
    if word == "no" and i + 1 < len(tokens) and tokens[i + 1].word in POINTING | {"of"} | NOUNS:
        end = _pointer(tokens, i + 1, bare=False)
        if end is not None and _points(tokens, i, end):
            return Quantifier("none", None, tokens[i].first, tokens[end - 1].last), end
    return None


def _a_label(tokens: Sequence[Token], i: int) -> bool:
    """Whether a figure names an item: “criteria 1, 2 and 3 below”."""
    k = i
    while k > 0 and (
        tokens[k].word.isdigit() or tokens[k].word in ("and", "or", ",", "&", "-", "–", "through", "to")
    ):
        k -= 1
    return tokens[i].word.isdigit() and k < i and tokens[k].word in NOUNS


def _out_of(tokens: Sequence[Token], i: int) -> tuple[int | None, int] | None:
    """“(two) out of three (of the following)”, “(2) of the 4”: how many there are, and the token after the words."""
    after = i + 2 if words_at(tokens, i, "out", "of") else i + 1 if words_at(tokens, i, "of") else None
    if after is None:
        return None
    after += after < len(tokens) and tokens[after].word in ("the", "these", "those")
    total = number_at(tokens, after)
    if total is None:
        return None
    end = _pointer(tokens, total[1], bare=True)
    return None if end is None else (total[0], end)


def _universal(tokens: Sequence[Token], i: int) -> tuple[Quantifier, int] | None:
    """“all”, “each and every one”, “both”, “all three (3)”."""
    after = i + 1
    if words_at(tokens, after, "and", "every"):
        after += 2
    stated = number_at(tokens, after)
    items = 2 if tokens[i].word == "both" else None
    if stated and (stated[0] or 0) > 1:
        items, after = stated
    end = _pointer(tokens, after, bare=True)
    if end is None:
        return None
    negated = _negated(tokens, i)
    if negated is not None and i - negated <= 5:
        free = tokens[negated].word in ("absence", "lack", "free", "exclusion")
        rule: QuantifierRule = "none" if free else "at_least"
        how: How = "stated" if free else "odd"
        return Quantifier(rule, None, tokens[negated].first, tokens[end - 1].last, how), end
    if _ruled_out(tokens, end):
        return Quantifier("none", None, tokens[i].first, tokens[end - 1].last, items=items), end
    names_cases = not ALTERNATIVES.isdisjoint(t.word for t in tokens[i:end]) and not _told(tokens, end)
    rule = "any" if (names_cases) and i and tokens[i - 1].word in ("for", "in", "under", "treat") else "all"
    return Quantifier(rule, None, tokens[i].first, tokens[end - 1].last, items=items), end


def _ruled_out(tokens: Sequence[Token], end: int) -> bool:
    """“each of the following has been excluded”, “… are absent”, “… are not present”."""
    after = [t.word for t in tokens[end : end + 5]]
    if not after or after[0] not in ("is", "are", "has", "have", "was", "were", "must"):
        return False
    return bool({"excluded", "absent", "lacking"} & set(after)) or "ruled" in after or "not" in after[1:3]


def _existential(tokens: Sequence[Token], i: int) -> tuple[Quantifier, int] | None:
    """“any”, “any one”, “either of the two”; with a negation before it: none."""
    after = i + 1
    items = None
    if words_at(tokens, after, "and", "all"):
        after += 2
    if tokens[i].word == "either":
        items = 2
    end = _pointer(tokens, after, bare=True)
    if end is None:
        return None
    negated = _negated(tokens, i)
    if negated is not None:
        return Quantifier("none", None, tokens[negated].first, tokens[end - 1].last), end
    return Quantifier("any", None, tokens[i].first, tokens[end - 1].last, items=items), end


def _count(n: int | None, tokens: Sequence[Token], i: int, end: int) -> Quantifier:
    negated = _negated(tokens, i)
    far = negated is not None and i - negated > 5
    first = tokens[i if negated is None else negated].first
    last = tokens[end - 1].last
    if n is None or far or (negated is not None and n != 1):
        return Quantifier("at_least", None, first, last, "odd")
    if n == 0 or negated is not None:
        return Quantifier("none", None, first, last)
    return Quantifier("any", None, first, last) if n == 1 else Quantifier("at_least", n, first, last)


def _negated(tokens: Sequence[Token], i: int) -> int | None:
    """The token that negates what begins at `i`: “does not have any of”, “without any of”."""
    for back in range(i - 1, max(-1, i - 9), -1):
        word = tokens[back].word
        if word in BARRIER:
            return None
        if word in ("without", "absence", "lack", "free", "exclusion") and i - back > 3:
            return None
        if word in NEGATING or word.endswith("n't"):
            start = back
            while start > 0 and tokens[start - 1].word in (
                "do",
                "does",
                "did",
                "has",
                "have",
                "is",
                "are",
                "must",
                "may",
                "should",
                "will",
            ):
                start -= 1
            return start if word not in ("absence", "lack", "free", "exclusion") else back
    return None


def _pointer(tokens: Sequence[Token], i: int, bare: bool) -> int | None:
    """The token after the words that point to the list. `bare`: none are needed where the text ends here."""
    j, pointed = i, False
    while j < len(tokens) and j - i < 12:
        word = tokens[j].word
        if word in ("other", "others"):
            return None
        if word in POINTING or word in NOUNS:
            pointed = True
        elif pointed and value_of(word) is not None and any(t.word in NOUNS for t in tokens[j + 1 : j + 4]):
            pass  # “the following five criteria”
        elif pointed and word in TRAILING and _list_word(tokens, j):
            pass
        elif (
            word == "("
            and not pointed
            and j + 2 < len(tokens)
            and tokens[j + 2].word == ")"
            and value_of(tokens[j + 1].word)
        ):
            j += 2
        elif word in FILLER or value_of(word) is not None:
            if pointed and word not in POINTING:
                break
        elif pointed or not _adjective(tokens, j):
            break
        j += 1
    if not pointed and (behind := _behind(tokens, i)) is not None:
        return behind
    if pointed:
        while j > i and tokens[j - 1].word in FILLER - POINTING - NOUNS:
            j -= 1
        return j
    closed = (
        i < len(tokens) and tokens[i].word == ")" and any(t.word == "(" for t in tokens[max(0, i - 4) : i])
    )
    ends = (
        i >= len(tokens)
        or tokens[i].word == ":"
        or closed
        or (j > i and tokens[j - 1].word == "of" and tokens[j : j + 1] and tokens[j].word == ":")
    )
    told = (
        i + 1 < len(tokens)
        and tokens[i].word in ("is", "are", "must", "apply", "applies")
        and _told(tokens, i)
    )
    return max(i, 1) if bare and (ends or told) else None


def _behind(tokens: Sequence[Token], i: int) -> int | None:
    """The token after “(of the) vein types below”, “(of the) causes named here”: any noun with what points to the list."""
    for j in range(i + 1, min(len(tokens), i + 7)):
        word = tokens[j].word
        if word in _POINTS_BACK:
            end = j + 1
            while end < len(tokens) and tokens[end].word in ("here", "below", "herein"):
                end += 1
            closed = end >= len(tokens) or tokens[end].word in (
                ":",
                "is",
                "are",
                "has",
                "have",
                "must",
                "apply",
                "applies",
                "exist",
                "exists",
            )
            return end if closed else None
        if not word.isalpha() or word in _NO_NOUN:
            return None
    return None


_POINTS_BACK = frozenset(("below", "listed", "shown", "named", "described", "stated", "here"))
_NO_NOUN = frozenset(
    (
        "and",
        "or",
        "with",
        "when",
        "if",
        "for",
        "to",
        "in",
        "on",
        "by",
        "is",
        "are",
        "was",
        "has",
        "have",
        "who",
        "that",
        "which",
        "from",
        "at",
        "as",
        "following",
    )
)


def _adjective(tokens: Sequence[Token], j: int) -> bool:
    """A word such as “major” or “documented” between the number and the noun that points to the list."""
    return (
        tokens[j].word.isalpha()
        and any(t.word in NOUNS for t in tokens[j + 1 : j + 3])
        and j + 1 < len(tokens)
    )


def _list_word(tokens: Sequence[Token], j: int) -> bool:
    """“in this list”, “from the list”, “in this section”."""
    return any(
        t.word in ("list", "section", "table", "below", "above", "here", "following", "policy")
        for t in tokens[j : j + 3]
    )


def _told(tokens: Sequence[Token], i: int) -> bool:
    return any(t.word in MET for t in tokens[i : i + 4])


def _points(tokens: Sequence[Token], i: int, end: int) -> bool:
    return any(t.word in POINTING for t in tokens[i:end])


def _implied(tokens: Sequence[Token]) -> Quantifier | None:
    """The sense of words that point to a list without a number: criteria all, indications any, contraindications none."""
    for i in range(len(tokens) - 1, -1, -1):
        if not _refers(tokens, i):
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
            and (tokens[end].word in NOUNS | POINTING | TRAILING or _adjective(tokens, end))
        ):
            end += 1
        first = i
        while first > 0 and tokens[first - 1].word in NOUNS | FILLER - {"or", "and", "one", "1", "more"}:
            first -= 1
        inside = {t.word for t in tokens[first:end]}
        after = [t.word for t in tokens[end : end + 5]]
        negated = (
            "absent" in after
            or ("not" in after and any(w in MET for w in after))
            or _negated(tokens, first) is not None
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
        if negated and "absent" not in after and "not" not in after:
            start = _negated(tokens, first) or first
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


def _refers(tokens: Sequence[Token], i: int) -> bool:
    """Whether the token points to a list that follows."""
    word = tokens[i].word
    if word == "follows":
        return True
    if word in ("these", "those"):
        noun = next((k for k in range(i + 1, min(i + 6, len(tokens))) if tokens[k].word in NOUNS), None)
        return noun is not None and (noun + 1 == len(tokens) or tokens[noun + 1].word == ":")
    if word == "following":
        # “the following …”, not “following surgery” or “6 weeks following”
        before = tokens[i - 1].word if i else ""
        return (
            before in ("the", "these", "of", "")
            or i + 1 == len(tokens)
            or tokens[i + 1].word in NOUNS | {":", "("}
        )
    if word in ("below", "listed"):
        return any(t.word in NOUNS for t in tokens[max(0, i - 3) : i + 3])
    if word in ("list", "section"):
        return i > 0 and tokens[i - 1].word in ("this", "the")
    if word in ("age", "ages"):
        before = {t.word for t in tokens[max(0, i - 4) : i]}
        after = tokens[i + 1].word if i + 1 < len(tokens) else ""
        return bool(
            before
            & {"according", "depending", "based", "by", "per", "accordance", "respective", "appropriate"}
        ) or (
            after in ("group", "groups", "band", "bands", "bracket", "brackets", "range", "category", "tier")
            and "criteria" in {t.word for t in tokens}
        )
    return word == "group" and i > 1 and any(t.word == "criteria" for t in tokens[max(0, i - 5) : i])
