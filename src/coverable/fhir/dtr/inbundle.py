"""Answers to our forms that stand in a Bundle: facts beside those that the record states, for `check --fhir`.

The form that asked says what an answer means; an answer to any other questionnaire says nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from coverable.base.dates import read_day
from coverable.base.shape import is_list, is_object
from coverable.determination.engine import Engine
from coverable.fhir.bundle import Record, Resource, label, unversioned
from coverable.fhir.dtr.adaptive import with_day
from coverable.fhir.dtr.answers import STATUSES, read_answers
from coverable.fhir.dtr.catalogue import form_named
from coverable.fhir.dtr.form import Form
from coverable.fhir.dtr.names import CONTEXT, PATH
from coverable.fhir.elements import at, first_at
from coverable.fhir.gate import places
from coverable.fhir.intake import Intake
from coverable.fhir.record import patient_of

_FORMS: Final = f"{PATH}/Questionnaire/"
_FOREIGN: Final = "it is another person's, or names nobody"
Fact = Mapping[str, Any]
"""One fact as a request states it."""


def with_answers(intake: Intake, bundle: Any, engine: Engine, name: str = "$") -> Intake:
    """The intake with the answers of every QuestionnaireResponse to a form of this library. What answers
    something else, is another person's or does not count is left out in words. Refused, with the JSON path:
    answers that do not fit their form."""
    record = Record(bundle)
    responses = [
        (i, r) for i, r in enumerate(record.resources) if r["resourceType"] == "QuestionnaireResponse"
    ]
    if not responses:
        return intake
    where = {id(resource): path for path, resource in places(bundle, name)}
    request = {**intake.request, "services": [dict(line) for line in intake.request["services"]]}
    left_out = list(intake.left_out)
    for i, response in responses:
        found = _about(response, record, intake.orders, engine, request)
        if isinstance(found, str):
            left_out.append(f"{label(response, i)}: {found}")
            continue
        form, line = found
        answers = read_answers(response, form, where.get(id(response), name))
        into: dict[str, Any] = request if len(request["services"]) == 1 else line
        if answers.service_date:
            line.setdefault("date", answers.service_date)
        if answers.diagnoses:
            into["diagnoses"] = list(dict.fromkeys((*into.get("diagnoses", ()), *answers.diagnoses)))
        if answers.facts:
            into["facts"] = both(into.get("facts", {}), answers.facts)
    return replace(intake, request=request, left_out=tuple(left_out))


def _about(
    response: Resource, record: Record, orders: Sequence[str], engine: Engine, request: Mapping[str, Any]
) -> tuple[Form, dict[str, Any]] | str:
    """The form that a response answers and the service line that it is about; else why it says nothing."""
    if response.get("status") not in STATUSES:
        return f"its status is `{str(response.get('status'))[:40]}`"
    named = [one for one in _links(response) if one in orders]
    if not named and len(orders) > 1:
        return "it does not say which order it is about"
    at_line = orders.index(named[0]) if named else 0
    subject = first_at(response, "subject", "reference")
    order = record.find({"reference": orders[at_line]}, {})
    if not subject or order is None or unversioned(subject) not in patient_of(record, order):
        return _FOREIGN
    line = request["services"][at_line]
    for canonical in _canonicals(response):
        base, forms, _ = canonical.partition(_FORMS)
        found = (
            form_named(engine, base, canonical, read_day(line["date"])) if forms and "date" in line else None
        )
        if found is not None:
            return with_day(found[0]), line
    return "it answers no form of this library"


def _links(response: Resource) -> Iterator[str]:
    """The orders that a response says it is about."""
    for one in at(response, ("extension",)):
        if is_object(one) and one.get("url") == CONTEXT:
            reference = first_at(one, "valueReference", "reference")
            if isinstance(reference, str):
                yield unversioned(reference)


def _canonicals(response: Resource) -> Iterator[str]:
    """The questionnaire that a response names, or that the one it contains was derived from."""
    name = response.get("questionnaire")
    if not isinstance(name, str):
        return
    yield name
    for one in at(response, ("contained",)):
        derived = one.get("derivedFrom") if is_object(one) and f"#{one.get('id')}" == name else None
        yield from (each for each in (derived if is_list(derived) else ()) if isinstance(each, str))


def both(of_record: Mapping[str, Fact], of_form: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts of a record with those of a form. Values that differ stay beside each other; events are those
    of the form where it has any: whoever filled it in had the record's before them, so none counts twice."""
    out = dict(of_record)
    for name, fact in of_form.items():
        there = out.get(name)
        if there is None or fact.get("events"):
            out[name] = fact
        elif "events" not in fact:
            out[name] = _stated([there, fact])
    return out


def _stated(facts: Sequence[Fact]) -> Fact:
    """Several statements of one fact; the same value once, with all of its evidence."""
    out: list[dict[str, Any]] = []
    for one in (s for fact in facts for s in fact.get("statements", [fact])):
        same = next((s for s in out if _value(s) == _value(one)), None)
        if same is None:
            out.append(dict(one))
        else:
            same["from"] = [*same.get("from", ()), *(e for e in one.get("from", ()) if e not in same["from"])]
    return out[0] if len(out) == 1 else {"statements": out}


def _value(statement: Mapping[str, Any]) -> Any:
    return statement["value"], statement.get("unit")
