"""The engine: a library with its plans, ready to decide requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from coverable.determination.answer import Answer, Cells, answer, cells_of
from coverable.glossary.codebook import CodeBook
from coverable.glossary.values import Facts
from coverable.plan.book import Plan, PlanBook
from coverable.plan.route import Asked, Candidate, Route, route
from coverable.policy.executable import Policy
from coverable.policy.lanes import Lanes, lanes_of
from coverable.policy.library import Library

MAX_ANSWERS = 5000
"""How many answers are kept; each holds some ten kilobytes with its views."""


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
    _answers: dict[tuple[Asked, Cells], Answer] = field(default_factory=dict, repr=False)

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

    def answer(self, candidate: Candidate, facts: Facts, day: date) -> Answer:
        """What a policy answers, worked out once for all lines whose facts lie in the same cells."""
        asked, cells = candidate.asked, cells_of(candidate.policy, facts, day)
        found = self._answers.get((asked, cells))
        if found is None:
            if len(self._answers) >= MAX_ANSWERS:
                self._answers.clear()
            found = answer(asked, cells, self.lanes(asked.policy))
            self._answers[asked, cells] = found
        return found

    def forget(self) -> None:
        """Drop the kept answers: the next ones are worked out anew."""
        self._answers.clear()

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
