"""What programs get: the JSON of the commands, described whole by the OpenAPI document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from cli.conftest import put, run, samples
from coverable import __version__
from coverable.determination.schema import schemas
from web.conftest import PLAN, by_id, tree

__all__ = ["put", "run", "samples"]  # fixtures of the commands' tests

ASKED = {"asked": "E1399", "plan": PLAN, "date": "2026-02-10"}
METHODS = {"get", "post"}


def post(client: TestClient, path: str, body: Any) -> Any:
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def within(small: Any, large: Any, at: str = "$") -> None:
    """Everything of `small` stands in `large` in the same place."""
    if isinstance(small, dict):
        for name, value in small.items():
            within(value, large[name], f"{at}.{name}")
    elif isinstance(small, list):
        assert len(small) == len(large), at
        for n, value in enumerate(small):
            within(value, large[n], f"{at}[{n}]")
    else:
        assert small == large, at


def test_check_gives_the_bytes_of_the_command(client: TestClient, run, put, samples) -> None:
    for request in samples.values():
        said = run("check", put("r.json", request), "--format", "json").stdout
        assert client.post("/api/check", json=request).text == said
    every = list(samples.values())
    assert (
        client.post("/api/check", json=every).text
        == run("check", put("r.json", every), "--format", "json").stdout
    )


def test_one_of_several_requests_that_is_refused_stands_in_its_place(client: TestClient, samples) -> None:
    good = samples["demo-1-met"]
    first, second, third = post(client, "/api/check", [good, {"id": "bad", "coverages": []}, good])
    assert first == third
    assert second["request"] == "bad"
    assert second["refused"][0]["where"].startswith("$[1].")


def test_need_and_its_twin_give_what_the_command_gives(client: TestClient, run) -> None:
    for words in ("E1399", "97033", "sweating", "L74.510", "E1399 97033"):
        said = json.loads(
            run("need", words, "--plan", PLAN, "--date", "2026-02-10", "--format", "json").stdout
        )
        assert post(client, "/api/need", ASKED | {"asked": words}) == said
        twin = client.get("/api/need", params={"q": words, "plan": PLAN, "date": "2026-02-10"}).json()
        assert twin["need"] == {k: v for k, v in said.items() if k != "schema_version"}


def test_policies_and_the_twin_of_the_search_give_what_the_command_gives(client: TestClient, run) -> None:
    for words in ("sweating", "E1399", "oxygen", "dme 32", "hyperhydrosis", "nothing-of-this-kind"):
        said = json.loads(run("policy", "search", words, "--limit", 20, "--format", "json").stdout)
        assert post(client, "/api/policies", {"words": words}) == said
        assert client.get("/api/search", params={"q": words}).json() == said
    said = json.loads(
        run(
            "policy",
            "search",
            "sweating",
            "--plan",
            PLAN,
            "--on",
            "2026-02-10",
            "--limit",
            3,
            "--format",
            "json",
        ).stdout
    )
    assert (
        post(client, "/api/policies", {"words": "sweating", "plan": PLAN, "on": "2026-02-10", "limit": 3})
        == said
    )


@pytest.mark.parametrize(
    "pair",
    [("sentara/dme-32", "healthy-blue/cg-med-28"), ("meadowlark/mp-101@2024", "meadowlark/mp-101@2026")],
)
def test_compare_gives_all_that_the_command_gives_and_its_words(
    client: TestClient, run, pair: tuple[str, str]
) -> None:
    said = json.loads(run("policy", "compare", *pair, "--format", "json").stdout)
    made = client.get("/api/compare", params={"first": pair[0], "second": pair[1]}).json()
    assert made["schema_version"] == said.pop("schema_version")
    within(said, made["compared"])
    assert all(one["says"] for one in made["compared"]["services"])


def test_checklist_gives_the_questions_of_each_line_and_which_still_matter(
    client: TestClient, samples
) -> None:
    (line,) = post(client, "/api/checklist", samples["demo-3-information"])["lines"]
    asked = [item["fact"] for group in line["groups"] for item in group["items"]]
    assert len(asked) == len(set(asked))
    assert set(line["matters"]) <= set(asked) | {
        s["fact"] for g in line["groups"] for i in g["items"] for s in i["concluded_from"]
    }
    assert "device_fda_status" in line["matters"]
    (met,) = post(client, "/api/checklist", samples["demo-1-met"])["lines"]
    assert met["matters"] == []


@pytest.mark.parametrize("path", ["/", "/?q=E1399", "/search?q=E1399", "/policies", "/policies/sentara/dme-32/7", "/compare?first=meadowlark/mp-101@2024&second=meadowlark/mp-101@2026"])  # fmt: skip
def test_every_page_links_to_its_twin_which_holds_its_data(client: TestClient, path: str) -> None:
    page = tree(client.get(path))
    (link,) = [e for e in page.all("link") if e.attributes.get("rel") == "alternate"]
    href = link.attributes["href"].replace("&amp;", "&")
    assert href in {a.attributes.get("href") for a in page.all("a")}
    twin = client.get(href)
    assert twin.headers["content-type"] == "application/json"
    assert next(iter(twin.json())) == "schema_version"


def test_the_answer_of_a_form_has_no_twin_and_no_link_to_one(client: TestClient) -> None:
    page = tree(client.post("/checklist", data={"plan": PLAN, "code": "E1399"}))
    assert not [e for e in page.all("link") if e.attributes.get("rel") == "alternate"]
    assert "as JSON" not in page.text


@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        ("/api/need", {}, "$"),
        ("/api/need", [], "$"),
        ("/api/need", ASKED | {"asked": 5}, "$.asked"),
        ("/api/need", ASKED | {"asked": True}, "$.asked"),
        ("/api/need", ASKED | {"more": "x"}, "$.more"),
        ("/api/need", ASKED | {"date": "soon"}, "date"),
        ("/api/policies", {"words": "x", "limit": 0}, "$.limit"),
        ("/api/policies", {"words": "x", "limit": 201}, "$.limit"),
        ("/api/policies", {"words": "x", "limit": "9"}, "$.limit"),
        ("/api/policies", {"words": "x", "plan": "no such plan"}, None),
        ("/api/check", {"coverages": []}, None),
        ("/api/check", "text", None),
        ("/api/check", [{}] * 1_001, "$"),
        ("/api/checklist", {"facts": 1}, None),
    ],
)
def test_a_body_that_cannot_be_taken_is_refused_with_its_place(
    client: TestClient, path: str, body: Any, where: str | None
) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == 400
    problems = answer.json()["problems"]
    assert where is None or problems[0]["where"] == where
    assert all(one["what"] and one["why"] and one["next"] for one in problems)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"a": 1, "a": 2}',
        b"[" * 10_000,
        b'{"n": NaN}',
        b'{"n": 1e999}',
        b"null",
        b"\x00",
    ],
)
def test_what_is_no_json_is_refused_and_never_a_fault_of_ours(client: TestClient, body: bytes) -> None:
    for path in ("/api/check", "/api/need", "/api/checklist", "/api/policies"):
        answer = client.post(path, content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 400, (path, answer.text)
        assert answer.json()["problems"]


def document(client: TestClient) -> Mapping[str, Any]:
    return client.get("/api/openapi.json").json()


def references(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        yield from (v for k, v in data.items() if k == "$ref")
        for value in data.values():
            yield from references(value)
    elif isinstance(data, list):
        for value in data:
            yield from references(value)


def test_the_openapi_document_is_whole_and_every_schema_in_it_is_one(client: TestClient) -> None:
    openapi = document(client)
    assert re.fullmatch(r"3\.1\.\d+", openapi["openapi"])
    assert openapi["info"] == {
        "title": "Coverable",
        "version": __version__,
        "summary": openapi["info"]["summary"],
    }
    names: list[str] = []
    for path, methods in openapi["paths"].items():
        assert path.startswith("/api/")
        assert set(methods) <= METHODS
        for call in methods.values():
            names.append(call["operationId"])
            assert call["summary"]
            assert call["responses"]["200"]
            inside = {one["name"] for one in call.get("parameters", []) if one["in"] == "path"}
            assert inside == set(re.findall(r"{(\w+)}", path))
            assert all(one["schema"] for one in call.get("parameters", []))
            for body in call.get("requestBody", {}).get("content", {}).values():
                jsonschema.Draft202012Validator.check_schema(body["schema"])
    assert len(names) == len(set(names))
    for reference in references(openapi):
        target: Any = openapi
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]
        assert target


def test_every_call_that_the_server_takes_is_in_the_document_and_in_its_page(client: TestClient) -> None:
    described = {(path, method) for path, methods in document(client)["paths"].items() for method in methods}
    assert described == {
        ("/api/need", "get"), ("/api/search", "get"), ("/api/policies", "get"), ("/api/compare", "get"),
        ("/api/policies/{publisher}/{number}", "get"), ("/api/policies/{publisher}/{number}/{version}", "get"),
        ("/api/check", "post"), ("/api/compare", "post"), ("/api/checklist", "post"), ("/api/need", "post"), ("/api/policies", "post"),
        ("/api/workbench", "get"), ("/api/workbench/{token}", "get"), ("/api/claims", "get"), ("/api/library", "get"), ("/api/facts", "get"),
        ("/api/workbench/edit/{publisher}/{number}/{version}", "get"), ("/api/claims/{name}", "get"), ("/api/form/{publisher}/{number}/{version}", "get"),
    }  # fmt: skip
    page = by_id(tree(client.get("/api/docs")), "main").text
    for path, method in described:
        assert f"{method.upper()} {path}" in page


def test_the_body_of_check_takes_what_the_schema_of_the_command_takes(client: TestClient, samples) -> None:
    openapi = document(client)
    call = openapi["paths"]["/api/check"]["post"]
    body = call["requestBody"]["content"]["application/json"]["schema"]
    whole = {**body, "components": openapi["components"]}
    assert jsonschema.Draft202012Validator(whole).is_valid(list(samples.values()))
    given = {
        **call["responses"]["200"]["content"]["application/json"]["schema"],
        "components": openapi["components"],
    }
    for request in samples.values():
        jsonschema.Draft202012Validator(given).validate(post(client, "/api/check", request))
    refused = client.post("/api/check", json={}).json()
    jsonschema.Draft202012Validator(openapi["components"]["schemas"]["problems"]).validate(refused)
    for schema in (whole, schemas()["request"]):
        judge = jsonschema.Draft202012Validator(schema)
        assert all(judge.is_valid(request) for request in samples.values())
        for wrong in (
            {"coverages": []},
            {"services": [{"code": "E1399"}]},
            {**samples["demo-1-met"], "more": 1},
        ):
            assert not judge.is_valid(wrong)
        assert not judge.is_valid({**samples["demo-1-met"], "ordering_provider": {"npi": "12"}})
