"""Terms as ELM (r1) in JSON: what the reference translator makes of our CQL, without it.

`make conformance-cql` compares both, node by node. Notes of the translator (annotations, places in the text,
signatures, empty lists) are left out: none of them has a meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, Final

from coverable.fhir.cql.terms import (
    Call,
    Case,
    Cast,
    Choice,
    Define,
    Function,
    If,
    Length,
    Library,
    Listed,
    Literal,
    Made,
    Many,
    Null,
    Op,
    Property,
    Query,
    Ref,
    Retrieve,
    Term,
    Type,
)
from coverable.fhir.cql.text import decimal

Elm = dict[str, Any]

_SYSTEM: Final = "urn:hl7-org:elm-types:r1"
_FHIR: Final = "http://hl7.org/fhir"
_REFS: Final = {
    "alias": "AliasRef", "let": "QueryLetRef", "operand": "OperandRef", "definition": "ExpressionRef",
    "given": "ParameterRef",
}  # fmt: skip
_ONE: Final = frozenset(
    ["Not", "IsNull", "IsTrue", "IsFalse", "Exists", "Lower", "ToDecimal", "DateFrom", "Flatten", "Distinct"]
)
"""Operators whose operand is no list."""
_OF_LISTS: Final = frozenset(["First", "Count"])
_PARTS: Final = frozenset(["Year", "Month", "Day"])
_LEFT: Final = frozenset(["And", "Or", "Add", "Subtract"])
"""Operators of two, written here with any number: from left to right."""


def elm(library: Library) -> Elm:
    """The library as an object of ELM's JSON."""
    given = frozenset(name for name, _, _ in library.parameters)
    return {
        "library": {
            "identifier": {"id": library.name, "version": library.version},
            "schemaIdentifier": {"id": "urn:hl7-org:elm", "version": "r1"},
            "usings": {
                "def": [
                    {"localIdentifier": "System", "uri": _SYSTEM},
                    {"localIdentifier": "FHIR", "uri": _FHIR, "version": "4.0.1"},
                ]
            },
            "parameters": {
                "def": [
                    {"name": name, "accessLevel": "Public", "parameterTypeSpecifier": _specifier(kind)}
                    for name, kind, _ in library.parameters
                ]
            },
            "contexts": {"def": [{"name": "Patient"}]},
            "statements": {"def": [_PATIENT, *(_statement(one, given) for one in library.statements)]},
        }
    }


def elm_text(library: Library) -> str:
    """The library as JSON text, without spaces."""
    return json.dumps(elm(library), separators=(",", ":"), ensure_ascii=False)


_PATIENT: Final = {
    "name": "Patient",
    "context": "Patient",
    "expression": {
        "type": "SingletonFrom",
        "operand": {
            "type": "Retrieve",
            "dataType": f"{{{_FHIR}}}Patient",
            "templateId": f"{_FHIR}/StructureDefinition/Patient",
        },
    },
}
"""What `context Patient` stands for."""


def _statement(one: Define | Function, given: frozenset[str]) -> Elm:
    out: Elm = {"name": one.name, "context": "Patient", "accessLevel": "Public"}
    if isinstance(one, Function):
        out = {"type": "FunctionDef", **out}
        out["operand"] = [
            {"name": name, "operandTypeSpecifier": _specifier(kind)} for name, kind in one.operands
        ]
    return {**out, "expression": _expression(one.term, given)}


def _specifier(kind: Type) -> Elm:
    match kind:
        case Many():
            return {"type": "ListTypeSpecifier", "elementType": _specifier(kind.of)}
        case Choice():
            return {"type": "ChoiceTypeSpecifier", "choice": [_specifier(one) for one in kind.types]}
        case _:
            return {"type": "NamedTypeSpecifier", "name": _named(kind)}


def _named(kind: str) -> str:
    """A type by its model: `FHIR.Quantity`, else one of CQL's own."""
    model, dot, bare = kind.partition(".")
    return f"{{{_FHIR}}}{bare}" if dot and model == "FHIR" else f"{{{_SYSTEM}}}{bare if dot else kind}"


