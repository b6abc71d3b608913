"""Compares the reading of one made-up document with its truth.

A statement is `exact` when its position, stage, catch-alls and tree say the same as one of its true readings;
`coarse` when a rule worded within one sentence was kept as one condition, whose words hold all of it;
`flagged` when it differs and a finding stands on what differs, on a node above it or on the statement;
else `silent`: wrong logic that nobody would be warned of.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from bench.reading.compare import Compared, Verdict, compare
from bench.reading.facts import score_facts
from bench.reading.matching import ENOUGH, alike, core, tokens
from bench.reading.model import Doc
from bench.reading.places import Places, statement_places
from bench.reading.trees import leaves

Span: TypeAlias = tuple[int, int]
Json: TypeAlias = dict[str, Any]
Read: TypeAlias = Literal["exact", "coarse", "flagged", "silent"]


ELSEWHERE = (
    *("cross_reference_missing", "study_", "effective_date", "reference_", "code_", "date_"),
    *("approval_length", "quantity_limit"),
)
"""Findings of these rules ask about something else than the logic of the criteria that they stand in: they
neither count as criteria findings nor excuse wrong logic."""


@dataclass(frozen=True, slots=True)
class Silent:
    """Wrong logic without a finding, with as little text as shows it."""

    why: str
    excerpt: str
    tags: tuple[str, ...]


@dataclass
class Outcome:
    """What came of one document."""

    name: str
    format: str
    family: str
    layout: str
    damage: str | None
    detectable: bool
    statements: list[tuple[Verdict, tuple[str, ...]]] = field(
        default_factory=list[tuple[Verdict, tuple[str, ...]]]
    )
    silent: list[Silent] = field(default_factory=list[Silent])
    inexact: list[Silent] = field(default_factory=list[Silent])
    """What differs although a finding says so: for the developer, not wrong in silence."""
    coarse: list[Silent] = field(default_factory=list[Silent])
    criteria_findings: Counter[str] = field(default_factory=Counter[str])
    detected: bool | None = None
    facts: dict[str, tuple[int, int, int]] = field(default_factory=dict[str, tuple[int, int, int]])
    """Of each kind of value: right, read wrongly, not read."""
    seconds: float = 0.0
    failed: str | None = None
    """What the reader raised, if it did."""

    @property
    def exact(self) -> bool:
        return self.failed is None and not self.silent and all(v == "exact" for v, _ in self.statements)


def score(doc: Doc, reading: Json, text: str) -> Outcome:
    """The outcome of one document; `text` is the text that the reading's spans point into."""
    out = outcome_of(doc)
    places = Places(text)
    where = statement_places(doc, places)
    logic = [f for f in reading.get("findings", []) if not str(f["rule"]).startswith(ELSEWHERE)]
    spans = {f["id"]: [_span(s) for s in f.get("spans", [])] for f in logic}
    assigned, extra = assign(doc, reading.get("statements", []), where)
    for i, true in enumerate(doc.truth.statements):
        region = where.get(i, [])
        if true.open:
            continue
        verdict, why = compare(true, assigned.get(i, []), region, spans)
        out.statements.append((verdict, true.wording))
        if verdict != "exact":
            shown = Silent(why, _excerpt(doc, i, assigned.get(i, [])), true.wording)
            {"silent": out.silent, "coarse": out.coarse}.get(verdict, out.inexact).append(shown)
    for statement in extra:
        flagged = bool(statement.get("findings")) or any(
            _overlap(_span(statement["span"]), s) for some in spans.values() for s in some
        )
        shown = Silent("a statement that the document does not make", _said(statement), ("extra statement",))
        out.statements.append(("flagged" if flagged else "silent", ("extra statement",)))
        (out.inexact if flagged else out.silent).append(shown)
    _note_findings(out, reading, where, spans)
    if doc.damage:
        out.detected = _detected(doc, reading, places, where)
    out.facts = score_facts(doc, reading)
    return out


def outcome_of(doc: Doc) -> Outcome:
    damage = doc.damage
    return Outcome(
        name=doc.name,
        format=doc.format,
        family=doc.family,
        layout=doc.style.layout.id,
        damage=damage.kind if damage else None,
        detectable=bool(damage and damage.detectable),
    )


