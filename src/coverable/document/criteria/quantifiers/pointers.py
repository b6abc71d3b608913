"""What follows or stands before a word of number: words that point to the list, negations, labels of items."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.criteria.text.tokens import Token, number_at, value_of, words_at
from coverable.document.criteria.text.wordclasses import (
    BARRIER,
    FILLER,
    MET,
    NEGATING,
    NOUNS,
    POINTING,
    SHOWING,
    TRAILING,
)
from coverable.document.patterns import word_set

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
        "plus",
        "each",
        "all",
        "any",
        "both",
        "either",
    )
)


def pointer_end(tokens: Sequence[Token], i: int, bare: bool) -> int | None:
    """The token after the words that point to the list. `bare`: none are needed where the text ends here."""
    j, pointed = i, False
    while j < len(tokens) and j - i < 12:
        word = tokens[j].word
        if word in ("other", "others"):
            return None
        if word == "below" and _compares(tokens, j):
            break
        if pointed and (words_at(tokens, j, "that", "follow") or words_at(tokens, j, "which", "follow")):
            j += 2
            continue
        if word in POINTING or word in NOUNS:
            pointed = True
        elif pointed and value_of(word) is not None and _counts_items(tokens, j + 1):
            pass  # “the following five criteria”, “1 of the following 4 is present”
        elif pointed and word in TRAILING and _list_word(tokens, j):
            pass
        elif (
            word == "("
            and j + 2 < len(tokens)
            and tokens[j + 2].word == ")"
            and value_of(tokens[j + 1].word) is not None
        ):
            j += 2
        elif word in FILLER or value_of(word) is not None:
            if pointed and word not in POINTING:
                break
        elif pointed or not adjective_at(tokens, j):
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
        or (j > i and tokens[j - 1].word == "of" and (j >= len(tokens) or tokens[j].word == ":"))
    )
    verb = tokens[i].word if i < len(tokens) else ""
    told = (verb in _ALONE or (verb in ("is", "are", "must", "will") and i + 1 < len(tokens))) and told_at(
        tokens, i
    )
    return max(i, 1) if bare and (ends or told) else None


def _counts_items(tokens: Sequence[Token], j: int) -> bool:
    """Whether the number before counts the items of the list: a noun of theirs follows, or that they are met."""
    ends = j >= len(tokens) or tokens[j].word in (":", "is", "are", "must", "has", "have", "apply", "applies")
    return ends or any(t.word in NOUNS for t in tokens[j : j + 5])


def _compares(tokens: Sequence[Token], j: int) -> bool:
    """Whether “below” bounds a number: “14 or below”, “below 80 %”."""
    return (j > 0 and tokens[j - 1].word in ("or", "and")) or number_at(tokens, j + 1) is not None


_ALONE = ("apply", "applies", "suffices", "suffice")
"""Verbs that say by themselves that items are asked for: “at least two apply”."""


def _behind(tokens: Sequence[Token], i: int) -> int | None:
    """The token after “(of the) vein types below”, “(of the) causes named here”: any noun with what points to the list."""
    for j in range(i + 1, min(len(tokens), i + 7)):
        word = tokens[j].word
        listed = (
            words_at(tokens, j, "on", "this", "list")
            or words_at(tokens, j, "in", "this", "list")
            or words_at(tokens, j, "in", "the", "list")
        )
        if listed or words_at(tokens, j, "that", "follow") or words_at(tokens, j, "that", "follows"):
            return j + (3 if listed else 2)
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


def adjective_at(tokens: Sequence[Token], j: int) -> bool:
    """A word such as “major” or “documented” between the number and the noun that points to the list."""
    return (
        tokens[j].word.isalpha()
        and tokens[j].word not in _CLAUSE
        and any(t.word in NOUNS for t in tokens[j + 1 : j + 3])
        and j + 1 < len(tokens)
    )


_CLAUSE = frozenset(("when", "if", "where", "unless", "once", "who", "whose"))
"""“an index below 40 when the conditions are met”: no words of the list's noun."""


