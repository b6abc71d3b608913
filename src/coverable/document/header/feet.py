"""Dates that a document states only in its running heads and feet: “Effective 07/01/2025   Page 1 of 3”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from coverable.document.dates import dates_under_label
from coverable.document.header.fields import Field, fields
from coverable.document.header.titlewords import PARTS
from coverable.document.layout.furniture import Cleaned, Furniture
from coverable.document.reading import Stated
from coverable.document.source import Block, Piece, Source

SURE: Final = 0.7
_OF_THE_PRINT = re.compile(r"\W*(?:print|creat|generat|download)", re.IGNORECASE)
"""“Created on 03/11/2025. Page 1 of 3” is the day on which it was printed."""


def dates_in_feet(cleaned: Cleaned) -> Iterator[Stated]:
    """Each labelled date of the running lines, once for its kind and value."""
    seen: set[tuple[str, str]] = set()
    for furniture in cleaned.furniture:
        for field in _fields(cleaned.source, furniture):
            date = next(iter(dates_under_label(field.value)), None)
            if (
                date is None
                or date.start > 1
                or _OF_THE_PRINT.match(field.label)
                or (field.kind, date.value) in seen
            ):
                continue
            seen.add((field.kind, date.value))
            place = field.span(cleaned.source, date.start, date.end)
            yield Stated(date.value, place, min(SURE, date.sure), field.kind)


def _fields(source: Source, furniture: Furniture) -> Iterator[Field]:
    start, end = furniture.span.start, furniture.span.end
    for part in PARTS.finditer(source.text, start, end):
        piece = Piece(0, len(part[0]), *part.span(), furniture.page, furniture.span.box)
        yield from fields([Block("paragraph", part[0], (piece,))])
