"""Inferno's DTR payer server tests, under their ids, against a started server: suites 2.0.1 and 2.2.0."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from coverable.determination.engine import Engine
from coverable.fhir.dtr.names import ORIGIN
from fhir.dtr.serving import (
    ERRORS,
    EXPAND,
    NEXT,
    PACKAGE,
    ROOT,
    Ehr,
    bundles,
    coverage,
    named,
    order,
    outcome,
    parameters,
    resources,
    serving,
)

pytestmark = pytest.mark.sr("SR-149")
FAMILIES = ("2.0.1", "2.2")
MEADOWLARK = coverage("Meadowlark Health", "meadowlark/advantage")


@pytest.fixture(scope="module")
def ehr(engine: Engine) -> Iterator[Ehr]:
    with serving(engine) as started:
        yield started


def package(ehr: Ehr, family: str, *more: dict[str, Any]) -> dict[str, Any]:
    [bundle] = bundles(ehr.post(ROOT[family] + PACKAGE, parameters(coverage(), *(more or (order(),)))))
    return bundle


def adaptive(ehr: Ehr, family: str) -> dict[str, Any]:
    url = resources(package(ehr, family), "Questionnaire")[0]["url"]
    return package(ehr, family, order(), named(f"{url}.adaptive"))


def items(given: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in given:
        yield item
        yield from items(item.get("item", []))


def new_question(response: dict[str, Any]) -> dict[str, Any] | None:
    """The question that is not answered yet."""
    answered = {item["linkId"] for item in items(response.get("item", []))}
    asked = [i for g in response["contained"][0].get("item", []) for i in g["item"]]
    return next((item for item in asked if item["linkId"] not in answered), None)


def answered(response: dict[str, Any], item: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    """The response with an answer to a question, in the group where the question stands."""
    origin = {"url": ORIGIN, "extension": [{"url": "source", "valueCode": "auto"}]}
    one = {"linkId": item["linkId"], "answer": [{"extension": [origin], **value} if value else {}]}
    group = next(g["linkId"] for g in response["contained"][0]["item"] if item in g["item"])
    kept = {g["linkId"]: g for g in response.get("item", [])}
    there = kept.get(group, {"linkId": group, "item": []})
    order = [link["linkId"] for link in items(response["contained"][0]["item"])]
    inner = sorted([*there["item"], one], key=lambda i: order.index(i["linkId"]))
    kept[group] = {**there, "item": inner}
    return {**response, "item": sorted(kept.values(), key=lambda g: order.index(g["linkId"]))}


def answer_to(item: dict[str, Any]) -> dict[str, Any]:
    """What a clinician says of a patient who meets everything."""
    if item["type"] == "boolean":
        return {"valueBoolean": True}
    wanted = ANSWERS[item["linkId"]]
    return next(o for o in item["answerOption"] if o["valueCoding"]["code"] == wanted)


ANSWERS = {"device_kind": "iontophoresis", "use": "hyperhidrosis", "device_fda_status": "cleared"}


def begin(ehr: Ehr, family: str) -> dict[str, Any]:
    [response] = resources(adaptive(ehr, family), "QuestionnaireResponse")
    return response


# --- suite 2.0.1 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
def test_static_form_response(ehr: Ehr, family: str) -> None:
    answer = ehr.post(ROOT[family] + PACKAGE, parameters(coverage(), order()))
    assert answer.status_code in (200, 201)
    assert answer.headers["content-type"].startswith("application/fhir+json")
    assert answer.json()["resourceType"] == "Parameters"
    names = {one["name"] for one in answer.json()["parameter"]}
    assert names == {"PackageBundle" if family == "2.0.1" else "packagebundle"}
    [bundle] = bundles(answer)
    assert bundle["type"] == "collection"
    first = bundle["entry"][0]["resource"]
    assert first["resourceType"] == "Questionnaire"
    assert first["meta"]["profile"] == [
        "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/dtr-std-questionnaire"
    ]


def libraries_are_whole(bundle: dict[str, Any]) -> None:
    """At least one; each with both notations and a name of its own, each reached from the form."""
    found = resources(bundle, "Library")
    assert found
    for one in found:
        kinds = {c["contentType"]: c["data"] for c in one["content"]}
        assert {"text/cql", "application/elm+json"} <= kinds.keys() and all(kinds.values())
        assert one["version"]
    assert len({one["name"] for one in found}) == len(found)


@pytest.mark.parametrize("family", FAMILIES)
def test_static_form_libraries(ehr: Ehr, family: str) -> None:
    libraries_are_whole(package(ehr, family))


@pytest.mark.parametrize("family", FAMILIES)
def test_adaptive_form_libraries(ehr: Ehr, family: str) -> None:
    libraries_are_whole(adaptive(ehr, family))


@pytest.mark.parametrize("family", FAMILIES)
def test_adaptive_form_expressions(ehr: Ehr, family: str) -> None:
    bundle = adaptive(ehr, family)
    [library] = resources(bundle, "Library")
    [response] = resources(bundle, "QuestionnaireResponse")
    answer = ehr.post(ROOT[family] + NEXT, response).json()
    [item] = [i for g in answer["contained"][0]["item"] for i in g["item"]]
    [made] = [e["valueExpression"] for e in item["extension"] if e["url"].endswith("initialExpression")]
    assert made["language"] == "text/cql" and made["expression"].startswith(f'"{library["name"]}".')


def test_every_expression_has_its_elm_as_alternative_expression(ehr: Ehr) -> None:
    [form] = resources(package(ehr, "2.2"), "Questionnaire")
    made = [
        e["valueExpression"]
        for item in items(form["item"])
        for e in item.get("extension", ())
        if "valueExpression" in e
    ]
    assert made
    for one in made:
        [other] = one["extension"]
        assert other["url"].endswith("davinci-dtr/StructureDefinition/alternativeExpression")
        assert other["valueExpression"]["language"] == "application/elm+json"


@pytest.mark.parametrize("family", FAMILIES)
def test_static_form_extensions(ehr: Ehr, family: str) -> None:
    bundle = package(ehr, family)
    [form] = resources(bundle, "Questionnaire")
    population = ("launchContext", "variable", "itemPopulationContext", "cqf-library")
    assert any(e["url"].endswith(population) for e in form["extension"])
    libraries = {f"{one['url']}|{one['version']}" for one in resources(bundle, "Library")}
    for one in form["extension"]:
        if one["url"].endswith("cqf-library"):
            assert one["valueCanonical"] in libraries


@pytest.mark.parametrize("family", FAMILIES)
def test_static_form_expressions(ehr: Ehr, family: str) -> None:
    [form], found = resources(package(ehr, family), "Questionnaire"), 0
    for item in items(form["item"]):
        for one in item.get("extension", ()):
            if "valueExpression" in one:
                found += 1
                assert one["valueExpression"]["language"] == "text/cql"
    assert found


@pytest.mark.parametrize("family", FAMILIES)
def test_adaptive_form_search_validation(ehr: Ehr, family: str) -> None:
    bundle = adaptive(ehr, family)
    first = bundle["entry"][0]["resource"]
    assert first["meta"]["profile"][0].endswith("dtr-questionnaire-adapt-search")
    assert "item" not in first
    [where] = [e for e in first["extension"] if e["url"].endswith("questionnaireAdaptive")]
    assert where["valueUrl"] == f"{ehr.payer.base}/fhir"
    [response] = resources(bundle, "QuestionnaireResponse")
    contained = response["contained"][0]
    assert response["questionnaire"] == f"#{contained['id']}"
    assert contained["derivedFrom"] == [f"{first['url']}|{first['version']}"]


@pytest.mark.parametrize("family", FAMILIES)
def test_adaptive_form_next_request_next_response_completion(ehr: Ehr, family: str) -> None:
    response, asked = begin(ehr, family), []
    for _ in range(20):
        answer = ehr.post(ROOT[family] + NEXT, response)
        assert answer.status_code in (200, 202), answer.text
        response = answer.json()
        assert response["resourceType"] == "QuestionnaireResponse"
        if response["status"] == "completed":
            break
        item = new_question(response)
        assert item is not None
        asked.append(item["linkId"])
        response = answered(response, item, answer_to(item))
    assert response["status"] == "completed"
    assert asked[:2] == ["device_kind", "use"] and len(asked) == len(set(asked)) < 8


# --- suite 2.2.0 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
def test_capability_statement_operations(ehr: Ehr, family: str) -> None:
    answer = ehr.get(ROOT[family] + "/metadata")
    assert answer.status_code == 200 and answer.json()["fhirVersion"] == "4.0.1"
    rest = answer.json()["rest"][0]
    listed = {(one["type"], op["name"]) for one in rest["resource"] for op in one["operation"]}
    assert listed >= {
        ("Questionnaire", "questionnaire-package"), ("Questionnaire", "next-question"),
        ("Questionnaire", "log-questionnaire-errors"), ("ValueSet", "expand"),
    }  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_package_canonicals_are_versioned_and_the_first_entry_is_the_only_questionnaire(
    ehr: Ehr, family: str
) -> None:
    bundle = bundles(ehr.post(ROOT[family] + PACKAGE, parameters(coverage(), order())))[0]
    kinds = [e["resource"]["resourceType"] for e in bundle["entry"]]
    assert kinds[0] == "Questionnaire" and kinds.count("Questionnaire") == 1
    assert kinds.count("QuestionnaireResponse") == 1
    assert set(kinds) <= {"Questionnaire", "QuestionnaireResponse", "Library", "ValueSet"}
    for one in bundle["entry"]:
        resource = one["resource"]
        if resource["resourceType"] != "QuestionnaireResponse":
            assert resource["version"] and resource["url"]
    [form] = resources(bundle, "Questionnaire")
    sets = {f"{one['url']}|{one['version']}" for one in resources(bundle, "ValueSet")}
    assert {i["answerValueSet"] for i in items(form["item"]) if "answerValueSet" in i} == sets


def test_relevance_logic_is_there(ehr: Ehr) -> None:
    [form] = resources(package(ehr, "2.2"), "Questionnaire")
    assert any("enableWhen" in item for item in items(form["item"]))


@pytest.mark.parametrize("family", FAMILIES)
def test_draft_response_is_in_progress_and_links_order_and_coverage(ehr: Ehr, family: str) -> None:
    bundle = package(ehr, family)
    [form], [response] = resources(bundle, "Questionnaire"), resources(bundle, "QuestionnaireResponse")
    assert response["status"] == "in-progress"
    assert response["questionnaire"] == f"{form['url']}|{form['version']}"
    assert response["subject"] == {"reference": "Patient/p1"}
    links = [
        (e["url"].rpartition("/")[2], e.get("valueReference", {}).get("reference"))
        for e in response["extension"]
    ]
    assert ("qr-context", "DeviceRequest/d1") in links
    assert ("qr-coverage" if family == "2.2" else "qr-context", "Coverage/c1") in links
    answers = [a for i in items(response["item"]) for a in i.get("answer", ())]
    assert answers, "the order itself says what kind of device it is"
    origins = {
        e["extension"][0]["valueCode"]
        for a in answers
        for e in a["extension"]
        if e["url"].endswith("-origin")
    }
    assert origins == {"auto-server" if family == "2.2" else "auto"}


def test_unknown_questionnaire_gives_an_outcome_with_a_warning(ehr: Ehr) -> None:
    known = resources(package(ehr, "2.2"), "Questionnaire")[0]["url"]
    unknown = "https://inferno.health/Questionnaire/does-not-exist"
    answer = ehr.post(ROOT["2.2"] + PACKAGE, parameters(coverage(), order(), named(known), named(unknown)))
    assert len(bundles(answer)) == 1
    [told] = [one["resource"] for one in answer.json()["parameter"] if one["name"] == "outcome"]
    assert told["issue"][0]["severity"] == "warning" and "does-not-exist" in told["issue"][0]["diagnostics"]
    alone = ehr.post(ROOT["2.2"] + PACKAGE, parameters(coverage(), named(unknown)))
    assert bundles(alone) == [] and [one["name"] for one in alone.json()["parameter"]] == ["outcome"]
    assert (
        outcome(ehr.post(ROOT["2.0.1"] + PACKAGE, parameters(coverage(), named(unknown))))["code"]
        == "not-found"
    )


def test_source_data_error_gives_4xx_and_an_operation_outcome(ehr: Ehr) -> None:
    for given in (
        coverage("Another Payer"), coverage(status="cancelled"), coverage(beneficiary={}), coverage(payor=[]),
        coverage(period={"end": "2020-01-01"}),
    ):  # fmt: skip
        answer = ehr.post(ROOT["2.2"] + PACKAGE, parameters(given, order()))
        assert answer.status_code == 422 and outcome(answer)["code"] == "business-rule"


def test_invalid_response_to_next_question_gives_400_and_an_operation_outcome_with_issue(ehr: Ehr) -> None:
    first = ehr.post(ROOT["2.2"] + NEXT, begin(ehr, "2.2")).json()
    item = new_question(first)
    assert item is not None
    for wrong in ({"valueBoolean": True}, {"valueCoding": {"code": "a chair"}}, {"valueString": "x"}, {}):
        answer = ehr.post(ROOT["2.2"] + NEXT, answered(first, item, wrong))
        assert answer.status_code == 400
        assert outcome(answer)["expression"] == [
            "item[0].item[0].answer[0]" + "".join(f".{k}" for k in wrong)
        ]
    assert ehr.post(ROOT["2.2"] + NEXT, {**first, "contained": []}).status_code == 400
    assert ehr.post(ROOT["2.2"] + NEXT, {**first, "status": "completed"}).status_code == 400


def test_log_questionnaire_errors_is_taken(ehr: Ehr) -> None:
    told = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "processing"}]}
    body = parameters(named("http://x/Questionnaire/1|1"), {"name": "operationOutcome", "resource": told})
    assert ehr.post(ROOT["2.2"] + ERRORS, body).status_code // 100 == 2
    for wrong in (
        parameters(named("http://x/Questionnaire/1")),
        parameters({"name": "operationOutcome", "resource": told}),
    ):
        assert outcome(ehr.post(ROOT["2.2"] + ERRORS, wrong))


# --- value sets ------------------------------------------------------------------------------------------


def with_codes(ehr: Ehr) -> dict[str, Any]:
    """A package of a form that asks for diagnoses."""
    url = f"{ehr.payer.base}/fhir/Questionnaire/meadowlark-mp-102"
    return package(ehr, "2.2", named(url))


def test_small_value_sets_come_expanded_as_of_today(ehr: Ehr) -> None:
    [one] = resources(with_codes(ehr), "ValueSet")
    listed = one["expansion"]["contains"]
    assert 0 < len(listed) < 40
    assert one["expansion"]["timestamp"][:10] == datetime.now(UTC).date().isoformat()
    assert all(c["system"] == "http://hl7.org/fhir/sid/icd-10-cm" for c in listed)


@pytest.mark.parametrize("family", FAMILIES)
def test_value_set_expand_by_url_with_a_filter_and_pages(ehr: Ehr, family: str) -> None:
    [one] = resources(with_codes(ehr), "ValueSet")
    asked = parameters({"name": "url", "valueUri": f"{one['url']}|{one['version']}"})
    whole = ehr.post(ROOT[family] + EXPAND, asked)
    assert whole.status_code == 200 and whole.json()["resourceType"] == "ValueSet"
    listed = whole.json()["expansion"]["contains"]
    assert listed == one["expansion"]["contains"]
    code = listed[-1]["code"]
    few = ehr.get(ROOT[family] + EXPAND, params={"url": one["url"], "filter": code.lower(), "count": "1"})
    assert [c["code"] for c in few.json()["expansion"]["contains"]] == [code]
    assert (
        outcome(ehr.post(ROOT[family] + EXPAND, parameters({"name": "url", "valueUri": "http://x/y"})))[
            "code"
        ]
        == "not-found"
    )
    for wrong in ({"count": "-1"}, {"offset": "x"}, {"count": "999999"}):
        assert ehr.get(ROOT[family] + EXPAND, params={"url": one["url"], **wrong}).status_code == 400
    assert ehr.get(ROOT[family] + EXPAND).status_code == 400
