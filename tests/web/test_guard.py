"""What stands before every page: headers, the names of the server, writing from elsewhere, sizes, four words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from coverable.web import answers
from coverable.web.guard import HEADERS, POLICY
from publish.conftest import parsed
from web.conftest import CASE, HTMX, ITEM, client_of, inert

PAGE = {"accept": "text/html"}
SCREENS = (
    "/", "/?q=E1399&plan=sentara/medicare&date=2026-02-10", "/?q=sweating", "/search", "/search?q=E1399", "/policies",
    "/policies/sentara/dme-32", "/policies/sentara/dme-32/7?reader=member", "/policies/sentara/dme-32/7?reader=cms-10913",
    "/checklist", "/checklist?plan=sentara/medicare&code=E1399", "/compare", "/api/docs",
    "/compare?first=meadowlark/mp-101@2024&second=meadowlark/mp-101@2026",
)  # fmt: skip
OTHERS = (
    ("/api/policies", "application/json"), ("/api/openapi.json", "application/json"),
    ("/static/coverable.js", "text/javascript"), ("/static/criteria.css", "text/css"), ("/static/pico.min.css", "text/css"),
    ("/compare.csv?first=meadowlark/mp-101@2024&second=meadowlark/mp-101@2026", "text/csv"),
    ("/compare.docx?first=meadowlark/mp-101@2024&second=meadowlark/mp-101@2026", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
)  # fmt: skip


def guarded(answer: Any) -> None:
    """Every header of the guard stands in an answer, once, as it is or stricter."""
    for name, value in HEADERS.items():
        assert len(answer.headers.get_list(name)) == 1, (name, answer.headers)
        if name not in ("cache-control", "content-security-policy"):
            assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "server" not in answer.headers
    assert "set-cookie" not in answer.headers


def words(answer: Any) -> list[dict[str, str]]:
    """The problems of a JSON answer, each in its four words."""
    problems = answer.json()["problems"]
    assert problems
    for one in problems:
        assert set(one) >= {"what", "where", "why", "next"}
        assert all(one[word].strip() for word in ("what", "where", "why", "next"))
    return problems


@pytest.mark.parametrize("path", SCREENS)
def test_every_page_has_every_header_and_is_not_kept(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200
    guarded(answer)
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", SCREENS)
def test_no_page_has_a_script_or_a_style_of_its_own(client: TestClient, path: str) -> None:
    for page in (client.get(path).text, client.get(path, headers=HTMX).text):
        inert(parsed(page))


@pytest.mark.parametrize(("path", "kind"), OTHERS)
def test_what_is_no_page_says_what_it_is_and_is_guarded_too(client: TestClient, path: str, kind: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    guarded(answer)
    assert answer.headers["content-type"].partition(";")[0] == kind
    static = path.startswith("/static/")
    assert answer.headers["cache-control"] == ("public, max-age=3600" if static else "no-store")
    kept = kind not in ("application/json", "text/javascript", "text/css")
    assert answer.headers.get("content-disposition", "").startswith("attachment") == kept


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing-here", 404),
        ("GET", "/policies/sentara/dme-99", 404),
        ("GET", "/policies/sentara/dme-32/99", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("GET", "/?date=tomorrow", 400),
        ("GET", "/?q=" + "x" * 201, 400),
        ("GET", "/policies/sentara/dme-32?reader=nobody", 400),
        ("GET", "/compare?first=sentara/dme-32&second=no/such", 400),
        ("GET", "/compare.csv", 400),
        ("DELETE", "/policies", 405),
        ("PUT", "/checklist", 405),
        ("GET", "/checklist/load", 405),
        ("POST", "/checklist/load", 400),
    ],
)
def test_a_failure_is_told_in_four_words_as_json_as_a_page_and_as_a_piece(
    client: TestClient, method: str, path: str, status: int
) -> None:
    for headers in ({"accept": "application/json"}, PAGE, PAGE | HTMX):
        answer = client.request(method, path, headers=headers)
        assert answer.status_code == status
        guarded(answer)
        if status == 405:
            assert answer.headers["allow"]
        if headers["accept"] == "application/json":
            words(answer)
            continue
        page = parsed(answer.text)
        assert any(e.attributes.get("role") == "alert" for e in page.all("div"))
        assert "Next: " in page.text
        assert bool(page.all("html")) == (headers == PAGE)


@pytest.mark.parametrize("path", ["/api/nothing", "/api/policies/no/such", "/api/need?date=x"])
def test_below_api_every_failure_is_json_whatever_is_asked_for(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code in (400, 404)
    words(answer)


@pytest.mark.parametrize("host", ["localhost", "localhost:8010", "127.0.0.1:1", "[::1]", "[::1]:8010"])
def test_the_server_answers_to_its_own_names(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "evil.example:8010", "127.0.0.1.evil.example", "testserver", "", "localhost@evil.example", "[::1", "10.0.0.1"],
)  # fmt: skip
def test_a_name_that_another_site_could_own_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    guarded(answer)
    words(answer)


def test_public_reading_answers_to_any_name(public: TestClient) -> None:
    assert public.get("/", headers={"host": "policies.example"}).status_code == 200


def test_a_form_of_another_site_is_not_taken(client: TestClient) -> None:
    own = {"origin": "http://localhost:8010"}
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", **own},
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:9999"},
        {"origin": "null"},
    ):
        for path in ("/checklist", "/checklist/request", "/api/check", "/compare/effect"):
            answer = client.post(path, data=CASE, headers=headers)
            assert answer.status_code == 403, (path, headers)
            guarded(answer)
            words(answer)
    for headers in ({"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, own, {}):
        assert client.post("/checklist", data=CASE | ITEM, headers=headers).status_code == 200


def test_reading_from_another_site_is_possible_and_gives_that_site_nothing(client: TestClient) -> None:
    """A link may lead here; what is answered can be neither framed nor read by the other page."""
    answer = client.get(
        "/policies", headers={"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    )
    assert answer.status_code == 200
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in answer.headers


def chunks(count: int, size: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b"x" * size


@pytest.mark.parametrize(
    "path", ["/api/check", "/api/need", "/checklist", "/checklist/load", "/compare/effect"]
)
def test_a_body_over_the_limit_is_not_read_whether_its_length_is_stated_or_not(path: str) -> None:
    small = client_of(most=50_000)
    kinds = {"/api/check": "application/json", "/api/need": "application/json"}
    headers = {"content-type": kinds.get(path, "application/x-www-form-urlencoded")}
    stated = small.post(path, content=b"x" * 50_001, headers=headers)
    chunked = small.post(path, content=chunks(60, 1_000), headers=headers)
    for answer in (stated, chunked):
        assert answer.status_code == 413, answer.text
        guarded(answer)
        words(answer)


@pytest.mark.parametrize("length", [b"-1", b"many", b"1e3", b"\xb2"])
def test_a_length_that_is_no_number_is_refused(client: TestClient, length: bytes) -> None:
    answer = client.post("/api/check", content=b"{}", headers={b"content-length": length})
    assert answer.status_code == 413
    guarded(answer)


def test_a_form_of_very_many_fields_is_refused_and_not_worked_on(client: TestClient) -> None:
    answer = client.post("/checklist", data={f"x{n}": "1" for n in range(5_000)})
    assert answer.status_code == 400
    words(answer)


def test_a_fault_of_ours_is_guarded_told_in_four_words_and_its_log_holds_no_value(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ValueError("MARKED-9137")

    broken_client = client_of()
    monkeypatch.setattr(answers, "html", broken)
    answer = broken_client.get("/policies", headers={"accept": "application/json"})
    assert answer.status_code == 500
    guarded(answer)
    assert "fault of ours" in words(answer)[0]["why"]
    assert "MARKED-9137" not in answer.text + caplog.text
    assert "ValueError" in caplog.text
