"""Rows of a drug plan's form whose labels were torn: “Exclusion None Criteria”, “Required … Medical …”.

Medicare drug plans print one form for each drug, with narrow labels of several lines beside their fields.
A text that was taken from it line by line mixes the words of a label into its field. The labels are few
and fixed: each word of one that stands where the next one is due belongs to it, and what remains is the
field. Both keep their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coverable.document import passages
from coverable.document.source import Block, Source

_LABELS = tuple(
    tuple(label.split())
    for label in (
        "exclusion criteria", "required medical information", "age restrictions", "age restriction",
        "prescriber restrictions", "prescriber restriction", "coverage duration", "other criteria",
        "covered uses", "off-label uses", "off label uses", "indications", "part b prerequisite",
    )
)  # fmt: skip
_FIRST = frozenset(words[0] for words in _LABELS)
_HEADS = re.compile(r"(?:PA\s+)?Criteria(?:\s+(?:Criteria\s+)?Details)?", re.IGNORECASE)
"""What stands over the columns of the form."""
_FEWEST = 2
"""Torn rows that make a document one of such forms."""
_FURTHEST = 6
"""Blocks in which the rest of a label is looked for."""
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the form: its label, its field, how many blocks it takes, and whether it was torn."""

    label: Block
    field: Block | None
    size: int
    torn: bool


def with_rows(source: Source) -> Source:
    """The document with the labels of such rows and their fields as blocks of their own."""
    rows = dict(_rows(source.blocks))
    if sum(row.torn for row in rows.values()) < _FEWEST:
        return source
    return replace(source, blocks=tuple(_blocks(source.blocks, rows)))


def _blocks(blocks: Sequence[Block], rows: dict[int, _Row]) -> Iterator[Block]:
    skip = 0
    for i, block in enumerate(blocks):
        if row := rows.get(i):
            yield row.label
            if row.field is not None:
                yield row.field
            skip = row.size
        if skip > 0:
            skip -= 1
        elif not _HEADS.fullmatch(block.text):
            yield block


def _rows(blocks: Sequence[Block]) -> Iterator[tuple[int, _Row]]:
    """The rows, each with the number of its first block."""
    at = 0
    while at < len(blocks):
        labels = _LABELS if _begins(blocks[at]) else ()
        row = next((r for words in labels if (r := _row(blocks, at, words))), None)
        if row is not None:
            yield at, row
        at += row.size if row is not None else 1


def _row(blocks: Sequence[Block], at: int, words: Sequence[str]) -> _Row | None:
    """The row with this label that begins at a block; None where the words of the label do not all follow."""
    due = list(words)
    label: list[Block] = []
    field: list[Block] = []
    celled = blocks[at].cell is not None
    size = 0
    for block in blocks[at : at + _FURTHEST * (3 if celled else 1)]:
        further = block.cell is not None and celled and not _begins(block)
        if size and not (due or further):
            break
        if size and due and _begins(block) and not _is(block.text.split()[0], due[0]):
            return None
        begin = 0
        for word in _WORD.finditer(block.text):
            if due and _is(word[0], due[0]):
                field += _part(block, begin, word.start())
                label += _part(block, *word.span())
                due.pop(0)
                begin = word.end()
            elif not label:
                return None
        field += _part(block, begin, len(block.text))
        size += 1
    if due:
        return None
    torn = not blocks[at].text.lower().startswith(" ".join(words))
    return _Row(_one(label), _one(field) if field else None, size, torn)


def _begins(block: Block) -> bool:
    """Whether a block begins with the first word of a label."""
    first = next(iter(block.text.split()), "")
    return any(_is(first, word) for word in _FIRST)


def _is(word: str, due: str) -> bool:
    return word[:1].isupper() and word.rstrip(":").lower() == due


def _part(block: Block, first: int, last: int) -> list[Block]:
    made = passages.part(block, first, last)
    return [made] if made.text else []


def _one(parts: Sequence[Block]) -> Block:
    """The parts as one paragraph."""
    made = parts[0]
    for other in parts[1:]:
        made = passages.joined(made, other)
    return replace(made, kind="paragraph", marker=None, cell=None)
