"""The rows and columns of a table, and which of its columns names services, positions and conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from coverable.document.criteria.grids.columnnames import (
    ABSENT,
    AGES,
    CHECKED,
    COVERAGE,
    CRITERIA,
    EXCLUSIONS,
    GRANTED,
    LIMIT,
    PART,
    PROVES,
    REASON,
    REMARKS,
    SUBJECT,
    TELLS,
    USE,
    asks,
    denial,
    is_mark,
    names_services,
    position_named,
    says_position,
    ticked,
)
from coverable.document.criteria.grids.rows import Row, cells_of, row_of, words_of
from coverable.document.criteria.grids.says import (
    CONDITIONAL,
    position_of,
    says_nothing,
)
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.quantifiers.quantity import ANY, Quantifier
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.granted.amounts import only_amounts
from coverable.document.reading import Position, Stage
from coverable.document.source import Block


@dataclass(frozen=True, slots=True)
class Asked:
    """A column of conditions, and what its name says of them: “Renewal criteria”, “When imaging is not approved”."""

    column: int
    position: Position | None = None
    """The position that its name denies the service with; None where the rows say which."""
    stage: Stage | None = None
    sure: bool = False
    """Its name says that its cells are conditions, and not remarks: “Criteria”, not “Comments”."""
    also: tuple[int, ...] = ()
    """Further columns that ask something of the same row."""
    remarks: tuple[int, ...] = ()
    """Columns of remarks beside one whose name grants: they grant nothing by themselves."""
    uses: bool = False
    """It names uses, each of which is enough: “Covered uses”, not “Covered when”."""
    counted: Quantifier | None = None
    """What its name says of the items in its cells: “Criteria (all must be met)”."""
    grouped: bool = False
    """Lines between the rows say the positions, and its cells on what condition."""
    unsure: bool = False
    """It may deny the service, or say what must be absent: “Exclusions” beside “Criteria”."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a grid holds what."""

    subject: int | None
    """The services; None where the table is about one service."""
    coverage: int | None
    criteria: tuple[Asked, ...] = ()
    left: Mapping[int, str] = field(default_factory=dict[int, str])
    """The names of the other columns."""
    use: int | None = None
    """The use that a row is for, beside its service."""
    marked: Mapping[int, Position] = field(default_factory=dict[int, Position])
    """Columns of which the marked one says the position: “Covered | Not covered”."""
    whom: tuple[int, ...] = ()
    """Columns of positions, each for a group of patients: “Child | Adult”."""
    service: int | None = None
    """The column whose name is the service, where the rows are groups of patients: “Age | CT screening”."""
    absent: tuple[int, ...] = ()
    """Columns of what must be absent for the service to be granted: “Contraindications”."""
    full: bool = False
    """What stands in the columns was looked at, too: one that was not understood is asked about."""


def named(head: Row, body: Sequence[Row] = (), grouped: bool = False) -> Columns | None:
    """The columns by the names in their head: `Service`, `Coverage`, `Comments`.

    With the rows under it (`body`), a column may also be known by what stands in it, and services by what is left.
    `grouped`: lines between the rows say the positions.
    """
    names = {column: " ".join(b.text for b in cells) for column, cells in head.items()}
    printed = all(b.cell is not None and b.cell.head for cells in head.values() for b in cells)
    if any(re.search(r"[0-9]", name) for name in names.values()) and not (printed and body):
        return None  # “Procedure | Guideline 12”: a label and its value
    subject = next((c for c, n in names.items() if SUBJECT.match(n)), None)
    coverage = next((c for c, n in names.items() if c != subject and COVERAGE.match(n)), None)
    rest = {c: n for c, n in names.items() if c not in (subject, coverage)}
    if not body:
        return _columns(subject, coverage, rest, _asked(rest))
    if any(len(n.split()) > _LONGEST for n in names.values()):
        return None
    found = _by_contents(names, body, grouped)
    if found is None or printed:
        return found
    called = any(names_services(n) or USE.match(n) for n in names.values())
    behind = [found.coverage, *(a.column for a in found.criteria), *found.marked, *found.whom]
    first = found.subject if found.subject is not None else found.use
    stands_first = first is not None and all(c is None or c > first for c in behind)
    return found if called and stands_first else None  # “Name of Criteria | Replacement Therapy” is a label


