"""What a lint rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from coverable.base.problem import Problem
from coverable.policy.signoff import Accepted

if TYPE_CHECKING:
    from coverable.proof.lint.subject import House, Subject

Severity = Literal["error", "warning", "note"]
"""error: wrong, and it would decide wrongly or nobody could rely on it · warning: probably wrong ·
note: true and worth knowing, but perhaps meant."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces the characters from `start` up to `end` of a file; both are (line, column) from 1."""

    path: Path
    name: str
    """The file as messages show it."""
    start: tuple[int, int]
    end: tuple[int, int]
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that a program may make: no answer of the policy can become another by it."""

    says: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule is broken. `about` names the thing (a code, a fact, a plan) so that the
    finding is known again when lines move."""

    problem: Problem
    about: str = ""
    fix: Fix | None = None


def hit(what: str, where: str, why: str, next: str, about: str = "", fix: Fix | None = None) -> Hit:
    """A hit in one call."""
    return Hit(Problem(what, where, why, next), about, fix)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `bad` and `good` are examples: lines of policy.yaml, or of the file that a heading names."""

    id: str
    severity: Severity
    title: str
    """What a finding says, in general."""
    why: str
    bad: str
    good: str
    policy: Callable[[Subject], Iterable[Hit]] | None = None
    """Looks at one version of one policy."""
    library: Callable[[House], Iterable[tuple[str, Hit]]] | None = None
    """Looks at the library as a whole; gives (policy, plan or file, hit) pairs."""

    def view(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "severity": self.severity,
            "title": self.title,
            "why": self.why,
            "bad": self.bad,
            "good": self.good,
        }


def rule(
    id: str, severity: Severity, title: str, *, why: str, bad: str, good: str
) -> Callable[[Callable[[Subject], Iterable[Hit]]], Rule]:
    """Makes a rule of a function that looks at one policy version."""

    def made(check: Callable[[Subject], Iterable[Hit]]) -> Rule:
        return Rule(id, severity, title, why, bad.strip(), good.strip(), policy=check)

    return made


def library_rule(
    id: str, severity: Severity, title: str, *, why: str, bad: str, good: str
) -> Callable[[Callable[[House], Iterable[tuple[str, Hit]]]], Rule]:
    """Makes a rule of a function that looks at the whole library."""

    def made(check: Callable[[House], Iterable[tuple[str, Hit]]]) -> Rule:
        return Rule(id, severity, title, why, bad.strip(), good.strip(), library=check)

    return made


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit of a rule in a policy version (or in the library), and who accepted it."""

    rule: Rule
    subject: str
    hit: Hit
    accepted: Accepted | None = None

    def view(self) -> dict[str, Any]:
        """JSON-ready, in fixed order."""
        return {
            "rule": self.rule.id,
            "severity": self.rule.severity,
            "subject": self.subject,
            "about": self.hit.about,
            **self.hit.problem.as_json(),
            "fix": self.hit.fix.says if self.hit.fix else None,
            "accepted": self.accepted.model_dump(exclude_unset=True) if self.accepted else None,
        }
