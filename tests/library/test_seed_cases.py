"""Every case of the two seed policies holds, and together they decide every criterion both ways."""

from __future__ import annotations

import pytest

from coverable.determination.cases import read_cases, request_of, run_cases
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from oracle import below
from seed_requests import SEEDS, nodes


@pytest.mark.parametrize("key", SEEDS)
def test_every_case_ends_as_expected(engine: Engine, key: str) -> None:
    results = list(run_cases(engine, key))
    problems = [p for result in results for p in result.problems]
    assert not problems, "\n".join(map(str, problems))
    assert len(results) >= 63


@pytest.mark.parametrize("key", SEEDS)
def test_the_eighteen_golden_cases_are_there_and_each_case_says_a_sentence_of_its_own(
    engine: Engine, key: str
) -> None:
    cases = read_cases(engine.library.folders[key], key)[0].cases
    assert [c.id for c in cases[:18]] == [f"gc-{n:02}" for n in range(1, 19)]
    assert len({c.id for c in cases}) == len({c.says for c in cases}) == len(cases)
    assert all(c.says.endswith(".") and len(c.says.split()) >= 3 for c in cases)


@pytest.mark.parametrize("key", SEEDS)
def test_every_named_criterion_of_the_signed_reading_is_met_not_met_and_open_in_some_case(
    engine: Engine, key: str
) -> None:
    policy = engine.library.policy(key)
    file = read_cases(engine.library.folders[key], key)[0]
    seen: dict[str, set[str]] = {}
    for case in file.cases:
        result = determine(request_of(case, file.defaults), engine)["lines"][0]["coverages"][0]
        for name, node in nodes(result).items():
            seen.setdefault(name, set()).add(node["value"])
    named = {c.id for i in policy.file.indications.values() for c in below(i.criteria) if c.id}
    assert named
    short = {name: seen.get(name, set()) for name in named if len(seen.get(name, set())) < 3}
    assert not short


@pytest.mark.parametrize("key", SEEDS)
def test_every_criterion_that_decides_a_case_exists(engine: Engine, key: str) -> None:
    policy = engine.library.policy(key)
    known = {node.id for node in policy.forest.nodes} | {e.file.id for e in policy.exclusions}
    for case in read_cases(engine.library.folders[key], key)[0].cases:
        assert set(case.expect.decides) <= known, case.id
