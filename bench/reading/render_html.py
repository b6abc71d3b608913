"""A document as a web page: navigation around it, nested lists, definition lists, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from random import Random

from bench.reading.banks import bank
from bench.reading.blocks import Item, ListRun, TableRun, runs
from bench.reading.model import Doc, Para, counts

BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Shape:
    """How one site writes its pages."""

    strong: str
    headings: str
    """tags: h2 and h3; bold: paragraphs in bold; divs: a class alone tells."""
    close: bool
    """Whether list items are closed; HTML does not ask for it."""
    typed: bool
    """Markers are typed into the text, in lists without a bullet."""
    connectors: str
    """inside: at the end of the item before; between: a paragraph between two lists."""
    definitions: bool
    navigation: bool
    head: bool


def shape_of(rng: Random) -> Shape:
    return Shape(
        strong=rng.choice(("strong", "b", "em")),
        headings=rng.choice(("tags", "tags", "tags", "bold", "divs")),
        close=rng.random() < 0.8,
        typed=rng.random() < 0.15,
        connectors=rng.choice(("inside", "inside", "between")),
        definitions=rng.random() < 0.6,
        navigation=rng.random() < 0.7,
        head=rng.random() < 0.8,
    )


def render_html(doc: Doc) -> bytes:
    """The bytes of the page."""
    rng = Random(f"html/{doc.name}")
    return Page(doc, shape_of(rng), rng).bytes()


class Page:
    """Writes one page."""

    def __init__(self, doc: Doc, shape: Shape, rng: Random) -> None:
        self.doc = doc
        self.shape = shape
        self.rng = rng
        self.out: list[str] = []

    def bytes(self) -> bytes:
        title = escape(self.doc.truth.title or self.doc.style.subject)
        self.out = ["<!DOCTYPE html>", '<html lang="en">']
        if self.shape.head:
            self.out.append(
                f'<head><meta charset="utf-8"><title>{title} | {escape(self.doc.style.plan)}</title></head>'
            )
        else:
            self.out.append('<head><meta charset="utf-8"></head>')
        self.out.append("<body>")
        if self.shape.navigation:
            self._navigation("nav")
        self.out.append('<main><article class="policy">')
        definitions = False
        for run in runs(self.doc.paras):
            inside = self.shape.definitions and isinstance(run, Para) and _defines(run)
            if inside != definitions:
                self.out.append("<dl>" if inside else "</dl>")
                definitions = inside
            if inside:
                assert isinstance(run, Para)
                term, _, says = run.text.partition(": ")
                self.out.append(f"<dt>{self._text(term)}</dt><dd>{self._text(says)}</dd>")
            elif isinstance(run, ListRun):
                self._list(run.items)
            elif isinstance(run, TableRun):
                self._table(run.rows)
            else:
                self._para(run)
        if definitions:
            self.out.append("</dl>")
        self.out.append("</article></main>")
        if self.shape.navigation:
            self._navigation("footer")
        self.out.append("</body></html>")
        return "\n".join(self.out).encode("utf-8")

    def _text(self, text: str) -> str:
        shown = escape(text, quote=False).replace("≥", "&ge;").replace("\t", " &nbsp; ")
        return BOLD.sub(rf"<{self.shape.strong}>\1</{self.shape.strong}>", shown)

    def _navigation(self, tag: str) -> None:
        names = [v.text for v in bank("prose/navigation")]
        links = "".join(f'<li><a href="#{n.lower()}">{n}</a></li>' for n in self.rng.sample(names, 5))
        self.out.append(f"<{tag}><ul>{links}</ul></{tag}>")

    def _para(self, para: Para) -> None:
        text = self._text(para.text)
        match para.kind:
            case "title":
                self.out.append(f"<h1>{text}</h1>")
            case "heading":
                self.out.append(self._heading(text, para.depth))
            case "furniture":
                self.out.append(f'<p class="page">{text}</p>')
            case "break":
                self.out.append("<hr>")
            case _:
                self.out.append(f"<p>{text}</p>")

    def _heading(self, text: str, depth: int) -> str:
        level = min(depth + 1, 4)
        match self.shape.headings:
            case "bold":
                return f"<p><strong>{text}</strong></p>"
            case "divs":
                return f'<div class="heading-{level}"><strong>{text}</strong></div>'
            case _:
                return f"<h{level}>{text}</h{level}>"

    def _list(self, items: list[Item]) -> None:
        """A list; a connector between two items may part it in two."""
        scheme = next((i.para.marker for i in items if i.para.marker), None)
        if scheme is None and all(i.para.kind == "item" for i in items):
            for item in items:  # the markers were lost: the items stand as paragraphs
                self.out.append(f"<p>{self._text(item.para.text)}</p>")
                if item.below:
                    self._list(item.below)
            return
        depth = items[0].para.depth
        markers = self.doc.style.markers
        printed = markers[min(depth, len(markers) - 1)] if items[0].para.part == "criteria" else scheme or "•"
        typed = self.shape.typed or "1.1" in printed
        tag, open_ = self._tags(printed, typed)
        started = False
        for i, item in enumerate(items):
            if item.para.kind == "connector":
                if started and self.shape.connectors == "between":
                    self.out.append(f"</{tag}>")
                    started = False
                self.out.append(f"<p>{self._text(item.para.text)}</p>")
                continue
            if not started:
                number = item.para.number + 1
                start = f' start="{number}"' if tag == "ol" and number > 1 else ""
                self.out.append(open_[:-1] + start + ">")
                started = True
            mark = escape(item.para.marker or "") + " " if typed and item.para.marker else ""
            value = self._value(items, i) if tag == "ol" else ""
            self.out.append(f"<li{value}>{mark}{self._text(item.para.text)}")
            if item.below:
                self._list(item.below)
            following = items[i + 1].para if i + 1 < len(items) else None
            inside = (
                following is not None and following.kind == "connector" and self.shape.connectors == "inside"
            )
            if self.shape.close and not inside:
                self.out.append("</li>")
        if started:
            self.out.append(f"</{tag}>")

    def _value(self, items: list[Item], at: int) -> str:
        """A number that does not follow the one before is written out."""
        before = [i.para.number for i in items[:at] if i.para.kind == "item"]
        number = items[at].para.number
        return f' value="{number + 1}"' if before and number != before[-1] + 1 else ""

    def _tags(self, scheme: str, typed: bool) -> tuple[str, str]:
        if typed:
            return "ul", '<ul style="list-style-type: none">'
        if not counts(scheme):
            return "ul", "<ul>"
        letter = next(c for c in reversed(scheme) if c in "Aa1Ii")
        return "ol", f'<ol type="{letter}">'

    def _table(self, rows: list[Para]) -> None:
        self.out.append("<table>")
        for row in rows:
            cell = "th" if row.head else "td"
            self.out.append(
                "<tr>" + "".join(f"<{cell}>{self._text(c)}</{cell}>" for c in row.cells) + "</tr>"
            )
        self.out.append("</table>")


def _defines(para: Para) -> bool:
    """A term and what it means."""
    return para.part == "definitions" and para.kind == "para" and ": " in para.text
