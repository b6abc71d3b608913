"""Answers to a form in the Bundle that is decided: the clinician's beside what the record states."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from msgspec import json

from coverable.base.problem import Refused
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.fhir.dtr.form import form_of
from coverable.fhir.dtr.inbundle import both, with_answers
from coverable.fhir.dtr.names import ORIGIN
from coverable.fhir.dtr.package import drafted
from coverable.fhir.dtr.recorded import recorded
from coverable.fhir.intake import Intake, bundle_request
from coverable.fhir.record import compile_record
from fhir.dtr.test_commands import RUN
from fhir.dtr.test_four_doors import ASKED, BASE, by_request, came, record

Bundle = dict[str, Any]


def filled(engine: Engine) -> dict[str, Any]:
    """The form as the clinician has completed it."""
    form = form_of(engine.library.one("sentara/dme-32"))
    whose = recorded(record(), compile_record(engine.library.glossary), engine.plans, "$")
    response = drafted(form, BASE, "2.2", whose, "2026-02-08T10:00:00Z")
    origin = {"url": ORIGIN, "extension": [{"url": "source", "valueCode": "manual"}]}
    for name, value in ASKED.items():
        kind = {"valueBoolean": value} if isinstance(value, bool) else {"valueCoding": {"code": value}}
        response["item"][1]["item"].append({"linkId": name, "answer": [{"extension": [origin], **kind}]})
    return {**response, "id": "qr1", "status": "completed"}


def asked(engine: Engine, *responses: dict[str, Any], bundle: Bundle | None = None) -> Intake:
    given = deepcopy(bundle or record())
    given["entry"] += [{"resource": one} for one in responses]
    made = bundle_request(given, compile_record(engine.library.glossary), plans=engine.plans)
    return with_answers(made, given, engine)


def test_a_bundle_with_its_form_is_decided_as_the_request_is(engine: Engine) -> None:
    made = asked(engine, filled(engine))
    assert made.left_out == ()
    assert came(determine(made.request, engine)) == by_request(engine)
    alone = asked(engine)
    assert determine(alone.request, engine)["lines"][0]["combined"]["outcome"] == "information_needed"


def test_each_answer_keeps_who_gave_it(engine: Engine) -> None:
    facts = asked(engine, filled(engine)).request["facts"]
    assert facts["device_fda_status"]["from"][0]["kind"] == "attestation"
    kinds = {piece["kind"] for piece in facts["use"]["from"]}
    assert kinds == {"medical_record"} and "statements" not in facts["use"]


def test_an_answer_unlike_the_record_stays_beside_it(engine: Engine) -> None:
    response = filled(engine)
    for item in (one for group in response["item"] for one in group.get("item", ())):
        if item["linkId"] == "skin_maceration":
            item["answer"][0]["valueBoolean"] = False
    found = asked(engine, response).request["facts"]["skin_maceration"]
    assert [one["value"] for one in found["statements"]] == [True, False]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "entered-in-error"}, "its status is `entered-in-error`"),
        ({"status": 3}, "its status is `3`"),
        ({"questionnaire": "https://other.example/fhir/Questionnaire/oxygen|1"}, "no form of this library"),
        ({"questionnaire": f"{BASE}/fhir/Questionnaire/sentara-dme-32|6-0"}, "no form of this library"),
        ({"questionnaire": 3}, "no form of this library"),
        ({"subject": {"reference": "Patient/p2"}}, "another person's"),
        ({"subject": {}}, "another person's"),
    ],
)  # fmt: skip
def test_what_says_nothing_is_left_out_in_words(engine: Engine, change: dict[str, Any], why: str) -> None:
    made = asked(engine, {**filled(engine), **change})
    assert made.request == asked(engine).request
    [said] = made.left_out
    assert said.startswith("QuestionnaireResponse/qr1: ") and why in said


def test_answers_that_do_not_fit_their_form_are_refused_with_their_place(engine: Engine) -> None:
    response = filled(engine)
    response["item"][1]["item"][-1]["answer"][0] = {"valueBoolean": True}
    with pytest.raises(Refused) as refused:
        asked(engine, response)
    [problem] = refused.value.problems
    assert problem.where.startswith("$.entry[4].resource.item[1]")


def test_of_several_orders_the_response_says_which_it_is_about(engine: Engine) -> None:
    bundle = record()
    second = {**bundle["entry"][2]["resource"], "id": "d2"}
    bundle["entry"].append({"resource": second})
    response = filled(engine)
    services = asked(engine, response, bundle=bundle).request["services"]
    assert "device_fda_status" in services[0]["facts"] and "device_fda_status" not in services[1]["facts"]
    nowhere = {**response, "extension": []}
    [said] = asked(engine, nowhere, bundle=bundle).left_out
    assert "which order" in said


def test_events_are_those_of_the_form_so_that_none_counts_twice() -> None:
    of_record = {"events": [{"agent": "a", "from": []}]}
    of_form = {"events": [{"agent": "a", "from": []}], "complete": True}
    assert both({"trials": of_record}, {"trials": of_form}) == {"trials": of_form}
    none = {"events": [], "complete": True}
    assert both({"trials": of_record}, {"trials": none}) == {"trials": of_record}, "the record knows of one"
    assert both({}, {"trials": none}) == {"trials": none}


def test_check_decides_a_bundle_with_its_form(engine: Engine, tmp_path: Path) -> None:
    from coverable.cli.main import app

    bundle = record()
    bundle["entry"].append({"resource": filled(engine)})
    given = tmp_path / "bundle.json"
    given.write_bytes(json.encode(bundle))
    found = RUN.invoke(app, ["check", "--fhir", str(given), "--format", "json"])
    assert found.exit_code == 0 and '"outcome": "criteria_met"' in found.output
