"""The engine: a library with its plans, ready to decide requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from coverable.glossary.codebook import CodeBook
from coverable.plan.book import Plan, PlanBook
from coverable.plan.route import Route, route
from coverable.policy.executable import Policy
from coverable.policy.lanes import Lanes, lanes_of
from coverable.policy.library import Library


@dataclass
class Engine:
    """Everything a decision needs besides the request. Nothing in it changes while deciding.

    `what_if` ({interpretation: option}) replaces signed readings, for questions of reviewers.
    """

    library: Library
    plans: PlanBook
    what_if: Mapping[str, str] = field(default_factory=dict[str, str])
    _routes: dict[tuple[Plan, str, date, str | None], Route] = field(default_factory=dict, repr=False)
    _lanes: dict[str, Lanes] = field(default_factory=dict, repr=False)

    def route(self, plan: Plan, code: str, day: date, provider: str | None) -> Route:
        """The route of a line, worked out once for each distinct head."""
        # a provider matters only where somebody was notified
        head = (plan, code, day, provider if plan.file.notices else None)
        found = self._routes.get(head)
        if found is None:
            if len(self._routes) > 100_000:
                self._routes.clear()
            found = self._routes[head] = route(self.library, self.plans, plan, code, day, provider)
        return found

    def lanes(self, policy: Policy) -> Lanes:
        """The policy's readings, with the what-if choices that concern it."""
        if not self.what_if:
            return policy.lanes
        found = self._lanes.get(policy.key)
        if found is None:
            mine = {
                n: o
                for n, o in self.what_if.items()
                if n in policy.interpretations and o in policy.interpretations[n].options
            }
            found = lanes_of(policy.interpretations, policy.used, policy.signed, mine)
            self._lanes[policy.key] = found
        return found


def open_engine(
    root: Path | None = None, what_if: Mapping[str, str] | None = None, book: CodeBook | None = None
) -> Engine:
    """The engine over a library folder (default: the one that comes with the program)."""
    library = Library(root, book)
    return Engine(library, PlanBook(library), dict(what_if or {}))
