"""The condition that stands before the clause that judges: “For members under 18, X is covered when …”."""

from __future__ import annotations

from dataclasses import replace

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.conditions.conditions import barring
from coverable.document.criteria.conditions.uses import uses_named
from coverable.document.criteria.quantifiers import gates
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.reading import Node


def with_given(given: Passage, criteria: Node | None, sentence: Passage, page: Page, negative: bool) -> Node:
    """The criteria together with the condition that stands before the judging clause."""
    condition = barring(given, page)
    if condition and not negative:
        condition = replace(condition, notes=(page.doubt("exception_inside", given),))
    given = gates.unled(given)
    condition = condition or uses_named(given, page, negative) or leaves.leaf(given, page, None)
    if criteria is None:
        return condition
    return Node("all", sentence.text, page.span(sentence), (condition, criteria))
