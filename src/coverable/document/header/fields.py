"""Labels and their values: heads of documents as tables, lines, tabs, dot leaders or running text.

`Effective Date<tab>1/1/2026`, `Policy Number: MP 12`, `Next Review .... 09/2026`, a label in one cell or
block and its value in the next, several labels in one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from coverable.document import numbers
from coverable.document.dates import dates_in
from coverable.document.header import labelwords
from coverable.document.header.labels import LOOSE, SIGN_BEHIND, Label, label_of, pattern, told, unsigned
from coverable.document.source import Block, Source, Span, rows

LONGEST_LINE = 400
"""Characters; longer blocks are prose, in which a label can only stand first."""
_SEPARATOR = re.compile(
    r"\*{0,2}\s*(?:\([^()]{1,30}\)\s*)?(?:\.?[:#=|]|\.(?=\s?[A-Z]{0,5}[0-9])|(?:\s?\.){3,}|…+|_{3,}|\s[-–—]\s)[\s:.…_]*"
)
_PART = re.compile(r"\s*(?:[|\t;•]|\s{3,})\s*|(?<=[a-z0-9)])\.\s+(?=[A-Z])")
"""What parts the fields of one line: a bar, a gap, the end of a sentence."""
_BAR = re.compile(r"\s\|\s(?=(?P<words>[A-Z][^|:]{1,40}):\s)")
"""“Version: 3 | For Use With: Medicaid”: a bar before what looks like a label."""
_OF_ANOTHER = re.compile(r"\b(?:InterQual|MCG|Milliman|NCCN|no\slonger)[®™]?\s$", re.IGNORECASE)
_PAGE = re.compile(r"\s+Page\s+[0-9]{1,3}\s+of\b")


class _Found(NamedTuple):
    """A label in a line: from where to where, where its value begins, whether a sign stands behind it."""

    start: int
    end: int
    value: int
    label: Label | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value: `block.text[first:last]`, the value's own words."""

    kind: str
    label: str
    block: Block
    first: int
    last: int
    at: int
    """Position of the value's block in the list that was looked through."""
    weak: bool
    sure: bool
    """Whether a sign or the layout says that it is a label."""
    start: int = -1
    """Where the label begins in the value's block; -1 when it stands in another one."""

    @property
    def value(self) -> str:
        return self.block.text[self.first : self.last]

    def span(self, source: Source, first: int = 0, last: int | None = None) -> Span:
        """The place of `value[first:last]`."""
        end = self.last if last is None else self.first + last
        return source.span(self.block, self.first + first, end)


def fields(blocks: Sequence[Block]) -> Iterator[Field]:
    """Every label with its value, in order. A table's first row can name the columns."""
    index = {id(block): n for n, block in enumerate(blocks)}
    yield from _in_tables(blocks, index)
    for n, block in enumerate(blocks):
        if block.cell is not None and len(block.text) < 8:
            continue
        yield from _in_line(n, block)
        value = blocks[n + 1] if n + 1 < len(blocks) else None
        label = told(block.text, value.text) if value and len(value.text) < LONGEST_LINE else None
        if value and label and value.cell is None and not label_of(value.text):
            sure = block.text.rstrip().endswith(":") or _in_pairs(n, blocks)
            yield Field(label.kind, block.text, value, 0, len(value.text), n + 1, label.weak, sure)


def _in_pairs(n: int, blocks: Sequence[Block]) -> bool:
    """Whether label and value blocks take turns here, as where a table has lost its cells."""
    return any(0 <= m < len(blocks) and label_of(blocks[m].text) is not None for m in (n - 2, n + 2))


def _in_tables(blocks: Sequence[Block], index: dict[int, int]) -> Iterator[Field]:
    """Label and value in neighbouring cells, or labels in a row and their values in the row below."""
    above: list[Block] = []
    for row, below in pairwise([*rows(blocks), []]):
        known = [label_of(cell.text) for cell in row]
        under = bool(above) and _table(above[0]) == _table(row[0])
        names = known[0] or any(k and not k.weak for k in known)
        again = sum(k is not None for k in known) > 1 and any(
            dates_in(c.text) or numbers.only(c.text) for c in below
        )
        if names and (again or not under) and _heads(row, below):
            for label, head, value in zip(known, row, below, strict=True):
                if label:
                    at = index[id(value)]
                    yield Field(label.kind, head.text, value, 0, len(value.text), at, label.weak, True)
            above = row
            continue
        for n, cell in enumerate(row[:-1]):
            known[n] = known[n] or told(cell.text, row[n + 1].text)
        for n, label in enumerate(known):
            if label is None or n + 1 >= len(row) or known[n + 1] is not None:
                continue
            value = row[n + 1]
            yield Field(
                label.kind, row[n].text, value, 0, len(value.text), index[id(value)], label.weak, True
            )
        if under and len(above) > 1 and all(label_of(c.text) for c in above) and not any(known):
            columns = {c.cell.column: c for c in above if c.cell}
            for value in row:
                head = columns.get(value.cell.column) if value.cell else None
                label = label_of(head.text) if head else None
                if head and label:
                    at = index[id(value)]
                    yield Field(label.kind, head.text, value, 0, len(value.text), at, label.weak, True)
        above = row


