"""Tables whose cells hold whole statements: a column called “Medical Necessity” with sentences in its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from coverable.document.criteria.grids.columnnames import SUBJECT, TELLS
from coverable.document.criteria.grids.rows import cells_of, row_of
from coverable.document.criteria.positions.headed import heading_position
from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.text.passage import Passage, sentences, whole
from coverable.document.reading import Position
from coverable.document.source import Block

_LONG = 8
"""A cell of a statement has at least so many words: “Covered with limits” is only a position."""


def stated(blocks: Sequence[Block]) -> Iterator[tuple[Position | None, Passage | None, list[Block]]]:
    """The rows of a table whose cells hold statements: position of their column, service, the cell's blocks.

    Nothing where the table is none such: where no column is named by a position, or where few of its cells say
    one in a sentence.
    """
    rows = [cells_of(list(row)) for _, row in groupby(blocks, row_of)]
    head, *body = rows or [{}]
    column = next((c for c, name in head.items() if _position(name) is not None), None)
    if column is None:
        column = next((c for c in head if _mostly_state([row[c] for row in body if c in row])), None)
    if column is None or not body or any(_asking(head, c) for row in body for c in row if c > column):
        return  # a column behind it says on what condition
    said = [row for row in body if column in row]
    others = sum(_heads(row) for row in said)  # of tables right under it
    if 2 * sum(_states(row[column]) for row in said) <= len(body) - others:
        return
    position = _position(head[column])
    for row in body:
        if _heads(row):
            position = _position(row.get(column, ())) or position  # another table right under it
        elif column in row:
            yield position, _service(row, column), row[column]


def names_position(row: Sequence[Block]) -> bool:
    """Whether a row of cells is the head of such a table: “Procedure | Investigational”."""
    cells = cells_of(list(row))
    named = SUBJECT.match(" ".join(b.text for b in cells.get(0, ()))) is not None
    return named and len(cells) > 1 and any(_position(cell) is not None for cell in cells.values())


def _heads(row: Mapping[int, Sequence[Block]]) -> bool:
    return names_position([b for cell in row.values() for b in cell])


def _asking(head: Mapping[int, Sequence[Block]], column: int) -> bool:
    return TELLS.search(" ".join(b.text for b in head.get(column, ()))) is None


def _position(name: Sequence[Block]) -> Position | None:
    return heading_position(" ".join(b.text for b in name))


def _mostly_state(cells: Sequence[Sequence[Block]]) -> bool:
    return len(cells) > 1 and 3 * sum(map(_states, cells)) >= 2 * len(cells)


def _states(cell: Sequence[Block]) -> bool:
    """Whether a sentence of a cell takes a position on something that it names."""
    return len(cell[0].text.split()) >= _LONG and any(_whole(s) for b in cell for s in sentences(whole(b)))


def _whole(sentence: Passage) -> bool:
    found = judged(sentence, strict=True)
    return found is not None and leadin.substantive(sentence.text[: found.first])


def _service(row: Mapping[int, Sequence[Block]], column: int) -> Passage | None:
    """What the row is about: its first cell."""
    named = next((cell for c, cell in row.items() if c < column), None)
    return whole(named[0]) if named and _NUMBER.fullmatch(named[0].text) is None else None


_NUMBER = re.compile(r"\W*(?:[0-9]{1,3}|[ivxIVX]{1,5}|[A-Za-z])\W*")
"""The number of a statement, in place of a service."""
