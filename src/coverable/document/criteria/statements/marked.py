"""Items that each say in brackets what the position on them is: “Massage (not medically necessary)”.

“The Plan considers the following investigational or not medically necessary, as marked:” takes one position for
the whole list only as far as no item says another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from coverable.document.criteria.positions.headed import heading_position
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.reading import Node, Position, Statement

_MARK = re.compile(
    r"\((?P<words>(?:considered\s)?(?:investigational|experimental(?:\s(?:and|or)\sinvestigational)?|unproven|cosmetic"
    r"|not\s(?:medically\snecessary|covered)))\)\W*$",
    re.IGNORECASE,
)
_OF_PATIENTS = re.compile(r"\b(?:who|whom|when|if|with|have|has|for|in)\b", re.IGNORECASE)
"""“… for members who have any of:” lists conditions of patients, and no services."""


def marked(statement: Statement) -> Iterator[Statement]:
    """The statement, or one for each position that its items are marked with."""
    tree = statement.criteria
    listed = tree is not None and tree.rule == "any" and not any(n.children for n in tree.children)
    listed = listed and tree is not None and _OF_PATIENTS.search(tree.text) is None
    if tree is None or not listed or statement.position not in NEGATIVE:
        yield statement
        return
    groups: dict[Position, list[Node]] = {}
    for item in tree.children:
        groups.setdefault(_marked(item) or statement.position, []).append(item)
    for position, items in groups.items():
        yield replace(statement, position=position, criteria=replace(tree, children=tuple(items)))


def _marked(item: Node) -> Position | None:
    mark = _MARK.search(item.text)
    found = heading_position(mark["words"]) if mark else None
    return found if found in NEGATIVE else None
