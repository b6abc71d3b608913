"""A server works out what first calls need before it listens, and keeps it for its next start."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from fastapi.testclient import TestClient

from conftest import ROOT
from coverable.determination.engine import Engine, open_engine
from coverable.fhir.crd.call import read_call
from coverable.fhir.crd.gather import Known
from coverable.fhir.crd.respond import respond
from coverable.fhir.crd.versions import FAMILIES
from coverable.fhir.payer import make_payer
from coverable.fhir.prepare import prepare
from coverable.fhir.store import MEMORY, Store
from coverable.web.app import make_app
from coverable.web.site import Ehr, Settings
from fhir.crd.bodies import sign


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    """What a serving process sets for good is put back."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was kept before."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def build(*_: Any) -> None:
    raise AssertionError("a policy was built")


def answer(engine: Engine, store: Store | None = None) -> dict[str, Any]:
    """What a first call is answered."""
    call = read_call(sign(), "order-sign", FAMILIES[0])
    resources = [call.prefetch["patient"], *(one["resource"] for one in call.prefetch["coverage"]["entry"])]
    made = respond(call, Known(call.orders, tuple(resources), None), make_payer(engine, store=store))
    assert len(made.kept) == 1
    return {**made.body, "cards": [{**card, "uuid": ""} for card in made.body["cards"]]}


def test_once_ready_a_first_call_builds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine()
    assert prepare(make_payer(engine)) == len(engine.library.folders)
    monkeypatch.setattr(engine.library, "_compile", build)
    monkeypatch.setattr("coverable.fhir.dtr.form.parts", build)
    answer(engine)


def test_the_next_start_builds_nothing_and_answers_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = open_engine(), open_engine()
    prepare(make_payer(first))
    monkeypatch.setattr(second.library, "_compile", build)
    monkeypatch.setattr("coverable.fhir.dtr.form.parts", build)
    assert prepare(make_payer(second)) == 0
    store = Store(MEMORY)  # whose secret the id of an assertion is made with
    assert answer(second, store) == answer(first, store)


def test_cores_share_what_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coverable.base.share.WORTH", 2)
    engine = open_engine()
    told: list[tuple[int, int]] = []
    built = prepare(make_payer(engine), lambda done, all: told.append((done, all)), shared=True)
    assert built == len(engine.library.folders) == told[-1][0] == told[-1][1]
    monkeypatch.setattr(engine.library, "_compile", build)
    answer(engine)


def test_a_server_is_ready_before_it_takes_a_call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = make_app(Settings(ehr=Ehr(database=f"sqlite:///{tmp_path / 'answers.sqlite'}")))
    assert not app.state.ready
    with TestClient(app, base_url="http://localhost:8010") as client:
        assert app.state.ready
        monkeypatch.setattr(app.state.payer.engine.library, "_compile", build)
        assert client.post("/cds-services/order-sign-crd", json=sign()).status_code == 200


def test_getting_ready_opens_no_database(tmp_path: Path) -> None:
    database = tmp_path / "answers.sqlite"
    prepare(make_payer(open_engine(), store=Store(f"sqlite:///{database}")))
    assert not database.exists()


def test_a_policy_that_cannot_be_built_stops_nothing(tmp_path: Path) -> None:
    library = tmp_path / "library"
    copytree(ROOT / "library", library)
    broken = next(iter(sorted((library / "policies" / "sentara").glob("*/*/policy.yaml"))))
    broken.write_text("policy: [\n")
    engine = open_engine(library)
    prepare(make_payer(engine))
    assert len(engine.library._policies) >= len(engine.library.folders) - 2
