"""Paragraphs and table rows written into a Source: one line each, every character with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from coverable.document.layout.markers import CONNECTOR, marker_of
from coverable.document.layout.raised import raised
from coverable.document.limits import Budget
from coverable.document.patterns import begins_small
from coverable.document.readers.clean import clean, mended
from coverable.document.readers.written import Written
from coverable.document.source import Apart, Block, BlockKind, Cell, Change, Piece, Remark, Span

_TOKEN = re.compile(r"[ \n]*\t[\s]*|\s+|\S+")
_SIDES: dict[Change, tuple[int, ...]] = {"none": (0, 1), "inserted": (1,), "deleted": (0,)}
_STOP = re.compile(r"[.!?;:][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that share one format. `\\n` is a line break inside the paragraph, `\\t` a tab."""

    text: str
    bold: bool = False
    raised: bool = False
    change: Change = "none"
    by: str | None = None
    on: str | None = None
    note: str | None = None
    """The marker of the note that is referred to here; such a run has no text."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, item or heading before it is written; fields as in `Block`."""

    runs: tuple[Run, ...]
    kind: BlockKind = "paragraph"
    marker: str | None = None
    old_marker: str | None = None
    depth: int | None = None
    indent: float = 0.0
    level: int | None = None
    anchor: str | None = None
    links: tuple[str, ...] = ()
    apart: Apart | None = None
    ends: Change = "none"
    cell: Cell | None = None
    seen: tuple[str, ...] = ()
    """Kinds of remark that this paragraph gives rise to."""

    @property
    def blank(self) -> bool:
        return not any(run.text.strip() for run in self.runs)


@dataclass(slots=True)
class Writer:
    """Collects the text and the blocks of a document, line by line."""

    budget: Budget
    blocks: list[Block] = field(default_factory=list[Block])
    _out: Written = field(default_factory=Written)
    _gap: int = 0
    _tables: int = 0
    _tabs: tuple[int, int] | None = None
    """Table and next row of the tabbed lines that are being written."""
    _seen: dict[str, list[Span]] = field(default_factory=dict[str, list[Span]])

    @property
    def text(self) -> str:
        return self._out.text

    def write(self, paragraph: Paragraph) -> None:
        """A paragraph as lines of its own: one, or several where breaks in it set lines apart."""
        parts = _split(paragraph)
        if not parts:
            self._gap += 1
        for part in parts:
            columns = _columns(part)
            if len(columns) > 1:
                self._tabbed(columns)
                continue
            self._tabs = None
            self._begin(part)
            self._put(part)
            self._out.end()

    def table(self) -> int:
        """The number of a new table."""
        self._tables += 1
        return self._tables - 1

    def _tabbed(self, columns: list[Paragraph]) -> None:
        """A line whose words are set apart by tabs is a row; such lines that follow each other, a table."""
        table, row = self._tabs or (self.table(), 0)
        self._tabs = (table, row + 1)
        for i, part in enumerate(columns):
            if i:
                self._out.add("\t")
            self._put(replace(part, kind="cell", cell=Cell(table, row, i, len(columns))))
        self._out.end()

    def row(self, cells: Sequence[Sequence[Paragraph]]) -> None:
        """A row of a table: one line, unless a cell holds several paragraphs or a list."""
        self._tabs = None
        parts = [[part for p in cell for part in _split(p)] for cell in cells]
        parts = [[_typed(part) for part in cell] if len(cell) > 1 else cell for cell in parts]
        if any(len(cell) > 1 or any(p.kind in ("item", "heading") for p in cell) for cell in parts):
            for part in (p for cell in parts for p in cell):
                self._begin(part)
                self._put(part)
                self._out.end()
            return
        written = [cell[0] for cell in parts if cell]
        for i, part in enumerate(written):
            if i:
                self._out.add("\t")
            self._put(replace(part, kind="cell"))
        if written:
            self._out.end()

    def gap(self) -> None:
        """An empty line, which is not written but counted."""
        self._gap += 1

    def remarks(self, says: dict[str, str]) -> list[Remark]:
        """What the paragraphs gave rise to, with all places of one kind together."""
        return [Remark(rule, says.get(rule, ""), tuple(spans)) for rule, spans in self._seen.items()]

    def see(self, rule: str) -> None:
        """Note something at the place where the text now ends."""
        self._seen.setdefault(rule, []).append(self._out.since(self._out.at))

    def _begin(self, part: Paragraph) -> None:
        self._out.add("  " * (part.depth or 0))
        if part.marker:
            self._out.add(f"{part.marker} ")

    def _put(self, part: Paragraph) -> None:
        start = self._out.at
        text, pieces, refers = _folded(part, start)
        self.budget.block(len(text.shown))
        self._out.add(text.shown)
        bold = [run.bold for run in part.runs if run.text.strip() and run.change != "deleted"]
        self.blocks.append(
            Block(
                part.kind,
                text.words,
                pieces,
                marker=part.marker,
                depth=part.depth,
                indent=part.indent,
                level=part.level,
                bold=bool(bold) and all(bold),
                cell=part.cell,
                anchor=part.anchor,
                links=part.links,
                gap=self._gap,
                refers=refers,
                apart=part.apart,
                ends=part.ends,
                old_marker=part.old_marker,
            )
        )
        self._gap = 0
        seen = part.seen + (("mended_encoding",) if text.mended else ())
        for rule in seen:
            self._seen.setdefault(rule, []).append(self._out.since(start))


