"""Words that nothing holds of what was read: they may bound what is asked for, so somebody is asked.

Words of logic are looked for by their class (`positions/unaccounted.py`). Here any word counts that says something of the
patient or the use: where it stands in a text and in no condition that was made of it, the reader may have lost it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from coverable.document.criteria.positions.judgewords import JUDGING
from coverable.document.criteria.positions.unaccounted import COUNTING, EXCEPTING, NEGATIVE, harmless
from coverable.document.criteria.quantifiers import labels, quantifier
from coverable.document.criteria.text.frames import EXAMPLES, substantive
from coverable.document.criteria.text.tokens import tokens_of
from coverable.document.criteria.text.useframes import DOING
from coverable.document.criteria.text.wordclasses import FILLER, FREEING, MET, NOUNS, POINTING, SHOWING
from coverable.document.patterns import word_set
from coverable.document.reading import Node
from coverable.document.wordlists import words_of

_JOINS = (
    COUNTING
    | EXCEPTING
    | NEGATIVE
    | word_set(
        "but although though however yet well more fewer less than plus from while per via waived waiver exempt excused lifted lieu skip skipped disregard disregarded"
        " substituted exception exceptions"
    )
)
"""Words that join, count or turn: others look after them."""
_APART = (
    NOUNS | FILLER | POINTING | MET | SHOWING | FREEING | JUDGING
    | words_of("asidewords.txt") | words_of("usewords.txt") | words_of("useverbs.txt") | words_of("usesays.txt") | DOING
    | word_set("defined into satisfaction served categories groups areas domains procedures need prior free omitted else other remaining rest happen turns")
)  # fmt: skip
"""Words that point to a list, judge, lead a use in, or tell who decides and why."""
_PHRASE = 2
"""Words that may be a condition of their own over a list."""
_TRYING = word_set(
    "failed failure fail fails respond responded response inadequate adequate sufficient insufficient trial trials tried try intolerance intolerant"
    " contraindication contraindications contraindicated refractory unresponsive therapy treatment treatments course courses previous"
)
"""What is asked of each item that words over a list govern: “failed to respond to an adequate trial of one of these:”."""
_GOVERNS = re.compile(r"\b(?:of|to|with|from)\W*$", re.IGNORECASE)
_HARMLESS = _JOINS | _APART
_ROMAN = frozenset("ivx")


APART = word_set(
    "other others else remaining anything everything whatever another nonlisted unlisted outside beyond apart aside besides short "
    "absent failing falling silent reach tumor fulfillment extent applications application approach"
)
"""What a sentence that closes the policy says of all other uses, or of criteria that are not met."""


def lost(text: str, held: Iterable[str], taken: Iterable[tuple[int, int]] = ()) -> list[str]:
    """The words of a text, as printed, that stand neither in what is `held` of it nor in a part that rules have `taken`."""
    words = {t.word for part in held for t in tokens_of(part)}
    parts = [*taken, *harmless(text)]
    return [
        text[t.first : t.last]
        for t in tokens_of(text)
        if t.word not in words and _says_something(t.word) and not any(a <= t.first < b for a, b in parts)
    ]


@lru_cache(maxsize=65_536)
def _says_something(word: str) -> bool:
    """Whether a word belongs to no class of mere leading, joining, judging or naming of items."""
    harmless = len(word) < 2 or not word[0].isalnum() or word.endswith("'s") or word in _HARMLESS
    return not harmless and not _ROMAN.issuperset(word) and substantive(word)


def says_lost(words: Iterable[str]) -> str:
    """What the finding on these words says."""
    return f"Nothing that was read holds “{'”, “'.join(words)}”"


def over_list(text: str, first: int = 0, listed: bool = True) -> list[tuple[int, int]]:
    """The part of the words over a list, from `first` on, that counts its items and says what they are.

    A single word before it only leads in: “when the child has any of …”, “after review confirms …”. `listed`: the list
    stands under the text, not in it.
    """
    found = quantifier.governing(text[first:])
    ends = first + (found.first if found else len(text) - first)
    if named := labels.named(text[first:]):
        ends = min(ends, first + named.quantifier.first)
    words = lost(EXAMPLES.sub(" ", text[first:ends]), ())
    if _GOVERNS.search(text[first:ends]):
        words = [w for w in words if w.lower() not in _TRYING]
    leads = first if len(words) < _PHRASE else ends
    return [(leads, len(text))] if listed else [(leads, ends)] if found else []


def held_by(node: Node | None) -> Iterator[str]:
    """The words of the single conditions of a tree."""
    if node is not None and not node.children:
        yield node.text
    for child in node.children if node else ():
        yield from held_by(child)
