"""When a policy was begun, revised and reviewed, how regularly, and when the next review is due."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from coverable.base.dates import Span, add_months, read_date
from coverable.policy.executable import Policy
from coverable.policy.model import HistoryEvent, PolicyFile
from coverable.policy.signoff import Signoff

LOOKS = ("originated", "revised", "reviewed")
"""Events in which somebody looked at the whole text."""
YEARLY = 12
OLD_AFTER = 5
"""Years after which the newest evidence is called old (SR-124)."""
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
Review = Literal["current", "due", "overdue", "not_stated"]


@dataclass(frozen=True, slots=True)
class Gap:
    """More months between two looks at a policy than a yearly review allows (SR-010)."""

    after: str
    until: str
    months: int
    cite: str


def timeline(file: PolicyFile) -> list[HistoryEvent]:
    """All dated points, the earliest first."""
    return sorted(file.history, key=lambda e: (read_date(e.on).first, read_date(e.on).last))


def gaps(file: PolicyFile) -> list[Gap]:
    """Every gap of more than twelve months between two looks, counted in calendar months."""
    looks = [e for e in timeline(file) if e.kind in LOOKS]
    return [
        Gap(a.on, b.on, months, b.cite)
        for a, b in pairwise(looks)
        if (months := _months(read_date(a.on), read_date(b.on))) > YEARLY
    ]


def next_review(file: PolicyFile, signoff: Signoff) -> str | None:
    """As the source states it, or as a person supplied it; a month stays a month (SR-004)."""
    supplied = signoff.supplied.get("next_review")
    return file.next_review or (supplied.value if supplied else None)


def review_state(stated: str | None, as_of: date) -> tuple[Review, str]:
    """(state, in words): due from the month before on, overdue when the stated month is over."""
    if stated is None:
        return "not_stated", "not stated"
    span = read_date(stated)
    if as_of > span.last:
        return "overdue", f"overdue, was due {stated}"
    if as_of >= span.first:
        return "due", f"due now ({stated})"
    if as_of >= add_months(span.first, -1):
        return "due", f"due next month ({stated})"
    return "current", f"next {stated}"


def evidence_years(file: PolicyFile) -> list[int]:
    """Every year of publication that studies, evidence rows and references name."""
    out = [one.year for one in file.studies]
    out += [int(m[0]) for row in file.evidence for name in row.studies for m in [_YEAR.search(name)] if m]
    return out + [read_date(one.year).first.year for one in file.references if one.year]


def timeline_view(policy: Policy, as_of: date) -> dict[str, Any]:
    """The history of one version as JSON-ready data."""
    file = policy.file
    events = timeline(file)
    stated = next_review(file, policy.signoff)
    state, says = review_state(stated, as_of)
    looks = [e for e in events if e.kind in LOOKS and read_date(e.on).first <= as_of]
    return {
        "policy": policy.id,
        "version": policy.version,
        "title": file.title,
        "events": [
            e.model_dump(exclude_unset=True, exclude={"changes"})
            | ({"changes": dict(e.changes)} if e.changes else {})
            for e in events
        ],
        "points": len(events),
        "gaps": [
            {"after": g.after, "until": g.until, "months": g.months, "cite": g.cite} for g in gaps(file)
        ],
        "months_since_last": _months(read_date(looks[-1].on), Span(as_of, as_of)) if looks else None,
        "next_review": {"stated": stated, "state": state, "says": says},
    }


def _months(earlier: Span, later: Span) -> int:
    a, b = earlier.first, later.first
    return (b.year - a.year) * 12 + b.month - a.month
