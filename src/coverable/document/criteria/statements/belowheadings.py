"""Lists under headings that one sentence announces: “X is necessary for ANY ONE of the indications listed below.”

Guidelines of imaging sort their indications by headings (“Known or suspected tumor”). The lists under them are the ways to
that one statement; that no sentence says so over each of them stays asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from coverable.document.criteria.conditions.askedonce import less
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node, Statement

_ANNOUNCES = any_case(
    r"\b(?:any|one)(?:\s+one)?(?:\s+or\s+more)?\s+of\s+the\s+(?:(?:following|listed)\s+)?(?:indications|conditions|situations|circumstances|categories|groups)"
    r"(?:\s+(?:listed|described|outlined|stated))?(?:\s+below)?\W*$"
)
_FEWEST = 2
"""Lists under headings of their own."""


def gathered(made: Sequence[Statement], page: Page) -> Iterator[Statement]:
    """The statements, in order, where those of the lists below such a sentence are the ways to its own."""
    taken = 0
    for n, one in enumerate(made, 1):
        if n <= taken:
            continue
        ways = _ways(one, made[n:], page) if _announces(one) else []
        if len(ways) < _FEWEST or one.criteria is None:
            yield one
            continue
        taken = n + len(ways)
        settled = page.findings.settle((*one.notes, *one.criteria.notes), "list_lost")
        notes = tuple(dict.fromkeys(note for way in ways for note in way.notes))
        children = tuple(way.criteria for way in ways if way.criteria is not None)
        span = page.source.join([one.criteria.span, *(way.span for way in ways)])
        criteria = Node("any", one.criteria.text, span, children, confidence=0.6, notes=notes)
        kept = tuple(note for note in (*one.notes, *notes) if note not in settled)
        whole = page.source.join([one.span, *(way.span for way in ways)])
        yield replace(one, criteria=less(criteria, settled), span=whole, notes=tuple(dict.fromkeys(kept)))


def _announces(one: Statement) -> bool:
    """Whether a statement has no criteria but the words that announce some below."""
    if one.criteria is None or one.criteria.children or one.position in NEGATIVE:
        return False
    return _ANNOUNCES.search(one.criteria.text) is not None


def _ways(one: Statement, behind: Sequence[Statement], page: Page) -> list[Statement]:
    """The statements right behind one that are lists over which no sentence of their own stands."""

    def is_way(way: Statement) -> bool:
        implied = page.findings.are_of(way.notes, "position_implied")
        return implied and way.position == one.position and way.criteria is not None

    return [*takewhile(is_way, behind)]