def _list_word(tokens: Sequence[Token], j: int) -> bool:
    """“in this list”, “from the list”, “in this section”."""
    return any(
        t.word in ("list", "section", "table", "below", "above", "here", "following", "policy")
        for t in tokens[j : j + 3]
    )


def told_at(tokens: Sequence[Token], i: int) -> bool:
    return any(t.word in MET for t in tokens[i : i + 4])


def points_within(tokens: Sequence[Token], i: int, end: int) -> bool:
    return any(t.word in POINTING for t in tokens[i:end])


_NAMED = frozenset(("named", "given", "shown", "described", "stated", "specified", "mentioned"))
"""“for the uses named here”."""


def refers_at(tokens: Sequence[Token], i: int) -> bool:
    """Whether the token points to a list that follows."""
    word = tokens[i].word
    if word == "follows" or (word == "follow" and i > 1 and tokens[i - 1].word in ("that", "which")):
        return True
    if word in ("these", "those"):
        noun = next((k for k in range(i + 1, min(i + 6, len(tokens))) if tokens[k].word in NOUNS), None)
        ends = noun is not None and (noun + 1 == len(tokens) or tokens[noun + 1].word == ":")
        return ends or (noun is not None and told_at(tokens[: noun + 4], noun + 1) and tokens[-1].word == ":")
    if word == "following":
        # “the following …”, not “following surgery” or “6 weeks following”
        before = tokens[i - 1].word if i else ""
        return (
            before in ("the", "these", "of", "")
            or i + 1 == len(tokens)
            or tokens[i + 1].word in NOUNS | {":", "("}
        )
    here = word in _NAMED and i + 1 < len(tokens) and tokens[i + 1].word in ("here", "below")
    if word in ("below", "listed") or here:
        return any(t.word in NOUNS for t in tokens[max(0, i - 3) : i + 3])
    if word in ("list", "section"):
        return i > 0 and tokens[i - 1].word in ("this", "the")
    if word in ("age", "ages"):
        before = {t.word for t in tokens[max(0, i - 4) : i]}
        after = tokens[i + 1].word if i + 1 < len(tokens) else ""
        ranges = after in ("group", "groups", "range", "band", "bracket", "category")
        return (
            (ranges and tokens[i - 1].word == "each")
            or bool(
                before
                & {
                    "according",
                    "depending",
                    "based",
                    "by",
                    "per",
                    "accordance",
                    "respective",
                    "requirements",
                    "criteria",
                }
            )
            or (
                after
                in ("group", "groups", "band", "bands", "bracket", "brackets", "range", "category", "tier")
                and "criteria" in {t.word for t in tokens}
            )
        )
    return word == "group" and i > 1 and any(t.word == "criteria" for t in tokens[max(0, i - 5) : i])


def names_item(tokens: Sequence[Token], i: int) -> bool:
    """Whether a figure names an item: “criteria 1, 2 and 3 below”."""
    k = i
    while k > 0 and (
        tokens[k].word.isdigit() or tokens[k].word in ("and", "or", ",", "&", "-", "–", "through", "to")
    ):
        k -= 1
    return tokens[i].word.isdigit() and k < i and tokens[k].word in NOUNS


def out_of(tokens: Sequence[Token], i: int) -> tuple[int | None, int] | None:
    """“(two) out of three (of the following)”, “(2) of the 4”: how many there are, and the token after the words."""
    bracket = words_at(tokens, i, "(")
    i += bracket
    after = i + 2 if words_at(tokens, i, "out", "of") else i + 1 if words_at(tokens, i, "of") else None
    if after is None:
        return None
    after += after < len(tokens) and tokens[after].word in ("the", "these", "those")
    total = number_at(tokens, after)
    if total is None or (bracket and not words_at(tokens, total[1], ")")):
        return None
    end = pointer_end(tokens, total[1] + bracket, bare=True)
    return None if end is None else (total[0], end)


