"""The rows of a grid as they were meant: wrapped lines of a cell, and rows that go on with the one above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coverable.document import passages
from coverable.document.criteria.grids.columns import Columns
from coverable.document.criteria.grids.rows import Row, heads_group, words_of
from coverable.document.criteria.grids.says import position_of
from coverable.document.criteria.text.connectors import alone
from coverable.document.source import Block

_OPEN_END = re.compile(r"(?:[-–—,/]|\b(?:and|or|not|if|when|with))\s*$", re.IGNORECASE)
"""Words of a cell that go on in the line below."""


def records_of(rows: Sequence[dict[int, list[Block]]], columns: Columns) -> Iterator[dict[int, list[Block]]]:
    """The rows; lines of a wrapped cell, which extraction leaves as rows without a position, joined to theirs."""
    open_: dict[int, list[Block]] | None = None
    last: Row | None = None
    for printed in rows:
        row = _under_same(printed, last, columns)
        if heads_group(row):
            if open_ is not None:
                yield open_
            open_ = last = None
            yield row
            continue
        if open_ is not None and last is not None and _goes_on(row, last, columns):
            _append(row, last, open_, columns)
            last = row
            continue
        last = row
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


def _under_same(row: Row, last: Row | None, columns: Columns) -> Row:
    """A row that names no service, but the use or the criteria of one, as one of the service of the row above."""
    at = columns.subject
    if at is None or last is None or words_of(row, at).strip(" –—-"):
        return row
    asked = {a.column for a in columns.criteria} | {*columns.marked}
    asked |= {c for c in (columns.use, columns.coverage) if c is not None}
    filled = sum(bool(words_of(row, c)) for c in asked)
    return {at: last[at], **row} if at in last and filled >= min(_PARALLEL, len(asked)) else row


_PARALLEL = 2
"""Filled columns that make a row without a service one of its own, and no further criterion of the one above."""


def _goes_on(row: Row, last: Row, columns: Columns) -> bool:
    """Whether a row without a name of its own, or under one cell with the row above, holds a further criterion of it."""
    naming = [c for c in (columns.subject, columns.use) if c is not None]
    filled = {c for c in row if words_of(row, c).strip(" –—-")}
    spanned = {c for c in row if row[c] is last.get(c)}
    if any(c in filled and c not in spanned for c in naming):
        return False
    asked = filled - spanned - set(_joining(row))
    return bool(asked or _joining(row)) and asked <= _asking(columns)


def _asking(columns: Columns) -> set[int]:
    return {c for a in columns.criteria if a.sure for c in (a.column, *a.also)}


def _joining(row: Row) -> dict[int, Block]:
    """The words of a row that only join criteria: “AND”, in a cell of its own."""
    return {c: cells[0] for c, cells in row.items() if len(cells) == 1 and alone(cells[0].text)}


def _append(row: Row, last: Row, open_: Row, columns: Columns) -> None:
    """Add the criteria of a row to those of the row above, with what joins them."""
    asking = _asking(columns)
    joins = [_as_line(b) for c, b in _joining(last).items() if c not in asking]
    for column in set(_joining(last)) - asking:
        open_.pop(column, None)
    own = _joining(row)
    for column in sorted(c for c in asking & row.keys() if row[c] is not last.get(c)):
        added = [_as_line(own[column])] if column in own else [_as_item(b) for b in row[column]]
        open_[column] = [*map(_kept, open_.get(column, ())), *joins, *added]
    for column in own.keys() - asking:
        open_.pop(column, None)


def _kept(block: Block) -> Block:
    return block if alone(block.text) else _as_item(block)


def _as_item(block: Block) -> Block:
    return block if block.kind == "item" else replace(block, kind="item", marker=block.marker or "•")


def _as_line(block: Block) -> Block:
    return replace(block, kind="paragraph", marker=None)
