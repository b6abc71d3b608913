"""Words as search compares them: spelling, plurals and single slips folded; what is printed stays as it is.

This is for finding only (SR-112, SR-133): two words that fold to one are never taken to mean the same in a
criterion.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from coverable.policy.names import fold

SLIP_FROM: Final = 5
"""A word needs so many letters before another one with a single slip is taken for it."""
_SMALL: Final = "a an and as at by for from in is it of on or the to with"
SMALL: Final = frozenset(_SMALL.split())
"""Words that say nothing about a policy; left out where others remain."""
_SOUNDS: Final = (("ph", "f"), ("ae", "e"), ("oe", "e"), ("y", "i"), ("ck", "k"), ("qu", "k"), ("z", "s"))
"""Letters that are written for one another: oesophagus, anaesthesia, sulfate, localise."""


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A folded word without its plural: `hands` and `hand`, `injuries` and `injury`, `diagnoses` and
    `diagnosis`. Words with digits are names and stay whole."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    for end in ("ses", "sis"):
        if word.endswith(end):
            return word[:-2]
    if word.endswith(("xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and word[-2] not in "su":
        word = word[:-1]
    return word[:-1] if word.endswith("se") else word


def stems(text: str) -> list[str]:
    """The words of a text as they are compared, in order."""
    return [stem(word) for word in fold(text).split()]


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """The word with letters that are written for one another made alike, and no letter doubled."""
    for written, said in _SOUNDS:
        word = word.replace(written, said)
    return re.sub(r"(.)\1", r"\1", word)


def one_slip(a: str, b: str) -> bool:
    """Whether one letter more, less or other, or two neighbours swapped, makes the one word of the other."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    low = 0
    while low < min(len(a), len(b)) and a[low] == b[low]:
        low += 1
    high = 0
    while high < min(len(a), len(b)) - low and a[-1 - high] == b[-1 - high]:
        high += 1
    x, y = a[low : len(a) - high], b[low : len(b) - high]
    return max(len(x), len(y)) <= 1 or (len(x) == len(y) == 2 and x == y[::-1])
