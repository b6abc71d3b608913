"""Keywords: the words under which a document wants to be found, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.reading import Record, Section, Stated
from coverable.document.sections.sections import body, of_kind
from coverable.document.source import Source

_SEPARATOR = re.compile(r"[;•|]|,(?!\s(?:Inc|LLC|MD)\b)|\n")
_SEVERAL = 2
LONGEST = 12
"""Words; a longer entry is a sentence about the list, no keyword."""


def keywords(source: Source, sections: Sequence[Section]) -> tuple[Record, ...]:
    """The entries of the keyword section, or of the index, in order."""
    return tuple(Record({"word": s.value}, s.span) for s in keyword_names(source, sections))


def keyword_names(source: Source, sections: Sequence[Section]) -> list[Stated]:
    """The keywords as values with their places; also names of the policy can be among them."""
    out: list[Stated] = []
    for section in of_kind(sections, "keywords"):
        blocks = body(source, section)
        listed = bool(blocks) and len(_SEPARATOR.findall(blocks[0].text)) > 1
        for block in blocks:
            if (
                listed
                and block is not blocks[0]
                and (block.kind == "item" or block.text.count(",") < _SEVERAL)
            ):
                break  # behind a list in one line stands something else, such as a page's menu
            position = 0
            # One entry a line: there, `Balloon, Ear Tube` is one inverted entry.
            several = len(blocks) == 1 or block.text.count(",") >= _SEVERAL
            ends = (
                [(m.start(), m.end()) for m in _SEPARATOR.finditer(block.text) if several or m[0] != ","]
                if block.cell is None
                else []
            )
            for stop, following in [*ends, (len(block.text), len(block.text))]:
                words = block.text[position:stop].strip(" .\t")
                if words and len(words.split()) <= LONGEST:
                    start = block.text.index(words, position)
                    out.append(Stated(words, source.span(block, start, start + len(words))))
                position = following
    return out
