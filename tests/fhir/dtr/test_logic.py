"""The Library of a package: both notations of one logic, and an expression for each question that it answers."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from datetime import date
from typing import Any

import pytest

from coverable.determination.engine import Engine
from coverable.fhir.dtr.form import Form, form_of, forms_of
from coverable.fhir.dtr.logic import library_of, logic_of
from coverable.fhir.dtr.names import ALTERNATIVE, FAMILIES, INITIAL, LIBRARY, Family
from coverable.fhir.dtr.package import For, package
from coverable.fhir.dtr.questionnaire import questionnaire

BASE = "https://payer.example"
NOW = "2026-02-08T00:00:00Z"


@pytest.fixture(scope="module")
def form(engine: Engine) -> Form:
    return form_of(engine.library.versions("sentara/dme-32")[-1])


def content(library: Any, kind: str) -> str:
    """One notation out of a Library."""
    [one] = [one for one in library["content"] if one["contentType"] == kind]
    return b64decode(one["data"]).decode()


def test_a_library_holds_the_same_logic_as_cql_and_as_elm(form: Form) -> None:
    library = logic_of(form, BASE).resource
    text, elm = content(library, "text/cql"), json.loads(content(library, "application/elm+json"))["library"]
    assert text.startswith(
        f"library {library['name']} version '{library['version']}'\nusing FHIR version '4.0.1'"
    )
    assert elm["identifier"] == {"id": library["name"], "version": library["version"]}
    in_elm = [one["name"] for one in elm["statements"]["def"] if one.get("type") != "FunctionDef"]
    assert ["Patient", *re.findall(r'^define "([^"]+)"', text, re.MULTILINE)] == in_elm


def test_a_library_says_what_it_reads_and_takes(form: Form) -> None:
    library = logic_of(form, BASE).resource
    reads = {one["type"] for one in library["dataRequirement"]}
    assert reads == set(re.findall(r"\[(\w+)\]", content(library, "text/cql"))) | {"Patient"}
    assert [one["name"] for one in library["parameter"]] == ["order"]
    assert "include" not in content(library, "text/cql") and "relatedArtifact" not in library


@pytest.mark.parametrize("family", FAMILIES)
def test_every_expression_names_a_definition_of_the_library_in_both_notations(
    engine: Engine, family: Family
) -> None:
    for form in (f for id in engine.library.ids() for p in engine.library.versions(id) for f in forms_of(p)):
        logic = logic_of(form, BASE)
        made = questionnaire(form, BASE, family, logic)
        assert [e["valueCanonical"] for e in made["extension"] if e["url"] == LIBRARY] == [logic.canonical]
        defined = {one.name for one in library_of(form, BASE).statements}
        filled = set()
        for item in (one for group in made["item"] for one in group["item"]):
            for found in (e["valueExpression"] for e in item.get("extension", ()) if e["url"] == INITIAL):
                [other] = found["extension"]
                assert other["url"] == ALTERNATIVE[family]
                assert other["valueExpression"]["language"] == "application/elm+json"
                node = json.loads(other["valueExpression"]["expression"])
                assert found["language"] == "text/cql"
                assert found["expression"] == f'"{node["libraryName"]}".{node["name"]}'
                assert node["name"] in defined and node["libraryName"] == logic.resource["name"]
                filled.add(item["linkId"])
        assert filled == logic.expressions.keys() & {one.name for one in form.questions}, form.name


def test_a_question_that_no_declaration_can_answer_has_no_expression(form: Form) -> None:
    silent = {one.name for one in form.questions} - logic_of(form, BASE).expressions.keys()
    for name in silent:
        fact = form.glossary.facts[name]
        assert fact.type == "events" or not fact.record, name
    assert "device_fda_status" in silent and "use" not in silent


def test_libraries_have_names_and_versions_of_their_own(engine: Engine) -> None:
    forms = [f for id in engine.library.ids() for p in engine.library.versions(id) for f in forms_of(p)]
    made = [logic_of(one, BASE).resource for one in forms]
    assert all(re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", one["name"]) for one in made)
    assert len({(one["url"], one["version"]) for one in made}) == len(made)
    other = logic_of(forms[0], "https://other.example").resource
    assert other["name"] == made[0]["name"]


@pytest.mark.parametrize("adaptive", [False, True])
def test_a_package_holds_the_library_that_its_form_names(form: Form, adaptive: bool) -> None:
    made = package(form, BASE, "2.2", For(day=date(2026, 3, 2)), NOW, logic_of(form, BASE), adaptive)
    first, *others = (one["resource"] for one in made["entry"])
    [library] = [one for one in others if one["resourceType"] == "Library"]
    named = [e["valueCanonical"] for e in first["extension"] if e["url"] == LIBRARY]
    assert named == [f"{library['url']}|{library['version']}"]
    [order] = [
        e["extension"]
        for e in first["extension"]
        if e["url"].endswith("launchContext") and e["extension"][0]["valueCoding"]["code"] == "order"
    ]
    assert {one["valueCode"] for one in order if one["url"] == "type"} == {
        "DeviceRequest", "MedicationRequest", "ServiceRequest",
    }  # fmt: skip
