"""From the bytes of a document to everything that was found in it."""

from __future__ import annotations

from coverable.document.criteria import competing
from coverable.document.criteria.statements import statements
from coverable.document.criteria.tree import Page
from coverable.document.findings import Findings
from coverable.document.furniture import clean
from coverable.document.readers.text import read_text
from coverable.document.reading import Reading
from coverable.document.redline import residues
from coverable.document.sections import sections
from coverable.document.source import Source


def read_document(data: bytes, name: str | None = None) -> Reading:
    """Read a document of any kind; Refused when its bytes cannot be taken."""
    return read_source(read_text(data, name))


def read_source(source: Source) -> Reading:
    """Everything that is found in a document that was read into blocks."""
    findings = Findings()
    cleaned = clean(source.side("after"), findings)
    after = cleaned.source
    parts = sections(after, findings)
    page = Page(after, findings)
    found = competing.settle(statements(after.blocks, parts, page), page)
    residues(after, after.blocks, findings)
    document = {"sha256": source.sha256, "kind": source.kind, "pages": source.pages}
    return Reading(document, {}, sections=parts, statements=found, findings=findings.all())
