"""What one wording says, in a form that a reading can be held against."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

Said: TypeAlias = "str | tuple[Any, ...] | None"
"""A tree as nested tuples, `(rule, n, child, ...)`; a condition as its folded words."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One statement: its position, criteria, stage and what it reaches."""

    position: str
    tree: Said
    stage: str | None = None
    other: bool = False
    unmet: bool = False
    named: tuple[str, ...] = ()

    def holds(self, words: str) -> bool:
        """Whether a condition of its list is made of these words."""
        return isinstance(self.tree, tuple) and words in self.tree


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a bank in its sentence, and the statements that it may be."""

    kind: str
    round: str
    id: str
    text: str
    true: tuple[Truth, ...]
    item: str = ""
    """The item that it stands in, which may be kept as one condition."""

    @property
    def shown(self) -> str:
        """The line that it stands in."""
        lines = self.text.split("\n")
        return lines[2] if self.item or (len(lines) > 4 and lines[0].endswith("are met:")) else lines[0]


def folded(words: str) -> str:
    """Words without case and signs."""
    return re.sub(r"[^a-z0-9<>=]+", " ", words.lower()).strip()


def rule(name: str, items: Iterable[Said], n: int | None = None) -> Said:
    """A rule over conditions, in its plainest form."""
    kids = tuple(folded(i) if isinstance(i, str) else i for i in items)
    return _plain((name, n, *kids))


def _plain(tree: Said) -> Said:
    """The same rule however it is nested: all of all, at least one, none of one."""
    if not isinstance(tree, tuple):
        return tree
    name, n, *children = tree
    kids = [_plain(c) for c in children]
    if name == "at_least" and n in (1, len(kids)):
        name, n = ("any" if n == 1 else "all"), None
    if name in ("all", "any"):
        flat: list[Said] = []
        for one in kids:
            flat += one[2:] if isinstance(one, tuple) and one[0] == name else (one,)
        return flat[0] if len(flat) == 1 else (name, None, *flat)
    if name == "none":
        return ("not", None, kids[0] if len(kids) == 1 else ("any", None, *kids))
    return (name, n, *kids)


def said(statement: dict[str, Any]) -> Truth:
    """What the reader says a sentence is."""
    named = tuple(sorted(folded(u["value"]) for u in statement.get("named_uses", ())))
    return plain(
        Truth(
            statement["position"],
            _plain(_tree(statement.get("criteria"))),
            statement.get("stage"),
            bool(statement.get("all_other_uses")),
            bool(statement.get("criteria_not_met")),
            named,
        )
    )


def plain(truth: Truth) -> Truth:
    """Examples of other uses may stand in its list or beside it."""
    tree = truth.tree
    if (truth.other or truth.unmet) and isinstance(tree, tuple) and tree[0] == "any":
        named = tuple(sorted((*truth.named, *(one for one in tree[2:] if isinstance(one, str)))))
        return replace(truth, tree=None, named=named)
    return truth


def _tree(node: dict[str, Any] | None) -> Said:
    if node is None:
        return None
    if node["rule"] == "leaf":
        return folded(node["text"])
    return (node["rule"], node.get("n"), *(_tree(c) for c in node["children"]))
