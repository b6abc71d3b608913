"""What an adaptive form settles is said in CRD's words, where CRD was asked before, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from coverable.determination.engine import Engine
from coverable.fhir.crd.versions import COVERAGE_INFORMATION
from fhir.crd.bodies import sign
from fhir.dtr.serving import NEXT, PACKAGE, ROOT, Ehr, bundles, named, parameters, resources, serving
from fhir.dtr.test_inferno_payer import FAMILIES, answer_to, answered, new_question

HOOKS = {"2.2": "/cds-services", "2.0.1": "/r/2.0.1/cds-services"}


@pytest.fixture(scope="module")
def ehr(engine: Engine) -> Iterator[Ehr]:
    with serving(engine) as started:
        yield started


def information(resource: dict[str, Any]) -> list[dict[str, Any]]:
    """Each coverage-information of a resource, its parts by name (the last of several)."""
    out = []
    for one in resource.get("extension", ()):
        if one["url"] == COVERAGE_INFORMATION:
            parts: dict[str, Any] = {}
            for part in one["extension"]:
                parts[part["url"]] = next((v for k, v in part.items() if k.startswith("value")), part)
            out.append(parts)
    return out


def ordered(ehr: Ehr, family: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """(order, coverage, what was said) of an order that was signed."""
    body = sign()
    answer = ehr.http.post(f"{HOOKS[family]}/order-sign-crd", json=body)
    assert answer.status_code == 200, answer.text
    [action] = answer.json()["systemActions"]
    cover = body["prefetch"]["coverage"]["entry"][0]["resource"]
    [said] = information(action["resource"])
    return action["resource"], cover, said


def begun(ehr: Ehr, family: str, context: str | None) -> dict[str, Any]:
    """An adaptive response before its first question."""
    order, cover, said = ordered(ehr, family)
    url = said["questionnaire"].partition("|")[0]
    given = [{"name": "coverage", "resource": cover}, {"name": "order", "resource": order}]
    given.append(named(f"{url}.adaptive"))
    if context is not None:
        given.append({"name": "context", "valueString": context})
    [bundle] = bundles(ehr.post(ROOT[family] + PACKAGE, parameters(*given)))
    [response] = resources(bundle, "QuestionnaireResponse")
    return response


def completed(
    ehr: Ehr, family: str, response: dict[str, Any], silent: bool = False, valid: bool = True
) -> dict[str, Any]:
    """The response after its last question; `silent`: with every question left open. What is not `valid` when
    it is sent is not kept for the validator either."""
    for _ in range(30):
        address = ROOT[family] + NEXT
        answer = ehr.post(address, response) if valid else ehr.http.post(address, json=response)
        assert answer.status_code == 200, answer.text
        response = answer.json()
        if response["status"] == "completed":
            return response
        item = new_question(response)
        if item is not None and not silent:
            response = answered(response, item, answer_to(item))
    raise AssertionError("never completed")


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_settled_is_said_anew_and_kept(ehr: Ehr, family: str) -> None:
    _, _, before = ordered(ehr, family)
    response = begun(ehr, family, before["coverage-assertion-id"])
    assert information(response) == [before]
    [after] = information(completed(ehr, family, response))
    assert (
        after["coverage"] == before["coverage"]
        and after["coverage-assertion-id"] != before["coverage-assertion-id"]
    )
    assert before["doc-needed"] == "clinical" and "questionnaire" not in after
    assert after["covered"] in ("covered", "conditional")
    assert after["reason"]["text"] if after["covered"] == "covered" else after["info-needed"]
    kept = ehr.payer.store.find(after["coverage-assertion-id"])
    assert kept is not None and (kept.hook, kept.outcome) == ("next-question", "criteria_met")
    assert kept.order == "DeviceRequest/dev-E1399"
    assert json.loads(kept.said)[0]["url"] == COVERAGE_INFORMATION


def test_the_same_answers_have_the_same_assertion_id(ehr: Ehr) -> None:
    _, _, before = ordered(ehr, "2.2")
    response = begun(ehr, "2.2", before["coverage-assertion-id"])
    ids = {information(completed(ehr, "2.2", response))[0]["coverage-assertion-id"] for _ in range(2)}
    assert len(ids) == 1


def test_without_a_context_nothing_is_said(ehr: Ehr) -> None:
    response = begun(ehr, "2.2", None)
    assert information(response) == []
    assert information(completed(ehr, "2.2", response)) == []


def test_what_stays_open_is_left_as_it_was_said(ehr: Ehr) -> None:
    _, _, before = ordered(ehr, "2.2")
    response = begun(ehr, "2.2", before["coverage-assertion-id"])
    assert information(completed(ehr, "2.2", response, silent=True)) == [before]


def test_an_id_that_was_never_given_leads_nowhere(ehr: Ehr) -> None:
    _, _, before = ordered(ehr, "2.2")
    response = begun(ehr, "2.2", before["coverage-assertion-id"])
    forged = json.loads(json.dumps(response).replace(before["coverage-assertion-id"], "f" * 32))
    [after] = information(completed(ehr, "2.2", forged))
    assert after == {**before, "coverage-assertion-id": "f" * 32}


@pytest.mark.parametrize(
    "extension",
    [
        3,
        [3],
        [{"url": COVERAGE_INFORMATION, "extension": 3}],
        [{"url": COVERAGE_INFORMATION, "extension": [{"url": "coverage-assertion-id", "valueString": {}}]}],
    ],
)
def test_extensions_of_another_shape_say_nothing(ehr: Ehr, extension: Any) -> None:
    response = {**begun(ehr, "2.2", None), "extension": extension}
    assert completed(ehr, "2.2", response, valid=False)["extension"] == extension
