"""Pages written as lines: regions in reading order, tables where they stand, every line with its box."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coverable.document.layout.lines import Line
from coverable.document.limits import Budget
from coverable.document.readers.pdf.abutting import names_columns, names_of
from coverable.document.readers.pdf.cells import Paragraph, paragraphs
from coverable.document.readers.pdf.columns import Part, parts_of
from coverable.document.readers.pdf.continued import Open, cut_by_page, same_columns
from coverable.document.readers.pdf.regions import Region, regions_of
from coverable.document.readers.pdf.rows import Row, rows_of
from coverable.document.readers.pdf.ruled import Grid, title_of
from coverable.document.readers.pdf.said import Said, said
from coverable.document.readers.pdf.spacing import LETTER, gap_of, room_of, usual_step
from coverable.document.readers.pdf.tables import Item, Table, parted
from coverable.document.readers.pdf.words import Word
from coverable.document.readers.written import Written
from coverable.document.source import Apart, Box, Cell, Span

_EDGE = 0.13
"""Running heads and feet stand in this part of a page's height, at either end."""
_OUTERMOST = 3
_SIDE = 500
_HEAD, _FOOT = 1_000_000, 2_000_000
"""Regions of heads and feet: no line of the text continues one."""
_SAME = 5.0
"""Points by which a column may begin beside its name."""


@dataclass(slots=True)
class Link:
    """A place on the page that links to an address."""

    box: Box
    to: str


@dataclass(slots=True)
class Page:
    """What one page holds, ready to be written."""

    number: int
    height: float
    words: list[Word]
    grids: list[Grid]
    struck: frozenset[Word] = frozenset()
    links: list[Link] = field(default_factory=list[Link])
    turned: list[Word] = field(default_factory=list[Word])
    floats: list[list[Word]] = field(default_factory=list[list[Word]])
    """The words of each box beside running text."""


