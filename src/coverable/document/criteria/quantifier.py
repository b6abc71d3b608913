"""How many of the listed criteria a text asks for: all, any, none, at least n.

`find` looks for the wordings that payers use, in words, digits and both. What comes before the quantifier can be a
condition by itself; `leadin.py` looks at that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

How: TypeAlias = Literal["stated", "implied", "odd"]
"""stated: in words · implied: by the usual sense of the words · odd: a wording that has no settled sense."""

NUMBERS = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
_NUMBER = r"(?:[0-9]{1,2}|" + "|".join(NUMBERS) + r")(?:\s?\((?:[0-9]{1,2}|" + "|".join(NUMBERS) + r")\))?"
_NOUN = (
    r"(?:criteria|criterion|conditions?|requirements?|indications?|factors?|findings?|circumstances|situations?"
    r"|elements?|items?|statements?|symptoms?|signs?|features?|characteristics|reasons?|scenarios?|diagnos[ei]s"
    r"|conditions or diagnos[ei]s|clinical \w+|\w+(?: \w+){0,3})"
)
_THESE = (
    r"(?:of\s+)?(?:(?:the|these|those)\s+)?(?:(?:[a-z-]+\s+){0,2}?)"
    r"(?:following|below|above-listed|listed below|listed|criteria below|options below|items below|these)"
)


@dataclass(frozen=True, slots=True)
class Quantifier:
    """A quantifier in a text: its rule, and where its words stand."""

    rule: Literal["all", "any", "none", "at_least", "not_all"]
    n: int | None
    first: int
    last: int
    how: How = "stated"
    open_list: bool = False
    """The list gives examples (“including but not limited to”)."""


def number(text: str) -> int | None:
    """`two`, `2` or `two (2)` as 2; None when words and digits disagree."""
    found = {NUMBERS.get(w, int(w) if w.isdigit() else -1) for w in re.findall(r"\w+", text.lower())}
    return found.pop() if len(found) == 1 else None


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_OF = rf"(?:\s+{_THESE}\b|\s+of\b(?=\s*[:.]?\s*$)|(?=\s*:\s*$)|(?=\s+(?:is|are|must be|has been)\s+(?:met|present|satisfied|true)\s*:?\s*$))"
_PATTERNS: tuple[tuple[re.Pattern[str], str, How], ...] = (
    (_any_case(rf"\b(?:none|neither(?:\s+one)?)(?:\s*\([^()]{{1,12}}\))?{_OF}"), "none", "stated"),
    (
        _any_case(
            r"\b(?:(?:does|do|did|has|have|is|are|was|must|should|may|can)\s*(?:not|n[o']t)|cannot|without|not|no|never|nor)\b"
            rf"(?:\s+(?!(?:and|but|or|meets?|who|which|that|if|when|success)\b)[\w'/-]+){{0,8}}?\s+any(?:\s+one)?{_OF}"
        ),
        "none",
        "stated",
    ),
    (_any_case(rf"\b(?:absence|lack|exclusion)\s+of\s+(?:all|any|each)(?:\s+of)?{_OF}"), "none", "stated"),
    (_any_case(r"\b(?:absence|lack|exclusion|free)\s+of\s+(?:the\s+)?following"), "none", "stated"),
    (_any_case(rf"\bnot\s+all{_OF}"), "not_all", "odd"),
    (
        _any_case(
            rf"\b(?:exactly|only|no\s+more\s+than|at\s+most|not\s+more\s+than|fewer\s+than|less\s+than|up\s+to)\s+{_NUMBER}{_OF}"
        ),
        "odd",
        "odd",
    ),
    (
        _any_case(
            rf"\b(?:at\s+least|a\s+minimum\s+of|minimum\s+of|no\s+(?:less|fewer)\s+than|not\s+less\s+than|any)\s+(?P<n>{_NUMBER})"
            rf"(?:\s+(?:or\s+more|(?:\w+\s+){{0,2}}))?{_OF}"
        ),
        "count",
        "stated",
    ),
    (
        _any_case(
            rf"\b(?P<n>{_NUMBER})\s+(?:\(?or\s+more\)?|\(?or\s+greater\)?|and\s*/?\s*or\s+more|\+)(?:\s+(?:\w+\s+){{0,3}})?{_OF}"
        ),
        "count",
        "stated",
    ),
    (_any_case(rf"\b(?P<n>{_NUMBER})\s+of\s+(?:the\s+)?(?:[\w-]+\s+){{0,2}}?following"), "count", "stated"),
    (
        _any_case(rf"\b(?P<n>{_NUMBER})\s+of\s*(?:these|those|the\s+below|the\s+criteria\s+below|(?=:\s*$))"),
        "count",
        "stated",
    ),
    (
        _any_case(
            rf"\b(?:all|each|every\s+one|every)(?:\s+(?:two|three|four|five|six|seven|[0-9])\b)?(?:\s*\([^()]{{1,12}}\))?{_OF}"
        ),
        "all",
        "stated",
    ),
    (_any_case(rf"\bboth(?:\s*\([^()]{{1,12}}\))?{_OF}"), "all", "stated"),
    (_any_case(rf"\bany(?:\s+and\s+all)?(?:\s*\([^()]{{1,12}}\))?{_OF}"), "any", "stated"),
    (_any_case(rf"\beither(?:\s+one)?(?:\s*\([^()]{{1,12}}\))?{_OF}"), "any", "stated"),
    (
        _any_case(
            r"\b(?:all|each)\s+(?:of\s+)?(?:the\s+)?(?:[\w-]+\s+){0,3}?(?:criteria|conditions|requirements)\b"
            r"(?=\s+(?:are|is|must|have|has|apply|listed|below|in)\b|\s*:)"
        ),
        "all",
        "stated",
    ),
    (
        _any_case(
            r"\b(?:any|either)\s+(?:one\s+)?(?:of\s+)?(?:the\s+)?(?:[\w-]+\s+){0,3}?(?:criteria|conditions|requirements)\b"
            r"(?=\s+(?:are|is|must|have|has|apply|listed|below|in)\b|\s*:)"
        ),
        "any",
        "stated",
    ),
)
_IMPLIED_ALL = _any_case(
    r"\b(?:the\s+)?(?:following|below|these)\s+(?:[\w-]+\s+){0,3}?(?:criteria|conditions|requirements|items|elements)?\s*"
    r"(?:\([^()]{1,40}\)\s*)?(?:are|is|must\s+be|have\s+been|has\s+been|were)\s+(?:all\s+)?(?:met|satisfied|present|fulfilled|documented|true|demonstrated)"
    r"|\b(?:meets?|meeting|satisf(?:y|ies)|fulfills?|has|have|had|requires?)\s+(?:all\s+)?(?:of\s+)?(?:the\s+)?(?:following|criteria below|below)\b"
    r"|\bthe\s+following(?:\s+[\w-]+){0,3}?\s+(?:criteria|requirements)\b"
)
_IMPLIED_ANY = _any_case(
    r"\b(?:the\s+)?following\s+(?:[\w-]+\s+){0,3}?(?:indications|conditions|diagnoses|uses|circumstances|situations|scenarios|reasons|populations|instances)\b"
)
_OPEN_LIST = _any_case(
    r"\b(?:includ(?:ing|e|es)|such\s+as|e\.g\.?)\b(?:,?\s*but\s+(?:are\s+|is\s+)?not\s+limited\s+to)?"
)
_NOT_LIMITED = _any_case(r"\bbut\s+(?:are\s+|is\s+)?not\s+(?:necessarily\s+)?limited\s+to\b")


def find(text: str) -> list[Quantifier]:
    """Every quantifier of a text in order; the longest where two overlap, and none inside another."""
    found = sorted(_all(text), key=lambda q: (q.first, -(q.last - q.first)))
    out: list[Quantifier] = []
    for one in found:
        if out and one.first < out[-1].last:
            if one.how == "odd" and out[-1].how != "odd":
                out[-1] = one
            continue
        out.append(one)
    return out


def governing(text: str) -> Quantifier | None:
    """The quantifier of the list that follows this text: its last stated one, else what its words imply."""
    stated = find(text)
    if stated:
        return stated[-1]
    for pattern, rule in ((_IMPLIED_ANY, "any"), (_IMPLIED_ALL, "all")):
        matches = list(pattern.finditer(text))
        if matches:
            last = matches[-1]
            open_list = _NOT_LIMITED.search(text) is not None
            return Quantifier(rule, None, last.start(), last.end(), "implied", open_list)  # pyright: ignore[reportArgumentType]
    return None


def _all(text: str) -> Iterator[Quantifier]:
    open_list = _NOT_LIMITED.search(text) is not None
    for pattern, rule, how in _PATTERNS:
        for match in pattern.finditer(text):
            if rule == "count":
                n = number(match["n"])
                if n is None or n == 0:
                    yield Quantifier("at_least", None, match.start(), match.end(), "odd", open_list)
                elif n == 1:
                    yield Quantifier("any", None, match.start(), match.end(), how, open_list)
                else:
                    yield Quantifier("at_least", n, match.start(), match.end(), how, open_list)
            elif rule == "odd":
                yield Quantifier("at_least", None, match.start(), match.end(), "odd", open_list)
            else:
                yield Quantifier(rule, None, match.start(), match.end(), how, open_list)  # pyright: ignore[reportArgumentType]
