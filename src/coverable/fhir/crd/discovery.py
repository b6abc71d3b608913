"""What `GET /cds-services` says: one service for each hook, its prefetch, versions and configuration options.

Prefetch expressions are those of the guide (HL7 davinci-crd 2.2.1, input/resources/CRDServices.json, CC0; for
2.0 those of Inferno's example); to them come searches for the resource types of which facts are declared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from coverable.fhir.crd.call import HOOKS
from coverable.fhir.crd.versions import FAMILIES, Family
from coverable.fhir.orders import ORDER_TYPES
from coverable.fhir.payer import Payer
from coverable.glossary.facts import Glossary
from coverable.glossary.record import kinds_of

COVERAGE: Final = "Coverage?patient={{context.patientId}}&status=active"
PRIMARY: Final = ("order-sign", "order-dispatch", "appointment-book")
TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "appointment-book": (
        "Coverage of an appointment",
        "What the plan asks before the services that are booked.",
    ),
    "encounter-discharge": (
        "Coverage at discharge",
        "What the plan asks of services at the end of an encounter.",
    ),
    "encounter-start": (
        "Coverage at admission",
        "What the plan asks of services at the start of an encounter.",
    ),
    "order-dispatch": (
        "Coverage of an order and its performer",
        "What the plan asks of an order that is sent out.",
    ),
    "order-select": ("Coverage of a selected order", "What the plan asks of an order that is being written."),
    "order-sign": ("Coverage of an order", "What the plan asks of orders before they are signed, and why."),
}
OPTIONS: Final = (
    ("coverage-info", "boolean", "Coverage information",
     "Whether an order is covered, needs prior authorization or documentation, and the form for it", True),
    ("guideline", "boolean", "Criteria still open",
     "A card with the criteria that are not documented yet, each with its place in the policy", True),
    ("claim", "boolean", "What to enclose",
     "A card with the documents that go with a request", True),
    ("max-cards", "integer", "Most cards", "How many cards are given at most", 10),
)  # fmt: skip


def discovery(payer: Payer, family: Family) -> dict[str, Any]:
    """The body of discovery for one family."""
    return {"services": [_service(payer, family, hook) for hook in HOOKS]}


def service_id(hook: str) -> str:
    """The id of the service of a hook."""
    return f"{hook}-crd"


def declared(glossary: Glossary) -> tuple[str, ...]:
    """Resource types that facts are declared to be in, beside orders and devices of the order itself."""
    kinds = {
        kind for fact in glossary.facts.values() for one in fact.record for kind in kinds_of(one.resource)
    }
    return tuple(sorted(kinds - (set(ORDER_TYPES) - {"MedicationRequest"})))


def clinical(kind: str) -> str:
    """The search for what a record holds of one type."""
    return f"{kind}?patient={{{{context.patientId}}}}"


def _service(payer: Payer, family: Family, hook: str) -> dict[str, Any]:
    title, says = TITLES[hook]
    prefetch: dict[str, str] = dict(_guide()[family.name][hook])
    prefetch |= {f"record{kind}": clinical(kind) for kind in declared(payer.engine.library.glossary)}
    names = ("code", "type", "name", "description", "default")
    extension: dict[str, Any] = {}
    if family.current:
        extension["davinci-crd.version"] = [one.name for one in FAMILIES]
    extension["davinci-crd.configuration-options"] = [
        dict(zip(names, option, strict=True)) for option in OPTIONS
    ]
    if payer.open:
        # shown to whoever configures an EHR: nobody is asked who they are
        extension["coverable.open-mode"] = True
    return {
        "hook": hook,
        "id": service_id(hook),
        "title": title,
        "description": says,
        "prefetch": prefetch,
        "extension": extension,
    }


@lru_cache(maxsize=1)
def _guide() -> dict[str, dict[str, dict[str, str]]]:
    text = (resources.files("coverable.fhir.crd") / "data" / "prefetch.json").read_text(encoding="utf-8")
    return json.loads(text)
