"""The rows and columns of a table, and which of its columns names services, positions and conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from coverable.document.criteria.grids.says import position_of
from coverable.document.criteria.positions.headed import heading_position
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Position, Stage
from coverable.document.source import Block

SUBJECT = any_case(
    r"^(?:item|service|procedure|benefit|treatment|device|drug|medication|product|equipment|test|indication|condition|diagnosis|use|testing|therapy|program|feature|component"
    r"|accessory|accessorie|supply|supplie|level\s+of\s+care)s?\b.{0,40}$"
)
_COVERAGE = any_case(
    r"^(?!.*\b(?:when|if|criteria|requirements?|conditions)$)(?:coverage|covered|status|position|determination|decision|policy|medical\s+necessity|eligib\w+)\b.{0,40}$"
)
_CRITERIA = any_case(
    r"^(?:comments?|criteria|requirements?|conditions?|notes?|limits?|limitations?|guidelines?|when|coverage criteria|medical necessity)\b.{0,40}$"
)


_REMARKS = any_case(r"^(?:comments?|notes?|limits?|limitations?|guidelines?)\b")
_WHEN = any_case(r"\b(?:when|if|cases|situations|criteria)\b")
_GRANTED = any_case(
    r"^[^,;]*\b(?:approved|approvable|covered|authorized|allowed|necessary|appropriate)\s+(?:when|if)$|\bwhen\b.*\b(?:approved|covered|authorized|allowed|necessary|appropriate)$"
)
"""“Covered when”, “When imaging is approved”."""


def row_of(block: Block) -> tuple[int, int]:
    """The table and row of a cell."""
    return (block.cell.table, block.cell.row) if block.cell else (-1, -1)


def words_of(row: Mapping[int, Sequence[Block]], column: int | None) -> str:
    """What stands in a column of a row; nothing where the table has no such column."""
    return " ".join(b.text for b in row.get(column, ())) if column is not None else ""


def cells_of(row: list[Block]) -> dict[int, list[Block]]:
    """The cells of a row by their columns."""
    out: dict[int, list[Block]] = {}
    for block in row:
        if block.cell is not None:
            out.setdefault(block.cell.column, []).append(block)
    return out


@dataclass(frozen=True, slots=True)
class Asked:
    """A column of conditions, and what its name says of them: “Renewal criteria”, “When imaging is not approved”."""

    column: int
    position: Position | None = None
    """The position that its name denies the service with; None where the rows say which."""
    stage: Stage | None = None
    sure: bool = False
    """Its name says that its cells are conditions, and not remarks: “Criteria”, not “Comments”."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a grid holds what."""

    subject: int
    coverage: int | None
    criteria: tuple[Asked, ...] = ()
    left: Mapping[int, str] = field(default_factory=dict[int, str])
    """The names of the other columns."""


def named(head: Mapping[int, Sequence[Block]]) -> Columns | None:
    """The columns by the names in their head: `Service`, `Coverage`, `Comments`."""
    names = {column: " ".join(b.text for b in cells) for column, cells in head.items()}
    if any(re.search(r"[0-9]", name) for name in names.values()):
        return None  # “Procedure | Guideline 12”: a label and its value
    subject = next((c for c, n in names.items() if SUBJECT.match(n)), None)
    coverage = next((c for c, n in names.items() if c != subject and _COVERAGE.match(n)), None)
    rest = {c: n for c, n in names.items() if c not in (subject, coverage)}
    criteria = _asked(rest)
    if subject is None or (coverage is None and not criteria):
        return None
    taken = {a.column for a in criteria}
    return Columns(subject, coverage, criteria, {c: n for c, n in rest.items() if c not in taken})


def _asked(names: Mapping[int, str]) -> tuple[Asked, ...]:
    """The columns of conditions: the first, those of other stages beside it, and those of what is denied."""
    told = [
        (Asked(c, _denial(n), stage_of_heading(n), _REMARKS.match(n) is None), n) for c, n in names.items()
    ]
    denied = [a for a, _ in told if a.position is not None]
    asking = [a for a, n in told if a not in denied and (a.stage or _CRITERIA.match(n) or _GRANTED.search(n))]
    first = asking[:1]
    stages = {a.stage: a for a in reversed(asking) if a.stage} if first and first[0].stage else {}
    return tuple(sorted({*first, *stages.values(), *denied}, key=lambda a: a.column))


def _denial(name: str) -> Position | None:
    """The position of a column whose name says when a service is denied."""
    found = heading_position(name) if _WHEN.search(name) else None
    return found if found in NEGATIVE else None


def names_columns(row: Sequence[Block]) -> bool:
    """Whether a row of cells is the head of a grid."""
    return named(cells_of(list(row))) is not None


def of_positions(blocks: Sequence[Block]) -> frozenset[int]:
    """The numbers of the blocks in grids whose head names services and their coverage."""
    numbers: dict[int, list[int]] = {}
    for i, block in enumerate(blocks):
        if block.cell is not None:
            numbers.setdefault(block.cell.table, []).append(i)
    rows = ((n, [blocks[i] for i in n]) for n in numbers.values())
    return frozenset(i for n, table in rows if _covers(table) for i in n)


def _covers(table: Sequence[Block]) -> bool:
    heads = (named(cells_of(list(row))) for _, row in groupby(table, row_of))
    return any(head is not None and head.coverage is not None for head in heads)


def told(rows: Sequence[Mapping[int, Sequence[Block]]]) -> Columns | None:
    """The columns by what stands in them, where a page was lost with their names: service, position, conditions."""
    said = [{c: " ".join(b.text for b in cells) for c, cells in row.items()} for row in rows]
    taking = [r for r in said if 1 in r and len(r[1].split()) <= 8 and position_of(r[1]) is not None]
    taking = [r for r in taking if not (_FIELD.match(r.get(0, "")) or _FIELD.match(r[1]))]
    names = all(len(r.get(0, "").split()) <= 10 and judgement(r.get(0, "")) is None for r in said)
    if not names or len(taking) * 3 < len(said) * 2:
        return None
    return Columns(0, 1, (Asked(2),) if any(2 in r for r in said) else ())


_FIELD = re.compile(r"[A-Z][^:]{2,40}:\s+\S")
"""“Policy Effective: June 5, 2025”: a label of the document's header and its value."""


def takes_positions(blocks: Sequence[Block]) -> bool:
    """Whether cells of a table say positions (`Covered`, `No`), whatever its columns are called."""
    short = [b.text for b in blocks if len(b.text.split()) <= 5]
    return sum(position_of(text) is not None for text in short) > 1


def is_code_table(blocks: Sequence[Block]) -> bool:
    """Whether a table lists codes and no criteria."""
    first = [b.text for b in blocks if b.cell is not None and b.cell.column == 0]
    codes = sum(_CODE.match(t) is not None for t in first)
    return codes * 2 >= len(first)


_CODE = re.compile(r"[A-Z]?[0-9]{4,5}[A-Z]?\b|[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?\b")
