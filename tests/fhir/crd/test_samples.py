"""Every sample of Inferno and of the guide: calls are answered or refused, answers are judged by our own rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverable.fhir.crd.assertion import broken
from coverable.fhir.crd.versions import COVERAGE_INFORMATION, FAMILIES
from coverable.fhir.gate import check_bundle
from coverable.fhir.orders import orders_in
from fhir.crd.ehr import FAMILIES as NAMES
from fhir.crd.ehr import Ehr, outcome, said
from fhir.crd.test_bad_input import send_damaged
from fhir.crd.test_inferno_201 import check_card

REFUSED = {
    "fixture-order_dispatch_hook_request.json": 412,  # names an order that it does not bring
    "ig221-CRDServiceRequest2.json": 412,
    "fixture-order_select_hook_request.json": 400,  # orders of another patient than the context's
    "fixture-order_sign_hook_request.json": 400,
    "ig221-CRDServiceRequest.json": 400,  # the coverage of a payer that is not served here
}
BROKEN = {
    "fixture-coverage_info_system_action_conditional.json": {
        "2.2": ["q8 doc-purpose needs a reason"],
        "2.0": ["q8 doc-purpose needs a reason", "q2 whatever may be covered says pa-needed"],
    }
}
"""Rules of the guide that a sample does not keep: Inferno holds it against the profile only."""


def read(samples: Path) -> dict[str, Any]:
    return {path.name: json.loads(path.read_text()) for path in sorted(samples.glob("*.json"))}


def kind(body: Any) -> str:
    """What a sample is."""
    if isinstance(body, list) or "summary" in body:
        return "cards"
    for name in ("hookInstance", "services", "resourceType"):
        if name in body:
            return name
    return "answer"


def within(value: Any) -> Iterator[dict[str, Any]]:
    """Every coverage-information in it."""
    if isinstance(value, dict) and value.get("url") == COVERAGE_INFORMATION:
        yield value
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from within(below)


def test_every_sample_is_looked_at(samples: Path) -> None:
    counted: dict[str, int] = {}
    for body in read(samples).values():
        counted[kind(body)] = counted.get(kind(body), 0) + 1
    assert counted == {"hookInstance": 20, "cards": 8, "answer": 6, "services": 2, "resourceType": 1}


@pytest.mark.parametrize("family", NAMES)
def test_calls_are_accepted_or_refused_as_they_should_be(ehr: Ehr, samples: Path, family: str) -> None:
    for name, body in read(samples).items():
        if kind(body) != "hookInstance":
            continue
        answer = ehr.send(body, family)
        if name in REFUSED:
            outcome(answer, REFUSED[name])
        else:
            assert answer.status_code == 200, (name, answer.text)
            wanted = body["hook"] in ("order-sign", "order-select", "order-dispatch", "appointment-book")
            assert bool(said(answer.json())) == wanted, name


def test_no_damage_to_a_sample_makes_a_5xx(ehr: Ehr, samples: Path) -> None:
    calls = [body for body in read(samples).values() if kind(body) == "hookInstance"]

    @settings(max_examples=60)
    @given(st.data())
    def damaged(data: st.DataObject) -> None:
        send_damaged(ehr, data, calls)

    damaged()


def test_coverage_information_of_others_keeps_or_breaks_our_rules_as_it_should(samples: Path) -> None:
    seen = 0
    for name, body in read(samples).items():
        for one in within(body) if kind(body) == "answer" else ():
            seen += 1
            for family in FAMILIES:
                assert broken(one, family) == BROKEN.get(name, {}).get(family.name, []), (name, family.name)
    assert seen == 5


def test_cards_of_others_pass_the_check_that_ours_pass(samples: Path) -> None:
    for body in read(samples).values():
        if kind(body) == "cards":
            for card in body if isinstance(body, list) else [body]:
                check_card(card)
        elif kind(body) == "answer":
            for card in body.get("cards", ()):
                check_card(card)


def test_what_others_offer_is_what_our_discovery_offers(ehr: Ehr, samples: Path) -> None:
    ours = {one["hook"] for one in ehr.discover()["services"]}
    for body in read(samples).values():
        for one in body["services"] if kind(body) == "services" else ():
            assert one["hook"] in ours
            assert all(isinstance(one[name], str) for name in ("id", "description"))


def test_the_record_of_the_reference_implementation_is_read(samples: Path) -> None:
    record = check_bundle(read(samples)["ri-fhir-data-transaction-bundle.json"])
    assert orders_in(record)
