"""Items that only keep their number, as regulations print them: “3. [Reserved]”. They ask for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.passage import Passage

_HOLDS_A_PLACE = re.compile(
    r"\W*(?:reserved|repealed|rescinded|vacated|deleted|intentionally\s+(?:left\s+blank|omitted))(?:\s+for\s+future\s+use)?\W*",
    re.IGNORECASE,
)


def without_placeholders(entries: Iterable[Entry]) -> tuple[list[Entry], list[Passage]]:
    """The entries without such items, on whatever level they stand; and the items."""
    kept: list[Entry] = []
    gone: list[Passage] = []
    for entry in entries:
        if not entry.under and entry.passage.block.marker and _HOLDS_A_PLACE.fullmatch(entry.passage.text):
            gone.append(entry.passage)
            continue
        under, below = without_placeholders(entry.under)
        gone += below
        kept.append(replace(entry, under=under) if below else entry)
    return kept, gone
