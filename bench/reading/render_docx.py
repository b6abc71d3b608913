"""A document as a word processor file: real numbering, tables, footers, tracked changes."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random
from xml.sax.saxutils import escape

from bench.reading import ooxml
from bench.reading.blocks import Item, ListRun, TableRun, runs
from bench.reading.model import Doc, Para

BOLD = re.compile(r"(\*\*.+?\*\*)")
FIELD = re.compile(r"(\{p\}|\{of\})")
FIELDS = {"{p}": "PAGE", "{of}": "NUMPAGES"}
WHEN = (2024, 1, 1, 0, 0, 0)
"""The date inside the archive; else the same document would differ from run to run."""
CHANGED = 'w:author="A. Editor" w:date="2025-02-03T10:00:00Z"'


def render_docx(doc: Doc) -> bytes:
    """The bytes of the file."""
    return Writer(doc, Random(f"docx/{doc.name}")).bytes()


class Writer:
    """Writes one file."""

    def __init__(self, doc: Doc, rng: Random) -> None:
        self.doc = doc
        self.styled = rng.random() < 0.75
        """Headings by style; else in bold alone."""
        self.typed = rng.random() < 0.15
        """Markers are typed, not numbered by the program."""
        self.schemes: list[tuple[str, ...]] = []
        self.starts: list[dict[int, int]] = []
        self.body: list[str] = []
        self.changes = 0

    def bytes(self) -> bytes:
        for run in runs(self.doc.paras):
            if isinstance(run, ListRun):
                self._list(run.items)
            elif isinstance(run, TableRun):
                self._table(run.rows)
            else:
                self._para(run)
        section = '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/></w:sectPr>'
        document = (
            f'{ooxml.XML}<w:document xmlns:w="{ooxml.W}" xmlns:r="{ooxml.R}">'
            f"<w:body>{''.join(self.body)}{section}</w:body></w:document>"
        )
        parts = {
            "[Content_Types].xml": ooxml.TYPES,
            "_rels/.rels": ooxml.RELS,
            "word/document.xml": document,
            "word/_rels/document.xml.rels": ooxml.DOCUMENT_RELS,
            "word/styles.xml": ooxml.STYLES,
            "word/numbering.xml": ooxml.numbering(self.schemes, self.starts),
            "word/footer1.xml": self._footer(),
        }
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(zipfile.ZipInfo(name, WHEN), text, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _footer(self) -> str:
        """The furniture; its fields of page and pages show 1 until a program updates them."""
        paras = ""
        for line in self.doc.style.furniture:
            shown = ""
            for part in FIELD.split(line):
                if part in FIELDS:
                    shown += f'<w:fldSimple w:instr=" {FIELDS[part]} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
                elif part:
                    shown += f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
            paras += f"<w:p>{shown}</w:p>"
        return f'{ooxml.XML}<w:ftr xmlns:w="{ooxml.W}">{paras}</w:ftr>'

    # -- paragraphs

    def _para(self, para: Para) -> None:
        if para.kind == "break":
            self.body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
            return
        style = ""
        if para.kind == "title":
            style = '<w:pStyle w:val="Title"/>'
        elif para.kind == "heading" and self.styled:
            style = f'<w:pStyle w:val="Heading{max(1, min(para.depth, 3))}"/>'
        bold = para.kind == "heading" and not self.styled
        self.body.append(self._p(para, style, bold))

    def _p(self, para: Para, properties: str, bold: bool = False, marker: str = "") -> str:
        """One paragraph with its tracked changes."""
        runs_ = self._run(marker, False) if marker else ""
        if para.change != "none":
            tag = "del" if para.change == "deleted" else "ins"
            inner = self._runs(para.text, bold, deleted=tag == "del")
            mark = f"<w:rPr><w:{tag} {self._id()}/></w:rPr>"
            return (
                f"<w:p><w:pPr>{properties}{mark}</w:pPr>{runs_}<w:{tag} {self._id()}>{inner}</w:{tag}></w:p>"
            )
        before, put, after = self._parts(para)
        runs_ += self._runs(before, bold)
        if para.deleted:
            runs_ += f"<w:del {self._id()}>{self._runs(para.deleted, bold, deleted=True)}</w:del>"
        if put:
            runs_ += f"<w:ins {self._id()}>{self._runs(put, bold)}</w:ins>"
        runs_ += self._runs(after, bold)
        return f"<w:p><w:pPr>{properties}</w:pPr>{runs_}</w:p>"

    def _parts(self, para: Para) -> tuple[str, str, str]:
        """The text before, in and after a tracked insertion."""
        if para.inserted and para.inserted in para.text:
            at = para.text.index(para.inserted)
            return para.text[:at], para.inserted, para.text[at + len(para.inserted) :]
        return para.text, "", ""

    def _runs(self, text: str, bold: bool, deleted: bool = False) -> str:
        return "".join(
            self._run(
                part.strip("*") if part.startswith("**") else part, bold or part.startswith("**"), deleted
            )
            for part in BOLD.split(text)
            if part
        )

    def _run(self, text: str, bold: bool, deleted: bool = False) -> str:
        tag = "delText" if deleted else "t"
        look = "<w:rPr><w:b/></w:rPr>" if bold else ""
        pieces = "<w:tab/>".join(
            f'<w:{tag} xml:space="preserve">{escape(piece)}</w:{tag}>' for piece in text.split("\t")
        )
        return f"<w:r>{look}{pieces}</w:r>"

    def _id(self) -> str:
        self.changes += 1
        return f'w:id="{self.changes}" {CHANGED}'

    # -- lists and tables

    def _list(self, items: list[Item]) -> None:
        first = items[0].para
        criteria = first.part == "criteria"
        markers = self.doc.style.markers if criteria else (first.marker or "•", "•", "•", "•", "•")
        scheme = tuple("1." if m[:1].isdigit() and not criteria else m for m in markers)
        marked = any(i.para.marker for i in items)
        number = 0
        if marked and not self.typed:
            self.schemes.append(scheme)
            self.starts.append(dict.fromkeys(range(len(scheme)), 1))
            number = len(self.schemes)
        self._items(items, number)

    def _items(self, items: list[Item], number: int) -> None:
        for item in items:
            para = item.para
            left = 720 + 360 * para.depth
            if para.kind == "connector" or not para.marker:
                self.body.append(self._p(para, f'<w:ind w:left="{left}"/>'))
            elif number:
                level = f'<w:numPr><w:ilvl w:val="{para.depth}"/><w:numId w:val="{number}"/></w:numPr>'
                self.body.append(self._p(para, f'<w:pStyle w:val="ListParagraph"/>{level}'))
            else:
                self.body.append(self._p(para, f'<w:ind w:left="{left}"/>', marker=f"{para.marker}\t"))
            self._items(item.below, number)

    def _table(self, rows: list[Para]) -> None:
        out = ["<w:tbl><w:tblPr/><w:tblGrid>" + "<w:gridCol/>" * len(rows[0].cells) + "</w:tblGrid>"]
        for row in rows:
            head = "<w:trPr><w:tblHeader/></w:trPr>" if row.head else ""
            cells = "".join(f"<w:tc><w:tcPr/><w:p>{self._runs(c, row.head)}</w:p></w:tc>" for c in row.cells)
            out.append(f"<w:tr>{head}{cells}</w:tr>")
        self.body.append("".join(out) + "</w:tbl><w:p/>")
