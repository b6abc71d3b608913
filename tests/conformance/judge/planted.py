"""Errors that the judge must catch. Each changes one resource of the right kind in place, and tells whether it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Resource = dict[str, Any]


def inside(resource: Resource, kind: str) -> Iterator[Resource]:
    """Every resource of a kind: the one that was answered, and those in Parameters and Bundles."""
    if resource.get("resourceType") == kind:
        yield resource
    for one in (*resource.get("parameter", ()), *resource.get("entry", ())):
        if isinstance(one, dict) and "resource" in one:
            yield from inside(one["resource"], kind)


def in_first(kind: str, change: Callable[[Resource], Any]) -> Callable[[Resource], bool]:
    """The change made to the first resource of a kind where it can be made."""

    def made(resource: Resource) -> bool:
        for one in inside(resource, kind):
            try:
                change(one)
            except (KeyError, IndexError, StopIteration):
                continue
            return True
        return False

    return made


def _set(*path: Any, to: Any) -> Callable[[Resource], None]:
    def change(one: Any) -> None:
        for key in path[:-1]:
            one = one[key]
        one[path[-1]]  # only what is there can be spoilt
        one[path[-1]] = to

    return change


def _without(name: str) -> Callable[[Resource], Any]:
    return lambda one: one.pop(name) if name in one else one[name]


def _add(name: str, value: Any) -> Callable[[Resource], None]:
    return lambda one: one.__setitem__(name, value)


def _standard(change: Callable[[Resource], Any]) -> Callable[[Resource], Any]:
    """Only to a Questionnaire that says it keeps the profile of DTR."""

    def only(one: Resource) -> None:
        if not one["meta"]["profile"][0].endswith("dtr-std-questionnaire"):
            raise KeyError
        change(one)

    return only


def _old(change: Callable[[Resource], Any]) -> Callable[[Resource], Any]:
    """Only to what says that it keeps a profile of DTR 2.0.1."""

    def only(one: Resource) -> None:
        if not one["meta"]["profile"][0].endswith("|2.0.1"):
            raise KeyError
        change(one)

    return only


def _first_answer(one: Resource) -> Resource:
    return next(i["answer"][0] for g in one["item"] for i in g.get("item", ()) if "answer" in i)


INFORMATION = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information"


def _information(change: Callable[[list[Any]], Any]) -> Callable[[Resource], bool]:
    """A change to the parts of the first coverage-information of an order."""

    def made(resource: Resource) -> bool:
        if resource["resourceType"] not in ("DeviceRequest", "ServiceRequest"):
            return False
        for one in resource.get("extension", ()):
            if one["url"] == INFORMATION:
                change(one["extension"])
                return True
        return False

    return made


def _no(name: str) -> Callable[[list[Any]], None]:
    def change(parts: list[Any]) -> None:
        parts[:] = [part for part in parts if part["url"] != name]

    return change


FORM, RESPONSE = "Questionnaire", "QuestionnaireResponse"
PLANTED: list[tuple[str, Callable[[Resource], bool]]] = [
    ("a status that does not exist", in_first(FORM, _set("status", to="ready"))),
    ("an element that does not exist", in_first(FORM, _add("criteria", "x"))),
    ("a form without a status", in_first(FORM, _without("status"))),
    ("a form without a narrative", in_first(FORM, _standard(_without("text")))),
    ("a form about a device", in_first(FORM, _standard(_set("subjectType", to=["Device"])))),
    ("two items with one link", in_first(FORM, _standard(_set("item", 0, "item", 0, "linkId", to="part-1")))),
    ("an item without a type", in_first(FORM, _standard(_set("item", 0, "item", 0, to={"linkId": "x", "text": "x"})))),
    ("a condition on a question that is not there", in_first(FORM, _standard(_set("item", 1, "enableWhen", 0, "question", to="nothing")))),
    ("a date that does not exist", in_first(FORM, _set("date", to="2026-13-40"))),
    ("a value of the wrong type", in_first(FORM, _standard(_set("item", 0, "item", 0, "text", to=3)))),
    ("a response without a status", in_first(RESPONSE, _without("status"))),
    ("a response with one context too few", in_first(RESPONSE, _old(lambda one: one["extension"].pop(0)))),
    ("an answer that does not say who gave it", in_first(RESPONSE, _old(lambda one: _first_answer(one)["extension"][0].pop("extension")))),
    ("a manual answer without its author", in_first(RESPONSE, _old(lambda one: _first_answer(one)["extension"][0]["extension"][0].update(valueCode="manual")))),
    ("an answer of another type than its question", in_first(RESPONSE, _old(lambda one: (_first_answer(one).pop("valueCoding"), _first_answer(one).update(valueBoolean=True))))),
    ("an answer to no question", in_first(RESPONSE, _old(_set("item", 0, "linkId", to="part-99")))),
    ("a bundle that begins with something else", in_first("Bundle", _old(lambda one: one["entry"].reverse()))),
    ("a bundle of another type", in_first("Bundle", _old(_set("type", to="searchset")))),
    ("an outcome without an issue", in_first("OperationOutcome", _without("issue"))),
    ("an outcome of no severity", in_first("OperationOutcome", lambda one: one["issue"][0].pop("severity"))),
    ("a statement without its kind", in_first("CapabilityStatement", _without("kind"))),
    ("an expansion without its time", in_first("ValueSet", lambda one: one["expansion"].pop("timestamp"))),
    ("a library without its kind", in_first("Library", _without("type"))),
    ("a library whose content is no base64", in_first("Library", _set("content", 0, "data", to="%%%"))),
    ("a library that needs what is no resource", in_first("Library", _set("dataRequirement", 0, "type", to="Thing"))),
    ("coverage-information of no coverage", _information(_no("coverage"))),
    ("coverage-information without its date", _information(_no("date"))),
    ("coverage-information without its id", _information(_no("coverage-assertion-id"))),
    ("a part of coverage-information that does not exist", _information(lambda parts: parts.append({"url": "denied", "valueBoolean": True}))),
    ("two answers to whether it is covered", _information(lambda parts: parts.append({"url": "covered", "valueCode": "covered"}))),
]  # fmt: skip
"""(what was planted, how)."""
