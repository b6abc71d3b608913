"""docs/crd.md does what it says: its call is answered online and offline, its clients are read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from coverable.fhir.clients import read_clients
from fhir.crd.ehr import Ehr, only, part, run_cli, said

PAGE = "docs/crd.md"


def block(root: Path, kind: str) -> str:
    found = re.findall(rf"^```{kind}\n(.*?)^```", (root / PAGE).read_text(encoding="utf-8"), re.M | re.S)
    assert len(found) == 1
    return found[0]


@pytest.mark.sr("SR-020")
@pytest.mark.sr("SR-149")
def test_the_call_of_the_page_is_answered_the_same_online_and_offline(
    root: Path,
    ehr: Ehr,
    tmp_path: Path,
) -> None:
    text = block(root, "json")
    (tmp_path / "post.json").write_text(text)
    at = f"{ehr.base}/cds-services/order-sign-crd"
    answer = ehr.http.post(at, content=text, headers={"content-type": "application/json"})
    online = said(answer.json())
    done = run_cli("fhir", "cds", tmp_path / "post.json", "--as-of", "2026-11-26")
    assert done.exit_code == 0, done.stderr
    offline = said(json.loads(done.stdout))
    for name in ("covered", "pa-needed", "doc-needed"):
        assert only(online[0], name) == only(offline[0], name)
    assert only(online[0], "pa-needed") == "auth-needed"
    links = [one["valueUrl"] for detail in part(online[0], "detail") for one in detail if "valueUrl" in one]
    assert links == [f"{ehr.base}/policies/sentara/dme-32/7"]
    assert "the prescription" in "".join(card.get("detail", "") for card in answer.json()["cards"])


def test_the_clients_of_the_page_are_read(root: Path, tmp_path: Path) -> None:
    (tmp_path / "clients.yaml").write_text(block(root, "yaml"))
    clients = read_clients(tmp_path / "clients.yaml")
    assert clients.issuer("https://ehr.example.org")


@pytest.mark.parametrize(
    "line", ["--public-read-only --clients clients.yaml --address https://payer.example.org"]
)
def test_an_address_of_others_needs_clients_and_public_pages(line: str) -> None:
    words = line.split()
    for missing in ("--public-read-only", "--clients"):
        at = words.index(missing)
        rest = words[:at] + words[at + (2 if missing == "--clients" else 1) :]
        done = run_cli("serve", *rest)
        assert done.exit_code == 2
        assert "--address" in done.stderr


def test_the_link_of_a_card_to_the_form_leads_to_a_page(root: Path, ehr: Ehr) -> None:
    body = block(root, "json")
    at = f"{ehr.base}/cds-services/order-sign-crd"
    cards = ehr.http.post(at, content=body, headers={"content-type": "application/json"}).json()["cards"]
    (link,) = [one for card in cards for one in card.get("links", ()) if one["type"] == "smart"]
    page = ehr.http.get(f"{ehr.base}/{link['url'].split('/', 3)[3]}?iss=https://ehr.example/fhir&launch=x")
    assert page.status_code == 200
    assert "questionnaire-package" in page.text
    assert "ehr.example" not in page.text
