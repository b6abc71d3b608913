"""Everything that must hold over a whole library before a change to it is merged.

The glossary and the plans build, the lint finds no error, versions fit together, every approval is complete,
and every case ends as expected. An error fails
the check; warnings and notes are said, and so is what a person accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from coverable.base.problem import Problem, Refused
from coverable.base.share import share
from coverable.base.yamlfile import read_ahead
from coverable.determination.cases import run_cases
from coverable.determination.engine import Engine
from coverable.proof.lint.files import yaml_files
from coverable.proof.lint.rule import Severity
from coverable.proof.lint.run import lint
from coverable.proof.workflow.check import approved, not_rightly_approved, not_together


@dataclass(frozen=True, slots=True)
class Found:
    check: str
    """The step that found it; for the lint its rule."""
    subject: str
    """The policy, plan or file that it is about."""
    severity: Severity
    problem: Problem
    accepted: dict[str, Any] | None = None

    def view(self) -> dict[str, Any]:
        return {
            "check": self.check,
            "subject": self.subject,
            "severity": self.severity,
            **self.problem.as_json(),
            **({"accepted": self.accepted} if self.accepted else {}),
        }


Told = Callable[[int, int], None]
"""Hears how many of how many are done."""
Check = Callable[[Engine, date, Told], Iterator[Found]]


def check_library(
    engine: Engine, as_of: date, told: Callable[[str, int, int], None] = lambda what, done, all: None
) -> dict[str, Any]:
    """All checks in order as JSON-ready data: what was checked, and what was found by severity."""
    read_ahead(yaml_files(engine.library), partial(told, "files"))
    found: list[Found] = []
    checked: dict[str, int] = {}
    for name, count, check in _CHECKS:
        try:
            found += check(engine, as_of, partial(told, name))
            checked[name] = count(engine)
        except Refused as refused:
            found += (Found(name, name, "error", p) for p in refused.problems)
            checked[name] = 0
    # what cannot be built fails several checks; it is said once, by the first of them
    once = list({(f.problem, f.severity): f for f in reversed(found)}.values())[::-1]
    live = [f for f in once if f.accepted is None]
    return {
        "library": engine.library.root.name,
        "as_of": as_of.isoformat(),
        "checked": checked,
        "findings": [f.view() for f in live if f.severity == "error"],
        "warnings": [f.view() for f in live if f.severity == "warning"],
        "notes": [f.view() for f in live if f.severity == "note"],
        "accepted": [f.view() for f in once if f.accepted is not None],
    }


def _glossary(engine: Engine, as_of: date, told: Told) -> Iterator[Found]:
    _ = engine.library.glossary
    yield from ()


def _plans(engine: Engine, as_of: date, told: Told) -> Iterator[Found]:
    _ = engine.plans.plans
    yield from ()


def _lint(engine: Engine, as_of: date, told: Told) -> Iterator[Found]:
    for one in lint(engine.library, as_of, told=told):
        accepted = one.accepted.model_dump(exclude_unset=True) if one.accepted else None
        yield Found(one.rule.id, one.subject, one.rule.severity, one.hit.problem, accepted)


def _cases(engine: Engine, as_of: date, told: Told) -> Iterator[Found]:
    _ = engine.library.glossary, engine.plans.plans  # what no case can do without is told once
    keys = list(engine.library.folders)
    for found in share(lambda i: list(_cases_of(engine, keys[i], as_of)), len(keys), told):
        yield from found


def _cases_of(engine: Engine, key: str, as_of: date) -> Iterator[Found]:
    """The cases of one version; that there are none is a note of the lint."""
    library = engine.library
    if not (library.folders[key] / "cases.yaml").exists():
        return
    try:
        library.policy(key)
        for one in run_cases(engine, key, as_of.isoformat()):
            yield from (Found("cases", key, "error", p) for p in one.problems)
    except Refused as refused:
        yield from (Found("cases", key, "error", p) for p in refused.problems)


def _versions(engine: Engine, as_of: date, told: Told) -> Iterator[Found]:
    yield from (Found("versions", key, "error", problem) for key, problem in not_together(engine))


def _approvals(engine: Engine, as_of: date, told: Told) -> Iterator[Found]:
    yield from (
        Found("approvals", key, "error", problem) for key, problem in not_rightly_approved(engine, told)
    )


_CHECKS: tuple[tuple[str, Callable[[Engine], int], Check], ...] = (
    ("glossary", lambda e: len(e.library.glossary.facts), _glossary),
    ("plans", lambda e: len(e.plans.plans), _plans),
    ("lint", lambda e: len(e.library.folders), _lint),
    ("versions", lambda e: len(e.library.folders), _versions),
    ("approvals", lambda e: len(approved(e)), _approvals),
    ("cases", lambda e: len(e.library.folders), _cases),
)
"""Name of the check, how many things it looks at, and the check."""
