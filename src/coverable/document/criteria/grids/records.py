"""The rows of a grid as they were meant: wrapped lines of a cell, and rows that go on with the one above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coverable.document import passages
from coverable.document.criteria.grids.columns import Columns
from coverable.document.criteria.grids.rows import Row, heads_group, words_of
from coverable.document.criteria.grids.says import position_of
from coverable.document.source import Block

_OPEN_END = re.compile(r"(?:[-–—,/]|\b(?:and|or|not|if|when|with))\s*$", re.IGNORECASE)
"""Words of a cell that go on in the line below."""


def records_of(rows: Sequence[dict[int, list[Block]]], columns: Columns) -> Iterator[dict[int, list[Block]]]:
    """The rows; lines of a wrapped cell, which extraction leaves as rows without a position, joined to theirs."""
    open_: dict[int, list[Block]] | None = None
    for row in rows:
        if heads_group(row):
            if open_ is not None:
                yield open_
            open_ = None
            yield row
            continue
        if open_ is not None and _goes_on(row, columns):
            for column, cells in row.items():
                above = open_.setdefault(column, [])
                above[:] = [_as_item(b) for b in (*above, *cells)]
            continue
        service, said = words_of(row, columns.subject), words_of(row, columns.coverage)
        sign = bool(said) and not any(c.isalnum() for c in said)
        own = service[:1].isupper() and (said.lstrip("([")[:1].isupper() or sign)
        before = words_of(open_, columns.coverage) if open_ else ""
        begins = columns.coverage is None or own or position_of(said) is not None
        begins = begins and not _OPEN_END.search(before)  # “Unproven -” and, below it, “investigational”
        if open_ is not None and not begins:
            for column, cells in row.items():
                above = open_.get(column)
                if above and not cells[0].marker:
                    above[-1:] = [passages.joined(above[-1], cells[0]), *cells[1:]]
                else:
                    open_.setdefault(column, []).extend(cells)
            continue
        if open_ is not None:
            yield open_
        open_ = {column: list(cells) for column, cells in row.items()}
    if open_ is not None:
        yield open_


def _goes_on(row: Row, columns: Columns) -> bool:
    """Whether a row without a name of its own holds a further criterion of the row above."""
    at = columns.subject if columns.subject is not None else columns.use
    filled = {c for c in row if words_of(row, c).strip(" –—-")}
    asking = {a.column for a in columns.criteria if a.sure}
    return at not in filled and bool(filled) and filled <= asking


def _as_item(block: Block) -> Block:
    return block if block.kind == "item" else replace(block, kind="item", marker=block.marker or "•")