_LONGEST = 7
"""Words of the name of a column."""


def _columns(
    subject: int | None, coverage: int | None, rest: Mapping[int, str], criteria: tuple[Asked, ...]
) -> Columns | None:
    if subject is None or (coverage is None and not criteria):
        return None
    taken = {a.column for a in criteria}
    return Columns(subject, coverage, criteria, {c: n for c, n in rest.items() if c not in taken})


def _by_contents(names: Mapping[int, str], body: Sequence[Row], grouped: bool) -> Columns | None:
    """The columns by their names and by what stands under them."""
    cells = {
        c: [t for row in body if (t := words_of(row, c)) and (is_mark(t) or not says_nothing(t))]
        for c in names
    }
    open_ = {
        c: n
        for c, n in names.items()
        if asks(n)
        or not (TELLS.search(n) or CHECKED.fullmatch(n) or PROVES.fullmatch(n) or _COUNTS.fullmatch(n))
    }
    open_ |= {c: n for c, n in names.items() if REASON.fullmatch(n) and _mostly(cells[c], _denies)}
    marked = _marked(names, cells, body)
    said = {
        c
        for c, n in open_.items()
        if c not in marked and (COVERAGE.match(n) or not asks(n)) and _mostly(cells[c], says_position)
    }
    held = {*said, *marked, *(c for c, n in names.items() if PART.match(n))}
    services = [c for c, n in open_.items() if names_services(n) and c not in held]
    subject = max(services, key=lambda c: (len(set(cells[c])), -c), default=None)
    stated = [c for c in names if c in said]
    coverage = next((c for c in stated if COVERAGE.match(names[c])), stated[0] if stated else None)
    whom = tuple(c for c in stated if not COVERAGE.match(names[c]) and position_named(names[c]) is None)
    whom = whom if len(whom) > 1 and len(whom) == len(stated) else ()
    rest = {c: n for c, n in open_.items() if c not in {subject, coverage, *whom, *marked}}
    heads = min(names)
    says = marked or coverage is not None or any(position_named(n) for c, n in rest.items() if c != heads)
    of_uses = subject is None and says and USE.match(names[heads]) is not None
    limits = {c for c in rest if LIMIT.search(names[c]) and _mostly(cells[c], _bounds_only)}
    absent = tuple(c for c, n in rest.items() if ABSENT.search(n))
    own = {c: n for c, n in rest.items() if not (of_uses and c == heads)}  # “Condition | Covered | Unproven”
    criteria = _asking({c: n for c, n in own.items() if c not in {*limits, *absent}})
    if absent and not criteria:  # “Organ | Indications | Contraindications”
        uses = [c for c, n in rest.items() if USE.match(n) and c not in absent]
        criteria = tuple(Asked(c, sure=True, counted=ANY) for c in uses[:1])
        absent, criteria = (absent, criteria) if criteria else ((), _asking(rest))
    if grouped and subject is not None and not (coverage is not None or criteria or marked):
        criteria = tuple(Asked(c, sure=True, uses=True, grouped=True) for c in rest if c not in limits)[:1]
    if not (coverage is not None or criteria or marked):
        return None
    taken = {
        coverage,
        *whom,
        *limits,
        *marked,
        *absent,
        *(c for a in criteria for c in (a.column, *a.also, *a.remarks)),
    }
    free = [c for c in rest if c not in taken]
    if subject is None:
        told_use = next((c for c in free if USE.match(names[c])), None)
        bound = min((a.column for a in criteria), default=max(names) + 1)
        before = (c for c in free if c < (bound if told_use is None else told_use))
        subject = next(before, told_use)
    if subject is None or _mostly(cells[subject], is_mark):
        return None
    use = next((c for c in free if c != subject and USE.match(names[c])), None)
    beside = [c for c in free if c not in {subject, use} and not LIMIT.search(names[c])]
    if (
        coverage is not None
        and not criteria
        and len(beside) == 1
        and any(map(CONDITIONAL.search, cells[coverage]))
    ):
        criteria = (Asked(beside[0]),)  # “Covered as described | Description”
        taken = {*taken, *beside}
    service = None
    if AGES.match(names[subject]):
        named_by = coverage is not None and COVERAGE.match(names[coverage]) is None
        subject, use, service = None, subject, coverage if named_by else None
    elif use is None and USE.match(names[subject]):
        subject, use = None, subject  # “Indication | Criteria”: the service is named over the table
    held = {*taken, subject, use, *(c for c, n in names.items() if _COUNTS.fullmatch(n))} - limits
    left = {c: n for c, n in names.items() if c not in held}
    return Columns(
        subject, None if whom else coverage, criteria, left, use, marked, whom, service, absent, full=True
    )


