"""Where a document says what is granted: every length of an approval and every limit of a number, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeAlias

from coverable.document.criteria.positions.durations import says_how_long, says_what_approved
from coverable.document.criteria.text.passage import Passage, sentences, whole
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.granted import amounts, lengths
from coverable.document.granted.amounts import Amount
from coverable.document.granted.lengths import Length
from coverable.document.granted.measures import times
from coverable.document.granted.runs import begin, granting
from coverable.document.reading import Section
from coverable.document.sections.sections import innermost
from coverable.document.source import Block, Source, Span

Kind: TypeAlias = Literal["length", "quantity"]
SKIPPED = frozenset({"history", "references", "legal", "discussion", "keywords", "contents", "definitions"})
"""Kinds of section that tell of other things than what is granted."""
SHORT = 14
"""Words of a line under a label that can be its value."""


@dataclass(frozen=True, slots=True)
class Said:
    """One value that the document states of what is granted."""

    kind: Kind
    what: Length | Amount | None
    """None where the words say how long or how many, and were not understood."""
    span: Span
    """Of the value alone."""
    sentence: Span
    block: Span
    item: bool
    """It stands in an item of a list that asks for other things as well."""
    plain: bool
    """Its sentence says nothing else."""


def stated(source: Source, sections: Sequence[Section]) -> list[Said]:
    """What the document says of lengths and limits, in order."""
    out: list[Said] = []
    apart = granting(source.blocks)
    told: Kind | None = None
    columns: Mapping[int, Kind] = {}
    blocks = [b for i, b in enumerate(source.blocks) if _read(i, sections)]
    for _, group in groupby(blocks, lambda b: (b.cell.table, b.cell.row) if b.cell else id(b)):
        row = list(group)
        if row[0].cell is not None:
            if named := _columns(row):
                columns = named
                continue
            out += _row(source, row, columns)
            told = None
            continue
        block, columns = row[0], {}
        label = _label(block.text)
        under = told if block.marker is not None or len(block.text.split()) <= SHORT else None
        item = block.marker is not None and begin(block) not in apart
        made = [one for part in sentences(whole(block)) for one in _sentence(source, part, under, item)]
        out += made
        told = label or (told if made and under else None)
    return out


def _read(block: int, sections: Sequence[Section]) -> bool:
    inner = innermost(sections, block)
    return inner is None or inner.kind not in SKIPPED


def _label(text: str) -> Kind | None:
    """The kind of value that a line which is a label and nothing else stands over."""
    rest = text.rstrip(" :*.")
    if rest and lengths.label_end(rest) == len(rest):
        return "length"
    return "quantity" if rest and amounts.label_end(rest) == len(rest) else None


def _columns(row: Sequence[Block]) -> dict[int, Kind]:
    """The kinds of value that the columns of a table hold, by the names in its head: “Drug | Duration | Quantity limit”."""
    names = {b.cell.column: b.text for b in row if b.cell is not None}
    if 0 not in names or len(names) != len(row) or any(any(c.isdigit() for c in n) for n in names.values()):
        return {}
    told: dict[int, Kind] = {}
    for column, name in names.items():
        kind = _column(name) if column else None
        if kind is not None:
            told[column] = kind
    a_label_itself = len(names) == _LABELLED and _label(names[0]) is not None
    return {} if a_label_itself else told


def _column(name: str) -> Kind | None:
    return _label(name) or ("length" if _DURATION.fullmatch(name) else None)


_DURATION = any_case(r"\W*(?:approval\s+|authori[sz]ation\s+)?(?:duration|length)\W*")
_LABELLED = 2
"""Columns of a table of labels and values."""


def _row(source: Source, row: Sequence[Block], columns: Mapping[int, Kind]) -> Iterator[Said]:
    """The values of a table's row: its first cell, or the name of a column, may be their label."""
    told = _label(row[0].text) if len(row) > 1 else None
    for block in row[1:] if told else row:
        named = columns.get(block.cell.column) if block.cell is not None else None
        for part in sentences(whole(block)):
            yield from _sentence(source, part, told or named)


def _sentence(source: Source, part: Passage, told: Kind | None, item: bool = False) -> Iterator[Said]:
    text = part.text
    here, block = part.span(source), source.span(part.block)
    long = lengths.lengths(text, told == "length")
    many = amounts.amounts(text, told == "quantity")
    for one in long:
        plain = not (one.left or one.conditional)
        yield Said("length", one, part.part(one.first, one.last).span(source), here, block, item, plain)
    for one in many:
        plain = not one.conditional and (told == "quantity" or amounts.only_amounts(text))
        yield Said("quantity", one, part.part(one.first, one.last).span(source), here, block, item, plain)
    if part.block.kind == "heading" or long or many:
        return
    approved = says_what_approved(text)
    if approved or ((told or says_how_long(text)) and any(c.isdigit() for c in text)):
        many_of = amounts.label_end(text) or (approved and not any(times(text)))
        kind: Kind = "quantity" if many_of else "length"
        yield Said(told or kind, None, here, here, block, item, False)
