"""Criteria in tables: a benefit grid has a service, its position and its conditions in the cells of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from coverable.document import passages
from coverable.document.criteria.conditions.conditions import criteria_of
from coverable.document.criteria.outline.outline import outline
from coverable.document.criteria.positions import unaccounted
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.quantifiers import gates, leadin
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage, whole
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.patterns import word_set
from coverable.document.reading import Node, Position, Stage, Statement
from coverable.document.source import Block

SUBJECT = any_case(
    r"^(?:item|service|procedure|benefit|treatment|device|drug|medication|product|equipment|test|indication|condition|diagnosis|use|testing|therapy)s?\b.{0,40}$"
)
_COVERAGE = any_case(
    r"^(?:coverage|covered|status|position|determination|decision|policy|medical\s+necessity|eligib\w+)\b.{0,40}$"
)
_CRITERIA = any_case(
    r"^(?:comments?|criteria|requirements?|conditions?|notes?|limits?|limitations?|guidelines?|when|coverage criteria|medical necessity)\b.{0,40}$"
)
_YES = any_case(
    r"^(?:yes|y|covered|eligible|benefit|allowed|available|approved|approvable|payable|conditional(?:ly)?|with\s+(?:criteria|conditions|limits)"
    r"|(?:pa|prior\s+authori[sz]ation|pre-?certification|authori[sz]ation|approval|review)\s+(?:is\s+)?(?:required|needed|applies)|criteria\s+apply)\b"
)
_GRANTING = word_set(
    "cover covers covered coverage coverable cov cov'd pay pays paid payable benefit benefits allowed"
    " authorized authorization authorizations auth pa prior precert criteria criterion conditions conditional limits rules"
    " necessity mn included granted provided qualifies qualified scope"
)
"""Words of which one makes a short cell a grant, with conditions or without: “Limited coverage”, “Criteria-based”."""
_BESIDE_GRANT = word_set(
    "a an the we plan medicaid medicare policy will is are be in within on upon with w when if where once met meets apply"
    " applies based required req'd requires needed needs clinical medical see below note notes only review limited to subject per part of"
    " standard active individual available yes service"
)
_NO_APPROVAL = any_case(
    r"^(?:no|without)\s+(?:prior\s+)?(?:pa|auth\w*|pre-?\w+|approvals?|reviews?|referrals?)(?:\s+(?:is\s+)?(?:required|needed|applies))?\W*$"
)
"""“No PA required”: what is not asked for, of what may be covered or not."""
_SIGNS: Mapping[str, Position] = {
    "mn": "medically_necessary", "nmn": "not_medically_necessary", "e/i": "investigational",
    "e&i": "investigational", "ei": "investigational", "eiu": "investigational", "e/i/u": "investigational",
    "✓": "medically_necessary", "✔": "medically_necessary", "✗": "not_covered", "✘": "not_covered",
}  # fmt: skip
"""Cells of a few letters or a sign, by their usual sense."""
_NO = any_case(
    r"^(?:not\s+(?:included|provided|granted|in\s+(?:the\s+)?benefit)|does\s+not\s+qualify)\b"
    r"|^(?:no|n|never)\b(?!\s+(?:prior\s+)?(?:pa|pre-?\w+|auth\w*|approvals?|limits?|limitations?|restrictions?|reviews?|referrals?|criteria)\b)"
)
_UNPROVEN = any_case(
    r"\b(?:insufficient|inadequate|limited|lack\s+of|no|not\s+enough)\s+(?:\w+\s+)?evidence\b|\bnot\s+(?:yet\s+)?(?:proven|established)\b"
)
_PARTS = re.compile(r"\s+[-–—]\s+|[;,:(/]")
_OPEN_END = re.compile(r"(?:[-–—,/]|\b(?:and|or|not|if|when|with))\s*$", re.IGNORECASE)
"""Words of a cell that go on in the line below."""
_CONTRACT = any_case(r"\b(?:exclusions?|contract\w*|certificate)\b")
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
    heads = ((n, found) for n, row in enumerate(rows[:-1]) if (found := _named(row)))
    first, columns = next(heads, (-1, None))
    asked: tuple[str, ...] = ()
    if columns is None and (columns := _told(rows)) is not None:
        says = "Columns without names: told by what stands in them"
        asked = (page.doubt("criteria_in_table", whole(blocks[0]), says),)
    if columns is None:
        return None
    records = list(_records(rows[first + 1 :], columns))
    if (
        strict
        and (first < 0 or columns.coverage is None)
        and 2 * sum(_position(_words(r, columns.coverage)) is not None for r in records) <= len(records)
    ):
        if first >= 0 and columns.coverage is not None:
            page.doubt("criteria_in_table", whole(blocks[0]), "Its words of coverage are not understood")
        return None
    if columns.coverage is None and over is None:
        asked = (page.doubt("position_implied", whole(blocks[0]), "A table of criteria without positions"),)
    made: list[Statement] = []
    for row in records:
        parts = [
            (stage, _statement(part, columns, over or "medically_necessary", page))
            for stage, part in _by_stage(row, columns)
        ]
        told = [replace(p, stage=stage, notes=(*p.notes, *asked)) for stage, p in parts if p is not None]
        made += told
        if not told and (named := row.get(columns.subject)):
            page.doubt("criteria_in_table", whole(named[0]), "A row whose position is not understood")
    return made or None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column of a grid holds what."""

    subject: int
    coverage: int | None
    criteria: int | None


