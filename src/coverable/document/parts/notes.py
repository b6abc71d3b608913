"""Special notes: benefit, products, authorization and what else a document tells beside its criteria."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.header.linenames import lines_in
from coverable.document.reading import Record, Section
from coverable.document.sections.sections import body, of_kind
from coverable.document.source import Source

_TOPIC = re.compile(r"(?P<topic>[A-Z][^.:;]{2,60}?)\s?:\s+(?=\S)")


def notes(source: Source, sections: Sequence[Section]) -> tuple[Record, ...]:
    """The notes in order: fields topic, says, and scope where a heading names a line of business."""
    out: list[Record] = []
    for section in of_kind(sections, "notes"):
        scope: str | None = None
        for block in body(source, section):
            text = block.text.strip()
            if not text:
                continue
            if len(text.split()) <= 8 and text.endswith(":"):
                scope = next(iter(lines_in(text)), None)
                continue
            match = _TOPIC.match(block.text)
            first = match.end() if match else 0
            topic = match["topic"].strip() if match else None
            fields = {"topic": topic, "scope": scope, "says": block.text[first:]}
            out.append(Record({k: v for k, v in fields.items() if v is not None}, source.span(block)))
    return tuple(out)
