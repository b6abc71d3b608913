"""The library at a glance: what is due, what the lint says, whether cases hold, policies by service."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from coverable.policy.library import Library
from coverable.proof.lint.run import counted, lint
from web.conftest import TODAY, tree


def test_every_version_stands_there_with_its_standing_and_what_is_due(client: TestClient, root: Path) -> None:
    library = Library(root / "library")
    links = {a.attributes["href"] for a in tree(client.get("/policies")).all("a")}
    for key in library.folders:
        assert f"/policies/{key.replace('@', '/')}" in links
    due = client.get("/api/policies").json()["due"]
    assert due
    assert all(one["review"]["state"] in ("due", "overdue") for one in due)


def test_the_state_is_that_of_the_lint_and_of_the_cases(client: TestClient, root: Path) -> None:
    library = Library(root / "library")
    made = client.get("/api/library").json()
    assert made["counts"] == counted(lint(library, TODAY))
    known = {tuple(key.split("@")) for key in library.folders}
    assert {(v["policy"], v["version"]) for v in made["versions"]} == known
    assert not any(v["broken"] for v in made["versions"])
    dme = next(v for v in made["versions"] if v["policy"] == "sentara/dme-32")
    assert (dme["exercised"], dme["criteria"]) == (17, 17)
    assert "17 of 17" in tree(client.get("/library")).text


def test_a_service_names_its_codes_and_every_policy_that_speaks_of_it(client: TestClient) -> None:
    made = client.get("/api/library").json()
    one = next(s for s in made["services"] if s["service"] == "iontophoresis")
    assert set(one["policies"]) == {"sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01"}
    assert "hcpcs:E1399" in one["codes"]


def test_the_public_sees_the_state_without_links_into_the_workbench(public: TestClient) -> None:
    page = tree(public.get("/library"))
    assert not any("/workbench" in a.attributes["href"] for a in page.all("a"))
