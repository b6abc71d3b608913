"""Write the library to a folder: glossary, plans, policies, and cases that the engine itself has decided."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from bench.made.facts import answers, glossary, uses
from bench.made.policies import Made, versions
from bench.made.topics import LINES, PUBLISHERS, TOPICS
from bench.made.yamlout import yaml_text
from coverable.base.problem import Refused
from coverable.determination.cases import Case, Defaults, request_of
from coverable.determination.decide import determine
from coverable.determination.engine import Engine, open_engine
from coverable.policy.cite import citations_text, make_citations

CASES = 5
AS_OF = "2026-04-01"
Told = Callable[[int, int], None]


def write_library(folder: Path, policies: int, seed: int = 1, told: Told = lambda done, all: None) -> Path:
    """`policies` policies with their versions, plans and cases below `folder`; `told` hears how far it is."""
    rng = Random(seed)
    made: list[Made] = []
    lend: dict[str, str] = {}
    names = list(PUBLISHERS)
    for n in range(policies):
        topic, publisher = TOPICS[n % len(TOPICS)], names[(n // len(TOPICS)) % len(names)]
        some = versions(rng, topic, publisher, n, lend.get(topic.id))
        made += some
        last = some[-1].policy
        if len(some) == 1 and "criteria_of" not in str(some):  # else the version of the day might lack it
            lend[topic.id] = f"{last['policy']}#{next(iter(last['indications']))}"
    for topic in TOPICS:
        mine = sorted({str(m.policy["policy"]) for m in made if m.topic is topic})
        if mine:
            _put(folder / f"glossary/{topic.id}.yaml", "glossary", glossary(topic, mine))
    for i, publisher in enumerate(names):
        mine = sorted(
            {str(m.policy["policy"]) for m in made if m.policy["policy"].startswith(f"{publisher}/")}
        )
        _put(
            folder / f"plans/{publisher}/main.yaml", "plan", _plan(publisher, LINES[i % len(LINES)][1], mine)
        )
    for one in made:
        _write(folder / one.folder, one)
    engine = open_engine(folder)
    for i, one in enumerate(made):
        _put(folder / one.folder / "cases.yaml", "cases", _cases(rng, engine, one))
        told(i + 1, len(made))
    return folder


def _put(path: Path, schema: str, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml_text(schema, data), encoding="utf-8")


def _write(folder: Path, one: Made) -> None:
    folder.mkdir(parents=True)
    source = folder / "source.txt"
    source.write_text(one.source, encoding="utf-8")
    one.policy["source"]["sha256"] = sha256(one.source.encode()).hexdigest()
    _put(folder / "policy.yaml", "policy", one.policy)
    _put(folder / "signoff.yaml", "signoff", one.signoff)
    made = make_citations(one.policy, source)
    (folder / "citations.yaml").write_text(citations_text(made), encoding="utf-8")


def _plan(publisher: str, line: str, policies: list[str]) -> dict[str, Any]:
    return {
        "plan": f"{publisher}/main",
        "title": f"{PUBLISHERS[publisher]}, a plan that does not exist",
        "payer": [PUBLISHERS[publisher]],
        "fictional": True,
        "line_of_business": line,
        "contact": "the number on the member's card",
        "adopts": [{"policy": one, "by": "bench"} for one in policies],
        "benefits": {"loaded": True},
        "automatic_approval": {"allowed": True, "approve_for": "90 days"},
    }


def _cases(rng: Random, engine: Engine, one: Made) -> dict[str, Any]:
    """Requests with what the engine makes of them: a later engine must make the same."""
    year, publisher = one.policy["version"], one.policy["policy"].split("/")[0]
    defaults: dict[str, Any] = {
        "plan": f"{publisher}/main",
        "code": one.codes[0].partition(":")[2],
        "date": f"{year}-03-15",
        "birth_date": "1970-05-05",
        "diagnoses": [],
        "facts": {},
        "request": {"as_of": AS_OF},
    }
    cases: list[dict[str, Any]] = []
    for i in range(CASES):
        use = rng.choice((*one.uses, *one.uses, *one.uses, rng.choice(list(uses(one.topic)))))
        case: dict[str, Any] = {
            "id": f"case-{i + 1}",
            "says": f"a made-up patient, use {use.replace('_', ' ')}",
            "facts": {f"{one.topic.id}_use": use, **answers(rng, one.topic)},
            "expect": {"outcome": "criteria_met"},
        }
        if rng.random() < 0.2:
            case["birth_date"] = "2015-05-05"
        case["expect"] = _outcome(engine, case, defaults)
        cases.append(case)
    return {"defaults": defaults, "cases": cases}


def _outcome(engine: Engine, case: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    asked = request_of(Case.model_validate(case), Defaults.model_validate(defaults))
    try:
        got = determine(asked, engine)["lines"][0]["coverages"][0]
    except Refused as refused:
        raise AssertionError(f"a made-up case is refused: {refused}") from refused
    return {"outcome": got["outcome"], "next_step": got["next_step"]}