def _named(head: Mapping[int, Sequence[Block]]) -> _Columns | None:
    """The columns by the names in their head: `Service`, `Coverage`, `Comments`."""
    names = {column: " ".join(b.text for b in cells) for column, cells in head.items()}
    if any(re.search(r"[0-9]", name) for name in names.values()):
        return None  # “Procedure | Guideline 12”: a label and its value
    subject = next((c for c, n in names.items() if SUBJECT.match(n)), None)
    coverage = next((c for c, n in names.items() if c != subject and _COVERAGE.match(n)), None)
    rest = (c for c, n in names.items() if c not in (subject, coverage) and _CRITERIA.match(n))
    criteria = next(rest, None)
    if subject is None or (coverage is None and criteria is None):
        return None
    return _Columns(subject, coverage, criteria)


def names_columns(row: Sequence[Block]) -> bool:
    """Whether a row of cells is the head of a grid."""
    return _named(cells_of(list(row))) is not None


def of_positions(blocks: Sequence[Block]) -> frozenset[int]:
    """The numbers of the blocks in grids whose head names services and their coverage."""
    numbers: dict[int, list[int]] = {}
    for i, block in enumerate(blocks):
        if block.cell is not None:
            numbers.setdefault(block.cell.table, []).append(i)
    rows = ((n, [blocks[i] for i in n]) for n in numbers.values())
    return frozenset(i for n, table in rows if _covers(table) for i in n)


def _covers(table: Sequence[Block]) -> bool:
    heads = (_named(cells_of(list(row))) for _, row in groupby(table, row_of))
    return any(head is not None and head.coverage is not None for head in heads)


def _told(rows: Sequence[Mapping[int, Sequence[Block]]]) -> _Columns | None:
    """The columns by what stands in them, where a page was lost with their names: service, position, conditions."""
    said = [{c: " ".join(b.text for b in cells) for c, cells in row.items()} for row in rows]
    taking = [r for r in said if 1 in r and len(r[1].split()) <= 8 and _position(r[1]) is not None]
    taking = [r for r in taking if not (_FIELD.match(r.get(0, "")) or _FIELD.match(r[1]))]
    names = all(len(r.get(0, "").split()) <= 10 and judgement(r.get(0, "")) is None for r in said)
    if not names or len(taking) * 3 < len(said) * 2:
        return None
    return _Columns(0, 1, 2 if any(2 in r for r in said) else None)


_FIELD = re.compile(r"[A-Z][^:]{2,40}:\s+\S")
"""“Policy Effective: June 5, 2025”: a label of the document's header and its value."""


def takes_positions(blocks: Sequence[Block]) -> bool:
    """Whether cells of a table say positions (`Covered`, `No`), whatever its columns are called."""
    short = [b.text for b in blocks if len(b.text.split()) <= 5]
    return sum(_position(text) is not None for text in short) > 1


def row_of(block: Block) -> tuple[int, int]:
    """The table and row of a cell."""
    return (block.cell.table, block.cell.row) if block.cell else (-1, -1)


def _records(rows: Sequence[dict[int, list[Block]]], columns: _Columns) -> Iterator[dict[int, list[Block]]]:
    """The rows; lines of a wrapped cell, which extraction leaves as rows without a position, joined to theirs."""
    open_: dict[int, list[Block]] | None = None
    for row in rows:
        named, said = _words(row, columns.subject), _words(row, columns.coverage)
        sign = bool(said) and not any(c.isalnum() for c in said)
        own = named[:1].isupper() and (said[:1].isupper() or sign)
        before = _words(open_, columns.coverage) if open_ else ""
        begins = columns.coverage is None or own or _position(said) is not None
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


