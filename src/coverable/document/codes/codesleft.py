"""Rows in the form of codes of which none was taken: a table without a heading, a list of an unknown form."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from coverable.document.codes.codesinwords import is_gone, refers_to
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.places import main_kinds
from coverable.document.reading import Code, Section
from coverable.document.source import Block, Source

doubts(
    code_unread=Doubt(
        "medium",
        "Words in the form of codes, of which none was taken",
        "Are these codes, and what does the document say of them?",
        "They stand under no heading that says so; a draft without its codes finds no request.",
    )
)
_CODE: Final = re.compile(
    r"(?:[A-EGHJ-MP-V][0-9]{4}|[A-TV-Z][0-9][0-9AB]\.[0-9A-Z]{1,4}|[0-9]{4}[0-9FTUMA])(?=[\s,;:|–-]|$)"
)
_INSIDE: Final = re.compile(
    r"(?<![\w.$#/-])(?:[A-EGHJ-MP-V][0-9]{4}|[A-TV-Z][0-9][0-9AB]\.[0-9A-Z]{1,4})(?![\w-])"
)
ENOUGH: Final = 2
"""One such word may be a number of anything."""


def ask_unread(
    source: Source, sections: Sequence[Section], codes: Sequence[Code], findings: Findings
) -> None:
    """A finding where lines or rows, two or more, begin in the form of a code and none of theirs was read.

    In a section of codes it stands on every word in such a form that no other code refers to.
    """
    runs: list[list[Block]] = [[]]
    for block in source.blocks:
        if block.cell is not None and block.cell.column:
            continue
        if _CODE.match(block.text):
            runs[-1].append(block)
        elif runs[-1]:
            runs.append([])
    read = [code.span for code in codes]
    for run in runs:
        spans = [source.span(block) for block in run]
        taken = any(one.start < span.end and span.start < one.end for one in read for span in spans)
        if len({block.text for block in run}) >= ENOUGH and not taken:
            findings.add("code_unread", [source.join(spans)])
    places = sorted((one.start, one.end) for one in read)
    starts, ends = [a for a, _ in places], [b for _, b in places]
    kinds = main_kinds(sections, len(source.blocks))
    for block in (b for b, kind in zip(source.blocks, kinds, strict=True) if kind == "codes"):
        for match in _INSIDE.finditer(block.text):
            span = source.span(block, *match.span())
            near = bisect_right(starts, span.start) - 1
            taken = near >= 0 and span.start < ends[near]
            if not (
                taken or refers_to(block.text, 0, match.start(), False) or is_gone(block.text, match.end())
            ):
                findings.add("code_unread", [span])
