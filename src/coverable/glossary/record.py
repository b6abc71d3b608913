"""How a FHIR R4 / US Core record says a fact: what the glossary declares of it, as typed models.

`fhir.record` compiles these declarations into one pass over a Bundle; CQL and FHIRPath are written from the
same. docs/fhir.md explains each field; statuses and elements are in the table of `resources`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from coverable.base.dates import read_duration
from coverable.base.model import Model
from coverable.base.problem import did_you_mean
from coverable.base.shape import is_list
from coverable.glossary.resources import KINDS, ORDERS, VALUE, Holds, Kind

ResourceType = Literal[
    "AllergyIntolerance",
    "Condition",
    "Device",
    "DeviceRequest",
    "DeviceUseStatement",
    "DocumentReference",
    "Encounter",
    "MedicationAdministration",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "Procedure",
    "ServiceRequest",
    "order",
]
EvidenceKind = Literal["medical_record", "attestation", "supplier_document", "label", "claim"]


def _listed(given: Any) -> Any:
    return given if is_list(given) else [given]


def _length(text: str) -> str:
    read_duration(text)
    return text


Lists = Annotated[
    list[str],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"items": {"type": "string"}, "type": "array"}]}),
]
"""Names of code lists of the glossary; a single one may stand without brackets."""


class Concluded(Model):
    """What a resource that was found says. Without any of these fields: yes."""

    is_: bool | str | None = Field(None, alias="is")
    """This value, by being there."""
    of: str | None = None
    """The element that holds it (`value` is Observation.value[x]), or that `choices` are looked for in."""
    choices: dict[str, Lists] = {}
    """{value: code lists}: the value whose list holds a code of the element `of` (default: the code)."""

    @model_validator(mode="after")
    def _one(self) -> Concluded:
        if self.is_ is not None and (self.of or self.choices):
            raise ValueError("a value is given by `is`, or by `of` and `choices`, not by both")
        return self

    def lists(self) -> Iterator[str]:
        """Names of the code lists that it uses."""
        for names in self.choices.values():
            yield from names


class Declared(Concluded):
    """One way in which a record says a fact."""

    resource: ResourceType
    """A resource type, or `order`: the order that is asked about, of whichever type it is."""
    codes: Lists = []
    """What the resource is about: one of its codes is in one of these lists."""
    component: Lists = []
    """Of an Observation: the value is that of the component with such a code."""
    reason: Lists = []
    """Counts only where the reason that the resource gives, or points to, has such a code."""
    says_no: bool = False
    """The negative of it (refuted, not done, not taken, a value of false) says no; else it says nothing."""
    past: bool = False
    """A condition that is over counts as well."""
    within: Annotated[str, AfterValidator(_length)] | None = None
    """Counts only where its date surely lies so far before the date of service, or on it."""
    pick: Literal["all", "latest"] = "all"
    """latest: of those with a date, those than which none is surely later."""
    events: dict[str, Concluded] = {}
    """Of a fact of events: each resource is one event with these attributes."""
    evidence: EvidenceKind = "medical_record"

    @model_validator(mode="after")
    def _whole(self) -> Declared:
        kinds = kinds_of(self.resource)
        about = self.codes or (self.choices and not self.of)
        if self.resource == "order":
            if self.within or self.pick != "all" or self.says_no or self.past:
                raise ValueError("the order that is asked about has no past, no window and no negative")
        elif not about:
            raise ValueError(f"a {self.resource} needs `codes`: which of them says it")
        if self.component and self.resource != "Observation":
            raise ValueError("only an Observation has components")
        if self.reason and not all(k.reasons for k in kinds.values()):
            raise ValueError(f"a {self.resource} gives no reasonCode")
        if self.past and not all(k.past for k in kinds.values()):
            raise ValueError(f"a {self.resource} has no clinical status, so `past` changes nothing")
        if (self.within or self.pick == "latest") and not all(k.dates for k in kinds.values()):
            raise ValueError(f"a {self.resource} has no date that could be looked at")
        for one in (self, *self.events.values()):
            if one.of:
                holds(self.resource, one.of)
        return self

    def lists(self) -> Iterator[str]:
        yield from super().lists()
        yield from (*self.codes, *self.component, *self.reason)
        for one in self.events.values():
            yield from one.lists()


def kinds_of(resource: str) -> dict[str, Kind]:
    """The resource types that a declaration is about, by name."""
    return {name: KINDS[name] for name in (ORDERS if resource == "order" else (resource,))}


def holds(resource: str, element: str) -> Holds | Literal["value", "reason"]:
    """What an element of the resource type holds. ValueError when declarations cannot use it."""
    kinds = kinds_of(resource)
    if element == VALUE and resource == "Observation":
        return "value"
    if element == "code":
        return "concept"
    if element == "reason" and all(kind.reasons for kind in kinds.values()):
        return "reason"
    for kind in kinds.values():
        if element in kind.elements:
            return kind.elements[element]
    known = {e for kind in kinds.values() for e in kind.elements} | {"code"}
    known |= {VALUE} if resource == "Observation" else set[str]()
    known |= {"reason"} if all(kind.reasons for kind in kinds.values()) else set[str]()
    raise ValueError(f"{resource} has no element `{element}` here; {did_you_mean(element, known)}")


def check_value(
    one: Concluded, resource: str, type: str, choices: Mapping[str, str], of_event: bool = False
) -> None:
    """ValueError where what is declared cannot give a value of this type."""
    possible = {"yes": 0, "no": 0} if type == "yes_no" else choices
    for value in one.choices:
        if value not in possible:
            raise ValueError(f"`{value}` is no value of it; {did_you_mean(value, possible)}")
    held = holds(resource, one.of) if one.of else "concept"
    if one.choices:
        if held not in ("concept", "value", "reason"):
            raise ValueError(f"`{one.of}` has no codes to look for")
        return
    if one.is_ is not None or not one.of:
        if type == "yes_no" and (isinstance(one.is_, bool) or (one.is_ is None and not of_event)):
            return
        if type == "choice" and one.is_ in choices:
            return
        raise ValueError(f"a {type} needs `of`, `choices`, or `is` with one of its values")
    fits: dict[str, tuple[str, ...]] = {
        "yes_no": ("value",), "number": ("value",), "quantity": ("value",), "date": ("value", "date"),
        "text": ("value", "text", "concept"),
    }  # fmt: skip
    if held not in fits.get(type, ()):
        raise ValueError(f"`{one.of}` cannot give a {type}")
