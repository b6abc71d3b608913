"""Which of the lines at the head of a document the text speaks of: that one is its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from coverable.document.criteria.text.diseasewords import is_illness
from coverable.document.reading import Stated
from coverable.document.sections.titles import words_of_sections
from coverable.document.source import Source

_WORD = re.compile(r"[a-z0-9]+")
_LONG: Final = 5
"""Letters of a word that tells of a service."""
_STEM: Final = 7
_SENTENCE: Final = 6
"""Words of a line that says something."""
_ACTS: Final = re.compile(r" (?:consider|cover|require|reserve|review|decide|pay|write|follow) ")
"""“Redstone considers …”: who acts is the payer, and no service."""
_IS: Final = re.compile(r" (?:(?:i|are|may be|meet) |a (?:covered|medically) )")
"""What stands behind the service of a policy, without the “s” of plurals."""


def spoken_of(titles: Sequence[Stated], source: Source) -> Stated:
    """The first of these lines; where the text says none of its words, the first that it repeats whole."""
    titles = _less_owner(titles)
    text = _plain(" ".join(b.text for b in source.blocks if len(b.text.split()) >= _SENTENCE))
    first = titles[0]
    acting = _acts(_plain(str(first.value)), text)
    owns = _owns(str(first.value), source)
    if owns and (others := [t for t in titles[1:] if _known(t, text) and not _owns(str(t.value), source)]):
        return next((t for t in others if _judged(str(t.value), text)), others[0])
    if _known(first, text) and not acting:
        return first
    return next((t for t in titles[1:] if _judged(str(t.value), text)), first)


def acts(name: str, source: Source) -> bool:
    """Whether the text says of a name that it acts or owns, as of a payer: “Redstone considers …”."""
    text = _plain(" ".join(b.text for b in source.blocks if len(b.text.split()) >= _SENTENCE))
    return _acts(_plain(name), text) or _owns(name, source)


def _acts(name: str, text: str) -> bool:
    return any(_ACTS.match(text, m.end() - 1) for m in re.finditer(re.escape(name), text))


def _less_owner(titles: Sequence[Stated]) -> Sequence[Stated]:
    """The lines without a first one that only begins another: “Halcyon” over “Halcyon (CG088): Monitors”."""
    first, *others = titles
    begins = re.compile(rf"{re.escape(str(first.value))}\b\W*\S", re.IGNORECASE)
    longer = [t for t in others if begins.match(str(t.value))]
    return longer if len(str(first.value).split()) <= _OWNER and longer else titles


_OWNER: Final = 2
"""Words of a payer's name that is known by nothing else."""


def _owns(name: str, source: Source) -> bool:
    """Whether something is said to be that name's own, or to be made by it: of a payer, and of no service."""
    owns = re.compile(
        rf"\b{re.escape(name)}['’]s\s(?:[\w-]+\s){{0,2}}(?:polic|guideline|member|network|plan|website|review)"
        rf"|(?:©\s?(?:20[0-9]{{2}}\s)?|copyright\W+(?:20[0-9]{{2}}\W+)?|(?:information|property)\sof\s){re.escape(name)}\b",
        re.IGNORECASE,
    )
    return owns.search(source.text) is not None


def _judged(name: str, text: str) -> bool:
    """Whether the text says of something by that name what is covered; of a disease it says other things."""
    plain = _plain(name)
    said = (_IS.match(text, m.end() - 1) for m in re.finditer(re.escape(plain), text))
    return not is_illness(name) and any(said)


def _known(title: Stated, text: str) -> bool:
    """Whether half of the words that tell of a service stand in the text."""
    words = {w for w in _WORD.findall(str(title.value).lower()) if len(w) >= _LONG} - words_of_sections()
    return bool(words) and 2 * sum(f" {w.removesuffix('s')[:_STEM]}" in text for w in words) >= len(words)


def _plain(text: str) -> str:
    """The words in small letters, each without the “s” of its plural."""
    return f" {' '.join(w.removesuffix('s') for w in _WORD.findall(text.lower()))} "
