"""Clauses that “and” and “or” join without a sign that says which first: “A or B and C” has two readings."""

from __future__ import annotations

import re
from itertools import pairwise

from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.inline import Inline, inside_brackets
from coverable.document.criteria.text.passage import Passage

_BARE = re.compile(r"(?<![,;])\s(?P<word>and|or)\s", re.IGNORECASE)
_ACTS = re.compile(
    r"(?:the|an?|his|her|their)\s+(?:[a-z-]+\s+){1,3}?[a-z]{3,}(?:(?<!s)s|ed)(?:\W|$)", re.IGNORECASE
)
"""“the committee approves”: who does something, with a verb that no list holds."""
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|whether|either|both|between)\b", re.IGNORECASE)
"""“a lesion that bleeds or has grown”: what is joined is said of the lesion."""


def mixed_within(clauses: Inline, passage: Passage) -> bool:
    """Whether a clause holds two that the other word joins, and no comma parts it from the rest.

    “A or B, and C” is clear, and so is “pain or numbness is present and C”, where the “or” joins two names.
    """
    words = {c for c in clauses.connectors if c}
    if len(words) != 1:
        return False
    other = "and" if words == {"or"} else "or"
    apart = [
        re.search(r"[,;]", passage.block.text[a.last : b.first]) is not None
        for a, b in pairwise(clauses.items)
    ]
    for n, item in enumerate(clauses.items):
        beside = apart[max(0, n - 1) : n + 1]
        if all(beside):
            continue
        for mark in _BARE.finditer(item.text):
            before, after = item.text[: mark.start()], item.text[mark.end() :]
            joined = mark["word"].lower() == other and not inside_brackets(item.text, mark.start())
            acts = VERB.search(after) or _ACTS.match(after)
            if joined and VERB.search(before) and acts and not _RELATIVE.search(before):
                return True
    return False