def ruled_out(tokens: Sequence[Token], end: int) -> bool:
    """“each of the following has been excluded”, “… are absent”, “… are not present”."""
    after = [t.word for t in tokens[end : end + 5]]
    if not after or after[0] not in ("is", "are", "has", "have", "was", "were", "must"):
        return False
    return (
        bool({"excluded", "absent", "lacking", "eliminated", "inapplicable", "discounted"} & set(after))
        or "ruled" in after
        or "not" in after[1:3]
    )


def _joins_showing(tokens: Sequence[Token], k: int) -> bool:
    """“no history or current evidence of”, “no clinical or imaging evidence of”: it is not there in either way."""
    before = tokens[k - 1].word if k else ""
    ways = k > 1 and tokens[k - 2].word in ("no", "without")
    return (before in SHOWING or ways) and any(t.word in SHOWING for t in tokens[k + 1 : k + 3])


_BEEN_MET = (
    MET
    | SHOWING
    | frozenset(
        ("treated", "tried", "any", "all", "one", "under", "given", "found", "shown", "diagnosed", "known")
    )
)


_WORKS = word_set(
    "respond responded responding tolerate tolerated improve improved benefit benefited work worked help helped "
    "control controlled achieve achieved"
)
"""What a treatment that failed does not do."""


def negated_at(tokens: Sequence[Token], i: int) -> int | None:
    """The token that negates what begins at `i`: “does not have any of”, “without any of”."""
    for back in range(i - 1, max(-1, i - 9), -1):
        word = tokens[back].word
        if word in ("if", "when") and back and tokens[back - 1].word == "not":
            return back - 1  # “NOT if any of the following exist”
        if word in BARRIER and not (word == "or" and _joins_showing(tokens, back)):
            return None
        if word in ("without", "absence", "lack", "free", "exclusion") and i - back > 3:
            return None
        if (
            word == "not"
            and back + 1 < len(tokens)
            and tokens[back + 1].word in ("limited", "restricted", "necessarily")
        ):
            return None
        if word == "out" and tokens[back - 1].word in ("rule", "rules", "ruled", "ruling"):
            how = tokens[back + 1].word in ("by", "with", "using", "through", "on", "via")
            return None if how else back - 1  # “rules out all of the following”, not “ruled out by one of”
        if word == "for" and back and tokens[back - 1].word == "negative":
            return back - 1
        if word in NEGATING or word.endswith("n't"):
            if words_at(tokens, back + 1, "been") and tokens[back + 2].word not in _BEEN_MET:
                return None  # “a diagnosis has not been made after all of the following”
            if any(t.word in _WORKS for t in tokens[back + 1 : i]):
                return None  # “did not respond to one of the following” asks that it was tried
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


BARS = frozenset(
    ("contraindication", "contraindications", "exclusion", "exclusions", "precaution", "precautions")
)


def no_contraindication(tokens: Sequence[Token], i: int) -> int | None:
    """The negation in “no contraindications, including (any of the following)”, “(if any of the following are present)”."""
    if words_at(tokens, i - 2, "not", "meet") and not BARS.isdisjoint(t.word for t in tokens[i : i + 4]):
        return i - 2  # “does not meet any exclusion listed here”
    k = i - 1
    if k > 0 and tokens[k].word in ("if", "when") and tokens[k - 1].word == "(":
        k -= 1
    while k >= 0 and tokens[k].word in ("including", "such", "as", "namely", ",", "("):
        k -= 1
    if k == i - 1:
        return None
    words = {t.word for t in tokens[max(0, k - 4) : k + 1]}
    begin = next((m for m in range(max(0, k - 5), k + 1) if tokens[m].word in _FREE_OF), None)
    return begin if words & BARS else None


_FREE_OF = frozenset(("no", "without", "not", "absence", "free"))