def _heads(row: Sequence[Block], below: Sequence[Block]) -> bool:
    """Whether the first row of a table names its columns: three or more, as many as below, and no value."""
    several = len(row) > 2 or (len(row) > 1 and all(label_of(c.text) for c in row))
    alike = several and len(below) == len(row) and _table(below[0]) == _table(row[0])
    return alike and not any(dates_in(c.text) or numbers.only(c.text) for c in row)


def _in_line(n: int, block: Block) -> Iterator[Field]:
    """Labels inside one block; each value runs to the next label."""
    text = block.text[: 2 * LONGEST_LINE] if len(block.text) > LONGEST_LINE else block.text
    for (start, end, value, label, sure), last in _found(text, len(block.text) > LONGEST_LINE):
        words = text[value:last]
        first = value + len(words) - len(words.lstrip(" :"))
        stop = first + len(words.strip(" :").rstrip(" |;,•-–—"))
        if label and stop > first:
            yield Field(label.kind, text[start:end], block, first, stop, n, label.weak, sure, start)


def _found(text: str, prose: bool) -> list[tuple[_Found, int]]:
    """The labels of a line in order, and where the value of each ends; in prose one can only stand first."""
    if prose:
        return _with_stops([*_listed(text, prose)], text)
    listed: list[_Found] = []
    unlisted: list[_Found] = []
    for one, last in _with_stops(sorted([*_listed(text, prose), *_unlisted(text)], key=_start), text):
        known = one.label is not None and one.label.kind not in LOOSE
        value = text[one.value : last].strip(" :|;,•-–—.")
        label = one.label if known else told(text[one.start : one.end], value)
        if label:
            (listed if one.label else unlisted).append(one._replace(label=label))
    kept = [x for x in listed if not any(u.start <= x.start < u.value for u in unlisted)]
    return _with_stops(sorted([*kept, *unlisted], key=_start), text)


def _listed(text: str, prose: bool) -> Iterator[_Found]:
    """The labels of the list. Without a sign behind it, one stands first, or a date follows at once."""
    first = pattern().match(text) if prose else None
    for match in [first] if first else () if prose else pattern().finditer(text):
        label = label_of(match[0])
        separator = _SEPARATOR.match(text, match.end())
        inside = separator is None and match.start() > 0
        if _OF_ANOTHER.search(text, max(0, match.start() - 20), match.start()):
            continue  # “InterQual Version: 2024.1”, “No Longer Effective After”
        if label is None or (inside and not (_date_at(text, match.end()) or _version_at(text, match))):
            continue
        value = separator.end() if separator else match.end()
        yield _Found(match.start(), match.end(), value, label, separator is not None)


def _unlisted(text: str) -> Iterator[_Found]:
    """What may be a label by its words: what stands before a sign, or from the start of a part to a date."""
    parts = [0, *(m.end() for m in _PART.finditer(text))]
    for sign in SIGN_BEHIND.finditer(text):
        start = labelwords.begins(text, sign.start())
        words = text[start : sign.start()]
        if words.strip() and label_of(words) is None:
            yield _Found(start, sign.start(), sign.end(), None, True)
    for date in dates_in(text):
        start = max(p for p in parts if p <= date.start)
        words = text[start : date.start]
        if labelwords.date_label(words) and label_of(words) is None and not SIGN_BEHIND.search(words):
            yield _Found(start, date.start, date.start, None, False)
    if blank := unsigned(text):
        yield _Found(0, blank.start(), blank.end(), None, False)


def _version_at(text: str, label: re.Match[str]) -> bool:
    """Whether a label and its figure are a part of a line: “Bulletin 7. Version 2. Effective …”."""
    before = text[: label.start()].rstrip()[-1:]
    return before in ".|;•" and _VERSION_BEHIND.match(text, label.end()) is not None


_VERSION_BEHIND = re.compile(r"\s+[0-9]{1,3}(?:\.[0-9]{1,2})?(?=\.?\s*$|[.;|]\s|\s[|•·])")


def _date_at(text: str, at: int) -> bool:
    ahead = text[at : at + 30]
    return any(p.start <= 2 for p in dates_in(ahead))


def _start(found: _Found) -> int:
    return found.start


def _with_stops(found: Sequence[_Found], text: str) -> list[tuple[_Found, int]]:
    """Each with the place where its value ends: the next label, a bar before an unknown one, or the end."""
    bars = (m.start() for m in _BAR.finditer(text) if labelwords.may_label(m["words"]))
    stops = [*(f.start for f in found), *bars, *(m.start() for m in _PAGE.finditer(text))]
    return [(one, min((s for s in stops if s >= one.value), default=len(text))) for one in found]


def _table(block: Block) -> int | None:
    return block.cell.table if block.cell else None