_COUNTS = any_case(r"\W*(?:#|no\.?|row|line|item\s+(?:#|no\.?))?\W*")
"""Names of columns that number the rows."""


def _asking(names: Mapping[int, str]) -> tuple[Asked, ...]:
    """The columns of conditions: those for one position each, those of stages, and else all that ask something."""
    parts = {c for c, n in names.items() if PART.match(n)}
    parts = parts if len(parts) > 1 or any(map(asks, names.values())) else set[int]()
    negative = any(position_named(n) in NEGATIVE for c, n in names.items() if c not in parts)
    positions: dict[int, Position | None] = {
        c: position_named(n) for c, n in names.items() if c not in parts and (negative or not USE.match(n))
    }
    told = [
        Asked(
            c,
            positions.get(c),
            _stage_of(n),
            REMARKS.match(n) is None,
            uses=_WHEN.search(n) is None and _stage_of(n) is None and c not in parts,
            counted=_counted(n),
            unsure=len(names) > 1 and EXCLUSIONS.fullmatch(n) is not None,
        )
        for c, n in names.items()
        if positions.get(c) or _stage_of(n) or asks(n) or c in parts
    ]
    each = [a for a in told if a.position is not None]
    asking = [a for a in told if a.position is None]
    if any(a.position not in NEGATIVE for a in each):
        remarks = tuple(a.column for a in asking if not (a.sure or a.stage))
        asking = [a for a in asking if a.column not in remarks]
        each = [a if a.position in NEGATIVE else replace(a, remarks=remarks) for a in each]
    return tuple(sorted((*_together(asking), *each), key=lambda a: a.column))


def _together(asking: Sequence[Asked]) -> list[Asked]:
    """One column of conditions for each stage, with those that ask something of the same stage, or of every stage."""
    stages = {a.stage for a in asking if a.stage}
    if "continuation" in stages and "initial" not in stages:
        asking = [replace(a, stage=a.stage or "initial") if a.sure else a for a in asking]
    first = {a.stage: a for a in reversed(asking) if a.stage or not stages}
    also = {
        stage: tuple(b.column for b in asking if b.sure and b is not a and b.stage in (stage, None))
        for stage, a in first.items()
    }
    return [replace(a, also=also[stage]) for stage, a in first.items()]


def _stage_of(name: str) -> Stage | None:
    """The stage that the name of a column says: “Renewal”, “Beyond 3 months”."""
    return stage_of_heading(name) or ("continuation" if _LATER.match(name) else None)


def _counted(name: str) -> Quantifier | None:
    """How many of the items of its cells the name of a column asks for: “Criteria (all must be met)”, “Required (all)”."""
    found = quantifier.governing(name)
    if found is not None and found.how == "stated":
        return replace(found, first=0, last=0)
    told = _IN_BRACKETS.search(name)
    rule = told and ("all" if told["all"] else "any")
    return Quantifier(rule, None, 0, 0, "stated") if rule else None


_IN_BRACKETS = any_case(r"\(\s*(?:meets?\s+|must\s+meet\s+)?(?:(?P<all>all|each|every)|any|one)\s*\)")
_LATER = any_case(r"\W*(?:beyond|after|past)\s+(?:the\s+)?(?:first\s+)?[0-9]")
_WHEN = any_case(r"\b(?:when|if|criteria|requirements?|conditions?)\b")


