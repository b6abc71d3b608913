"""Sidebars: boxes of dates and links in the margin, which a conversion leaves in the middle of the text.

They leave the running text, where they would end a list or begin a section that is none, and are kept for
what they say of the document. A sidebar that the file names, or that stands between two parts of the
criteria, is no question; where words of it could be criteria, or what follows could belong to it, the analyst
is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from coverable.document.criteria.positions.headed import boilerplate
from coverable.document.criteria.positions.judgement import judges
from coverable.document.dates import dates_in
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.header.fields import fields
from coverable.document.header.labels import label_of
from coverable.document.layout.boxes import boxes
from coverable.document.numbers import only
from coverable.document.sections.titles import kind_of
from coverable.document.source import Block, Source

SHORT: Final = 60
"""Characters of an entry's value; what is longer is a text of its own."""
FEWEST: Final = 2
"""Entries of a sidebar whose frame was lost."""
PROSE: Final = 25
"""Words of a block in a sidebar that is no entry."""
SAYS: Final = 4
"""Words that say something, where they are no label with its value."""
TELLING: Final = ("effective", "reviewed", "revised", "next_review", "number", "originated", "published")
_LINK = re.compile(
    r"(?:additional (?:information|resources)|clinical policy bulletin notes?|review history|policy history"
    r"|related (?:policies|links)|print(?: this page)?|archived? versions?|see also)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:review(?:ed)?|revis(?:ed|ion)|annual|updated?|change[sd]?|approved)\b", re.IGNORECASE
)

_EASES = re.compile(
    r"\bexceptions?\b|\b(?:not|never|no\s+longer)\s+(?:be\s+)?(?:needed|required|necessary)\b|\bwaived?\b|\b(?:only|unless|except)\b"
    r"|\b(?:must|criteri(?:a|on)|item|requirements?)\b",
    re.IGNORECASE,
)
"""Words of a note on criteria."""

doubts(
    sidebar_with_criteria=Doubt(
        "high",
        "A sidebar holds words that could be criteria; it was taken out of the text",
        "Does the sidebar state something that the criteria need?",
        "A box in the margin is not read as part of the criteria.",
    ),
    sidebar_end_unclear=Doubt(
        "medium",
        "Dates and labels in the middle of the text were taken for a sidebar",
        "Does what stands after them go on with the text before, or do they begin a section?",
        "Conversion lets boxes of the margin fall into the text; a real section of dates looks the same.",
    ),
)


def asides_of(source: Source, findings: Findings) -> tuple[Block, ...]:
    """The blocks of sidebars, in the order of the document."""
    blocks = source.blocks
    gone = {n for n, block in enumerate(blocks) if block.apart == "sidebar"}
    told = [blocks[n] for n in sorted(gone) if _may_decide(blocks[n])]
    if told:
        findings.add("sidebar_with_criteria", [source.span(block) for block in told])
    for first, last in boxes(blocks):
        gone.update(range(first, last))
    for first, last in _fallen(blocks, gone):
        if not _goes_on(blocks[last]):
            findings.add(
                "sidebar_end_unclear", [source.join(source.span(b) for b in blocks[first : last + 1])]
            )
        gone.update(range(first, last))
    return tuple(blocks[n] for n in sorted(gone))


def _may_decide(block: Block) -> bool:
    words, eases = len(block.text.split()), _EASES.search(block.text) is not None
    told = words >= SAYS and _entry(block) is None and _LINK.fullmatch(block.text.strip()) is None
    long = block.marker is not None or words >= PROSE or told
    return long or eases or (judges(block.text) and not boilerplate(block.text))


def _fallen(blocks: Sequence[Block], gone: set[int]) -> list[tuple[int, int]]:
    """Runs of entries between two parts of a text that takes positions; no sign of the file tells them."""
    begun, out = False, list[tuple[int, int]]()
    n = 0
    while n < len(blocks):
        last, entries = _run(blocks, n, gone) if begun else (n, 0)
        if entries >= FEWEST and last < len(blocks) and _between(blocks, n, last):
            out.append((n, last))
        begun = begun or (n not in gone and blocks[n].cell is None and judges(blocks[n].text))
        n = max(last, n + 1)
    return out


def _run(blocks: Sequence[Block], first: int, gone: set[int]) -> tuple[int, int]:
    """The end of the run of entries that begins at a block, and how many entries it has."""
    n, entries, dated = first, 0, False
    while n < len(blocks) and n not in gone and blocks[n].cell is None and blocks[n].marker is None:
        text = blocks[n].text.strip()
        found = _entry(blocks[n])
        value = blocks[n + 1].text.strip() if n + 1 < len(blocks) and n + 1 not in gone else ""
        label = label_of(text)
        if found:
            entries += 1
            dated = dated or found in TELLING
        elif label is not None and label.kind in TELLING and len(value) <= SHORT and _is_value(value):
            entries, dated = entries + 1, True
            n += 1
        elif not (_LINK.fullmatch(text.rstrip(":")) or (label is not None and entries)):
            link = kind_of(text) in ("history", "definitions", "notes")
            if not link or not (entries or _heads(blocks, n)):
                break
        n += 1
    while n > first and n < len(blocks) and kind_of(blocks[n - 1].text) and not _goes_on(blocks[n]):
        n -= 1  # the heading of a section, not a link of the sidebar
    return (n, entries) if dated else (first, 0)


def _heads(blocks: Sequence[Block], n: int) -> bool:
    """Whether a heading stands over an entry."""
    return n + 1 < len(blocks) and _entry(blocks[n + 1]) is not None


def _entry(block: Block) -> str | None:
    """What a block of a label and its short value states; None when it is more or something else."""
    found = [f for f in fields([block]) if f.block is block]
    if not found or found[0].start != 0 or any(len(f.value) > SHORT for f in found):
        return None
    first = found[0]
    if judges(block.text) or (first.weak and not _is_value(first.value)):
        return None
    return first.kind if first.sure or _is_value(first.value) else None


def _is_value(text: str) -> bool:
    """Whether a text is a date or a number and little else."""
    dated = dates_in(text[:SHORT])
    return only(text) or bool(dated and dated[0].start <= 3 and len(text) - dated[-1].end <= 12)


def _between(blocks: Sequence[Block], first: int, last: int) -> bool:
    """Whether the text goes on behind a run: a section that begins there ends what was before it anyhow."""
    after = blocks[last]
    if after.kind == "heading" or kind_of(after.text) is not None or label_of(after.text) is not None:
        return False
    if _goes_on(after):
        return True
    titled = any(kind_of(block.text) == "history" for block in blocks[first:last])
    history = bool(dates_in(after.text[:40])) or _TOLD.search(after.text) is not None
    return not history and not (titled and len(after.text.split()) < 6)


def _goes_on(after: Block) -> bool:
    """Whether a block certainly belongs to criteria: an item, the rest of a sentence, or a position."""
    numbered = after.marker is not None and not dates_in(after.text[:30])
    return numbered or after.text[:1].islower() or (judges(after.text) and not boilerplate(after.text))
