"""A Bundle becomes a request: what it states is there, what it does not state is not."""

from __future__ import annotations

from typing import Any

import pytest

from coverable.base.problem import Refused
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.fhir.intake import Intake, bundle_request
from coverable.fhir.record import Reader, compile_record
from fhir.small import ME, bundle, small


@pytest.fixture(scope="module")
def reader(engine: Engine) -> Reader:
    return compile_record(engine.library.glossary)


@pytest.fixture
def made(reader: Reader, engine: Engine):
    def make(*resources: dict[str, Any], orders: list[str] | None = None) -> Intake:
        return bundle_request(bundle(*resources), reader, orders, engine.plans)

    return make


def test_the_bundle_says_who_what_when_and_why(made, engine: Engine) -> None:
    request = made().request
    assert request["id"] == "B-1"
    assert request["member"] == {"id": "M-1", "birth_date": "1954-05-02"}
    assert request["coverages"] == [{"payer": "Sentara Health Plan", "line_of_business": "Medicare"}]
    assert request["services"] == [
        {"line": 1, "code": "hcpcs:E1399", "date": "2026-02-10", "description": "Iontophoresis device"}
    ]
    assert request["diagnoses"] == ["icd10cm:L74.512"]
    assert request["ordering_provider"] == {"npi": "1234567893"}
    assert "servicing_provider" not in request
    assert request["facts"]["use"]["from"] == [
        {
            "kind": "medical_record",
            "source": "DeviceRequest/order",
            "place": "DeviceRequest.reason",
            "date": "2026-02-08",
        }
    ]
    got = determine(request, engine)["lines"][0]["coverages"][0]
    assert got["outcome"] == "information_needed"
    assert got["governing"]["policy"] == "sentara/dme-32"


def test_a_diagnosis_alone_does_not_say_what_the_order_is_for(made) -> None:
    resources = small()
    del resources[2]["reasonReference"]
    facts = made(*resources).request["facts"]
    assert "use" not in facts
    assert facts["hyperhidrosis_type"]["value"] == "primary"


def test_several_orders_are_lines_with_facts_of_their_own(made) -> None:
    second = {"resourceType": "ServiceRequest", "id": "s", "status": "draft", "intent": "order", **ME, "code": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "97033"}]}, "occurrencePeriod": {"start": "2026-03-01", "end": "2026-03-20"}, "quantityQuantity": {"value": 4}}  # fmt: skip
    lines = made(*small(), second).request["services"]
    assert [line["code"] for line in lines] == ["hcpcs:E1399", "cpt:97033"]
    assert (lines[1]["date"], lines[1]["end_date"], lines[1]["quantity"]) == ("2026-03-01", "2026-03-20", 4)
    assert "use" in lines[0]["facts"]
    assert "use" not in lines[1]["facts"]
    assert "antiperspirant_trials" in lines[1]["facts"]


def test_drafts_are_asked_about_before_what_is_active_and_a_named_order_before_both(made) -> None:
    active = {"resourceType": "DeviceRequest", "id": "old", "status": "active", "intent": "order", **ME, "codeCodeableConcept": {"coding": [{"system": "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "code": "E0250"}]}}  # fmt: skip
    assert made(*small(), active).orders == ("DeviceRequest/order",)
    named = made(*small(), active, orders=["DeviceRequest/old"])
    assert named.request["services"] == [{"line": 1, "code": "hcpcs:E0250"}]
    resources = small()
    resources[2]["status"] = "completed"
    assert made(*resources, active).orders == ("DeviceRequest/old",)


def test_a_drug_of_the_record_is_no_order_while_something_else_is_ordered(made) -> None:
    resources = small()
    resources[2]["status"] = "active"
    resources[-1]["status"] = "active"
    assert made(*resources).orders == ("DeviceRequest/order",)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "cancelled"}, "it is not active"),
        ({"beneficiary": {"reference": "Patient/p2"}}, "it is another person's"),
        ({"period": {"end": "2026-01-31"}}, "it ended before the date of service"),
        ({"period": {"start": "2026-03"}}, "it begins after the date of service"),
        ({"payor": []}, "it names no payer"),
    ],
)
def test_a_coverage_that_does_not_hold_is_left_out_and_said(made, change: dict[str, Any], why: str) -> None:
    other = {**small()[1], "id": "other", **change}
    got = made(*small(), other)
    assert got.left_out == (f"Coverage/other: {why}",)
    assert len(got.request["coverages"]) == 1


def test_coverages_stand_in_payer_order_and_a_known_plan_is_named(made) -> None:
    first = {"resourceType": "Coverage", "id": "first", "status": "active", "order": 1, "beneficiary": {"reference": "Patient/p1"}, "payor": [{"reference": "Organization/o"}], "class": [{"type": {"coding": [{"code": "plan"}]}, "value": "healthy-blue/medicaid"}]}  # fmt: skip
    got = made(*small(), first, {"resourceType": "Organization", "id": "o", "name": "Healthy Blue"})
    assert got.request["coverages"][0] == {"plan": "healthy-blue/medicaid"}


