"""Criteria in tables: a benefit grid has a service, its position and its conditions in the cells of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from coverable.document import passages
from coverable.document.criteria.conditions.conditions import criteria_of
from coverable.document.criteria.grids import left
from coverable.document.criteria.grids.columns import Asked, Columns, cells_of, named, row_of, told, words_of
from coverable.document.criteria.grids.says import position_of
from coverable.document.criteria.outline.outline import outline
from coverable.document.criteria.positions import unaccounted
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.quantifiers import gates, leadin
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage, whole
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node, Position, Stage, Statement
from coverable.document.source import Block

_OPEN_END = re.compile(r"(?:[-–—,/]|\b(?:and|or|not|if|when|with))\s*$", re.IGNORECASE)
"""Words of a cell that go on in the line below."""
_EXCLUDED = any_case(
    r"\bexcluded\s+(?:from|by|under)\s+(?:the\s+|all\s+|most\s+)?(?:plan\s+)?(?:benefits?|plans?)\b"
)
_BY_WHOM = "Does the member's contract exclude the service, or does the payer not cover it?"
_CONDITIONAL = any_case(
    r"\b(?:criteria|when|if|with|conditions?|conditional|limits?|comments?|review|pa|authori[sz]ation|approval)\b"
)
_STARTS_CONDITION = any_case(
    r"^(?:only\b|on\s+(?:the\s+)?condition\b|given\s+that\b|assuming\b|in\s+cases?\b|contingent\b|conditional\b|should\b|evidence\s+of\b|proof\s+of\b|provided\b|as\s+long\b|so\s+long\b|once\b|upon\b|unless\b|subject\s+to\b|limited\s+to\b|documentation\b|with\b|when\b|where\b|whenever\b|while\b|if\b|for\b|must\b|requires?\b|covered\b|must\b|medically\b|criteria\b|all\b|any\b|one\b|both\b|either\b|at least\b|after\b|in\b)"
)


def grids(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The tables in these blocks. What a page tears apart stays one: a line of a cell may stand beside the rows."""
    run: list[Block] = []
    loose: list[Block] = []
    for block in blocks:
        if block.cell is not None:
            columns = run[-1].cell.columns if run and run[-1].cell else block.cell.columns
            if run and (block.cell.columns != columns or len(loose) > 1):
                yield run
                run, loose = [], []
            run += [*(_in_first_cell(one, run[-1]) for one in loose), block]
            loose = []
        elif run:
            loose.append(block)
            if len(loose) > 1 or len(block.text.split()) > 4 or block.gap or block.marker:
                yield run
                run, loose = [], []
    if run:
        yield run


def _in_first_cell(block: Block, before: Block) -> Block:
    """A stray line of a row as a part of its first cell."""
    assert before.cell is not None
    return replace(block, cell=replace(before.cell, column=0))


def tables(
    blocks: Sequence[Block], page: Page, over: Position | None = None, strict: bool = False
) -> list[Statement] | None:
    """The statements of a table's rows; None when the table is no grid of services and positions.

    `over`: the position that the heading over it says, for a grid without a column of positions. Outside of the
    criteria (`strict`) most rows of a grid have to say a position.
    """
    rows = [cells_of(list(row)) for _, row in groupby(blocks, row_of)]
    heads = ((n, found) for n, row in enumerate(rows[:-1]) if (found := named(row)))
    first, columns = next(heads, (-1, None))
    asked: tuple[str, ...] = ()
    if columns is None and (columns := told(rows)) is not None:
        says = "Columns without names: told by what stands in them"
        asked = (page.doubt("criteria_in_table", whole(blocks[0]), says),)
    if columns is None:
        return None
    records = list(_records(rows[first + 1 :], columns))
    if (
        strict
        and (first < 0 or columns.coverage is None)
        and 2 * sum(position_of(words_of(r, columns.coverage)) is not None for r in records) <= len(records)
    ):
        if first >= 0 and columns.coverage is not None:
            page.doubt("criteria_in_table", whole(blocks[0]), "Its words of coverage are not understood")
        return None
    if columns.coverage is None and over is None:
        asked = (page.doubt("position_implied", whole(blocks[0]), "A table of criteria without positions"),)
    made: list[Statement] = []
    for row in records:
        parts = [
            replace(one, notes=(*one.notes, *asked))
            for one in _statements(row, columns, over or "medically_necessary", page)
        ]
        made += parts
        if not parts and (service := row.get(columns.subject)):
            page.doubt("criteria_in_table", whole(service[0]), "A row whose position is not understood")
    if made:
        left.ask_columns(records, columns, page)
    return made or None


def _records(rows: Sequence[dict[int, list[Block]]], columns: Columns) -> Iterator[dict[int, list[Block]]]:
    """The rows; lines of a wrapped cell, which extraction leaves as rows without a position, joined to theirs."""
    open_: dict[int, list[Block]] | None = None
    for row in rows:
        service, said = words_of(row, columns.subject), words_of(row, columns.coverage)
        sign = bool(said) and not any(c.isalnum() for c in said)
        own = service[:1].isupper() and (said[:1].isupper() or sign)
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


