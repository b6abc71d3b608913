"""Criteria in tables: a benefit grid has a service, its position and its conditions in the cells of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.grids import left
from coverable.document.criteria.grids.columnnames import (
    GROUPS,
    PLACES,
    RULES,
    names_services,
    tells_only,
    ticked,
)
from coverable.document.criteria.grids.columns import Asked, Columns, named
from coverable.document.criteria.grids.lengthsonly import only_lengths, without_lengths
from coverable.document.criteria.grids.others import EACH_OF_THEM, all_others, with_others
from coverable.document.criteria.grids.overrows import ask_over
from coverable.document.criteria.grids.records import records_of
from coverable.document.criteria.grids.rowcriteria import (
    asks_for_nothing,
    behind,
    conditions,
    denied,
    later_asked,
    names_uses,
    use_of,
)
from coverable.document.criteria.grids.rownames import ask_heads, ask_name
from coverable.document.criteria.grids.rows import Row, heads_group, rows_of, under_one_head, words_of
from coverable.document.criteria.grids.says import (
    CONDITIONAL,
    denies_with_reason,
    points_elsewhere,
    position_of,
    says_nothing,
)
from coverable.document.criteria.grids.untitled import told
from coverable.document.criteria.positions import catchall
from coverable.document.criteria.positions.headed import heading_position
from coverable.document.criteria.positions.stages import stage_at_end, stage_of_heading
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.text.connectors import alone
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import whole
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node, Position, Stage, Statement
from coverable.document.source import Block

_EXCLUDED = any_case(
    r"\bexcluded\s+(?:from|by|under)\s+(?:the\s+|all\s+|most\s+)?(?:plan\s+)?(?:benefits?|plans?)\b"
)
_BY_WHOM = "Does the member's contract exclude the service, or does the payer not cover it?"


def tables(
    blocks: Sequence[Block], page: Page, over: Position | None = None, strict: bool = False
) -> list[Statement] | None:
    """The statements of a table's rows; None when the table is no grid of services and positions.

    `over`: the position that the heading over it says, for a grid without a column of positions. Outside of the
    criteria (`strict`) most rows of a grid have to say a position.
    """
    rows = under_one_head(rows_of(blocks))
    first, columns = next(_heads(rows), (-1, None))
    asked: tuple[str, ...] = ()
    names = {c: words_of(rows[0], c) for c in rows[0]} if rows else {}
    by_place = bool(rows) and PLACES.fullmatch(names[min(names)]) is not None
    if by_place or any(RULES.fullmatch(n) for n in names.values()):
        says = _BY_PLACES if by_place else _BY_RULES
        page.findings.add("criteria_in_table", [page.source.join(map(page.source.span, blocks))], says)
        return []
    guessed = columns is None and not tells_only(names.values())
    guessed = guessed and not any(_OF_POLICY.search(b.text) for b in blocks)
    if guessed and (untitled := told(rows)) is not None:
        rows, columns = untitled
        says = "Columns without names: told by what stands in them"
        asked = (page.doubt("criteria_in_table", whole(blocks[0]), says),)
    if columns is None:
        return None
    head = rows[first] if first >= 0 else {}
    columns = without_lengths(columns, rows[first + 1 :])
    if columns is None:
        return None
    records = list(records_of(rows[first + 1 :], columns))
    stating = columns.coverage is not None or columns.marked or columns.whom
    each = columns.criteria and all(
        a.position or (a.stage and _GRANTS.search(words_of(head, a.column))) for a in columns.criteria
    )
    if (
        strict
        and (first < 0 or not (stating or each))
        and 2 * sum(position_of(words_of(r, columns.coverage)) is not None for r in records) <= len(records)
    ):
        if first >= 0 and stating:
            page.doubt("criteria_in_table", whole(blocks[0]), "Its words of coverage are not understood")
        return None
    if not (stating or each) and over is None:
        says = "A table of criteria without positions"
        asked = (*asked, page.doubt("position_implied", whole(blocks[0]), says))
    asked = (*asked, *(note for row in rows[: max(first, 0)] for note in ask_over(row, page)))
    asked = (*asked, *ask_heads(head, columns, page))
    made: list[Statement] = []
    shared, section = over, None
    line: tuple[str, ...] = ()
    for row in records:
        if only_lengths(row, columns.subject):
            continue
        if heads_group(row):
            headed = heading_position(words_of(row, min(row)))
            section = stage_of_heading(words_of(row, min(row)))
            line = ask_over(row, page)
            if headed is None and over != shared and not stating:
                page.doubt("criteria_in_table", whole(row[min(row)][0]), _ENDS_POSITION)
            over = headed or shared
            continue
        joins = [cells[0] for cells in row.values() if alone(cells[0].text)]
        doubts = [page.doubt("criteria_in_table", whole(cell), _JOINS_ROWS) for cell in joins]
        unnamed = ask_name(row, columns, page)
        parts = [
            replace(one, stage=_staged(one, section), notes=(*one.notes, *asked, *line, *doubts, *unnamed))
            for one in _statements(row, head, columns, over or "medically_necessary", page)
        ]
        made += parts
        bars = len(columns.marked) == 1 and all(p in NEGATIVE for p in columns.marked.values())
        pointed = len(row) == 2 and points_elsewhere(words_of(row, columns.coverage))
        if not parts and row and not (bars or pointed):
            page.doubt("criteria_in_table", whole(row[min(row)][0]), "A row whose position is not understood")
    if made:
        left.ask_columns(records, columns, page)
    return _renamed(made, head, columns) or None


_GRANTS: Final = any_case(r"\b(?:coverage|covered|approval|approved|authori[sz]ation)\b")
"""“First-time coverage”: what is named so is granted."""
_OF_POLICY: Final = re.compile(
    r"^(?:(?:policy|document|guideline)\s+)?(?:no\.|number\s*:?|\#)\s*(?=\S*[0-9])\S+$", re.IGNORECASE
)
"""“No. 3-PD-2”: two columns over a policy name it, and grant nothing."""
_BY_RULES: Final = "A table of rules, each of which stands in a column: what do they say together?"
_BY_PLACES: Final = "A table of where services may be given: does a place decide whether one is necessary?"
_JOINS_ROWS: Final = "A word between rows: are they one rule together, or each by itself?"


def _staged(one: Statement, section: Stage | None) -> Stage | None:
    """The stage of a row, or what the line over its rows says: “Continuation of therapy”."""
    necessary = one.position == "medically_necessary" and not one.all_other_uses
    return one.stage or (section or stage_at_end(one.subject) if necessary else None)


def _heads(rows: Sequence[Row]) -> Iterator[tuple[int, Columns]]:
    """The rows that name the columns, each with its number: the first by what stands under it too."""
    top = next((n for n, row in enumerate(rows) if not heads_group(row)), 0)
    groups = [heading_position(words_of(row, min(row))) for row in rows if heads_group(row)]
    grouped = any(groups)
    for n, row in enumerate(rows[:-1]):
        plain = named(row)
        full = named(row, [r for r in rows[n + 1 :] if not heads_group(r)], grouped) if n == top else None
        # words of coverage that are not understood stay those of a column of coverage
        known = full is not None and (full.coverage is not None or full.marked or full.whom)
        found = full if known or plain is None or plain.coverage is None else plain
        if found is not None:
            yield n, found


def _statements(
    row: Mapping[int, list[Block]], head: Row, columns: Columns, over: Position, page: Page
) -> Iterator[Statement]:
    """The statements of one row: one for each column of conditions that says something, and each stage in it."""
    for column in columns.whom:
        if (one := _for_whom(row, head, column, columns, page)) is not None:
            yield one
    if columns.whom:
        return
    asking = [a for a in columns.criteria if not says_nothing(words_of(row, a.column))]
    for asked in asking or columns.criteria[:1] or [None]:
        cell = row.get(asked.column, []) if asked else []
        over_both = any(b.cell is not None and b.cell.column_span > 1 for b in cell)
        headed = None if over_both or asked is None else asked.stage
        beside = {a.column for a in columns.criteria if a is not asked and len(asking) > 1}
        own = {c: cells for c, cells in row.items() if c not in beside}
        for stage, part in _by_stage(own, asked):
            one = _statement(part, columns, asked, over, page)
            if one is not None:
                yield from (replace(s, stage=stage or headed) for s in with_others(one))


def _renamed(made: Sequence[Statement], head: Row, columns: Columns) -> list[Statement]:
    """The statements of a table whose rows are stages or ages, under the name of the service that heads a column."""
    if not columns.full:
        return list(made)
    if columns.subject is None:
        return [replace(one, subject=one.subject or words_of(head, columns.service)) for one in made]
    stages = [stage_of_heading(one.subject) for one in made]
    if None in stages or len(set(stages)) < 2 or any(one.stage for one in made):
        return list(made)
    name = words_of(head, columns.subject)
    service = "" if names_services(name) or _PHASE.match(name) else name
    return [replace(one, subject=service, stage=stage) for one, stage in zip(made, stages, strict=True)]


_PHASE = any_case(r"\W*(?:phase|stage|type|request|approval|review|authori[sz]ation)\b")


def _for_whom(
    row: Mapping[int, list[Block]], head: Row, column: int, columns: Columns, page: Page
) -> Statement | None:
    """What a row says for the group of patients that a column is named by: “Child (under 21)”."""
    only = replace(columns, coverage=column, criteria=(), whom=())
    own = {c: cells for c, cells in row.items() if c not in columns.whom or c == column}
    one = _statement(own, only, None, "medically_necessary", page)
    if one is None or column not in head:
        return one
    if columns.subject is None and GROUPS.search(words_of(head, column)) is None:
        return replace(one, subject=words_of(head, column))  # “Indication | Drug A | Drug B”
    return replace(one, criteria=_both(leaves.leaf(whole(head[column][0]), page, None), one.criteria))


def _both(one: Node | None, other: Node | None) -> Node | None:
    """What two cells of a row ask for."""
    if one is None or other is None:
        return one or other
    return Node("all", one.text, other.span, (one, other))


def _absent(barred: Node | None) -> Node | None:
    """What must be absent: none of what a cell names."""
    if barred is None or barred.rule not in ("any", "leaf"):
        return barred and Node("not", barred.text, barred.span, (barred,))
    inner = barred.children or (barred,)
    return Node("none", barred.text, barred.span, inner, notes=barred.notes if barred.children else ())


def _by_stage(
    row: Mapping[int, list[Block]], asked: Asked | None
) -> list[tuple[Stage | None, Mapping[int, list[Block]]]]:
    """A row as one for each stage that words in its cell of criteria head: “Initial: …  Renewal: …”."""
    cell = row.get(asked.column, []) if asked is not None else []
    first, later = later_asked(cell)
    if asked is not None and first and later:
        return [(None, {**row, asked.column: first}), ("continuation", {**row, asked.column: later})]
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
    at = columns.subject if columns.subject is not None else columns.use
    service = row.get(at, []) if at is not None else []
    if not service:
        return None
    status = row.get(columns.coverage, []) if columns.coverage is not None else []
    said = " ".join(b.text for b in status)
    position = _position(row, columns)
    comment = row.get(asked.column, []) if asked else []
    if position is None and (columns.coverage is not None or columns.marked):
        return None
    own = asked.position if asked else None
    position = (own if own in NEGATIVE else position or own) or over
    if position == "not_covered" and over in NEGATIVE:
        position = over  # the line over the table says why
    notes: list[str] = []
    text = " ".join(b.text for b in comment)
    if position == "medically_necessary" and (turned := denied(comment, granted=bool(status))):
        position = turned
        tree, notes = conditions(behind(comment, covers=False), True, page, uses=True)
        notes.append(page.doubt("position_unclear", whole(comment[0]), _AMONG_CRITERIA))
    elif position == "medically_necessary" or position == own or (asked is not None and asked.grouped):
        sure = asked is not None and asked.sure and not says_nothing(text)
        beside = behind(status, covers=False)
        conditional = sure or (columns.coverage is None and not columns.marked)
        conditional = conditional or bool(beside) or CONDITIONAL.search(said) is not None
        uses = asked is not None and asked.uses and (asked.position is not None or position in NEGATIVE)
        counted = asked.counted if asked else None
        tree, notes = conditions(behind(comment, covers=True), conditional, page, uses, counted)
        further_columns = [(c, True) for c in asked.also] if asked else []
        further_columns += [(c, not text) for c in asked.remarks] if asked else []
        for column, certain in further_columns:
            further, more = conditions(behind(row.get(column, []), covers=True), certain, page)
            tree = _both(tree, further)
            notes = [*notes, *more]
        if beside:
            further, more = conditions(beside, True, page)
            tree = _both(further, tree)
            notes = [*notes, *more]
        for column in columns.absent if position == "medically_necessary" else ():
            barred, more = conditions(behind(row.get(column, []), covers=True), True, page, uses=True)
            tree, notes = _both(tree, _absent(barred)), [*notes, *more]
        if asked is not None and asked.unsure and position == own:
            notes.append(page.doubt("position_unclear", whole(comment[0]), _EXCLUSIONS))
        bare = asks_for_nothing(comment) or (asked is None and columns.use is not None)
        if conditional and tree is None and not bare:
            says = "Criteria are announced and none stand in the row"
            notes.append(page.doubt("list_lost", whole(service[0]), says))
    else:
        stated = [] if denies_with_reason(said) else behind(status, covers=False)
        tree, notes = conditions(stated, True, page)
        named = asked is not None and asked.sure and names_uses(comment)
        if left.excepts(text) or _GRANTS_TOO.search(text) or named:
            notes.append(page.doubt("criteria_in_table", whole(comment[0]), _BESIDE_DENIAL))
    others = position in NEGATIVE and all_others(words_of(row, columns.use))
    use = use_of(row.get(columns.use, []), page) if columns.use is not None and not others else None
    if use is not None:
        tree = _both(use, tree)
    if status and position == "not_covered" and _EXCLUDED.search(said):
        notes.append(page.doubt("position_unclear", whole(status[0]), _BY_WHOM))
    noted = next((b for b in (*service, *status, *comment) if b.refers or _NOTE_SIGN.search(b.text)), None)
    if noted is not None:
        notes.append(page.doubt("criteria_in_table", whole(noted), _NOTED))
    span = page.source.join([page.source.span(b) for cells in row.values() for b in cells])
    name = " ".join(b.text for b in service) if columns.subject is not None else ""
    name = "" if EACH_OF_THEM.fullmatch(name) else name
    refused = position in NEGATIVE and tree is None
    unmet = refused and not others and catchall.speaks_of_unmet(name)
    others = refused and not unmet and (others or all_others(name))
    name = "" if others and all_others(name) else name
    return Statement(
        "", position, name, span, tree, all_other_uses=others, criteria_not_met=unmet, notes=tuple(notes)
    )


def _position(row: Mapping[int, list[Block]], columns: Columns) -> Position | None:
    """The position of a row: by the column that is marked, or by the words of its cell."""
    if columns.marked:
        marks = {c: ticked(words_of(row, c)) for c in columns.marked}
        told: list[Position] = [columns.marked[c] for c, mark in marks.items() if mark]
        if told or len(marks) > 1:
            return told[0] if len(told) == 1 else None
        ((column, mark),) = marks.items()  # “Covered | No” denies it, “Excluded | No” does not grant it
        granted = columns.marked[column] not in NEGATIVE
        return _UNTICKED if mark is False and granted else None
    if columns.coverage is None:
        return None
    cell = row.get(columns.coverage, [])
    return position_of(words_of(row, columns.coverage)) or (position_of(cell[0].text) if cell else None)


_UNTICKED: Final[Position] = "not_covered"
_ENDS_POSITION = "A line over rows, behind one that says a position: does that end here?"
_AMONG_CRITERIA = "A cell of criteria that takes a position of its own"
_EXCLUSIONS = "What excludes: is it denied, or a condition that must be absent?"
_NOTE_SIGN = re.compile(r"(?<=[\w)])\s?[*†‡§¶]+(?!\w)")
_NOTED = "A note belongs to a cell of this row: does it bound what is covered?"
_GRANTS_TOO = any_case(
    r"\bexceptions?\b|\b(?:covered|allowed|payable|approved)\s+(?:only\s+)?(?:if|when|for)\b"
)
_BESIDE_DENIAL = "A remark beside a service that is denied: an exception, or the uses that it is denied for?"
