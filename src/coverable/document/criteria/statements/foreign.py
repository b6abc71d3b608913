"""Sentences of position about something that the document is not about: missed visits, shipping, a trial.

Most statements of a document name its service. A denial or grant without any condition that shares no word with
them may be a remark on how claims are dealt with, or a position on another thing: a person says which.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from coverable.document.criteria.statements.services import counted, most, named_in
from coverable.document.findings import Findings
from coverable.document.reading import Statement
from coverable.document.source import Source

_SAYS = "It shares no word with what the document is about: a position on it, or a remark?"


def asked_of_foreign(
    found: Sequence[Statement], source: Source, findings: Findings, named: Iterable[str] = ()
) -> tuple[Statement, ...]:
    """The statements, with a finding on each that has no condition and is about something else.

    `named`: the title of the document. Rows of a grid are about a service each.
    """
    cells = sorted((s.start, s.end) for s in (source.span(b) for b in source.blocks if b.cell is not None))
    counts, subjects = counted(found)
    title = _one_or_many(word for name in named for word in named_in(name))

    def asked(one: Statement) -> Statement:
        if one.position not in ("not_covered", "medically_necessary"):
            return one  # what is called investigational or not necessary is a service
        if one.notes or one.criteria or one.candidates or one.all_other_uses or one.criteria_not_met:
            return one
        if _alone(source.text[one.span.start : one.span.end], one.subject):
            return one
        at = bisect_right(cells, (one.span.start, len(source.text)))
        if at and one.span.start < cells[at - 1][1]:
            return one
        own = {*named_in(one.subject)}
        others = counts - Counter(own)
        about = _one_or_many(most(others, subjects - bool(one.subject)) or others)
        said = _one_or_many(own)
        if not about or not said or not said.isdisjoint(about | title):
            return one
        return replace(one, notes=(findings.add("position_unclear", [one.span], _SAYS),))

    return tuple(asked(one) for one in found)


_MARKER = 4
"""Characters of the marker of an item."""


def _alone(text: str, name: str) -> bool:
    """Whether the last line of a statement is a name and no more: that of a service in a list of services."""
    line = text.splitlines()[-1].strip(" ;.,") if text.strip() else ""
    return line.endswith(name) and len(line) <= len(name) + _MARKER


def _one_or_many(words: Iterable[str]) -> set[str]:
    """Words without the ending of the plural: a gauge and gauges are the same service."""
    return {word.removesuffix("s") for word in words}