def test_a_line_of_business_that_is_not_stated_stays_unknown(made) -> None:
    resources = small()
    del resources[1]["type"]
    assert made(*resources).request["coverages"] == [{"payer": "Sentara Health Plan"}]
    resources[1]["type"] = {"coding": [{"system": "https://nahdo.org/sopt", "code": "14"}]}
    assert made(*resources).request["coverages"] == [{"payer": "Sentara Health Plan"}]


def test_another_persons_resources_are_left_out_and_said(made) -> None:
    other = {
        "resourceType": "Condition",
        "id": "theirs",
        "subject": {"reference": "Patient/p2"},
        "code": {"text": "Skin maceration"},
    }
    got = made(*small(), other)
    assert "skin_maceration" not in got.request["facts"]
    assert got.left_out == ("Condition/theirs: it is another person's, or names nobody",)


def _weight(id: str, value: float) -> dict[str, Any]:
    code = {"coding": [{"system": "http://loinc.org", "code": "39156-5"}]}
    found = {"value": value, "unit": "kg/m2", "system": "http://unitsofmeasure.org", "code": "kg/m2"}
    return {"resourceType": "Observation", "id": id, "status": "final", **ME, "code": code, "effectiveDateTime": "2026-01-05", "valueQuantity": found}  # fmt: skip


def test_a_number_that_nobody_can_have_is_no_fact_and_is_said(made) -> None:
    slip = made(*small(), _weight("slip", 4100))
    assert "body_mass_index" not in slip.request["facts"]
    assert "antiperspirant_trials" in slip.request["facts"]
    (left,) = slip.left_out
    assert left == "Observation/slip: no value of “Body mass index” that can be (from 4 to 300 kg/m2)"
    both = made(*small(), _weight("slip", 4100), _weight("right", 41))
    assert both.request["facts"]["body_mass_index"]["value"] == 41
    assert both.left_out == slip.left_out


def test_a_partial_date_of_service_is_no_date_of_service(made, engine: Engine) -> None:
    resources = small()
    resources[2]["occurrenceDateTime"] = "2026-02"
    request = made(*resources).request
    assert "date" not in request["services"][0]
    flags = determine(request, engine)["lines"][0]["coverages"][0]["flags"]
    assert "date_of_service_missing" in {f["code"] for f in flags}


def refused(call, *given: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        call(*given)
    assert all(p.why and p.next for p in caught.value.problems)
    return [(p.what, p.where) for p in caught.value.problems]


def test_what_cannot_be_a_request_is_refused_with_its_place(made, reader: Reader) -> None:
    no_code = small()
    no_code[2]["codeCodeableConcept"] = {
        "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1"}]
    }
    assert refused(made, *no_code) == [("an order without a HCPCS or CPT code", "$.entry[2].resource")]
    assert refused(made, *small()[:2]) == [("no order in the Bundle", "$")]
    assert refused(made, small()[0], *small()[2:]) == [("no coverage of the patient", "$")]
    assert refused(lambda: made(orders=["DeviceRequest/none"])) == [("no order `DeviceRequest/none`", "$")]
    two = {**small()[2], "id": "o2", "subject": {"reference": "Patient/p2"}}
    assert refused(made, *small(), two) == [("the orders are of several patients", "$")]
    nobody = [
        {k: v for k, v in r.items() if k != "subject"} for r in small() if r["resourceType"] != "Patient"
    ]
    assert refused(made, *nobody) == [("nobody is named as the patient", "$")]
    for wrong in (None, 3, {}, {"coverages": []}, "x"):
        assert refused(bundle_request, wrong, reader) == [("this is no FHIR Bundle", "$")]


@pytest.mark.parametrize(
    ("at", "element", "value", "where"),
    [
        (5, "code", "L74.512", ".code"),
        (5, "code", {"coding": {"code": "x"}}, ".code.coding"),
        (5, "code", {"coding": [{"code": 3}]}, ".code.coding[0].code"),
        (5, "recordedDate", "2025-13-01", ".recordedDate"),
        (5, "subject", "Patient/p1", ".subject"),
        (6, "status", None, None),
        (6, "doNotPerform", "yes", ".doNotPerform"),
        (2, "reasonReference", [3], ".reasonReference[0]"),
        (0, "birthDate", 1954, ".birthDate"),
    ],
)
def test_an_element_that_is_read_and_misshaped_is_refused_with_its_path(
    made, at: int, element: str, value: Any, where: str | None
) -> None:
    resources = small()
    resources[at][element] = value
    if where is None:
        made(*resources)  # null is what is not stated
    else:
        assert refused(made, *resources) == [
            ("an element that is not shaped as FHIR R4 says", f"$.entry[{at}].resource{where}")
        ]


def test_elements_that_nobody_reads_stop_nothing(made) -> None:
    resources = small()
    resources[5]["elementOfANewerRelease"] = 3
    resources.append({"resourceType": "SomethingNew", "code": 3})
    assert made(*resources).request == made().request


def test_a_list_of_resources_and_bundles_within_are_read_alike(reader: Reader, engine: Engine) -> None:
    resources = small()
    nested = [bundle(*resources[:3]), {"resource": bundle(*resources[3:])}]
    want = {
        k: v for k, v in bundle_request(bundle(), reader, plans=engine.plans).request.items() if k != "id"
    }
    assert bundle_request(resources, reader, plans=engine.plans).request == want
    assert bundle_request(nested, reader, plans=engine.plans).request == want
