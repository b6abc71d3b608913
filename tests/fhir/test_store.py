"""The store of answers, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
import sqlalchemy
from sqlalchemy.exc import SQLAlchemyError

from coverable.base.problem import Refused
from coverable.fhir.store import Kept, Store
from fhir import postgres
from fhir.crd.bodies import sign
from fhir.crd.ehr import Ehr, only, said
from web.conftest import serving


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    with postgres.server() as place:
        yield place


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.heavy("postgresql"))])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'answers.sqlite'}"
    return postgres.database(request.getfixturevalue("server"))


def row(id: str, **more: str) -> Kept:
    texts = dict.fromkeys(Kept.__slots__, "x")
    return Kept(**{**texts, "id": id, **more})


def run(url: str, text: str) -> list[Any]:
    """The rows of a statement, or nothing."""
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        found = connection.execute(sqlalchemy.text(text))
        rows = list(found) if found.returns_rows else []
    engine.dispose()
    return rows


def test_an_answer_stays_as_it_was_first_given(url: str) -> None:
    store = Store(url)
    first = row("1", said='{"a": "☃ \\" \'"}')
    store.keep([first, row("2")])
    store.keep([replace(first, said="another"), row("3")])
    assert store.find("1") == first
    assert store.find("4") is None
    assert store.counts()["answer"] == 3
    store.close()


def test_an_answer_is_kept_with_its_call_or_not_at_all(url: str) -> None:
    store = Store(url)
    call: dict[str, Any] = {
        "at": "now",
        "client": "",
        "service": "a",
        "instance": "",
        "asked": "",
        "answered": "",
    }
    store.keep([row("1")], status=200, **call)
    damaged: dict[str, Any] = {**call, "status": 2**70}  # no database of ours has such a number
    with pytest.raises((SQLAlchemyError, OverflowError)):
        store.keep([row("2")], **damaged)
    assert store.counts() == {"answer": 1, "call": 1, "token": 0, "feedback": 0}
    store.close()


def test_ids_are_the_same_after_a_restart_and_nobody_else_can_tell_them(url: str) -> None:
    store = Store(url)
    secret = store.id_of(["a", "b"])
    store.close()
    again = Store(url)
    assert again.id_of(["a", "b"]) == secret
    assert again.id_of(["ab", ""]) != secret
    again.close()
    run(url, "update about set value = '00' where name = 'secret'")
    other = Store(url)
    assert other.id_of(["a", "b"]) != secret
    other.close()


def test_a_store_of_another_version_is_refused(url: str) -> None:
    store = Store(url)
    store.counts()
    store.close()
    run(url, "update about set value = '0' where name = 'version'")
    with pytest.raises(Refused, match="another version"):
        Store(url).counts()


def test_a_database_that_cannot_be_opened_is_refused() -> None:
    for bad in ("nothing", "sqlite:////proc/no/such", "postgresql+nothing://h/x"):
        with pytest.raises(Refused, match="--database"):
            Store(bad).counts()


def test_a_token_is_remembered_until_it_has_run_out(url: str) -> None:
    store, now = Store(url), datetime(2026, 11, 26, tzinfo=UTC)
    later = now + timedelta(seconds=60)
    assert store.first_use("i", "t", later, now)
    assert not store.first_use("i", "t", later, now)
    assert store.first_use("j", "t", later, now)
    assert store.first_use("i", "t", later + timedelta(1), later + timedelta(seconds=1))
    store.close()


def test_a_token_that_comes_many_times_at_once_is_taken_once(url: str) -> None:
    store, now = Store(url), datetime(2026, 11, 26, tzinfo=UTC)
    store.counts()
    with ThreadPoolExecutor(4) as pool:
        later = now + timedelta(seconds=60)
        found = list(pool.map(lambda _: store.first_use("i", "t", later, now), range(12)))
    assert found.count(True) == 1
    store.close()


def test_calls_and_feedback_are_numbered_as_they_come(url: str) -> None:
    store = Store(url)
    for service in ("a", "b"):
        store.log(at="now", client="", service=service, instance="", status=200, asked="", answered="")
    store.feedback(
        [
            {"at": "now", "client": "", "service": "a", "card": c, "outcome": "accepted", "reason": ""}
            for c in "xy"
        ]
    )
    assert store.counts() == {"answer": 0, "call": 2, "token": 0, "feedback": 2}
    store.close()
    assert [tuple(one) for one in run(url, "select number, service from call order by number")] == [
        (1, "a"),
        (2, "b"),
    ]


def test_a_server_keeps_its_answers_there(url: str, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with (
        serving(log, "--database", url) as at,
        httpx2.Client(timeout=60, trust_env=False) as http,
    ):
        ehr = Ehr(at, http)
        [made] = said(ehr.post(sign()))
        assert said(ehr.post(sign())) == [made]
    assert "Error" not in log.read_text()
    store = Store(url)
    kept = store.find(only(made, "coverage-assertion-id"))
    assert kept is not None
    assert (kept.policy, kept.code) == ("sentara/dme-32@7", "hcpcs:E1399")
    assert store.counts() == {"answer": 1, "call": 2, "token": 0, "feedback": 0}
    store.close()