def _expression(term: Term, given: frozenset[str]) -> Elm:
    """One term as a node; `given`: names of the parameters."""
    match term:
        case Literal():
            return _literal(term.value)
        case Null():
            return _as({"type": "Null"}, term.type)
        case Length():
            return {"type": "Quantity", "value": term.number, "unit": term.unit}
        case Ref():
            known = term.kind != "given" or term.name in given
            return {"type": _REFS[term.kind] if known else "ExpressionRef", "name": term.name}
        case Property():
            if isinstance(term.of, Ref) and term.of.kind == "alias":
                return {"type": "Property", "path": term.path, "scope": term.of.name}
            return {"type": "Property", "path": term.path, "source": _expression(term.of, given)}
        case Cast():
            return _as(_expression(term.of, given), term.type)
        case Op():
            return _operator(term, given)
        case Call():
            return {"type": "FunctionRef", "name": term.function, "operand": _all(term.arguments, given)}
        case If():
            condition, then, other = _all((term.condition, term.then, term.otherwise), given)
            return {"type": "If", "condition": condition, "then": then, "else": other}
        case Case():
            of = {} if term.comparand is None else {"comparand": _expression(term.comparand, given)}
            items = [
                {"when": _expression(when, given), "then": _expression(then, given)}
                for when, then in term.whens
            ]
            return {"type": "Case", **of, "caseItem": items, "else": _expression(term.otherwise, given)}
        case Listed():
            return {"type": "List", "element": _all(term.elements, given)}
        case Made():
            kind = {"type": "Instance", "classType": _named(term.type)} if term.type else {"type": "Tuple"}
            return {
                **kind,
                "element": [{"name": n, "value": _expression(one, given)} for n, one in term.elements],
            }
        case Retrieve():
            template = f"{_FHIR}/StructureDefinition/{term.type}"
            return {"type": "Retrieve", "dataType": f"{{{_FHIR}}}{term.type}", "templateId": template}
        case Query():
            return _query(term, given)


def _all(terms: Iterable[Term], given: frozenset[str]) -> list[Elm]:
    return [_expression(one, given) for one in terms]


def _as(node: Elm, kind: str) -> Elm:
    return {"type": "As", "strict": False, "operand": node, "asTypeSpecifier": _specifier(kind)}


def _literal(value: str | bool | int | Decimal | date) -> Elm:
    match value:
        case date():
            parts = {"year": value.year, "month": value.month, "day": value.day}
            return {"type": "Date", **{part: _literal(number) for part, number in parts.items()}}
        case bool():
            kind, written = "Boolean", str(value).lower()
        case str():
            kind, written = "String", value
        case Decimal() if value < 0:
            return {"type": "Negate", "operand": _literal(-value)}
        case Decimal():
            kind, written = "Decimal", decimal(value)
        case _:
            kind, written = "Integer", str(value)
    return {"type": "Literal", "valueType": f"{{{_SYSTEM}}}{kind}", "value": written}


def _operator(term: Op, given: frozenset[str]) -> Elm:
    name, operands = term.name, _all(term.operands, given)
    if name in _LEFT:
        return reduce(lambda left, right: {"type": name, "operand": [left, right]}, operands)
    if name in _ONE:
        return {"type": name, "operand": operands[0]}
    if name in _OF_LISTS:
        return {"type": name, "source": operands[0]}
    if name in _PARTS:
        return {"type": "DateTimeComponentFrom", "precision": name, "operand": operands[0]}
    if name == "Date":
        return {"type": "Date", **dict(zip(("year", "month", "day"), operands, strict=True))}
    if name == "AgeInYearsAt":
        born = {"type": "Property", "path": "birthDate.value", "source": _REF_PATIENT}
        return {"type": "CalculateAgeAt", "precision": "Year", "operand": [born, *operands]}
    return {"type": name, "operand": operands}


_REF_PATIENT: Final = {"type": "ExpressionRef", "name": "Patient"}


def _query(term: Query, given: frozenset[str]) -> Elm:
    out: Elm = {
        "type": "Query",
        "source": [{"alias": term.alias, "expression": _expression(term.source, given)}],
    }
    if term.let:
        out["let"] = [{"identifier": term.let[0], "expression": _expression(term.let[1], given)}]
    if term.where is not None:
        out["where"] = _expression(term.where, given)
    if term.returns is not None:
        every = {} if term.unlike else {"distinct": False}
        out["return"] = {**every, "expression": _expression(term.returns, given)}
    return out
