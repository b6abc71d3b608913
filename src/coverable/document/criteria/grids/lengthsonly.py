"""Columns and rows of a table that only say how long approvals last: they ask for nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from coverable.document.criteria.grids.columns import Columns
from coverable.document.criteria.grids.rows import Row, words_of
from coverable.document.criteria.grids.says import says_nothing
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.granted.lengths import lengths


def without_lengths(columns: Columns, rows: Sequence[Row]) -> Columns | None:
    """The columns without those of criteria that only say how long each row is granted; None where no others are left."""

    def tells_lengths(column: int) -> bool:
        said = [text for row in rows if not says_nothing(text := words_of(row, column))]
        return bool(said) and all(_LENGTH.fullmatch(text) for text in said)

    asking = tuple(a for a in columns.criteria if a.also or not tells_lengths(a.column))
    if len(asking) == len(columns.criteria):
        return columns
    stating = columns.coverage is not None or columns.marked or columns.whom
    return replace(columns, criteria=asking) if asking or stating else None


_LENGTH: Final = re.compile(
    r"\W*(?:up\s+to\s+)?(?:[0-9]{1,3}|one|two|three|six|nine|twelve)\s+(?:days?|weeks?|months?|years?|hours?)(?:\s+(?:a|per)\s+(?:day|week|month)|\s+daily)?\W*",
    re.IGNORECASE,
)
_OF_APPROVAL: Final = any_case(
    r"\W*(?:(?:initial|first|renewal|continu\w+)\s+)?(?:(?:length|duration|period)\s+of\s+)?(?:approvals?|authori[sz]ations?|coverage)(?:\s+(?:length|duration|period|lasts?|for))?\W*|\W*(?:duration|quantity\s+limits?)\W*"
)
"""“Approval | 6 months | 12 months”: a row of lengths, and of no service."""


def only_lengths(row: Row, subject: int | None) -> bool:
    """Whether a row says how long approvals last, and is about no service."""
    said = [words_of(row, c) for c in row if c != subject]
    told = all(says_nothing(text) or lengths(text, labelled=True) for text in said)
    return _OF_APPROVAL.fullmatch(words_of(row, subject)) is not None and bool(said) and told
