"""Where a version stands among the others of its policy on a day: in effect, superseded, withdrawn ..."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from coverable.policy.executable import Policy
from coverable.policy.library import Library

State = Literal["draft", "no_date", "withdrawn", "superseded", "ended", "not_yet", "in_effect"]
SAYS = {
    "draft": "draft",
    "no_date": "no date",
    "withdrawn": "withdrawn",
    "superseded": "superseded",
    "ended": "ended",
    "not_yet": "not yet in effect,",
    "in_effect": "in effect",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """`by`: the version that took its place; `on`: the day of that, or of the withdrawal."""

    state: State
    by: str | None = None
    on: date | None = None

    def view(self) -> dict[str, str | None]:
        return {"state": self.state, "by": self.by, "on": self.on.isoformat() if self.on else None}

    @property
    def says(self) -> str:
        """`superseded by 2026 on 2026-01-01`."""
        by = f" by {self.by}" if self.by else ""
        at = "from" if self.state == "not_yet" else "on"
        return SAYS[self.state] + by + (f" {at} {self.on}" if self.on else "")


def standing(library: Library, policy: Policy, day: date) -> Standing:
    """What a person must know before using this version: a version that was replaced looks like any other."""
    if policy.signoff.encoding.status != "approved":
        return Standing("draft")
    if policy.first_day is None:
        return Standing("no_date")
    withdrawn = policy.signoff.withdrawn
    if withdrawn is not None and date.fromisoformat(withdrawn.on) <= day:
        return Standing("withdrawn", on=date.fromisoformat(withdrawn.on))
    for later in library.versions(policy.id):
        begins = later.first_day
        if later.signoff.encoding.status == "approved" and begins and policy.first_day < begins <= day:
            return Standing("superseded", later.version, begins)
    if policy.first_day > day:
        return Standing("not_yet", on=policy.first_day)
    if policy.last_day is not None and policy.last_day < day:
        return Standing("ended", on=policy.last_day)
    return Standing("in_effect")
