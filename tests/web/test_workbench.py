"""The workbench: a document beside its draft, answers, files with lint and live cases; nothing written unasked."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from coverable.web.site import Settings
from web.conftest import HTMX, TODAY, by_id, client_of, tree

SOURCE = "library/examples/policies/meadowlark/mp-101/2026/source.txt"
DRAFTED = "/workbench/edit/meadowlark/mp-180/draft"
"""A version that nobody has approved, so that it may change."""


@pytest.fixture(scope="module")
def dropped(client: TestClient, root: Path) -> str:
    """The address of a document on the workbench."""
    answer = client.post("/workbench", files={"file": ("mp-101.txt", (root / SOURCE).read_bytes())})
    assert answer.status_code == 200
    return answer.url.path


@pytest.fixture
def own(tmp_path: Path, root: Path) -> tuple[TestClient, Path]:
    """A server that may write, over a copy of the library."""
    shutil.copytree(root / "library", tmp_path / "library")
    return client_of(Settings(tmp_path / "library", edit=True, today=TODAY)), tmp_path / "library"


def files_of(client: TestClient, address: str) -> dict[str, str]:
    made = client.get(f"/api{address}").json()
    return {**made["files"], "begun": made["begun"]}


def test_a_document_stands_beside_its_draft_with_every_sentence_marked(
    client: TestClient, dropped: str
) -> None:
    page = tree(client.get(dropped))
    marks = [e for e in by_id(page, "document").all("span") if "s" in e.attributes.get("class", "").split()]
    assert len(marks) > 30
    assert {"encoded", "informational", "unmapped"} >= {e.attributes["class"].split()[1] for e in marks}
    for a in by_id(page, "draft").all("a"):
        assert by_id(page, a.attributes["href"][1:])


def test_findings_are_shown_one_by_one_each_with_its_place(client: TestClient, dropped: str) -> None:
    findings = client.get(f"/api{dropped}").json()["page"]["findings"]
    assert len(findings) > 2
    for at, one in enumerate(findings):
        page = tree(client.get(f"{dropped}?finding={one['id']}"))
        stepper = next(e for e in page.all("article") if "stepper" in e.attributes.get("class", ""))
        assert f"Finding {at + 1} of {len(findings)}" in stepper.text
        assert one["question"] in stepper.text
        shown = [a for a in stepper.all("a") if "place" in a.attributes.get("class", "")]
        assert len(shown) == sum(place["target"] is not None for place in one["places"])
        assert all(by_id(page, a.attributes["href"][1:]) for a in shown)


def test_what_the_analyst_says_is_in_the_draft_and_what_cannot_be_read_changes_nothing(
    root: Path,
) -> None:
    client = client_of(Settings(root / "library", today=TODAY))
    address = client.post("/workbench", files={"file": ("m.txt", (root / SOURCE).read_bytes())}).url.path
    begun = client.get(f"/api{address}").json()["analyst"]
    said = re.sub(r"(?m)^by:.*$", "by: Ann Analyst", re.sub(r"(?m)^on:.*$", "on: 2026-11-26", begun))
    said = re.sub(r"(?m)^policy:.*$", "policy: {title: A title of ours}", said)
    assert "A title of ours" in said
    assert client.post(f"{address}/answers", data={"analyst": said}).status_code == 200
    assert "A title of ours" in client.get(f"/api{address}").json()["page"]["policy_text"]
    refused = client.post(f"{address}/answers", data={"analyst": "by: [\n"})
    assert refused.status_code == 400
    assert "analyst.yaml:" in refused.text
    assert "A title of ours" in client.get(f"/api{address}").json()["page"]["policy_text"]


def test_the_draft_that_is_kept_is_the_folder_of_the_command(client: TestClient, dropped: str) -> None:
    made = client.post(f"{dropped}/draft.zip")
    assert made.headers["content-disposition"].startswith("attachment")
    names = {Path(name).name for name in ZipFile(io.BytesIO(made.content)).namelist()}
    assert {"policy.yaml", "analyst.yaml", "citations.yaml", "findings.json", "signoff.yaml"} <= names
    assert client.post(f"{dropped}/draft.zip").content == made.content


def test_without_edit_nothing_reaches_the_library(client: TestClient, dropped: str, root: Path) -> None:
    before = sorted((root / "library").rglob("*"))
    refused = client.post(f"{dropped}/write")
    assert refused.status_code == 400
    assert "--edit" in refused.text
    body = {"policy.yaml": "x", "keep": ""}
    assert client.post(f"{DRAFTED}/keep", data=body).status_code == 400
    assert sorted((root / "library").rglob("*")) == before


def test_with_edit_a_draft_is_written_into_the_working_folder_and_opens_there(
    own: tuple[TestClient, Path], root: Path
) -> None:
    client, library = own
    address = client.post("/workbench", files={"file": ("m.txt", (root / SOURCE).read_bytes())}).url.path
    answer = client.post(f"{address}/write")
    assert answer.status_code == 200
    publisher, number, version = answer.url.path.removeprefix("/workbench/edit/").split("/")
    assert (library / "policies" / publisher / number / version / "policy.yaml").exists()
    assert client.get(f"/policies/{publisher}/{number}/{version}").status_code == 200


def test_an_edited_file_is_written_only_while_nobody_approved_the_version(
    own: tuple[TestClient, Path],
) -> None:
    client, library = own
    files = files_of(client, DRAFTED)
    changed = files["policy.yaml"].replace("title: ", "title: Changed. ", 1)
    assert (
        client.post(f"{DRAFTED}/keep", data={**files, "policy.yaml": changed, "keep": ""}).status_code == 200
    )
    written = library / "examples/policies/meadowlark/mp-180/draft/policy.yaml"
    assert "title: Changed. " in written.read_text(encoding="utf-8")
    approved = "/workbench/edit/sentara/dme-32/7"
    refused = client.post(f"{approved}/keep", data={**files_of(client, approved), "keep": ""})
    assert refused.status_code == 400
    assert "approved" in refused.text


def test_lint_and_cases_follow_every_change(client: TestClient) -> None:
    address = "/workbench/edit/sentara/dme-32/7"
    files = files_of(client, address)
    as_it_is = client.post(f"{address}/try", data=files, headers=HTMX)
    assert "17 of 17 criteria exercised" in as_it_is.text
    assert "0 errors" in as_it_is.text
    tightened = files["policy.yaml"].replace("in: [approved, cleared, de_novo]", "in: [approved, de_novo]")
    assert tightened != files["policy.yaml"]
    turned = client.post(f"{address}/try", data={**files, "policy.yaml": tightened}, headers=HTMX)
    assert "does not hold" in turned.text
    broken = client.post(f"{address}/try", data={**files, "policy.yaml": "policy: ["}, headers=HTMX)
    assert "policy.yaml:" in broken.text
    assert files_of(client, address) == files


def test_what_is_no_document_is_refused_with_a_reason_that_helps(client: TestClient) -> None:
    for name, raw in (("a.pdf", b"%PDF-1.7 broken"), ("b.docx", b"PK\x03\x04"), ("c.txt", b"")):
        answer = client.post(
            "/workbench", files={"file": (name, raw)}, headers={"accept": "application/json"}
        )
        assert answer.status_code == 400, name
        assert all(answer.json()["problems"][0].values())
    assert client.get("/workbench/0123456789abcdef0123").status_code == 404
    assert client.get("/workbench/edit/no/such/thing").status_code == 404


def test_the_public_gets_no_workbench(public: TestClient) -> None:
    for path in ("/workbench", DRAFTED, "/api/workbench", "/claims"):
        assert public.get(path).status_code == 404


def test_a_reading_is_signed_in_the_form_and_stands_in_the_file_to_keep(client: TestClient) -> None:
    address = "/workbench/edit/sentara/dme-32/7"
    files = files_of(client, address)
    rows = {one["id"]: one for one in client.get(f"/api{address}").json()["to_sign"]}
    assert rows["AM-4"]["state"] == "signed"
    said = {"sign": "AM-4", "option.AM-4": "approval-only", "because.AM-4": "the word stands there",
            "signed_by": "Ann Analyst", "signed_on": "2026-11-26"}  # fmt: skip
    assert said["option.AM-4"] in rows["AM-4"]["options"]
    page = tree(client.post(f"{address}/sign", data={**files, **said}))
    (shown,) = [e for e in page.all("textarea") if e.attributes.get("name") == "signoff.yaml"]
    line = "AM-4: {option: approval-only, by: Ann Analyst, on: 2026-11-26, because: the word stands there}"
    assert line in shown.text
    assert "AM-4 is signed" in page.text
    assert files_of(client, address) == files
    refused = client.post(f"{address}/sign", data={**files, **said, "signed_by": ""})
    assert refused.status_code == 400
    assert "nobody is named" in refused.text.casefold()
    unknown = client.post(f"{address}/sign", data={**files, **said, "sign": "AM-99"})
    assert unknown.status_code == 400


TWO_WAYS = """policy:
  interpretations:
    R-1: {question: Which of two?, options: {wide: the wide one, narrow: the narrow one}, cite: L1}
