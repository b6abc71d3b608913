"""Small PDF files drawn line by line, so that a test knows where everything stands."""

from __future__ import annotations

import io
import textwrap
from importlib import import_module
from random import Random
from typing import Any

SANS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
_WORDS = [
    "widget",
    "knee",
    "trial",
    "month",
    "drug",
    "dose",
    "record",
    "visit",
    "note",
    "scan",
    "pain",
    "grade",
    "step",
    "joint",
    "muscle",
    "care",
    "plan",
    "test",
    "sleep",
    "weight",
    "score",
    "level",
    "stage",
    "result",
    "report",
    "course",
    "return",
    "change",
]


def sentence(rng: Random, words: int = 12) -> str:
    """A sentence of no meaning."""
    return " ".join(rng.choice(_WORDS) for _ in range(words)).capitalize() + "."


def prose(sentences: int, seed: int = 1) -> str:
    rng = Random(seed)
    return " ".join(sentence(rng) for _ in range(sentences))


class Drawn:
    """A page that is written from the top; `out.pdf` are the bytes of the file."""

    def __init__(self, size: tuple[float, float] = (612, 792), **options: Any) -> None:
        self.file = io.BytesIO()
        canvas: Any = import_module("reportlab.pdfgen.canvas")
        self.canvas: Any = canvas.Canvas(self.file, pagesize=size, invariant=1, **options)
        self.height = size[1]
        self.y = size[1] - 60
        self.font("Helvetica", 10)

    def font(self, name: str, size: float) -> None:
        self.name, self.size = name, size
        self.canvas.setFont(name, size)

    def line(self, text: str, x: float = 72, step: float = 12.5, font: str = "", size: float = 0) -> None:
        """A line of text, and the next line under it."""
        self.canvas.setFont(font or self.name, size or self.size)
        self.canvas.drawString(x, self.y, text)
        self.canvas.setFont(self.name, self.size)
        self.y -= step

    def row(self, *cells: tuple[float, str], step: float = 12.5) -> None:
        self.canvas.setFont(self.name, self.size)
        for x, text in cells:
            self.canvas.drawString(x, self.y, text)
        self.y -= step

    def paragraph(self, text: str, width: int = 90, x: float = 72, step: float = 12.5) -> None:
        for line in textwrap.wrap(text, width):
            self.line(line, x, step)

    def gap(self, points: float = 10) -> None:
        self.y -= points

    def pieces(self, *pieces: tuple[str, float, float], x: float = 72) -> None:
        """One line of pieces (text, size, rise)."""
        text = self.canvas.beginText(x, self.y)
        for words, size, rise in pieces:
            text.setFont(self.name, size)
            text.setRise(rise)
            text.textOut(words)
        self.canvas.drawText(text)
        self.canvas.setFont(self.name, self.size)
        self.y -= 12.5

    def width(self, text: str) -> float:
        return float(self.canvas.stringWidth(text, self.name, self.size))

    def strike(self, before: str, words: str, x: float = 72) -> None:
        """A line through words of the line that was drawn last."""
        start = x + self.width(before)
        self.canvas.line(start, self.y + 12.5 + 3, start + self.width(words), self.y + 12.5 + 3)

    def underline(self, words: str, x: float = 72) -> None:
        self.canvas.line(x, self.y + 12.5 - 1.2, x + self.width(words), self.y + 12.5 - 1.2)

    def page(self) -> None:
        self.canvas.showPage()
        self.y = self.height - 60

    def picture(self, x: float, y: float, wide: float, high: float) -> None:
        """A grey picture."""
        image: Any = import_module("PIL.Image")
        utils: Any = import_module("reportlab.lib.utils")
        self.canvas.drawImage(utils.ImageReader(image.new("RGB", (8, 8), (200, 200, 200))), x, y, wide, high)

    @property
    def pdf(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()


def table(
    rows: list[list[str]], widths: list[float], *styles: tuple[Any, ...], before: str = "", repeat: int = 0
) -> bytes:
    """A ruled table that may go over several pages; long cells are wrapped."""
    platypus: Any = import_module("reportlab.platypus")
    sheet: Any = import_module("reportlab.lib.styles")
    colours: Any = import_module("reportlab.lib.colors")
    normal = sheet.getSampleStyleSheet()["Normal"]
    made = platypus.Table(
        [[platypus.Paragraph(c, normal) if len(c) > 30 else c for c in row] for row in rows],
        colWidths=widths,
        repeatRows=repeat,
    )
    made.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colours.black), *styles])
    out = io.BytesIO()
    story = [platypus.Paragraph(before, normal)] if before else []
    platypus.SimpleDocTemplate(out, invariant=1).build([*story, made])
    return out.getvalue()
