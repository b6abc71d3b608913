"""The page as a DOCX file: headings, lists, tables with header rows, and a bookmark for every criterion."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from coverable.publish.outline import Block, blocks


def policy_docx(page: Mapping[str, Any]) -> bytes:
    """A document that opens everywhere; every anchor of the page is a bookmark in it."""
    from docx import Document

    doc: Any = Document()
    doc.core_properties.title = _clean(f"{page['number']} {page['title']}, version {page['version']}")
    doc.core_properties.author = "Coverable"
    doc.core_properties.language = "en"
    for number, block in enumerate(blocks(page)):
        _write(doc, block, number)
    out = io.BytesIO()
    doc.save(out)
    return timeless(out)


def timeless(made: io.BytesIO) -> bytes:
    """The same archive without the time of writing, so that the same page gives the same bytes."""
    out = io.BytesIO()
    with ZipFile(made) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return out.getvalue()


def _write(doc: Any, block: Block, number: int) -> None:
    from docx.shared import Cm, Pt

    match block.kind:
        case "heading":
            made = doc.add_heading(_clean(block.text), block.level)
        case "table":
            _table(doc, block)
            return
        case _:
            made = doc.add_paragraph()
            if block.kind == "box":
                made.add_run("☐ ")
            if block.kind == "item":
                made.paragraph_format.left_indent = Cm(0.55 * (1 + min(block.level, 10)))
                made.paragraph_format.first_line_indent = Cm(-0.4)
                made.paragraph_format.space_after = Pt(3)
                made.add_run("" if block.badge else "• ")
            if block.badge:
                made.add_run(f"[{block.badge}] ").bold = True
            made.add_run(_clean(block.text))
            if block.note:
                made.add_run(_clean(f"  ({block.note})")).font.size = Pt(8.5)
    if block.anchor:
        _bookmark(made, block.anchor, number)


def _bookmark(paragraph: Any, anchor: str, number: int) -> None:
    """A place that links can name (ECMA-376 part 1, 17.13.6): at most 40 characters, no hyphens or dots."""
    from docx import oxml
    from docx.oxml import ns

    make, names = oxml, ns
    start: Any = make.OxmlElement("w:bookmarkStart")
    end: Any = make.OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(names.qn("w:id"), str(number))
    start.set(names.qn("w:name"), bookmark_name(anchor))
    paragraph._p.insert(0, start)
    paragraph._p.append(end)


def bookmark_name(anchor: str) -> str:
    """An anchor as Word takes it; a long one keeps its end apart by a digest."""
    from hashlib import sha256

    name = re.sub(r"[^A-Za-z0-9_]", "_", anchor)
    return name if len(name) <= 40 else f"{name[:31]}_{sha256(anchor.encode()).hexdigest()[:8]}"


def _table(doc: Any, block: Block) -> None:
    from docx import oxml
    from docx.shared import Pt

    if not block.rows:
        return
    make: Any = oxml
    table = doc.add_table(rows=1, cols=len(block.heads), style="Light Grid Accent 1")
    # the first row is said again on every page, and told to screen readers as the header
    table.rows[0]._tr.get_or_add_trPr().append(make.OxmlElement("w:tblHeader"))
    for row in (block.heads, *block.rows):
        cells = table.rows[0].cells if row is block.heads else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = _clean(text)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8.5)
    doc.add_paragraph()


def _clean(text: str) -> str:
    """Only characters that XML can hold."""
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)