def _marked(
    names: Mapping[int, str], cells: Mapping[int, Sequence[str]], body: Sequence[Row]
) -> Mapping[int, Position]:
    """The columns named by a position each, of which every row marks one; or one such column that is ticked or not."""
    told: dict[int, Position | None] = {c: position_named(n) for c, n in names.items()}
    found: dict[int, Position] = {c: p for c, p in told.items() if p is not None}
    marks: dict[int, Position] = {c: p for c, p in found.items() if cells[c] and all(map(is_mark, cells[c]))}
    if len(set(marks.values())) > 1:
        once = all(sum(ticked(words_of(row, c)) is True for c in marks) <= 1 for row in body)
        return marks if once else {}
    one = next(iter(marks.items()), None)
    if one is None or len(marks) > 1:
        return {}
    answered = all(position_of(t) is not None for t in cells[one[0]]) and len(cells[one[0]]) == len(body)
    return {} if answered and one[1] not in NEGATIVE else marks


def _denies(text: str) -> bool:
    return position_of(text) in NEGATIVE


def _mostly(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(cells) and 3 * sum(map(test, cells)) >= 2 * len(cells)


def _bounds_only(text: str) -> bool:
    """Whether a cell only says how much or how often: “One every 3 years”, “As ordered”."""
    return only_amounts(f"Limited to {text}") or len(text.split()) <= _FEW


_FEW = 3
"""Words of a limit that needs no verb: “10 per month”."""


def _asked(names: Mapping[int, str]) -> tuple[Asked, ...]:
    """The columns of conditions by their names alone: the first, those of other stages, and those of what is denied."""
    told = [(Asked(c, denial(n), stage_of_heading(n), REMARKS.match(n) is None), n) for c, n in names.items()]
    denied = [a for a, _ in told if a.position is not None]
    asking = [a for a, n in told if a not in denied and (a.stage or CRITERIA.match(n) or GRANTED.search(n))]
    first = asking[:1]
    stages = {a.stage: a for a in reversed(asking) if a.stage} if first and first[0].stage else {}
    return tuple(sorted({*first, *stages.values(), *denied}, key=lambda a: a.column))


def names_columns(row: Sequence[Block]) -> bool:
    """Whether a row of cells is the head of a grid."""
    return named(cells_of(row)) is not None


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


def takes_positions(blocks: Sequence[Block]) -> bool:
    """Whether cells of a table say positions (`Covered`, `No`), whatever its columns are called."""
    short = [b.text for b in blocks if len(b.text.split()) <= 5]
    return sum(position_of(text) is not None for text in short) > 1


def is_code_table(blocks: Sequence[Block]) -> bool:
    """Whether a table lists codes and no criteria."""
    first = [b.text for b in blocks if b.cell is not None and b.cell.column == 0]
    codes = sum(_CODE.match(t) is not None for t in first)
    return codes * 2 >= len(first) and not _asks_of_rows(blocks)


def _asks_of_rows(blocks: Sequence[Block]) -> bool:
    """Whether a table whose rows begin with codes names services and criteria too: “HCPCS | Item | Criteria”."""
    head, *body = [cells_of(list(row)) for _, row in groupby(blocks, row_of)]
    names = {c: " ".join(b.text for b in cells) for c, cells in head.items() if c}
    cells = {c: [t for r in body if (t := words_of(r, c))] for c in names}
    asking = [c for c, n in names.items() if asks(n) and REMARKS.match(n) is None]
    told = [c for c in asking if _mostly(cells[c], lambda t: len(t.split()) > _FEW)]
    told += [c for c, n in names.items() if COVERAGE.match(n) and _mostly(cells[c], says_position)]
    return bool(told) and any(names_services(n) for c, n in names.items() if c not in told)


_CODE = re.compile(r"[A-Z]?[0-9]{4,5}[A-Z]?\b|[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?\b")
