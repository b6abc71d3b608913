"""Footnote marks and the notes that they lead to (SR-127).

A star, a dagger or a raised figure behind a word leads to a note or heading that carries the same mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.reading import Record
from coverable.document.source import Block, Source, Span

_MARKS = r"\*{1,3}|†{1,3}|‡{1,3}|§|¶|[¹²³⁴⁵⁶⁷⁸⁹]"
_BEHIND = re.compile(rf"(?<=[\w.,;:)\]'\"”’%])\s?(?P<mark>{_MARKS})(?=[\s.,;:)]|$)(?!(?<=§)\s*[0-9])")
"""A mark behind a word; “of § 409.31” is a section."""
_BEFORE = re.compile(rf"(?P<mark>{_MARKS})\s{{0,2}}(?=[A-Za-z(])")
_WILDCARD = re.compile(r"[A-Z][0-9][0-9A-Z]\.?[0-9A-Z]{0,4}\*$")

doubts(
    footnote_unresolved=Doubt(
        "low",
        "A footnote mark leads to no note",
        "What does the note say?",
        "Exceptions to criteria often stand in footnotes; one that is lost can change what the text means.",
    ),
)


def footnotes(source: Source, findings: Findings) -> tuple[Record, ...]:
    """Every mark with the place that it leads to: fields kind (`footnote`), mark, to (lines), says."""
    targets: dict[str, list[tuple[Block, str]]] = {}
    marks: list[tuple[Block, re.Match[str]]] = []
    leading: list[tuple[Block, re.Match[str]]] = []
    for block in source.blocks:
        before = _BEFORE.match(block.text)
        if before and block.kind == "item":
            leading.append((block, before))  # “• *Severe pain:”, and below “*Severe is 5 or more”
        if block.kind == "note" and block.marker:
            targets.setdefault(block.marker.strip("[]()."), []).append((block, block.text))
        elif before and block.kind != "item":
            targets.setdefault(before["mark"], []).append((block, block.text[before.end() :]))
        elif (
            block.kind == "item"
            and block.marker
            and re.fullmatch(_MARKS, block.marker)
            and _one_of_its_kind(block, source)
        ):
            targets.setdefault(block.marker, []).append((block, block.text))
        for match in _BEHIND.finditer(block.text):
            if _WILDCARD.search(block.text[: match.end()][-10:]):
                continue
            if (
                match.end() == len(block.text)
                and len(block.text.split()) <= 8
                and not block.text[: match.start()].rstrip().endswith(".")
            ):
                targets.setdefault(match["mark"], []).append((block, block.text[: match.start()].strip(" :")))
            marks.append((block, match))
    out, unled = _raised(targets, source)
    lost: list[tuple[Block, re.Match[str]]] = []
    marks += [one for one in leading if _target(targets.get(one[1]["mark"], ()), one[0], source)]
    for block, match in marks:
        found = _target(targets.get(match["mark"], ()), block, source)
        if found is None:
            if not any(b is block for b, _ in targets.get(match["mark"], ())):
                lost.append((block, match))
            continue
        span = source.span(block, match.start("mark"), match.end("mark"))
        to = source.span(found[0])
        out.append(
            Record({"kind": "footnote", "mark": match["mark"], "to": to.place, "target": to.view()}, span)
        )
    if lost or unled:
        spans = [*unled, *(source.span(b, m.start("mark"), m.end("mark")) for b, m in lost)]
        findings.add("footnote_unresolved", spans)
    return tuple(out)


def _raised(targets: dict[str, list[tuple[Block, str]]], source: Source) -> tuple[list[Record], list[Span]]:
    """The raised marks that a reader took out of the words: the notes they lead to, and those without one.

    Raised figures without a note are numbers of references, which is no loss.
    """
    out: list[Record] = []
    unled: list[Span] = []
    for block in source.blocks:
        for mark in block.refers:
            span = source.span(block)
            note = _target(targets.get(mark, ()), block, source)
            if note is not None:
                to = source.span(note[0])
                out.append(
                    Record({"kind": "footnote", "mark": mark, "to": to.place, "target": to.view()}, span)
                )
            elif not mark[0].isdigit():
                unled.append(span)
    return out, unled


def _one_of_its_kind(block: Block, source: Source) -> bool:
    """A star in front is a note and not a bullet when no other item carries it."""
    return sum(b.marker == block.marker for b in source.blocks) == 1


def _target(targets: Sequence[tuple[Block, str]], block: Block, source: Source) -> tuple[Block, str] | None:
    """The next note with the mark behind the place, else the one before it."""
    start = source.span(block).start
    others = [t for t in targets if t[0] is not block]
    after = [t for t in others if source.span(t[0]).start > start]
    return after[0] if after else None
