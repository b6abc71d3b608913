"""Rules on dates: when a version holds, when it was looked at, how old its evidence is."""

from __future__ import annotations

from collections.abc import Iterator

from coverable.base.dates import read_date
from coverable.base.problem import Problem
from coverable.policy.timeline import OLD_AFTER, evidence_years, gaps, next_review, review_state
from coverable.proof.lint.rule import Hit, hit, rule
from coverable.proof.lint.subject import Subject


@rule(
    "review-overdue",
    "warning",
    "The month of the next review is over",
    why="The policy stays in effect, but its owner promised to look at it by now.",
    bad="next_review: 2026-09",
    good="next_review: 2027-06",
)
def overdue(subject: Subject) -> Iterator[Hit]:
    if subject.signoff is None or _ended(subject):
        return
    state, says = review_state(next_review(subject.file, subject.signoff), subject.house.as_of)
    if state == "overdue":
        yield hit(
            f"{subject.key}: the review is {says}",
            subject.where("next_review"),
            "the policy stays in effect",
            "ask its owner for the reviewed version",
            "next_review",
        )


def _ended(subject: Subject) -> bool:
    """Whether another version has taken its place by the day of looking."""
    return subject.last_day is not None and subject.last_day < subject.house.as_of


@rule(
    "review-date-missing",
    "note",
    "Neither the source nor the sign-off says when the next review is due",
    why="Nobody can be reminded, and yearly review cannot be shown.",
    bad="next_review: null",
    good="next_review: 2027-06",
)
def no_review(subject: Subject) -> Iterator[Hit]:
    if subject.signoff is None or not subject.approved or _ended(subject):
        return
    if next_review(subject.file, subject.signoff) is None:
        yield hit(
            "no date of the next review",
            subject.where("next_review"),
            "the source states none and nobody supplied one",
            "add `supplied: {next_review: ...}` to the sign-off once its owner has told the date",
            "next_review",
        )


@rule(
    "review-gap",
    "note",
    "More than twelve months lie between two reviews",
    why="Criteria are meant to be looked at every year; a surveyor asks about each longer gap (SR-010).",
    bad="""
history:
  - {kind: originated, on: 2024-01, cite: L40}
  - {kind: reviewed, on: 2025-09, cite: L41}
""",
    good="""
history:
  - {kind: originated, on: 2025-01, cite: L40}
  - {kind: reviewed, on: 2026-01, cite: L41}
""",
)
def gap(subject: Subject) -> Iterator[Hit]:
    for one in gaps(subject.file):
        at = next(i for i, e in enumerate(subject.file.history) if (e.on, e.cite) == (one.until, one.cite))
        yield hit(
            f"{one.months} months from {one.after} to {one.until}",
            subject.where("history", at),
            "a yearly review leaves twelve months at most",
            "nothing now; it belongs in the report on how regularly policies are reviewed",
            one.until,
        )


@rule(
    "effective-date-missing",
    "error",
    "Neither the source nor the sign-off says from when the policy is in effect",
    why="The date of service picks the version, so without a first day it can decide no service.",
    bad="in_effect: {from: null}",
    good="""
in_effect: {from: null}
# signoff.yaml
supplied:
  in_effect.from: {value: 2026-01-01, by: A. Analyst, on: 2026-01-02, because: the publisher wrote so}
""",
)
def no_effect(subject: Subject) -> Iterator[Hit]:
    if subject.signoff is None or subject.first_day is not None:
        return
    # for an approved encoding these are the words in which the build refuses it: it is told once
    told = next((p for p in subject.problems if p.what == "no effective date"), None)
    yield Hit(
        told
        or Problem(
            "no effective date",
            subject.where("in_effect"),
            "the source states none and nobody supplied one",
            "add `supplied: {in_effect.from: ...}` to the sign-off before it is approved",
        ),
        "in_effect.from",
    )


@rule(
    "supplied-though-stated",
    "warning",
    "The sign-off supplies a value that the source states",
    why="Two values compete; the source wins, so the signature has no effect.",
    bad="""
next_review: 2027-06
# signoff.yaml
supplied:
  next_review: {value: 2027-01, by: A. Analyst, on: 2026-01-02, because: told by telephone}
""",
    good="next_review: 2027-06",
)
def supplied(subject: Subject) -> Iterator[Hit]:
    if subject.signoff is None:
        return
    if subject.file.next_review and "next_review" in subject.signoff.supplied:
        yield hit(
            "`next_review` is stated and supplied",
            subject.signoff_where("supplied", "next_review"),
            f"the source says {subject.file.next_review}",
            "take it out of the sign-off",
            "next_review",
        )


