"""A policy that asks what nobody asked before brings its facts along, from the document to the library."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from coverable.policy.overlay import FACTS
from coverable.web.site import Settings
from web.conftest import HTMX, TODAY, client_of

DOCUMENT = """Meadowlark Health Plan
Medical Policy

Policy Number: MP 700
Title: Dream lamps
Effective Date: 01/01/2026

Coverage criteria

A dream lamp is considered medically necessary when ALL of the following criteria are met:

1. The patient has night terrors at least three times in a week
2. The patient is 6 years of age or older

Codes

HCPCS
E1399 Lamp
"""
FILE = "meadowlark-health-plan-mp-700.yaml"
NEW = """facts:
  lamp_use:
    type: choice
    label: Use of the lamp
    ask: What is the lamp for?
    plain: What is the lamp for?
    choices: {terrors: night terrors, other: something else}
  night_terrors_a_week:
    type: number
    label: Night terrors in a week
    ask: On how many nights of a week are there night terrors?
    plain: How many nights of a week do you have night terrors?
    possible: {from: 0, to: 7}
"""


@pytest.fixture
def own(tmp_path: Path, root: Path) -> tuple[TestClient, Path]:
    """A server that may write, over a copy of the library."""
    shutil.copytree(root / "library", tmp_path / "library")
    return client_of(Settings(tmp_path / "library", edit=True, today=TODAY)), tmp_path / "library"


def said(client: TestClient) -> tuple[str, dict[str, str]]:
    """The document on the workbench, and a form in which its passages are tied to the new facts."""
    address = client.post("/workbench", files={"file": ("lamp.txt", DOCUMENT.encode())}).url.path
    view = client.get(f"/api{address}").json()
    analyst = view["analyst"]
    for passage, test in (
        ("dream-lamp-use", "fact: lamp_use, is: terrors"),
        ("night-terrors-times", "fact: night_terrors_a_week, ge: 3"),
        ("years-age-older", "fact: age, ge: 6"),
    ):
        analyst, times = re.subn(rf"({passage}: \{{passage: \w+)", rf"\1, {test}", analyst)
        assert times == 1
    analyst = analyst.replace("by: null\non: null", "by: Ann Analyst\non: 2026-11-26")
    analyst = analyst.replace("policy: {}", "policy: {lines_of_business: [commercial]}")
    return address, {"analyst": analyst, "cases": "", "facts": NEW, "begun": view["begun"]}


def test_a_passage_is_tied_to_a_fact_that_is_new(own: tuple[TestClient, Path]) -> None:
    client, _ = own
    address, form = said(client)
    without = client.post(f"{address}/try", data={**form, "facts": ""}, headers=HTMX)
    assert "nknown fact `lamp_use`" in without.text
    told = client.post(f"{address}/try", data=form, headers=HTMX)
    assert "nknown fact" not in told.text
    assert "Every passage is answered" in told.text
    assert "0 errors" in told.text
    wrong = client.post(f"{address}/try", data={**form, "facts": "facts: {x: {type: colour}}"}, headers=HTMX)
    assert f"glossary/{FILE}:1:" in wrong.text


def test_the_facts_are_in_what_is_kept_and_in_what_is_written(own: tuple[TestClient, Path]) -> None:
    client, library = own
    address, form = said(client)
    with ZipFile(io.BytesIO(client.post(f"{address}/draft.zip", data=form).content)) as packed:
        assert packed.read(f"glossary/{FILE}").decode().strip() == NEW.strip()
    assert not (library / "glossary" / FILE).exists()
    written = client.post(f"{address}/write", data=form)
    assert written.status_code == 200
    assert (library / "glossary" / FILE).read_text(encoding="utf-8").strip() == NEW.strip()
    assert "On how many nights" in client.get("/facts?q=terrors").text
    assert "On how many nights" in client.get("/policies/meadowlark-health-plan/mp-700/2026-01-01").text


def test_facts_that_somebody_else_wrote_meanwhile_are_not_lost(own: tuple[TestClient, Path]) -> None:
    client, library = own
    address, form = said(client)
    (library / "glossary" / FILE).write_text(NEW.replace("Use of", "Theirs: use of"), encoding="utf-8")
    refused = client.post(f"{address}/write", data=form)
    assert refused.status_code == 400
    assert "the facts are others now" in refused.text
    assert "Theirs" in (library / "glossary" / FILE).read_text(encoding="utf-8")
    assert not (library / "policies" / "meadowlark-health-plan").exists()


def test_the_files_of_a_version_include_the_facts_that_were_made_for_it(
    own: tuple[TestClient, Path],
) -> None:
    client, library = own
    address, form = said(client)
    edit = client.post(f"{address}/write", data=form).url.path
    made = client.get(f"/api{edit}").json()
    assert made["files"][FACTS].strip() == NEW.strip()
    files = {**made["files"], "begun": made["begun"], "keep": ""}
    changed = NEW.replace("Night terrors in a week", "Nights with terrors in a week")
    tried = client.post(f"{edit}/try", data={**files, FACTS: "facts: ["}, headers=HTMX)
    assert f"glossary/{FILE}:" in tried.text
    assert client.post(f"{edit}/keep", data={**files, FACTS: changed}).status_code == 200
    assert (library / "glossary" / FILE).read_text(encoding="utf-8").strip() == changed.strip()
    stale = client.post(f"{edit}/keep", data={**files, FACTS: NEW})
    assert "changed the files" in stale.text
    assert sorted(p.name for p in (library / "glossary").iterdir() if p.suffix != ".yaml") == []
