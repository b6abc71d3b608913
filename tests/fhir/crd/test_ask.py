"""What a call did not bring is asked at the client's FHIR server: what, how long, how much, and never elsewhere."""

from __future__ import annotations

import time
from typing import Any

import pytest

from fhir.crd.bodies import PATIENT, PAYERS, bundle, coverage, device, dispatch, prefetch, sign
from fhir.crd.ehr import Ehr, FhirServer, codes, only, outcome, said

SEARCH = "Coverage?patient=p1&status=active"


def asking(server: FhirServer, **body: Any) -> dict[str, Any]:
    """order-sign without prefetch, with the address of the EHR's FHIR server."""
    return {**sign(prefetch={}), "fhirServer": server.base, **body}


def holding(server: FhirServer) -> None:
    """The server holds the patient, the coverage, and the payer in a resource of its own."""
    server.holds |= {
        "Patient/p1": PATIENT,
        SEARCH: bundle(coverage(), kind="searchset"),
        "Organization/sentara": PAYERS["sentara"],
    }


def test_everything_that_is_missing_is_asked_and_gives_the_answer_that_prefetch_gives(
    ehr: Ehr, server: FhirServer
) -> None:
    holding(server)
    asked, sent = said(ehr.post(asking(server))), said(ehr.post(sign()))
    same = [
        [one for one in ext["extension"] if one["url"] != "coverage-assertion-id"] for ext in (*asked, *sent)
    ]
    assert same[0] == same[1]
    assert {"Patient/p1", SEARCH, "Organization/sentara"} <= set(server.paths)


def test_nothing_is_asked_that_was_sent(ehr: Ehr, server: FhirServer) -> None:
    ehr.post({**sign(), "fhirServer": server.base})
    assert server.asked == []


def test_the_record_is_asked_only_with_a_token(ehr: Ehr, server: FhirServer) -> None:
    holding(server)
    ehr.post(asking(server))
    assert not [path for path in server.paths if path.startswith("Condition")]
    authorization = {"access_token": "t", "token_type": "Bearer", "expires_in": 3, "scope": "", "subject": ""}
    ehr.post(asking(server, fhirAuthorization=authorization))
    assert "Condition?patient=p1" in server.paths


def test_an_order_that_is_only_named_is_asked(ehr: Ehr, server: FhirServer) -> None:
    holding(server)
    order = device()
    server.holds["DeviceRequest/dev-E1399"] = order
    for shape in ("2.2", "2.0"):
        body = {**dispatch(order, shape), "prefetch": {}, "fhirServer": server.base}
        assert said(ehr.post(body))


def test_an_order_that_cannot_be_had_is_412(ehr: Ehr, server: FhirServer) -> None:
    body = {**dispatch(device()), "prefetch": prefetch(), "fhirServer": server.base}
    outcome(ehr.send(body), 412)


def test_prefetch_that_is_missing_without_a_server_is_412(ehr: Ehr) -> None:
    outcome(ehr.send(sign(prefetch={})), 412)


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_trouble_is_technical_and_no_word_about_the_member(ehr: Ehr, server: FhirServer, status: int) -> None:
    server.holds["*"] = status
    for family, covered in (("2.2", "indeterminate"), ("2.0", "conditional")):
        found = said(ehr.post(asking(server), family))
        assert only(found[0], "covered") == covered
        assert "technical" in only(found[0], "reason")["text"]


def test_a_server_that_is_slow_is_given_up(ehr: Ehr, server: FhirServer) -> None:
    server.holds["*"] = 20.0
    began = time.monotonic()
    assert codes(said(ehr.post(asking(server)))[0]) == ["technical"]
    assert time.monotonic() - began < 15


def test_an_answer_without_end_is_given_up(ehr: Ehr, server: FhirServer) -> None:
    server.holds["*"] = {"resourceType": "Bundle", "type": "searchset", "note": "x" * 6_000_000}
    assert codes(said(ehr.post(asking(server)))[0]) == ["technical"]


def test_a_redirect_is_not_followed(ehr: Ehr, server: FhirServer) -> None:
    server.holds[SEARCH] = f"{server.base}/elsewhere"
    server.holds["elsewhere"] = prefetch()["coverage"]
    assert codes(said(ehr.post(asking(server)))[0]) == ["technical"]
    assert "elsewhere" not in server.paths


@pytest.mark.parametrize(
    "where",
    ["http://192.0.2.1/fhir", "https://evil.example/fhir", "http://localhost.evil.example/", "ftp://127.0.0.1/", "http://u@127.0.0.1/",
     "http://[::ffff:192.0.2.1]/", "//127.0.0.1/", "http://127.0.0.1?x=/", "http://[broken", "not an address"],
)  # fmt: skip
def test_in_open_mode_only_this_machine_is_asked(ehr: Ehr, where: str) -> None:
    began = time.monotonic()
    found = said(ehr.post({**sign(prefetch={}), "fhirServer": where}))
    assert codes(found[0]) == ["technical"]
    assert time.monotonic() - began < 5


def test_a_reference_of_the_record_never_names_another_host(ehr: Ehr, server: FhirServer) -> None:
    """A payor that points elsewhere is not fetched; then the payer is not told."""
    server.holds["Patient/p1"] = PATIENT
    server.holds[SEARCH] = bundle(
        coverage(plan="", payor=[{"reference": "http://evil.example/Organization/1"}])
    )
    outcome(ehr.send(asking(server)), 400)
    assert all("evil" not in path for path in server.paths)


def test_what_is_not_fhir_says_nothing(ehr: Ehr, server: FhirServer) -> None:
    holding(server)
    authorization = {"access_token": "t", "token_type": "Bearer", "expires_in": 3, "scope": "", "subject": ""}
    server.holds["Condition?patient=p1"] = bundle({"resourceType": "Condition", "code": "no concept"})
    assert (
        only(said(ehr.post(asking(server, fhirAuthorization=authorization)))[0], "covered") == "conditional"
    )
