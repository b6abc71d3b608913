"""Metadata, codes, history and the like of a reading against the truth: right, wrong, missed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from bench.reading.matching import ENOUGH, alike, core
from bench.reading.model import Doc
from bench.reading.places import tokens
from bench.reading.trees import leaves
from bench.reading.words import NUMBERS
from coverable.base.shape import is_list

Json: TypeAlias = dict[str, Any]
Counts: TypeAlias = tuple[int, int, int]
KINDS = {
    "original_effective": {
        "original_effective",
        "origination",
        "originated",
        "original",
        "originally_effective",
        "created",
    },
    "revised": {"revised", "last_revised", "revision", "last_revision", "updated"},
    "reviewed": {"reviewed", "last_reviewed", "last_review", "review", "annual_review"},
    "published": {"published", "publication", "publish", "issued"},
}
"""Names under which a kind of date may be read; the two that decide things must have their own name."""


def score_facts(doc: Doc, reading: Json) -> dict[str, Counts]:
    """Counts for each kind of value."""
    meta: Json = reading.get("metadata", {})
    truth = doc.truth
    out = {
        "number": _one(truth.number, _value(meta, "number")),
        "title": _title(truth.title, _value(meta, "title")),
        "version": _one(truth.version, _value(meta, "version")),
        "dates": _dates(doc, meta),
        "lines of business": _sets(truth.lines, _lines(meta)),
        "codes": _codes(doc, reading),
        "thresholds": _thresholds(doc, reading),
        "definitions": _sets(map(str.lower, truth.definitions), _fields(reading, "definitions", "term")),
        "keywords": _sets(map(str.lower, truth.keywords), _fields(reading, "keywords", "word")),
        "references": _number(truth.references, len(reading.get("references", []))),
        "history": _number(truth.history, len(reading.get("history", []))),
    }
    return {name: counts for name, counts in out.items() if any(counts)}


def _value(meta: Json, name: str) -> str | None:
    found = meta.get(name)
    return None if found is None else str(found["value"])


def _plain(text: str) -> str:
    return " ".join(tokens(text))


def _one(true: str | None, read: str | None) -> Counts:
    if true is None:
        return (0, int(read is not None), 0)
    if read is None:
        return (0, 0, 1)
    return (1, 0, 0) if _plain(true) == _plain(read) else (0, 1, 1)


def _title(true: str | None, read: str | None) -> Counts:
    """A title may be read with the kind of document or the number around it."""
    if true is None or read is None:
        return (0, 0, int(true is not None))
    return (1, 0, 0) if _plain(true) in _plain(read) else (0, 1, 1)


def _sets(true: Iterable[str], read: Iterable[str]) -> Counts:
    a, b = set(true), set(read)
    return len(a & b), len(b - a), len(a - b)


def _number(true: int, read: int) -> Counts:
    return min(true, read), max(0, read - true), max(0, true - read)


def _dates(doc: Doc, meta: Json) -> Counts:
    """Each stated date by value and kind; wrong: an effective or next review date that nobody stated."""
    read = [(str(d.get("kind")), str(d["value"])) for d in meta.get("dates", [])]
    right = sum(
        any(v == t.value and k in KINDS.get(t.kind, {t.kind}) for k, v in read) for t in doc.truth.dates
    )
    stated = {(t.kind, t.value) for t in doc.truth.dates}
    wrong = sum(k in ("effective", "next_review") and (k, v) not in stated for k, v in read)
    return right, wrong, len(doc.truth.dates) - right


def _lines(meta: Json) -> set[str]:
    """Lines of business that are stated, by their first word."""
    found: Any = meta.get("lines_of_business", [])
    out: set[str] = set()
    for one in found if is_list(found) else [found]:
        if one.get("kind", "stated") != "stated":
            continue
        value: Any = one["value"]
        for v in value if is_list(value) else [value]:
            out |= {w for w in ("medicare", "medicaid", "commercial") if w in str(v).lower()}
    return out


def _codes(doc: Doc, reading: Json) -> Counts:
    true = {(c.system, c.first.upper(), c.last.upper(), c.polarity) for c in doc.truth.codes}
    read = {
        (str(c["system"]), str(c["from"]).upper(), str(c["to"]).upper(), str(c["polarity"]))
        for c in reading.get("codes", [])
    }
    return len(true & read), len(read - true), len(true - read)


def _fields(reading: Json, part: str, name: str) -> set[str]:
    return {str(r.get(name, "")).lower() for r in reading.get(part, [])}


def _thresholds(doc: Doc, reading: Json) -> Counts:
    """The bounds of conditions that were read; a condition that was not read is counted elsewhere."""
    read: list[tuple[tuple[str, ...], set[tuple[str, str]]]] = []
    for statement in reading.get("statements", []):
        if statement.get("criteria"):
            _bounds(statement["criteria"], read)
    right = wrong = missed = 0
    for statement in doc.truth.statements:
        for leaf in (t for tree in statement.trees[:1] for t in leaves(tree)):
            mine = core(leaf.text)[0]
            close = [(alike(mine, words), bounds) for words, bounds in read]
            close = [one for one in close if one[0] >= ENOUGH]
            if not close:
                continue
            true = {(b.op, b.value) for b in leaf.bounds}
            found = max(close, key=lambda one: (one[0], len(one[1] & true)))[1]
            right += len(true & found)
            wrong += len(found - true) if leaf.bounds else 0
            missed += len(true - found)
    return right, wrong, missed


def _figure(value: str) -> str:
    """A number that is printed as a word counts like its figure."""
    return str(NUMBERS.index(value.lower())) if value.lower() in NUMBERS else value


def _bounds(node: Json, out: list[tuple[tuple[str, ...], set[tuple[str, str]]]]) -> None:
    if node["rule"] == "leaf":
        bounds = {(str(t["op"]), _figure(str(t["value"]))) for t in node.get("thresholds", [])}
        out.append((core(str(node.get("text", "")))[0], bounds))
    for child in node.get("children", []):
        _bounds(child, out)
