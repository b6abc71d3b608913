"""The comparison as a page and as files to keep, the text of two versions, and the effect on stored requests."""

from __future__ import annotations

import csv
import io
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from starlette.testclient import TestClient

from coverable.proof.sidebyside import SIGNS, TABLE
from coverable.web.site import Settings
from small_library import POLICY, write_library
from two_versions import SIGNED, place, two_versions
from web.conftest import TODAY, by_id, client_of, tree

PAYERS = {"first": "sentara/dme-32", "second": "healthy-blue/cg-med-28"}
VERSIONS = {"first": "meadowlark/mp-101@2024", "second": "meadowlark/mp-101@2026"}
SMALL = {"first": "test/sleep@1", "second": "test/sleep@2"}


def rows(page: Any) -> list[Any]:
    return [row for body in page.all("tbody") for row in body.all("tr")]


def test_what_is_proved_stands_on_top_with_the_smallest_patient_of_each_side(client: TestClient) -> None:
    made = client.get("/api/compare", params=PAYERS).json()["compared"]
    page = by_id(tree(client.get("/compare", params=PAYERS)), "main")
    (service,) = made["services"]
    assert service["says"] in page.text
    shown = [e.text for e in page.all("div") if e.attributes.get("class") == "example"]
    assert len(shown) == len(service["shown"]) >= 2
    for text, one in zip(shown, service["shown"], strict=True):
        assert all(part in text for part in (one["head"], one["ends"], *one["says"]))


def test_each_row_says_in_sign_and_word_how_it_differs_and_the_rest_is_hidden_until_asked(
    client: TestClient,
) -> None:
    made = client.get("/api/compare", params=VERSIONS).json()["compared"]
    every = [row for service in made["services"] for row in service["rows"]]
    only, whole = (
        tree(client.get("/compare", params={**VERSIONS, **more})) for more in ({}, {"all": "true"})
    )
    assert len(rows(only)) == sum(row["shown"] for row in every) < len(rows(whole)) == len(every)
    for element, row in zip(rows(whole), every, strict=True):
        cell = element.all("td")[0]
        assert row["sign"] in (*SIGNS.values(), "+", "−")
        assert cell.text.startswith(row["kind_says"])
        assert cell.all("strong")[0].text == row["sign"]
    links = {a.text: a.attributes["href"].replace("&amp;", "&") for a in by_id(whole, "main").all("a")}
    assert "all=true" not in links["Only differences"]
    assert tree(client.get(links["Only differences"])).text == only.text


def test_the_files_hold_the_rows_of_the_page(client: TestClient) -> None:
    made = client.get("/api/compare", params=PAYERS).json()["compared"]
    answer = client.get("/compare.csv", params=PAYERS)
    assert 'filename="comparison.csv"' in answer.headers["content-disposition"]
    table = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert table[0] == list(TABLE)
    assert {tuple(line[:2]) for line in table[1:]} == {
        tuple(f"{made[side]['policy']}@{made[side]['version']}" for side in ("first", "second"))
    }
    at = TABLE.index("criterion")
    assert [line[at] for line in table[1:]] == [row["words"] for s in made["services"] for row in s["rows"]]
    paper = client.get("/compare.docx", params=PAYERS).content
    assert paper == client.get("/compare.docx", params=PAYERS).content
    doc = Document(io.BytesIO(paper))
    assert made["services"][0]["says"] in "\n".join(p.text for p in doc.paragraphs)
    assert [r.cells[0].text for r in doc.tables[0].rows][1:] == [
        r["words"] for r in made["services"][0]["rows"] if r["shown"]
    ]


def documents(folder: Path, rights: str = "") -> Path:
    """Two versions of the small policy, each with its document in its folder."""
    two_versions(folder, signoff=SIGNED)
    for version, word in (("1", "tired"), ("2", "weary")):
        text = (
            "\n".join(
                f"row {n} of the text" if n != 30 else f"Patients are {word} by day" for n in range(1, 51)
            )
            + "\n"
        )
        path = place(folder, version)
        (path / "d.txt").write_text(text)
        digest = sha256(text.encode()).hexdigest()
        more = f", rights: '{rights}'" if rights else ""
        old = (path / "policy.yaml").read_text()
        assert "source: {title: none, lines: 50}" in old
        new = old.replace("lines: 50}", f"lines: 50, file: d.txt, sha256: {digest}{more}}}")
        (path / "policy.yaml").write_text(new)
    return folder


def test_the_text_of_two_versions_is_shown_with_what_was_taken_out_and_put_in(tmp_path: Path) -> None:
    answers = client_of(Settings(documents(tmp_path), today=TODAY))
    page = tree(answers.get("/compare", params=SMALL))
    assert [e.text for e in page.all("del")][-1] == "tired"
    assert [e.text for e in page.all("ins")][-1] == "weary"
    assert "lines are the same" in page.text
    reverse = tree(answers.get("/compare", params={"first": SMALL["second"], "second": SMALL["first"]}))
    assert [e.text for e in reverse.all("del")][-1] == "weary"


