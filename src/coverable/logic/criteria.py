"""Criteria as a flat forest: children before parents, so evaluation is one loop.

A node's place in `Forest.nodes` is its index; several statements of a policy share one forest and
are told apart by the index of their root.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeAlias

Rule: TypeAlias = Literal[
    "leaf",
    "all",
    "any",
    "none",
    "not",
    "at_least",
    "if",
    "interpretation",
    "reading",
    "silent_if",
    "unmapped",
]
"""`interpretation`: one child per option, in the order of `options`.
`reading`: no child; true in the lanes that read `interpretation` as `options[0]`.
`silent_if`: children are (the tested criterion, the condition on which the text is silent).
`if`: children are (condition, then) or (condition, then, else); without `else` it holds.
`unmapped`: no child; undetermined, for nobody has tied the passage to a fact yet."""


@dataclass(frozen=True, slots=True)
class Node:
    """One criterion: its rule, its children by index, and what a person needs to know of it."""

    rule: Rule
    children: tuple[int, ...] = ()
    id: str = ""
    says: str = ""
    cite: Mapping[str, Any] | None = None
    leaf: int = -1
    n: int = 0
    interpretation: str = ""
    options: tuple[str, ...] = ()


class Leaf(NamedTuple):
    """One test: of probe number `probe`, true in the cells `true`, unanswered by the text in `silent`."""

    probe: int
    true: int
    silent: int = 0


Step: TypeAlias = tuple[int, str, tuple[int, ...], Node]
"""(index, rule, children, node) of one criterion to work out. The rule `same` takes over its one child."""


@dataclass(frozen=True, eq=False)
class Forest:
    """All criteria of one policy, with its distinct tests."""

    nodes: tuple[Node, ...]
    leaves: tuple[Leaf, ...]

    def under(self, root: int) -> Iterator[int]:
        """Indices of `root` and everything below it, parents before children, in written order."""
        stack = [root]
        while stack:
            index = stack.pop()
            yield index
            stack.extend(reversed(self.nodes[index].children))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What to work out for everything."""
        return steps(self, range(len(self.nodes)), {})


def steps(forest: Forest, roots: Iterable[int], chosen: Mapping[str, str]) -> tuple[Step, ...]:
    """What to work out for `roots`, children first. Where an interpretation is settled in `chosen`, only
    the option that was taken is looked at."""
    seen: dict[int, Step] = {}
    stack = list(roots)
    while stack:
        index = stack.pop()
        if index not in seen:
            step = seen[index] = _step(index, forest.nodes[index], chosen)
            stack.extend(step[2])
    return tuple(seen[index] for index in sorted(seen))


def _step(index: int, node: Node, chosen: Mapping[str, str]) -> Step:
    if node.rule == "interpretation" and node.interpretation in chosen:
        return index, "same", (node.children[node.options.index(chosen[node.interpretation])],), node
    alone = node.rule in ("all", "any") and len(node.children) == 1
    return index, "same" if alone else node.rule, node.children, node
