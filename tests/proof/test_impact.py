"""Grouped impact equals, request by request, what deciding each request under both policies says."""

from __future__ import annotations

import json
from datetime import date
from random import Random

import pytest

from coverable.base.problem import Refused
from coverable.determination.answer import cells_of
from coverable.determination.decide import determine_or_refusal
from coverable.determination.engine import Engine
from coverable.determination.line import read_line
from coverable.determination.request import parse_json, read_request
from coverable.glossary.values import read_facts
from coverable.proof.impact import explain as explaining
from coverable.proof.impact.merge import listing, merge
from coverable.proof.impact.needs import still_needed
from coverable.proof.impact.run import Row, direction
from coverable.proof.impact.summary import Summary, row_view
from proof.impact_requests import (
    CG,
    DME,
    NEW_101,
    OLD_101,
    PAIRS,
    changed,
    impact,
    mixed,
    naive,
    placed,
    request,
    smallest,
)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_outcomes_equal_those_of_each_request_decided_alone(engine: Engine, old: str, new: str) -> None:
    random = Random(f"{old} {new}")
    requests = [request(random, engine, old, i) for i in range(1500)]
    rows = list(impact(engine, old, new).rows(placed(requests)))
    at = turned = refused = 0
    for i, data in enumerate(requests):
        try:
            pairs = zip(*(naive(engine, engine.library.policy(k), data) for k in (old, new)), strict=True)
        except Refused as refusal:
            said = Row(f"test:{i}", f"R-{i}", None, None, problems=refusal.problems)
            assert rows[at] == said
            at, refused = at + 1, refused + 1
            continue
        for number, (before, after) in enumerate(pairs, 1):
            row = rows[at]
            assert row.verdict is not None, data
            assert (row.verdict.old, row.verdict.new) == (before, after), data
            assert row.verdict.direction == direction(before, after)
            assert (row.request, row.line) == (f"R-{i}", number)
            at, turned = at + 1, turned + (before != after)
    assert at == len(rows)
    assert turned > 20
    assert refused > 5


@pytest.mark.parametrize(("key", "plan"), [(DME, "sentara/medicare"), (CG, "healthy-blue/medicaid")])
def test_outcomes_are_those_of_whole_determinations(engine: Engine, key: str, plan: str) -> None:
    random = Random(5)
    requests = [request(random, engine, key, i) | {"coverages": [plan]} for i in range(400)]
    rows = iter(impact(engine, key, key).rows(placed(requests)))
    for data in requests:
        made = determine_or_refusal(data, engine)
        if "refused" in made:
            assert next(rows).verdict is None
            continue
        for line in made["lines"]:
            row, one = next(rows), line["coverages"][0]
            if line["date"] is None or not any(
                c["policy"] == key.partition("@")[0] for c in one["considered"]
            ):
                continue
            said = next(
                (c["outcome"] for c in one["considered"] if c["policy"] == key.partition("@")[0]), None
            )
            assert row.verdict is not None
            assert row.verdict.new in (said, one["outcome"]) or said == "not_in_effect"
    assert next(rows, None) is None


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_the_explanation_is_the_smallest_set_that_a_search_by_hand_finds(
    engine: Engine, old: str, new: str
) -> None:
    random = Random(9)
    requests = [request(random, engine, old, i) for i in range(300 if OLD_101 in (old, new) else 150)]
    merged = merge(engine.library.policy(old), engine.library.policy(new))
    checked = 0
    for row, data, index in changed(impact(engine, old, new), requests):
        assert row.verdict is not None
        want = smallest(engine, merged, data, index, row.verdict.old)
        assert len(row.verdict.edits) == min(len(one) for one in want)
        assert {e.name for e in row.verdict.edits} in [set(one) for one in want]
        checked += 1
    assert checked > 5


