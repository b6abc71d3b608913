"""Words over a list that only say whom it is for: “in adults with ALL of the following”.

The makers print them as a way of leading a list in, and their truth has no condition for them. A reader that
keeps “adults” as a condition of its own has kept what is printed, which claim systems need: neither is wrong.
"""

from __future__ import annotations

from dataclasses import replace

from bench.reading.matching import tokens
from bench.reading.trees import Tree
from coverable.document.patterns import word_set

_PERSONS = word_set(
    "adult adults child children infant infants adolescent adolescents minor minors youth women men insured"
) | word_set(
    "beneficiary beneficiaries client clients enrollee enrollees member members patient patients recipient "
    "recipients"
)
_AROUND = word_set("a an the any each every for in who pregnant pediatric eligible covered enrolled")
_GOES_ON = (("already", "receiving"), ("already", "on"), ("already", "using"), ("already", "taking"))


def without_whom(tree: Tree, continued: bool) -> Tree:
    """The tree without conditions that only say whom a list of which all is asked is for.

    `continued`: the statement is about going on, and “members already receiving it” says so again.
    """
    children = tuple(without_whom(c, continued) for c in tree.children)
    if tree.rule == "all" and len(children) > 1:
        kept = tuple(c for c in children if not _only_whom(c, continued))
        if 0 < len(kept) < len(children):
            return kept[0] if len(kept) == 1 else replace(tree, children=kept)
    return replace(tree, children=children)


def _only_whom(tree: Tree, continued: bool) -> bool:
    if tree.rule != "leaf":
        return False
    words = tokens(tree.text)
    if continued and words[:1] and words[0] in _PERSONS and tuple(words[1:3]) in _GOES_ON:
        return True
    return not _PERSONS.isdisjoint(words) and set(words) <= _PERSONS | _AROUND
