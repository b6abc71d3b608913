"""What a history says of a change, checked against the change: "no change in criteria" is proved or refuted
(SR-008)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coverable.base.dates import read_date
from coverable.policy.cite import short
from coverable.policy.executable import Policy
from coverable.proof.compare import Compared
from coverable.proof.rows import Part, Row


@dataclass(frozen=True)
class Claim:
    """One thing that an event of the history says did, or did not, change."""

    what: str
    changed: bool
    on: str
    where: str
    """file:line:column of the event."""
    holds: bool | None
    """None: not decided, or nothing to compare."""
    differences: tuple[str, ...]
    """What did change, each with its place."""

    def view(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "says": "changed" if self.changed else "unchanged",
            "on": self.on,
            "where": self.where,
            "holds": self.holds,
            "differences": list(self.differences),
        }


def claims(
    first: Policy, second: Policy, compared: Sequence[Compared], rows: Sequence[Row]
) -> Iterator[Claim]:
    """The claims of the events by which the second version became what it is, each with what is found.

    These are the events that the first version's history does not have.
    """
    before = {(one.kind, one.on) for one in first.file.history}
    for i, event in enumerate(second.file.history):
        if (event.kind, event.on) in before or read_date(event.on).last < _day(first):
            continue
        where = second.origin.yaml.where(("history", i))
        for what, changed in event.changes.items():
            if what == "format":
                continue  # the layout of a document is not in the encoding
            found = tuple(_differences(what, first, second, compared, rows))
            undecided = what == "criteria" and any(c.relation == "not_decided" for c in compared)
            holds = None if undecided and not found else bool(found) == changed
            yield Claim(what, changed, event.on, where, holds, found)


def _day(policy: Policy) -> date:
    return policy.first_day or date.min


def _differences(
    what: str, first: Policy, second: Policy, compared: Sequence[Compared], rows: Sequence[Row]
) -> Iterator[str]:
    match what:
        case "criteria":
            for row in rows:
                if row.differs:
                    yield f"{_named(row)}: {row.kind.replace('_', ' ')}"
            if not any(row.differs for row in rows) and any(
                c.relation != "not_decided" and not c.same_outcomes for c in compared
            ):
                yield "outcomes: an exclusion or the use that is listed changed"
        case "coding":
            for code in sorted(first.codes ^ second.codes):
                yield f"{code}: only in {'the first' if code in first.codes else 'the second'}"
        case _:
            titles = [{one.title for one in policy.file.references} for policy in (first, second)]
            for title in sorted(titles[0] ^ titles[1]):
                yield f"“{title}”: only in {'the first' if title in titles[0] else 'the second'}"


def _named(row: Row) -> str:
    """The criterion with its place: in the second version where it stands there."""
    part: Part | None = row.second or row.first
    assert part is not None
    fixed = part[1].fixed
    place = short(fixed["cite"])
    return f"{fixed['id']} ({place})" if place else str(fixed["id"])
