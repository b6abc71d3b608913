"""What an attacker tried and found: each stays refused, said in four words, and never a fault of ours."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from coverable.web.site import Settings
from web.conftest import PLAN, TODAY, client_of

REQUEST = {"coverages": [PLAN], "services": [{"code": "E1399", "date": "2026-02-10"}]}


@pytest.fixture(scope="module")
def public(root: Any) -> TestClient:
    return client_of(Settings(root / "library", public=True, today=TODAY))


def test_an_origin_that_is_no_address_is_refused_behind_the_same_headers(client: TestClient) -> None:
    answer = client.post("/api/check", json=REQUEST, headers={"origin": "http://["})
    assert answer.status_code == 400
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/need", b'{"asked": "\\ud800", "plan": "x"}'),
        ("/api/need", b'{"\\udc00": "x"}'),
        ("/api/policies", b'{"words": "\\ud800"}'),
        ("/api/compare", b'{"first": "\\ud800", "second": "sentara/dme-32"}'),
        ("/api/check", b'{"facts": {"\\ud800": 1}}'),
    ],
)
def test_half_a_character_is_no_text(client: TestClient, path: str, body: bytes) -> None:
    answer = client.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["problems"]


def test_both_halves_of_a_character_are_one(client: TestClient) -> None:
    body = b'{"words": "\\ud83d\\ude00"}'
    answer = client.post("/api/policies", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 200


@pytest.mark.parametrize("charset", ["utf-7", "punycode", "undefined", "unicode_escape", "latin-1"])
def test_text_is_read_as_utf_8_and_nothing_else(client: TestClient, charset: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="code"\r\n\r\n+2AA-\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert client.post("/checklist", content=body, headers={"content-type": kind}).status_code == 415


def test_a_long_name_of_a_style_is_no_style(client: TestClient) -> None:
    for name in ("a" * 300, "..%2f..%2fapp", "%00"):
        assert client.get(f"/static/{name}.css").status_code == 404


def test_no_answer_repeats_a_name_that_the_host_header_makes_up(public: TestClient) -> None:
    answer = public.get("/policies/", headers={"host": "evil.example"}, follow_redirects=False)
    assert "evil.example" not in answer.headers.get("location", "")


def test_policies_are_compared_on_any_day(client: TestClient) -> None:
    for day in ("0001-01-01", "2015-01-01", "9999-12-31"):
        asked = {"first": "sentara/dme-32", "second": "healthy-blue/cg-med-28", "on": day}
        assert client.post("/api/compare", json=asked).status_code in (200, 400), day


def test_the_public_gets_nothing_that_is_for_reviewers(public: TestClient) -> None:
    assert public.post("/checklist/sheet", data={"plan": PLAN, "code": "E1399"}).status_code in (404, 405)
    assert public.post("/compare/effect", data={}).status_code in (404, 405)
    made = public.post("/api/check", json=REQUEST).json()
    for one in (cov for line in made["lines"] for cov in line["coverages"]):
        assert one["determining"]["sets"] == []
        assert one["review_reasons"] == []
        assert {flag["audience"] for flag in one["flags"]} <= {"provider", "member"}
    page = public.post("/checklist", data={"plan": PLAN, "code": "E1399", "reader": "reviewer", "kept": "{}"})
    assert "What if" not in page.text
    assert "What would settle it" not in page.text


@pytest.mark.parametrize("path", ["/api/need", "/api/policies"])
def test_words_without_end_are_refused_at_once(client: TestClient, path: str) -> None:
    body = {"asked": "E1399 " * 30_000, "plan": PLAN} if path.endswith("need") else {"words": "a" * 300_000}
    answer = client.post(path, json=body)
    assert answer.status_code == 400
    assert "too long" in answer.json()["problems"][0]["what"]


def test_yaml_of_brackets_alone_is_refused_at_once(client: TestClient) -> None:
    answer = client.post("/workbench/edit/sentara/dme-32/7/try", data={"policy.yaml": "[" * 20_000})
    assert "nested too deeply" in answer.text.casefold()


def test_too_many_that_wait_are_sent_away_for_a_minute(root: Any) -> None:
    client = client_of(Settings(root / "library", today=TODAY))
    site = client.app.state.site  # type: ignore[attr-defined]
    site.waiting = 1_000
    answer = client.get("/library")
    assert answer.status_code == 503
    assert "busy" in answer.text
