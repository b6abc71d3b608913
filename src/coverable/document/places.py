"""Which section each block of a document belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.header.labelwords import names_kind
from coverable.document.reading import Section
from coverable.document.source import Block


def painted(sections: Sequence[Section], size: int) -> list[Section | None]:
    """For every block the deepest section that holds it, in one pass."""
    out: list[Section | None] = [None] * size
    for section in sorted(sections, key=lambda s: (s.depth, s.first)):
        last = min(section.last, size)
        out[section.first : last] = [section] * (last - section.first)
    return out


def main_kinds(sections: Sequence[Section], size: int) -> list[str]:
    """For every block the kind of the main section that holds it; `header` where there is none."""
    out = ["header"] * size
    for section in sections:
        if section.depth == 0:
            out[section.first : section.last] = [section.kind] * (section.last - section.first)
    return out


HEADER = 12
"""Blocks that a header has at most, where the title of the document was read as the name of a section."""
_LONGEST = 25
_MASTHEAD = 3
"""Blocks before the line that says what kind of document it is."""


def header_kinds(sections: Sequence[Section], blocks: Sequence[Block]) -> list[str]:
    """As `main_kinds`, but short lines under a title that names a section too are the header.

    “Medical Necessity Guideline: Night Splints” over a number and dates opens the criteria, and is the title.
    """
    out = main_kinds(sections, len(blocks))
    first = min((s for s in sections if s.depth == 0), key=lambda s: s.first, default=None)
    if first is None:
        return out
    if first.kind == "header":  # a masthead of the payer, and the kind of the document under it
        later = (s for s in sections if s.depth == 0 and s.first > first.first and s.kind != "contents")
        first = min(later, key=lambda s: s.first, default=None)
        if first is None or first.first > _MASTHEAD or not names_kind(first.title):
            return out
    starts = {s.first for s in sections} - {first.first}
    for n, block in enumerate(blocks[first.first : first.first + HEADER], first.first):
        text = block.text.rstrip()
        if n in starts or block.marker is not None or len(text.split()) > _LONGEST or text.endswith("."):
            break
        out[n] = "header"
    return out
