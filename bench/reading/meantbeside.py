"""What was written down and what was read say in other forms: in the subject, in the service, by a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bench.reading.held import share, words
from bench.reading.trees import Tree
from coverable.document.reading import Node, Statement, leaves_of


def beside_subject(tree: Tree, some: Sequence[Statement]) -> Tree:
    """What is asked for beside the conditions in the subject itself: “repair within six months of A”."""
    named = words(" ".join(s.subject for s in some))
    told = [words(n.text) for s in some if s.criteria for n in leaves_of(s.criteria)]

    def in_subject(part: Tree) -> bool:
        alone = part.rule == "leaf" and share(part.text, named) >= 0.9
        return alone and not any(share(part.text, leaf) >= 0.8 for leaf in told)

    left = tuple(c for c in tree.children if not in_subject(c))
    return Tree(tree.rule, left, tree.n) if tree.rule == "all" and left else tree


def beside_service(tree: Node, named: frozenset[str], asked: Sequence[frozenset[str]]) -> Node:
    """What is asked for beside conditions that were written down as the service: “Xolair for asthma”."""
    if tree.rule != "all":
        return tree

    def in_service(part: Node) -> bool:
        mine = words(part.text)
        return not part.children and share(part.text, named) >= 0.9 and not any(mine <= x for x in asked)

    left = tuple(beside_service(c, named, asked) for c in tree.children if not in_service(c))
    return replace(tree, children=left) if left else tree


def by_reference(node: Node, asked: Sequence[frozenset[str]]) -> Node:
    """Criteria that are asked for by their name, as that name where it was written down so."""
    name = words(node.reference or "")
    if (
        name
        and node.children
        and any(name and x <= name | {"criteria"} and name <= x | {"criteria"} for x in asked)
    ):
        return replace(node, rule="leaf", text=node.reference or "", children=(), n=None)
    return replace(node, children=tuple(by_reference(c, asked) for c in node.children))
