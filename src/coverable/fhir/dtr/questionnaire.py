"""A policy version as a Questionnaire (FHIR R4, SDC, the profiles of DTR): its form in FHIR's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from coverable.fhir.dtr.form import Form
from coverable.fhir.dtr.items import Item, group_of
from coverable.fhir.dtr.names import (
    ADAPTIVE_SEARCH,
    ALTERNATIVE,
    INITIAL,
    IS_ADAPTIVE,
    LAUNCH,
    LAUNCHES,
    LIBRARY,
    PATH,
    STANDARD,
    Family,
    ext,
    questionnaire_url,
)
from coverable.glossary.resources import ORDERS
from coverable.policy.describe import DISCLAIMER, NOT_ENDORSED


@dataclass(frozen=True, slots=True)
class Logic:
    """The CQL library that reads what a record already says, and its definition of each fact."""

    resource: Mapping[str, Any]
    """The Library: text/cql and application/elm+json."""
    expressions: Mapping[str, tuple[str, str]]
    """{fact: (CQL expression, the same as ELM in JSON)}."""

    @property
    def canonical(self) -> str:
        return f"{self.resource['url']}|{self.resource['version']}"


def canonical(form: Form, base: str, adaptive: bool = False) -> str:
    """The form's canonical address with its version: what CRD names and a response answers to."""
    return f"{questionnaire_url(base, form.name, adaptive)}|{form.version}"


def questionnaire(
    form: Form, base: str, family: Family = "2.2", logic: Logic | None = None
) -> dict[str, Any]:
    """The whole form: one item for each fact, asked while it can matter. `base`: address of the server."""
    items = [group_of(form, part, base) for part in form.parts]
    more = _launches()
    if logic is not None:
        more.append(ext(LIBRARY, valueCanonical=logic.canonical))
        items = populated(items, logic, family)
    return {**_head(form, base, STANDARD), "extension": more, **_body(form, base), "item": items}


def adaptive_search(form: Form, base: str, logic: Logic | None = None) -> dict[str, Any]:
    """The form without its questions, which the server asks one after the other (`$next-question`)."""
    more = [*_launches(), ext(IS_ADAPTIVE, valueUrl=f"{base}{PATH}")]
    if logic is not None:
        more.append(ext(LIBRARY, valueCanonical=logic.canonical))
    return {**_head(form, base, ADAPTIVE_SEARCH, True), "extension": more, **_body(form, base, True)}


def _head(form: Form, base: str, profile: str, adaptive: bool = False) -> dict[str, Any]:
    name = form.name + (".adaptive" if adaptive else "")
    texts = [f"<li>{escape(one.fact.ask)}</li>" for one in form.questions]
    said = f"<p>{escape(_title(form))}</p><p>{escape(_description(form))}</p><ul>{''.join(texts)}</ul>"
    return {
        "resourceType": "Questionnaire",
        "id": name[:64],
        "meta": {"profile": [profile]},
        "text": {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{said}</div>'},
    }


def _body(form: Form, base: str, adaptive: bool = False) -> dict[str, Any]:
    policy = form.policy
    signed = policy.signoff.encoding
    period = {"start": policy.first_day, "end": policy.last_day}
    effective = {name: day.isoformat() for name, day in period.items() if day}
    return {
        "url": questionnaire_url(base, form.name, adaptive),
        "version": form.version,
        "name": "".join(part.capitalize() for part in form.name.replace(".", "-").split("-")),
        "title": _title(form),
        "status": "active" if signed.status == "approved" else "draft",
        "subjectType": ["Patient"],
        "date": signed.on,
        "publisher": policy.file.publisher,
        "description": _description(form),
        **({"effectivePeriod": effective} if effective else {}),
    }


def _title(form: Form) -> str:
    file = form.policy.file
    service = f": {form.service.replace('-', ' ')}" if len(form.policy.services) > 1 else ""
    return f"{file.title} ({file.publisher} {file.number or ''}, version {file.version}){service}".replace(
        " ,", ","
    )


def _description(form: Form) -> str:
    """What the form is, and that leaving a question open is an answer."""
    endorsed = "" if form.policy.signoff.endorsed_by_publisher else f" {NOT_ENDORSED}"
    return f"Leave open what is not documented: it is never taken for a no. {DISCLAIMER}{endorsed}"


def _launches() -> list[dict[str, Any]]:
    """What a client brings along: the patient, and the order (which becomes a parameter of the CQL)."""
    return [
        _launch({"system": LAUNCHES, "code": "patient", "display": "Patient"}, ("Patient",), "The patient"),
        _launch({"code": "order", "display": "Order"}, ORDERS, "The order that the form is about"),
    ]


def _launch(name: dict[str, str], types: Iterable[str], says: str) -> dict[str, Any]:
    kinds = [ext("type", valueCode=kind) for kind in types]
    return {
        "url": LAUNCH,
        "extension": [ext("name", valueCoding=name), *kinds, ext("description", valueString=says)],
    }


def populated(groups: list[Item], logic: Logic, family: Family) -> list[Item]:
    """The questions with the definitions that read their answers out of the record."""
    return [{**group, "item": [_populated(one, logic, family) for one in group["item"]]} for group in groups]


def _populated(item: Item, logic: Logic, family: Family) -> Item:
    found = logic.expressions.get(item["linkId"])
    if found is None or item["type"] == "group":
        return item
    cql, elm = found
    alternative = {"language": "application/elm+json", "expression": elm}
    expression = {
        "extension": [ext(ALTERNATIVE[family], valueExpression=alternative)],
        "language": "text/cql",
        "expression": cql,
    }
    return {**item, "extension": [*item.get("extension", ()), ext(INITIAL, valueExpression=expression)]}
