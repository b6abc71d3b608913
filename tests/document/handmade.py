"""Documents of a few lines and readings made by hand, so that a draft can be tested apart from the readers."""

from __future__ import annotations

from typing import Any

from coverable.document.draft.apply import Applied, unanswered
from coverable.document.draft.check import Checked, check
from coverable.document.draft.make import make_draft
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from coverable.document.reading import Finding, Node, Reading, Record, Stated, Statement
from coverable.document.source import Source, Span
from coverable.policy.library import Library

ON = "2026-11-25"
PAGE = """Home Oxygen for Cluster Headache

Policy Number: OX-7

Criteria

Home oxygen is considered medically necessary when ALL of the following are met:

A. Three or more headache attacks in a week
B. ANY ONE of the following:
   1. A triptan was tried without success
   2. Triptans are contraindicated

Home oxygen is not medically necessary for any other use.
"""
"""A document that is ours, with labels that another edition may print otherwise."""


def document(text: str, name: str = "page.txt") -> Source:
    """A plain text document."""
    return read_source(text.encode("utf-8"), name)


def span(source: Source, words: str) -> Span:
    """The place of these words."""
    start = source.text.index(words)
    end = start + len(words)
    return Span(start, end, (source.line_of(start), source.line_of(end - 1)))


def leaf(source: Source, words: str, **more: Any) -> Node:
    return Node("leaf", words, span(source, words), **more)


def necessary(source: Source, subject: str, criteria: Node | None, **more: Any) -> Statement:
    fields: Any = {"id": "s1", "position": "medically_necessary", "subject": subject, **more}
    return Statement(span=fields.pop("span", span(source, subject)), criteria=criteria, **fields)


def record(source: Source, words: str, **fields: Any) -> Record:
    return Record(fields, span(source, words))


def stated(source: Source, words: str, value: Any, kind: str | None = None) -> Stated:
    return Stated(value, span(source, words), kind=kind)


def finding(source: Source, words: str, severity: Any = "high", id: str = "F1") -> Finding:
    return Finding(id, "a_rule", severity, "Something is doubtful", "What is meant?", (span(source, words),))


def reading(source: Source, **fields: Any) -> Reading:
    """A reading of just these things."""
    made: Any = {"document": {"sha256": source.sha256, "kind": source.kind}, "metadata": {}, **fields}
    return Reading(**made)


def drafted(source: Source, read: Reading | None = None, **more: Any) -> Applied:
    """The draft that nobody has answered yet."""
    return unanswered(make_draft(read or reading_of(source), source, **more), ON)


def checked(applied: Applied, library: Library) -> Checked:
    """The draft as a policy; it must hold together."""
    made = check(applied, library)
    assert not made.problems, "\n".join(map(str, made.problems))
    return made
