"""DOCX read from its XML: words in both states of tracked changes, printed numbers, tables, notes.

python-docx gives the words without their tracked changes, so the parts are read directly (ECMA-376 part 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from coverable.base.problem import refuse
from coverable.document.limits import Budget
from coverable.document.readers.compose import Paragraph, Writer
from coverable.document.readers.docx.numbers import Counter, Numbers, numbers_of
from coverable.document.readers.docx.package import Package, Relation
from coverable.document.readers.docx.runs import NONE, Tracked, Words
from coverable.document.readers.docx.styles import PLAIN, Style, indent_of, styles_of, whole
from coverable.document.readers.docx.tables import Grid, grid_of
from coverable.document.readers.docx.xml import attribute, child, local
from coverable.document.readers.remarks import SAYS
from coverable.document.source import Apart, Cell, Change, Remark, Source

_CHARACTER = 110
"""Twentieths of a point in the width of a usual character."""
_WRAPPERS = frozenset((
    "sdt", "sdtContent", "customXml", "ins", "del", "moveFrom", "moveTo",
))  # fmt: skip


def read_docx(data: bytes, name: str | None, budget: Budget) -> Source:
    """A DOCX as a Source: a line for a paragraph or table row; notes, page headers and footers at the end."""
    package = Package(data, budget)
    main = main_part(package)
    if main is None:
        raise refuse(
            "the zipped file holds no word-processing document",
            budget.where,
            "its main part is missing or of another kind, such as a spreadsheet",
            "open it in the program that made it, save it as DOCX or PDF, and read that file",
        )
    reader = Reader(package, main)
    reader.read()
    return Source(
        "docx",
        sha256(data).hexdigest(),
        reader.writer.text,
        tuple(reader.writer.blocks),
        name=name,
        properties=properties_of(package),
        remarks=(*_package_remarks(package), *reader.writer.remarks(SAYS)),
    )


def main_part(package: Package) -> str | None:
    """The part that the package names as its document, if it is a text document."""
    for relation in package.relations("").values():
        if relation.kind == "officeDocument" and relation.target in package.names:
            root = package.xml(relation.target)
            return relation.target if root is not None and local(root) == "document" else None
    return None


@dataclass(slots=True)
class Reader:
    """Walks the document part, then the parts it refers to."""

    package: Package
    main: str
    writer: Writer = field(init=False)
    styles: dict[str, Style] = field(init=False)
    numbers: Numbers = field(init=False)
    _now: Counter = field(init=False)
    _before: Counter = field(init=False)
    _words: Words = field(init=False)
    _wanted: frozenset[str] = frozenset()
    """Bookmarks that links inside the document point to."""

    def __post_init__(self) -> None:
        self.writer = Writer(self.package.budget)
        relations = self.package.relations(self.main)
        self.styles = styles_of(self._part(relations, "styles"))
        self.numbers = numbers_of(self._part(relations, "numbering"))
        self._now, self._before = Counter(self.numbers), Counter(self.numbers)
        self._words = Words(self.styles, relations, {})

    def _part(self, relations: dict[str, Relation], kind: str) -> Any:
        for relation in relations.values():
            if relation.kind == kind and not relation.external:
                return self.package.xml(relation.target)
        return None

    def read(self) -> None:
        """The body, then notes, headers and footers, each with its own relations."""
        relations = self._words.relations
        body = child(self.package.xml(self.main), "body")
        if body is None:
            return
        self._wanted = frozenset(
            attribute(e, "anchor") or ""
            for e in body.iter()
            if isinstance(e.tag, str) and local(e) == "hyperlink"
        )
        self._write(self._blocks(body, NONE, None, 0))
        self._notes(relations)
        for kind in ("header", "footer"):
            parts = {r.target: None for r in relations.values() if r.kind == kind and not r.external}
            for part in parts:
                root = self.package.xml(part)
                self._words.relations = self.package.relations(part)
                apart: Apart = "header" if kind == "header" else "footer"
                self._write(self._blocks(root if root is not None else (), NONE, apart, 0))

    def _notes(self, relations: dict[str, Relation]) -> None:
        """Footnotes and endnotes that the text refers to, with the marker that it prints."""
        for kind in ("footnote", "endnote"):
            root = self._part(relations, f"{kind}s")
            for relation in relations.values():
                if relation.kind == f"{kind}s":
                    self._words.relations = self.package.relations(relation.target)
            for note in root if root is not None else ():
                marker = self._words.notes.get((kind, attribute(note, "id") or ""))
                if marker is None:
                    continue
                for item in self._blocks(note, NONE, None, 0):
                    for paragraph in item if isinstance(item, list) else [item]:
                        if isinstance(paragraph, Paragraph):
                            self.writer.write(replace(paragraph, kind="note", marker=marker))

    def _write(self, items: Iterator[Paragraph | list[list[Paragraph]]]) -> None:
        for item in items:
            if isinstance(item, Paragraph):
                self.writer.write(item)
            else:
                self.writer.row(item)

    def _blocks(
        self, elements: Iterable[Any], tracked: Tracked, apart: Apart | None, deep: int
    ) -> Iterator[Paragraph | list[list[Paragraph]]]:
        """Paragraphs and table rows, in order."""
        self.package.budget.depth(deep)
        for element in elements:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, tracked, apart, deep)
            elif name == "tbl":
                yield from self._table(element, tracked, apart, deep)
            elif name == "AlternateContent":
                yield from self._blocks(child(element, "Choice") or (), tracked, apart, deep + 1)
            elif name in _WRAPPERS:
                yield from self._blocks(element, tracked.within(element), apart, deep + 1)
            elif name in ("altChunk", "subDoc"):
                self.writer.see("embedded_content")

    def _paragraph(
        self, element: Any, tracked: Tracked, apart: Apart | None, deep: int
    ) -> Iterator[Paragraph | list[list[Paragraph]]]:
        properties = child(element, "pPr")
        named = child(properties, "pStyle")
        style_id = "" if named is None else attribute(named, "val") or ""
        style = self.styles.get(style_id, PLAIN)
        inline = self._words.of(element, style.look, tracked)
        ends = _mark(child(properties, "rPr"), tracked)
        paragraph = Paragraph(
            tuple(inline.runs),
            links=tuple(dict.fromkeys(link for link in inline.links if link)),
            anchor=self._anchor(inline.anchors),
            apart=apart,
            ends=ends,
            level=_level(properties, style),
            indent=round((indent_of(properties) or style.indent or 0) / _CHARACTER, 1),
            seen=tuple(sorted(inline.seen)),
        )
        if paragraph.level is not None:
            paragraph = replace(paragraph, kind="heading")
        number, rank = self._numbering(properties, style, style_id)
        if number is not None and not paragraph.blank:
            paragraph = self._numbered(paragraph, number, rank, indent_of(properties))
        for rule in paragraph.seen if paragraph.blank else ():
            self.writer.see(rule)
        yield paragraph
        for box in inline.boxes:
            yield from self._blocks(box, tracked, apart or "textbox", deep + 1)

    def _anchor(self, names: list[str]) -> str | None:
        wanted = [n for n in names if n in self._wanted]
        own = [n for n in names if n and not n.startswith("_")]
        return (wanted or own or [None])[0]

    def _numbering(self, properties: Any, style: Style, style_id: str) -> tuple[str | None, int]:
        own = child(properties, "numPr")
        named, ranked = child(own, "numId"), child(own, "ilvl")
        number = style.number if named is None else attribute(named, "val")
        rank = whole(attribute(ranked, "val")) if ranked is not None else style.rank
        if number in (None, "0"):
            return None, 0
        if rank is None and named is None:
            rank = self.numbers.rank_of_style(number, style_id)
        return number, min(8, max(0, rank or 0))

    def _numbered(self, paragraph: Paragraph, number: str, rank: int, indent: int | None) -> Paragraph:
        """The paragraph with the marker of each side; an item that one side lacks does not count there."""
        kept = {run.change for run in paragraph.runs if run.text.strip()}
        now = before = None
        if kept != {"deleted"}:
            now = self._now.next(number, rank)
        if kept != {"inserted"}:
            before = self._before.next(number, rank)
        if kept == {"deleted"}:
            now = before
        elif kept == {"inserted"}:
            before = now
        shift = indent if indent is not None else self.numbers.indent(number, rank)
        return replace(
            paragraph,
            kind="heading" if paragraph.kind == "heading" else "item",
            marker=now,
            old_marker=before if before != now else None,
            depth=None if paragraph.kind == "heading" else rank,
            indent=paragraph.indent if shift is None else round(shift / _CHARACTER, 1),
        )

    def _table(
        self, element: Any, tracked: Tracked, apart: Apart | None, deep: int
    ) -> Iterator[Paragraph | list[list[Paragraph]]]:
        """Rows of a table; a table of one column is a frame around paragraphs."""
        grid = grid_of(element, tracked, self.styles)
        if grid.columns == 1:
            for row in grid.rows:
                for cell in row.cells:
                    yield from self._blocks(cell.element, cell.tracked, apart, deep + 1)
            return
        table = self.writer.table()
        found: list[list[list[Paragraph]]] = []
        beside: list[list[list[list[Paragraph]]]] = []
        for at, row in enumerate(grid.rows):
            line: list[list[Paragraph]] = []
            nested: list[list[list[Paragraph]]] = []
            for cell in row.cells:
                place = Cell(table, at, cell.column, grid.columns, row.head, cell.rows, cell.wide)
                held: list[Paragraph] = []
                for item in self._blocks(cell.element, cell.tracked, apart, deep + 1):
                    if isinstance(item, Paragraph):
                        held.append(replace(item, cell=place))
                    else:
                        nested.append(item)
                line.append(held)
            found.append(line)
            beside.append(nested)
        if _headed(grid, found):
            found[0] = [[replace(p, cell=p.cell and replace(p.cell, head=True)) for p in c] for c in found[0]]
        for line, nested in zip(found, beside, strict=True):
            yield line
            yield from nested


def _headed(grid: Grid, rows: Sequence[Sequence[Sequence[Paragraph]]]) -> bool:
    """Whether the first row, of which the file does not say so, is the head: it alone is bold or shaded."""
    if len(rows) < 2 or any(row.head for row in grid.rows) or sum(any(c) for c in rows[0]) < 2:
        return False
    bold = [all(r.bold for c in row for p in c for r in p.runs if r.text.strip()) for row in rows[:2]]
    apart = grid.rows[0].shaded and not grid.rows[1].shaded
    return apart or grid.first_apart or bold == [True, False]


def _level(properties: Any, style: Style) -> int | None:
    outline = child(properties, "outlineLvl")
    if outline is None:
        return style.level
    level = whole(attribute(outline, "val"))
    return level + 1 if level is not None and 0 <= level < 9 else None


def _mark(properties: Any, tracked: Tracked) -> Change:
    """Whether the end of the paragraph itself is inserted or deleted."""
    for element in properties if properties is not None else ():
        change = NONE.within(element).change
        if change != "none":
            return change
    return tracked.change


def properties_of(package: Package) -> dict[str, str]:
    """What the file says of itself: title, author, dates, page count."""
    out: dict[str, str] = {}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        root = package.xml(part)
        for element in root if root is not None else ():
            text = (element.text or "").strip() if isinstance(element.tag, str) else ""
            if text and len(element) == 0:
                out[local(element)] = text[:500]
    return out


def _package_remarks(package: Package) -> Iterator[Remark]:
    """What lies beside the text in the package: macros, embedded files, comments."""
    names = sorted(package.names)
    active = [n for n in names if n.lower().endswith("vbaproject.bin") or "/activex/" in n.lower()]
    if active:
        yield Remark("active_content", f"{SAYS['active_content']}: {', '.join(active[:5])}")
    inside = [n for n in names if "/embeddings/" in n or n.lower().endswith((".zip", ".docx", ".exe"))]
    if inside:
        yield Remark("embedded_content", f"{SAYS['embedded_content']}: {', '.join(inside[:5])}")
    if "word/comments.xml" in package.names:
        root = package.xml("word/comments.xml")
        count = sum(local(e) == "comment" for e in root) if root is not None else 0
        if count:
            yield Remark("comments_not_read", f"{count} comments of reviewers stand in the margin")
