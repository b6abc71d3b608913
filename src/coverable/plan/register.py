"""The register of adoptions: what each plan decided on each policy, by whom, why and on what figures, and
what no plan has decided yet (SR-072, SR-073).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from coverable.plan.book import Plan
from coverable.plan.model import Adopts, Figure, NotReviewed, in_line
from coverable.policy.executable import Policy
from coverable.policy.library import Library

State = Literal["in force", "not yet", "ended"]
MADE_UP = "The plan is fictional, and its figures are made up."


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a plan on a policy, as it stands on the day of looking."""

    plan: Plan
    policy: str
    title: str
    version: str | None
    """In effect on the day; None: no version is."""
    adopts: Adopts
    state: State
    not_reviewed: NotReviewed | None
    """The plan adopts the policy and does not review it on the day (SR-075)."""

    def view(self) -> dict[str, Any]:
        one, off = self.adopts, self.not_reviewed
        return {
            **_whose(self.plan),
            "policy": self.policy,
            "title": self.title,
            "version": self.version,
            "mode": one.mode,
            "state": self.state,
            "from": one.from_,
            "to": one.to,
            "by": one.by,
            "on": one.on,
            "because": one.because,
            "figures": [figure_view(figure) for figure in one.figures],
            "review_off": {"from": off.from_, "to": off.to, "by": off.by, "because": off.because}
            if off
            else None,
        }


@dataclass(frozen=True, slots=True)
class Undecided:
    """A policy for the plan's line of business on which no decision of the plan is on record."""

    plan: Plan
    policy: str
    title: str
    version: str

    def view(self) -> dict[str, Any]:
        return {
            **_whose(self.plan),
            "policy": self.policy,
            "title": self.title,
            "version": self.version,
        }


def decisions(library: Library, plans: Iterable[Plan], day: date) -> Iterator[Decision]:
    """Every decision, plan by plan in the order of their files."""
    for plan in plans:
        for one in plan.file.adopts:
            current = library.version_on(one.policy, day)
            named = current or library.versions(one.policy)[-1]
            yield Decision(
                plan,
                one.policy,
                named.file.title,
                current.version if current else None,
                one,
                state_on(one, day),
                _not_reviewed(plan, one, day),
            )


def undecided(library: Library, plans: Iterable[Plan], day: date) -> Iterator[Undecided]:
    """Policies in effect on the day whose lines take in the plan's, and on which it decided nothing."""
    current = [p for id in library.ids() if (p := library.version_on(id, day)) is not None]
    for plan in plans:
        decided = {one.policy for one in plan.file.adopts}
        for policy in current:
            if policy.id not in decided and _for_line(policy, plan):
                yield Undecided(plan, policy.id, policy.file.title, policy.version)


def state_on(one: Adopts, day: date) -> State:
    """Whether a decision holds on the day, only later, or no longer."""
    on = day.isoformat()
    if one.from_ is not None and on < one.from_:
        return "not yet"
    return "ended" if one.to is not None and one.to < on else "in force"


def figure_view(figure: Figure) -> dict[str, Any]:
    """One figure as JSON-ready data; numbers as they were written."""
    return {
        "measure": figure.measure,
        "value": str(figure.value),
        "unit": figure.unit,
        "period": {"from": figure.period.from_, "to": figure.period.to},
        "against": {name: str(value) for name, value in figure.against.items()},
        "codes": list(figure.codes),
        "source": figure.source,
        "says": figure_says(figure),
    }


def figure_says(figure: Figure) -> str:
    """`claims 4.2 per 1,000 members (peers 3.1), 2025-01-01 to 2025-12-31; claims run of January`."""
    space = "" if figure.unit == "%" else " "
    beside = ", ".join(f"{name} {value}" for name, value in figure.against.items())
    codes = f" ({', '.join(code.partition(':')[2] for code in figure.codes)})" if figure.codes else ""
    return (
        f"{figure.measure}{codes}: {figure.value}{space}{figure.unit}{f' ({beside})' if beside else ''}, "
        f"{figure.period.from_} to {figure.period.to}; {figure.source}"
    )


def _whose(plan: Plan) -> dict[str, Any]:
    return {
        "plan": plan.id,
        "line_of_business": plan.file.line_of_business,
        "fictional": plan.file.fictional,
    }


def _for_line(policy: Policy, plan: Plan) -> bool:
    return in_line(list(policy.file.lines_of_business), plan.file.line_of_business)


def _not_reviewed(plan: Plan, one: Adopts, day: date) -> NotReviewed | None:
    return next(
        (n for n in plan.file.not_reviewed if n.policy == one.policy and n.holds(day.isoformat())), None
    )
