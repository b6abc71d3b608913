"""What a form asks: one question for each fact that a policy looks at, and when it need not be asked.

`form_of` makes a `Form` of a policy version and one of its services; everything else (the Questionnaire, its
answers, drafts) is made of that. `unlike` is the check that a form asks for every leaf and for nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from coverable.base.canonical import digest
from coverable.base.problem import refuse
from coverable.determination.checklist import parts
from coverable.fhir.cql.asked import with_sources
from coverable.fhir.dtr.matter import asked, leaves, matter, said
from coverable.glossary.codeset import CodeSet
from coverable.glossary.events import EventTest, Lasted
from coverable.glossary.facts import Attribute, Fact, Glossary
from coverable.glossary.values import Stated, Statement
from coverable.plan.route import Asked
from coverable.policy.executable import Policy

Blocker = tuple[str, Any]
"""(an earlier fact, its answer): once it is answered so, the question can no longer matter."""


@dataclass(frozen=True, slots=True)
class Question:
    """One fact as it is asked: its criterion's place, the attributes of events that are looked at."""

    name: str
    fact: Fact
    cite: str | None
    attributes: Mapping[str, Attribute]
    codes: CodeSet | None
    """Of diagnoses: those that the policy names."""
    blockers: tuple[Blocker, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Questions of one indication, with what makes all of them needless."""

    name: str
    title: str
    questions: tuple[Question, ...]
    blockers: tuple[Blocker, ...]


@dataclass(frozen=True, eq=False)
class Form:
    """The form of one policy version for one service."""

    policy: Policy
    service: str
    asked: Asked
    parts: tuple[Part, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of them in order."""
        return tuple(one for part in self.parts for one in part.questions)

    @property
    def glossary(self) -> Glossary:
        return self.policy.glossary

    @property
    def name(self) -> str:
        """Its id as a resource: the policy, and the service where the policy has several."""
        one = len(self.policy.services) == 1
        return slug(self.policy.id if one else f"{self.policy.id}.{self.service}")

    @cached_property
    def version(self) -> str:
        """The policy's version, and what tells one form of it from another: a reworded question, a newly
        signed reading, changed criteria, or another way to find answers in a record make another version."""
        policy, glossary = self.policy, self.glossary
        facts = {
            name: glossary.facts[name] for name in with_sources(glossary, [q.name for q in self.questions])
        }
        lists = {one for fact in facts.values() for way in fact.record for one in way.lists()}
        rests_on = [
            policy.sha256,
            policy.signoff_sha256,
            self.service,
            {name: fact.model_dump(exclude_unset=True, by_alias=True) for name, fact in facts.items()},
            {one: glossary.codes[one].entries for one in sorted(lists)},
        ]
        return f"{slug(policy.version)[:40]}-{digest(rests_on)[:12]}"


def slug(text: str) -> str:
    """As an id of FHIR: letters, digits, hyphens and points, at most 64."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text)[:64]


def form_of(policy: Policy, service: str | None = None) -> Form:
    """The form of a policy version. Refused: a service that it has not, or criteria that may not be shown."""
    if service is None:
        service = next(iter(policy.services), None)
    if service not in policy.services or service is None:
        known = ", ".join(policy.services) or "none"
        raise refuse(f"no service `{service}`", policy.key, f"it has {known}", "name one of them")
    if not policy.may_be_shown:
        owner = policy.unlicensed[0]
        raise refuse(
            "this form cannot be shown",
            policy.key,
            f"its criteria are those of {owner.name}, and no licence is on file",
            "put the licence on file in the policy's `owner`",
        )
    return _form(policy, service)


def forms_of(policy: Policy) -> list[Form]:
    """One form for each service of a policy version; none where its criteria may not be shown."""
    return [form_of(policy, name) for name in policy.services] if policy.may_be_shown else []


@lru_cache(maxsize=1024)
def _form(policy: Policy, service: str) -> Form:
    one = asked(policy, service)
    found: dict[str, tuple[str, Mapping[str, Any]]] = {}
    wanted = leaves(one)
    for title, _, views in parts(policy, service, one.qualifier):
        for view in views:
            if view["fact"] in wanted:
                found.setdefault(view["fact"], (title, view))
    for name in sorted(wanted - found.keys()):  # what only tells whether another policy governs
        found[name] = ("Also asked", {})
    blockers = _blockers(one, list(found))
    groups: dict[str, list[Question]] = {}
    for name, (title, view) in found.items():
        groups.setdefault(title, []).append(_question(policy, name, view, blockers[name]))
    return Form(
        policy,
        service,
        one,
        tuple(_part(i, title, some) for i, (title, some) in enumerate(groups.items(), 1)),
    )


def _part(number: int, title: str, questions: list[Question]) -> Part:
    """The group; what blocks all of its questions blocks the group."""
    shared = [b for b in questions[0].blockers if all(b in one.blockers for one in questions)]
    own = {one.name for one in questions}
    shared = [b for b in shared if b[0] not in own]
    rest = tuple(replace(q, blockers=tuple(b for b in q.blockers if b not in shared)) for q in questions)
    return Part(f"part-{number}", title, rest, tuple(shared))


def _question(policy: Policy, name: str, view: Mapping[str, Any], blockers: tuple[Blocker, ...]) -> Question:
    fact = policy.glossary.facts[name]
    looked = [probe for probe in policy.probes if probe.fact == name]
    codes = next((probe.codes for probe in looked if probe.codes is not None), None)
    attributes = dict(fact.attributes)
    if fact.type == "events":
        needed = {a for probe in looked if probe.test for a in _attributes(probe.test)}
        kept = {a: one for a, one in fact.attributes.items() if a in needed}
        attributes = kept or dict(fact.attributes)
    return Question(name, fact, view.get("cite"), attributes, codes, blockers)


def _attributes(test: EventTest) -> Iterator[str]:
    """The attributes of an event that a test looks at."""
    for name, condition in test.where:
        yield from ("started", "ended", "outcome") if isinstance(condition, Lasted) else (name,)
    if test.distinct:
        yield test.distinct
    if test.kind == "run":
        yield test.dated


def _blockers(one: Asked, names: list[str]) -> dict[str, tuple[Blocker, ...]]:
    """For each fact the answers to earlier ones that make it needless, each by itself."""
    glossary = one.policy.glossary
    out: dict[str, list[Blocker]] = {name: [] for name in names}
    for at, name in enumerate(names):
        for value in _answers(glossary.facts[name]):
            open_ = matter(said(one, {name: Stated(statements=(Statement(value),))}))
            for later in names[at + 1 :]:
                if later not in open_:
                    out[later].append((name, value))
    return {name: tuple(some) for name, some in out.items()}


def _answers(fact: Fact) -> tuple[Any, ...]:
    """The answers that a form can compare with: of yes/no and choices; others have too many."""
    return (True, False) if fact.type == "yes_no" else tuple(fact.choices)


def unlike(form: Form, asked_facts: Iterator[str] | set[str] | None = None) -> list[str]:
    """What is wrong with a form: facts that the policy looks at and nobody is asked, and questions that it
    does not look at. Empty when it asks for every leaf and for nothing else."""
    have = set(asked_facts) if asked_facts is not None else {q.name for q in form.questions}
    need = leaves(form.asked)
    return [f"`{n}` is not asked" for n in sorted(need - have)] + [
        f"`{n}` is asked, and no criterion looks at it" for n in sorted(have - need)
    ]
