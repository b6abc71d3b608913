"""Which sentences of a document stand in the draft, which only inform, and which nobody has mapped.

A sentence that nothing rests on is shown as **not mapped**: what was overlooked must be seen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from coverable.document.criteria.positions.noposition import quotes_law
from coverable.document.draft.made import Draft, Made, Slot, walk
from coverable.document.draft.places import text_form
from coverable.document.reading import Reading, Stated
from coverable.document.source import Block, Span
from coverable.policy.cite import read_place

State: TypeAlias = Literal["encoded", "informational", "unmapped"]
WORDS: dict[State, str] = {"encoded": "encoded", "informational": "informational", "unmapped": "not mapped"}
ICONS: dict[State, str] = {"encoded": "✓", "informational": "i", "unmapped": "○"}
_END = re.compile(r"(?<=[.!?;])[\"”’)\]]*(\s+)(?=[\"“(]?[A-Z0-9])")
_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|vs|No|Dr|Inc|Co|St|approx|et al|cf|etc)|\b[A-Z])\.$")
MOST = 0.5
"""So much of a sentence must be taken for it to count as taken."""
WIDE = 8
"""A person who cites more lines than that speaks about the passage as a whole."""
LABELLED = 8
"""Words of a line that states one thing behind its label."""
DECIDING = frozenset({"services", "indications", "exclusions", "interpretations", "referrals", "remarks"})
"""Fields of the policy file on which outcomes, flags and readings rest."""
QUIET = frozenset({"contents", "legal"})
"""Sections that state nothing about a use."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something of the draft, and the words that it rests on."""

    anchor: str
    span: Span
    state: State


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the document as it was read."""

    id: str
    block: int
    text: str
    span: Span
    state: State
    anchors: tuple[str, ...]
    """What of the draft rests on it."""


def items(draft: Draft) -> Iterator[Item]:
    """Everything that rests on a place of the document, in the order of the draft."""
    reading = draft.reading
    for slot in draft.slots.values():
        yield Item(f"d-{slot.id}", slot.span, "encoded" if slot.kind == "criterion" else "informational")
    for one in reading.statements:
        for version in (one, *one.candidates):
            span = version.span if version.criteria is None else version.criteria.span
            yield Item(f"s-{version.id}", span, "encoded")
    for number, code in enumerate(reading.codes):
        yield Item(f"c-{number}", code.span, "encoded")
        for over in code.under:  # these words say whether the list covers or excludes
            yield Item(f"c-{number}", over, "encoded")
    for number, group in enumerate(reading.code_groups):
        yield Item(f"g-{number}", group.span, "encoded")
    for number, grant in enumerate(reading.grants):
        if grant.statements:
            yield Item(f"a-{number}", grant.span, "encoded")
    document = reading.document
    seen = [one["span"] for one in document.get("furniture", ())]
    seen += [one["again"] for one in document.get("repeated", ())]
    seen += [one.fields["target"] for one in reading.notes if "target" in one.fields]
    for view in seen:
        yield Item("", draft.source.place(view["start"], view["end"]), "informational")
    for name, value in reading.metadata.items():
        for stated in _several(value):
            yield Item(f"m-{name}", stated.span, "encoded")
    for name in ("history", "references", "source_kinds", "keywords", "studies", "cross_references"):
        for record in getattr(reading, name):
            yield Item(f"r-{name}", record.span, "informational")
    yield from _cited_by_analyst(draft)


def _cited_by_analyst(draft: Draft) -> Iterator[Item]:
    """Places that the analyst cites: what rests on them was read by a person."""
    form = text_form(draft.source)
    starts = [0]
    for line in form.lines:
        starts.append(starts[-1] + len(line) + 1)
    for path, value in walk(draft.policy):
        if not isinstance(value, Made) or "cite" not in value.where:
            continue
        try:
            at = read_place(str(value["cite"])).lines(form.page_lines, len(form.lines))
        except ValueError:
            continue
        if at is None or at[1] > len(form.lines) or at[1] - at[0] > WIDE:
            continue
        state: State = "encoded" if path and path[0] in DECIDING else "informational"
        yield Item("", Span(starts[at[0] - 1], starts[at[1]] - 1, at), state)


def _several(value: Stated | tuple[Stated, ...]) -> tuple[Stated, ...]:
    return value if isinstance(value, tuple) else (value,)


def sentences(draft: Draft) -> list[Sentence]:
    """Every sentence of every block, in the order of the document."""
    source, found = draft.source, list(items(draft))
    taken = _taken(len(source.text), found, draft.reading)
    about = _About(found)
    heads = {one.span.start for one in draft.reading.sections if one.title}
    told = _Told(draft)
    out: list[Sentence] = []
    for number, block in enumerate(source.blocks):
        for first, last in _parts(block):
            span = source.span(block, first, last)
            state = _state(taken[span.start : span.end], source.text[span.start : span.end])
            text = block.text[first:last].strip()
            heading = block.kind == "heading" or span.start in heads
            if state == "unmapped":
                state = "informational" if heading else told.state(span, text)
            out.append(Sentence(f"t{len(out) + 1}", number, text, span, state, about.at(span)))
    return list(_with_labels(draft, out))


class _Told:
    """Sentences that are taken as a whole although what was taken is a part of them."""

    def __init__(self, draft: Draft) -> None:
        reading = draft.reading
        self._codes = {code.span.start for code in reading.codes}
        self._history = [one.span for one in reading.history]
        self._notes = [one.span for one in reading.notes if one.fields.get("kind") == "footnote"]
        self._beside = [one.span for one in reading.sections if one.kind == "notes"]
        self._criteria = [one.span for one in reading.sections if one.kind in ("criteria", "other")]
        self._stated = [s.span for value in reading.metadata.values() for s in _several(value)]
        self._stated += [one.span for one in reading.grants if one.statements]
        rights = reading.metadata.get("rights")
        self._rights = [one.span for one in _several(rights)] if rights else []

    def state(self, span: Span, text: str) -> State:
        """Of a sentence of which less than half was taken.

        The label of a code names it; a date stands behind its label; a reserved right is said in one
        sentence; a law that is quoted informs; a line over notes names them; a footnote mark leads to a note
        of the draft, but a criterion with a mark is not yet mapped.
        """
        if span.start in self._codes or any(_within(one, span) for one in self._rights):
            return "encoded"
        if len(text.split()) <= LABELLED and any(_within(one, span) for one in self._stated):
            return "encoded"
        if quotes_law(text):
            return "informational"
        if len(text.split()) <= LABELLED and any(_within(one, span) for one in self._history):
            return "informational"
        if (
            len(text.split()) <= LABELLED
            and text.endswith(":")
            and any(_within(span, one) for one in self._beside)
        ):
            return "informational"
        marked = any(_within(one, span) for one in self._notes)
        return (
            "informational"
            if marked and not any(_within(span, one) for one in self._criteria)
            else "unmapped"
        )


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _with_labels(draft: Draft, found: Sequence[Sentence]) -> Iterator[Sentence]:
    """In a table the words beside a value that was taken, and those over its column, are its labels."""
    cells = [draft.source.blocks[one.block].cell for one in found]
    taken = {(c.table, c.row) for c, one in zip(cells, found, strict=True) if c and one.state == "encoded"}
    first: dict[int, int] = {}
    for cell in cells:
        if cell:
            first.setdefault(cell.table, cell.row)
    named = taken | {(table, row) for table, row in first.items() if table in {t for t, _ in taken}}
    for cell, one in zip(cells, found, strict=True):
        beside = cell is not None and (cell.head or (cell.table, cell.row) in named)
        label = one.state == "unmapped" and beside and len(one.text.split()) <= 5
        yield replace(one, state="informational") if label else one


def _taken(size: int, found: Iterable[Item], reading: Reading) -> bytearray:
    """For each character of the text: 2 encoded, 1 informational, 0 neither."""
    out = bytearray(size)

    def mark(spans: Iterable[Span], value: int) -> None:
        for span in spans:
            out[span.start : span.end] = bytes((value,)) * (min(span.end, size) - span.start)

    mark((s.span for s in reading.sections if s.kind in QUIET), 1)
    mark(reading.mapped.get("informational", ()), 1)
    mark((one.span for one in found if one.state == "informational"), 1)
    mark(reading.mapped.get("encoded", ()), 2)
    mark((one.span for one in found if one.state == "encoded"), 2)
    return out


def _state(taken: bytearray, text: str) -> State:
    words = [value for value, char in zip(taken, text, strict=False) if not char.isspace()]
    if not words:
        return "informational"
    if words.count(2) >= MOST * len(words):
        return "encoded"
    return "informational" if len(words) - words.count(0) >= MOST * len(words) else "unmapped"


class _About:
    """Finds what rests on a place."""

    def __init__(self, found: Sequence[Item]) -> None:
        self._by_start = sorted(found, key=lambda one: one.span.start)
        self._starts = [one.span.start for one in self._by_start]
        self._longest = max((one.span.end - one.span.start for one in found), default=0)

    def at(self, span: Span) -> tuple[str, ...]:
        first = bisect_right(self._starts, span.start - self._longest - 1)
        last = bisect_right(self._starts, max(span.start, span.end - 1))
        here = [one for one in self._by_start[first:last] if one.span.end > span.start]
        here.sort(
            key=lambda one: one.span.end - one.span.start
        )  # what rests on these words alone comes first
        return tuple(dict.fromkeys(one.anchor for one in here if one.anchor))


def _parts(block: Block) -> Iterator[tuple[int, int]]:
    """Where the sentences of a block begin and end."""
    text = block.text
    if block.kind in ("cell", "heading"):
        yield 0, len(text)
        return
    start = 0
    for match in _END.finditer(text):
        if not _ABBREVIATED.search(text[start : match.start()]):
            yield start, match.start(1)
            start = match.end()
    if text[start:].strip():
        yield start, len(text)


def wanting(found: Sequence[Sentence], open_: Iterable[Slot]) -> set[str]:
    """The encoded sentences on which a passage rests that nobody has tied to a fact yet."""
    names = {f"d-{slot.id}" for slot in open_}
    return {one.id for one in found if one.state == "encoded" and not names.isdisjoint(one.anchors)}


def counted(found: Sequence[Sentence]) -> dict[State, int]:
    """How many sentences are in each state."""
    return {state: sum(one.state == state for one in found) for state in WORDS}
