"""One request by four doors: command line, JSON, page and a row of claims give one outcome and one rationale."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from starlette.testclient import TestClient

from claims.equal import _criteria, _rationale, _verdict
from cli.conftest import put, run
from coverable.claims.decide import Reviewer
from coverable.claims.mapping import MappingFile, columns_for
from coverable.claims.row import STAGE
from coverable.determination.cases import read_cases, request_of
from coverable.determination.engine import Engine, open_engine
from coverable.determination.headline import headline
from coverable.determination.sheetview import sheet_view
from coverable.web.forms import request_text
from seed_requests import SEEDS
from web.conftest import by_id, fields, loaded, saved, tree

__all__ = ["put", "run"]
ROOT = Path(__file__).resolve().parents[2]


def golden() -> list[Any]:
    """The eighteen golden cases of both seed policies, as requests after the service, as claims are."""
    engine = open_engine(ROOT / "library")
    out: list[Any] = []
    for key in SEEDS:
        file, _ = read_cases(engine.library.folders[key], key)
        for case in file.cases[:18]:
            request = {**request_of(case, file.defaults), "stage": STAGE}
            out.append(pytest.param(request, id=f"{key.partition('/')[0]}-{case.id}"))
    return out


def claim(request: dict[str, Any]) -> pa.Table:
    """The request as a row of claims."""
    service, coverage = request["services"][0], request["coverages"][0]
    plan = coverage if isinstance(coverage, dict) else {"plan": coverage}
    row = {
        "claim": request["id"],
        "line": str(service["line"]),
        "code": service["code"],
        "service_date": service["date"],
    }
    row |= plan | {"birth_date": request["member"]["birth_date"], "diagnoses": request["diagnoses"]}
    row |= {name: value for name, value in request["facts"].items() if value is not None}
    return pa.table({name: [value] for name, value in row.items()})


@pytest.mark.parametrize("request_", golden())
def test_four_doors_lead_to_the_same_outcome_and_rationale(
    client: TestClient, engine: Engine, run: Any, put: Any, request_: dict[str, Any]
) -> None:
    done = run("check", put("request.json", request_), "--format", "json")
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    (line,) = said["lines"]
    (one,) = line["coverages"]

    assert client.post("/api/check", json=request_).text == done.stdout

    page = loaded(client, request_text(request_))
    shown = by_id(tree(client.post("/checklist", data=fields(page))), "panel")
    sign, title, _ = headline(one)
    (outcome,) = [p for p in shown.all("p") if p.attributes.get("class") == "outcome"]
    assert title in outcome.text
    assert outcome.all("span")[1].text == sign
    words = sheet_view(request_, said, engine)["lines"][0]["coverages"][0]
    rows = [
        row for part in shown.all("ul") if part.attributes.get("class") == "why" for row in part.all("li")
    ]
    assert len(rows) == len(words["criteria"])
    for row, expected in zip(rows, words["criteria"], strict=True):
        assert (
            next(e for e in row.all("span") if e.attributes.get("class") == "mark").text == expected["mark"]
        )
        assert " ".join(expected["says"].split()) in row.text
    again = client.post("/api/check", json=saved(client, fields(page))).json()
    assert again["lines"] == said["lines"]

    if "benefits" in request_:  # a contract is no part of a claim
        assert one["outcome"] == "benefit_excluded"
        return
    table = claim(request_)
    reviewer = Reviewer(
        engine, columns_for(MappingFile(), table.schema.names, engine.library.glossary, "claims")
    )
    decided = reviewer.decide(table)
    verdict = decided.verdicts[decided.ids[0]]
    assert verdict is not None
    assert _verdict(verdict, line, one) == []
    assert _rationale(one, 0, decided, _criteria(decided)) == []
