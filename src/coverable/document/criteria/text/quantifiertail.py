"""A quantifier in words of its own behind what points to the list: “the criteria below; two will suffice”.

Brackets, a clause behind a comma, or a short sentence: they hold a word of number and, for the rest, words that
only say that so many are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from coverable.document.criteria.text.tokens import Token, number_at, tokens_of
from coverable.document.patterns import word_set

_BEFORE = re.compile(
    r"^\W*|[(\[,;:]\s*|[.]\s+(?=[A-Z0-9])|\s[–—-]\s+"
    r"|\b(?:when|if|where|provided(?:\s+that)?|(?:so|as)\s+long\s+as|on\s+condition\s+that|once)\s+",
    re.IGNORECASE,
)
"""What such words stand behind: the beginning, an opening bracket, a sign, “when”."""
_ALL: Final = word_set("all each every both")
_ANY: Final = word_set("any either single")
_NONE: Final = word_set("none neither nothing")
_ENOUGH: Final = word_set(
    "enough sufficient suffice suffices sufficing qualifies qualify will do does sufficed"
)
_ASKED: Final = word_set(
    "must need needs needed require requires required necessary met satisfied fulfilled present documented shown"
    " confirmed checked apply applies applicable exist exists demonstrated established mandatory hold holds true"
    " pertain pertains"
)
_FRAME: Final = word_set(
    "of them these those which is are be being can may in number without exception at least or more greater higher"
    " minimum than item items criterion criteria condition conditions requirement requirements the a an to only just"
    " alone combination total out here listed below above also has have been qualify member patient not fewer less"
    " no together finding findings element elements box boxes factor factors point points count tally number reaches"
    " lower from list this on file positive group there total what follows exclusion exclusions contraindications precautions"
)
_GONE: Final = word_set("absent excluded ruled lacking unmet")
"""“all must be absent”: what is listed is not to be there."""
_WORDS: Final = _ALL | _ANY | _NONE | _ENOUGH | _ASKED | _FRAME | _GONE
_LONGEST: Final = 12
_EXAMPLES: Final = re.compile(
    r"\W*(?:for\s+(?:example|instance)|(?:some\s+)?examples?(?:\s+(?:are|include))?)\s*:\s*", re.IGNORECASE
)
_TURNS: Final = word_set("not no without")


class Tail(NamedTuple):
    """The rule that such words ask for, and where they stand in the text."""

    rule: Literal["all", "any", "none", "at_least"]
    n: int | None
    first: int
    last: int


@lru_cache(maxsize=8192)
def tail_of(text: str) -> Tail | None:
    """The quantifier that the last words over a list are; None where they hold another word."""
    end = len(text.rstrip(" :.)]"))
    for sign in reversed(list(_BEFORE.finditer(text, 0, end))):
        if sign.end() >= end or (sign[0][:1] in "([" and re.search(r"[)\]]", text[sign.end() : end])):
            continue
        tokens = tokens_of(text[sign.end() : end])
        if len(tokens) > _LONGEST:
            return None
        if counted := _counted(tokens):
            return Tail(*counted, sign.end(), end)
    return None


def is_tail(sentence: str) -> bool:
    """Whether a whole sentence over a list is such words: “All items are required:”, or gives examples: “Examples:”."""
    if _EXAMPLES.fullmatch(sentence):
        return True
    found = tail_of(sentence) if sentence.rstrip().endswith(":") else None
    return found is not None and not sentence[: found.first].strip(" ([")


def _counted(tokens: Sequence[Token]) -> tuple[Literal["all", "any", "none", "at_least"], int | None] | None:
    """The rule of words that only count and ask."""
    words = [t.word for t in tokens if t.word.isalnum()]
    numbers: list[int] = []
    at = 0
    while at < len(tokens):
        found = number_at(tokens, at)
        if found is not None and found[0] is not None:
            numbers.append(found[0])
            at = found[1]
        elif found is not None or (tokens[at].word not in _WORDS and tokens[at].word.isalnum()):
            return None
        else:
            at += 1
    said = set(words)
    if said & {"alone"} and said >= {"or", "combination"} and not numbers:
        return "any", None
    if numbers == [0]:
        return "none", None
    if said & _GONE:
        counts = bool(said & (_ALL | _ANY)) and not (numbers or said & (_TURNS | _NONE | {"unmet"}))
        return ("none", None) if counts else None
    if said & _NONE:
        return ("none", None) if not numbers and not said & _TURNS else None
    bound = (
        said & {"least", "minimum"}
        or said >= {"or", "more"}
        or said >= {"no", "fewer"}
        or said >= {"not", "less"}
    )
    if said & _TURNS and not (bound or said >= {"without", "exception"}):
        return None
    if said & _ALL:
        return None if said & _ANY or bound else ("all", None)
    if numbers and (len(numbers) == 1 or (len(numbers) == 2 and "of" in said and numbers[0] < numbers[1])):
        if not (bound or said & (_ENOUGH | _ASKED | _ANY) or said == {"any"}):
            return None
        return ("any", None) if numbers[0] == 1 else ("at_least", numbers[0])
    return ("any", None) if said & _ANY and not numbers else None
