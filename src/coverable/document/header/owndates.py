"""The dates that a document states for itself, by labels and by its last change (SR-014).

A publish date is not an effective date, a next review is no expiry, a month is not its first day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from coverable.document.dates import dates_in, dates_under_label
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.header.fields import Field
from coverable.document.reading import Stated
from coverable.document.source import Source

DATES: Final = frozenset(
    [
        "effective",
        "original_effective",
        "revision_effective",
        "originated",
        "revised",
        "reviewed",
        "next_review",
        "approved",
        "published",
        "issued",
        "implemented",
        "adopted",
        "renewed",
        "ends",
        "notice",
    ]
)
ELSEWHERE: Final = frozenset({"effective", "original_effective", "next_review", "ends"})
"""Kinds of dates that are taken from a history as well, when the header has none of that kind."""
_NOTHING = re.compile(r"n/?a|none|tbd|pending|not applicable|to be determined|[-–—.\s]*", re.IGNORECASE)
_LISTED = re.compile(r"[\s;,&/|•]*(?:and\s)?")
_LED = re.compile(
    r"[\s:\"“*]*(?:(?:for|of|on|and|or|after|dates?|services?|performed|furnished|the)\b[\s\"“]*)*",
    re.IGNORECASE,
)
"""“Effective for services performed on or after 10/01/2015”: what may stand between a label and its date."""
_LAST = re.compile(r"(?:date\s(?:of\s)?)?(?:last|most\srecent|latest)\b", re.IGNORECASE)
"""“Policy History / Last Review 08/14/2024”: the date of the version, which stands in its history."""
_SAID = re.compile(r"[A-Za-z]{3,}\s+[A-Za-z]{2,}\s+[A-Za-z]{2,}")

doubts(
    date_field_without_date=Doubt(
        "medium",
        "A field for a date holds words instead",
        "Which date holds, and where is it stated?",
        "Some determinations are so old that no date was posted. No date is derived from such a sentence.",
    ),
    date_order_unclear=Doubt(
        "medium",
        "A date can be read in two ways",
        "Which number is the month?",
        "The first number is no month, so the date was read with the day first.",
    ),
    effective_date_missing=Doubt(
        "high",
        "No effective date is stated",
        "From which day does this document hold?",
        "A version is chosen by the date of service; without an effective date it can decide nothing.",
    ),
    effective_date_of_a_change=Doubt(
        "medium",
        "The effective date stands in the history only",
        "Does the whole document hold from the day of this change?",
        "An event says from when it holds; that the rest of the document holds then as well is not said.",
    ),
    effective_date_conflict=Doubt(
        "high",
        "The document states two effective dates for itself",
        "From which day does this version hold?",
        "The date of service picks the version; two dates pick two versions.",
    ),
)


def labelled_dates(
    source: Source, found: Sequence[Field], kinds: Sequence[str], findings: Findings
) -> Iterable[Stated]:
    """Every labelled date; of a label's list each one."""
    seen: set[tuple[str, int]] = set()
    stated: set[str] = set()
    ordered = sorted(found, key=lambda f: kinds[f.at] == "history")
    for field in ordered:
        history = kinds[field.at] == "history"
        last = _LAST.match(field.label) is not None and field.kind in ("reviewed", "revised")
        elsewhere = (last or field.kind in ELSEWHERE) and field.kind not in stated and field.start <= 0
        if field.kind not in DATES or (history and not elsewhere):
            continue
        words = field.value
        printed = dates_under_label(words[:600])
        if not printed or (printed[0].start > 40 and not field.sure):
            lost = field.sure and not field.weak and not _NOTHING.fullmatch(words) and _SAID.search(words)
            if lost and len(words) < 200:
                findings.add("date_field_without_date", [field.span(source)])
            continue
        last = printed[0].start
        for date in printed:
            led = (
                _LED.fullmatch(words[: date.start])
                if last == date.start
                else _LISTED.fullmatch(words[last : date.start])
            )
            if date.start - last > 12 or not (field.sure or led or date.start <= 3):
                break  # another date in a sentence that follows is not the label's
            last = date.end
            span = field.span(source, date.start, date.end)
            if (field.kind, span.start) in seen:
                continue
            seen.add((field.kind, span.start))
            stated.add(field.kind)
            if date.sure < 0.7:
                findings.add("date_order_unclear", [span])
            yield Stated(date.value, span, date.sure, field.kind)
    words = any(f.kind in _HOLDS and kinds[f.at] != "history" for f in found)  # “Effective: never posted”
    if not stated & _HOLDS and not words:
        events = [f for f in found if kinds[f.at] == "history" and f.start > 0]
        told = [b.text for b, kind in zip(source.blocks, kinds, strict=True) if kind == "history"]
        yield from _of_last_event(source, events, told, findings)


_HOLDS: Final = frozenset({"effective", "revision_effective"})


def _of_last_event(
    source: Source, found: Iterable[Field], told: Iterable[str], findings: Findings
) -> Iterable[Stated]:
    """From when the last change holds, where only the history tells: “Site added. Effective 7/1/2025.”"""
    dated = ((f, d) for f in found if f.kind == "effective" for d in dates_under_label(f.value)[:1])
    days = max((d.value for text in told for d in dates_in(text)), default="")
    last = next(((f, d) for f, d in dated if d.start <= _NEAR and d.value == days), None)
    if last is not None:
        field, date = last
        span = field.span(source, date.start, date.end)
        findings.add("effective_date_of_a_change", [span])
        yield Stated(date.value, span, 0.7, "effective")


_NEAR: Final = 3
"""Characters between a label and its date."""


def ask_for_effective(dates: Iterable[Stated], findings: Findings) -> None:
    """No effective date, or two different ones, are for the analyst."""
    effective = [d for d in dates if d.kind == "effective"]
    if not effective and any(d.kind == "revision_effective" for d in dates):
        return
    if not effective:
        findings.add("effective_date_missing", [])
    elif len({d.value for d in effective}) > 1:
        says = f"Two effective dates are stated: {', '.join(sorted({d.value for d in effective}))}"
        findings.add("effective_date_conflict", [d.span for d in effective], says)
