"""What no EHR should send is 4xx with one OperationOutcome, and nothing is kept; no damage makes a 5xx."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from hypothesis import given, settings
from hypothesis import strategies as st

from coverable.determination.engine import Engine
from coverable.fhir.crd import service as crd
from coverable.fhir.crd.call import HOOKS
from coverable.fhir.dtr import service as dtr
from coverable.fhir.payer import make_payer
from fhir.attack import document
from fhir.crd import bodies
from fhir.crd.bodies import book, bundle, coverage, device, dispatch, encounter, prefetch, service, sign
from fhir.crd.ehr import FAMILIES, ROOTS, Ehr, keeping, outcome, said


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad") / "answers.sqlite"


@pytest.fixture(scope="module")
def ehr(database: Path) -> Iterator[Ehr]:
    with keeping(database) as one:
        yield one


def kept(database: Path) -> dict[str, int]:
    """Rows of each table."""
    if not database.exists():
        return {"answer": 0, "call": 0}
    with sqlite3.connect(database) as connection:
        return {
            name: connection.execute(f"select count(*) from {name}").fetchone()[0]
            for name in ("answer", "call")
        }


def changed(body: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    """A copy with one place changed."""
    out = deepcopy(body)
    here: Any = out
    for name in path[:-1]:
        here = here[name]
    here[path[-1]] = to
    return out


def deep(levels: int) -> Any:
    out: Any = {}
    for _ in range(levels):
        out = {"contained": [out]}
    return out


STRANGER = {"reference": "Patient/p2"}
BAD: dict[str, tuple[Any, int]] = {
    "no JSON": (b"{", 400),
    "no UTF-8": (b"\xff\xfe{}", 400),
    "a key twice": (b'{"hook":"order-sign","hook":"order-sign"}', 400),
    "NaN": (b'{"hook":NaN}', 400),
    "a number without end": (b'{"hook":1' + b"0" * 400 + b"}", 400),
    "no object": (b"[]", 400),
    "nested too deeply": (b'{"a":' * 200_000 + b"1" + b"}" * 200_000, 400),
    "nested deeply in a resource": (sign(device(**deep(60))), 400),
    "too large": (sign(device(note=[{"text": "x" * 6_000_000}])), 413),
    "another hook": (changed(sign(), "hook", to="order-select"), 400),
    "no instance": ({**sign(), "hookInstance": None}, 400),
    "no context": ({**sign(), "context": []}, 400),
    "no user": (changed(sign(), "context", "userId", to=None), 400),
    "no patient": (changed(sign(), "context", "patientId", to=5), 400),
    "a patient that is a path": (changed(sign(), "context", "patientId", to="../admin?x=1"), 400),
    "no orders": (changed(sign(), "context", "draftOrders", to=None), 400),
    "orders that are no Bundle": (changed(sign(), "context", "draftOrders", to={"resourceType": "List"}), 400),
    "an entry that is empty": (changed(sign(), "context", "draftOrders", "entry", to=[{}]), 400),
    "an order of another shape": (sign(device(codeCodeableConcept="E1399")), 400),
    "an order with a date that does not exist": (sign(device(occurrenceDateTime="2026-02-31")), 400),
    "an order of another patient": (sign(device(subject=STRANGER)), 400),
    "prefetch that is a list": ({**sign(), "prefetch": []}, 400),
    "a coverage of another shape": (sign(prefetch=prefetch(coverage(payor="x"))), 400),
    "another payer": (sign(prefetch=prefetch(coverage("elsewhere", ""))), 400),
    "a payer that is not told": (sign(prefetch=prefetch(coverage("nobody", ""))), 400),
    "a token without a server": ({**sign(), "fhirAuthorization": {"access_token": "x"}}, 400),
    "a token that no header has": (
        {**sign(), "fhirServer": "http://127.0.0.1:1", "fhirAuthorization": {"access_token": "x\r\ny: z"}},
        400,
    ),
    "a server that is no text": ({**sign(), "fhirServer": {}}, 400),
    "configuration in a list": ({**sign(), "extension": []}, 400),
    "a version that is not spoken": ({**sign(), "extension": {"davinci-crd.requestedVersion": "9.9"}}, 422),
    "no selections": (changed(sign(hook="order-select"), "context", "selections", to=None), 400),
    "an order that is no reference": (changed(dispatch(device()), "context", "dispatchedOrders", to=["x"]), 400),
    "no order to dispatch": (changed(dispatch(device()), "context", "dispatchedOrders", to=[]), 400),
    "an encounter that is a path": (changed(encounter(), "context", "encounterId", to="a/b"), 400),
    "appointments that are missing": (changed(book(), "context", "appointments", to=None), 400),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_one_outcome_and_nothing_is_kept(
    ehr: Ehr, database: Path, name: str
) -> None:
    body, status = BAD[name]
    before = kept(database)
    for root in ROOTS.values():
        if name == "a version that is not spoken" and root != ROOTS["2.2"]:
            continue  # 2.0 knows no such extension, and passes it over
        hook = body["hook"] if isinstance(body, dict) and name != "another hook" else "order-sign"
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = ehr.http.post(
            f"{ehr.base}{root}/{hook}-crd", content=raw, headers={"content-type": "application/json"}
        )
        outcome(answer, status)
    assert kept(database) == before


def test_what_a_person_is_or_has_is_not_repeated(ehr: Ehr) -> None:
    answer = ehr.send(sign(device(subject={"reference": "Patient/secret-name"}, occurrenceDateTime="secret")))
    assert "secret" not in outcome(answer, 400)["issue"][0]["diagnostics"]


@pytest.mark.parametrize("family", FAMILIES)
def test_addresses_and_methods_that_do_not_exist_are_told_in_fhir(ehr: Ehr, family: str) -> None:
    at = ehr.base + ROOTS[family]
    outcome(ehr.http.post(f"{at}/nothing", json={}), 404)
    outcome(ehr.http.get(f"{at}/order-sign-crd"), 405)
    outcome(ehr.http.post(f"{at}/order-sign-crd/other", json={}), 404)
    outcome(ehr.http.post(f"{at}/order-sign-crd", content="a=b", headers={"content-type": "text/plain"}), 415)


def test_a_page_of_another_site_cannot_post_a_hook(ehr: Ehr) -> None:
    """The guard of the pages holds for EHRs as well."""
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        outcome(ehr.send(sign(), **headers), 403)
    outcome(ehr.send(sign(), host="evil.example"), 421)


def test_cycles_of_references_end(ehr: Ehr) -> None:
    a = service(id="a", basedOn=[{"reference": "ServiceRequest/b"}])
    b = service(id="b", basedOn=[{"reference": "ServiceRequest/a"}])
    loop = coverage(payor=[{"reference": "Coverage/cov-sentara"}])
    assert len(said(ehr.post(sign(a, b)))) == 2
    outcome(ehr.send(sign(prefetch=prefetch({**loop, "class": []}))), 400)


def test_many_orders_are_bounded(ehr: Ehr) -> None:
    orders = [device(id=f"d{i}") for i in range(80)]
    assert len(said(ehr.post(sign(*orders)))) == 50


WHOLE = [
    sign(), sign(service("97033", bodies.CPT)), dispatch(device()), dispatch(device(), "2.0"), book(),
    encounter(code="E1399"), sign(hook="order-select"),
    sign(prefetch=prefetch(coverage("meadowlark", "meadowlark/choice"), conditions=bundle(
        {"resourceType": "Observation", "id": "o", "status": "final", "subject": {"reference": "Patient/p1"},
         "code": {"coding": [{"system": "http://loinc.org", "code": "8302-2"}]}, "valueQuantity": {"value": 1.5, "unit": "m"}}))),
]  # fmt: skip
ODD = st.sampled_from(
    [None, True, 0, -1, 1e308, "", "x", "Patient/p1", "2026-13-01", [], [[]], {}, {"reference": "#"}, [None], {"coding": None},
     {"extension": [{}]}, {"resourceType": "Bundle"}, {"resourceType": 5}, "\u0000", "☃" * 50]
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a body."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(one for name, inner in below for one in places(inner, (*path, name)))]


def send_damaged(ehr: Ehr, data: st.DataObject, whole: list[dict[str, Any]]) -> None:
    """Random places of one of the calls are replaced, removed or repeated; what comes back is no 5xx."""
    body = deepcopy(data.draw(st.sampled_from(whole)))
    hook = body["hook"]
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(places(body)[1:] or [("hook",)]))
        here: Any = body
        for name in place[:-1]:
            here = here[name]
        if data.draw(st.booleans()):
            here[place[-1]] = deepcopy(data.draw(ODD))
        elif isinstance(here, dict):
            del here[place[-1]]
        else:
            here.append(deepcopy(here[place[-1]]))
    raw = json.dumps(body).encode()
    family = data.draw(st.sampled_from(FAMILIES))
    answer = ehr.http.post(
        f"{ehr.base}{ROOTS[family]}/{hook}-crd", content=raw, headers={"content-type": "application/json"}
    )
    if answer.status_code != 200:
        assert 400 <= answer.status_code < 500, (answer.text, body)
        outcome(answer, answer.status_code)


def test_no_damage_makes_a_5xx(ehr: Ehr) -> None:
    @settings(max_examples=200)
    @given(st.data())
    def damaged(data: st.DataObject) -> None:
        send_damaged(ehr, data, WHOLE)

    damaged()


def test_the_attack_knows_every_endpoint_that_takes_json(engine: Engine) -> None:
    """Feedback and errors of forms are left out: they only keep what they are sent; tokens are no JSON."""
    payer = make_payer(engine)
    routes = [*crd.router(payer).routes, *dtr.router(payer).routes]
    paths = [one.path for one in routes if isinstance(one, APIRoute) and "POST" in (one.methods or ())]
    taken = {path.replace("{service}", f"{hook}-crd") for path in paths for hook in HOOKS}
    left = {path for path in taken if not path.endswith(("/token", "/feedback", "$log-questionnaire-errors"))}
    assert document()["paths"].keys() == left
