"""Everything that must hold over a whole library before a change to it is merged.

A finding fails the check; a note is only said (a review that is overdue, a fact that nobody asks).
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from coverable.base.model import read_model
from coverable.base.problem import Problem, Refused
from coverable.base.share import share
from coverable.base.yamlfile import read_ahead, read_yaml
from coverable.determination.cases import run_cases
from coverable.determination.engine import Engine
from coverable.glossary.facts import BUILT_IN
from coverable.plan.model import in_line
from coverable.policy.build import all_criteria
from coverable.policy.cite import Citations, all_cites, read_place
from coverable.policy.library import Library
from coverable.policy.timeline import next_review, review_state
from coverable.policy.together import lost_together

KIND_OF_FILE = {"policy": "policy", "signoff": "signoff", "citations": "citations", "cases": "cases"}
_HEAD = re.compile(r"# yaml-language-server: \$schema=(\S+)")


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    subject: str
    """The policy, plan or file that it is about."""
    level: Literal["finding", "note"]
    problem: Problem

    def view(self) -> dict[str, Any]:
        return {"check": self.check, "subject": self.subject, "level": self.level, **self.problem.as_json()}


Told = Callable[[int, int], None]
"""Hears how many of how many are done."""
Check = Callable[[Engine, date, Told], Iterator[Finding]]
NamedCheck = tuple[str, Callable[[Engine], Any], Check]
"""Name of a check, what it looks at, and the check."""


def check_library(
    engine: Engine,
    as_of: date,
    told: Callable[[str, int, int], None] = lambda what, done, all: None,
    more: Sequence[NamedCheck] = (),
) -> dict[str, Any]:
    """All checks in order, then `more` of higher layers, as JSON-ready data: what was checked, findings,
    notes."""
    read_ahead(_files(engine.library), partial(told, "files"))
    found: list[Finding] = []
    checked: dict[str, int] = {}
    for name, subjects, check in (*_CHECKS, *more):
        try:
            found += check(engine, as_of, partial(told, name))
            checked[name] = len(subjects(engine))
        except Refused as refused:
            found += (Finding(name, name, "finding", p) for p in refused.problems)
            checked[name] = 0
    # what cannot be built fails several checks; it is said once, by the first of them
    once = list({(f.problem, f.level): f for f in reversed(found)}.values())[::-1]
    return {
        "library": engine.library.root.name,
        "as_of": as_of.isoformat(),
        "checked": checked,
        "findings": [f.view() for f in once if f.level == "finding"],
        "notes": [f.view() for f in once if f.level == "note"],
    }


def _glossary(engine: Engine, as_of: date, told: Told) -> Iterator[Finding]:
    _ = engine.library.glossary
    yield from ()


def _policies(engine: Engine, as_of: date, told: Told) -> Iterator[Finding]:
    library = engine.library
    gc.freeze()  # what is built now stays; looking through it for garbage, again and again, takes a third
    for at, key in enumerate(library.folders):
        told(at, len(library.folders))
        if at % 50 == 0:
            gc.freeze()
        try:
            policy = library.policy(key)
            if policy.signoff.encoding.status == "approved":
                yield from (Finding("policies", key, "finding", p) for p in lost_together(library, policy))
        except Refused as refused:
            yield from (Finding("policies", key, "finding", p) for p in refused.problems)
            continue
        state, says = review_state(next_review(policy.file, policy.signoff), as_of)
        successor = library.version_on(policy.id, as_of)
        if state == "overdue" and (successor is None or successor.version == policy.version):
            problem = Problem(
                f"{key}: the review is {says}",
                policy.origin.yaml.where(("next_review",)),
                "the policy stays in effect",
                "ask its owner for the reviewed version",
            )
            yield Finding("policies", key, "note", problem)


def _references(engine: Engine, as_of: date, told: Told) -> Iterator[Finding]:
    """A reference that speaks of another line of business than its policy (SR-027)."""
    for key in engine.library.folders:
        origin = engine.library.origin(key)
        file = origin.file
        for i, reference in enumerate(file.references):
            line = reference.line_of_business
            if line is None or in_line(list(file.lines_of_business), line) or line in file.lines_of_business:
                continue
            problem = Problem(
                f"{key}: “{reference.title}” is a reference of another line of business ({line})",
                origin.yaml.where(("references", i)),
                f"the policy is for {', '.join(file.lines_of_business)}",
                "ask the publisher whether it is meant",
            )
            yield Finding("references", key, "note", problem)


def _plans(engine: Engine, as_of: date, told: Told) -> Iterator[Finding]:
    """Plans build, and adopt each policy only in the ways that its text allows (SR-078)."""
    for plan in engine.plans.plans.values():
        for adopts in plan.file.adopts:
            for policy in engine.library.versions(adopts.policy):
                ways = [a for a in policy.file.adoption if a.mode == adopts.mode]
                if not policy.file.adoption or any(
                    not a.lines_of_business or in_line(list(a.lines_of_business), plan.file.line_of_business)
                    for a in ways
                ):
                    continue
                place = ", ".join(a.cite for a in ways) or "its adoption notice"
                problem = Problem(
                    f"{plan.id} adopts {policy.key} for {adopts.mode.replace('_', ' ')}",
                    f"plans/{plan.id}",
                    f"the text allows that for other lines of business only ({place})",
                    "adopt it in another way, or add the rule that allows it to the policy's `adoption`",
                )
                yield Finding("plans", plan.id, "finding", problem)


def _cases(engine: Engine, as_of: date, told: Told) -> Iterator[Finding]:
    _ = engine.library.glossary, engine.plans.plans  # what no case can do without is told once
    keys = list(engine.library.folders)
    for found in share(lambda i: list(_cases_of(engine, keys[i], as_of)), len(keys), told):
        yield from found


def _cases_of(engine: Engine, key: str, as_of: date) -> Iterator[Finding]:
    """The cases of one version."""
    library = engine.library
    folder = library.folders[key]
    if not (folder / "cases.yaml").exists():
        problem = Problem(
            f"{key} has no cases",
            library.name(folder),
            "nothing shows that it decides as meant",
            "write cases.yaml",
        )
        yield Finding("cases", key, "note", problem)
        return
    try:
        library.policy(key)
        for one in run_cases(engine, key, as_of.isoformat()):
            yield from (Finding("cases", key, "finding", p) for p in one.problems)
    except Refused as refused:
        yield from (Finding("cases", key, "finding", p) for p in refused.problems)


def _citations(engine: Engine, as_of: date, told: Told) -> Iterator[Finding]:
    """Every cited passage has a digest, made from the document that the policy names."""
    library = engine.library
    for key, folder in library.folders.items():
        origin = library.origin(key)
        source, path = origin.file.source, folder / "citations.yaml"
        if not path.exists():
            level = "finding" if source.sha256 else "note"
            problem = Problem(
                f"{key} has no digests of its citations",
                library.name(path),
                "nobody can tell whether a cited passage changed",
                "run `coverable policy cite --source FILE --write`",
            )
            yield Finding("citations", key, level, problem)
            continue
        known = read_model(Citations, read_yaml(path, library.name(path)))
        if source.sha256 not in (None, known.source_sha256):
            problem = Problem(
                f"{key}: the digests are of another document",
                library.name(path),
                "the policy names another SHA-256",
                "run `coverable policy cite --write` again",
            )
            yield Finding("citations", key, "finding", problem)
        for at, text in all_cites(origin.yaml.data):
            if read_place(text).unit == "L" and text not in known.passages:
                problem = Problem(
                    f"`{text}` has no digest",
                    origin.yaml.where(at),
                    "nobody can tell whether the passage changed",
                    "run `coverable policy cite --write`",
                )
                yield Finding("citations", key, "finding", problem)


def _sharing(engine: Engine, as_of: date, told: Told) -> Iterator[Finding]:
    """Facts that several policies ask about have an analyst's decision naming them all (SR-144)."""
    library = engine.library
    asks: dict[str, dict[str, None]] = {}
    for key in library.folders:
        file = library.origin(key).file
        for criterion, _ in all_criteria(file):
            if criterion.fact:
                asks.setdefault(criterion.fact, {})[file.policy] = None
    glossary = library.glossary
    for name, fact in glossary.facts.items():
        if name in BUILT_IN:
            continue
        decided = [frozenset(s.policies) for s in fact.shared]
        asking = sorted(asks.get(name, ()))
        if any(one.issuperset(asking) for one in decided):
            continue
        pairs = combinations(asking, 2)
        missing = [pair for pair in pairs if not any(one.issuperset(pair) for one in decided)]
        if missing:
            who = ", ".join(sorted({policy for pair in missing for policy in pair}))
            problem = Problem(
                f"the fact `{name}` is asked by several policies without a decision",
                f"glossary:{name}",
                f"{who} use it, and similar words are not the same criterion",
                "add a `shared` record with both policies, who decided, when and why, or use two facts",
            )
            yield Finding("sharing", name, "finding", problem)
    used = set(asks) | {w for fact in glossary.facts.values() for rule in fact.derive for w in _sources(rule)}
    unused = [n for n in glossary.facts if n not in used and n not in BUILT_IN]
    for name in unused:
        problem = Problem(
            f"no policy asks the fact `{name}`",
            f"glossary:{name}",
            "it is for the record only, or left over",
            "nothing, or remove it",
        )
        yield Finding("sharing", name, "note", problem)


