"""A source document as blocks of text, each of which knows where its characters stand (SR-002, SR-134).

Readers (`readers/`) make a Source; everything that is found later is a Span into it. `Source.text` is the
text form of the document: for plain text the decoded file itself, else one line per visual line or paragraph.
Its lines, counted from 1, are what a citation `L30-33` counts.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["pdf", "docx", "html", "text"]
Change: TypeAlias = Literal["none", "inserted", "deleted"]
Side: TypeAlias = Literal["after", "before"]
Apart: TypeAlias = Literal["header", "footer", "sidebar", "textbox"]
BlockKind: TypeAlias = Literal["heading", "paragraph", "item", "cell", "note"]


class Box(NamedTuple):
    """A rectangle on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def around(self, other: Box) -> Box:
        """The smallest rectangle that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a block's text and the characters of the document that it was read from.

    `block.text[at : at + size]` was read from `source.text[start:end]`. Where both are equally long they are
    the same characters one by one; else (a mended ligature, an entity) the piece stands for the whole run.
    """

    at: int
    size: int
    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    change: Change = "none"
    by: str | None = None
    """Who made the tracked change."""
    on: str | None = None
    """When, as the document has it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a block stands in a table of the document; rows and columns count from 0."""

    table: int
    row: int
    column: int
    columns: int
    head: bool = False
    """The row names the columns."""
    row_span: int = 1
    column_span: int = 1
    """Rows and columns that a merged cell covers; its text is given once, in the first of them."""


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the document: offsets into `Source.text`, the lines they fall on, page and box."""

    start: int
    end: int
    lines: tuple[int, int]
    page: int | None = None
    box: Box | None = None

    @property
    def place(self) -> str:
        """The citation of the policy file: `L34` or `L30-33`."""
        first, last = self.lines
        return f"L{first}" if first == last else f"L{first}-{last}"

    def view(self) -> dict[str, Any]:
        """As contracts.md section 7 has it."""
        first, last = self.lines
        out: dict[str, Any] = {} if self.page is None else {"page": self.page}
        out |= {"start": self.start, "end": self.end}
        out["lines"] = str(first) if first == last else f"{first}-{last}"
        if self.box is not None:
            out["box"] = [round(x, 1) for x in self.box]
        return out


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of text: a heading, a paragraph, a list item, a table cell, a footnote."""

    kind: BlockKind
    text: str
    """White space folded, broken lines joined; never trimmed words."""
    pieces: tuple[Piece, ...]
    marker: str | None = None
    """The printed bullet or number of an item (`-`, `A.`, `1)`), apart from `text`."""
    depth: int | None = None
    """List depth from 0 where the format states it (DOCX, HTML); None where only layout tells."""
    indent: float = 0.0
    """How far the first line stands in, in characters."""
    level: int | None = None
    """Heading level where the format states it."""
    bold: bool = False
    cell: Cell | None = None
    anchor: str | None = None
    """An id or bookmark that links inside the document point to."""
    links: tuple[str, ...] = ()
    """Addresses that the text links to; kept, never fetched."""
    gap: int = 0
    """Empty lines (or their height) before it."""
    refers: tuple[str, ...] = ()
    """Markers of the notes that raised letters or numbers in it point to; they are not in `text`."""
    apart: Apart | None = None
    """Where it stands when the format says that it is not running text: page header, sidebar, text box."""
    ends: Change = "none"
    """A tracked change of the end of its paragraph: on the side without it the next block continues it."""
    old_marker: str | None = None
    """The marker of the `before` side where tracked changes renumber the list."""

    @property
    def changed(self) -> bool:
        """Whether a tracked change touches it."""
        return (
            self.ends != "none" or self.old_marker is not None or any(p.change != "none" for p in self.pieces)
        )


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader itself found doubtful: the kind of finding, what was seen, and the places."""

    rule: str
    says: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Source:
    """A document as it was read; nothing in it is ever executed or fetched (SR-137)."""

    kind: Kind
    sha256: str
    """Of the original bytes."""
    text: str
    blocks: tuple[Block, ...]
    name: str | None = None
    """The file's name; some documents state their number only there."""
    pages: int | None = None
    properties: dict[str, str] = field(default_factory=dict[str, str])
    """What the file says of itself: title, author, dates."""
    remarks: tuple[Remark, ...] = ()
    """What the reader itself noticed: a scanned page, active content that was left alone."""

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        starts.extend(i + 1 for i, c in enumerate(self.text) if c == "\n")
        return starts

    def line_of(self, offset: int) -> int:
        """The line, from 1, on which a character stands."""
        return bisect_right(self._line_starts, offset)

    @cached_property
    def page_lines(self) -> tuple[int, ...]:
        """The line on which each page begins; empty where nothing says on which page the words stand."""
        first: dict[int, int] = {}
        for block in self.blocks:
            for piece in block.pieces:
                if piece.page is not None:
                    first[piece.page] = min(piece.start, first.get(piece.page, piece.start))
        pages = max([self.pages or 0, *first], default=0)
        out: list[int] = []
        following = self.line_of(len(self.text)) + 1
        for page in range(pages, 0, -1):  # an empty page begins where the next one does
            following = 1 if page == 1 else self.line_of(first[page]) if page in first else following
            out.append(following)
        return tuple(reversed(out)) if first else ()

    def span(self, block: Block, first: int = 0, last: int | None = None) -> Span:
        """The place of `block.text[first:last]`."""
        last = len(block.text) if last is None else last
        start = end = None
        page: int | None = None
        box: Box | None = None
        for p in block.pieces:
            if p.at >= last or p.at + p.size <= first:
                continue
            whole = p.size != p.end - p.start
            left = p.start if whole else p.start + max(0, first - p.at)
            right = p.end if whole else p.start + min(p.size, last - p.at)
            start = left if start is None else min(start, left)
            end = right if end is None else max(end, right)
            if page is None:
                page = p.page
            if p.box is not None and p.page == page:
                box = p.box if box is None else box.around(p.box)
        if start is None or end is None:
            start = end = block.pieces[0].start if block.pieces else 0
        return Span(start, end, (self.line_of(start), self.line_of(max(start, end - 1))), page, box)

    def place(self, start: int, end: int) -> Span:
        """The place of `text[start:end]`, without page and box."""
        return Span(start, end, (self.line_of(start), self.line_of(max(start, end - 1))))

    def join(self, spans: Iterable[Span]) -> Span:
        """One span from the first of these places to the last."""
        several = sorted(spans, key=lambda s: s.start)
        start, end = several[0].start, max(s.end for s in several)
        page = several[0].page
        box: Box | None = None
        for s in several:
            if s.box is not None and s.page == page:
                box = s.box if box is None else box.around(s.box)
        return Span(start, end, (self.line_of(start), self.line_of(max(start, end - 1))), page, box)

    def words(self, span: Span) -> str:
        """The words at a place, normalized as for digests."""
        return normalized(self.text[span.start : span.end])

    def side(self, side: Side) -> Source:
        """The document with its tracked changes accepted (`after`) or refused (`before`)."""
        if not any(b.changed for b in self.blocks):
            return self
        return replace(self, blocks=tuple(_one_side(self.blocks, side)))


