"""Runs of claims reviews as pages: counts as bars and words, the worklist, one claim's rationale."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from coverable.claims.explain import Ended, explain
from coverable.claims.mapping import read_mapping
from coverable.claims.report import PAGE, worklist
from coverable.claims.run import Asked, review
from coverable.claims.synth.write import synth
from coverable.determination.decide import determine
from coverable.determination.engine import open_engine
from coverable.web.charts import bars
from coverable.web.site import Settings
from web.conftest import TODAY, by_id, client_of, tree

LINES = 20_000


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    home = tmp_path_factory.mktemp("claims")
    synth(home / "claims.parquet", LINES, 3, 0.01, 0.4, lambda done, all: None)
    (home / "runs").mkdir()
    asked = Asked(home / "claims.parquet", home / "runs" / "march", read_mapping(None), root / "library")
    review(asked, lambda done, all: None)
    return home / "runs"


@pytest.fixture(scope="module")
def served(runs: Path, root: Path) -> TestClient:
    return client_of(Settings(root / "library", runs=runs, today=TODAY))


@pytest.fixture(scope="module")
def worked(runs: Path) -> list[dict[str, str]]:
    with (runs / "march" / "worklist.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_report_counts_what_the_manifest_counts(served: TestClient, runs: Path) -> None:
    manifest = json.loads((runs / "march" / "manifest.json").read_text(encoding="utf-8"))
    assert "march" in tree(served.get("/claims")).text
    page = tree(served.get("/claims/march"))
    for count in manifest["outcomes"].values():
        assert f"{count:,}" in page.text
    charts = page.all("svg")
    assert len(charts) >= 4
    assert all(e.attributes["role"] == "img" and e.attributes["aria-label"] for e in charts)
    twin = served.get("/api/claims/march").json()
    assert twin["report"]["manifest"] == manifest


def test_bars_are_in_proportion_and_no_count_vanishes() -> None:
    drawn = bars({"many": 1000, "half": 500, "one": 1, "none": 0})
    widths = {row["label"]: row["width"] for row in drawn["rows"]}
    assert widths["many"] == 2 * widths["half"]
    assert widths["one"] >= 2
    assert [row["label"] for row in drawn["rows"]] == ["many", "half", "one", "none"]


def test_the_worklist_is_shown_page_by_page_in_its_order(
    served: TestClient, worked: list[dict[str, str]]
) -> None:
    assert len(worked) > PAGE
    shown: list[str] = []
    start: int | None = 0
    while start is not None:
        made = served.get("/api/claims/march", params={"start": start}).json()["worklist"]
        shown += [row["rank"] for row in made["rows"]]
        start = made["next"]
    assert shown == [row["rank"] for row in worked]


def test_a_claim_of_the_worklist_opens_to_the_rationale_that_check_gives(
    served: TestClient, runs: Path, root: Path, worked: list[dict[str, str]]
) -> None:
    engine = open_engine(root / "library")
    claim = worked[0]["claim"]
    answer = served.post("/claims/march/claim", data={"claim": claim})
    page = tree(answer).text
    assert claim not in str(answer.url)
    for one in explain(Ended(runs / "march"), claim, engine):
        assert one.request is not None
        made = determine(one.request, engine)
        for coverage in made["lines"][0]["coverages"]:
            for need in coverage["still_needed"]["all_of"]:
                if "fact" in need:
                    assert engine.library.glossary.facts[need["fact"]].ask in page


def test_claims_and_runs_that_are_not_there_are_said_so(served: TestClient, client: TestClient) -> None:
    assert served.get("/claims/april").status_code == 404
    assert served.get("/claims/%2e%2e").status_code == 404
    missing = served.post("/claims/march/claim", data={"claim": "no-such-claim"})
    assert missing.status_code == 400
    assert served.post("/claims/march/claim", data={"claim": " "}).status_code == 400
    assert served.post("/claims/demo").status_code == 400
    assert "coverable claims review" in client.get("/claims").text


def test_a_made_up_run_can_be_looked_at_without_any_claims(root: Path) -> None:
    client = client_of(Settings(root / "library", today=TODAY))
    answer = client.post("/claims/demo")
    assert answer.url.path == "/claims/made-up-claims"
    assert by_id(tree(answer), "worklist")


def test_a_run_without_a_worklist_shows_none(tmp_path: Path) -> None:
    assert worklist(tmp_path)["rows"] == []
