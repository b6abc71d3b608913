"""The unsigned case sheet as HTML, PDF or DOCX. What requests and documents contain is text, never markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coverable.base.problem import refuse
from coverable.determination.decide import determine_or_refusal
from coverable.determination.engine import Engine
from coverable.determination.sheetview import sheet_view

TEMPLATES = Path(__file__).parent / "templates"
SUFFIXES = (".html", ".pdf", ".docx")


def sheets(
    requests: Sequence[tuple[str, Any]], engine: Engine, as_of: str | None = None
) -> list[dict[str, Any]]:
    """One sheet a request; a refused one says what stops it, and the others are made all the same."""
    return [
        sheet_view(data, determine_or_refusal(data, engine, as_of, path), engine) for path, data in requests
    ]


def sheet_html(views: Sequence[Mapping[str, Any]]) -> str:
    """A page that needs nothing else: no script, no link, no picture from anywhere."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return env.get_template("sheet.html").render(sheets=views)


def sheet_pdf(html: str) -> bytes:
    """The same page as tagged PDF (PDF/UA-1); nothing is fetched."""
    import weasyprint

    printer: Any = weasyprint  # it carries no types
    return printer.HTML(string=html, url_fetcher=_no_fetch).write_pdf(pdf_variant="pdf/ua-1")


def _no_fetch(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"a case sheet loads nothing: {url[:60]}")


def write_sheet(views: Sequence[Mapping[str, Any]], out: Path) -> None:
    """The sheets as the file whose name ends in .html, .pdf or .docx."""
    if out.suffix.lower() not in SUFFIXES:
        raise refuse(
            f"`{out.name}` is no kind of sheet",
            "-o",
            "a sheet is HTML, PDF or DOCX",
            "end the name in .html, .pdf or .docx",
        )
    if out.suffix.lower() == ".docx":
        from coverable.determination.sheetdocx import sheet_docx

        made = sheet_docx(views)
    else:
        html = sheet_html(views)
        made = html.encode("utf-8") if out.suffix.lower() == ".html" else sheet_pdf(html)
    try:
        out.write_bytes(made)
    except OSError as error:
        raise refuse(
            "the sheet cannot be written", out.name, error.strerror or str(error), "check the folder"
        ) from None
