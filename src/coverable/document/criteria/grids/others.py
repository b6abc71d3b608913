"""Rows of a grid for all other uses, and for each of the services that stand over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from coverable.document.criteria.positions import catchall
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Statement

EACH_OF_THEM: Final = any_case(
    r"\W*(?:either|both|each|all|any|every)(?:\s+of\s+(?:them|these|those))?(?:\s+(?:products?|drugs?|agents?|brands?|services?|devices?|tests?|items?))?\W*"
)
"""“Either product”: the services that stand over the table."""


def with_others(one: Statement) -> Iterator[Statement]:
    """A denial for uses of which the last is all others, as one for those that are named and one for the others."""
    tree = one.criteria
    if one.position not in NEGATIVE or tree is None or tree.rule not in ("any", "leaf"):
        yield one
        return
    uses = tree.children or (tree,)
    others = [u for u in uses if not u.children and all_others(u.text)]
    named = tuple(u for u in uses if u not in others)
    if named:
        yield replace(one, criteria=named[0] if len(named) == 1 else replace(tree, children=named))
    if others:
        yield replace(one, criteria=None, all_other_uses=True)


def all_others(text: str) -> bool:
    """Whether a cell names all other uses: “All uses not named above”."""
    few = 0 < len(text.split()) <= _FEW and catchall.speaks_of_others(text)
    return few or _OTHERS.fullmatch(text) is not None


_OTHERS: Final = any_case(
    r"\W*(?:and\s+)?(?:for\s+)?(?:(?:all|any)\s+(?:other|remaining)|everything\s+else|others?)(?:\s+(?:indications?|uses?|diagnos[ei]s|conditions?|reasons?|purposes?|applications?|sites?|services?|procedures?|products?|drugs?|tests?|codes?|devices?|items?|treatments?|therapies|equipment))?\W*"
)
_FEW: Final = 8
"""Words of a cell that names all other uses."""
