"""Tables whose columns have no names: what they hold is told by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from coverable.document.criteria.grids.columns import Asked, Columns
from coverable.document.criteria.grids.rows import Row, words_of
from coverable.document.criteria.grids.says import denies_with_reason, points_elsewhere, position_of
from coverable.document.criteria.positions import unaccounted
from coverable.document.criteria.positions.headed import heading_position
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.source import Block


def told(rows: Sequence[Row]) -> tuple[list[Row], Columns] | None:
    """The rows and their columns: service, position and conditions where a page was lost with their names, or names of
    services and lists of what is asked for."""
    found = _positions(rows)
    return (list(rows), found) if found else _names_with_lists(rows)


def _positions(rows: Sequence[Mapping[int, Sequence[Block]]]) -> Columns | None:
    """Service, position and conditions, where most second cells take a position."""
    said = [{c: " ".join(b.text for b in cells) for c, cells in row.items()} for row in rows]
    said = [r for r in said if len(r) > 1 and not points_elsewhere(r.get(1, ""))]
    taking = [r for r in said if 1 in r and _takes(r[1])]
    taking = [r for r in taking if not (_FIELD.match(r.get(0, "")) or _FIELD.match(r[1]))]
    names = all(len(r.get(0, "").split()) <= 10 and judgement(r.get(0, "")) is None for r in said)
    if not names or len(taking) * 3 < len(said) * 2:
        return None
    return Columns(0, 1, (Asked(2),) if any(2 in r for r in said) else ())


def _takes(text: str) -> bool:
    """Whether a cell takes a position in a few words, or with its conditions behind it."""
    if len(text.split()) <= _SHORT or denies_with_reason(text):
        return position_of(text) is not None
    found = judgement(text)
    return found is not None and found.plain and found.first <= _BEGINS


_SHORT, _BEGINS = 8, 12
"""Words of a short cell, and the characters in which a longer one takes its position."""
_FIELD = re.compile(r"[A-Z][^:]{2,40}:\s+\S")
"""“Policy Effective: June 5, 2025”: a label of the document's header and its value."""


def _names_with_lists(rows: Sequence[Row]) -> tuple[list[Row], Columns] | None:
    """Rows of names that end with a list which asks something: “Class | Drug | • Prescribed by … • Failure of …”.

    The names before the list are those of the service, a class and its products.
    """
    last = max((max(row) for row in rows if row), default=0)
    if not last or len(rows) < _FEWEST:
        return None
    listing = [row for row in rows if _asks(row.get(last, ()))]
    if len(listing) * 3 < len(rows) * 2 or not all(_names(row, last) for row in listing):
        return None
    joined: list[Row] = [
        {0: [b for c in sorted(row) if c != last for b in row[c]], last: row.get(last, [])} for row in rows
    ]
    return joined, Columns(0, None, (Asked(last, sure=True),))


def _asks(cell: Sequence[Block]) -> bool:
    """Whether a cell is a list of which most items ask something."""
    items = [b for b in cell if b.marker is not None]
    asking = [b for b in items if unaccounted.asks_something(b.text) or VERB.search(b.text)]
    return bool(items) and cell[0].marker is not None and len(asking) * 2 > len(items)


def _names(row: Row, last: int) -> bool:
    """Whether what stands before the last column is names."""
    before = [words_of(row, c) for c in row if c != last]
    cells = [b for c in row if c != last for b in row[c]]
    short = all(len(b.text.split()) <= _LONGEST for b in cells)
    return bool(before) and short and not any(map(_says_more, before))


def _says_more(text: str) -> bool:
    """Whether a cell is more than a name: a rule, a position, a step."""
    told = judgement(text) or VERB.search(text) or quantifier.find(text) or _STEP.match(text)
    return bool(told) or text.endswith(":") or heading_position(text) is not None


_STEP = re.compile(
    r"(?:step|tier|phase|level)\s*[0-9]|(?:any|all|one|two|both)\b|(?:.*\b)?(?:excluded|not|non-?(?:covered|formulary))\b",
    re.IGNORECASE,
)
_FEWEST = 3
"""Rows of such a table."""
_LONGEST = 12
"""Words of a name."""
