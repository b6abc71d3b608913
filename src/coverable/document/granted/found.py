"""Where a document says what is granted: every length of an approval and every limit of a number, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeAlias

from coverable.document.criteria.positions.durations import says_how_long, says_what_approved
from coverable.document.criteria.text.passage import Passage, sentences, whole
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
    blocks = [b for i, b in enumerate(source.blocks) if _read(i, sections)]
    for _, group in groupby(blocks, lambda b: (b.cell.table, b.cell.row) if b.cell else id(b)):
        row = list(group)
        if row[0].cell is not None:
            out += _row(source, row)
            told = None
            continue
        block = row[0]
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


def _row(source: Source, row: Sequence[Block]) -> Iterator[Said]:
    """The values of a table's row, whose first cell may be their label."""
    told = _label(row[0].text) if len(row) > 1 else None
    for block in row[1:] if told else row:
        for part in sentences(whole(block)):
            yield from _sentence(source, part, told)


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
