"""Three-valued criteria worked out as a person would: one row, one criterion after the other, no bits.

The oracle of the evaluator. Nothing of `coverable` is imported here, so no fault can be shared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Value = bool | None
Cells = frozenset[int]
"""The cells that a value may lie in; none: nothing is known of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """A criterion with those below it. `number` is its place among all that one row is asked."""

    number: int
    rule: str
    below: tuple[Tree, ...] = ()
    fact: int = 0
    true: Cells = frozenset()
    silent: Cells = frozenset()
    n: int = 0
    interpretation: str = ""
    options: tuple[str, ...] = ()


def values(trees: Sequence[Tree], facts: Sequence[Cells], picks: Mapping[str, str]) -> list[Value]:
    """The value of every criterion below `trees`, by number. An interpretation not in `picks` is unsigned."""
    count = 1 + max(tree.number for tree in trees)
    out: list[Value] = [None] * count
    done: set[int] = set()
    for tree in trees:
        _value(tree, facts, picks, out, done)
    return out


def _value(
    tree: Tree, facts: Sequence[Cells], picks: Mapping[str, str], out: list[Value], done: set[int]
) -> Value:
    if tree.number not in done:
        done.add(tree.number)
        below = [_value(one, facts, picks, out, done) for one in tree.below]
        out[tree.number] = _rule(tree, below, facts, picks)
    return out[tree.number]


def _rule(tree: Tree, below: list[Value], facts: Sequence[Cells], picks: Mapping[str, str]) -> Value:
    match tree.rule:
        case "leaf":
            return _leaf(tree, facts[tree.fact])
        case "all":
            return False if False in below else None if None in below else True
        case "any":
            return True if True in below else None if None in below else False
        case "none":
            return False if True in below else None if None in below else True
        case "not":
            return None if below[0] is None else not below[0]
        case "at_least":
            if below.count(True) >= tree.n:
                return True
            return False if len(below) - below.count(False) < tree.n else None
        case "if":
            condition, then = below[0], below[1]
            otherwise = below[2] if len(below) == 3 else True
            if condition is None:
                return then if then is otherwise else None
            return then if condition else otherwise
        case "silent_if":
            return None if below[0] is False and below[1] is not False else below[0]
        case "interpretation":
            if tree.interpretation in picks:
                return below[tree.options.index(picks[tree.interpretation])]
            return below[0] if all(one is below[0] for one in below) else None
        case "reading":
            picked = picks.get(tree.interpretation)
            return None if picked is None else picked == tree.options[0]
        case other:
            raise ValueError(f"no such rule: {other}")


def _leaf(tree: Tree, cells: Cells) -> Value:
    """Known only where all the cells that the value may lie in say the same."""
    if not cells or cells & tree.silent:
        return None
    if cells <= tree.true:
        return True
    return None if cells & tree.true else False


def decided(rungs: Sequence[tuple[str, Value]]) -> str | None:
    """The first rung that surely holds; `open` where a doubtful one comes before it; None where none holds."""
    for name, value in rungs:
        if value is not False:
            return name if value else "open"
    return None
