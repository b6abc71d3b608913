"""Criteria as a table of questions with choices, each with the question that it leads to.

    Question ID | Question Text                     | Choice Text | Next Question ID
    1000        | Is it prescribed by a specialist? | Y           | 1001
                |                                   | N           | END (Deny)
    1001        | Has A been tried?                 | Y           | END (Approve x 365 days)

Programs that decide requests keep them so. The ways to an approval are what is asked for (`ways`); a way that ends in a
review by a person is no approval.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby
from typing import Literal

from coverable.document import passages
from coverable.document.criteria.grids.questions import UNKNOWN, name_over
from coverable.document.criteria.grids.ways import Answer, Asked, Target, by_stage
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node, Stage, Statement
from coverable.document.source import Block, rows

_COLUMNS = {
    "id": any_case(r"question\s+(?:id|no\.?|number|#)"),
    "otherwise": any_case(r"default\s+next(?:\s+question)?(?:\s+(?:id|no\.?|number))?"),
    "asked": any_case(r"questions?(?:\s+text)?"),
    "choice": any_case(r"(?:choice|answer|response)s?(?:\s+text)?"),
    "leads": any_case(r"(?:next|go\s+to|leads\s+to)(?:\s+question)?(?:\s+(?:id|no\.?|number))?"),
}
"""What the columns of such a table are called."""
_NEEDED = frozenset(("id", "asked", "choice", "leads"))
_NUMBER = re.compile(r"\W*(?P<number>[0-9]{1,6})\W*")
_APPROVED = any_case(r"\b(?<!not\s)(?:approve[ds]?|approval|cover(?:ed)?)\b")
_DENIED = any_case(
    r"\b(?:den(?:y|ied|ial)|reject(?:ed)?|(?:not|never|no)\s+(?:be\s+)?(?:approve[ds]?|approval|cover(?:ed)?))\b"
)
_REVIEWED = any_case(r"\b(?:manual|review(?:ed)?|pend(?:ing|ed)?|refer(?:red)?)\b")
_ENDS = any_case(r"\W*(?:end|stop)\b")
_YES, _NO = ("y", "yes", "true"), ("n", "no", "false")
_SENT = any_case(
    r"(?<=[.?!])\s+(?:if\s+(?:yes|no|so)\W+)?please\s+(?:also\s+)?(?:provide|submit|attach|document|list|specify|explain|describe|indicate|note|include)\b.*$"
)
"""“Has A been tried? If yes, please submit the dates.”: what is to be sent along."""
_HEAD = any_case(r"\W*criteria\s+(?:sub)?title\W*")
"""What the table says of itself, over its questions."""


@dataclass(slots=True)
class _Row:
    """A question with the answers of its rows."""

    number: int
    words: Block | None = None
    otherwise: str = ""
    choices: list[tuple[Block, str]] = field(default_factory=list[tuple[Block, str]])


def of_choices(blocks: Sequence[Block], page: Page) -> tuple[list[Statement], frozenset[int]]:
    """What each such table asks for, and the numbers of the blocks that they hold."""
    made: list[Statement] = []
    taken: set[int] = set()
    places = {id(block): n for n, block in enumerate(blocks)}
    before = 0
    for _, of_table in groupby(rows(blocks), _table):
        table = list(of_table)
        at, columns = next(((n, found) for n, row in enumerate(table) if (found := _named(row))), (0, None))
        if columns is None:
            continue
        first, last = places[id(table[at][0])], places[id(table[-1][-1])]
        found = list(_statements(table[at + 1 :], columns, name_over(blocks[before:first]), page))
        if found:
            made += found
            taken.update(range(first, last + 1))
            before = last + 1
    return made, frozenset(taken | (_heads(blocks) if made else set()))


def _table(row: Sequence[Block]) -> int:
    return row[0].cell.table if row[0].cell else -1


def _named(row: Sequence[Block]) -> Mapping[str, int] | None:
    """The columns that a row names; None where it names no table of questions with choices."""
    told: dict[str, int] = {}
    for block in row:
        name = next((n for n, words in _COLUMNS.items() if words.fullmatch(block.text.strip(" :*"))), None)
        if name and block.cell:
            told.setdefault(name, block.cell.column)
    return told if told.keys() >= _NEEDED else None


def _heads(blocks: Sequence[Block]) -> set[int]:
    """The cells of tables that say what the questions are about: “Criteria Title | Topical retinoid”."""
    told = {b.cell.table for b in blocks if b.cell and not b.cell.column and _HEAD.fullmatch(b.text)}
    return {n for n, b in enumerate(blocks) if b.cell and b.cell.table in told}


def _statements(
    table: Sequence[Sequence[Block]], columns: Mapping[str, int], subject: str, page: Page
) -> Iterator[Statement]:
    """What the ways through the questions of a table ask for, by stage where a question parts them."""
    series = list(_series(table, columns))
    if len(series) < _FEWEST or not any(one.choices for one in series):
        return
    known = {one.number for one in series}
    asked = {one.number: _asked(one, known) for one in series}
    span = page.source.join([page.source.span(b) for row in table for b in row])
    for stage, way in by_stage(asked, series[0].number, None, page).items():
        node = way if isinstance(way, Node) else None
        notes = () if node else (page.findings.add("criteria_in_table", [span], UNKNOWN),)
        yield Statement("", "medically_necessary", subject, span, node, stage=stage, notes=notes)


_FEWEST = 2


def _series(table: Sequence[Sequence[Block]], columns: Mapping[str, int]) -> Iterator[_Row]:
    """The questions in order; a row without a number holds another answer of the question before."""
    open_: _Row | None = None
    for row in table:
        cells = {name: _cell(row, column) for name, column in columns.items()}
        number = _NUMBER.fullmatch(_text(cells["id"]))
        if number is not None:
            yield from [open_] if open_ else []
            words = reduce(passages.joined, cells["asked"]) if cells["asked"] else None
            open_ = _Row(int(number["number"]), words, _text(cells.get("otherwise", [])))
        choice, leads = cells["choice"], _text(cells["leads"])
        if open_ is not None and choice and (leads or not _ENDS.match(choice[0].text)):
            open_.choices.append((choice[0], leads))
        elif open_ is not None and number is not None and not open_.otherwise:
            open_.otherwise = leads or _text(choice)  # an end that stands in the column of the choices
    yield from [open_] if open_ else []


def _cell(row: Sequence[Block], column: int) -> list[Block]:
    return [b for b in row if b.cell and b.cell.column == column and b.text.strip()]


def _text(cell: Sequence[Block]) -> str:
    return " ".join(b.text for b in cell)


def _asked(row: _Row, known: Collection[int]) -> Asked:
    words = row.words and _without_sent(row.words)
    if not row.choices:
        return Asked(words, leads=_target(row.otherwise, known))
    answers = [
        Answer(_says(choice), _target(leads or row.otherwise, known), _stage(choice))
        for choice, leads in row.choices
    ]
    order = {"yes": 0, "no": 1}
    plain = all(isinstance(a.says, str) for a in answers) and len(answers) == len(order)
    answers.sort(key=lambda a: order[a.says] if plain and isinstance(a.says, str) else 0)
    return Asked(words, tuple(answers))


def _without_sent(words: Block) -> Block:
    """A question without what is to be sent along with its answer."""
    sent = _SENT.search(words.text)
    return passages.part(words, 0, sent.start()) if sent else words


def _says(choice: Block) -> Literal["yes", "no"] | Block:
    word = choice.text.strip(" .").lower()
    return "yes" if word in _YES else "no" if word in _NO else choice


def _stage(choice: Block) -> Stage | None:
    return stage_of_heading(choice.text) if isinstance(_says(choice), Block) else None


def _target(leads: str, known: Collection[int]) -> Target:
    number = _NUMBER.fullmatch(leads)
    if number is not None:
        return int(number["number"]) if int(number["number"]) in known else None
    if _DENIED.search(leads):
        return False
    approved, reviewed = _APPROVED.search(leads), _REVIEWED.search(leads)
    if approved:
        return None if reviewed else True  # “Pending approval”
    return False if reviewed or _ENDS.match(leads) else None
