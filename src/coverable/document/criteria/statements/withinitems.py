"""Statements behind what an item asks for or names: “2. General anesthesia. Moderate sedation is not necessary except …”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coverable.document.criteria.positions.judged import judged, takes_position
from coverable.document.criteria.positions.paragraphs import hold_statements, states_own
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.passage import Passage, sentences, whole
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.passages import part
from coverable.document.source import Block

_DENIED_FOR = any_case(
    r"\W*(?:it\s+is\s+)?(?:not\s+(?:medically\s+necessary|covered)|investigational|experimental|cosmetic|unproven|excluded)\b.*\b(?:for|when|if|in)\s"
)
_REASON = any_case(
    r"\b(?:has|have|had)\s+not\s+(?:yet\s+)?been\b|\bevidence\b|\bstud(?:y|ies)\b|\bliterature\b"
)
"""“Liposuction has not been shown to do as well”: why a row says what it says."""
_GRANTS = any_case(
    r"\W*(?:(?:an?|the|each|any|all|prior|initial|further|additional)\s+)*(?:approv\w+|(?:re-?)?authori[sz]\w+|certif\w+|cover(?:age)?|requests?|renew\w*|continu\w+|(?:initial|additional|further)\b)"
)
"""“Approve for 1 year if …”, “An initial course is necessary”: of the item itself."""
_BACK = any_case(r"\W*(?:this|that|these|those|it|they|such|both|either|neither|all|each)\b")
"""“This use is not covered”: a rule of the item itself."""


def taken_out(entry: Entry) -> list[Passage]:
    """The sentences of items under an entry that are statements on something else; the items lose them.

    Items that are paragraphs of a rule are statements themselves.
    """
    return [] if hold_statements(entry.under) else [one for item in entry.under for one in _behind(item)]


def _behind(item: Entry) -> Iterator[Passage]:
    for child in item.under:
        yield from _behind(child)
    kept, apart = _parted(item.passage) if not item.under else (item.passage, [])
    if apart and not takes_position(Entry(kept, None)):
        item.passage = kept
        yield from apart


def _parted(words: Passage, denials: bool = False, least: int = 1) -> tuple[Passage, list[Passage]]:
    """Words without the statements at their end, and these; `denials`: also those that name nothing.

    `least` sentences stay in any case.
    """
    parts = list(sentences(words))
    kept = len(parts)
    while kept > least and (_names_own(parts[kept - 1]) or (denials and _denies(parts[kept - 1]))):
        kept -= 1
    ends = parts[kept - 1].last - words.first if kept else 0
    return (words.part(0, ends), parts[kept:]) if kept < len(parts) else (words, [])


def _names_own(sentence: Passage) -> bool:
    """Whether a sentence takes a position on something that it names, and does not say how its own item is granted."""
    told = _REASON.search(sentence.text) or _BACK.match(sentence.text) or _GRANTS.match(sentence.text)
    return states_own(sentence) and not told


def _denies(sentence: Passage) -> bool:
    """Whether a sentence denies what stands before it for some uses: “Not covered for scars.”"""
    return _DENIED_FOR.match(sentence.text) is not None and _negative(sentence)


def _negative(sentence: Passage) -> bool:
    found = judged(sentence, strict=True)
    return found is not None and found.certain and found.position in NEGATIVE


def out_of_cells(blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[str, Passage]]]:
    """The cells of a table without such statements, and these, each with the name of its row."""
    out, apart = list[Block](), list[tuple[str, Passage]]()
    before: tuple[int, int] | None = None
    names = dict[int, str]()
    for cell, block in ((b.cell, b) for b in blocks if b.cell and not b.cell.column):
        names[cell.row] = f"{names.get(cell.row, '')} {block.text}".strip()
    for block in blocks:
        kept, told = whole(block), list[Passage]()
        here = (block.cell.row, block.cell.column) if block.cell else None
        if block.cell is not None and block.cell.column and not block.cell.head:
            paragraph = here == before and block.marker is None
            kept, told = _parted(kept, denials=True, least=0 if paragraph else 1)
        row = names.get(here[0], "") if here else ""
        apart += [
            (row, whole(part(one.block, one.first, one.last))) for one in told
        ]  # it has no words before it
        out += [replace(block, text=block.text[: kept.last])] if kept else []
        before = here
    return out, apart


def states_in_cells(blocks: Sequence[Block]) -> bool:
    """Whether the rows of a table are whole statements beside a name: “PTNS | PTNS is considered investigational for …”."""
    first = {(b.cell.row, b.cell.column): b for b in reversed(blocks) if b.cell and not b.cell.head}
    said = {row: whole(block) for (row, column), block in first.items() if column}
    own = [
        row for row, words in said.items() if (row, 0) in first and states_own(next(sentences(words), words))
    ]
    return (
        len(own) > 1 and 3 * len(own) >= 2 * len(said) and all(_PLAIN.search(said[row].text) for row in own)
    )


_PLAIN = any_case(
    r"\b(?:is|are|may\s+be|can\s+be)\s+(?:not\s+)?(?:considered|covered|medically|investigational|not\s+covered)\b"
)
"""A position said in a sentence, with what it is about before it."""
