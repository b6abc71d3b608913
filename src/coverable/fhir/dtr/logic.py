"""The Library that fills in a form: CQL and ELM of what a record says of each fact that the form asks.

It knows the order by DTR's launch context, and takes the date of service from it.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from coverable.base.canonical import digest
from coverable.fhir.cql.asked import diagnoses, facts_defined, with_sources
from coverable.fhir.cql.elm import elm_text
from coverable.fhir.cql.parts import ORDER, SERVICE_DATE, day, named
from coverable.fhir.cql.policy import about_policy, plain
from coverable.fhir.cql.terms import (
    Call,
    Case,
    Cast,
    Choice,
    Define,
    Function,
    If,
    Library,
    Literal,
    Made,
    Null,
    Op,
    Ref,
    Retrieve,
    Term,
    Type,
    coalesce,
    defined,
    is_null,
    within,
)
from coverable.fhir.cql.text import cql
from coverable.fhir.dtr.form import Form, slug
from coverable.fhir.dtr.names import PATH, choices_url
from coverable.fhir.dtr.questionnaire import Logic
from coverable.glossary.facts import Fact
from coverable.glossary.resources import ORDERS
from coverable.publish.columns import SERVICE_DATE as SERVICE_FACT

CONTEXT: Final = "order"
"""The launch context, and the parameter of CQL that it becomes."""
_PARAMETERS: Final[tuple[tuple[str, Type, str], ...]] = (
    (CONTEXT, Choice(tuple(f"FHIR.{kind}" for kind in ORDERS)), "the order that the form is about"),
)
_DAYS: Final = (
    ("DeviceRequest", "occurrenceDateTime"),
    ("DeviceRequest", "occurrencePeriod.start"),
    ("ServiceRequest", "occurrenceDateTime"),
    ("ServiceRequest", "occurrencePeriod.start"),
    ("MedicationRequest", "dispenseRequest.validityPeriod.start"),
)
"""Where an order says its date of service, as `fhir.orders` reads it; a Timing is left to that."""
_CODE, _QUANTITY = "System.Code", "System.Quantity"
_LIBRARY_TYPES: Final = "http://terminology.hl7.org/CodeSystem/library-type"
_RESOURCE_TYPES: Final = "http://hl7.org/fhir/resource-types"
_SAYS: Final = (
    "What the record says of each fact that the form asks, by the declarations of the glossary: Answer_FACT.",
    "Null is left open by the form: a record never says no by silence.",
)


@lru_cache(maxsize=128)
def logic_of(form: Form, base: str) -> Logic:
    """The library of a form, and the definition that answers each question that a record can answer."""
    library = library_of(form, base)
    names = [one.name for one in library.statements if one.name.startswith(_PREFIX)]
    expressions = {
        name.removeprefix(_PREFIX): (f'"{library.name}".{name}', json.dumps(reference(library, name)))
        for name in names
    }
    return Logic(_resource(form, base, library), expressions)


_PREFIX: Final = "Answer_"
"""Of the definition that answers a question; ids of facts have no capitals."""


def reference(library: Library, name: str) -> dict[str, str]:
    """A definition of the library as ELM names it from outside."""
    return {"type": "ExpressionRef", "name": name, "libraryName": library.name}


def library_of(form: Form, base: str) -> Library:
    """The terms of the library. Its version tells one text of it from another."""
    asked = {one.name: one.fact for one in form.questions if one.fact.type != "events"}
    if SERVICE_FACT in form.glossary.facts:  # adaptive forms ask for it
        asked.setdefault(SERVICE_FACT, form.glossary.facts[SERVICE_FACT])
    statements: list[Define | Function] = [
        Function("Whole Day", (("written", "Date"),), _whole_day()),
        Define(SERVICE_DATE, coalesce(list(_service_days()))),
        Define(ORDER, coalesce([named(_order(kind), kind) for kind in ORDERS])),
        *facts_defined(form.glossary, with_sources(form.glossary, asked)),
    ]
    told = {one.name for one in statements if not isinstance(one.term, Null)}
    codes = {one.name: one.codes.codes for one in form.questions if one.codes is not None}
    statements += [
        Define(f"{_PREFIX}{name}", diagnoses(codes[name]) if name in codes else _item(name, fact, base))
        for name, fact in asked.items()
        if name in told or name in codes
    ]
    name, says = f"Form_{plain(form.name)}", (*about_policy(form.policy)[:-1], *_SAYS)
    version = digest(cql(Library(name, "", _PARAMETERS, tuple(statements), says)))[:12]
    version = f"{slug(form.policy.version)[:40]}-{version}"
    return Library(name, version, _PARAMETERS, tuple(statements), says)


def _order(kind: str) -> Term:
    return Cast(Ref(CONTEXT, "given"), f"FHIR.{kind}")


def _whole_day() -> Term:
    written = Ref("written", "operand")
    return If(is_null(Op("Day", (written,))), Null("Date"), written)


def _service_days() -> Iterator[Term]:
    for kind, path in _DAYS:
        yield Call("Whole Day", (day(_order(kind), path),))


def _item(name: str, fact: Fact, base: str) -> Term:
    """The value of a fact as its item is answered."""
    value = defined(name)
    if fact.type == "choice":
        system = Literal(choices_url(base, name))
        codes = tuple(
            (
                Literal(code),
                Made((("code", Literal(code)), ("system", system), ("display", Literal(says))), _CODE),
            )
            for code, says in fact.choices.items()
        )
        return Case(codes, Null(_CODE), value)
    if fact.type == "quantity":
        measured = Made((("value", value), ("unit", Literal(str(fact.unit)))), _QUANTITY)
        return If(is_null(value), Null(_QUANTITY), measured)
    return value


def _resource(form: Form, base: str, library: Library) -> dict[str, Any]:
    """The Library: both notations, the launch context that it takes, and which resources it reads."""
    name = f"{form.name}.logic"
    signed = form.policy.signoff.encoding
    reads = {
        term.type for one in library.statements for term in within(one.term) if isinstance(term, Retrieve)
    }
    texts = {"text/cql": cql(library), "application/elm+json": elm_text(library)}
    return {
        "resourceType": "Library",
        "id": name[:64],
        "url": f"{base}{PATH}/Library/{name}",
        "version": library.version,
        "name": library.name,
        "title": f"What a record says for {form.policy.file.title}",
        "status": "active" if signed.status == "approved" else "draft",
        "type": {"coding": [{"system": _LIBRARY_TYPES, "code": "logic-library"}]},
        "subjectCodeableConcept": {"coding": [{"system": _RESOURCE_TYPES, "code": "Patient"}]},
        "date": signed.on,
        "publisher": form.policy.file.publisher,
        "description": " ".join(library.says[2:]),
        "parameter": [{"name": CONTEXT, "use": "in", "min": 0, "max": "1", "type": "Resource"}],
        "dataRequirement": [{"type": kind} for kind in sorted({"Patient", *reads})],
        "content": [
            {"contentType": kind, "data": b64encode(text.encode()).decode()} for kind, text in texts.items()
        ],
    }
