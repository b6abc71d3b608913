"""Runs the rules over a library, or over some of its policies."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from coverable.base.share import share
from coverable.policy.library import Library
from coverable.policy.signoff import Accepted
from coverable.proof.lint import files
from coverable.proof.lint.registry import BY_ID, RULES
from coverable.proof.lint.rule import SEVERITIES, Finding, Hit, Rule, hit
from coverable.proof.lint.subject import House, Subject

MANY = 50
UNREADABLE = frozenset({files.unbuilt.id})
"""Rules that look at a policy whose file cannot even be read."""


Told = Callable[[int, int], None]
"""Hears how many of how many versions are done."""


def lint(
    library: Library,
    as_of: date,
    keys: Sequence[str] | None = None,
    sources: Path | None = None,
    told: Told = lambda done, all: None,
) -> list[Finding]:
    """All findings on these versions (None: on everything, plans and glossary too), in the order of the
    library, then of the rules, then of the places."""
    house = House(library, as_of, sources)
    subjects = house.subjects(None if keys is None else list(keys))
    if len(subjects) >= MANY:
        _build(subjects)
    out: list[Finding] = []
    for subject, found in zip(
        subjects, share(lambda i: _told(subjects[i]), len(subjects), told), strict=True
    ):
        out += (Finding(BY_ID[rule], subject.key, one, accepted) for rule, one, accepted in found)
    for rule in RULES if keys is None else ():
        if rule.library is not None:
            out += (_finding(house, rule, name, one) for name, one in rule.library(house))
    return _once(out)


def _build(subjects: Sequence[Subject]) -> None:
    """Build them here, once for every core and for whoever asks for them later."""
    for at, subject in enumerate(subjects):
        _ = subject.problems
        if at % MANY == 0:
            gc.freeze()  # what is built now stays; looking through it for garbage again and again takes long


def _told(subject: Subject) -> list[tuple[str, Hit, Accepted | None]]:
    """The findings on one version, as another process can tell them: a rule by its id."""
    return [(f.rule.id, f.hit, f.accepted) for f in _of_policy(subject)]


def _of_policy(subject: Subject) -> Iterator[Finding]:
    found: list[Finding] = []
    for rule in RULES:
        if rule.policy is None or (subject.origin is None and rule.id not in UNREADABLE):
            continue
        found += (_finding(subject.house, rule, subject.key, one) for one in rule.policy(subject))
    yield from found
    yield from _accepted_for_nothing(subject, found)


def _accepted_for_nothing(subject: Subject, found: Sequence[Finding]) -> Iterator[Finding]:
    if subject.signoff is None:
        return
    used = {id(f.accepted) for f in found if f.accepted}
    for i, one in enumerate(subject.signoff.accepted_findings):
        if id(one) not in used:
            about = f" about `{one.about}`" if one.about else ""
            yield Finding(
                files.accepted,
                subject.key,
                hit(
                    f"`{one.rule}`{about} is accepted, but not found",
                    subject.signoff_where("accepted_findings", i),
                    "the acceptance has no effect",
                    "take it out, or correct the rule or what it is about",
                    one.rule,
                ),
            )


def _finding(house: House, rule: Rule, subject: str, one: Hit) -> Finding:
    """The finding, with the acceptance of the policy's sign-off if there is one."""
    signoff = house.subject(subject).signoff if subject in house.library.folders else None
    for accepted in signoff.accepted_findings if signoff else ():
        if accepted.rule == rule.id and accepted.about in (None, one.about):
            return Finding(rule, subject, one, accepted)
    return Finding(rule, subject, one)


def _once(found: Iterable[Finding]) -> list[Finding]:
    """What is told by a rule of its own is not told again as `cannot-be-built`; nor one fault of the
    glossary for every policy."""
    out: list[Finding] = []
    found = list(found)
    own = {(f.hit.problem.what, f.hit.problem.why) for f in found if f.rule.id not in UNREADABLE}
    seen: set[Any] = set()
    for one in found:
        problem = one.hit.problem
        if one.rule.id in UNREADABLE:
            if (problem.what, problem.why) in own or problem in seen:
                continue
            seen.add(problem)
        out.append(one)
    return out


def counted(found: Sequence[Finding]) -> dict[str, int]:
    """How many findings of each severity, and how many are accepted."""
    live = [f for f in found if not f.accepted]
    out = {s: sum(f.rule.severity == s for f in live) for s in SEVERITIES}
    return {**out, "accepted": len(found) - len(live)}


def lint_view(library: Library, as_of: date, found: Sequence[Finding]) -> dict[str, Any]:
    """The findings as JSON-ready data."""
    return {
        "library": library.root.name,
        "as_of": as_of.isoformat(),
        "counts": counted(found),
        "findings": [f.view() for f in found],
    }
