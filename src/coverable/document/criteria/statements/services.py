"""What a document is about: the words that stand in the subjects of most of its statements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from coverable.document.patterns import word_set
from coverable.document.reading import Statement

_WORD: Final = re.compile(r"[a-z][a-z'’]*")
_SMALL: Final = word_set(
    "a an the of for to in on at by with as is are be it its and or has have had this that"
)


def services(found: Sequence[Statement]) -> frozenset[str]:
    """The words of the subjects of most statements; none where the statements are about different things."""
    return most(*counted(found))


def counted(found: Sequence[Statement]) -> tuple[Counter[str], int]:
    """In how many subjects each word stands, and how many subjects there are."""
    subjects = [{*named_in(one.subject)} for one in found if one.subject]
    return Counter(word for said in subjects for word in said), len(subjects)


def most(counts: Counter[str], subjects: int) -> frozenset[str]:
    """The words that stand in more than half of the subjects, and in two at least."""
    return frozenset(word for word, n in counts.items() if n > 1 and 2 * n > subjects)


def named_in(text: str) -> list[str]:
    """The words of a name, without the small ones."""
    return [word for word in _WORD.findall(text.lower()) if word not in _SMALL]
