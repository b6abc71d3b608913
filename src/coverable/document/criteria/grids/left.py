"""What stands in tables and was read by nothing: columns beside those of a grid, and whole tables.

A table of hours, points or limits bounds what is granted as a sentence does, and holds no word that says so but in
the names of its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, takewhile

from coverable.document.criteria.grids.columnnames import CHECKED, TELLS, USE, names_services
from coverable.document.criteria.grids.columns import Columns, of_positions
from coverable.document.criteria.grids.rows import Row, cells_of, heads_group, row_of, words_of
from coverable.document.criteria.grids.says import says_nothing
from coverable.document.criteria.positions import asking, loosebounds
from coverable.document.criteria.positions.unaccounted import EXCEPTING
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import whole
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.granted.amounts import only_amounts
from coverable.document.reading import Section
from coverable.document.source import Block

_LIMITS = any_case(
    r"\b(?:criteria|criterion|requirements?|limits?|limitations?|maximum|max|minimum|allowed|allowance|frequency|points?|scores?"
    r"|(?:hours?|units?|visits?|days|sessions?|doses?)\s+(?:per|a)\b|age|ages|when|if|exclusions?|contraindications?|restrictions?|prerequisites?|step)\b"
)
_JUDGES = any_case(r"\b(?:not|covered|approved|denied|excluded|necessary)\b")
"""Names of columns whose cells bound or ask something, and of those whose cells grant or deny it."""
_INFORMS = any_case(
    r"\b(?:pa|prior|precert\w*|pre-?auth\w*|codes?|cpt|hcpcs|icd|dates?|revisions?|history|changes?|updates?|policy|references?|authors?|study|studies|results?|descriptions?|definitions?"
    r"|rationale|evidence|phone|fax|form|where|who\s+(?:to|pays|decides|reviews|orders|submits)|contact|duration|length|quantity|turnaround|response|claims?|modifiers?|place)\b"
)
_FEWEST = 2
"""Rows of a table under the names of its columns, with them."""


def excepts(text: str) -> bool:
    """Whether words hold one that takes something out: “except for wound care”."""
    return not EXCEPTING.isdisjoint(re.findall(r"[a-z]+", text.lower()))


def ask_columns(records: Sequence[Row], columns: Columns, page: Page) -> None:
    """Ask about columns beside those of a grid, and lines under its rows, that bound or ask something."""
    for column, name in columns.left.items():
        cells = [row[column] for row in records if not says_nothing(words_of(row, column))]
        if not cells or (columns.full and _known(name, cells)):
            continue
        if columns.full or bounds(name) or any(_asks(b.text) for cell in cells for b in cell):
            spans = [page.source.span(b) for cell in cells for b in cell]
            says = f"A column of it was not read: “{name}”"
            page.findings.add("criteria_in_table", [page.source.join(spans)], says)
    below = list(takewhile(heads_group, reversed(list(records))))
    if len(below) > 1:  # a name, and what stands under it
        spans = [page.source.span(b) for row in below for cell in row.values() for b in cell]
        page.findings.add("criteria_in_table", [page.source.join(spans)], _UNDER_ROWS)


_UNDER_ROWS = "Lines under the rows: do they hold for all of them?"


def ask_proofs(cells: Sequence[Block], page: Page) -> None:
    """Ask about cells beside criteria that say by what each is shown, where they bound it: “Levels of the last 12 months”."""
    for cell in cells:
        if _asks(cell.text) or _RECENT.search(cell.text):
            page.doubt(
                "criteria_in_table", whole(cell), "It says how a criterion is shown: does it bound it?"
            )


_RECENT = any_case(
    r"\b(?:last|past|previous|prior|within|older|at\s+least|must)\b|\b[0-9]+[\s-]+(?:days?|weeks?|months?|years?)\b"
)


def _known(name: str, cells: Sequence[Sequence[Block]]) -> bool:
    """Whether a column asks nothing of the patient: by its name, or since its cells only say how much is granted."""
    if CHECKED.fullmatch(name) or TELLS.search(name) or _INFORMS.search(name):
        return True
    return all(only_amounts(f"Limited to {b.text}") for cell in cells for b in cell)


def of_codes(blocks: Sequence[Block], sections: Sequence[Section], page: Page) -> None:
    """Ask about the tables of codes that bound what is granted in a column: “Once per lifetime”.

    Which codes are covered is told by the codes themselves, and grids of services are read where they stand.
    """
    numbers = {n for s in sections if s.kind == "codes" for n in range(s.first, s.last)}
    numbers = {n for n in numbers if blocks[n].cell is not None}
    cells = [blocks[n] for n in sorted(numbers - of_positions(blocks))] if numbers else []
    for _, table in groupby(cells, lambda b: row_of(b)[0]):
        rows = list(table)
        if asks(rows, codes=True):
            page.findings.add(
                "criteria_in_table", [page.source.join([page.source.span(b) for b in rows])], _OF_CODES
            )


_OF_CODES = "A table of codes with a column that bounds something"


def asks(blocks: Sequence[Block], codes: bool = False) -> bool:
    """Whether a table of which nothing was read bounds or asks something: by names of columns, or by what compares."""
    rows = [cells_of(list(row)) for _, row in groupby(blocks, row_of)]
    if len(rows) < _FEWEST or len(rows[0]) < _FEWEST:
        return False
    cells = [words_of(row, c) for row in rows[1:] for c in row if c]
    named = any(bounds(name, codes) for name in _names(rows[0])) and not all(map(says_nothing, cells))
    return named or any(_COMPARES.search(cell) for cell in cells)


def unread(blocks: Sequence[Block]) -> bool:
    """Whether a table names services or uses, and says something of them that its names do not tell to be no matter."""
    rows = [cells_of(list(row)) for _, row in groupby(blocks, row_of)]
    names = {c: words_of(rows[0], c) for c in rows[0]} if len(rows) >= _FEWEST else {}
    first, *others = names.values() or ("",)
    told = [n for n in others if not (TELLS.search(n) or _INFORMS.search(n) or CHECKED.fullmatch(n))]
    return bool(told) and (names_services(first) or USE.match(first) is not None)


_COMPARES = re.compile(r"(?:[≤≥]|[<>]=?)\s*[0-9]")
"""“<=11”: what is measured, and its bound."""


def bounds(name: str, codes: bool = False) -> bool:
    """Whether a column of this name bounds or asks something; `codes`: of codes, whose coverage is told apart."""
    names = _LIMITS.search(name) or (not codes and _JUDGES.search(name))
    return bool(names) and _INFORMS.search(name) is None


def _names(head: Mapping[int, Sequence[Block]]) -> Iterator[str]:
    """The names of the columns behind the first."""
    for column, cells in head.items():
        name = " ".join(b.text for b in cells)
        if column and len(name.split()) <= _LONGEST:
            yield name


_LONGEST = 6
"""Words of the name of a column."""


def _asks(text: str) -> bool:
    return asking.asks(text) or loosebounds.bounds(text)