@dataclass(frozen=True, slots=True)
class _Folded:
    shown: str
    """As the text of the document has it: a tab is a tab."""
    words: str
    """As the block has it, equally long: a tab is a blank."""
    mended: bool


def _folded(part: Paragraph, start: int) -> tuple[_Folded, tuple[Piece, ...], tuple[str, ...]]:
    """White space single on both sides of a tracked change; raised marks taken out; pieces from `start`."""
    tokens: list[tuple[str, Run]] = []
    refers: list[str] = []
    spaced = [True, True]
    recent, damaged = "", False
    for i, run in enumerate(part.runs):
        if run.note is not None:
            refers.append(run.note)
        words, signs = mended(run.text)
        words, damaged = clean(words), damaged or signs > 0
        if run.raised:
            after = next((r.text for r in part.runs[i + 1 :] if r.text), "")
            words, marks = raised(recent, words, after)
            refers.extend(marks)
        sides = _SIDES[run.change]
        for token in _TOKEN.findall(words):
            if not token.isspace():
                tokens.append((token, run))
                recent = token[-12:] if len(token) > 11 else (recent + token)[-12:]
                for side in sides:
                    spaced[side] = False
            elif not all(spaced[side] for side in sides):
                tokens.append(("\t" if "\t" in token else " ", run))
                recent = (recent + " ")[-12:]
                for side in sides:
                    spaced[side] = True
    while tokens and tokens[-1][0].isspace() and part.ends == "none":
        tokens.pop()
    return _placed(tokens, start, damaged), _pieces(tokens, start), tuple(dict.fromkeys(refers))


def _placed(tokens: list[tuple[str, Run]], start: int, damaged: bool) -> _Folded:
    shown = "".join(token for token, _ in tokens)
    return _Folded(shown, shown.replace("\t", " "), damaged)


def _pieces(tokens: list[tuple[str, Run]], start: int) -> tuple[Piece, ...]:
    """One piece for neighbouring words of one change; a tab stands between pieces."""
    out: list[Piece] = []
    at, first = 0, 0
    who: tuple[Change, str | None, str | None] | None = None
    for token, run in tokens:
        this = None if token == "\t" else (run.change, run.by, run.on)
        if this != who:
            if who is not None:
                out.append(Piece(first, at - first, start + first, start + at, None, None, *who))
            who, first = this, at
        at += len(token)
    if who is not None and at > first:
        out.append(Piece(first, at - first, start + first, start + at, None, None, *who))
    return tuple(out)


