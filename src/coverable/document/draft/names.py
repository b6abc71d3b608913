"""Names of criteria and rows, made of a few of their own words; printed labels never enter (SR-054).

A name holds at most three words that carry meaning, in the order of the text and without the words between
them, so that it is a handle and no copy of the sentence (docs/decisions/0012).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from coverable.document.source import normalized
from coverable.policy.names import fold

MOST = 3
_LABEL = re.compile(r"^[\s([]*(?:[A-Za-z]|[ivxIVX]{1,4})[.)\]:]{1,2}\s+", re.MULTILINE)
"""A letter or numeral that a line begins with as an item; “class II” and “hepatitis B” are words."""
_EMPTY_WORDS = """
a about above according active after all also although among and any applicable apply appropriate are
based been before below being both but can clinical clinically condition conditions consider considered
coverage covered criteria criterion defined determined documentation documented does due each either
evidence experienced follow following for from given greater has have having her his how however ideally
include included including indicated indication indications individual individuals into its least less
limited listed longer may medical medically meet meeting meets member members met minimum more must
necessary necessity needed neither none nor not noted one only other others otherwise patient patients per
person plan policy possible presence present prior provided provider receive received request requested
required requires see service services shall should significant some specific such than that the their
them then there these they this those three through treatment two under unless until upon use used using
was well were when where whether which while who will with within without would
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


def clean(text: str) -> str:
    """Words of a document as a file of ours may hold them: one line, no character that nobody can see."""
    seen = (c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn") else " " for c in text)
    return " ".join("".join(seen).split())


def slug(text: str, most: int = MOST) -> str:
    """`medical-complications-skin`: the first words that carry meaning; empty when there are none."""
    words = [w for w in fold(text).split() if w.isascii() and w.isalpha() and len(w) > 2]
    telling = [w for w in words if w not in _EMPTY]
    return "-".join(list(dict.fromkeys(telling))[:most])


def number_slug(text: str) -> str:
    """A policy number as part of an id: `DME 32` is `dme-32`, `NCD 30.3` is `ncd-30.3`."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^a-z0-9.]+", "-", folded).strip("-.")


def words_digest(text: str) -> str:
    """`w` and eleven hexadecimal digits of the words, less letters and numerals that only label an item."""
    words = normalized(_LABEL.sub("", text)).casefold()
    return "w" + sha256(words.encode("utf-8")).hexdigest()[:11]


class Names:
    """Gives each passage a name of its own, which does not depend on which of several comes first.

    Passages that share their first words carry a digest as well, all of them; those that share all of their
    words carry the name of their statement.
    """

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """All texts that will be given a name, each with the word that will stand after it."""
        alike: dict[tuple[str, str], Counter[str]] = {}
        for text, after in texts:
            alike.setdefault((slug(text), after), Counter())[words_digest(text)] += 1
        self._shared = {key for key, digests in alike.items() if len(digests) > 1}
        self._again = {
            (*key, digest) for key, digests in alike.items() for digest, n in digests.items() if n > 1
        }
        self._taken: set[str] = set()

    def of(self, text: str, before: str = "", after: str = "", within: str = "", of: str = "") -> str:
        """The name of a passage, between two fixed words where they are given; `within` is the name of what
        holds it, for words that carry no meaning of their own, `of` that of its statement, for words that
        stand in others too."""
        name, again = slug(text), (slug(text), after, words_digest(text)) in self._again
        if not name and within:
            name, again = within, False
        elif (name, after) in self._shared or not (name or before):
            name = "-".join(part for part in (name, words_digest(text)[1:5]) if part)
        return self.unique("-".join(part for part in (before, name, of if again else "", after) if part))

    def unique(self, name: str) -> str:
        """The name itself, or with a number where the same words stand again."""
        made, n = name, 1
        while made in self._taken:
            n += 1
            made = f"{name}-{n}"
        self._taken.add(made)
        return made
