"""Where two levels of the order of precedence answer one patient in opposite ways (SR-022).

The higher level governs; that they conflict is said all the same, with the smallest patient who shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from coverable.base.problem import Refused
from coverable.determination.engine import Engine
from coverable.plan.book import Plan
from coverable.plan.model import LEVEL_OF, LEVELS
from coverable.policy.executable import Policy
from coverable.proof.compare import Shown, compare


@dataclass(frozen=True)
class Conflict:
    """Two policies that a plan uses, the higher one first, and a patient whom they answer differently."""

    higher: Policy
    lower: Policy
    codes: tuple[str, ...]
    shown: Shown

    def view(self) -> dict[str, Any]:
        return {
            "governs": self.higher.key,
            "yields": self.lower.key,
            "codes": list(self.codes),
            **self.shown.view(),
        }


def conflicts(engine: Engine, plan: Plan, day: date) -> Iterator[Conflict]:
    """Every conflict between the policies that the plan uses on `day`, pair by pair, a patient each way."""
    used = [
        policy for name in plan.file.adopted if (policy := engine.library.version_on(name, day)) is not None
    ]
    used.sort(key=lambda policy: (_rank(policy), policy.id))
    for i, higher in enumerate(used):
        for lower in used[i + 1 :]:
            if _rank(higher) == _rank(lower) or not higher.codes & lower.codes:
                continue
            try:
                pairs = compare(engine, higher, lower, day)
            except Refused:
                continue
            for pair in pairs:
                for shown in (pair.only_first, pair.only_second):
                    if shown is not None:
                        yield Conflict(higher, lower, pair.codes, shown)


def _rank(policy: Policy) -> int:
    """Its level in the order of precedence, 0 the highest."""
    return LEVELS.index(LEVEL_OF[policy.file.kind])
