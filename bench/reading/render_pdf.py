"""A document as PDF: lines set on pages, with headers and footers, page breaks inside lists, and tables.

Lines are set by hand, as programs that print policies do: nothing in the file says what is a list.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from random import Random
from typing import Any

from bench.reading.blocks import Item, ListRun, TableRun, runs
from bench.reading.model import Doc, Para

BOLD = re.compile(r"(\*\*.+?\*\*)")
PLAIN = str.maketrans({"≥": ">=", "○": "o", "▪": "•", "■": "•", "●": "•", "\t": " "})
"""What the standard fonts cannot print, as a plain program prints it."""
WIDTH, HEIGHT = 612.0, 792.0


@dataclass(frozen=True, slots=True)
class Shape:
    """How one program sets pages."""

    font: str
    bold: str
    size: float
    margin: float
    indent: float
    columns: int
    ruled: bool
    header: bool
    """Furniture at the head; else at the foot."""
    leading: float


def shape_of(rng: Random, told: bool) -> Shape:
    font, bold = rng.choice((("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold")))
    return Shape(
        font=font,
        bold=bold,
        size=rng.choice((9.0, 10.0, 10.5, 11.0)),
        margin=rng.choice((54.0, 64.0, 72.0)),
        indent=rng.choice((14.0, 18.0, 24.0)) if told else rng.choice((18.0, 24.0)),
        columns=2 if rng.random() < 0.12 else 1,
        ruled=rng.random() < 0.5,
        header=rng.random() < 0.3,
        leading=rng.choice((1.2, 1.3, 1.5)),
    )


def render_pdf(doc: Doc) -> bytes:
    """The bytes of the file."""
    pages = Setter(doc, count=1)
    pages.set()
    again = Setter(doc, count=pages.page)
    return again.set()


class Setter:
    """Sets one document, top to bottom."""

    def __init__(self, doc: Doc, count: int) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.doc = doc
        self.count = count
        self.shape = shape_of(Random(f"pdf/{doc.name}"), told=len(set(doc.style.markers[:3])) == 3)
        self.buffer = io.BytesIO()
        self.canvas: Any = Canvas(self.buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
        if doc.truth.title:
            self.canvas.setTitle(doc.truth.title)
        self.page = 1
        self.column = 0
        self.y = HEIGHT - self.shape.margin
        self.gap = 14.0
        self.wide = (WIDTH - 2 * self.shape.margin - self.gap * (self.shape.columns - 1)) / self.shape.columns

    def set(self) -> bytes:
        self._furniture()
        for run in runs(self.doc.paras):
            if isinstance(run, TableRun):
                self._table(run.rows)
            elif isinstance(run, ListRun):
                self._items(run.items)
            else:
                self._para(run)
        self.canvas.showPage()
        self.canvas.save()
        return self.buffer.getvalue()

    def _items(self, items: list[Item]) -> None:
        for item in items:
            self._para(item.para)
            self._items(item.below)

    @property
    def left(self) -> float:
        return self.shape.margin + self.column * (self.wide + self.gap)

    def _furniture(self) -> None:
        lines = [
            f.replace("{p}", str(self.page)).replace("{of}", str(self.count))
            for f in self.doc.style.furniture
        ]
        self.canvas.setFont(self.shape.font, 8)
        for i, line in enumerate(lines):
            y = HEIGHT - 26 - 9 * i if self.shape.header else 30 - 9 * i
            self.canvas.drawString(self.shape.margin, y, line.translate(PLAIN))

    def _new(self) -> None:
        """The next column, or the next page."""
        self.y = HEIGHT - self.shape.margin
        if self.column + 1 < self.shape.columns:
            self.column += 1
            return
        self.column = 0
        self.page += 1
        self.canvas.showPage()
        self._furniture()

    def _room(self, height: float) -> None:
        if self.y - height < 50:
            self._new()

    def _para(self, para: Para) -> None:
        shape = self.shape
        if para.kind == "break":
            self._new()
            return
        size, bold = shape.size, False
        if para.kind == "title":
            size, bold = shape.size + 4, True
        elif para.kind == "heading":
            size, bold = shape.size + (2 if para.depth < 2 else 0), True
            self.y -= size * 0.6
        step = shape.indent * (para.depth + 1) if para.kind in ("item", "connector") else 0.0
        mark = (para.marker or "").translate(PLAIN)
        hang = max(16.0, self._width(mark + " ", size)) if mark else 0.0
        lines = self._broken(para.text.translate(PLAIN), size, bold, self.wide - step - hang)
        for i, line in enumerate(lines):
            self._room(size * shape.leading)
            self.y -= size * shape.leading
            if i == 0 and mark:
                self.canvas.setFont(shape.font, size)
                self.canvas.drawString(self.left + step, self.y, mark)
            self._line(self.left + step + hang, self.y, line, size)
        self.y -= size * (0.25 if para.kind in ("item", "connector") else 0.6)

    def _width(self, text: str, size: float, bold: bool = False) -> float:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(stringWidth(text, self.shape.bold if bold else self.shape.font, size))

    def _broken(self, text: str, size: float, bold: bool, width: float) -> list[list[tuple[str, bool]]]:
        """The words in lines, each word with its weight."""
        words = [
            (word, bold or part.startswith("**"))
            for part in BOLD.split(text)
            for word in re.findall(r"\s*\S+\s*", part.strip("*") if part.startswith("**") else part)
        ]
        lines: list[list[tuple[str, bool]]] = [[]]
        used = 0.0
        for word, heavy in words:
            wide = self._width(word.rstrip(), size, heavy)
            if used + wide > width and lines[-1]:
                lines.append([])
                used = 0.0
            lines[-1].append((word if lines[-1] else word.lstrip(), heavy))
            used += self._width(word, size, heavy)
        return lines

    def _line(self, x: float, y: float, line: list[tuple[str, bool]], size: float) -> None:
        start = 0
        while start < len(line):
            end = start
            while end < len(line) and line[end][1] == line[start][1]:
                end += 1
            text = "".join(w for w, _ in line[start:end])
            self.canvas.setFont(self.shape.bold if line[start][1] else self.shape.font, size)
            self.canvas.drawString(x, y, text.rstrip() if end == len(line) else text)
            x += self._width(text, size, line[start][1])
            start = end

    def _table(self, rows: list[Para]) -> None:
        """A table, ruled or told by its columns alone."""
        size, pad = self.shape.size, 4.0
        count = max(len(r.cells) for r in rows)
        longest = [max((len(r.cells[i]) for r in rows if i < len(r.cells)), default=1) for i in range(count)]
        share = [max(8, min(n, 60)) for n in longest]
        widths = [self.wide * s / sum(share) for s in share]
        for row in rows:
            cells = [
                self._broken(c.translate(PLAIN), size, row.head, w - 2 * pad)
                for c, w in zip(row.cells, widths, strict=False)
            ]
            height = max(len(c) for c in cells) * size * self.shape.leading + 2 * pad
            self._room(height)
            x = self.left
            for cell, width in zip(cells, widths, strict=False):
                for i, line in enumerate(cell):
                    self._line(x + pad, self.y - pad - (i + 0.8) * size * self.shape.leading, line, size)
                if self.shape.ruled:
                    self.canvas.rect(x, self.y - height, width, height)
                x += width
            self.y -= height
        self.y -= size * 0.6
