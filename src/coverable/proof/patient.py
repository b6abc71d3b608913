"""An example patient: the smallest set of facts that shows something, in words and as a request.

What a proof says of a patient is tried on the request itself before it is shown, so that a mistake in the
proof can never become an example that is not one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from coverable.base.dates import Span, add_months
from coverable.determination.answer import Answer, Cells, answer, cells_of
from coverable.determination.line import read_line
from coverable.determination.request import read_request
from coverable.glossary.events import EventTest
from coverable.glossary.facts import Fact
from coverable.glossary.values import read_facts
from coverable.glossary.words import say_value
from coverable.logic.prover import Patient
from coverable.plan.route import Asked
from coverable.policy.executable import Policy
from coverable.proof.eventlists import event_json, events_for, exhaustive
from coverable.proof.space import Space


@dataclass(frozen=True)
class Example:
    """One patient: the facts in words, and the request that states them."""

    facts: tuple[tuple[str, str], ...]
    """(fact in words, value in words), in the order of facts."""
    request: dict[str, Any]

    def view(self) -> dict[str, Any]:
        return {"says": [f"{label}: {value}" for label, value in self.facts], "request": self.request}


@dataclass(frozen=True, slots=True)
class NoEvents:
    """No list of events answers the questions about `fact` as a patient's cells say. `proved`: there is none;
    else none was found."""

    fact: str
    proved: bool


def describe(
    space: Space,
    patient: Patient,
    code: str,
    coverages: Sequence[Any],
    instead: Mapping[int, Any] | None = None,
) -> Example | NoEvents:
    """The patient as an example who asks for `code`, or why there is no such patient. `instead` gives other
    values for some dimensions, out of the same cells."""
    facts: dict[str, Any] = {}
    codes: dict[str, list[str]] = {}
    wanted: dict[str, dict[EventTest, bool]] = {}
    words: dict[str, str] = {}
    member: dict[str, str] = {}
    for index in sorted(patient):
        name = space.dimensions[index].fact
        value: Any = (instead or {}).get(index, space.values[index][patient[index]])
        fact = space.glossary.facts[name]
        if fact.type == "events":
            test, yes = value
            wanted.setdefault(name, {})[test] = yes
        elif fact.type in ("code", "codes"):
            codes.setdefault(name, []).append(value)
        else:
            if name == "age":
                member["birth_date"] = add_months(space.day, -12 * int(value)).isoformat()
            words[name] = str(value) if isinstance(value, Span) else say_value(fact, value)
            if name != "age":
                facts[name] = _plain(fact, value)
    for name, listed in codes.items():
        words[name] = ", ".join(code.split(":", 1)[1] for code in listed)
        if name != "diagnoses":
            facts[name] = [{"value": code} for code in listed]
    for name, tests in wanted.items():
        fact = space.glossary.facts[name]
        events = events_for(fact, tests, space.day)
        if events is None:
            return NoEvents(name, exhaustive(fact, list(tests), space.day))
        listed = [event_json(fact, event) for event in events]
        facts[name] = {"events": listed, "complete": True}
        words[name] = "; ".join(_say_event(fact, one) for one in listed) or "none"
    request = {
        "coverages": list(coverages),
        **({"member": member} if member else {}),
        "services": [{"line": 1, "code": code, "date": space.day.isoformat()}],
        **({"diagnoses": codes["diagnoses"]} if "diagnoses" in codes else {}),
        "facts": dict(sorted(facts.items())),
    }
    said = tuple((space.glossary.facts[name].label, words[name]) for name in sorted(words))
    return Example(said, request)


def _plain(fact: Fact, value: Any) -> Any:
    """A value as a request states it."""
    if isinstance(value, Span):
        return str(value)
    if isinstance(value, Decimal):
        number = int(value) if value == value.to_integral_value() else float(value)
        return {"value": number, "unit": fact.unit} if fact.type == "quantity" else number
    return value


def _say_event(fact: Fact, event: dict[str, Any]) -> str:
    """`class phototherapy, outcome failed, started 2025-01-02`."""
    return ", ".join(f"{name.replace('_', ' ')} {_word(value)}" for name, value in event.items())


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value['value']} {value['unit']}" if isinstance(value, dict) else str(value)


def cells_of_fact(space: Space, patient: Patient, fact: str) -> Patient:
    """Of a patient's cells those of one fact."""
    return {i: cell for i, cell in patient.items() if space.dimensions[i].fact == fact}


def asked_about(request: dict[str, Any], asked: Asked) -> Answer:
    """What a policy answers to the first line of a request, whatever its dates and the plan."""
    return answer(asked, cells_asked(request, asked.policy))


def cells_asked(request: dict[str, Any], policy: Policy) -> Cells:
    """In which cells of a policy the first line of a request lies."""
    read = read_request(request)
    facts = read_facts(read.facts, policy.glossary, "$.facts")
    line = read_line(read, 0, facts, policy.glossary, policy.book)
    return cells_of(policy, line.facts, line.day)


def common_day(policies: Sequence[Policy]) -> date:
    """The first day of the newest: the older text is asked what it would say on that day."""
    return max((p.first_day for p in policies if p.first_day), default=date(2026, 1, 1))
