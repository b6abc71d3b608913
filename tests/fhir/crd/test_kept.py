"""What is kept of an answer: its id with what it rests on, nothing of the member; and the answer offline."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coverable.fhir.store import Store
from fhir.crd.bodies import coverage, device, prefetch, reason, sign
from fhir.crd.ehr import Ehr, extensions, keeping, only, outcome, run_cli, said
from web.conftest import TODAY


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept") / "answers.sqlite"


@pytest.fixture(scope="module")
def ehr(database: Path) -> Iterator[Ehr]:
    with keeping(database) as one:
        yield one


def test_an_answer_is_kept_under_its_id_with_what_it_rests_on(ehr: Ehr, database: Path) -> None:
    made = said(ehr.post(sign()))[0]
    store = Store(f"sqlite:///{database}")
    kept = store.find(only(made, "coverage-assertion-id"))
    store.close()
    assert kept is not None
    assert (kept.order, kept.coverage, kept.patient) == (
        "DeviceRequest/dev-E1399",
        "Coverage/cov-sentara",
        "Patient/p1",
    )
    assert (kept.plan, kept.policy, kept.code) == ("sentara/medicare", "sentara/dme-32@7", "hcpcs:E1399")
    hashes = (
        kept.policy_sha256,
        kept.signoff_sha256,
        kept.plan_sha256,
        kept.glossary_sha256,
        kept.facts_sha256,
    )
    assert all(len(one) == 64 for one in hashes)
    assert kept.questionnaire == only(made, "questionnaire")
    assert kept.day == "2026-02-10"
    assert json.loads(kept.said) == [made]


def test_the_same_is_said_under_the_same_id_and_something_else_under_another(ehr: Ehr) -> None:
    def id_of(body: dict[str, Any]) -> str:
        return only(said(ehr.post(body))[0], "coverage-assertion-id")

    first = id_of(sign())
    assert id_of(sign()) == first
    assert id_of(sign(device(reasonCode=[reason()]))) != first
    assert id_of(sign(device(id="other"))) != first
    assert id_of(sign(prefetch=prefetch(coverage(id="cov-sentara-2")))) != first


def test_two_coverages_have_two_ids_and_each_its_own_answer(ehr: Ehr) -> None:
    both = prefetch(coverage(order=2), coverage("meadowlark", "meadowlark/choice", order=1))
    found = said(ehr.post(sign(prefetch=both)))
    assert [only(one, "coverage")["reference"] for one in found] == [
        "Coverage/cov-meadowlark",
        "Coverage/cov-sentara",
    ]
    assert len({only(one, "coverage-assertion-id") for one in found}) == 2
    other = prefetch(coverage(), coverage("elsewhere", ""))
    assert len(said(ehr.post(sign(prefetch=other)))) == 1, "another payer's coverage is left to that payer"


def test_nothing_is_added_where_the_order_says_it_already(ehr: Ehr) -> None:
    """resp-35; what another payer said stays, and what we said before is replaced by what holds now."""
    order = ehr.post(sign())["systemActions"][0]["resource"]
    assert ehr.post(sign(order))["systemActions"] == []
    stale = {**order, "reasonCode": [reason()], "occurrenceDateTime": "2026-03-10"}
    before = extensions(stale)[0]
    foreign = json.loads(json.dumps(before).replace("Coverage/cov-sentara", "Coverage/of-another"))
    changed = json.loads(json.dumps(before).replace("conditional", "covered"))
    found = said(ehr.post(sign({**stale, "extension": [foreign, changed]})))
    assert foreign in found
    assert changed not in found
    assert len(found) == 2


def test_no_fact_of_the_member_is_kept(ehr: Ehr, database: Path) -> None:
    ehr.post(sign(device(reasonCode=[reason()])))
    with sqlite3.connect(database) as connection:
        text = "\n".join(connection.iterdump())
    for secret in ("L74.512", "1954-05-02", "M-1", "Oak"):
        assert secret not in text, secret


def test_every_call_is_logged_with_hashes(ehr: Ehr, database: Path) -> None:
    with sqlite3.connect(database) as connection:
        before = connection.execute("select count(*) from call").fetchone()[0]
        ehr.post(sign(), "2.0")
        rows = connection.execute("select service, status, asked, answered, instance from call").fetchall()
    assert len(rows) == before + 1
    assert rows[-1][:2] == ("2.0 order-sign-crd", 200)
    assert all(len(one) == 64 for one in rows[-1][2:4])


def test_an_order_without_a_date_is_judged_as_of_the_day_of_the_call(ehr: Ehr, database: Path) -> None:
    made = said(ehr.post(sign(device(occurrenceDateTime=None))))[0]
    store = Store(f"sqlite:///{database}")
    kept = store.find(only(made, "coverage-assertion-id"))
    store.close()
    assert kept is not None
    assert kept.day == TODAY.isoformat()


def test_an_order_without_a_billing_code_asks_for_it(ehr: Ehr) -> None:
    plain = device(codeCodeableConcept={"text": "a device"})
    now, law = said(ehr.post(sign(plain)))[0], said(ehr.post(sign(plain), "2.0"))[0]
    assert (only(now, "covered"), only(now, "info-needed")) == ("conditional", "detail-code")
    assert (only(law, "info-needed"), only(law, "reason")["coding"][0]["code"]) == ("OTH", "detail-code")


def test_a_version_that_is_asked_for_is_spoken(ehr: Ehr) -> None:
    body = {**sign(), "extension": {"davinci-crd.requestedVersion": "2.0"}}
    response = ehr.post(body)
    assert not [one for e in said(response) for one in e["extension"] if "valueContactDetail" in one]
    assert response["cards"][0]["source"]["topic"]["system"].endswith("CodeSystem/temp")


def test_feedback_is_kept_without_what_a_person_wrote(ehr: Ehr, database: Path) -> None:
    card = ehr.post(sign())["cards"][0]["uuid"]
    at = f"{ehr.base}/cds-services/order-sign-crd/feedback"
    override = {"reason": {"code": "other", "system": "x"}, "userComment": "secret words"}
    given = {
        "feedback": [
            {
                "card": card,
                "outcome": "overridden",
                "overrideReason": override,
                "outcomeTimestamp": "2026-11-26T10:00:00Z",
            }
        ]
    }
    assert ehr.http.post(at, json=given).status_code == 200
    with sqlite3.connect(database) as connection:
        rows = connection.execute("select card, outcome, reason from feedback").fetchall()
        assert "secret words" not in "\n".join(connection.iterdump())
    assert rows == [(card, "overridden", "other")]
    for bad in (
        {},
        {"feedback": [{}]},
        {"feedback": [{"card": card, "outcome": "x"}]},
        {"feedback": [{}] * 101},
    ):
        outcome(ehr.http.post(at, json=bad), 400)


def test_fhir_cds_gives_the_bytes_of_the_server_offline(
    tmp_path: Path,
    ehr: Ehr,
) -> None:
    path = tmp_path / "post.json"
    path.write_text(json.dumps(sign()))
    for version in ("2.2", "2.0"):
        done = run_cli("fhir", "cds", path, "--version", version, "--as-of", TODAY.isoformat())
        assert done.exit_code == 0, done.stderr
        offline = json.loads(done.stdout)
        online = ehr.post(sign(), version)
        kinds = [[p["url"] for p in e["extension"]] for e in said(offline)]
        assert kinds == [[p["url"] for p in e["extension"]] for e in said(online)]
        assert [c["summary"] for c in offline["cards"]] == [c["summary"] for c in online["cards"]]
    path.write_text(json.dumps(sign(prefetch={})))
    done = run_cli("fhir", "cds", path)
    assert done.exit_code == 2
    assert "prefetch is missing" in done.stderr
    path.write_text(json.dumps({"hook": "patient-view"}))
    assert run_cli("fhir", "cds", path).exit_code == 2


def test_open_mode_is_shown_where_people_look(ehr: Ehr) -> None:
    assert "Open mode" in ehr.http.get(ehr.base + "/").text
    assert all(one["extension"]["coverable.open-mode"] for one in ehr.discover()["services"])
