"""A made-up document as a file of its format."""

from __future__ import annotations

from bench.reading.model import Doc
from bench.reading.render_text import render_text


def rendered(doc: Doc) -> bytes:
    """The bytes of the file."""
    match doc.format:
        case "html":
            from bench.reading.render_html import render_html

            return render_html(doc)
        case "docx":
            from bench.reading.render_docx import render_docx

            return render_docx(doc)
        case "pdf":
            from bench.reading.render_pdf import render_pdf

            return render_pdf(doc)
        case _:
            return render_text(doc)
