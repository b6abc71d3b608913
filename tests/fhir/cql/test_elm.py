"""ELM without its judge: every node is one that ELM has, and names only what was named before it.

That it is the translator's, node by node, is told by `make conformance-cql`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from coverable.determination.engine import Engine
from coverable.fhir.cql.elm import elm, elm_text
from coverable.fhir.cql.facts import facts_library
from coverable.fhir.cql.policy import policy_library
from coverable.fhir.cql.terms import Define, Library, Literal, Op, defined
from coverable.fhir.cql.text import cql
from coverable.fhir.dtr.form import forms_of
from coverable.fhir.dtr.logic import library_of
from fhir.every import every

GOLDEN = Path(__file__).with_name("bmis.elm.json")
NODES = {
    "Add", "AliasRef", "And", "As", "CalculateAgeAt", "Case", "ChoiceTypeSpecifier", "Coalesce", "Concatenate",
    "Count", "Date", "DateFrom", "DateTimeComponentFrom", "Distinct", "Equal", "Exists", "ExpressionRef", "First",
    "Flatten", "FunctionDef", "FunctionRef", "Greater", "GreaterOrEqual", "If", "In", "Instance", "IsFalse",
    "IsNull", "IsTrue", "Less", "LessOrEqual", "List", "ListTypeSpecifier", "Literal", "Lower", "Multiply",
    "NamedTypeSpecifier", "Negate", "Not", "Null", "OperandRef", "Or", "ParameterRef", "Property", "Quantity",
    "Query", "QueryLetRef", "ReplaceMatches", "Retrieve", "SingletonFrom", "StartsWith", "Subtract", "ToDecimal",
    "Tuple",
}  # fmt: skip


def faults(library: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a library of ELM: nodes that there are not, names that nothing before them has."""
    parts = library["library"]
    given = {one["name"] for one in parts["parameters"]["def"]}
    named: dict[str, set[str]] = {"ExpressionRef": set(), "FunctionRef": set(), "ParameterRef": given}
    for one in parts["statements"]["def"]:
        operands = {each["name"] for each in one.get("operand", ())}
        scope = {**named, "OperandRef": operands, "AliasRef": set(), "QueryLetRef": set()}
        yield from (f"{one['name']}: {said}" for said in _wrong(one["expression"], scope))
        kind = "FunctionRef" if one.get("type") == "FunctionDef" else "ExpressionRef"
        if one["name"] in named[kind]:
            yield f"{one['name']} is named twice"
        named[kind].add(one["name"])


def _wrong(node: Any, scope: dict[str, set[str]]) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _wrong(one, scope)
    if not isinstance(node, dict):
        return
    kind = node.get("type")
    if kind is not None and kind not in NODES:
        yield f"no node {kind}"
    if kind in scope and node["name"] not in scope[kind]:
        yield f"{kind} to {node['name']}, which is not there"
    if "scope" in node and node["scope"] not in scope["AliasRef"]:
        yield f"{node['path']} of {node['scope']}, which is not there"
    if kind == "Query":
        for source in node["source"]:
            yield from _wrong(source["expression"], scope)
        scope = {
            **scope,
            "AliasRef": scope["AliasRef"] | {one["alias"] for one in node["source"]},
            "QueryLetRef": scope["QueryLetRef"] | {one["identifier"] for one in node.get("let", ())},
        }
        node = {k: v for k, v in node.items() if k != "source"}
    for value in node.values():
        yield from _wrong(value, scope)


def libraries(engine: Engine) -> Iterator[Library]:
    """Every library that we write: of the glossary, of each policy, of each form."""
    yield facts_library(every())
    for id in engine.library.ids():
        for policy in engine.library.versions(id):
            yield policy_library(policy)
            yield from (library_of(form, "https://payer.example") for form in forms_of(policy))


def test_every_library_is_whole_and_names_nothing_that_is_not_there(engine: Engine) -> None:
    made = list(libraries(engine))
    for library in made:
        assert list(faults(elm(library))) == [], library.name
    assert len(made) > 25


def test_cql_and_elm_define_the_same_names_in_the_same_order(engine: Engine) -> None:
    for library in libraries(engine):
        in_cql = re.findall(r'^define (function )?"((?:[^"\\]|\\.)+)"', cql(library), re.MULTILINE)
        statements = elm(library)["library"]["statements"]["def"][1:]
        in_elm = [("function " if "operand" in one else "", one["name"]) for one in statements]
        assert in_elm == in_cql, library.name
        assert all(one["expression"]["type"] for one in statements)


def test_every_declaration_of_a_record_has_its_expression() -> None:
    names = {one["name"] for one in elm(facts_library(every()))["library"]["statements"]["def"]}
    for fact_name, fact in every().facts.items():
        assert (f"{fact_name} found" in names) == bool(fact.record)
        assert (fact_name in names) == (bool(fact.record) and fact.type != "events")
    assert {f"is {one}" for one in every().codes} <= names


def test_one_fact_as_elm_is_what_it_was() -> None:
    statements = elm(facts_library(every(), ["bmis"]))["library"]["statements"]["def"]
    wanted = ("is mass", "bmis found", "bmis")
    assert [one for one in statements if one["name"] in wanted] == json.loads(GOLDEN.read_text())


def _one(term: Any) -> dict[str, Any]:
    return elm(Library("L", "1", (), (Define("one", term),)))["library"]["statements"]["def"][1]["expression"]


def test_a_negative_number_is_a_number_negated() -> None:
    number = {"type": "Literal", "valueType": "{urn:hl7-org:elm-types:r1}Decimal", "value": "2.5"}
    assert _one(Literal(Decimal("-2.5"))) == {"type": "Negate", "operand": number}


def test_more_than_two_conditions_are_joined_from_left_to_right() -> None:
    a, b, c = ({"type": "ExpressionRef", "name": name} for name in "abc")
    made = _one(Op("And", (defined("a"), defined("b"), defined("c"))))
    assert made == {"type": "And", "operand": [{"type": "And", "operand": [a, b]}, c]}


def test_text_of_elm_is_small_json_of_the_same() -> None:
    library = facts_library(every())
    assert json.loads(elm_text(library)) == elm(library)
    assert ", " not in elm_text(Library("L", "1", (), ()))


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        (("type", "Count"), "no node"),
        (("name", "Text Off"), "which is not there"),
        (("scope", "Q"), "which is not there"),
    ],
)
def test_a_fault_in_a_library_is_found(what: tuple[str, str], wrong: str) -> None:
    made = deepcopy(elm(facts_library(every())))
    key, value = what

    def spoil(node: Any) -> bool:
        if isinstance(node, list):
            return any(spoil(one) for one in node)
        if not isinstance(node, dict):
            return False
        fits = {"type": node.get("type") == "Count", "name": node.get("name") == "Text Of" and "type" in node}
        if fits.get(key, key in node) and node.get("type") != "FunctionDef":
            node[key] = "Counted" if key == "type" else value
            return True
        return any(spoil(one) for one in node.values())

    assert spoil(made["library"]["statements"])
    assert any(wrong in said for said in faults(made))
