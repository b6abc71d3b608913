"""What was worked out for one request serves another whose facts lie in the same cells, and nothing else."""

from __future__ import annotations

import json
from itertools import product
from random import Random
from typing import Any

import pytest

from coverable.determination.answer import Answer
from coverable.determination.decide import determine, dump
from coverable.determination.engine import Engine, open_engine
from coverable.policy.library import default_root
from determination.test_unknown_is_never_no import KNOWN

HEADS = [
    ("sentara/medicare", "E1399"),
    ("healthy-blue/medicaid", "E1399"),
    ("healthy-blue/medicaid", "97033"),
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine(default_root())


def request(random: Random, head: tuple[str, str], number: int) -> dict[str, Any]:
    plan, code = head
    facts: dict[str, Any] = {}
    for name, values in KNOWN.items():
        if random.random() < 0.6:
            value = random.choice(values)
            facts[name] = value
            if random.random() < 0.1:
                other = random.choice(values)
                facts[name] = {
                    "statements": [{"value": value}, {"value": other, "from": [{"kind": "claim"}]}]
                }
    return {
        "id": f"K-{number}",
        "as_of": "2026-06-01",
        "coverages": [plan],
        "services": [{"code": code, "date": random.choice(["2026-05-01", "2026-05-02"])}],
        "facts": facts,
    }


def test_the_bytes_are_the_same_whether_answers_were_kept_or_not(engine: Engine) -> None:
    random = Random(7)
    requests = [request(random, random.choice(HEADS), i) for i in range(300)]
    kept = [dump(determine(one, engine)) for one in (*requests, *requests)]
    anew: list[str] = []
    for one in requests:
        engine.forget()
        anew.append(dump(determine(one, engine)))
    assert kept == anew + anew


def test_requests_that_share_an_answer_keep_their_own_evidence(engine: Engine) -> None:
    def of(source: str) -> str:
        stated = {"value": True, "from": [{"kind": "medical_record", "source": source}]}
        facts = {"use": "hyperhidrosis", "device_kind": "iontophoresis", "social_life_disrupted": stated}
        service = {"code": "E1399", "date": "2026-05-01"}
        made = determine({"coverages": ["sentara/medicare"], "services": [service], "facts": facts}, engine)
        return json.dumps(made["lines"][0]["coverages"][0]["rationale"])

    first, second = of("clinic note"), of("hospital letter")
    assert "clinic note" in first and "hospital letter" not in first
    assert "hospital letter" in second and "clinic note" not in second


def test_what_a_caller_changes_in_a_determination_reaches_no_other(engine: Engine) -> None:
    one = request(Random(3), HEADS[0], 1)
    before = dump(determine(one, engine))
    made = determine(one, engine)
    _spoil(made)
    assert dump(determine(one, engine)) == before


def _spoil(part: Any) -> None:
    """Every list emptied, every text replaced."""
    if isinstance(part, dict):
        for value in part.values():
            _spoil(value)
        for name in [name for name, value in part.items() if isinstance(value, str)]:
            part[name] = "spoilt"
    elif isinstance(part, list):
        for value in part:
            _spoil(value)
        part.clear()


def outcome(engine: Engine, one: dict[str, Any], more: dict[str, Any]) -> str:
    made = determine(one | {"facts": one["facts"] | more}, engine)
    return made["lines"][0]["coverages"][0]["outcome"]


def test_each_settling_set_ends_the_case_as_it_says_and_no_smaller_part_of_it_does(engine: Engine) -> None:
    random, checked = Random(11), 0
    for number in range(60):
        one = request(random, random.choice(HEADS), number)
        made = determine(one, engine)["lines"][0]["coverages"][0]
        for chosen in made["determining"]["sets"]:
            names = [part["fact"] for part in chosen]
            if any(name not in KNOWN or name in one["facts"] for name in names):
                continue
            for values in product(*[part["needs"] for part in chosen]):
                said = outcome(engine, one, dict(zip(names, values, strict=True)))
                assert said == chosen[0]["then"], (one, chosen, values)
            for left_out in range(len(chosen)):
                rest = [part for i, part in enumerate(chosen) if i != left_out]
                fewer = {part["fact"]: part["needs"][0] for part in rest}
                assert outcome(engine, one, fewer) == "information_needed", (one, chosen, fewer)
            checked += 1
    assert checked > 50


def test_an_answer_knows_no_facts() -> None:
    assert "facts" not in Answer.__dataclass_fields__