def _by_stage(
    row: dict[int, list[Block]], columns: _Columns
) -> list[tuple[Stage | None, dict[int, list[Block]]]]:
    """A row as one for each stage that words in its cell of criteria head: “Initial: …  Renewal: …”."""
    column = columns.criteria
    cell = row.get(column, []) if column is not None else []
    heads: list[tuple[int, Stage | None]] = [(i, stage) for i, b in enumerate(cell) if (stage := _stage(b))]
    if column is None or len({stage for _, stage in heads}) < 2 or heads[0][0] > 0:
        return [(None, row)]
    ends = [i for i, _ in heads[1:]] + [len(cell)]
    return [(stage, {**row, column: cell[i + 1 : end]}) for (i, stage), end in zip(heads, ends, strict=True)]


def _stage(block: Block) -> Stage | None:
    """The stage that a short line over a list says."""
    short = block.marker is None and len(block.text.split()) <= _HEADING and block.text.endswith(":")
    return stage_of_heading(block.text) if short else None


_HEADING = 5
"""Words of a line that heads a part of a cell."""


def _words(row: Mapping[int, Sequence[Block]], column: int | None) -> str:
    """What stands in a column of a row; nothing where the table has no such column."""
    return " ".join(b.text for b in row.get(column, ())) if column is not None else ""


def cells_of(row: list[Block]) -> dict[int, list[Block]]:
    """The cells of a row by their columns."""
    out: dict[int, list[Block]] = {}
    for block in row:
        if block.cell is not None:
            out.setdefault(block.cell.column, []).append(block)
    return out


def _statement(
    row: dict[int, list[Block]], columns: _Columns, over: Position, page: Page
) -> Statement | None:
    """The statement of one row; None for a row without a service or a position. `over`: what the rows share."""
    named = row.get(columns.subject)
    if not named:
        return None
    coverage, criteria = columns.coverage, columns.criteria
    said = _words(row, coverage)
    position = _position(said)
    comment = row.get(criteria, []) if criteria is not None else []
    if coverage is not None and position is None:
        return None
    position = position or over
    conditional = position == "medically_necessary" and (
        coverage is None or _CONDITIONAL.search(said) is not None
    )
    tree, notes = _conditions(comment, conditional, page) if position == "medically_necessary" else (None, [])
    if coverage is not None and position == "not_covered" and _EXCLUDED.search(said):
        notes.append(page.doubt("position_unclear", whole(row[coverage][0]), _BY_WHOM))
    if conditional and tree is None:
        notes.append(
            page.doubt("list_lost", whole(named[0]), "Criteria are announced and none stand in the row")
        )
    span = page.source.join([page.source.span(b) for cells in row.values() for b in cells])
    return Statement("", position, " ".join(b.text for b in named), span, tree, notes=tuple(notes))


def _position(words: str, whole: bool = True) -> Position | None:
    """The position that the words of a cell say; `whole`: they are all of it, and no part."""
    if (sign := _SIGNS.get(words.strip().lower())) or _NO_APPROVAL.match(words):
        return sign
    found = judgement(f"it is {words}")
    if found is not None and found.certain:
        if found.position == "benefit_exclusion" and not _CONTRACT.search(words):
            return "not_covered"  # in a grid of benefits every word speaks of the benefit
        return found.position
    if _NO.match(words) and not _UNPROVEN.search(words):
        return "not_covered"
    if _YES.match(words) or (whole and _grants(words)):
        return "medically_necessary"
    if _UNPROVEN.search(words):
        return "investigational"
    parts = [p for p in _PARTS.split(words) if p and p != words]
    told: set[Position] = {p for part in parts if (p := _position(part, whole=False)) is not None}
    return told.pop() if len(told) == 1 else None  # “Appearance only - cosmetic”


def _grants(words: str) -> bool:
    """Whether each word of a cell grants something or stands beside one that does: “Paid if criteria are met”."""
    if re.search(r"[0-9✖✗✘×]", words):
        return False
    said = re.findall(r"[a-z]+(?:'[a-z]+)?", words.lower().replace("’", "'").replace("p.a.", "pa"))
    return not _GRANTING.isdisjoint(said) and {*said} <= _GRANTING | _BESIDE_GRANT


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


def is_code_table(blocks: Sequence[Block]) -> bool:
    """Whether a table lists codes and no criteria."""
    first = [b.text for b in blocks if b.cell is not None and b.cell.column == 0]
    codes = sum(_CODE.match(t) is not None for t in first)
    return codes * 2 >= len(first)


_CODE = re.compile(r"[A-Z]?[0-9]{4,5}[A-Z]?\b|[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?\b")