"""


def test_lint_and_cases_of_a_draft_follow_what_the_analyst_says(root: Path) -> None:
    client = client_of(Settings(root / "library", today=TODAY))
    address = client.post("/workbench", files={"file": ("m.txt", (root / SOURCE).read_bytes())}).url.path
    before = client.get(f"/api{address}").json()
    assert before["tried"]["left"] > 3
    begun = re.sub(
        r"(?m)^by:.*$", "by: Ann Analyst", re.sub(r"(?m)^on:.*$", "on: 2026-11-26", before["analyst"])
    )
    titled = begun.replace("policy: {}", "policy: {title: A title of ours}")
    cases = "cases:\n  - {id: one, says: a case, request: {coverages: [sample/commercial], services: [{code: x}]}, expect: {outcome: not_addressed}}\n"
    live = client.post(f"{address}/try", data={"analyst": titled, "cases": cases}, headers=HTMX)
    assert live.status_code == 200
    assert "A title of ours" in live.text
    assert "a case" in live.text
    wrong = client.post(f"{address}/try", data={"analyst": "by: ["}, headers=HTMX)
    assert "analyst.yaml:" in wrong.text
    assert client.get(f"/api{address}").json() == before
    kept = client.post(f"{address}/draft.zip", data={"analyst": titled, "cases": cases})
    packed = ZipFile(io.BytesIO(kept.content))
    (name,) = [one for one in packed.namelist() if one.endswith("/cases.yaml")]
    assert packed.read(name).decode() == cases


def test_a_reading_of_a_draft_is_signed_in_its_analysts_file(root: Path) -> None:
    client = client_of(Settings(root / "library", today=TODAY))
    address = client.post("/workbench", files={"file": ("m.txt", (root / SOURCE).read_bytes())}).url.path
    begun = client.get(f"/api{address}").json()["analyst"]
    begun = re.sub(r"(?m)^by:.*$", "by: Ann Analyst", re.sub(r"(?m)^on:.*$", "on: 2026-11-26", begun))
    twice = begun.replace("policy: {}\n", TWO_WAYS)
    said = {"analyst": twice, "sign": "R-1", "option.R-1": "wide", "because.R-1": "it says so",
            "signed_by": "Ann Analyst", "signed_on": "2026-11-26"}  # fmt: skip
    assert client.post(f"{address}/sign", data=said).status_code == 200
    made = client.get(f"/api{address}").json()
    assert made["to_sign"][0]["state"] == "signed"
    assert "R-1: {option: wide, by: Ann Analyst, on: 2026-11-26, because: it says so}" in made["analyst"]
