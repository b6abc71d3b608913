"""Whether criteria that were read say the same as trees that somebody wrote down: by truth tables."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Literal, TypeAlias, cast

from bench.reading.held import held, words
from bench.reading.trees import Tree, leaves
from coverable.document.reading import Node

Verdict: TypeAlias = Literal["exact", "kept", "flagged", "silent"]
_DENIED = re.compile(
    r"\b(?:no|not|nor|neither|none|without|never|absen(?:t|ce)|negative|free (?:of|from)|ruled out|lacks?"
    r"|excluded)\b",
    re.IGNORECASE,
)
_FEW = 12
"""Up to so many conditions every combination is tried; beyond, a sample of them."""


def tree_of(written: Any) -> Tree:
    """A tree as it is written down."""
    if not isinstance(written, dict):
        return Tree("leaf", text=" ".join(str(written).lower().split()))
    some = cast(dict[str, Any], written)
    rule: Any = "at_least" if "at_least" in some else next(iter(some))
    inner: Any = some["of" if rule == "at_least" else rule]
    parts = cast(list[Any], inner if isinstance(inner, list) else [inner])
    return Tree(rule, tuple(tree_of(p) for p in parts), int(some.get("at_least", 0)))


def said_in(tree: Tree) -> list[str]:
    return [leaf.text for leaf in leaves(tree)]


def _met(rule: str, n: int | None, of: Sequence[bool]) -> bool:
    if rule == "if":
        return (not of[0] or of[1]) if len(of) < 3 else (of[1] if of[0] else of[2])
    if rule == "at_least":
        return sum(of) >= (n or 1)
    return {"all": all(of), "any": any(of)}.get(rule, not any(of))


def _true(tree: Tree, values: Mapping[str, bool]) -> bool:
    if tree.rule == "leaf":
        return values[tree.text]
    return _met(tree.rule, tree.n, [_true(c, values) for c in tree.children])


def leaves_of(node: Node) -> Iterator[Node]:
    if not node.children:
        yield node
    for child in node.children:
        yield from leaves_of(child)


def says(read: Sequence[Node], wanted: Sequence[Tree]) -> Verdict | None:
    """Whether some criteria, any of which may hold, say the same as some trees: by truth tables."""
    conditions = list(dict.fromkeys(x for tree in wanted for x in said_in(tree)))
    of = {n.text: held(n.text, conditions) for root in read for n in leaves_of(root)}
    if any(not found for found in of.values()):
        return None  # a condition that the document does not state
    return _says(read, wanted, conditions, of) or _says(read, wanted, conditions, _own(of))


def _own(of: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What each leaf holds, without what another one says: “V600 (as V600E)” beside “V600E”."""
    alone = {found[0] for text, found in of.items() if len(found) == 1 and words(text) == words(found[0])}
    return {text: [x for x in found if x not in alone] or found for text, found in of.items()}


def _says(
    read: Sequence[Node], wanted: Sequence[Tree], conditions: Sequence[str], of: Mapping[str, list[str]]
) -> Verdict | None:
    kept = any(len(found) > 1 for found in of.values())
    sure = random.Random(1)
    rows: Any = product((False, True), repeat=len(conditions))
    if len(conditions) > _FEW:
        odds = (0.1, 0.3, 0.5, 0.7, 0.85, 0.95)
        rows = [[sure.random() < sure.choice(odds) for _ in conditions] for _ in range(4000)]
        rows += [[True] * i + [False] + [True] * (len(conditions) - i - 1) for i in range(len(conditions))]
        rows += [[False] * i + [True] + [False] * (len(conditions) - i - 1) for i in range(len(conditions))]
    tables = [dict(zip(conditions, row, strict=True)) for row in rows]
    parts = [p for tree in wanted for p in _subtrees(tree)]
    told = [_over_conditions(n, of, parts) for n in read]
    if all(any(_true(t, row) for t in told) == any(_true(t, row) for t in wanted) for row in tables):
        return "kept" if kept else "exact"
    return None


def _subtrees(tree: Tree) -> Iterator[Tree]:
    yield tree
    for child in tree.children:
        yield from _subtrees(child)


def _over_conditions(node: Node, of: Mapping[str, list[str]], parts: Sequence[Tree]) -> Tree:
    """Criteria that were read, as a tree over conditions that were written down (`parts`: their trees)."""
    if node.children:
        return Tree(node.rule, tuple(_over_conditions(c, of, parts) for c in node.children), node.n or 0)
    found = of[node.text]
    if len(found) == 1:
        turned = bool(_DENIED.search(node.text)) != bool(_DENIED.search(found[0]))
        inside = [p for p in parts if p.children and said_in(p) == found]
        if turned and inside:
            return inside[0]  # “no sign of A” for {not: A}
        alone = Tree("leaf", text=found[0])
        return Tree("not", (alone,)) if turned else alone
    whole = [p for p in parts if p.children and set(said_in(p)) == set(found)]
    whole = whole or [p for tree in parts if (p := _restricted(tree, found)) is not None][:1]
    each = tuple(Tree("leaf", text=x) for x in found)
    if whole and whole[-1].rule in ("none", "not") and not _DENIED.search(node.text):
        return Tree("any", each)  # “A or B” as what is barred
    return whole[-1] if whole else Tree("all", each)


def _restricted(tree: Tree, to: Sequence[str]) -> Tree | None:
    """What a tree says of some of its conditions alone."""
    if tree.rule == "leaf":
        return tree if tree.text in to else None
    some = tuple(c for child in tree.children if (c := _restricted(child, to)) is not None)
    if tree.rule in ("if", "all", "any") and len(some) == 1:
        return some[0]
    return Tree(tree.rule, some, tree.n) if some else None
