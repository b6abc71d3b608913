"""The sentence over a grid that only points to it: “These devices are necessary when the criteria of the row are met.”"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.text.frames import substantive
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node, Statement, leaves_of
from coverable.document.source import Block

_POINTS = any_case(
    r"\b(?:table|columns?|rows?|below|following|listed|shown|set\s+out|each|every|same|stage|phase|cases|stated|indicated|included|under)\b"
)
_OF_TABLE = re.compile(
    r"\b(?:tables?|columns?|rows?|lists?|listed|shown|cases?|stages?|phases?|set\s+out|as|devices?|items?|last|first|same|each|every|any|diagnos[ei]s|indications?|conditions?|beside|requirements?|named|fulfilled|additional|also|exception|services?|drugs?|treatments?|procedures?|tests?|technolog(?:y|ies)|use|steps?|left|right|completed)\b",
    re.IGNORECASE,
)


_CRITERIA_MET = any_case(
    r"\b(?:criteria|requirements|conditions)\b[^.;:]{0,60}\b(?:met|satisfied|fulfilled)\s*:$"
)
"""“… when the criteria for the indication are met:” right over a table."""


def line_over(part: Sequence[Block], first: Block) -> Block | None:
    """The block right before the first one of a table."""
    at = next((i for i, b in enumerate(part) if b is first), 0)
    return part[at - 1] if at else None


def points_to_table(
    made: Sequence[Statement], part: Sequence[Block], first: Block, page: Page
) -> Statement | None:
    """The statement of the sentence right over a table, if it asks nothing but what the table says."""
    one = behind_statement(made, part, first, page)
    if one is None or one.all_other_uses or one.criteria_not_met:
        return None
    text = page.source.text[one.span.start : one.span.end]
    announces = text.endswith(":") and _CRITERIA_MET.search(text) is not None
    if _POINTS.search(text) is None and not announces:
        return None
    return one if one.criteria is None or _only_points(one.criteria) else None


def behind_statement(
    made: Sequence[Statement], part: Sequence[Block], first: Block, page: Page
) -> Statement | None:
    """The last statement of the paragraph right over a table, which may hold what is asked for."""
    over = line_over(part, first)
    if over is None or over.cell is not None:
        return None
    span = page.source.span(over)
    found = next((s for s in reversed(made) if span.start <= s.span.start <= span.end), None)
    if found is not None or not (over.kind == "heading" or _NUMBERED.match(over.text)):
        return found
    return _announcing(made, span.start, _NUMBERED.match(over.text), page)


_BELOW = any_case(
    r"\b(?:tables?|grids?|charts?)\s+(?:that\s+follows?|below)\b|\b(?:following|next)\s+(?:tables?|grids?|charts?)\b"
)
"""“… for the conditions in the table below”, over a heading and the table."""


_NUMBERED = any_case(r"\W*(?:table|chart|grid)\s+(?P<number>[0-9]{1,2}|[A-Z])\b")
"""“Table 1. Admission criteria”."""


def _naming(numbered: re.Match[str]) -> re.Pattern[str]:
    """The words that name a table by its number."""
    return re.compile(rf"\btable\s+{numbered['number']}\b", re.IGNORECASE)


def _announcing(
    made: Sequence[Statement], before: int, numbered: re.Match[str] | None, page: Page
) -> Statement | None:
    """The last statement before a heading over a table that points to one below, or names it by its number."""
    named = _naming(numbered) if numbered else None

    def announces(one: Statement) -> bool:
        text = page.source.text[one.span.start : one.span.end]
        return bool(_BELOW.search(text) or (named and named.search(text)))

    return next((s for s in reversed([s for s in made if s.span.start < before]) if announces(s)), None)


def pointed_from(made: Sequence[Statement], part: Sequence[Block], first: Block, page: Page) -> int | None:
    """The number of the statement of which one criterion points to this table: “step therapy as shown in Table 1”."""
    over = line_over(part, first)
    numbered = _NUMBERED.match(over.text) if over else None
    if numbered is None:
        return None
    named = _naming(numbered)
    before = page.source.span(first).start
    for n, one in enumerate(made):
        leaves = list(leaves_of(one.criteria))
        if len(leaves) > 1 and one.span.start < before and any(named.search(leaf.text) for leaf in leaves):
            return n
    return None


def _only_points(tree: Node) -> bool:
    """Whether a condition says no more than that those of the table are asked for."""
    return not tree.children and not substantive(_OF_TABLE.sub(" ", tree.text))