@dataclass(slots=True)
class Writer:
    """Collects the text and the lines of a document page by page."""

    budget: Budget
    lines: list[Line] = field(default_factory=list[Line])
    _out: Written = field(default_factory=Written)
    _tables: int = 0
    _open: Open | None = None
    """The ruled table that ended the page before."""
    _gutters: list[float] = field(default_factory=list[float])
    """Between the columns of the page before."""
    _heads: tuple[int, list[float]] | None = None
    """The table that was written last, if it only names columns, and where they begin."""
    _edges: list[tuple[int, int, str, bool]] = field(default_factory=list[tuple[int, int, str, bool]])
    """Line, page, masked words and whether at the top: what may be a running head or foot."""

    @property
    def text(self) -> str:
        return self._out.text

    def here(self, page: int, box: Box | None = None) -> Span:
        """The place where the text now ends."""
        return self._out.since(self._out.at, page, box)

    def page(self, page: Page) -> None:
        """Write one page."""
        first = len(self.lines)
        rows = rows_of(page.words)
        for part in parts_of(rows, page.grids, self._gutters):
            self._part(part, page)
        if not page.grids and rows:
            self._open = None
        for words in page.floats:
            self._float(rows_of(words), page)
        if page.turned:
            turned = Row(page.turned, page.turned[0].bottom, page.turned[0].size)
            self._line(Said(turned.text), turned, page, region=_HEAD + page.number, apart="sidebar")
        self._edge(first, page)

    def _float(self, rows: Sequence[Row], page: Page) -> None:
        """Write a box beside the text; its edge tells why a line ended."""
        edge = max(row.right for row in rows)
        for i, row in enumerate(rows):
            room = (edge - row.right) / (LETTER * row.size)
            gap = 2 if i == 0 else 0
            self._line(said(row, page.struck), row, page, region=_SIDE, apart="sidebar", gap=gap, room=room)

    def _part(self, part: Part, page: Page) -> None:
        """Write rows with the tables between them."""
        rows = part.rows
        last = rows[-1].base if rows else 0.0
        for i, grid in enumerate(part.grids):
            above = [r for r in rows if r.base <= grid.box.top + 1]
            rows = rows[len(above) :] if above else rows
            self._flow(above, page, part.column)
            begins = i == 0 and not any(r.base > _EDGE * page.height for r in above)
            self._ruled(grid, page, begins, part.column)
            ends = i == len(part.grids) - 1 and grid.box.bottom > last - _EDGE * page.height
            if not ends:
                self._open = None
        self._flow(rows, page, part.column)

    @property
    def open_columns(self) -> Sequence[float]:
        """Where the columns of the table end that ended the last page."""
        return self._open.xs if self._open else ()

    def finished(self) -> list[Line]:
        """The lines; running heads and feet that return on other pages have regions of their own."""
        returning = Counter((masked, top) for _, _, masked, top in self._edges)
        lines = self.lines
        for i, page, masked, top in self._edges:
            if returning[masked, top] > 1:
                lines[i] = replace(lines[i], region=(_HEAD if top else _FOOT) + page)
        return lines

    def _edge(self, first: int, page: Page) -> None:
        inner = [
            i for i in range(first, len(self.lines)) if self.lines[i].place is None and self.lines[i].box
        ]
        for i in {*inner[:_OUTERMOST], *inner[-_OUTERMOST:]}:
            box = self.lines[i].box
            top = box is not None and box.bottom < _EDGE * page.height
            if box is None or not (top or box.top > (1 - _EDGE) * page.height):
                continue
            self._edges.append((i, page.number, re.sub(r"\d+", "#", self.lines[i].text.casefold()), top))

    def _flow(self, rows: Sequence[Row], page: Page, column: bool) -> None:
        if not rows:
            return
        for region in regions_of(rows, self._gutters, deep=int(column)):
            self._region(replace(region, column=region.column or column), page)

    def _region(self, region: Region, page: Page) -> None:
        rows = region.rows
        left = min(r.left for r in rows)
        right = max(r.right for r in rows)
        number = _SIDE if region.apart else 0
        if region.column:  # the columns of a page, and those of the next, go on with each other
            number = 1 + round((right - left) / 40)
        pitch = usual_step(rows)
        before: Row | None = None
        for item in parted(rows):
            if isinstance(item, Table):
                self._columns(item, right, page, number, before, pitch)
                before = max((r for cells in item.rows[-1].values() for r in cells), key=lambda r: r.base)
                continue
            row, begins = (item.row, item.left) if isinstance(item, Item) else (item, left)
            self._line(
                said(row, page.struck),
                row,
                page,
                region=number,
                apart=region.apart,
                indent=max(0.0, (row.left - begins) / (LETTER * row.size)),
                gap=gap_of(before, row, pitch),
                room=room_of(region, row, right),
            )
            before = row

    def _columns(
        self, table: Table, right: float, page: Page, region: int, before: Row | None, pitch: float
    ) -> None:
        """A table that was told by its blanks."""
        under = self._under_heads(table.starts)
        number, self._heads = under if under is not None else self._tables, None
        self._tables += under is None
        wide = len(table.starts)
        edges = [*table.starts[1:], right + 1]
        for at, row in enumerate(table.rows, int(under is not None)):
            gap = gap_of(before, next(iter(row.values()))[0], pitch) if at == 0 else 0
            cells = [
                (Cell(number, at, column, wide), paragraphs(row[column], edges[column], page.struck))
                for column in sorted(row)
            ]
            # The rows of such a cell are one text: a label that was wrapped, not paragraphs.
            whole = [(place, [_whole(found)] if found else []) for place, found in cells]
            self._row(whole, dict(enumerate(table.starts)), page, region, gap)

    def _under_heads(self, starts: Sequence[float]) -> int | None:
        """The table whose names of columns stand right over columns that begin at these places."""
        number, lefts = self._heads or (-1, [])
        near = len(lefts) == len(starts) and all(
            abs(a - b) < _SAME for a, b in zip(lefts, starts, strict=True)
        )
        return number if near else None

    def _ruled(self, grid: Grid, page: Page, begins: bool, column: bool) -> None:
        """A ruled table; on top of a page, one with the same columns goes on with that of the page before."""
        before = self._open if begins and self._open and same_columns(self._open.xs, grid) else None
        if before is None and (title := title_of(grid)) is not None:
            self._flow(rows_of(title.words), page, column)
            grid = replace(grid, cells=[c for c in grid.cells if c is not title])
        heads = names_of(grid, 0)
        if before and names_columns(heads) and heads != before.head:
            before = None  # another table
        columns = {c.column for c in grid.cells if c.words}.union(before.columns if before else ())
        place = {column: i for i, column in enumerate(sorted(columns))}
        rows: dict[int, list[tuple[Cell, list[Paragraph]]]] = {}
        under = None if before else self._under_heads(_lefts(grid))
        number, at = (before.number, before.rows) if before else (self._tables, 0)
        number, at = (under, 1) if under is not None else (number, at)
        self._tables += before is None and under is None
        for cell in grid.cells:
            if not cell.words:
                continue
            span = sum(c in columns for c in range(cell.column, cell.column + cell.column_span))
            made = Cell(
                number, cell.row, place[cell.column], len(columns), False, cell.row_span, max(1, span)
            )
            found = paragraphs(rows_of(cell.words), cell.box.right, page.struck)
            if found:
                rows.setdefault(cell.row, []).append((made, found))
        top = rows[min(rows)] if rows else []
        names = [p.said.text for _, found in top for p in found]
        again = before is not None and names == before.head
        lefts = {i: grid.xs[column] for column, i in place.items()}
        last, ends = (before.last, before.ends) if before else (dict[int, str](), 0)
        for i, row in enumerate(sorted(rows)):
            cells, returns = rows[row], again and i == 0
            cut = before is not None and i == again and bool(at) and cut_by_page(cells, last)
            here = ends if cut else at
            if before and i == again and not cut and min(c.column for c, _ in cells) > 0:
                self._lengthen(number, max(c.row + c.row_span for c, _ in cells) - cells[0][0].row)
            head = i == 0 and (
                again
                or (before is None and under is None and all(p.bold for _, found in cells for p in found))
            )
            placed = [(replace(c, row=here, head=head), found) for c, found in cells]
            self._row(placed, lefts, page, 0, 0, "header" if returns else None, cut)
            at += not cut
            ends = ends if returns else here
            last = {c.column: found[-1].said.text for c, found in cells}
        bold = all(p.bold for _, found in top for p in found)
        self._heads = (number, _lefts(grid)) if bold and before is None and at == 1 < len(names) else None
        self._open = Open(grid.xs, columns, number, at, ends, before.head if before else names, last)

    def _lengthen(self, table: int, rows: int) -> None:
        """Rows on top of a page that have no first cell stand beside the last one of the page before."""
        for i in reversed(range(len(self.lines))):
            place = self.lines[i].place
            if place is not None and (place.table, place.column) == (table, 0):
                self.lines[i] = replace(self.lines[i], place=replace(place, row_span=place.row_span + rows))
                return

    def _row(
        self,
        cells: list[tuple[Cell, list[Paragraph]]],
        lefts: Mapping[int, float],
        page: Page,
        region: int,
        gap: int,
        apart: Apart | None = None,
        cut: bool = False,
    ) -> None:
        """One line of text for a row, or one a paragraph where a cell has several; `cut` where it goes on."""
        several = any(len(found) > 1 for _, found in cells)
        written = [(place, p, cut or len(found) > 1) for place, found in cells for p in found]
        for i, (place, p, entry) in enumerate(written):
            start = self._out.add(p.said.text)
            if several or i == len(written) - 1:
                self._out.end()
            else:
                self._out.add("\t")
            self.budget.block(len(p.said.text))
            self.lines.append(
                Line(
                    p.said.text,
                    p.said.parts(start),
                    indent=round(max(0.0, p.box.left - lefts[place.column]) / (LETTER * p.size), 1)
                    if entry
                    else 0.0,
                    gap=gap,
                    page=page.number,
                    box=p.box,
                    region=region,
                    bold=p.bold,
                    size=p.size,
                    cell=place.column,
                    cells=place.columns,
                    row=place.row,
                    links=_links(page.links, p.box),
                    place=place,
                    entry=entry,
                    refers=p.said.refers,
                    apart=apart,
                )
            )

    def _line(
        self,
        words: Said,
        row: Row,
        page: Page,
        *,
        region: int,
        apart: Apart | None = None,
        indent: float = 0.0,
        gap: int = 0,
        room: float | None = None,
    ) -> None:
        if not words.text:
            return
        self.budget.block(len(words.text))
        self._heads = None
        start = self._out.add(words.text)
        self._out.end()
        box = row.box
        self.lines.append(
            Line(
                words.text,
                words.parts(start),
                indent=round(indent, 1),
                gap=gap,
                page=page.number,
                box=box,
                region=region,
                bold=all(w.bold for w in row.words),
                size=row.size,
                links=_links(page.links, box),
                room=room,
                begins=round((row.words[0].right - row.left) / (LETTER * row.size), 1),
                refers=words.refers,
                note=words.note,
                apart=apart,
            )
        )


