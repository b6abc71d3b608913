"""The history of a document: what happened when, and what each event says was changed (SR-006 to SR-010).

Lists under `Reviewed Dates:`, tables with a date column, lines that begin with a date, labels with one date
or many. `Revised` and `reviewed` are two kinds; a kind that no word tells is `event`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from coverable.base.dates import read_date
from coverable.document import passages
from coverable.document.dates import Printed, dates_in, dates_under_label
from coverable.document.header.labels import label_of
from coverable.document.parts.events import (
    details,
    is_implementation,
    kind_of_label,
    kind_of_status,
    kind_of_words,
)
from coverable.document.reading import Record, Section
from coverable.document.sections.sections import of_kind
from coverable.document.sections.titles import kind_of
from coverable.document.source import Block, Source

HEAD = 6
"""Words before a date; behind more of them the date is mentioned in a sentence."""
_LEAD = re.compile(r"[\s:–—\-|,.;]+")
_TAIL = " ,;|•–—-"
_DATE_HEAD = re.compile(
    r"(?:.{0,24}\b)?(?:dates?|effective|month|year|approval|posted|reviewed|revised)\b.{0,20}", re.IGNORECASE
)
_LISTED = re.compile(r"(?:\s?\([^()]{1,80}\))?[\s,;&/|•]*(?:and\s)?")
_ENDED = re.compile(r"\w[;.]\s+$")
"""“02/2023 created; 02/2024 annual review, no change; …”."""
_PART = re.compile(r"\s*[^;]*[^;\s][^;]*(?:;|$)")
"""“Revised eff. 10/01/2023; New rule eff. 07/01/2012.”"""


def history(source: Source, sections: Sequence[Section]) -> tuple[Record, ...]:
    """The events in the order of the document; fields kind, on, implemented, changes, says."""
    out: list[Record] = []
    for section in of_kind(sections, "history"):
        blocks = source.blocks[section.first : section.last]
        kind: str | None = None
        columns: dict[int, str] = {}
        table, label = -1, None
        for _, group in groupby(blocks, lambda b: (b.cell.table, b.cell.row) if b.cell else id(b)):
            row = list(group)
            if row[0].cell is not None:
                if row[0].cell.table != table or not row[0].cell.column:
                    table, label = row[0].cell.table, None  # an empty first cell stands under a label
                label = next((k for b in row if (k := kind_of_label(b.text))), label)
                found, columns = _row(source, row, columns, kind, label)
                out += found
            else:
                kind = kind_of_label(row[0].text) or kind
                out += _line(source, row[0], kind)
    return tuple(out)


def _line(source: Source, block: Block, kind: str | None) -> Iterator[Record]:
    """Events of one block: a date and its note, a label and its dates, or several with notes in a row."""
    text = block.text
    found = dates_in(text)
    if not found:
        return
    parts = [m.span() for m in _PART.finditer(text)]
    if (
        len(parts) > 1
        and all(len(dates_in(text[a:b])) == 1 for a, b in parts)
        and not label_of(text[: found[0].start])
    ):
        for first, last in parts:
            yield from _line(source, passages.part(block, first, last), kind)
        return
    head = text[: found[0].start]
    if kind_of(head) == "history":
        head = ""  # “Revision history: 02/2023 created; …” is the heading and what it heads
    label = label_of(head)
    own = kind_of_label(head)
    if (label and own is None) or (own is None and len(head.split()) > HEAD):
        return  # a next review, or a sentence that mentions a date
    starts = [
        d
        for n, d in enumerate(found)
        if n == 0 or _begins(source, block, found[n - 1], d, own is not None, not head.strip(" :.–—-"))
    ]
    told = own
    before = 0
    for date, following in zip(starts, [*starts[1:], None], strict=True):
        stop = following.start if following else len(text)
        if following is not None:
            stop -= len(_trailing_label(text[date.end : stop]))
        listed = _LISTED.fullmatch(text, before, date.start) is not None
        told = kind_of_label(_trailing_label(text[: date.start])) or (told if listed else own)
        before = date.end
        yield _event(
            source, block, date, stop, told or kind, head if own is None and date is starts[0] else ""
        )


def _begins(source: Source, block: Block, before: Printed, date: Printed, listed: bool, opens: bool) -> bool:
    """Whether a date opens an event of its own: in a list, behind a label, at the head of a printed line.

    Where the first one opens the block (`opens`), it may stand behind the end of a note as well.
    """
    between = block.text[before.end : date.start]
    if is_implementation(between[-40:]) and not listed:
        return False
    if (
        _LISTED.fullmatch(between)
        or kind_of_label(_trailing_label(between))
        or between.rstrip().endswith(("•", "|"))
        or (opens and _ENDED.search(between) is not None)
    ):
        return True
    start = source.span(block, date.start, date.start + 1).start
    return source.text[max(0, start - 12) : start].rstrip(" \t•*-–").endswith("\n")


def _trailing_label(text: str) -> str:
    """The label that a text ends with, or nothing."""
    last = text[max(text.rfind(c) for c in ".;,|•\n") + 1 :]
    return last if label_of(last) else ""


def _event(source: Source, block: Block, date: Printed, stop: int, kind: str | None, head: str) -> Record:
    text = block.text
    lead = _LEAD.match(text, date.end, stop)
    first = lead.end() if lead else date.end
    note = text[first:stop].strip(_TAIL)
    words = head.strip(" :–—-|")
    fields: dict[str, Any] = {
        "kind": kind or kind_of_status(words) or kind_of_words(f"{words} {note}"),
        "on": date.value,
    }
    fields |= details(note)
    if note:
        fields["says"] = note
    elif words and kind is None:
        fields["says"] = words
    start = 0 if head and not kind else date.start
    last = first + len(text[first:stop].rstrip(_TAIL)) if note else date.end
    return Record(fields, source.span(block, start, last), date.sure)


def _row(
    source: Source, row: list[Block], columns: dict[int, str], kind: str | None, label: str | None
) -> tuple[list[Record], dict[int, str]]:
    """The events of a table row: each date cell, with the words of the other cells as its note.

    `label` is the kind that a cell of this row or of one above it names.
    Where each of several columns has a name for its date, a row is one event: the first date tells when.
    """
    dated = [(b, found) for b in row if (found := _date_cell(b.text, _under_dates(b, columns)))]
    if not dated:
        heads = {b.cell.column: b.text for b in row if b.cell}
        is_head = all(len(t) < 80 for t in heads.values()) and any(
            _DATE_HEAD.fullmatch(t) for t in heads.values()
        )
        if is_head and columns.keys() >= heads.keys() and len(heads) < len(columns):
            heads = columns | {
                n: f"{columns[n]} {text}" for n, text in heads.items()
            }  # “Revision” over “Date”
        return [], heads if is_head else columns
    cells = [b for b in row if all(b is not d for d, _ in dated) and b.text.strip()]
    status = next((k for b in cells if (k := kind_of_status(b.text))), None)
    notes = [b for b in cells if not kind_of_status(b.text) and not kind_of_label(b.text)]
    note = " ".join(b.text for b in notes)
    heads = [columns.get(b.cell.column, "") if b.cell else "" for b, _ in dated]
    once = len(dated) > 1 and all(len(dates) == 1 for _, dates in dated)
    if once and cells and all(heads) and len({*heads}) == len(heads):
        beside = dict(zip(heads[1:], (dates[0].value for _, dates in dated[1:]), strict=True))
        dated = dated[:1]  # “Revision Date | Approval Date”: one event and what was done about it
    else:
        beside = {}
    out: list[Record] = []
    for block, dates in dated:
        column = kind_of_label(columns.get(block.cell.column if block.cell else -1, ""))
        inner = kind_of_label(block.text[: dates[0].start])
        told = status or label or inner
        if column in ("approved", "published", "implemented", "adopted") and (told is None or len(dated) > 1):
            told = column
        if told is None and note:
            words = kind_of_words(note)
            told = words if words != "event" else column
        for date in dates:
            fields: dict[str, Any] = {"kind": told or column or kind or "event", "on": date.value}
            fields |= details(note)
            if note:
                fields["says"] = note
            if beside:
                fields["beside"] = beside
            places = [source.span(block, date.start, date.end), *(source.span(b) for b in notes)]
            out.append(Record(fields, source.join(places), date.sure))
    return out, columns


def _under_dates(block: Block, columns: dict[int, str]) -> bool:
    """Whether the name of a cell's column, if it has one, is one of dates: `1.10` under “Version” is none."""
    name = columns.get(block.cell.column, "") if block.cell else ""
    return not name or _DATE_HEAD.fullmatch(name) is not None or kind_of_label(name) is not None


def _date_cell(text: str, under_dates: bool) -> list[Printed]:
    """The dates of a cell that holds dates and little else."""
    found = dates_under_label(text) if under_dates else dates_in(text)
    if not found or found[0].start > 20:
        return []
    rest = len(text) - (found[-1].end - found[0].start)
    return found if rest < 40 else []


def gaps(events: Sequence[Record], over: int = 12) -> list[tuple[int, str, str]]:
    """Stretches of more than so many months between one event and the next (SR-010): months, from, to."""
    kinds = ("originated", "reviewed", "revised", "approved", "event")
    on = sorted({str(e.fields["on"])[:7] for e in events if e.fields["kind"] in kinds})
    out: list[tuple[int, str, str]] = []
    for before, after in pairwise(on):
        a, b = read_date(before).first, read_date(after).first
        months = (b.year - a.year) * 12 + b.month - a.month
        if months > over:
            out.append((months, before, after))
    return out
