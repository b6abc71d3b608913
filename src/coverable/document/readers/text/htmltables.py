"""HTML tables between the lines of a text: Markdown has no other way to print cells that span or hold lists.

Only tables are taken: what stands around them is lines of text, and their ends say something. Rows, spans and
the bullets of lists in cells are those that a browser shows (`readers/html`); every word keeps its place.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, TypeAlias
from xml.etree.ElementTree import Element, SubElement

from coverable.document.layout.lines import Line, line_of
from coverable.document.limits import Budget
from coverable.document.readers.html.lists import Form, marker_form, printed
from coverable.document.readers.html.tables import GridCell, grid_of
from coverable.document.readers.text.markup import plain, signs
from coverable.document.source import Cell

Place: TypeAlias = tuple[int, int]
"""Where characters stand in the text: the first, and the one behind the last."""

_TABLE: Final = re.compile(r"<(?P<end>/?)table\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)\b(?P<attributes>[^<>]*)>")
_ATTRIBUTE: Final = re.compile(r"(?P<name>[a-zA-Z-]+)\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"']+)")
_PAGE: Final = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_CLOSING: Final = re.compile(r"</(?:p|li|td|th|tr|div|ul|ol|dl|dd|table|h[1-6])\s*>", re.IGNORECASE)
_WORDS: Final = re.compile(r"[^\n\f]")
_ROW: Final = re.compile(r"\s*\|.*\|")
_LINES: Final = re.compile(r"<(?:li|br|p)\b[^<>]*>", re.IGNORECASE)
_FEWEST: Final = 3
"""Lines of words that make a text of what stands around its tables; and closing tags that make it a page."""
_PARTS: Final = frozenset(("thead", "tbody", "tfoot"))
_CELLS: Final = frozenset(("td", "th"))
_LISTS: Final = frozenset(("ul", "ol"))
_INLINE: Final = frozenset(
    ("b", "strong", "i", "em", "u", "a", "span", "sup", "sub", "font", "small", "mark", "code")
)
"""Tags that part no words from each other; all others end a line of their cell."""


def is_text(text: str) -> bool:
    """Whether words with tags are lines of text that hold HTML tables, or rows between bars, and no page."""
    if _PAGE.search(text):
        return False
    places = table_places(text)
    every = [line for line in _blank(text, [*places, *_comments(text)]).split("\n") if line.strip()]
    lines = [line for line in every if not _ROW.match(line)]
    barred = len(every) - len(lines) >= _FEWEST
    bare = sum(not _TAG.search(line) for line in lines)
    few = len(_CLOSING.findall("\n".join(lines))) < _FEWEST
    return few and (barred or bool(places)) and (barred or bare >= _FEWEST) and 2 * bare >= len(lines)


def holds_lines(cell: str) -> bool:
    """Whether a cell between bars holds a list or broken lines in HTML."""
    return _LINES.search(cell) is not None


def lines_of_cell(text: str, place: Place, marks: frozenset[int], **more: Any) -> Iterator[Line]:
    """The lines of such a cell, with the bullets of its list; those behind a stray tag of a table too."""
    parsed = _Parsed(text, place)
    held = sorted(chain(parsed.caption, *parsed.held.values()), key=lambda entry: entry.start)
    for entry in held:
        yield from _line(text, entry, marks, **{**more, "entry": len(held) > 1})


def _blank(text: str, places: Iterable[Place]) -> str:
    """The text with blanks in these places; its lines and pages end where they did."""
    out: list[str] = []
    at = 0
    for start, end in sorted(places):
        if start >= at:
            out += text[at:start], _WORDS.sub(" ", text[start:end])
            at = end
    return "".join([*out, text[at:]])


def _comments(text: str) -> Iterator[Place]:
    """What a browser does not show; a comment that never ends is none."""
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start)) >= 0:
        end = close + len("-->")
        yield start, end


def table_places(text: str) -> list[Place]:
    """The tables that begin and end in a text, with those that they hold; one that never ends is none."""
    out: list[Place] = []
    open_at: list[int] = []
    for tag in _TABLE.finditer(text):
        if not tag["end"]:
            open_at.append(tag.start())
        elif open_at:
            start = open_at.pop()
            if not open_at:
                out.append((start, tag.end()))
    return out


@dataclass(slots=True)
class _Entry:
    """One line of a cell: its words, and the tag and bullet that it begins with as an item of a list."""

    start: int
    end: int
    bullet: tuple[Place, str] | None = None
    deep: int = 0


@dataclass(slots=True)
class _List:
    form: Form
    count: int


class _Parsed:
    """The rows of one table, and the lines of its cells by their element; tables inside are lines of a cell.

    Its tags are found by their form: parsers of HTML do not tell where in the text a word stands, or take
    time that grows with the square of what is broken.
    """

    def __init__(self, text: str, place: Place) -> None:
        self.root = Element("table")
        self.held: dict[Element, list[_Entry]] = {}
        self.caption: list[_Entry] = []
        self._part = self._row = self.root
        self._into = self.caption
        self._deep = 0
        self._lists: list[_List] = []
        self._bullet: tuple[Place, str] | None = None
        start, end = place
        for tag in _TAG.finditer(text, *place):
            name = tag["name"].lower()
            if name in _INLINE:
                continue
            self._line(text, start, tag.start())
            start = tag.end()
            if tag["end"]:
                self._ends(name)
            else:
                self._begins(name, _attributes(tag["attributes"]), tag.span())
        self._line(text, start, end)

    def _line(self, text: str, start: int, end: int) -> None:
        if not _TAG.sub("", text[start:end]).strip():
            return
        self._into.append(_Entry(start, end, self._bullet, max(0, len(self._lists) - 1)))
        self._bullet = None

    def _begins(self, name: str, attributes: dict[str, str], place: Place) -> None:
        if name == "table":
            self._deep += 1
        elif self._deep > 1:
            return
        elif name in _PARTS:
            self._part = self._row = SubElement(self.root, name)
        elif name == "tr":
            self._row = SubElement(self._part, name)
        elif name in _CELLS:
            if self._row.tag != "tr":
                self._row = SubElement(self._part, "tr")
            cell = SubElement(self._row, name, attributes)
            self._into = self.held[cell] = []
            self._lists, self._bullet = [], None
        elif name in _LISTS:
            form = marker_form(attributes, name, len(self._lists))
            self._lists.append(_List(form, form.start(0)))
        elif name == "li":
            self._item(attributes, place)

    def _item(self, attributes: dict[str, str], place: Place) -> None:
        around = self._lists[-1] if self._lists else _List(marker_form({}, "ul", 0), 1)
        around.count = around.form.value(attributes, around.count)
        mark = printed(around.form, around.count)
        around.count += around.form.step
        self._bullet = (place, mark) if mark else None

    def _ends(self, name: str) -> None:
        if name == "table":
            self._deep -= 1
        elif self._deep > 1:
            return
        elif name in _LISTS and self._lists:
            self._lists.pop()
        elif name in _PARTS:
            self._part = self._row = self.root
        elif name in _CELLS:
            self._into = self.caption
        elif name == "li":
            self._bullet = None


def _attributes(written: str) -> dict[str, str]:
    return {m["name"].lower(): m["value"].strip("\"'") for m in _ATTRIBUTE.finditer(written)}


def apart(text: str, budget: Budget) -> tuple[str, list[list[Line]]]:
    """The text with blanks where comments and tables stand, and the lines of each table, in order.

    Every character keeps its place. The table of a page with one column is lines of text.
    """
    places = table_places(text)
    marks = signs(text) if places else frozenset[int]()
    pages = [m.start() for m in re.finditer("\f", text)]
    tables = [
        list(_table(text, place, number, marks, bisect(pages, place[0]) + 1 if pages else None, budget))
        for number, place in enumerate(places)
    ]
    return _blank(text, [*places, *_comments(text)]), tables


def beside(lines: Iterable[Line], tables: Iterable[list[Line]]) -> Iterator[Line]:
    """The lines of a text with those of its tables where they stand in it."""
    waiting = deque(table for table in tables if table)
    for line in lines:
        while waiting and waiting[0][0].parts[0].start < line.parts[0].start:
            yield from waiting.popleft()
        yield line
    for table in waiting:
        yield from table


def _table(
    text: str, place: Place, number: int, marks: frozenset[int], page: int | None, budget: Budget
) -> Iterator[Line]:
    """The lines of the cells of one table; before them those that stand in none, as its caption."""
    parsed = _Parsed(text, place)
    grid, columns = grid_of(parsed.root, budget)
    for entry in parsed.caption:
        yield from _line(text, entry, marks, page=page, bold=True, gap=1)
    for at, row in enumerate(grid):
        for cell in row.cells:
            entries = parsed.held[cell.element]
            placed = _placed(cell, number, at, columns, row.head, len(entries) > 1) if columns > 1 else {}
            for entry in entries:
                yield from _line(text, entry, marks, page=page, **placed)


def _placed(cell: GridCell, number: int, row: int, columns: int, head: bool, several: bool) -> dict[str, Any]:
    return {
        "place": Cell(number, row, cell.column, columns, head, cell.rows, cell.wide),
        "cell": cell.column,
        "cells": columns,
        "row": row,
        "bold": head,
        "entry": several,
    }


def _line(text: str, held: _Entry, marks: frozenset[int], **more: Any) -> Iterator[Line]:
    runs: list[tuple[str, int, int]] = []
    if held.bullet:
        (start, end), mark = held.bullet
        runs.append((f"{mark} ", start, end))
        more["entry"] = True
    words, links = plain(text[held.start : held.end], held.start, marks)
    line = line_of([*runs, *words], links=links, indent=4.0 * held.deep, **more)
    if line.text:
        yield line
