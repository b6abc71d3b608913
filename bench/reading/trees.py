"""A criteria tree as truth knows it, its normal form, and when two trees say the same.

Two trees are the same when their normal forms are: negation pushed to the leaves, groups of one rule inside
the same rule opened, groups of one taken away, n-of-n is all and 1-of-n is any, `if` spelled out. What
differs in form still is the same when it decides every combination of its conditions alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal, TypeAlias

Rule: TypeAlias = Literal["all", "any", "none", "not", "at_least", "if", "leaf"]
Form: TypeAlias = Literal["list", "inline", "double", "band", "unless", "letters"]
Kind: TypeAlias = Literal["conditions", "uses", "against"]


@dataclass(frozen=True, slots=True)
class Bound:
    """A threshold that the words of a condition state."""

    op: str
    value: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Tree:
    """A criterion. Of a leaf `text` is the condition; `form` is how a rule is to be worded."""

    rule: Rule
    children: tuple[Tree, ...] = ()
    n: int = 0
    text: str = ""
    bounds: tuple[Bound, ...] = ()
    reference: str | None = None
    kind: Kind = "conditions"
    form: Form = "list"


@dataclass(frozen=True, slots=True)
class Normal:
    """A tree in normal form: `all` and `any` of sets, `at_least`, and leaves that may be negated."""

    rule: str
    children: tuple[Normal, ...] = ()
    n: int = 0
    key: str = ""


def leaves(tree: Tree) -> Iterator[Tree]:
    """The conditions, in the order of the document."""
    if tree.rule == "leaf":
        yield tree
    for child in tree.children:
        yield from leaves(child)


def depth(tree: Tree) -> int:
    return 0 if tree.rule == "leaf" else 1 + max((depth(c) for c in tree.children), default=0)


def without(tree: Tree, text: str) -> Tree | None:
    """The tree less one condition; a rule that loses its last child is gone."""
    if tree.rule == "leaf":
        return None if tree.text == text else tree
    kept = tuple(c for c in (without(c, text) for c in tree.children) if c is not None)
    if not kept or (tree.rule == "if" and len(kept) < len(tree.children)):
        return None
    return replace(tree, children=kept, n=min(tree.n, len(kept)))


def swapped(tree: Tree, old: Tree, new: Tree) -> Tree:
    """The tree with `new` where `old` stood."""
    if tree == old:
        return new
    children = tuple(swapped(c, old, new) for c in tree.children)
    return (
        tree
        if all(a is b for a, b in zip(children, tree.children, strict=True))
        else replace(tree, children=children)
    )


Keys: TypeAlias = Callable[[str], tuple[str, bool]]
"""A leaf's words to its key, and whether the words say it positively ("no history of X" is not)."""


def normal(tree: Tree, keys: Keys, positive: bool = True) -> Normal:
    """The normal form; `positive` is false inside an odd number of negations."""
    match tree.rule:
        case "leaf":
            key, says = keys(tree.text)
            return Normal("leaf" if says == positive else "not", key=key)
        case "not":
            return normal(tree.children[0], keys, not positive) if tree.children else Normal("empty")
        case "none":
            return _group(
                "all" if positive else "any", [normal(c, keys, not positive) for c in tree.children]
            )
        case "if":
            return _if(tree, keys, positive)
        case "all" | "any":
            same = (tree.rule == "all") == positive
            return _group("all" if same else "any", [normal(c, keys, positive) for c in tree.children])
        case "at_least":
            some = [normal(c, keys, positive) for c in tree.children]
            return _count(tree.n if positive else len(some) - tree.n + 1, some)


def _if(tree: Tree, keys: Keys, positive: bool) -> Normal:
    case, then, *other = tree.children
    first = Tree("any", (Tree("not", (case,)), then))
    if not other:
        return normal(first, keys, positive)
    return normal(Tree("all", (first, Tree("any", (case, other[0])))), keys, positive)


def _group(rule: str, children: list[Normal]) -> Normal:
    flat: dict[Normal, None] = {}
    for child in children:
        for one in child.children if child.rule == rule else (child,):
            flat[one] = None
    if len(flat) == 1:
        return next(iter(flat))
    if not flat:
        return Normal("empty")
    return Normal(rule, tuple(sorted(flat, key=repr)))


def _count(n: int, children: list[Normal]) -> Normal:
    if n >= len(children):
        return _group("all", children) if n == len(children) else Normal("never")
    if n <= 1:
        return _group("any", children) if n == 1 else Normal("always")
    return Normal("at_least", tuple(sorted(children, key=repr)), n)


def same(a: Normal, b: Normal) -> bool:
    """Whether the two decide alike, each over the same conditions."""
    if a == b:
        return True
    names = sorted(keys_of(a))
    if (
        names != sorted(keys_of(b))
        or len(names) > 14
        or {"empty", "never", "always"} & (_rules(a) | _rules(b))
    ):
        return False
    full = (1 << (1 << len(names))) - 1
    planes = {name: _plane(i, len(names)) for i, name in enumerate(names)}
    return _decide(a, planes, full) == _decide(b, planes, full)


def keys_of(tree: Normal) -> set[str]:
    found = {tree.key} if tree.key else set[str]()
    return found.union(*(keys_of(c) for c in tree.children))


def _rules(tree: Normal) -> set[str]:
    return {tree.rule}.union(*(_rules(c) for c in tree.children))


def _plane(i: int, of: int) -> int:
    """Bit r is set when condition i holds in combination r of the 2^of."""
    block = ((1 << (1 << i)) - 1) << (1 << i)
    out, width = block, 1 << (i + 1)
    while width < 1 << of:
        out |= out << width
        width *= 2
    return out


def _decide(tree: Normal, planes: Mapping[str, int], full: int) -> int:
    if tree.rule == "leaf":
        return planes[tree.key]
    if tree.rule == "not":
        return full & ~planes[tree.key]
    parts = [_decide(c, planes, full) for c in tree.children]
    if tree.rule == "all":
        out = full
        for part in parts:
            out &= part
        return out
    if tree.rule == "any":
        out = 0
        for part in parts:
            out |= part
        return out
    out = 0
    for some in combinations(parts, tree.n):
        met = full
        for part in some:
            met &= part
        out |= met
    return out


def outline(tree: Tree, level: int = 0) -> str:
    """The tree for a person who looks for a mistake."""
    pad = "  " * level
    if tree.rule == "leaf":
        return f"{pad}- {tree.text}"
    n = f" {tree.n}" if tree.rule == "at_least" else ""
    return "\n".join([f"{pad}{tree.rule}{n}", *(outline(c, level + 1) for c in tree.children)])