@rule(
    "dates-out-of-order",
    "warning",
    "Dates of the policy contradict each other",
    why="One of them is wrong, and the version or the review is picked by it.",
    bad="""
history:
  - {kind: originated, on: 2025-06, cite: L40}
  - {kind: reviewed, on: 2025-01, cite: L41}
""",
    good="""
history:
  - {kind: originated, on: 2025-01, cite: L40}
  - {kind: reviewed, on: 2025-06, cite: L41}
""",
)
def order(subject: Subject) -> Iterator[Hit]:
    file = subject.file
    begun = next((e for e in file.history if e.kind == "originated"), None)
    for i, event in enumerate(file.history):
        if begun is not None and read_date(event.on).last < read_date(begun.on).first:
            yield hit(
                f"{event.kind} {event.on}, before it originated {begun.on}",
                subject.where("history", i),
                "nothing can be done to a document before it exists",
                "compare both dates with the document",
                event.on,
            )
        if event.implemented and event.implemented < read_date(event.on).first.isoformat():
            yield hit(
                f"implemented {event.implemented}, before it was {event.kind} {event.on}",
                subject.where("history", i),
                "a change holds after it was decided",
                "compare both dates with the document",
                event.on,
            )
    first = subject.first_day
    if file.next_review and first and read_date(file.next_review).last < first:
        yield hit(
            f"the next review ({file.next_review}) lies before the first day in effect ({first})",
            subject.where("next_review"),
            "a version is reviewed after it began",
            "compare both dates with the document",
            "next_review",
        )


@rule(
    "two-versions-begin-together",
    "error",
    "Two approved versions are in effect from the same day",
    why="Nothing says which of the two decides a service on that day.",
    bad="""
in_effect: {from: 2026-01-01}
# second.yaml
in_effect: {from: 2026-01-01}
""",
    good="""
in_effect: {from: 2026-01-01}
# second.yaml
in_effect: {from: 2026-06-01}
""",
)
def together(subject: Subject) -> Iterator[Hit]:
    for other in subject.siblings if subject.approved else ():
        if other.approved and other.first_day == subject.first_day and other.key < subject.key:
            yield hit(
                f"begins on {subject.first_day}, like {other.key}",
                subject.where("in_effect"),
                "both are approved",
                "correct one date, or withdraw one of the two",
                other.key,
            )


@rule(
    "no-version-between",
    "note",
    "There are days between two versions on which none is in effect",
    why="Services of these days are not addressed by the policy at all.",
    bad="""
in_effect: {from: 2026-01-01, to: 2026-05-31}
# second.yaml
in_effect: {from: 2026-07-01}
""",
    good="""
in_effect: {from: 2026-01-01, to: 2026-05-31}
# second.yaml
in_effect: {from: 2026-06-01}
""",
)
def between(subject: Subject) -> Iterator[Hit]:
    later = subject.successor
    if not subject.approved or later is None or later.first_day is None or subject.last_day is None:
        return
    days = (later.first_day - subject.last_day).days - 1
    if days > 0:
        yield hit(
            f"{days} days without a version, until {later.key} begins on {later.first_day}",
            subject.where("in_effect"),
            f"this version ends on {subject.last_day}",
            "ask the publisher what governed these days",
            later.key,
        )


@rule(
    "evidence-old",
    "note",
    f"The newest evidence that the policy names is more than {OLD_AFTER} years old",
    why="Medical technology keeps changing; old evidence is a reason to ask for a review (SR-124).",
    bad="""
studies:
  - {id: old, by: Old, year: 2015, population: adults, compares: a with b, result: no difference, cite: L40}
""",
    good="""
studies:
  - {id: new, by: New, year: 2024, population: adults, compares: a with b, result: no difference, cite: L40}
""",
)
def old(subject: Subject) -> Iterator[Hit]:
    if _ended(subject):
        return
    years = evidence_years(subject.file)
    if not years:
        return
    age = subject.house.as_of.year - max(years)
    if age > OLD_AFTER:
        key = "studies" if subject.file.studies else "references" if subject.file.references else "evidence"
        yield hit(
            f"the newest evidence is of {max(years)}, {age} years ago",
            subject.where(key),
            f"evidence is called old after {OLD_AFTER} years",
            "search for newer studies, and ask the owner whether they were looked at",
            str(max(years)),
        )


RULES = (overdue, no_review, gap, no_effect, supplied, order, together, between, old)
