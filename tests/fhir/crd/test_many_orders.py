"""Several orders beside one record: each is answered as if it stood alone, and the record is read once."""

from __future__ import annotations

from typing import Any

import pytest
from bench.fhir import small

from coverable.determination.engine import Engine
from coverable.fhir.bundle import Record, Resource
from coverable.fhir.crd.call import read_call
from coverable.fhir.crd.gather import Known
from coverable.fhir.crd.respond import respond
from coverable.fhir.crd.versions import FAMILIES
from coverable.fhir.payer import Payer, make_payer
from coverable.fhir.record import Reader
from coverable.fhir.store import MEMORY, Store
from fhir.crd.bodies import device, sign


@pytest.fixture
def payer(engine: Engine) -> Payer:
    return make_payer(engine, store=Store(MEMORY))


ORDERS = (
    device(id="one"),
    device(id="two", reasonReference=[{"reference": "Condition/c1"}]),
    device(id="three", occurrenceDateTime="2026-03-10"),
)


def beside() -> list[dict[str, Any]]:
    """Conditions, a drug and a pulse of the patient of the orders, and one older order."""
    person = {"reference": ORDERS[0]["subject"]["reference"]}
    record = [
        {**one, "subject": person} for one in small() if one["resourceType"] not in ("Patient", "Coverage")
    ]
    return [*record[1:], device(id="older", status="completed")]


def answered(payer: Payer, *orders: dict[str, Any]) -> list[Any]:
    """The system actions for some orders, without cards: a call has at most so many."""
    call = read_call(sign(*orders), "order-sign", FAMILIES[0])
    held = [call.prefetch["patient"], *(one["resource"] for one in call.prefetch["coverage"]["entry"])]
    known = Known(call.orders, (*held, *beside()), None)
    return respond(call, known, payer).body["systemActions"]


def test_each_of_several_orders_is_answered_as_if_it_stood_alone(payer: Payer) -> None:
    alone = [action for order in ORDERS for action in answered(payer, order)]
    assert len(alone) == len(ORDERS)
    assert answered(payer, *ORDERS) == alone
    said = [{part["url"]: part for part in one["resource"]["extension"][0]["extension"]} for one in alone]
    assert len({str(one.get("reason")) for one in said}) > 1, "the orders differ in what they say"


def test_a_record_is_looked_through_once_for_all_orders(
    payer: Payer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    look = Reader.look

    def counted(self: Reader, opened: Record, place: int = 0) -> Any:
        seen.append(len(opened.resources))
        return look(self, opened, place)

    monkeypatch.setattr(Reader, "look", counted)
    answered(payer, *ORDERS)
    assert len(seen) == 1 and seen[0] >= len(beside())


def test_a_record_led_by_an_order_finds_what_one_opened_whole_finds() -> None:
    rest: list[Resource] = [*beside(), {"resourceType": "Condition", "id": "c1", "code": {"text": "another"}}]
    for order in (*ORDERS, device(id="older", status="draft")):
        whole, led = Record([order, *rest]), Record(rest).led_by(order)
        assert led.resources == whole.resources and led.urls == whole.urls and led.patients == whole.patients
        names = [f"{one['resourceType']}/{one['id']}" for one in whole.resources] + ["Condition/none"]
        for name in names * 3:  # the first few by going through, the others by the index
            assert led.find({"reference": name}, order) == whole.find({"reference": name}, order), name
