"""Items of one list gathered into groups: by a partial “or”, by connectors on lines of their own, by labels."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.criteria.quantifiers.labels import Group
from coverable.document.criteria.text.connectors import Connector
from coverable.document.criteria.text.page import Page
from coverable.document.reading import Node, Rule


def neighbours(items: Sequence[Node], between: Sequence[Connector | None], page: Page) -> tuple[Node, ...]:
    """The items of a list that is all of them, with those that “or” joins as groups; a finding stands on the list."""
    groups = [[items[0]]]
    for item, joined_by in zip(items[1:], between, strict=True):
        groups[-1:] = [[*groups[-1], item]] if joined_by else [groups[-1], [item]]
    return tuple(
        g[0] if len(g) == 1 else Node("any", "", page.source.join([c.span for c in g]), tuple(g))
        for g in groups
    )


def by_lines(
    rule: Rule,
    items: tuple[Node, ...],
    between: Sequence[Connector | None],
    lines: Sequence[Connector | None],
    page: Page,
) -> tuple[Rule, tuple[Node, ...]]:
    """Items joined by “and” and “or”, as groups where all of the one connector stand on lines of their own.

    “A; and / B; / OR / C; and / D”: the line parts the groups. A finding stands on such a list in any case.
    """
    own = {c for c in lines if c}
    at_ends = {c for c, line in zip(between, lines, strict=True) if c and not line}
    if len(own) != 1 or len(at_ends) != 1 or own == at_ends or "and/or" in own | at_ends:
        return rule, items
    outer: Rule = "any" if own == {"or"} else "all"
    inner: Rule = "all" if outer == "any" else "any"
    groups: list[list[Node]] = [[items[0]]]
    for item, line in zip(items[1:], lines, strict=True):
        groups[-1:] = [groups[-1], [item]] if line else [[*groups[-1], item]]
    made = [
        g[0] if len(g) == 1 else Node(inner, "", page.source.join([c.span for c in g]), tuple(g))
        for g in groups
    ]
    return outer, tuple(made)


def grouped(group: Group, named: dict[str, Node], page: Page) -> Node:
    """The items as the sentence over them groups their labels: `A and (B or C)`."""
    if group.rule == "label":
        return named[group.label]
    parts = tuple(grouped(part, named, page) for part in group.parts)
    return Node(group.rule, "", page.source.join([p.span for p in parts]), parts)
