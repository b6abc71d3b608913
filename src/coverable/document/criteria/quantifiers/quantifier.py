"""How many of the listed criteria a text asks for: all, any, none, at least n.

A quantifier is a word of number (“all”, “either”, “at least two (2)”) and a word that points to the list
(“of the following”, “criteria below”, “items in this list”). The words are classes, so that a payer's own wording
is read by its parts; one without a settled sense (“not all”, “only one of”) is `odd`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from coverable.document.criteria.quantifiers.pointers import (
    BARS,
    names_item,
    negated_at,
    no_contraindication,
    out_of,
    pointer_end,
    points_within,
    ruled_out,
    told_at,
)
from coverable.document.criteria.quantifiers.quantity import How, Quantifier, QuantifierRule
from coverable.document.criteria.quantifiers.unsaid import (
    free_of,
    implied,
    of_services,
    of_uses,
    turned,
    whole_list,
)
from coverable.document.criteria.text.quantifiertail import tail_of
from coverable.document.criteria.text.tokens import (
    Token,
    after_or_more,
    number_at,
    phrase_at,
    tokens_of,
    words_at,
)
from coverable.document.criteria.text.wordclasses import (
    ALL,
    ALTERNATIVES,
    ANY,
    BOUNDS,
    ENOUGH,
    FREEING,
    NONE,
    NOUNS,
    ODD,
    POINTING,
    SHOWING,
    STARTS,
)


def find(text: str) -> list[Quantifier]:
    """Every quantifier of a text in order, none inside another."""
    return list(_find(text))


_MOST = 24
"""So many items a list may ask for; a larger number is a measure."""


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


def counts(text: str) -> bool:
    """Whether words say how many of the conditions in them are needed: “when two or more of these are shown: …”."""
    found = governing(text)
    return found is not None and found.how == "stated"


@lru_cache(maxsize=8192)
def governing(text: str) -> Quantifier | None:
    """The quantifier of the list that follows this text: its last stated one, else what its words imply."""
    open_list = _NOT_LIMITED.search(text) is not None
    text = _IS_OPEN.sub(lambda found: " " * len(found[0]), text)
    stated = [
        q for q in find(text) if not _GOES_ON.match(text[q.last :]) and not _OR_ALL.search(text[: q.first])
    ]
    if len(stated) > 1 and _OF_BARS.search(text[stated[-2].last : stated[-1].first]):
        barred = names_bars(text[stated[-1].first : stated[-1].last])
        stated = stated[:-1] if barred and stated[-1].rule == "none" else stated
    if of_uses_before := _uses_before_bars(text, stated):
        return of_uses_before
    found = (
        stated[-1]
        if stated
        else whole_list(text)
        or of_services(text)
        or implied(tokens_of(text))
        or free_of(text)
        or of_uses(text)
    )
    if stated and _FOR_EACH.match(text[stated[-1].last :]):
        found = _moved(implied(tokens_of(text[stated[-1].last :])), stated[-1].last) or found
    if (found is None or found.how != "stated") and (tail := tail_of(text)):
        found = Quantifier(tail.rule, tail.n, tail.first, tail.last)
    elif found is not None:
        found = turned(text, found)
    if found is None or not open_list:
        return found
    examples = found.rule == "all" and found.how == "implied" and _KINDS.search(text) is not None
    return replace(found, rule="any" if examples else found.rule, open_list=True)


_OR_ALL = re.compile(r"\(\s*or\s+$", re.IGNORECASE)
"""“if 2 of the following 3 (or all 3) are present”."""
_OF_BARS = re.compile(
    r"\b(?:and|but|provided|when|if)(?:\s+(?:that\s+)?(?:there\s+(?:is|are)|(?:(?:the|that|an?|each|they|who)\s+)?(?:\w+\s+)?(?:has|have|with)))?\s*$",
    re.IGNORECASE,
)
"""“one of the following is met, and none of the contraindications below applies”: those are another list."""
_USES_BEFORE = re.compile(
    r"\b(?:the\s+)?following\s+(?:[a-z]+\s+)?(?:indications|uses|conditions|diagnoses)\b[^:]*\b(?:and|but)\s+$",
    re.IGNORECASE,
)


def _uses_before_bars(text: str, stated: Sequence[Quantifier]) -> Quantifier | None:
    """“including the following uses when X is met and none of the contraindications is present”: uses are listed."""
    if len(stated) != 1 or stated[0].rule != "none" or not names_bars(text[stated[0].first : stated[0].last]):
        return None
    uses = _USES_BEFORE.search(text[: stated[0].first])
    return Quantifier("any", None, uses.start(), stated[0].last, "odd") if uses else None


_KINDS = re.compile(
    r"\b(?:factors|conditions|disorders|diseases|diagnoses|symptoms|signs|causes|indications|reasons|circumstances|situations|complications|impairments|comorbidities"
    r"|limitations|deficits|abnormalities|problems)\s*(?:,\s*)?\(?(?:including|such\s+as|which\s+include|include)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
"""“risk factors including, but not limited to:”: examples, of which no patient has all."""


def names_bars(text: str) -> bool:
    """Whether words name contraindications or exclusions, which are a list of their own."""
    return not BARS.isdisjoint(t.word for t in tokens_of(text))


def says_open(text: str) -> bool:
    """Whether a sentence only says that a list has more than is printed: “This list is not all-inclusive.”"""
    return _IS_OPEN.fullmatch(text.strip(" .*()")) is not None


def _moved(found: Quantifier | None, by: int) -> Quantifier | None:
    return found and replace(found, first=found.first + by, last=found.last + by)


_FOR_EACH = re.compile(r"\s*,\s+(?:the|these|those)\b", re.IGNORECASE)
"""“For each of these groups, the following criteria must be met:” what was counted is not the list."""
_GOES_ON = re.compile(
    r"\s*,?\s+(?:and|plus|with)\s+(?!other\b)(?:[\w-]+\s+){0,3}(?:of|by|in|with|for)\s*:?\s*$", re.IGNORECASE
)
"""“… with a minimum of 10 events and documentation of:”: what was counted stands before the list's own words."""


