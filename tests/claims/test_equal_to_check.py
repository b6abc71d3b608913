"""Every row of a review says what `check` says of the same line: outcome, step, flags, version and criteria."""

from __future__ import annotations

from datetime import date

import pytest

from claims.equal import differences
from claims.random_claims import random_claims
from claims.targets import SEEDS, against_sql
from coverable.claims.synth.write import batches


@pytest.mark.parametrize("seed", [1, 2])
def test_random_lines_over_the_whole_library_are_decided_as_check_decides_them(
    engine, reviewer, seed: int
) -> None:
    table = random_claims(engine, 700, seed)
    ours = reviewer(table)
    decided = ours.decide(table)
    assert differences(ours, decided) == []
    outcomes = {v.outcome for v in decided.verdicts if v is not None}
    assert outcomes >= {"criteria_not_met", "information_needed", "use_excluded"}
    assert outcomes >= {"use_not_listed", "not_addressed", "not_applicable", "not_in_effect"}
    assert any("contradictory_statements" in v.flags for v in decided.verdicts if v is not None)


def test_services_that_reach_into_another_version_are_decided_as_check_decides_them(engine, reviewer) -> None:
    plans = ["meadowlark/choice", "meadowlark/family", "meadowlark/advantage"]
    days = [date(2025, 12, day) for day in range(15, 32)]
    table = random_claims(engine, 300, 4, plans=plans, codes=["E0601", "E0470", "E0471"], days=days)
    ours = reviewer(table)
    decided = ours.decide(table)
    assert differences(ours, decided) == []
    assert any("versions_straddled" in v.flags for v in decided.verdicts if v is not None)


def test_lines_with_few_facts_are_decided_as_check_decides_them(engine, reviewer) -> None:
    """Few rows matter then, so only those are looked at."""
    table = random_claims(engine, 700, 5, known=0.02)
    ours = reviewer(table)
    decided = ours.decide(table)
    assert decided.some.rows is not None or decided.some.count == table.num_rows
    assert differences(ours, decided) == []


def test_made_up_claims_are_decided_as_check_decides_them_block_after_block(reviewer) -> None:
    """What earlier blocks taught must not change what later ones get."""
    whole = next(iter(batches(1_500, 3, dirty=0.02)))
    ours = reviewer(whole)
    for start in (900, 0, 300, 1_200, 600):
        decided = ours.decide(whole.slice(start, 300))
        assert differences(ours, decided) == []


def test_a_block_is_decided_alike_whatever_came_before_it(engine, reviewer) -> None:
    table = random_claims(engine, 400, 9)
    fresh = reviewer(table).decide(table)
    used = reviewer(table)
    used.decide(random_claims(engine, 400, 10))
    again = used.decide(table)
    assert [fresh.verdicts[i] for i in fresh.ids] == [again.verdicts[i] for i in again.ids]


@pytest.mark.parametrize("key", SEEDS)
def test_criteria_are_those_of_the_exported_sql(engine, key: str) -> None:
    """`make claims` compares a million rows."""
    assert against_sql(engine, engine.library.policy(key), 4_000) == 0


def test_facts_that_contradict_each_other_are_flagged_where_no_policy_speaks(engine, reviewer) -> None:
    """Half-known facts under codes that no policy lists: nothing decides, and the flags are those of `check`."""
    days = [date(2026, 3, day) for day in range(1, 29)]
    table = random_claims(engine, 500, 6, known=0.5, codes=["99213", "E0111"], days=days)
    ours = reviewer(table)
    decided = ours.decide(table)
    assert differences(ours, decided) == []
    assert any("contradictory_statements" in v.flags for v in decided.verdicts if v is not None)
