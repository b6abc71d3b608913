"""HTML as blocks: lists with the markers a browser prints, tables, definition lists, tracked changes.

Nothing is loaded and nothing runs: the file is a tree of words. What frames the text of a page (navigation,
forms, banners) is left out and counted; page header, footer and sidebar are kept apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, TypeAlias

from coverable.document.limits import Budget
from coverable.document.readers.compose import Paragraph, Run, Writer
from coverable.document.readers.html.encoding import html_text
from coverable.document.readers.html.lists import bullet, marker_form, printed
from coverable.document.readers.html.parts import left_out, place_of, printed_box, word_count
from coverable.document.readers.html.tables import grid_of, is_layout
from coverable.document.readers.html.tree import link_targets, properties_of, tree_of
from coverable.document.readers.remarks import SAYS
from coverable.document.source import Apart, BlockKind, Cell, Change, Remark, Source

Item: TypeAlias = "Paragraph | list[list[Paragraph]]"

_BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "header", "footer", "blockquote", "pre", "address",
    "figure", "figcaption", "details", "summary", "fieldset", "legend", "form", "center", "hgroup",
    "aside", "body", "html", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "caption", "nav",
    "h1", "h2", "h3", "h4", "h5", "h6",
))  # fmt: skip
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_ESCAPED = re.compile(
    r"</?(?:ul|ol|li|p|br|b|strong|em|table|tr|td|div|span|h[1-6])\b[^<>]{0,200}>", re.IGNORECASE
)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)


def read_html(data: bytes, name: str | None, budget: Budget) -> Source:
    """An HTML page as a Source: one line a paragraph, item or table row."""
    text, guessed = html_text(data)
    root = tree_of(text, budget)
    reader = Reader(budget, wanted=link_targets(root), title=root.find(".//h1") is not None)
    reader.walk(root, Context())
    reader.flush(Context())
    remarks = [*reader.remarks(), *reader.writer.remarks(SAYS)]
    if guessed:
        remarks.append(Remark("guessed_encoding", SAYS["guessed_encoding"]))
    return Source(
        "html",
        sha256(data).hexdigest(),
        reader.writer.text,
        tuple(reader.writer.blocks),
        name=name,
        properties=properties_of(root),
        remarks=tuple(remarks),
    )


@dataclass(frozen=True, slots=True)
class Context:
    """What the elements around some words say of them."""

    bold: bool = False
    raised: bool = False
    change: Change = "none"
    on: str | None = None
    depth: int | None = None
    level: int | None = None
    apart: Apart | None = None
    inside: bool = False
    """Within the article or main part of the page."""
    pre: bool = False
    cell: Cell | None = None
    deep: int = 0
    escaped: bool = False


@dataclass(slots=True)
class Reader:
    """Walks the tree and hands paragraphs and rows to the writer."""

    budget: Budget
    wanted: frozenset[str]
    title: bool
    """Whether the page has a main heading; a list of links before it is a menu."""
    writer: Writer = field(init=False)
    _runs: list[Run] = field(default_factory=list[Run])
    _links: list[str] = field(default_factory=list[str])
    _anchor: str | None = None
    _item: tuple[str | None, int] | None = None
    """Marker and depth of the list item whose words come next."""
    _sink: list[Item] | None = None
    """Where blocks go while a table cell is read."""
    _seen: set[str] = field(default_factory=set[str])
    _left: Counter[str] = field(default_factory=Counter[str])
    _frames: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.writer = Writer(self.budget)

    def remarks(self) -> Iterator[Remark]:
        """What was left out of the page."""
        hidden = self._left.pop("hidden", 0)
        scripts = self._left.pop("script", 0)
        self._left.pop("silent", None)
        parts = [f"{why} ({words} words)" for why, words in sorted(self._left.items()) if words]
        if scripts:
            parts.append(f"{scripts} scripts and style sheets")
        if parts:
            yield Remark("page_parts_left_out", f"{SAYS['page_parts_left_out']}: {', '.join(parts)}")
        if hidden:
            yield Remark("hidden_text", f"{SAYS['hidden_text']}: {hidden} words")
        if self._frames:
            yield Remark("outside_content", f"{SAYS['outside_content']}: {', '.join(self._frames[:5])}")

    def walk(self, element: Any, context: Context) -> None:
        """One element with all that is in it."""
        self.budget.depth(context.deep)
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag:
            return
        if tag == "input" and (box := printed_box(element)):
            self._add(box, context)
            return
        why = left_out(element, tag)
        if why is None and tag in ("ul", "ol") and self._menu(element):
            why = "navigation"
        if why is not None:
            self._left[why] += 1 if why == "script" else word_count(element)
            return
        name = element.get("id") or (element.get("name") if tag == "a" else None)
        inner = self._context(element, tag, context)
        if tag in ("br", "hr", "img", "iframe", "frame"):
            self._alone(element, tag, inner)
            return
        if tag == "a":
            self._link(element)
        if tag in _BLOCKS or tag in ("ul", "ol", "menu", "dir", "li", "dl", "table"):
            self.flush(context)
            self._anchored(name)
            self._block(element, tag, inner)
            self.flush(inner)
        else:
            self._anchored(name)
            self._content(element, inner)

    def _anchored(self, name: str | None) -> None:
        if name and name in self.wanted and self._anchor is None:
            self._anchor = name

    def _context(self, element: Any, tag: str, context: Context) -> Context:
        context = replace(context, deep=context.deep + 1)
        style = element.get("style") or ""
        if tag in ("b", "strong", "th") or _HEAVY.search(style):
            context = replace(context, bold=True)
        if tag == "sup" or _RAISED.search(style):
            context = replace(context, raised=True)
        if tag in ("del", "s", "strike") or _STRUCK.search(style):
            if tag != "del":
                self._seen.add("struck_out")
            context = replace(context, change="deleted", on=element.get("datetime"))
        elif tag == "ins" and context.change == "none":
            context = replace(context, change="inserted", on=element.get("datetime"))
        if tag in ("article", "main") or element.get("role") == "main":
            context = replace(context, inside=True)
        if tag in _HEADINGS:
            context = replace(context, level=_HEADINGS[tag], bold=True)
        if tag == "pre":
            context = replace(context, pre=True)
        if context.apart is None and (apart := place_of(element, tag, context.inside)):
            context = replace(context, apart=apart)
        return context

    def _alone(self, element: Any, tag: str, context: Context) -> None:
        if tag == "br":
            self._add("\n", context)
        elif tag == "hr":
            self.flush(context)
        elif tag == "img":
            if context.apart is None and len((element.get("alt") or "").split()) > 3:
                self._seen.add("picture_not_read")
        elif element.get("src"):
            self._frames.append(element.get("src")[:200])

    def _link(self, element: Any) -> None:
        to = (element.get("href") or "").strip()
        if to and to != "#" and not to.lower().startswith("javascript:"):
            self._links.append(to[:2000])

    def _block(self, element: Any, tag: str, context: Context) -> None:
        if tag in ("ul", "ol", "menu", "dir"):
            self._list(element, tag, context)
        elif tag == "li":
            self._entry(element, bullet(context.depth or 0), replace(context, depth=context.depth or 0))
        elif tag == "dl":
            self._definitions(element, context)
        elif tag == "table":
            self._table(element, context)
        else:
            self._content(element, context)

    def _content(self, element: Any, context: Context) -> None:
        self._words(element.text, context)
        for inner in element:
            self.walk(inner, context)
            self._words(inner.tail, context)

    def _words(self, text: str | None, context: Context) -> None:
        if not text:
            return
        if "<" in text and not context.escaped and len(_ESCAPED.findall(text)) > 1:
            self.flush(context)
            self._seen.add("escaped_markup")
            self.walk(tree_of(text, self.budget), replace(context, escaped=True, deep=context.deep + 1))
            self.flush(context)
            return
        self._add(text if context.pre else " ".join(re.split(r"[ \t\n\f\r]+", text)), context)

    def _add(self, text: str, context: Context) -> None:
        if text:
            self._runs.append(Run(text, context.bold, context.raised, context.change, on=context.on))

    def flush(self, context: Context) -> None:
        """End the paragraph that is being read."""
        runs, self._runs = tuple(self._runs), []
        if not any(run.text.strip() for run in runs):
            return
        marker, depth = self._item or (None, context.depth)
        kind: BlockKind = "heading" if context.level else "item" if self._item else "paragraph"
        self._emit(
            Paragraph(
                runs,
                kind,
                marker=marker,
                depth=depth if kind != "heading" else None,
                level=context.level,
                anchor=self._anchor,
                links=tuple(dict.fromkeys(self._links)),
                apart=context.apart,
                cell=context.cell,
                seen=tuple(sorted(self._seen)),
            )
        )
        self._item, self._anchor = None, None
        self._links.clear()
        self._seen.clear()

    def _emit(self, item: Item) -> None:
        if self._sink is not None:
            self._sink.append(item)
        elif isinstance(item, Paragraph):
            self.writer.write(item)
        else:
            self.writer.row(item)

    def _list(self, element: Any, tag: str, context: Context) -> None:
        """Items one level deeper; a list inside a list that is not in an item belongs to the item before."""
        depth = 0 if context.depth is None else context.depth + 1
        inner = replace(context, depth=depth)
        form = marker_form(element, tag, depth)
        entries = [e for e in element if e.tag == "li"]
        count, step = form.start(len(entries)), form.step
        self._words(element.text, context)
        for entry in element:
            if entry.tag == "li" and left_out(entry, "li") is None:
                count = form.value(entry, count)
                self._entry(entry, printed(form, count), self._context(entry, "li", inner))
                count += step
            else:
                self.walk(entry, inner if entry.tag not in ("ul", "ol") else replace(inner, depth=depth))
            self._words(entry.tail, inner)
        self.flush(inner)

    def _entry(self, element: Any, marker: str | None, context: Context) -> None:
        self.flush(context)
        self._anchored(element.get("id"))
        self._item = (marker, context.depth or 0)
        self._content(element, context)
        self.flush(context)
        self._item = None

    def _menu(self, element: Any) -> bool:
        """A list of nothing but links to other pages, before the page's heading."""
        if not self.title or any(b.kind == "heading" and b.level == 1 for b in self.writer.blocks):
            return False
        links = [a for a in element.iter("a") if not (a.get("href") or "#").startswith("#")]
        linked = sum(len("".join(a.itertext()).split()) for a in links)
        return len(links) >= 5 and linked >= 0.9 * word_count(element) and element.find(".//h1") is None

    def _held(self, element: Any, context: Context) -> tuple[list[Paragraph], list[Item]]:
        """The paragraphs of a cell, and rows of tables nested in it."""
        outer, self._sink = self._sink, []
        item, self._item = self._item, None
        self._content(element, context)
        self.flush(context)
        found, self._sink = self._sink, outer
        self._item = item
        return [i for i in found if isinstance(i, Paragraph)], [
            i for i in found if not isinstance(i, Paragraph)
        ]

    def _table(self, element: Any, context: Context) -> None:
        caption = element.find("caption")
        if caption is not None:
            self.walk(caption, replace(context, bold=True))
            self.flush(context)
        rows, columns = grid_of(element, self.budget)
        if columns == 1 or is_layout(element):
            for row in rows:
                for cell in row.cells:
                    self.walk(cell.element, context)
                    self.flush(context)
            return
        table = self.writer.table()
        for at, row in enumerate(rows):
            line: list[list[Paragraph]] = []
            nested: list[Item] = []
            for cell in row.cells:
                place = Cell(table, at, cell.column, columns, row.head, cell.rows, cell.wide)
                inner = replace(
                    self._context(cell.element, cell.element.tag, context), cell=place, depth=None
                )
                held, more = self._held(cell.element, inner)
                line.append(held)
                nested.extend(more)
            self._emit(line)
            for item in nested:
                self._emit(item)

    def _definitions(self, element: Any, context: Context) -> None:
        """Terms and what is said of them: a table of two columns."""
        table = self.writer.table()
        terms: list[Paragraph] = []
        row = 0
        for entry in (e for e in element.iter("dt", "dd") if _of(e, element)):
            place = Cell(table, row, 0 if entry.tag == "dt" else 1, 2)
            inner = replace(
                self._context(entry, entry.tag, context), cell=place, bold=entry.tag == "dt", depth=None
            )
            held, nested = self._held(entry, inner)
            if entry.tag == "dt":
                terms.extend(held)
                continue
            self._emit([terms, held])
            for item in nested:
                self._emit(item)
            terms, row = [], row + 1
        if terms:
            self._emit([terms, []])


def _of(entry: Any, element: Any) -> bool:
    """Whether an entry belongs to this list and not to one inside it."""
    above = entry.getparent()
    while above is not None and above.tag not in ("dl",):
        above = above.getparent()
    return above is element
