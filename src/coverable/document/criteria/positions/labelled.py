"""Positions beside a colon: “Not covered: pumps for any of …”, “Trapeze (E0910): Covered if the member …”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from coverable.document.criteria.positions.found import Found
from coverable.document.criteria.positions.judgewords import AUXILIARIES, CONDITION_WORDS, OBJECT_ENDS
from coverable.document.criteria.positions.stand import Stand
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.diseasewords import is_illness
from coverable.document.criteria.text.tokens import Token, words_at
from coverable.document.criteria.text.wordclasses import STARTS
from coverable.document.reading import Position

LABEL = 8
"""A label before a colon has at most so many words: “Initial therapy: approve if …”."""
_PLACES = frozenset(("from", "under", "by"))


_ITEM = re.compile(
    r"^\W{0,3}(?P<name>(?!(?:note|exception|example|policy|position|coverage|criteria|indications?|limitations?|guidelines?|initial|renewal|continuation|step|question|group|tier|status)\b)"
    r"[A-Z0-9][^:;.?!]{2,140}?)\s*:\s+"
    r"(?P<said>(?P<no>Not\s+covered|Non-?covered|Excluded)|(?P<needless>Not\s+medically\s+necessary)|(?P<unproven>Investigational|Experimental)|Covered|Medically\s+necessary)"
    r"(?=\s*(?:$|[.,;(]|(?:if|when|only|once|for|in|as|with|without|unless|under|except|because)\b))",
)
_THINGS: Final = re.compile(r"\b(?:supports|measures|uses|limits|lifts)\b", re.IGNORECASE)
"""“Arch supports”: things that verbs are spelt like."""
_LISTED: Final = 18
"""Words of the name of an item of benefits, with its codes."""


def itemized(text: str) -> Stand | None:
    """The position of an item of a list of benefits, or beside a denial, whatever its conditions say behind it."""
    match = _ITEM.match(text)
    if match is None:
        return _beside_denial(text)
    if len(match["name"].split()) > _LISTED or VERB.search(_THINGS.sub("", match["name"])):
        return None
    if match["no"]:
        position: Position = "not_covered"
    elif match["needless"]:
        position = "not_medically_necessary"
    else:
        position = "investigational" if match["unproven"] else "medically_necessary"
    return Stand(position, *match.span("said"), subject=match.span("name"), plain=True)


_NOR: Final = re.compile(
    r"^\W*nor\s+(?:is|are|will|would|shall|can|may|does\s+(?:the\s+\w+|it|we)\s+(?P<pays>cover|pay\s+for))\s+(?P<name>[^,;:]{2,120}?)"
    r"(?:\s+(?:be\s+)?(?:considered\s+|deemed\s+)?(?:(?P<needed>medically\s+necessary|necessary)|covered|paid(?:\s+for)?|payable|reimbursed|eligible|approved|authorized|a\s+(?:covered\s+)?benefit)\b|(?=[.;]?\s*$))",
    re.IGNORECASE,
)


def _beside_denial(text: str) -> Stand | None:
    """What a sentence denies beside the one before it: “Nor are gadgets covered for gout.”"""
    match = _NOR.match(text)
    if match is None or not (match["pays"] or text[match.end("name") : match.end()].strip()):
        return None
    position: Position = "not_medically_necessary" if match["needed"] else "not_covered"
    return Stand(position, match.end("name"), match.end(), subject=match.span("name"), plain=True)


def past_place(tokens: Sequence[Token], found: Found | None) -> Found | None:
    """A position before a colon, with the words on where it stands: “Excluded from this benefit: …”."""
    if found is None or found.last >= len(tokens) or tokens[found.last].word not in _PLACES:
        return found
    ends = range(found.last + 1, min(len(tokens), found.last + LABEL))
    colon = next((k for k in ends if not tokens[k].word.isalpha()), None)
    return replace(found, last=colon) if colon is not None and tokens[colon].word == ":" else found


def names_behind(tokens: Sequence[Token], found: Found) -> Found | None:
    """“Not covered: pumps for any of …”: the service stands behind its position."""
    begin = found.last + 1
    if not words_at(tokens, found.last, ":") or begin >= len(tokens):
        return None
    word = tokens[begin].word
    if word in OBJECT_ENDS | CONDITION_WORDS | STARTS or not word.isalpha():
        return None
    end = next(
        (k for k in range(begin, len(tokens)) if tokens[k].word in OBJECT_ENDS | {".", ";", ","}), len(tokens)
    )
    if end >= len(tokens) or tokens[end].word in (".", ";", ",") or end - begin > LABEL:
        return None
    if not AUXILIARIES.isdisjoint(t.word for t in tokens[begin:end]) or is_illness(tokens[end - 1].word):
        return None  # “Covered: syncope after …” names a use
    return replace(found, last=end, subject=(begin, end))
