"""The words of a table cell as the paragraphs they make; the width of the cell tells why a line ended."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from coverable.document.layout.markers import CONNECTOR, marker_of
from coverable.document.patterns import begins_small
from coverable.document.readers.pdf.rows import Row, box_of
from coverable.document.readers.pdf.said import Said, said
from coverable.document.readers.pdf.words import Word
from coverable.document.source import Box

UNENDED = re.compile(
    r"\b(?:of|to|the|an?|for|with|in|by|at|than|from|past|last|least|every|within|previous)$"
)
"""No paragraph ends so."""

_LABELLED = re.compile(r"[A-Z][\w’'()/-]*(?:\s[\w’'()/-]+){0,5}:\s")
"""“Skilled need: …”: an entry of its own behind a full stop."""
_DATE = re.compile(r"[0-9]{1,2}(?:/(?:[0-9]{1,2}(?:/[0-9]{0,4})?)?)?")
"""A date or the beginning of one: a narrow column breaks it, “03/10/2” over “0”."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a cell."""

    said: Said
    box: Box
    bold: bool
    size: float


def paragraphs(rows: Sequence[Row], right: float, struck: Collection[Word]) -> list[Paragraph]:
    """Rows joined where the cell's edge broke them."""
    groups: list[list[tuple[Row, Said]]] = []
    step = min((b.base - a.base for a, b in itertools.pairwise(rows)), default=0.0)
    for i, row in enumerate(rows):
        words = said(row, struck)
        if not words.text:
            continue
        if groups and _goes_on(groups[-1][-1], row, words, right, row.base - rows[i - 1].base > 1.4 * step):
            groups[-1].append((row, words))
        else:
            groups.append([(row, words)])
    return [_paragraph(group) for group in groups]


def _goes_on(above: tuple[Row, Said], row: Row, words: Said, right: float, gap: bool) -> bool:
    before, text = above[0], above[1].text
    if gap or words.note or marker_of(words.text):
        return False
    if text[-1] in ".!?" and _LABELLED.match(words.text):
        return False
    if before.right + 0.3 * before.size + (row.words[0].right - row.words[0].left) >= right - 2:
        return True  # there was no room for it
    if CONNECTOR.fullmatch(words.text) or CONNECTOR.fullmatch(text):
        return False
    aside = words.text[0] == "(" and text[-1] not in ".!?:;"  # “Immunodeficiency” / “(e.g., CVID)”
    return begins_small(words.text) or aside or text[-1] in "-–,(/" or UNENDED.search(text) is not None


def _broken_date(text: str, rest: str) -> bool:
    return "/" in text + rest and _DATE.fullmatch(text + rest) is not None


def _paragraph(group: Sequence[tuple[Row, Said]]) -> Paragraph:
    text, refers = "", list[str]()
    changes: list[tuple[int, int]] = []
    for _, words in group:
        whole = not text or (text.endswith("-") and not text.endswith(" -"))
        glue = "" if whole or _broken_date(text, words.text) else " "
        shift = len(text) + len(glue)
        changes += [(a + shift, b + shift) for a, b in words.changes]
        refers += words.refers
        text += glue + words.text
    first = group[0][1]
    every = [w for row, _ in group for w in row.words]
    return Paragraph(
        Said(text, tuple(changes), tuple(refers), first.note),
        box_of(every),
        all(w.bold for w in every),
        group[0][0].size,
    )