def _one_side(blocks: Iterable[Block], side: Side) -> Iterator[Block]:
    drop: Change = "deleted" if side == "after" else "inserted"
    begun: Block | None = None
    for block in blocks:
        left = _without(block, drop)
        if side == "before" and block.old_marker is not None:
            left = replace(left, marker=block.old_marker)
        if begun is not None:
            left = _continued(begun, left)
            begun = None
        if block.ends == drop:  # its paragraph goes on in the next block
            begun = left
        elif left.text.strip():
            yield _settled(left)
    if begun is not None and begun.text.strip():
        yield _settled(begun)


def _settled(block: Block) -> Block:
    """A block of one side: nothing tracked any more, no white space at its end."""
    text = block.text.rstrip()
    pieces = block.pieces
    if len(text) < len(block.text):
        pieces = tuple(_cut(p, len(text)) for p in pieces if p.at < len(text))
    return replace(block, text=text, pieces=pieces, ends="none", old_marker=None)


def _cut(piece: Piece, at: int) -> Piece:
    over = piece.at + piece.size - at
    if over <= 0:
        return piece
    same = piece.size == piece.end - piece.start
    return replace(piece, size=piece.size - over, end=piece.end - (over if same else 0))


def _continued(first: Block, second: Block) -> Block:
    """Two paragraphs made one: the format of a paragraph stays with the end that remains."""
    if not first.text.strip():
        return second
    text = first.text if first.text.endswith(" ") else first.text + " "
    pieces = first.pieces + tuple(replace(p, at=p.at + len(text)) for p in second.pieces)
    joined = replace(second, text=text + second.text, pieces=pieces, gap=first.gap)
    return replace(joined, refers=first.refers + second.refers, links=first.links + second.links)


def _without(block: Block, drop: Change) -> Block:
    """The block less its pieces of one kind of change."""
    if not any(p.change == drop for p in block.pieces):
        return block
    text, pieces = "", list[Piece]()
    for p, following in zip(block.pieces, (*block.pieces[1:], None), strict=True):
        gap = block.text[p.at + p.size : following.at] if following else ""
        if p.change == drop:
            text += gap if text and not text.endswith(" ") else ""
            continue
        words = block.text[p.at : p.at + p.size]
        spare = len(words) - len(words.lstrip(" ")) if text.endswith(" ") or not text else 0
        start = p.start + (spare if p.size == p.end - p.start else 0)
        words = words[spare:]
        pieces.append(replace(p, at=len(text), size=len(words), start=start))
        text += words + gap
    return replace(block, text=text, pieces=tuple(pieces))


def inside(source: Source, span: Span, start: int, end: int) -> Span:
    """The place of `source.text[start:end]`, which lies in a known place: page and box are those of it."""
    return replace(source.place(start, end), page=span.page, box=span.box)


def normalized(text: str) -> str:
    """The words alone: compatibility forms folded, white space single (`policy.cite` takes the same)."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def digest(source: Source, span: Span) -> str:
    """SHA-256 of the normalized words at a place; a re-flowed edition of the same words has the same."""
    return sha256(source.words(span).encode("utf-8")).hexdigest()


def rows(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Table cells gathered by row, in order; blocks outside tables are passed over."""
    row: list[Block] = []
    for block in blocks:
        if block.cell is None:
            continue
        if row and row[0].cell and (row[0].cell.table, row[0].cell.row) != (block.cell.table, block.cell.row):
            yield row
            row = []
        row.append(block)
    if row:
        yield row
