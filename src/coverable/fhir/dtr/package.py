"""A package: everything that a client needs to show one form, as DTR says (Bundle of type collection)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from coverable.fhir.dtr.draft import draft
from coverable.fhir.dtr.form import Form
from coverable.fhir.dtr.names import ADAPTIVE, PACKAGE, PATH, RESPONSE_ADAPT, VERSION, Family
from coverable.fhir.dtr.questionnaire import Logic, adaptive_search, questionnaire
from coverable.fhir.dtr.valuesets import MOST, expanded, valuesets


@dataclass(frozen=True, slots=True)
class For:
    """Whom and what a package is for: references of the client's server, and what the orders say."""

    subject: str | None = None
    coverage: str | None = None
    orders: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    diagnoses: tuple[str, ...] = ()
    day: date | None = None
    """The date of service."""
    said: tuple[Mapping[str, Any], ...] = ()
    """coverage-information of the time of ordering, which an adaptive response carries."""


def package(
    form: Form,
    base: str,
    family: Family,
    whose: For,
    now: str,
    logic: Logic | None = None,
    adaptive: bool = False,
) -> dict[str, Any]:
    """The Bundle: Questionnaire first, then its draft response, the library that fills it in, its value sets
    (expanded where they are small). `now` is an instant; value sets are expanded for its day."""
    today = date.fromisoformat(now[:10])
    first = adaptive_search(form, base, logic) if adaptive else questionnaire(form, base, family, logic)
    resources = [first]
    if family == "2.2" or (whose.orders and whose.coverage):  # 2.0.1 asks for an order and a coverage
        response = drafted(form, base, family, whose, now)
        resources.append(begun(response, first, whose.said) if adaptive else response)
    if logic is not None:
        resources.append(dict(logic.resource))
    for one in valuesets(form, base, today):
        small = len(one["compose"]["include"][0]["concept"]) < MOST
        resources.append(expanded(one, now) if small else one)
    return {
        "resourceType": "Bundle",
        "meta": {"profile": [f"{PACKAGE}|{VERSION[family]}"]},
        "type": "collection",
        "timestamp": now,
        "entry": [{"fullUrl": _full_url(one, base), "resource": one} for one in resources],
    }


def drafted(form: Form, base: str, family: Family, whose: For, now: str) -> dict[str, Any]:
    """The response that the clinician goes on with."""
    return draft(
        form,
        base,
        family,
        subject=whose.subject,
        coverage=whose.coverage,
        orders=whose.orders,
        facts=whose.facts,
        diagnoses=whose.diagnoses,
        day=whose.day,
        now=now,
    )


def begun(
    response: Mapping[str, Any], search: Mapping[str, Any], said: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """An adaptive response before its first question: it contains the Questionnaire, still without items."""
    contained = {
        **search,
        "id": "form",
        "meta": {"profile": [ADAPTIVE]},
        "derivedFrom": [f"{search['url']}|{search['version']}"],
    }
    del contained["url"]  # a canonical names the form itself, not what one response holds of it
    kept = {name: value for name, value in response.items() if name != "item"}
    return {
        **kept,
        "meta": {"profile": [RESPONSE_ADAPT]},
        "contained": [contained],
        "extension": [*response["extension"], *said],
        "questionnaire": "#form",
    }


def _full_url(resource: Mapping[str, Any], base: str) -> str:
    if resource["resourceType"] == "QuestionnaireResponse":
        return f"urn:uuid:{resource['id']}"
    return f"{base}{PATH}/{resource['resourceType']}/{resource['id']}"


def parameters(
    family: Family, bundles: Iterable[dict[str, Any]], outcome: dict[str, Any] | None
) -> dict[str, Any]:
    """The answer of $questionnaire-package, with the names of the version that is spoken."""
    old = family == "2.0.1"
    out = [{"name": "PackageBundle" if old else "packagebundle", "resource": one} for one in bundles]
    if outcome is not None:
        out.append({"name": "operationOutcome" if old else "outcome", "resource": outcome})
    return {"resourceType": "Parameters", "parameter": out}
