"""From the bytes of a document to everything that was found in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coverable.document.changes import with_earlier
from coverable.document.criteria.read import statements
from coverable.document.criteria.statements import competing
from coverable.document.criteria.statements.foreign import asked_of_foreign
from coverable.document.criteria.statements.vacant import without_vacant
from coverable.document.criteria.text.page import Page
from coverable.document.facts import facts
from coverable.document.findings import Findings
from coverable.document.granted.belongs import granted
from coverable.document.layout.answers import with_answers
from coverable.document.layout.formrows import with_rows
from coverable.document.layout.furniture import clean
from coverable.document.layout.runon import unrolled
from coverable.document.parts.known import Lookup
from coverable.document.readers.read import read_source
from coverable.document.reading import Reading, Section, Stated, Statement
from coverable.document.redline import residues
from coverable.document.sections.sections import sections
from coverable.document.source import Source
from coverable.glossary.codebook import CodeBook


def read_document(
    data: bytes, name: str | None = None, lookup: Lookup | None = None, book: CodeBook | None = None
) -> Reading:
    """Read a document of any kind; Refused when its bytes cannot be taken.

    `lookup` says what the library has of a policy that the document names, `book` checks its codes.
    """
    return reading_of(read_source(data, name), lookup, book)


def reading_of(source: Source, lookup: Lookup | None = None, book: CodeBook | None = None) -> Reading:
    """Everything that is found in a document that was read into blocks."""
    findings = Findings()
    for remark in source.remarks:
        findings.add(remark.rule, remark.spans, remark.says)
    after = with_answers(unrolled(with_rows(source.side("after"))))
    cleaned = clean(after, findings)
    parts = sections(cleaned.source, findings)
    findings.within(part.span for part in parts)
    found = _statements(cleaned.source, parts, findings)
    if any(block.changed for block in source.blocks):
        found = with_earlier(found, _earlier(source), source, findings)
    residues(cleaned.source, cleaned.source.blocks, findings)
    grants = granted(cleaned.source, parts, found, findings)
    rest = facts(after, cleaned, parts, findings, lookup, book, found)
    named = list(_named(rest["metadata"]))
    found = without_vacant(found, findings, named)
    found = asked_of_foreign(found, cleaned.source, findings, named[:1])
    return Reading(sections=parts, statements=found, grants=grants, findings=findings.all(), **rest)


def _named(told: Mapping[str, object]) -> Iterator[str]:
    """What the document is called, and who publishes it."""
    for name in ("title", "publisher"):
        value = told.get(name)
        if isinstance(value, Stated):
            yield str(value.value)


def _statements(source: Source, parts: tuple[Section, ...], findings: Findings) -> tuple[Statement, ...]:
    page = Page(source, findings)
    return competing.settle(statements(source.blocks, parts, page), page)


def _earlier(source: Source) -> tuple[Statement, ...]:
    """The statements of the text without its tracked changes; what is doubtful there is not asked about."""
    unasked = Findings()
    before = clean(with_answers(unrolled(with_rows(source.side("before")))), unasked).source
    return _statements(before, sections(before, unasked), unasked)
