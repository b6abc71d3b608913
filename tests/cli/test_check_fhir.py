"""`coverable check --fhir` decides a Bundle as `check` decides a request, and says what it left out."""

from __future__ import annotations

import json

import pytest

from fhir.small import bundle, small


@pytest.mark.sr("SR-020")
def test_a_bundle_is_decided_and_its_evidence_is_named(run, put) -> None:
    result = run("check", "--fhir", put("b.json", bundle()), "--format", "json")
    assert result.exit_code == 0
    got = json.loads(result.stdout)
    assert got["request"] == "B-1"
    assert got["lines"][0]["combined"]["outcome"] == "information_needed"
    assert (
        "Prescription strength antiperspirant tried without success"
        in run("check", "--fhir", put("b.json", bundle())).stdout
    )


def test_a_list_of_resources_is_one_record_and_a_list_of_bundles_are_several(run, put) -> None:
    one = run("check", "--fhir", put("list.json", small()), "--format", "jsonl")
    assert len(one.stdout.splitlines()) == 1
    two = run("check", "--fhir", put("two.json", [bundle(), bundle()]), "--format", "jsonl")
    assert len(two.stdout.splitlines()) == 2


def test_what_is_left_out_is_said_on_standard_error(run, put) -> None:
    other = {**small()[1], "id": "other", "status": "cancelled"}
    result = run("check", "--fhir", put("b.json", bundle(*small(), other)), "--format", "json")
    assert "left out: Coverage/other: it is not active" in result.stderr
    assert json.loads(result.stdout)["lines"]


def test_a_fault_is_said_with_its_path_and_what_to_do(run, put) -> None:
    broken = small()
    broken[5]["recordedDate"] = "2025-13-01"
    result = run("check", "--fhir", put("b.json", bundle(*broken)))
    assert result.exit_code == 2
    assert "$.entry[5].resource.recordedDate" in result.stderr
    assert "next:" in result.stderr


def test_an_order_can_be_named_but_only_of_a_bundle(run, put) -> None:
    path = put("b.json", bundle())
    assert run("check", "--fhir", path, "--order", "DeviceRequest/order", "--format", "json").exit_code == 0
    assert "no order `DeviceRequest/x`" in run("check", "--fhir", path, "--order", "DeviceRequest/x").stderr
    assert run("check", path, "--order", "DeviceRequest/order").exit_code == 2