def _split(paragraph: Paragraph) -> list[Paragraph]:
    """The paragraph at its line breaks, where these set lines apart; typed markers taken as markers."""
    if paragraph.blank:
        return []
    lines = _lines(paragraph.runs)
    groups: list[list[Run]] = []
    before = ""
    for line in lines:
        text = "".join(run.text for run in line).strip()
        if not text:
            before = ""
            continue
        if groups and before and not _labelled(line) and _runs_on(before, text):
            groups[-1].append(Run(" "))
            groups[-1].extend(line)
        else:
            groups.append(list(line))
        before = text
    out = [replace(paragraph, runs=tuple(group)) for group in groups]
    for i in range(1, len(out)):
        plain: BlockKind = "paragraph" if out[i].kind == "item" else out[i].kind
        out[i] = replace(out[i], kind=plain, marker=None, old_marker=None, anchor=None, links=(), seen=())
    for i in range(len(out) - 1):
        out[i] = replace(out[i], ends="none")
    return [p if p.cell is not None and len(out) == 1 else _typed(p) for p in out]


def _columns(part: Paragraph) -> list[Paragraph]:
    """A plain paragraph cut at its tabs."""
    if part.kind != "paragraph" or part.cell is not None or not any("\t" in run.text for run in part.runs):
        return [part]
    columns: list[list[Run]] = [[]]
    for run in part.runs:
        for i, words in enumerate(run.text.split("\t")):
            if i:
                columns.append([])
            if words or run.note:
                columns[-1].append(replace(run, text=words))
    made = [replace(part, runs=tuple(c), seen=()) for c in columns]
    kept = [c for c in made if not c.blank]
    return [replace(kept[0], seen=part.seen), *kept[1:]] if kept else [part]


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        for i, words in enumerate(run.text.split("\n")):
            if i:
                lines.append([])
            if words or run.note:
                lines[-1].append(run if words == run.text else replace(run, text=words))
    return lines


def _runs_on(before: str, after: str) -> bool:
    """Whether a line break stands inside a sentence."""
    if marker_of(after) or CONNECTOR.fullmatch(before) or CONNECTOR.fullmatch(after) or _STOP.search(before):
        return False
    return begins_small(after) or before[-1] in ",-–/(" or len(before) >= 70


def _labelled(line: Sequence[Run]) -> bool:
    """Whether a line begins with a label in heavy letters: “**Exceptions:** none”."""
    first = next((run for run in line if run.text.strip()), None)
    return first is not None and first.bold and first.text.rstrip().endswith(":")


def _typed(part: Paragraph) -> Paragraph:
    """A paragraph that begins with a marker which somebody typed is an item; with a raised mark, a note."""
    if part.marker is not None or part.kind not in ("paragraph", "item", "heading"):
        return part
    runs = list(part.runs)
    while runs and not runs[0].text.strip():
        runs.pop(0)
    if runs and runs[0].raised and part.kind == "paragraph":
        marks = raised("", runs[0].text)[1]
        if len(marks) == 1 and any(run.text.strip() for run in runs[1:]):
            return replace(part, kind="note", marker=marks[0], runs=tuple(runs[1:]))
    text = "".join(run.text for run in runs).lstrip()
    found = marker_of(text)
    if found is None or any(run.raised for run in runs[:1]):
        return part
    cut = len("".join(run.text for run in runs)) - len(text) + found.length
    left: list[Run] = []
    for run in runs:
        if cut > 0 and run.change != "none":
            return part
        left.append(replace(run, text=run.text[cut:]) if cut > 0 else run)
        cut -= len(run.text)
    kind: BlockKind = "heading" if part.kind == "heading" else "item"
    return replace(part, kind=kind, marker=found.printed, runs=tuple(left))
