"""Tables that are the history of a document, whether a heading says so or their columns and rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from coverable.document.sections.contents import is_short
from coverable.document.sections.rows import begun, dated, dated_behind
from coverable.document.sections.titles import kind_of
from coverable.document.source import Block

_CELLS: Final = 24
"""Cells under the names of columns that are looked at."""
_TOP: Final = 3
"""Blocks at the head of a document, whose own table holds its fields."""
_DATES = re.compile(
    r"(?:review |revision |change |effective )?dates?(?: of (?:change|revision|review))?", re.IGNORECASE
)
_ACTIONS = re.compile(
    r"(?:summary|description|explanation|reason|details?|type)?[\s/]*(?:of|and|or)?\s?(?:the\s)?"
    r"(?:actions?|changes?|revisions?|updates?|reviews?|history|sections? updated)(?:[\s/].{0,30})?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:document\s|policy\s)?(?:created|developed|adopted|approved|revised|reviewed|updated|effective|retired)\s?:?",
    re.IGNORECASE,
)
_DATE: Final = ("date", "dates", "date(s)")


def history_table(i: int, blocks: Sequence[Block]) -> int | None:
    """Where the heading ends that a cell is, if it opens a history; 0 where the cell is none; else None.

    `Reviews, Revisions, and Approvals | Date`, `Date | Action` over dated rows, or rows `Revised: | by whom |
    date`.
    """
    cell, following = blocks[i].cell, blocks[i + 1] if i + 1 < len(blocks) else None
    if cell is None or following is None or following.cell is None or not is_short(blocks[i]):
        return None
    under = begun(blocks[i + cell.columns : i + cell.columns + _CELLS])
    names = [blocks[i].text.strip(), following.text.strip()]
    if kind_of(names[0]) == "history" and not cell.column:
        columns = "date" in names[1].casefold() or dated(under) or dated_behind(under)
        return len(blocks[i].text) if columns else None
    before = blocks[i - 1].cell if i else None
    if i <= _TOP or (before is not None and before.table == cell.table):
        return None
    actions = _DATES.fullmatch(names[0]) and _ACTIONS.fullmatch(names[1]) and dated(under)
    return 0 if actions or _by_label(names, under) else None


def _by_label(names: Sequence[str], under: Sequence[Block]) -> bool:
    """Whether a table says by whom and when a document was created, revised and reviewed, a label a row."""
    labels = [b for b in under if b.cell and not b.cell.column and _LABEL.fullmatch(b.text.strip())]
    return any(name.casefold() in _DATE for name in names) and len(labels) > 1
