"""Facts as a draft QuestionnaireResponse: what the record already says, left open where it says nothing.

Only what the record states once and as evidence of the medical record is filled in; what is contradictory,
partly known, or said by somebody is for the clinician. Every answer says that no person gave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from coverable.base.dates import Span
from coverable.fhir.dtr.form import Form, Question
from coverable.fhir.dtr.items import EVENT, Item, unit_coding
from coverable.fhir.dtr.names import (
    CONTEXT,
    COVERAGE,
    CRD_CODES,
    DERIVED,
    ICD10,
    INTENDED_USE,
    ORIGIN,
    RESPONSE,
    VERSION,
    Family,
    choices_url,
    ext,
)
from coverable.fhir.dtr.questionnaire import canonical
from coverable.glossary.derive import derive
from coverable.glossary.facts import Attribute, Fact
from coverable.glossary.values import Stated, read_facts

Piece = Mapping[str, str]


def draft(
    form: Form,
    base: str,
    family: Family,
    *,
    subject: str | None,
    coverage: str | None,
    orders: Iterable[str] = (),
    facts: Mapping[str, Any] | None = None,
    diagnoses: Iterable[str] = (),
    day: date | None = None,
    now: str,
) -> dict[str, Any]:
    """The response in progress. `facts` as a request gives them (`reader.facts`), with their evidence;
    `subject`, `coverage`, `orders` are references of the client's server; `now` is an instant."""
    links = [ext(CONTEXT, valueReference={"reference": order}) for order in orders]
    if coverage is not None:
        url = CONTEXT if family == "2.0.1" else COVERAGE
        links.append(ext(url, valueReference={"reference": coverage}))
    use = {"coding": [{"system": CRD_CODES, "code": "withpa"}]}
    known = _known(form, facts or {}, day)
    name = canonical(form, base)
    rests_on = "|".join((name, subject or "", coverage or "", *(str(one) for one in links), now))
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(uuid5(NAMESPACE_URL, rests_on)),
        "meta": {"profile": [f"{RESPONSE}|{VERSION[family]}"]},
        "extension": [*links, ext(INTENDED_USE, valueCodeableConcept=use)],
        "questionnaire": name,
        "status": "in-progress",
        **({"subject": {"reference": subject}} if subject else {}),
        "authored": now,
        "item": [
            _group(
                part.name,
                part.title,
                [i for q in part.questions for i in _item(q, known, diagnoses, base, family)],
            )
            for part in form.parts
        ],
    }


def _group(link: str, text: str, items: list[Item]) -> Item:
    return {"linkId": link, "text": text, **({"item": items} if items else {})}


def _known(form: Form, facts: Mapping[str, Any], day: date | None) -> dict[str, Stated]:
    """Everything that is stated, and what follows from it."""
    return derive(read_facts(facts, form.glossary, "$.facts"), form.glossary, {}, day)


def _item(
    one: Question, known: Mapping[str, Stated], diagnoses: Iterable[str], base: str, family: Family
) -> Iterator[Item]:
    """The question with its answer, if the record says it."""
    if one.fact.type == "codes":
        found = [
            {**_auto(family), "valueCoding": {"system": ICD10, "code": d.partition(":")[2] or d}}
            for d in diagnoses
        ]
        if found:
            yield {"linkId": one.name, "text": one.fact.ask, "answer": found}
        return
    stated = known.get(one.name)
    if stated is None:
        return
    if one.fact.type == "events":
        events = [_event(one, event, base, family) for event in stated.events]
        items = [event for event in events if event]
        if items:
            yield {"linkId": one.name, "text": one.fact.ask, "item": items}
        return
    if len(stated.statements) != 1:
        return
    statement = stated.statements[0]
    evidence = list(statement.evidence)
    if statement.derived is not None:
        evidence = _of_source(known.get(statement.derived))
    value = _value(one.name, one.fact, statement.value, base)
    if value is not None and evidence and all(e["kind"] == "medical_record" for e in evidence):
        yield {"linkId": one.name, "text": one.fact.ask, "answer": [{**_auto(family, evidence), **value}]}


def _event(one: Question, event: Mapping[str, Any], base: str, family: Family) -> Item | None:
    evidence = event.get("from") or ()
    if not evidence or any(e["kind"] != "medical_record" for e in evidence):
        return None
    items: list[Item] = []
    for name, kind in one.attributes.items():
        value = _value(f"{one.name}.{name}", kind, event[name], base) if name in event else None
        if value is not None:
            text = name.replace("_", " ").capitalize()
            items.append(
                {
                    "linkId": f"{one.name}.{name}",
                    "text": text,
                    "answer": [{**_auto(family, evidence), **value}],
                }
            )
    return _group(f"{one.name}.{EVENT}", one.fact.label, items) if items else None


def _of_source(source: Stated | None) -> list[Piece]:
    """The evidence of what a fact was concluded from."""
    if source is None:
        return []
    return [e for event in source.events for e in event.get("from", ())] + [
        e for s in source.statements for e in s.evidence
    ]


def _value(link: str, kind: Fact | Attribute, value: Any, base: str) -> dict[str, Any] | None:
    """value[x] of an answer; None for what is known only in part, such as a range of ages."""
    match kind.type, value:
        case "yes_no", bool():
            return {"valueBoolean": value}
        case "choice", str():
            coding = {"system": choices_url(base, link), "code": value, "display": kind.choices[value]}
            return {"valueCoding": coding}
        case "number", Decimal():
            return {"valueDecimal": value}
        case "quantity", Decimal():
            unit = unit_coding(kind.unit)
            return {
                "valueQuantity": {
                    "value": value,
                    "unit": unit["display"] or unit["code"],
                    "system": unit["system"],
                    "code": unit["code"],
                }
            }
        case "date", Span():
            return {"valueDate": str(value)}
        case "text" | "code", str():
            return {"valueString": value}
        case _:
            return None


def _auto(family: Family, evidence: Iterable[Piece] = ()) -> dict[str, Any]:
    """No person gave the answer: the server read it, from these resources."""
    source = "auto" if family == "2.0.1" else "auto-server"
    origin = {"url": ORIGIN, "extension": [ext("source", valueCode=source)]}
    derived = [
        {
            "url": DERIVED,
            "extension": [
                ext("reference", valueReference=_reference(piece["source"])),
                *([ext("path", valueString=piece["place"])] if "place" in piece else ()),
            ],
        }
        for piece in {(p.get("source"), p.get("place")): p for p in evidence}.values()
        if "source" in piece
    ]
    return {"extension": [origin, *derived]}


def _reference(source: str) -> dict[str, str]:
    """The resource that evidence names, as a reference of the client's server where it is one."""
    kind, slash, id = source.partition("/")
    return {"reference" if slash and kind.isalpha() and id else "display": source}
