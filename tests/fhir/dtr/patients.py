"""Made-up answers to a form, and what the policy answers to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from coverable.determination.answer import Answer
from coverable.fhir.dtr.form import Form, Question
from coverable.fhir.dtr.matter import said
from coverable.glossary.facts import Attribute, Fact
from coverable.glossary.values import Stated, Statement, read_facts

DAY = date(2026, 3, 2)
RECORD = {"kind": "medical_record", "source": "Observation/o1", "place": "Observation.value"}


def value(kind: Fact | Attribute, chance: Random, edges: tuple[Any, ...] = ()) -> Any:
    """A value as a request states it; `edges`: thresholds to come close to."""
    match kind.type:
        case "yes_no":
            return chance.random() < 0.5
        case "choice":
            return chance.choice([c for c in kind.choices if c != "unknown"])
        case "number" | "quantity":
            near = chance.choice([e for e in edges if isinstance(e, Decimal)] or [Decimal(10)])
            number = max(Decimal(0), near + chance.choice((-1, 0, 1)))
            possible = kind.possible if isinstance(kind, Fact) else None
            if possible is not None and not possible.holds(number):
                number = near if possible.holds(near) else Decimal(1)
            return number if kind.type == "number" else {"value": number, "unit": kind.unit}
        case "date":
            day = (DAY - timedelta(days=chance.randrange(1100))).isoformat()
            return day[: chance.choice((4, 7, 10, 10, 10))]
        case _:
            return chance.choice(("first", "second", "third"))


def answer_to(one: Question, form: Form, chance: Random) -> Any:
    """An answer to one question, as a request states it."""
    if one.fact.type == "events":
        events = [
            {name: value(kind, chance) for name, kind in one.attributes.items() if chance.random() < 0.8}
            for _ in range(chance.randrange(1, 6))
        ]
        return {"events": [{**e, "from": [RECORD]} for e in events if e], "complete": chance.random() < 0.5}
    edges = tuple(
        edge
        for probe in form.policy.probes
        if probe.fact == one.name
        for edge in getattr(probe.cut, "edges", ())
    )
    stated = value(one.fact, chance, edges)
    return {**(stated if isinstance(stated, dict) else {"value": stated}), "from": [RECORD]}


def some_facts(form: Form, chance: Random, share: float) -> dict[str, Any]:
    """Answers to a share of the questions, without those that a request gives by a field of its own."""
    return {
        one.name: answer_to(one, form, chance)
        for one in form.questions
        if one.fact.type != "codes" and one.name != "service_date" and chance.random() < share
    }


def stated(
    form: Form, facts: Mapping[str, Any], diagnoses: frozenset[str] = frozenset()
) -> dict[str, Stated]:
    """The facts as the engine reads them."""
    out = read_facts(dict(facts), form.glossary, "$.facts")
    return {**out, **({"diagnoses": Stated((Statement(diagnoses),))} if diagnoses else {})}


def policy_says(form: Form, facts: Mapping[str, Any], diagnoses: frozenset[str] = frozenset()) -> Answer:
    """What the policy answers to these facts and no others."""
    return said(form.asked, stated(form, facts, diagnoses), DAY)


def enabled(item: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether an item is asked, by what FHIR R4 says of enableWhen; `facts` are the answers so far."""
    found = []
    for one in item.get("enableWhen", ()):
        given = facts.get(one["question"])
        wanted = one["answerBoolean"] if "answerBoolean" in one else one["answerCoding"]["code"]
        equal = given is not None and given["value"] == wanted
        found.append(not equal if one["operator"] == "!=" else equal)
    return (all if item.get("enableBehavior", "any") == "all" else any)(found) if found else True
