"""A document as plain text, the way that text extraction leaves a page: wrapped, spaced, interrupted."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from random import Random

from bench.reading.model import Doc, Para


@dataclass(frozen=True, slots=True)
class Shape:
    """How one extraction prints."""

    width: int | None
    """None: one line a paragraph."""
    blank: int
    """Empty lines between paragraphs."""
    doubled: bool
    """An empty line after every visual line."""
    indent: int
    hanging: bool
    bold: bool
    cells: str
    page: int | None
    """Lines on a page, when pages show."""
    form_feed: bool


def shape_of(doc: Doc, rng: Random) -> Shape:
    """A shape that leaves the levels of lists visible: by indent, or by markers that differ."""
    markers = doc.style.markers
    told = len(set(markers[:3])) == 3
    indent = rng.choice((0, 1, 2, 3, 4, 5)) if told else rng.choice((1, 2, 4))
    wrapped = rng.random() < 0.7
    doubled = wrapped and rng.random() < 0.2
    return Shape(
        width=rng.choice((72, 80, 90, 100, 112)) if wrapped else None,
        blank=0 if doubled else rng.choice((0, 1, 1)) if wrapped else rng.choice((1, 1, 2)),
        doubled=doubled,
        indent=indent,
        hanging=rng.random() < 0.5,
        bold=not wrapped and rng.random() < 0.5,
        cells=rng.choice(("\t", "   ", " | ")),
        page=rng.choice((38, 46, 54, 62)) if doc.style.foot or (wrapped and rng.random() < 0.55) else None,
        form_feed=rng.random() < 0.5,
    )


def render_text(doc: Doc) -> bytes:
    """The bytes of the text file."""
    shape = shape_of(doc, Random(f"text/{doc.name}"))
    lines: list[str] = []
    before: Para | None = None
    for para in doc.paras:
        if para.kind == "break":
            lines.append("\f")
            continue
        shown = lines_of(para, shape)
        lines += [""] * _gap(before, para, shape)
        for i, line in enumerate(shown):
            lines.append(line)
            if shape.doubled and i < len(shown) - 1:
                lines.append("")
        if shape.doubled:
            lines.append("")
        before = para
    if shape.page:
        lines = paged(lines, shape, doc.style.furniture)
    return ("\n".join(lines) + "\n").encode("utf-8")


def lines_of(para: Para, shape: Shape) -> list[str]:
    """The visual lines of one paragraph."""
    text = para.text if shape.bold else para.text.replace("**", "")
    if para.kind == "row":
        cells = [c if shape.bold else c.replace("**", "") for c in para.cells]
        return [shape.cells.join(cells)]
    pad = " " * (shape.indent * para.depth) if para.kind in ("item", "connector") else ""
    mark = f"{para.marker} " if para.marker else ""
    if shape.width is None or para.kind in ("title", "heading", "furniture"):
        return [pad + mark + text]
    rest = pad + " " * len(mark) if shape.hanging else ""
    wrapped = textwrap.wrap(
        text,
        shape.width,
        initial_indent=pad + mark,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
    )
    return wrapped or [pad + mark + text]


def _gap(before: Para | None, para: Para, shape: Shape) -> int:
    if before is None:
        return 0
    if para.kind in ("heading", "title"):
        return max(1, shape.blank)
    if para.kind == before.kind and para.kind in ("row", "item") and shape.blank < 2:
        return 0
    return shape.blank


def paged(lines: list[str], shape: Shape, furniture: tuple[str, ...]) -> list[str]:
    """The lines cut into pages, with the furniture at the foot of each."""
    assert shape.page
    pages = [lines[i : i + shape.page] for i in range(0, len(lines), shape.page)]
    out: list[str] = []
    for number, page in enumerate(pages, 1):
        out += page
        foot = [f.replace("{p}", str(number)).replace("{of}", str(len(pages))) for f in furniture]
        out += ["", *foot, "\f" if shape.form_feed and number < len(pages) else ""]
    return out
