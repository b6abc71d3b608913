"""What a sentence of position holds besides its own: words that point back to another use, a position in a condition."""

from __future__ import annotations

import re

from coverable.document.criteria.positions.judgement import judgement
from coverable.document.reading import Node

_POINTS_AT_USE = re.compile(
    r"\W*(?:for|in)\s+(?:that|these|those|this|such|either|both|each)(?:\s+of\s+them)?(?:\s+(?:uses?|indications?|purposes?|conditions?|situations?))?\W*",
    re.IGNORECASE,
)
"""“…, they are not necessary for that use”."""


_THAT_USE = re.compile(r"(?:that|those|these|this)\s+(?:uses?|indications?|purposes?)", re.IGNORECASE)


_FOLLOWING = re.compile(r"the\s+following\b.*\b(?:no|not|never|derive|receive)\b", re.IGNORECASE)
"""“Members with all of the following derive no benefit from X, which …”."""


def inside(subject: str, behind: str, tree: Node | None) -> str | None:
    """What is doubtful of a statement: by its subject; without a list by the words behind its position and its conditions."""
    if _POINTS_AT_USE.fullmatch(behind) or _THAT_USE.fullmatch(subject.strip()):
        return "It points back to uses that were named before"
    if _FOLLOWING.match(subject):
        return "Words for a list stand in what it is about"
    return "A condition of it takes a position of its own" if _judges_inside(tree) else None


def _judges_inside(tree: Node | None) -> bool:
    """Whether a condition in a sentence takes a position itself, and may be another statement."""
    if tree is None:
        return False
    if tree.children:
        return any(map(_judges_inside, tree.children))
    found = judgement(tree.text) if _JUDGES.search(tree.text) else None
    return found is not None and found.plain and found.certain and found.first > 0


_JUDGES = re.compile(
    r"\b(?:considered|deemed|regarded|investigational|experimental|unproven|medically\s+necessary|denied|cosmetic|(?:is|are|be)\s+(?:not\s+)?covered)\b",
    re.IGNORECASE,
)
"""Words that judge a service; who “is not eligible for surgery” tells of a patient."""
