"""A server works out beforehand what first calls need; nobody waits for more than their own plan."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from conftest import ROOT
from coverable.determination.engine import Engine, open_engine
from coverable.fhir.crd.call import read_call
from coverable.fhir.crd.gather import Known
from coverable.fhir.crd.missing import plans_asked
from coverable.fhir.crd.respond import respond
from coverable.fhir.crd.versions import FAMILIES
from coverable.fhir.payer import make_payer
from coverable.fhir.prepare import Preparation
from coverable.fhir.store import Store
from fhir.crd.bodies import coverage, prefetch, sign


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    """What a serving process sets for good is put back."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def prepared(engine: Engine, **more: Any) -> Preparation:
    preparation = Preparation(make_payer(engine, **more))
    asyncio.run(preparation.run())
    return preparation


def test_once_prepared_a_first_call_builds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine()
    preparation = prepared(engine)
    assert preparation.complete

    def build(*_: Any) -> None:
        raise AssertionError("a call built a policy")

    monkeypatch.setattr(engine.library, "_compile", build)
    monkeypatch.setattr("coverable.fhir.dtr.form.parts", build)
    call = read_call(sign(), "order-sign", FAMILIES[0])
    resources = [call.prefetch["patient"], *(one["resource"] for one in call.prefetch["coverage"]["entry"])]
    made = respond(call, Known(call.orders, tuple(resources), None), make_payer(engine))
    assert len(made.kept) == 1


def test_preparing_opens_no_database(tmp_path: Path) -> None:
    database = tmp_path / "answers.sqlite"
    prepared(open_engine(), store=Store(f"sqlite:///{database}"))
    assert not database.exists()


def test_a_call_before_its_turn_waits_for_its_own_plan_alone() -> None:
    engine = open_engine()
    payer = make_payer(engine)
    call = read_call(sign(prefetch=prefetch(coverage())), "order-sign", FAMILIES[0])
    held = [call.prefetch["patient"], *(one["resource"] for one in call.prefetch["coverage"]["entry"])]
    plans = plans_asked(Known(call.orders, tuple(held), None).record, call.patient, payer)
    assert [plan.id for plan in plans] == ["sentara/medicare"]
    preparation = Preparation(payer)
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def both() -> None:
        beside = asyncio.create_task(others())
        await preparation.plans(plans)
        beside.cancel()

    asyncio.run(both())
    built = {key.partition("@")[0] for key in engine.library._policies}
    adopted = set(plans[0].file.adopted)
    assert adopted <= built < set(engine.library.ids())
    assert turns > len(adopted), "other calls had their turns in between"
    assert not preparation.complete


def test_a_policy_that_cannot_be_built_stops_nothing(tmp_path: Path) -> None:
    library = tmp_path / "library"
    copytree(ROOT / "library", library)
    broken = next(iter(sorted((library / "policies" / "sentara").glob("*/*/policy.yaml"))))
    broken.write_text("policy: [\n")
    engine = open_engine(library)
    assert prepared(engine).complete
    assert len(engine.library._policies) >= len(engine.library.folders) - 2
