"""The history of a document: what happened when, and what each event says was changed (SR-006 to SR-010).

Lists under `Reviewed Dates:`, tables with a date column, lines that begin with a date, labels with one date
or many. `Revised` and `reviewed` are two kinds; a kind that no word tells is `event`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, Final

from coverable.base.dates import read_date
from coverable.document.dates import Printed, dates_in
from coverable.document.labels import label_of
from coverable.document.reading import Record, Section
from coverable.document.sections import of_kind
from coverable.document.source import Block, Source

_KINDS: Final = (
    (
        "originated",
        r"originat\w*|new (?:policy|guideline|document|program)|(?:policy|initial) (?:created|creation|developed|version)|initial (?:policy|review|release)|original (?:policy|date|issue)|first (?:version|issued|written)|inception|creation",
    ),
    ("retired", r"retired?|archived?|terminated|withdrawn"),
    (
        "revised",
        r"revis(?:ed|ions?)|updat\w+ (?:criteria|policy|coverage)|amended|rewritten|(?:criteria|indications?|statements?|codes?|sections?|exclusions?) (?:was |were )?(?:added|removed|updated|revised|changed|clarified)|(?:added|removed|updated|changed|clarified|expanded|deleted) .{0,60}",
    ),
    ("reviewed", r"review(?:ed)?|annual|re-?reviewed"),
    ("approved", r"approv\w+|p&t|committee"),
    ("published", r"publi(?:shed|cation)|posted|released"),
    ("implemented", r"implement(?:ed|ation)"),
    ("adopted", r"adopt(?:ed|ion)"),
    ("effective", r"effective"),
)
_KIND = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _KINDS)
_OF_LABEL: Final = {
    "originated": "originated",
    "original_effective": "effective",
    "revised": "revised",
    "reviewed": "reviewed",
    "approved": "approved",
    "published": "published",
    "issued": "published",
    "implemented": "implemented",
    "adopted": "adopted",
    "effective": "effective",
    "revision_effective": "revised",
    "renewed": "reviewed",
    "ends": "retired",
}
_CHANGES: Final = (
    (
        "criteria",
        r"criteria|indications?|coverage (?:position|statement|criteria)|policy statements?|medical necessity",
    ),
    ("references", r"references?|bibliography|citations?"),
    ("coding", r"cod(?:es?|ing)|cpt|hcpcs|icd"),
    ("format", r"format(?:ting)?|template|layout|re-?format\w*"),
)
_CHANGE = tuple((name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for name, words in _CHANGES)
_NO_CHANGE = re.compile(
    r"\b(?:no|without|not)\s(?:\w+\s){0,3}?(?:changes?|revisions?|updates?|changed|revised)\b|\bunchanged\b|\bremains? the same\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:updated?|revised?|added|removed|deleted|changed?|clarified|expanded|new|reformatted|edits?|edited|modified|replaced)\b",
    re.IGNORECASE,
)
_IMPLEMENTED = re.compile(
    r"\b(?:implementation|implemented|effective)(?: date)?(?: of| on|:)?\s", re.IGNORECASE
)
_CLAUSE = re.compile(r"[.;•]\s|\n")
_LEAD = re.compile(r"[\s:–—\-|,.;]+")
_DATE_HEAD = re.compile(
    r"(?:.{0,24}\b)?(?:dates?|effective|month|year|approval|posted|reviewed|revised)\b.{0,20}", re.IGNORECASE
)


def history(source: Source, sections: Sequence[Section]) -> tuple[Record, ...]:
    """The events in the order of the document; fields kind, on, implemented, changes, says."""
    out: list[Record] = []
    for section in of_kind(sections, "history"):
        blocks = source.blocks[section.first : section.last]
        kind: str | None = None
        columns: dict[int, str] = {}
        rows = groupby(blocks, lambda b: (b.cell.table, b.cell.row) if b.cell else id(b))
        for _, group in rows:
            row = list(group)
            if row[0].cell is not None:
                found, columns = _row(source, row, columns, kind)
                out += found
                continue
            kind = _heading(row[0]) or kind
            out += _line(source, row[0], kind, columns)
    return tuple(out)


def _heading(block: Block) -> str | None:
    """The kind of event that a line without a date opens a list of: `Revised Dates:`."""
    label = label_of(block.text)
    return _OF_LABEL.get(label.kind) if label else None


def _line(source: Source, block: Block, kind: str | None, _columns: dict[int, str]) -> Iterator[Record]:
    """Events of one block: a date and its note, a label and its dates, or dates with notes in a row."""
    text = block.text
    found = dates_in(text)
    if not found:
        return
    head = text[: found[0].start]
    label = label_of(head)
    own = _OF_LABEL.get(label.kind) if label else None
    if len(head.split()) > 6 and own is None:
        return  # a sentence that mentions a date
    starts = [d for n, d in enumerate(found) if n == 0 or _begins(text, found[n - 1], d, own is not None)]
    for date, following in zip(starts, [*starts[1:], None], strict=True):
        stop = following.start if following else len(text)
        between = text[date.end : stop]
        if following is not None:
            between, stop = _without_label(between, date.end)
        yield _event(
            source, block, date, stop, own or _labelled(text, date) or kind, head if own is None else ""
        )


def _begins(text: str, before: Printed, date: Printed, listed: bool) -> bool:
    """Whether a date opens an event of its own: in a list of dates, or at the head of a clause or label."""
    between = text[before.end : date.start]
    if _IMPLEMENTED.search(between[-40:]) and not listed:
        return False
    if re.fullmatch(r"[\s,;&/|•]*(?:and\s)?", between):
        return True
    words = between.strip()
    label = label_of(re.split(r"[.;,|•]\s?|\s{2,}", words)[-1]) if words else None
    return (label is not None and label.kind in _OF_LABEL) or words.endswith(("•", "|"))


def _without_label(between: str, start: int) -> tuple[str, int]:
    """The note between two events, less the label that belongs to the second one."""
    parts = re.split(r"(?<=[.;,|•])\s?", between)
    if label_of(parts[-1]):
        between = between[: len(between) - len(parts[-1])]
    return between, start + len(between)


def _labelled(text: str, date: Printed) -> str | None:
    head = re.split(r"[.;,|•]\s?", text[max(0, date.start - 60) : date.start])[-1]
    label = label_of(head)
    return _OF_LABEL.get(label.kind) if label else None


def _event(source: Source, block: Block, date: Printed, stop: int, kind: str | None, head: str) -> Record:
    text = block.text
    lead = _LEAD.match(text, date.end, stop)
    first = lead.end() if lead else date.end
    note = text[first:stop].strip(" ,;|•–—-")
    words = head.strip(" :–—-|")
    told = kind or _kind_of(f"{words} {note}")
    fields: dict[str, Any] = {"kind": told, "on": date.value}
    fields |= _details(note)
    if note:
        fields["says"] = note
    elif words and kind is None:
        fields["says"] = words
    start = 0 if head and not kind else date.start
    last = first + len(text[first:stop].rstrip(" ,;|•–—-")) if note else date.end
    return Record(fields, source.span(block, start, last), date.sure)


def _kind_of(words: str) -> str:
    """The kind of event that its words name; the first that stands in them decides."""
    found = [(m.start(), n, kind) for n, (kind, p) in enumerate(_KIND) if (m := p.search(words))]
    if not found:
        return "event"
    kinds = {kind for _, _, kind in found}
    for strong in ("originated", "retired"):
        if strong in kinds:
            return strong
    if "reviewed" in kinds and "revised" in kinds and _NO_CHANGE.search(words):
        return "reviewed"
    return "revised" if "revised" in kinds else min(found)[2]


def _details(note: str) -> dict[str, Any]:
    """What a note says: a date of implementation, and which parts did or did not change (SR-007)."""
    out: dict[str, Any] = {}
    match = _IMPLEMENTED.search(note)
    dates = dates_in(note[match.end() : match.end() + 40]) if match else []
    if dates and dates[0].start < 12:
        out["implemented"] = dates[0].value
    changes: dict[str, bool] = {}
    for clause in _CLAUSE.split(note):
        denied = _NO_CHANGE.search(clause)
        changed = _CHANGED.search(clause)
        for name, pattern in _CHANGE:
            if not pattern.search(clause):
                continue
            if denied:
                changes.setdefault(name, False)
            elif changed or name == "format":
                changes[name] = True
    if changes:
        out["changes"] = changes
    return out


def _row(
    source: Source, row: list[Block], columns: dict[int, str], kind: str | None
) -> tuple[list[Record], dict[int, str]]:
    """The events of a table row: each date cell, with the words of the other cells as its note."""
    heads = {b.cell.column: b.text for b in row if b.cell}
    dated = [(b, dates_in(b.text)) for b in row]
    with_dates = [
        (b, d)
        for b, d in dated
        if d and d[0].start <= 20 and len(b.text) - len(b.text[d[0].start : d[-1].end]) < 40
    ]
    if not with_dates:
        named = {c: t for c, t in heads.items() if len(t) < 80}
        is_head = any(_DATE_HEAD.fullmatch(t) for t in named.values()) and len(named) == len(heads)
        return [], heads if is_head else columns
    notes = [b for b in row if all(b is not d for d, _ in with_dates) and b.text.strip()]
    note = " ".join(b.text for b in notes)
    out: list[Record] = []
    for block, dates in with_dates:
        column = columns.get(block.cell.column if block.cell else -1, "")
        label = label_of(column) or label_of(block.text[: dates[0].start])
        named = _OF_LABEL.get(label.kind) if label else None
        row_label = label_of(row[0].text) if row[0] is not block else None
        named = (_OF_LABEL.get(row_label.kind) if row_label else None) or named
        told = named if named and (named != "effective" or not note) else None
        if told in (None, "reviewed", "revised", "effective") and note:
            words = _kind_of(note)
            told = words if words != "event" else named or told
        for date in dates:
            fields: dict[str, Any] = {"kind": told or kind or "event", "on": date.value} | _details(note)
            if note and not (row_label and len(notes) == 1):
                fields["says"] = note
            places = [source.span(block, date.start, date.end), *(source.span(b) for b in notes)]
            out.append(Record(fields, source.join(places), date.sure))
    return out, columns


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
