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


def grouped(clauses: Inline, passage: Passage) -> tuple[str, list[list[Passage]]] | None:
    """What commas say of clauses that “and” and “or” join: the outer word, and what each of its parts holds.

    “A or B, and C” asks for one of A and B, and for C. Where commas stand before both words, the last one joins what
    stands before it. None where they stand before none.
    """
    joined = list(zip(pairwise(clauses.items), clauses.connectors, strict=True))
    if {word for _, word in joined} != {"and", "or"}:
        return None
    apart = {"and": set[bool](), "or": set[bool]()}
    for (a, b), word in joined:
        apart[str(word)].add(re.search(r"[,;]", passage.block.text[a.last : b.first]) is not None)
    if apart == {"and": {True}, "or": {True}} and [w for _, w in joined].count(joined[-1][1]) == 1:
        return str(joined[-1][1]), [list(clauses.items[:-1]), [clauses.items[-1]]]
    outer = next(
        (w for w, o in (("and", "or"), ("or", "and")) if apart[w] == {True} and apart[o] == {False}), None
    )
    if outer is None:
        return None
    groups = [[clauses.items[0]]]
    for (_, item), word in joined:
        if word == outer:
            groups.append([])
        groups[-1].append(item)
    return outer, groups