@pytest.mark.sr("SR-122")
@pytest.mark.parametrize(("rights", "public"), [("needs permission", False), ("", True)])
def test_the_text_is_not_shown_where_rights_do_not_allow_it(
    tmp_path: Path, rights: str, public: bool
) -> None:
    answers = client_of(Settings(documents(tmp_path, rights), public=public, today=TODAY))
    for path in ("/compare", "/api/compare"):
        answer = answers.get(path, params=SMALL)
        assert answer.status_code == 200
        said = answer.text
        assert "weary" not in said
        assert "row 29" not in said


def effect(client: TestClient, content: bytes, name: str = "r.jsonl", which: dict[str, str] = SMALL) -> Any:
    return client.post(
        "/compare/effect", data=which, files={"file": (name, content)}, headers={"accept": "application/json"}
    )


def asked(**facts: Any) -> dict[str, Any]:
    line = {"code": "E0601", "date": "2026-08-01"}
    return {
        "id": "R1",
        "coverages": ["test/plan"],
        "services": [line],
        "facts": {"use": "sleep", "kind": "mask", **facts},
    }


def test_the_effect_counts_the_requests_whose_outcome_turns_and_names_the_criterion(tmp_path: Path) -> None:
    two_versions(
        tmp_path,
        signoff=SIGNED,
        criteria="{all: [{fact: tired}, {fact: snores}, {fact: bmi, ge: 30, unit: kg/m2}]}",
    )
    answers = client_of(Settings(tmp_path, today=TODAY))
    requests = [
        asked(tired=True, snores=True),
        asked(tired=False, snores=True),
        asked(tired=True, snores=True),
    ]
    lines = "\n".join(json.dumps(one) for one in requests).encode()
    for name, content in (("r.jsonl", lines + b"\n{not json\n"), ("r.json", json.dumps(requests).encode())):
        text = by_id(tree(effect(answers, content, name)), "main").text
        assert "2 of 3 lines change outcome" in text
        assert "Then asked: bmi (2)" in text
        assert ("Not read" in text) == (name == "r.jsonl")


def test_a_file_without_requests_or_that_cannot_be_read_is_told(client: TestClient) -> None:
    for content, name in ((b"", "r.json"), (b"\xff", "r.json"), (b"{", "r.json"), (b"[" * 5_000, "r.json")):
        answer = effect(client, content, name, VERSIONS)
        assert answer.status_code == 400
        assert answer.json()["problems"]
    assert effect(client, b"[]", which={"first": "no/such", "second": "no/such"}).status_code == 400


def test_nothing_is_compared_until_both_are_chosen_and_an_unknown_name_is_told(client: TestClient) -> None:
    page = tree(client.get("/compare"))
    assert not page.all("table")
    chosen = [o for s in page.all("select") for o in s.all("option")]
    assert {"sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01"} <= {
        o.attributes["value"] for o in chosen
    }
    answer = client.get(
        "/compare",
        params={"first": "sentara/dme-32", "second": "dme-33"},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 400


def test_a_page_of_a_library_with_one_version_links_to_no_comparison(tmp_path: Path) -> None:
    write_library(tmp_path, policy=POLICY)
    answers = client_of(Settings(tmp_path, today=TODAY))
    assert "compare with" not in tree(answers.get("/policies/test/sleep")).text
    same = by_id(
        tree(answers.get("/compare", params={"first": "test/sleep", "second": "test/sleep"})), "main"
    )
    assert "Equivalent" in same.text or "same" in same.text.lower()


def test_a_program_asks_for_the_same_comparison_with_a_body(client: TestClient) -> None:
    asked = {"first": "sentara/dme-32", "second": "healthy-blue/cg-med-28"}
    by_body = client.post("/api/compare", json=asked).json()
    by_address = client.get("/api/compare", params=asked).json()["compared"]
    assert {k: v for k, v in by_body.items() if k != "schema_version"} == by_address
    for wrong in ({"first": "sentara/dme-32"}, {**asked, "more": 1}, {**asked, "on": 5}, []):
        refused = client.post("/api/compare", json=wrong)
        assert refused.status_code == 400
        assert all(refused.json()["problems"][0].values())


def test_a_page_answers_to_head_without_a_body(client: TestClient) -> None:
    for path in ("/", "/policies", "/compare"):
        assert client.head(path).status_code == 200


def test_every_cell_opens_its_criterion_on_the_page_of_its_policy(client: TestClient) -> None:
    page = tree(
        client.get("/compare", params={"first": "sentara/dme-32", "second": "healthy-blue/cg-med-28"})
    )
    cells = [a.attributes["href"] for td in page.all("td") for a in td.all("a")]
    assert len(cells) > 20
    device = next(href for href in cells if href.endswith("#c-device"))
    opened = tree(client.get(device.partition("#")[0]))
    assert "L34" in by_id(opened, "c-device").text
