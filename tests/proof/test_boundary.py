"""Every test that a policy makes decides alone for some patient, and planted faults do not pass unnoticed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from coverable.base.dates import Span
from coverable.cli.cases import _yaml
from coverable.determination.cases import run_cases
from coverable.determination.engine import Engine, open_engine
from coverable.policy.library import default_root
from coverable.proof.boundary import Boundary, benches, boundary, cases_file, decides
from coverable.proof.mutants import judge, mutants, tally
from coverable.proof.patient import common_day
from coverable.proof.space import space_of

SEEDS = ("sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01")
EXAMPLES = ("meadowlark/mp-102@2025", "meadowlark/mp-140@2025", "fictional-cms/ncd-900.1@1")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine(default_root())


@pytest.fixture(scope="module")
def generated(engine: Engine) -> dict[str, list[Boundary]]:
    return {key: boundary(engine, engine.library.policy(key)) for key in (*SEEDS, *EXAMPLES)}


@pytest.mark.parametrize("key", [*SEEDS, *EXAMPLES])
def test_every_planted_fault_is_noticed_or_proved_to_change_nothing(
    generated: dict[str, list[Boundary]], key: str
) -> None:
    judged = list(judge(generated[key]))
    assert tally(judged)["survived"] == 0, [one.says for one in judged if one.end == "survived"]
    assert tally(judged)["killed"] > 50


@pytest.mark.parametrize("key", SEEDS)
def test_every_test_of_a_seed_is_shown_with_each_kind_of_value_and_without_one(
    engine: Engine, generated: dict[str, list[Boundary]], key: str
) -> None:
    said = [one for case in generated[key] for one in case.says.split("; ")]
    for bench in benches(engine, engine.library.policy(key)):
        for index, rule, _, node in bench.steps:
            if rule != "leaf":
                continue
            _, perhaps = decides(bench.side.had(index, True), bench.side.had(index, False))
            if bench.space.prover.anyone(perhaps) is None:
                continue  # proved never to matter to anybody in the signed reading
            assert any(one.startswith(f"{node.id}: ") for one in said), node.id
            assert f"{node.id}: not stated" in said, node.id


@pytest.mark.parametrize("key", [*SEEDS, *EXAMPLES])
def test_the_generated_file_runs_as_cases_of_the_policy(
    engine: Engine, generated: dict[str, list[Boundary]], tmp_path: Path, key: str
) -> None:
    path = tmp_path / "boundary.yaml"
    path.write_text(_yaml(cases_file(generated[key])), encoding="utf-8")
    results = list(run_cases(engine, key, path=path))
    assert len(results) == len(generated[key])
    assert not [str(p) for one in results for p in one.problems]


def test_thresholds_are_tried_at_the_bound_below_and_above(engine: Engine) -> None:
    policy = engine.library.policy("meadowlark/mp-101@2026")
    said = " ".join(case.says for case in boundary(engine, policy))
    for share in (69, 70, 71):
        assert f"hours of use {share} %" in said
    for index in (14, 15, 16):
        assert f"index {index} /h" in said


def test_ages_are_whole_and_windows_have_the_days_beside_their_edges(engine: Engine) -> None:
    policy = engine.library.policy("meadowlark/mp-101@2026")
    space = space_of((policy,), common_day((policy,)))
    values = dict(zip((d.fact for d in space.dimensions), space.values, strict=True))
    assert values["age"] == (Decimal(17), Decimal(18), Decimal(19))
    days = {v.first.isoformat() for v in values["sleep_test_date"] if isinstance(v, Span)}
    assert {"2024-12-31", "2025-01-01", "2026-01-01", "2026-01-02"} <= days


def test_the_ends_of_a_code_range_are_tried(engine: Engine) -> None:
    policy = engine.library.policy("meadowlark/mp-102@2025")
    said = " ".join(case.says for case in boundary(engine, policy))
    codes = next(probe.codes for probe in policy.probes if probe.codes)
    for end in (codes.billable(policy.book)[0], codes.billable(policy.book)[-1]):
        assert f"Diagnoses {end.split(':')[1]}" in said


def test_a_service_on_the_day_before_the_first_is_not_in_effect(generated: dict[str, list[Boundary]]) -> None:
    before = [c for c in generated["sentara/dme-32@7"] if c.request["services"][0]["date"] == "2025-12-31"]
    assert {c.outcome for c in before} == {"not_in_effect"}


def test_a_fault_in_every_rule_is_planted(engine: Engine) -> None:
    said = {
        m.says.split(": ", 1)[1].split(" ")[0]
        for b in benches(engine, engine.library.policy(SEEDS[0]))
        for m in mutants(b)
    }
    assert {"all", "any", "cell", "part", "silence", "read", "turned"} <= said


def test_too_few_cases_let_faults_pass(generated: dict[str, list[Boundary]]) -> None:
    few = generated[SEEDS[0]][:5]
    assert tally(judge(few))["survived"] > 20