def _statements(
    row: Mapping[int, list[Block]], columns: Columns, over: Position, page: Page
) -> Iterator[Statement]:
    """The statements of one row: one for each column of conditions that says something, and each stage in it."""
    asking = [a for a in columns.criteria if not left.says_nothing(words_of(row, a.column))]
    for asked in asking or columns.criteria[:1] or [None]:
        cell = row.get(asked.column, []) if asked else []
        over_both = any(b.cell is not None and b.cell.column_span > 1 for b in cell)
        headed = None if over_both or asked is None else asked.stage
        beside = {a.column for a in columns.criteria if a is not asked and len(asking) > 1}
        own = {c: cells for c, cells in row.items() if c not in beside}
        for stage, part in _by_stage(own, asked):
            one = _statement(part, columns, asked, over, page)
            if one is not None:
                yield replace(one, stage=stage or headed)


def _by_stage(
    row: Mapping[int, list[Block]], asked: Asked | None
) -> list[tuple[Stage | None, Mapping[int, list[Block]]]]:
    """A row as one for each stage that words in its cell of criteria head: “Initial: …  Renewal: …”."""
    cell = row.get(asked.column, []) if asked is not None else []
    heads: list[tuple[int, Stage | None]] = [(i, stage) for i, b in enumerate(cell) if (stage := _stage(b))]
    if asked is None or len({stage for _, stage in heads}) < 2 or heads[0][0] > 0:
        return [(None, row)]
    ends = [i for i, _ in heads[1:]] + [len(cell)]
    return [
        (stage, {**row, asked.column: cell[i + 1 : end]}) for (i, stage), end in zip(heads, ends, strict=True)
    ]


def _stage(block: Block) -> Stage | None:
    """The stage that a short line over a list says."""
    short = block.marker is None and len(block.text.split()) <= _HEADING and block.text.endswith(":")
    return stage_of_heading(block.text) if short else None


_HEADING = 5
"""Words of a line that heads a part of a cell."""


def _statement(
    row: Mapping[int, list[Block]], columns: Columns, asked: Asked | None, over: Position, page: Page
) -> Statement | None:
    """The statement of one row; None for a row without a service or a position. `over`: what the rows share."""
    service = row.get(columns.subject)
    if not service:
        return None
    said = words_of(row, columns.coverage)
    position = position_of(said)
    comment = row.get(asked.column, []) if asked else []
    if columns.coverage is not None and position is None:
        return None
    position = (asked and asked.position) or position or over
    notes: list[str] = []
    if position == "medically_necessary" and (denied := _denied(comment)):
        position, tree = denied, None
        notes.append(page.doubt("position_unclear", whole(comment[0]), _AMONG_CRITERIA))
    elif position == "medically_necessary" or (asked and asked.position):
        sure = asked is not None and asked.sure and not left.says_nothing(" ".join(b.text for b in comment))
        conditional = sure or columns.coverage is None or _CONDITIONAL.search(said) is not None
        tree, notes = _conditions(comment, conditional, page)
        if conditional and tree is None:
            says = "Criteria are announced and none stand in the row"
            notes.append(page.doubt("list_lost", whole(service[0]), says))
    else:
        tree = None
        if left.excepts(" ".join(b.text for b in comment)):
            notes.append(page.doubt("criteria_in_table", whole(comment[0]), _BESIDE_DENIAL))
    if columns.coverage is not None and position == "not_covered" and _EXCLUDED.search(said):
        notes.append(page.doubt("position_unclear", whole(row[columns.coverage][0]), _BY_WHOM))
    span = page.source.join([page.source.span(b) for cells in row.values() for b in cells])
    return Statement("", position, " ".join(b.text for b in service), span, tree, notes=tuple(notes))


def _denied(cell: Sequence[Block]) -> Position | None:
    """The position of a cell of criteria that denies the service instead: “Not covered”."""
    found = judgement(cell[0].text) if len(cell) == 1 else None
    short = found is not None and len(cell[0].text.split()) <= _SHORT and found.first < _BEGINS
    return found.position if found and short and found.position in NEGATIVE else None


_AMONG_CRITERIA = "A cell of criteria that takes a position of its own"
_BESIDE_DENIAL = "A remark beside a service that is denied: an exception?"
_SHORT, _BEGINS = 8, 12
"""Words of a cell that is a position and no condition, and the characters in which it begins."""


def _conditions(blocks: Sequence[Block], conditional: bool, page: Page) -> tuple[Node | None, list[str]]:
    """The conditions in the cells of a row; a plain remark is none."""
    entries = [e for e in outline(blocks) if e.passage]
    if not entries:
        return None, []
    first = entries[0]
    over, under = _head(entries)
    if not conditional and not under and not _STARTS_CONDITION.match(over.text):
        asks = unaccounted.asks_something(over.text)
        says = "A remark beside a covered service, or a condition?"
        return None, [page.doubt("criteria_in_table", over, says)] if asks else []
    entry = Entry(first.passage, None, under=under)
    lead = leadin.read(over)
    if under and lead.quantifier is None and over and first.passage is not over:
        over = first.passage
    made, notes = criteria_of(gates.unled(over), leadin.read(gates.unled(over)), entry, page)
    beside = [e for e in entries[1:] if first.under and (e.under or _STARTS_CONDITION.match(e.passage.text))]
    says = "Words beside the list of a cell"
    return made, [*notes, *(page.doubt("criteria_in_table", e.passage, says) for e in beside)]


def _head(entries: Sequence[Entry]) -> tuple[Passage, list[Entry]]:
    """The words over the list of a cell, and its items."""
    first = entries[0]
    if first.under:
        return first.passage, first.under
    if len(entries) > 1:
        return (
            (first.passage.part(0, 0), list(entries)) if first.label else (first.passage, list(entries[1:]))
        )
    return first.passage, []
