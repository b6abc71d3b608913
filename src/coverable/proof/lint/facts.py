"""Rules on facts: each can be asked, is asked by somebody, and is shared on purpose only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from coverable.base.problem import Refused
from coverable.glossary.facts import BUILT_IN, Glossary
from coverable.policy.walk import all_criteria
from coverable.proof.lint.rule import Hit, hit, library_rule, rule
from coverable.proof.lint.subject import House, Subject


def asked(subject: Subject) -> dict[str, str]:
    """Every fact that the criteria test, with the first place where they do."""
    out: dict[str, str] = {}
    if subject.origin is not None:
        for criterion, path in all_criteria(subject.file):
            if criterion.fact and criterion.fact not in out:
                out[criterion.fact] = subject.where(*path, "fact")
    return out


def glossary(house: House) -> Glossary | None:
    """The glossary; None when it cannot be read, which every build tells."""
    try:
        return house.library.glossary
    except Refused:
        return None


@library_rule(
    "fact-unused",
    "note",
    "No policy tests the fact, and nothing is derived from it",
    why="It is asked for the record only, or left over from a criterion that is gone.",
    bad="""
# glossary.yaml
facts:
  hat_size: {type: number, label: Hat size, ask: Which hat size?, plain: Which hat size?}
""",
    good="""
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria: {fact: hat_size, ge: 50}
# glossary.yaml
facts:
  hat_size: {type: number, label: Hat size, ask: Which hat size?, plain: Which hat size?}
""",
)
def unused(house: House) -> Iterator[tuple[str, Hit]]:
    known = glossary(house)
    if known is None:
        return
    used = {name for subject in house.subjects() for name in asked(subject)}
    used |= {w for fact in known.facts.values() for rule in fact.derive for w in rule.sources}
    for name in known.facts:
        if name not in used and name not in BUILT_IN:
            yield (
                "glossary",
                hit(
                    f"no policy asks the fact `{name}`",
                    house.fact_place(name),
                    "it is for the record only, or left over",
                    "nothing, or remove it",
                    name,
                ),
            )


@library_rule(
    "fact-shared-without-decision",
    "error",
    "Several policies test one fact, and nobody decided that they mean the same",
    why="Similar words are not the same criterion; an answer for one would count for the other (SR-144).",
    bad="""
# another.yaml
indications:
  sleep: {service: device, applies_if: {fact: use, is: sleep}, cite: L10, criteria: {fact: snores}}
# glossary.yaml
facts:
  use: {type: choice, label: Use, ask: For what?, plain: For what?, choices: {sleep: sleep, other: other}}
""",
    good="""
# another.yaml
indications:
  sleep: {service: device, applies_if: {fact: use, is: sleep}, cite: L10, criteria: {fact: snores}}
# glossary.yaml
facts:
  use:
    type: choice
    label: Use
    ask: For what?
    plain: For what?
    choices: {sleep: sleep, other: other}
    shared: [{policies: [example/p-1, example/p-2], by: A. Analyst, on: 2026-01-02, because: the same list}]
""",
)
def shared(house: House) -> Iterator[tuple[str, Hit]]:
    known = glossary(house)
    if known is None:
        return
    asks: dict[str, dict[str, None]] = {}
    for subject in house.subjects():
        for name in asked(subject):
            asks.setdefault(name, {})[subject.id] = None
    for name, fact in known.facts.items():
        if name in BUILT_IN:
            continue
        asking = sorted(asks.get(name, ()))
        decided = [frozenset(one.policies) for one in fact.shared]
        if any(one.issuperset(asking) for one in decided):
            continue
        without = [p for p in combinations(asking, 2) if not any(one.issuperset(p) for one in decided)]
        if without:
            who = ", ".join(sorted({policy for pair in without for policy in pair}))
            yield (
                "glossary",
                hit(
                    f"the fact `{name}` is asked by several policies without a decision",
                    house.fact_place(name),
                    f"{who} use it, and similar words are not the same criterion",
                    "add a `shared` record with both policies, who decided, when and why, or use two facts",
                    name,
                ),
            )


@rule(
    "fact-cannot-be-asked",
    "error",
    "A criterion tests a fact that no questionnaire can ask",
    why="It has no question, and what it is derived from is never stated either: it stays unknown for ever.",
    bad="""
# glossary.yaml
facts:
  tired: {type: yes_no, label: Tired, ask: "", plain: ""}
""",
    good="""
# glossary.yaml
facts:
  tired: {type: yes_no, label: Tired, ask: Is the patient tired?, plain: Are you tired?}
""",
)
def unaskable(subject: Subject) -> Iterator[Hit]:
    known = glossary(subject.house)
    for name, where in asked(subject).items():
        if known is not None and name in known.facts and not _stated(name, known, frozenset()):
            yield hit(
                f"nobody can ever state `{name}`",
                where,
                "the glossary has no question for it, nor for what it is derived from",
                f"write its question in the glossary ({subject.house.fact_place(name)})",
                name,
            )


def _stated(name: str, known: Glossary, above: frozenset[str]) -> bool:
    """Whether the fact can be asked, or follows from something that can."""
    fact = known.facts.get(name)
    if fact is None or name in above:
        return False
    if fact.ask.strip() or name in BUILT_IN:
        return True
    for one in fact.derive:
        if one.request:
            return True
        if one.table and not known.tables.get(one.table.table):
            continue
        if any(_stated(source, known, above | {name}) for source in one.sources):
            return True
    return False


@rule(
    "fact-without-plain-question",
    "warning",
    "A fact that a criterion tests has no question for members",
    why="A member who fills in the form reads clinicians' words, or nothing.",
    bad="""
# glossary.yaml
facts:
  tired: {type: yes_no, label: Tired, ask: Is the patient tired?, plain: ""}
""",
    good="""
# glossary.yaml
facts:
  tired: {type: yes_no, label: Tired, ask: Is the patient tired?, plain: Are you tired?}
""",
)
def unplain(subject: Subject) -> Iterator[Hit]:
    known = glossary(subject.house)
    for name, where in asked(subject).items():
        fact = known.facts.get(name) if known else None
        if fact and fact.ask.strip() and not fact.plain.strip():
            yield hit(
                f"`{name}` has no question in plain words",
                where,
                "members are asked by `plain`",
                f"write `plain` in the glossary ({subject.house.fact_place(name)})",
                name,
            )


RULES = (unused, shared, unaskable, unplain)
