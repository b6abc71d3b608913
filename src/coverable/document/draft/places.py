"""Where something stands, as a policy file cites it: lines, and on pages where the document has them."""

from __future__ import annotations

from pathlib import Path

from coverable.base.problem import refuse
from coverable.document.source import Source, Span
from coverable.policy.cite import TextForm, page_place


def place_of(source: Source, span: Span) -> str:
    """`L30-33`; in a PDF `p3.12-14`, which a person finds in the printed document as well."""
    if source.kind == "pdf" and source.page_lines:
        return str(page_place(*span.lines, source.page_lines))
    return span.place


def text_form(source: Source) -> TextForm:
    """The lines that citations of this document count."""
    lines = source.text.removesuffix("\n").split("\n")
    pages = source.page_lines if source.kind == "pdf" else ()
    return TextForm(source.sha256, lines, pages, source.name or "the document")


def document_form(path: Path) -> TextForm:
    """The lines that citations of a file count, whatever its format."""
    from coverable.document.readers.guarded import read_guarded

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(
            "the source document cannot be read", str(path), error.strerror or str(error), "check the path"
        ) from None
    return text_form(read_guarded(raw, path.name))