def _lefts(grid: Grid) -> list[float]:
    """Where the words of each column begin."""
    lefts: dict[int, float] = {}
    for cell in grid.cells:
        if cell.words:
            left = min(w.left for w in cell.words)
            lefts[cell.column] = min(left, lefts.get(cell.column, left))
    return [lefts[column] for column in sorted(lefts)]


def _whole(found: Sequence[Paragraph]) -> Paragraph:
    """The paragraphs of a cell as one."""
    first = found[0]
    for more in found[1:]:
        glue = "" if first.said.text.endswith("-") else " "
        shift = len(first.said.text) + len(glue)
        changes = (*first.said.changes, *((a + shift, b + shift) for a, b in more.said.changes))
        words = Said(first.said.text + glue + more.said.text, changes, first.said.refers + more.said.refers)
        first = Paragraph(words, first.box.around(more.box), first.bold and more.bold, first.size)
    return first


def _links(links: Collection[Link], box: Box) -> tuple[str, ...]:
    """Addresses whose place on the page this is."""
    if not links:
        return ()
    return tuple(
        dict.fromkeys(
            link.to
            for link in links
            if link.box.left < box.right
            and link.box.right > box.left
            and box.top - 1 < (link.box.top + link.box.bottom) / 2 < box.bottom + 1
        )
    )