def assign(
    doc: Doc, read: list[Json], where: dict[int, list[Span]]
) -> tuple[dict[int, list[Compared]], list[Json]]:
    """Each statement of the reading to the true statement it is about; the rest is about none."""
    out: dict[int, list[Compared]] = {}
    extra: list[Json] = []
    truths = [
        [core(t.text)[0] for tree in s.trees[:1] for t in leaves(tree)] + [core(n)[0] for n in s.named]
        for s in doc.truth.statements
    ]
    for one in read:
        compared = Compared.of(one)
        mine = [core(t)[0] for t in compared.conditions]
        best, most = None, 0.0
        for i, true in enumerate(doc.truth.statements):
            found = sum(any(alike(c, m) >= ENOUGH for m in mine) for c in truths[i])
            inside = _share(compared.span, where.get(i, []))
            points = 2.0 * found + 2.5 * inside + 0.4 * (one.get("position") in true.positions)
            points += 0.3 * (_subject(true.subject) <= set(tokens(str(one.get("subject", "")))))
            if points > most and (found or inside > 0.1):
                best, most = i, points
        if best is None:
            extra.append(one)
        else:
            out.setdefault(best, []).append(compared)
    return out, extra


def _subject(text: str) -> set[str]:
    return set(tokens(text))


def _share(span: Span, region: list[Span]) -> float:
    """How much of a place lies in a statement's paragraphs."""
    if not region:
        return 0.0
    low, high = region[0][0], max(e for _, e in region)
    inside = min(span[1], high) - max(span[0], low)
    return max(0.0, inside / max(1, span[1] - span[0]))


def _note_findings(
    out: Outcome, reading: Json, where: dict[int, list[Span]], spans: dict[str, list[Span]]
) -> None:
    """The findings that touch criteria, by rule."""
    noted = {i for s in reading.get("statements", []) for i in Compared.of(s).noted}
    regions = [(r[0][0], max(e for _, e in r)) for r in where.values()]
    for finding in reading.get("findings", []):
        if finding["id"] not in spans:
            continue
        touches = any(_overlap(s, region) for s in spans[finding["id"]] for region in regions)
        if finding["id"] in noted or touches:
            out.criteria_findings[finding["rule"]] += 1


def _detected(doc: Doc, reading: Json, places: Places, where: dict[int, list[Span]]) -> bool:
    """Whether a finding stands on what was damaged, or the reading says that the document is not whole."""
    spans = [_span(s) for f in reading.get("findings", []) for s in f.get("spans", [])]
    damage = doc.damage
    assert damage
    if damage.whole and (
        reading.get("document", {}).get("completeness") == "partial"
        or reading.get("document", {}).get("missing")
    ):
        return True
    if damage.kind.startswith("tracked") and any(s.get("candidates") for s in reading.get("statements", [])):
        return True
    struck = [p for p in (places.find(words) for words in damage.struck) if p]
    if damage.statement is not None and not struck:
        struck = where.get(damage.statement, [])
    return any(_overlap(s, (a - 2, b + 2)) for s in spans for a, b in struck)


def _overlap(a: Span, b: Span) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _span(span: Any) -> Span:
    return int(span["start"]), int(span["end"])


def _excerpt(doc: Doc, statement: int, read: list[Compared]) -> str:
    """What is printed, what is true, what was read."""
    from bench.reading.trees import outline

    true = doc.truth.statements[statement]
    shown: list[str] = []
    for p in doc.paras:
        if p.statement == statement:
            mark = f"{p.marker} " if p.marker else ""
            shown.append("  " * p.depth + mark + (" | ".join(p.cells) if p.kind == "row" else p.text))
    marks = (("other", true.other), ("unmet", true.unmet), (true.stage or "", bool(true.stage)))
    flags = " ".join(n for n, on in marks if on)
    kind = f"{doc.family}, {doc.style.layout.id}"
    parts = [f"{doc.name} ({kind}), true: {'/'.join(true.positions)} {flags}"]
    parts += ["printed:", *shown, "true:", *(outline(t) for t in true.trees[:2])]
    parts += ["read:", *(c.shown() for c in read)] if read else ["read: nothing"]
    return "\n".join(parts)


def _said(statement: Json) -> str:
    return "read: " + Compared.of(statement).shown()
