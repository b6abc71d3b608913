"""What the workbench writes: whole files, inside the library, of what was on the page; never over what others did."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from coverable.web.site import Settings
from small_library import PLAN
from web.conftest import TODAY, client_of

DRAFTED = "/workbench/edit/meadowlark/mp-180/draft"
HOME = "examples/policies/meadowlark/mp-180/draft"
SOURCE = "library/examples/policies/meadowlark/mp-101/2026/source.txt"


@pytest.fixture
def own(tmp_path: Path, root: Path) -> tuple[TestClient, Path]:
    """A server that may write, over a copy of the library."""
    shutil.copytree(root / "library", tmp_path / "library")
    return client_of(Settings(tmp_path / "library", edit=True, today=TODAY)), tmp_path / "library"


def form(client: TestClient, address: str = DRAFTED) -> dict[str, str]:
    """The form of a version as its page begins it."""
    made = client.get(f"/api{address}").json()
    return {**made["files"], "begun": made["begun"], "keep": ""}


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("name", ["policy.yaml", "signoff.yaml", "cases.yaml"])
def test_what_cannot_be_read_is_not_written_and_the_library_stays_whole(
    own: tuple[TestClient, Path], name: str
) -> None:
    client, library = own
    before = everything(library)
    refused = client.post(f"{DRAFTED}/keep", data={**form(client), name: "this: [is broken"})
    assert refused.status_code == 400
    assert f"{name}:" in refused.text
    assert everything(library) == before
    assert client.get("/policies").status_code == 200


def test_a_file_that_somebody_broke_on_the_disk_is_mended_on_the_page(own: tuple[TestClient, Path]) -> None:
    client, library = own
    good = form(client)
    (library / HOME / "signoff.yaml").write_text("encoding: [", encoding="utf-8")
    begun = client.get(f"/api{DRAFTED}").json()["begun"]
    assert client.post(f"{DRAFTED}/keep", data={**good, "begun": begun}).status_code == 200
    assert (library / HOME / "signoff.yaml").read_text(encoding="utf-8") == good[
        "signoff.yaml"
    ].strip() + "\n"


def test_what_others_wrote_meanwhile_is_not_lost(own: tuple[TestClient, Path]) -> None:
    client, library = own
    mine = form(client)
    other = {**form(client), "cases.yaml": form(client)["cases.yaml"] + "# theirs\n"}
    assert client.post(f"{DRAFTED}/keep", data=other).status_code == 200
    refused = client.post(f"{DRAFTED}/keep", data=mine)
    assert refused.status_code == 400
    assert "changed the files" in refused.text
    assert "# theirs" in (library / HOME / "cases.yaml").read_text(encoding="utf-8")


def test_a_version_approved_on_the_disk_stays_whatever_the_server_remembers(
    own: tuple[TestClient, Path],
) -> None:
    client, library = own
    begun = form(client)
    signed = library / HOME / "signoff.yaml"
    signed.write_text(
        signed.read_text("utf-8").replace("status: draft", "status: approved"), encoding="utf-8"
    )
    before = everything(library)
    refused = client.post(f"{DRAFTED}/keep", data=begun)
    assert refused.status_code == 400
    assert "approved" in refused.text
    assert everything(library) == before


def test_nothing_is_approved_here_with_errors_or_cases_that_do_not_hold(own: tuple[TestClient, Path]) -> None:
    client, library = own
    files = form(client)
    approved = files["signoff.yaml"].replace("status: draft", "status: approved")
    assert approved != files["signoff.yaml"]
    before = everything(library)
    refused = client.post(f"{DRAFTED}/keep", data={**files, "signoff.yaml": approved})
    assert refused.status_code == 400
    assert everything(library) == before


@pytest.mark.parametrize(
    "said",
    [
        "{version: /tmp/elsewhere}",
        "{version: ../../sentara/dme-32/7}",
        "{version: ..}",
        "{policy: ../../x/y}",
        "{policy: noslash}",
        "{policy: 5, version: [1]}",
        "{policy: a/b, version: ''}",
    ],
)
@pytest.mark.parametrize("end", ["try", "answers", "draft.zip", "write"])
def test_a_draft_never_names_a_place_outside_its_folder(
    own: tuple[TestClient, Path], root: Path, said: str, end: str
) -> None:
    client, library = own
    address = client.post("/workbench", files={"file": ("m.txt", (root / SOURCE).read_bytes())}).url.path
    begun = client.get(f"/api{address}").json()["analyst"]
    named = re.sub(r"(?m)^by:.*$", "by: Ann", re.sub(r"(?m)^on:.*$", "on: 2026-11-26", begun))
    before = everything(library.parent)
    answer = client.post(
        f"{address}/{end}",
        data={"analyst": named.replace("policy: {}", f"policy: {said}"), "cases": "#!/bin/sh"},
    )
    assert answer.status_code in (200, 400)
    if end in ("draft.zip", "write"):
        assert answer.status_code == 400
    assert everything(library.parent) == before
    assert client.get(address).status_code == 200


def test_a_document_that_takes_too_long_is_stopped_and_nobody_waits_for_it(
    own: tuple[TestClient, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = own
    monkeypatch.setattr("coverable.document.draft.apart.SECONDS", 5.0)
    long = b"Policy Number: X-1\nEffective Date: 2026-01-01\nCriteria\n" + b"- " * 60_000
    refused = client.post("/workbench", files={"file": ("long.txt", long)})
    assert refused.status_code == 400
    assert "5 seconds" in refused.text


def test_files_written_by_others_are_seen_without_a_restart(
    own: tuple[TestClient, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, library = own
    monkeypatch.setattr("coverable.web.site.LOOK", 0.0)
    client.get("/policies")
    fact = "facts:\n  brand_new_fact: {type: yes_no, label: New, ask: Is it new?, plain: Is it new?}\n"
    (library / "glossary" / "more.yaml").write_text(fact, encoding="utf-8")
    assert "brand_new_fact" in client.get("/facts?q=brand_new").text


def test_one_wrong_plan_takes_no_page_away_and_is_told_with_the_state(own: tuple[TestClient, Path]) -> None:
    client, library = own
    wrong = library / "plans" / "sample" / "wrong.yaml"
    text = PLAN.replace("plan: test/plan", "plan: test/wrong").replace("test/sleep", "nobody/none")
    wrong.write_text(text, encoding="utf-8")
    client = client_of(Settings(library, edit=True, today=TODAY))
    assert client.get("/api/library").json()["left_out"], "also where nothing else was asked before"
    checklist = "/checklist?plan=sentara/medicare&code=E1399"
    for page in ("/", "/policies", "/facts", "/workbench", checklist, "/search?q=sweating", DRAFTED, "/policies/sentara/dme-32"):  # fmt: skip
        assert client.get(page).status_code == 200, page
    assert "test/wrong" not in client.get("/").text
    told = client.get("/library")
    assert told.status_code == 200
    assert "Plans that are left out" in told.text
    (left,) = client.get("/api/library").json()["left_out"]
    assert left["what"] == "adopts an unknown policy `nobody/none`"
    assert "plans/sample/wrong.yaml:" in left["where"] and left["where"] in told.text


def test_what_the_gate_asks_for_is_shown_and_stops_an_approval_written_here(
    own: tuple[TestClient, Path],
) -> None:
    """One person alone, no minute of the committee: `coverable policy approve` would refuse it too."""
    client, library = own
    home = library / "examples/policies/meadowlark/mp-101/2026"
    text = (home / "signoff.yaml").read_text(encoding="utf-8")
    alone = re.sub(r",? *second_person: [^,}]+", "", text)
    assert alone != text
    (home / "signoff.yaml").write_text(alone.replace("status: approved", "status: draft"), encoding="utf-8")
    address = "/workbench/edit/meadowlark/mp-101/2026"
    page = client.get(address)
    assert "Before it may be approved" in page.text
    assert "nobody read the encoding besides its author" in page.text
    before = everything(library)
    refused = client.post(f"{address}/keep", data={**form(client, address), "signoff.yaml": alone})
    assert refused.status_code == 400
    assert "nobody read the encoding" in refused.text
    assert everything(library) == before
    assert (
        client.post(f"{address}/keep", data={**form(client, address), "signoff.yaml": text}).status_code
        == 200
    )
