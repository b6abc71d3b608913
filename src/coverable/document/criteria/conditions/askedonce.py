"""A list of one item is asked about once: not where the words over it are asked about as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.text.page import Page
from coverable.document.reading import Node


def asked_once(lead: LeadIn, doubts: Sequence[str], others: Sequence[str], page: Page) -> frozenset[str]:
    """The findings on a single item that are taken back, as another one asks for the sense of the words over it.

    Words that say how many items are needed stand over several: there an item may be lost.
    """
    if not set(others) - set(doubts) or (lead.quantifier is not None and lead.quantifier.how == "stated"):
        return frozenset()
    return page.findings.settle(doubts, "single_item")


def less(made: Node, settled: frozenset[str]) -> Node:
    """A node without findings that were taken back, on it or on its list."""
    notes = tuple(n for n in made.notes if n not in settled)
    children = tuple(less(c, settled) if settled & {*c.notes} else c for c in made.children)
    return replace(made, notes=notes, children=children)