def test_where_too_many_sets_would_be_tried_nothing_can_be_left_out_of_the_set(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "MAX_TRIES", 0)
    random, several = Random(3), 0
    requests = [request(random, engine, DME, i) for i in range(120)]
    merged = merge(engine.library.policy(DME), engine.library.policy(CG))
    for row, data, index in changed(impact(engine, DME, CG), requests):
        assert row.verdict is not None
        some = tuple(e.name for e in row.verdict.edits)
        assert mixed(engine, merged, data, index, some) == row.verdict.old
        for name in some:
            fewer = tuple(one for one in some if one != name)
            assert mixed(engine, merged, data, index, fewer) != row.verdict.old
        several += len(some) > 1
    assert several > 5


@pytest.mark.parametrize("key", [DME, CG, OLD_101, NEW_101])
def test_a_policy_against_itself_has_no_edits(engine: Engine, key: str) -> None:
    policy = engine.library.policy(key)
    assert merge(policy, policy).edits == ()


def test_what_is_still_needed_is_that_of_the_new_policy(engine: Engine) -> None:
    random, checked = Random(4), 0
    requests = [request(random, engine, DME, i) for i in range(200)]
    glossary, book = engine.library.glossary, engine.library.book
    policy = engine.library.policy(CG)
    for row, data, i in changed(impact(engine, DME, CG), requests):
        asked = read_request(data)
        line = read_line(asked, i, read_facts(asked.facts, glossary, "$.facts"), glossary, book)
        need, facts = still_needed(policy, listing(policy, line.code), cells_of(policy, line.facts, line.day))
        assert row.verdict is not None
        assert (row.verdict.needs, row.verdict.asks) == (need, facts)
        checked += bool(facts)
    assert checked > 10


def test_the_order_of_requests_and_the_size_of_blocks_change_nothing_but_the_order(engine: Engine) -> None:
    random = Random(6)
    requests = placed([request(random, engine, DME, i) for i in range(300)])
    asked = impact(engine, DME, CG)
    first = [row_view(r, asked) for r in asked.rows(requests)]
    again = [row_view(r, asked) for r in impact(engine, DME, CG, block=1).rows(reversed(requests))]
    assert sorted(map(json.dumps, first)) == sorted(map(json.dumps, again))


def test_duplicates_are_counted_each(engine: Engine) -> None:
    one = request(Random(1), engine, DME, 1)
    done = Summary(impact(engine, DME, CG))
    for row in done.impact.rows(placed([one] * 50)):
        done.add(row)
    assert done.requests == 50
    assert done.lines == 50 * len(one["services"])


def test_no_requests_give_no_rows(engine: Engine) -> None:
    assert list(impact(engine, DME, CG).rows([])) == []


def test_a_request_that_is_no_json_keeps_its_row(engine: Engine) -> None:
    with pytest.raises(Refused) as refused:
        parse_json("{", "x")
    rows = list(impact(engine, DME, CG).rows([("x:1", refused.value), ("x:2", [1]), ("x:3", {})]))
    assert [r.place for r in rows] == ["x:1", "x:2", "x:3"]
    assert all(r.verdict is None and r.problems for r in rows)


def test_on_a_day_is_as_if_every_service_were_on_that_day(engine: Engine) -> None:
    random, day = Random(8), date(2026, 1, 20)
    requests = [request(random, engine, OLD_101, i) for i in range(400)]
    rows = iter(impact(engine, OLD_101, NEW_101, day).rows(placed(requests)))
    for data in requests:
        try:
            want = naive(engine, engine.library.policy(NEW_101), data, day)
        except Refused:
            assert next(rows).verdict is None
            continue
        for outcome in want:
            row = next(rows)
            assert row.verdict is not None
            assert row.dated
            assert row.verdict.new == outcome


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("criteria_met", "criteria_not_met", "narrower"),
        ("criteria_met", "information_needed", "narrower"),
        ("criteria_met", "not_addressed", "narrower"),
        ("information_needed", "use_not_listed", "narrower"),
        ("criteria_not_met", "judgment_needed", "wider"),
        ("governed_elsewhere", "criteria_met", "wider"),
        ("criteria_not_met", "use_excluded", "other"),
        ("information_needed", "judgment_needed", "other"),
        ("use_not_listed", "not_addressed", "other"),
        ("criteria_met", "criteria_met", "unchanged"),
    ],
)
def test_the_direction_of_a_change(old: str, new: str, said: str) -> None:
    assert direction(old, new) == said
