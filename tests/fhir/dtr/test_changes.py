"""`changedsince`: what a client has already is not sent again, and what may have changed always is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from coverable.determination.engine import Engine
from coverable.fhir.dtr.changes import OVERLAP, read_since, unchanged
from coverable.fhir.dtr.form import form_of
from coverable.fhir.payer import make_payer
from fhir.dtr.serving import PACKAGE, ROOT, Ehr, bundles, coverage, named, order, outcome, parameters, serving

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
LATER = START + OVERLAP + timedelta(minutes=1)


@pytest.fixture(scope="module")
def ehr(engine: Engine) -> Iterator[Ehr]:
    """A server that started at START."""
    with serving(engine, clock=lambda: START) as started:
        yield started


def since(text: str) -> dict[str, Any]:
    return {"name": "changedsince", "valueInstant": text}


def test_what_the_client_has_already_is_not_sent_again(ehr: Ehr) -> None:
    given = parameters(coverage(), order(), since(LATER.isoformat()))
    answer = ehr.post(ROOT["2.2"] + PACKAGE, given)
    assert bundles(answer) == []
    [told] = answer.json()["parameter"]
    assert told["name"] == "outcome"
    assert told["resource"]["issue"][0]["severity"] == "information"


def test_in_the_older_version_the_outcome_is_the_whole_answer(ehr: Ehr) -> None:
    given = parameters(coverage(), order(), since(LATER.isoformat()))
    answer = ehr.http.post(ROOT["2.0.1"] + PACKAGE, json=given)
    assert answer.status_code == 200 and answer.json()["resourceType"] == "OperationOutcome"
    assert answer.json()["issue"][0]["severity"] == "information"


@pytest.mark.parametrize("then", ["2020-01-01T00:00:00Z", "2026-03-02T08:30:00Z", "2026-03", "2026"])
def test_what_was_before_the_server_started_counts_as_changed(ehr: Ehr, then: str) -> None:
    assert len(bundles(ehr.post(ROOT["2.2"] + PACKAGE, parameters(coverage(), order(), since(then))))) == 1


def test_an_unknown_questionnaire_is_still_told(ehr: Ehr) -> None:
    unknown = named("https://payer.example/Questionnaire/nothing")
    given = parameters(coverage(), order(), unknown, since(LATER.isoformat()))
    [told] = ehr.post(ROOT["2.2"] + PACKAGE, given).json()["parameter"]
    assert told["resource"]["issue"][0]["severity"] == "warning"


@pytest.mark.parametrize("wrong", ["yesterday", "2026-13-40", "2026-03-02T99:00:00Z", "T"])
def test_no_point_in_time_is_refused(ehr: Ehr, wrong: str) -> None:
    refused = outcome(ehr.post(ROOT["2.2"] + PACKAGE, parameters(coverage(), order(), since(wrong))))
    assert "no such instant" in refused["details"]["text"]


def test_a_version_that_came_into_effect_since_has_changed(engine: Engine) -> None:
    form = form_of(engine.library.versions("meadowlark/mp-101")[-1])
    first = form.policy.first_day
    assert first is not None
    payer = make_payer(engine, day=first)
    loaded = datetime(first.year - 1, 1, 1, tzinfo=UTC)
    then = datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
    assert not unchanged(form, payer, then - timedelta(days=2), loaded)
    assert unchanged(form, payer, then + timedelta(days=2), loaded)


def test_a_date_is_its_beginning_and_an_instant_without_a_zone_is_utc() -> None:
    assert read_since("2026-03", "$") == datetime(2026, 3, 1, tzinfo=UTC)
    assert read_since("2026-03-02T08:00:00", "$") == START