def told(text: str) -> bool:
    """Whether words after a quantifier say that its items are asked for: “are met”, “is present”."""
    tokens = tokens_of(text)
    return told_at(tokens, 0) or any(t.word in ("required", "needed") for t in tokens[:6])


_IS_OPEN = re.compile(
    r"\b(?:this|the|following)\s+(?:[a-z]+\s+)?list\s+(?:is|may)\s+not\s+(?:be\s+)?(?:an?\s+)?(?:all[\s-]*inclusive|exhaustive|complete|comprehensive)\b(?:\s+list\b)?",
    re.IGNORECASE,
)
"""“This list is not all-inclusive”: it has more, and does not bar what it names."""
_NOT_LIMITED = re.compile(
    r"\bbut\s+(?:are\s+|is\s+|may\s+)?not\s+(?:necessarily\s+)?(?:be\s+)?limited\s+to\b|\bnot\s+(?:an?\s+)?(?:all[\s-]*inclusive|exhaustive)\b",
    re.IGNORECASE,
)


def _at(tokens: Sequence[Token], i: int) -> tuple[Quantifier, int] | None:
    """The quantifier that begins at token `i`, and the token after it."""
    word = tokens[i].word
    if (word not in STARTS and not word.isdigit()) or (word.isdigit() and int(word) > _MOST):
        return None  # “BMI of 35 or more and one or more comorbidities”
    if words_at(tokens, i, "not", "a", "single"):
        end = pointer_end(tokens, i + 3, bare=True)
        return (Quantifier("none", None, tokens[i].first, tokens[end - 1].last), end) if end else None
    odd = phrase_at(tokens, i, ODD)
    if odd:
        n = number_at(tokens, i + odd)
        after = n[1] if n else i + odd
        end = (
            pointer_end(tokens, after, bare=False)
            if n or tokens[i].word in ("not", "some", "most", "several", "a")
            else None
        )
        if end is not None and n and n[0] and words_at(tokens, i, "more", "than"):
            return _count(n[0] + 1, tokens, i, end), end
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
    label = (
        i > 0 and tokens[i - 1].word == "(" and words_at(tokens, i + 1, ")")
    )  # “criteria (1) or (2) below”
    if (n := number_at(tokens, i)) and not (label or names_item(tokens, i)) and not _goes_with(tokens, n[1]):
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
        end = pointer_end(tokens, i + 1 + 2 * words_at(tokens, i + 1, "at", "all"), bare=True)
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
    if words_at(tokens, after, "and", "all") or words_at(tokens, after, "or", "all"):
        after += 2
    if tokens[i].word == "either":
        both = words_at(tokens, after, "or", "both")
        items, after = (None if both else 2), after + 2 * both
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
        # and who “lacks any of these” may lack one of them or all
        unsure = tokens[negated].word in ("lack", "lacks", "lacking") or (
            negated and tokens[negated - 1].word in ("that", "which")
        )
        how: How = "odd" if unsure else "stated"
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
