"""Sentences that a document tore in two, or a page: by their words nothing ends, and nothing begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.positions.judgement import judges
from coverable.document.criteria.text.connectors import CLOSES
from coverable.document.patterns import begins_small
from coverable.document.source import Block

_ENDED = re.compile(r"[.!?:;…)\]”\"]\W*$|[;,.]\s*(?:and|or)\W*$|\b(?:AND|OR)\W*$")
_OPEN = re.compile(
    r"\b(?:a|an|the|of|to|in|for|with|by|is|are|was|were|as|on|at|from|that|than|not|be|any|all|each|least|has|have|who|which|when|if|and|or)$",
    re.IGNORECASE,
)
_CONNECTOR = re.compile(r"\W*(?:and|or|plus|and/or)\W*", re.IGNORECASE)
_CLOSES = re.compile(r"[.:;]\W*$")
_NOTE = re.compile(r"Notes?\b")
"""“Note: Examples are Rezurock” and, on the next page, “(belumosudil) and cyclosporine.”"""
FEWEST = 5
"""Words that a sentence has at the least before its paragraph may have been torn."""


def torn(before: Block, block: Block, following: Block | None) -> bool:
    """Whether `block` goes on with the sentence of `before`, which a wrong paragraph mark tore apart.

    A row of short lines in small letters is a list without markers and stays one.
    """
    if before.cell is not None or block.cell is not None or block.marker or block.kind != "paragraph":
        return False
    if (
        before.kind not in ("paragraph", "item")
        or not (block.text[:1].islower() or (block.text[:1] == "(" and _NOTE.match(before.text)))
        or _CONNECTOR.fullmatch(block.text)
    ):
        return False
    if _ENDED.search(before.text) or before.bold != block.bold:
        return False
    if _OPEN.search(before.text):
        return True
    if before.marker and CLOSES.match(block.text):
        return False
    listed = following is not None and following.text[:1].islower() and not following.marker
    return len(before.text.split()) >= FEWEST and _CLOSES.search(block.text) is not None and not listed


_BACK = 12
"""Blocks among which the cell stands that a page cut: the other cells of its row, and a head that returns."""


def torn_cell(kept: Sequence[Block], block: Block) -> int | None:
    """Where in `kept` the sentence stands that a page cut in a cell, and that `block` goes on with."""
    if block.cell is None or block.marker or _CONNECTOR.fullmatch(block.text):
        return None
    for n in range(len(kept) - 1, max(-1, len(kept) - 1 - _BACK), -1):
        before = kept[n]
        if _place(before) != _place(block):
            continue
        apart = _last_page(before) != _first_page(block)
        runs = block.text[:1].islower() or _OPEN.search(before.text) is not None
        return n if apart and runs and not _ENDED.search(before.text) else None
    return None


_TURNS = re.compile(r"(?:and|or|nor|but|unless|except|if|when|where)\b|[\w ]{2,40}:", re.IGNORECASE)
"""What may belong to a whole list, and not to its last item."""
_NOTED = 4
"""Notes at the foot of a page, at most."""
_FOOTNOTE = re.compile(r"(?:[0-9]{1,2}|[*†‡§]{1,3})[.)]?\s?[A-Z“\"]")


def torn_by_notes(kept: Sequence[Block], block: Block) -> int | None:
    """Where in `kept` the sentence stands that `block` goes on with, behind the notes of a page."""
    if block.cell is not None or block.marker or block.kind != "paragraph" or not begins_small(block.text):
        return None
    if _TURNS.match(block.text) or judges(block.text):
        return None
    for n in range(len(kept) - 1, max(-1, len(kept) - 2 - _NOTED), -1):
        before = kept[n]
        if before.cell is not None or _last_page(before) == _first_page(block):
            return None
        noted = f"{before.marker or ''} {before.text}".strip()
        if before.kind == "note" or (_FOOTNOTE.match(noted) and _ENDED.search(before.text)):
            continue
        passed = n < len(kept) - 1 and before.kind in ("paragraph", "item")
        return n if passed and not _ENDED.search(before.text) and before.bold == block.bold else None
    return None


def _place(block: Block) -> tuple[int, int, int] | None:
    return (block.cell.table, block.cell.row, block.cell.column) if block.cell else None


def _first_page(block: Block) -> int | None:
    return block.pieces[0].page if block.pieces else None


def _last_page(block: Block) -> int | None:
    return block.pieces[-1].page if block.pieces else None
