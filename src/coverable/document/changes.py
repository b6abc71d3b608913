"""Tracked changes: the statements as they were before, beside those that stand after (SR-052, SR-132)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.statements.competing import subject_of, words_of
from coverable.document.findings import Findings
from coverable.document.reading import Statement
from coverable.document.source import Source, Span


def with_earlier(
    after: Sequence[Statement], before: Sequence[Statement], source: Source, findings: Findings
) -> tuple[Statement, ...]:
    """The statements of the accepted text; where the refused text reads otherwise, that one as a candidate.

    A statement that only one side has stays, or becomes a candidate of nothing: the finding names its place.
    """
    places = [source.span(b) for b in source.blocks if b.changed]
    if not places:
        return tuple(after)
    left = list(before)
    out: list[Statement] = []
    for one in after:
        earlier = _partner(one, left)
        if earlier is not None:
            left.remove(earlier)
        if earlier is None or words_of(earlier) == words_of(one):
            out.append(one)
            continue
        note = findings.add("tracked_changes", _within(places, one.span, earlier.span))
        was = replace(earlier, id=f"{one.id}.before", candidates=())
        out.append(replace(one, candidates=(*one.candidates, was), notes=(*one.notes, note)))
    untold = [p for p in places if not any(s.span.start <= p.start < s.span.end for s in out if s.candidates)]
    for gone in left:
        findings.add("tracked_changes", [gone.span], "A statement that the tracked changes take out")
    if untold:
        findings.add("tracked_changes", untold, "Tracked changes outside the statements that they change")
    return tuple(out)


def _partner(one: Statement, others: Sequence[Statement]) -> Statement | None:
    """The same statement on the other side: the same position and subject, or the same place."""
    same = [o for o in others if o.position == one.position and o.stage == one.stage]
    exact = [o for o in same if subject_of(o) == subject_of(one) and _overlap(o.span, one.span)]
    near = (
        exact
        or [o for o in same if _overlap(o.span, one.span)]
        or [o for o in same if subject_of(o) == subject_of(one)]
    )
    return near[0] if near else next((o for o in others if _overlap(o.span, one.span)), None)


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def _within(places: Sequence[Span], *spans: Span) -> list[Span]:
    found = [p for p in places if any(_overlap(p, s) for s in spans)]
    return found or list(spans)
