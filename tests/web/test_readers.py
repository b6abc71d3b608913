"""One source, four readers: provider, member, reviewer and program are told the same of one request (SR-125)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from coverable.determination.cases import read_cases, request_of
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.determination.headline import headline
from coverable.publish.criteria import rationale_links
from coverable.web.forms import request_text
from publish.conftest import Element
from seed_requests import SEEDS
from web.conftest import by_id, fields, loaded, tree

ITEM = {"use", "device_kind", "device_setting"}
"""For what and by which device: the headings of the page for members say it."""
SETTLES = "What would settle it"


def panel(client: TestClient, request: dict[str, Any], reader: str) -> Element:
    sent = fields(loaded(client, request_text(request)))
    return by_id(tree(client.post("/checklist", data={**sent, "reader": [reader]})), "panel")


def why(shown: Element) -> list[str]:
    """The rows of the rationale, each with its mark."""
    return [
        row.text
        for part in shown.all("ul")
        if part.attributes.get("class") == "why"
        for row in part.all("li")
    ]


@pytest.mark.sr("SR-125")
@pytest.mark.parametrize("key", SEEDS)
def test_all_readers_are_told_the_same_outcome_and_the_same_criteria(
    client: TestClient, engine: Engine, key: str
) -> None:
    file, _ = read_cases(engine.library.folders[key], key)
    settled = 0
    for case in file.cases[:18]:
        request = request_of(case, file.defaults)
        said = client.post("/api/check", json=request).json()
        one = said["lines"][0]["coverages"][0]
        assert one == determine(request, engine)["lines"][0]["coverages"][0]
        _, title, _ = headline(one)
        provider, reviewer = (panel(client, request, reader) for reader in ("provider", "reviewer"))
        for shown in (provider, reviewer):
            (outcome,) = [p for p in shown.all("p") if p.attributes.get("class") == "outcome"]
            assert title in outcome.text, case.id
        assert why(provider) == why(reviewer)
        assert SETTLES not in provider.text
        assert (SETTLES in reviewer.text) == bool(one["determining"]["sets"]), case.id
        settled += SETTLES in reviewer.text
        sheet = tree(client.post("/checklist/sheet", data=fields(loaded(client, request_text(request)))))
        assert title in sheet.text, case.id
    assert settled


@pytest.mark.sr("SR-125")
@pytest.mark.parametrize("key", SEEDS)
def test_the_page_for_members_asks_the_criteria_that_a_determination_rests_on(
    client: TestClient, engine: Engine, key: str
) -> None:
    member = by_id(
        tree(client.get("/policies/" + key.replace("@", "/"), params={"reader": "member"})), "main"
    ).text
    facts = engine.library.glossary.facts
    file, _ = read_cases(engine.library.folders[key], key)
    asked: set[str] = set()
    for case in file.cases:
        one = determine(request_of(case, file.defaults), engine)["lines"][0]["coverages"][0]
        governing = one["governing"] or {}
        if (
            f"{governing.get('policy')}@{governing.get('version')}" == key
            and governing.get("statement") == "criteria"
        ):
            asked |= {node["fact"] for _, node in rationale_links(one["rationale"]) if node.get("fact")}
    assert len(asked) >= 6
    missing = [name for name in sorted(asked - ITEM) if facts[name].plain not in member]
    assert not missing
    assert not re.search(r"\bmet\b|✓|✗", member)