def _sources(rule: Any) -> Iterable[str]:
    """Facts that a derivation concludes from."""
    if rule.exists:
        return (rule.exists.events,)
    if rule.evidence_of:
        return (rule.evidence_of.fact,)
    return (rule.table.by,) if rule.table else ()


def _headers(engine: Engine, as_of: date, told: Told) -> Iterator[Finding]:
    """The first line of each file names the schema of its kind, so that editors help."""
    library = engine.library
    for path in _files(library):
        name = library.name(path)
        with path.open(encoding="utf-8", errors="replace") as lines:
            head = _HEAD.match(lines.readline())
        kind = KIND_OF_FILE.get(path.stem) or ("plan" if "plans" in path.parts else "glossary")
        if head is None:
            problem = Problem(
                "the first line names no schema",
                f"{name}:1:1",
                "editors cannot help to write it",
                f"begin with `# yaml-language-server: $schema=.../{kind}.schema.json`",
            )
            yield Finding("schemas", name, "note", problem)
        elif Path(head[1]).name != f"{kind}.schema.json":
            problem = Problem(
                f"the first line names {Path(head[1]).name}",
                f"{name}:1:1",
                f"this is a {kind} file",
                f"name {kind}.schema.json",
            )
            yield Finding("schemas", name, "finding", problem)


def _files(library: Library) -> list[Path]:
    """Every YAML file of ours in the library."""
    out: list[Path] = []
    for root in library.roots:
        for folder in ("policies", "plans", "glossary"):
            out += sorted((root / folder).rglob("*.yaml"))
    return out


_CHECKS: tuple[NamedCheck, ...] = (
    ("glossary", lambda e: e.library.glossary.facts, _glossary),
    ("policies", lambda e: e.library.folders, _policies),
    ("plans", lambda e: e.plans.plans, _plans),
    ("cases", lambda e: e.library.folders, _cases),
    ("references", lambda e: e.library.folders, _references),
    ("citations", lambda e: e.library.folders, _citations),
    ("sharing", lambda e: e.library.glossary.facts, _sharing),
    ("schemas", lambda e: _files(e.library), _headers),
)
