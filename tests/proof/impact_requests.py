"""Random requests for impact analysis, and what deciding each of them alone says."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

from coverable.determination.answer import answer, cells_of
from coverable.determination.engine import Engine
from coverable.determination.line import read_line
from coverable.determination.request import parse_json, read_request
from coverable.glossary.codes import read_code
from coverable.glossary.facts import Fact
from coverable.glossary.values import read_facts
from coverable.plan.model import LEVEL_OF
from coverable.plan.route import Asked
from coverable.policy.executable import NONE, Policy
from coverable.policy.lanes import Lanes
from coverable.proof.impact import explain as explaining
from coverable.proof.impact.merge import Merged, listing
from coverable.proof.impact.needs import answers, settled
from coverable.proof.impact.run import Impact, Row
from coverable.proof.impact.side import open_side

DME, CG = "sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01"
OLD_101, NEW_101 = "meadowlark/mp-101@2024", "meadowlark/mp-101@2026"
PAIRS = [(DME, CG), (CG, DME), (OLD_101, NEW_101), (NEW_101, OLD_101)]
CODES = {
    DME: ["E1399", "97033", "E0601"],
    CG: ["E1399", "97033", "E0601"],
    OLD_101: ["E0601", "E0470", "E1399"],
    NEW_101: ["E0601", "E0470", "E1399"],
}


def value(random: Random, fact: Fact) -> Any:
    """Something that a request may state of a fact."""
    if fact.type == "yes_no":
        return random.choice([True, False])
    if fact.type == "choice":
        return random.choice(list(fact.choices))
    if fact.type == "date":
        return random.choice(["2025-03-01", "2026-01-15", "2026-01", "2025", "2024-02-10"])
    number = random.choice([4, 5, 14, 14.5, 15, 17, 18, 69, 70, 72, 75, 80])
    return {"value": number, "unit": fact.unit} if fact.type == "quantity" else number


def request(random: Random, engine: Engine, key: str, number: int) -> dict[str, Any]:
    """A random request in every form that a fact can take, now and then a wrong one."""
    glossary = engine.library.glossary
    names = {p.fact for p in engine.library.policy(key).probes} | {"device_model", "functional_impairment"}
    facts: dict[str, Any] = {}
    for name in sorted(names - {"diagnoses", "service_date"}):
        fact, chance = glossary.facts[name], random.random()
        if chance < 0.25 or fact.type in ("text", "codes"):
            continue
        if fact.type == "events":
            continue
        stated = value(random, fact)
        if name == "use" and random.random() < 0.6:
            stated = "hyperhidrosis"
        if name == "sleep_device_use" and random.random() < 0.6:
            stated = "obstructive"
        if chance < 0.32:
            other = value(random, fact)
            stated = [s if isinstance(s, dict) else {"value": s} for s in (stated, other)]
        elif chance < 0.38:
            given = stated if isinstance(stated, dict) else {"value": stated}
            stated = {**given, "from": [{"kind": random.choice(["medical_record", "attestation"])}]}
        elif chance < 0.42:
            stated = None
        elif chance < 0.425:
            stated = "nonsense"
        facts[name] = stated
    if random.random() < 0.3:
        trial = {"prescription": True, "outcome": random.choice(["failed", "succeeded", "unknown"])}
        facts["antiperspirant_trials"] = {"events": [trial], "complete": random.random() < 0.5}
    if random.random() < 0.2:
        facts["device_model"] = random.choice(["Drionic", "Hidrex", "Dermadry", "no such device"])
    line: dict[str, Any] = {"code": random.choice(CODES[key][:1] * 5 + CODES[key])}
    if random.random() < 0.9:
        line["date"] = random.choice(["2026-02-10", "2026-05-01", "2025-06-30"])
    if random.random() < 0.2:
        line["place_of_service"] = random.choice(["12", "11"])
    if random.random() < 0.1:
        line["facts"] = {name: facts[name] for name in list(facts)[:2]} | {"skin_maceration": True}
    if random.random() < 0.1:
        line["diagnoses"] = ["R61"]
    out: dict[str, Any] = {
        "id": f"R-{number}",
        "coverages": ["sentara/medicare"],
        "services": [line] * random.choice([1, 1, 1, 2]),
        "diagnoses": random.sample(["L74.512", "R61", "M26.62", "G47.33"], random.randrange(3)),
        "facts": facts,
    }
    if random.random() < 0.9:
        out["member"] = {
            "id": f"M-{number}",
            "birth_date": random.choice(["1954-05-02", "2008", "2008-02-11"]),
        }
    if random.random() < 0.2:
        out["stage"] = random.choice(["concurrent", "retrospective"])
    if random.random() < 0.01:
        out["wrong"] = 1
    return parse_json(json.dumps(out), "test")


def naive(engine: Engine, policy: Policy, data: dict[str, Any], on: date | None = None) -> list[str]:
    """Read by the readers of a determination, answered one by one."""
    asked = read_request(data)
    if on:
        lines = [one.model_copy(update={"date": on.isoformat()}) for one in asked.services]
        asked = asked.model_copy(update={"services": lines})
    glossary, book = engine.library.glossary, engine.library.book
    shared = read_facts(asked.facts, glossary, "$.facts")
    out: list[str] = []
    for i in range(len(asked.services)):
        line = read_line(asked, i, shared, glossary, book)
        found = answers(policy, listing(policy, line.code), cells_of(policy, line.facts, line.day))
        out.append(settled(found)[0])
    return out


def impact(
    engine: Engine, old: str | Path, new: str | Path, on: date | None = None, block: int = 700
) -> Impact:
    sides = [open_side(engine.library, str(name)) for name in (old, new)]
    return Impact(sides[0], sides[1], on, block)


def placed(requests: list[Any]) -> list[tuple[str, Any]]:
    return [(f"test:{i}", one) for i, one in enumerate(requests)]


def changed(asked: Impact, requests: list[Any]) -> list[tuple[Row, Any, int]]:
    """The rows that changed, each with its request and the number of its line."""
    out: list[tuple[Row, Any, int]] = []
    for data in requests:
        for i, row in enumerate(asked.rows([("test", data)])):
            if row.verdict is not None and row.verdict.direction != "unchanged":
                out.append((row, data, i))
    return out


def mixed(engine: Engine, merged: Merged, data: Any, index: int, some: tuple[str, ...]) -> str:
    """What NEW answers with OLD's wording of some edits, by `answer` alone."""
    glossary, book = engine.library.glossary, engine.library.book
    asked = read_request(data)
    line = read_line(asked, index, read_facts(asked.facts, glossary, "$.facts"), glossary, book)
    policy, shape = merged.policy, merged.shape(line.code)
    chosen = {e.name: "old" if e.name in some else "new" for e in merged.edits}
    readings = tuple({**chosen, **r} for r in merged.readings)
    options = {n: {r[n] for r in readings} | {"old", "new"} for n in readings[0]}
    picks = {
        n: {o: sum(1 << i for i, r in enumerate(readings) if r[n] == o) for o in found}
        for n, found in options.items()
    }
    lanes = Lanes(readings, ((),) * len(readings), (1 << len(readings)) - 1, picks, chosen)
    listed = shape.mixed_old if shape.edit and shape.edit.name in some else shape.mixed_new
    level = LEVEL_OF[policy.file.kind]
    cells = cells_of(policy, line.facts, line.day)
    return settled(
        [
            answer(Asked(policy, service, qualifier, level, ""), cells, lanes)
            for service, qualifier in (listed or ((None, NONE),))
        ]
    )[0]


def smallest(engine: Engine, merged: Merged, data: Any, index: int, before: str) -> list[tuple[str, ...]]:
    """Every smallest set of edits that gives the line its old outcome, found by trying all."""
    code = read_code(data["services"][index]["code"])
    names = [e.name for e in explaining.edits_of(merged, merged.shape(code))]
    for size in range(len(names) + 1):
        found = [s for s in combinations(names, size) if mixed(engine, merged, data, index, s) == before]
        if found:
            return found
    raise AssertionError(data)
