"""What an attacker once found: partial dates, orders of statements, strange names and stranger files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from coverable.base.problem import Refused
from coverable.base.yamlfile import parse_yaml, read_yaml
from coverable.determination.decide import determine, determine_or_refusal
from coverable.determination.engine import open_engine
from coverable.determination.request import parse_json, read_requests
from small_library import GLOSSARY, PLAN, POLICY, decide, request, small_engine, write_library

VISITS = "{fact: trials, run: {n: 3, gap: 35 days, where: {outcome: good}}}"
DAYS = "{fact: trials, count: {where: {outcome: failed}, ge: 2, distinct: date}}"
YES = {"tired": True, "snores": True}


def codes(view: dict[str, Any]) -> set[str]:
    return {f["code"] for f in view["flags"]}


def test_partial_dates_that_may_stand_in_another_order_settle_nothing(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, criteria=VISITS)
    visits = [{"date": "2026-01", "outcome": "good"}, {"date": "2026-01-03", "outcome": "failed"},
              {"date": "2026-01-20", "outcome": "good"}, {"date": "2026-02-05", "outcome": "good"}]  # fmt: skip
    assert decide(engine, {"trials": {"events": visits, "complete": True}})["outcome"] == "information_needed"
    visits[0]["date"] = "2026-01-10"
    assert decide(engine, {"trials": {"events": visits, "complete": True}})["outcome"] == "criteria_met"


def test_a_month_and_a_day_in_it_may_be_the_same_day(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, criteria=DAYS)
    for first, outcome in (
        ("2026-06", "information_needed"),
        ("2026-05", "criteria_met"),
        ("2026-06-10", "criteria_not_met"),
    ):
        events = [{"date": first, "outcome": "failed"}, {"date": "2026-06-10", "outcome": "failed"}]
        assert decide(engine, {"trials": {"events": events, "complete": True}})["outcome"] == outcome


@pytest.mark.parametrize(
    "order", [("2026", "2026-01-20", "2026-02-24"), ("2026-01-20", "2026", "2026-02-24")]
)
def test_statements_contradict_each_other_in_any_order(tmp_path: Path, order: tuple[str, ...]) -> None:
    engine = small_engine(tmp_path, criteria="{fact: tested_on, ge: 2025-01-01}")
    got = decide(engine, {"tested_on": list(order)})
    assert "contradictory_statements" in codes(got)
    assert got["next_step"] == "nurse_review"


def test_a_policy_that_lists_the_code_is_not_unsettled_by_one_that_does_not(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    other = (
        POLICY.replace("test/sleep", "test/other")
        .replace("E0601", "E0470")
        .replace("CRITERIA", "{fact: bmi, ge: 9, unit: kg/m2}")
    )
    place = folder / "policies/test/other/1"
    place.mkdir(parents=True)
    (place / "policy.yaml").write_text(other.replace("INTERPRETATIONS", ""))
    (place / "signoff.yaml").write_text("encoding: {status: approved, by: A, on: 2026-01-01}")
    (folder / "plans/plan.yaml").write_text(
        PLAN.replace("{policy: test/sleep}", "{policy: test/other}, {policy: test/sleep}")
    )
    got = decide(open_engine(folder), YES)
    assert (got["outcome"], got["next_step"], got["governing"]["policy"]) == (
        "criteria_met",
        "approve",
        "test/sleep",
    )


def test_epsdt_of_one_coverage_keeps_the_whole_line_from_being_final(tmp_path: Path) -> None:
    folder = write_library(tmp_path, policy=POLICY.replace("[commercial]", "[commercial, medicaid]"))
    family = PLAN.replace("test/plan", "test/family").replace("self_funded", "medicaid_managed_care")
    (folder / "plans/family.yaml").write_text(family)
    asked = request({"tired": False}, coverages=["test/plan", "test/family"], member={"birth_date": "2010"})
    combined = determine(asked, open_engine(folder))["lines"][0]["combined"]
    assert (combined["outcome"], combined["next_step"]) == ("criteria_not_met", "physician_review")
    assert codes(combined) == {"epsdt"}


def test_a_unit_that_nobody_asked_for_is_refused(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, criteria="{fact: age, ge: 18}")
    assert decide(engine, {"age": {"value": 30, "unit": "a"}})["outcome"] == "criteria_met"
    for unit in ("months", "furlongs", [], {}):
        with pytest.raises(Refused, match="cannot be used here"):
            decide(engine, {"age": {"value": 30, "unit": unit}})


def test_an_exclusion_by_a_name_that_nobody_knows_stops_an_approval(tmp_path: Path) -> None:
    got = decide(
        small_engine(tmp_path), YES, benefits={"excluded": [{"service": "sleep thing", "clause": "4"}]}
    )
    assert (got["outcome"], got["next_step"]) == ("criteria_met", "nurse_review")
    assert "exclusion_not_recognized" in codes(got)


@pytest.mark.parametrize("quantity", [0, -5, 10**9])
def test_a_quantity_that_nobody_can_mean_is_refused(tmp_path: Path, quantity: int) -> None:
    with pytest.raises(Refused):
        decide(small_engine(tmp_path), YES, service={"quantity": quantity})


def test_a_statement_that_differs_from_the_device_table_stops_an_approval(tmp_path: Path) -> None:
    table = "tables: {devices: [{name: Snorex, values: {kind: mask}, as_of: 2026-01-01, source: x}]}\n"
    derive = (
        "choices: {mask: mask, chair: chair}, derive: [{table: {table: devices, by: note, column: kind}}]}"
    )
    glossary = table + GLOSSARY.replace("choices: {mask: mask, chair: chair}}", derive)
    criteria = "{any: [{fact: tired}, {fact: kind, is: chair}]}"
    policy = POLICY.replace("only_if: {fact: kind, is: mask}, cite: L5", "cite: L5")
    engine = small_engine(tmp_path, glossary=glossary, criteria=criteria, policy=policy)
    got = decide(engine, {"kind": "chair", "note": "snorex"})
    assert (got["outcome"], got["next_step"], "table_differs" in codes(got)) == (
        "criteria_met",
        "nurse_review",
        True,
    )


def test_one_strange_line_does_not_end_a_batch(tmp_path: Path) -> None:
    engine = small_engine(tmp_path)
    path = tmp_path / "batch.jsonl"
    strange = ['"received": "2026-W05-1T00:00:00+00:00"', '"received": "1800-02-08T14:03:00-05:00"', '"x": ' + "9" * 5000,
               '"facts": {"bmi": 1e9999999999999999999999}', '"services": [{"code": "E0601", "quantity": 1e9999999}]']  # fmt: skip
    lines = [json.dumps(request(YES))]
    lines += [f'{{"coverages": ["test/plan"], "services": [{{"code": "E0601"}}], {one}}}' for one in strange]
    path.write_text("\n".join([*lines, json.dumps(request(YES))]))
    rows = [determine_or_refusal(data, engine, path=where) for where, data in read_requests(path)]
    assert len(rows) == 7
    assert "lines" in rows[0] and "lines" in rows[-1]
    assert sum("refused" in row for row in rows) >= 4


def test_many_keys_and_long_names_are_refused_quickly_and_briefly(tmp_path: Path) -> None:
    engine = small_engine(tmp_path)
    many = "{" + ",".join(f'"k{i}":0' for i in range(60_000)) + ',"k5":1}'
    with pytest.raises(Refused, match="given twice"):
        parse_json(many, "many.json")
    with pytest.raises(Refused) as refused:
        determine({**request(YES), **{f"k{i}": 0 for i in range(5000)}, "x" * 10_000: 1}, engine)
    assert len(str(refused.value)) < 20_000


@pytest.mark.parametrize("text", [
    "a: !!python/object/apply:os.system {x: 1}", "a: !foo [1]", 'a: !!binary "aGk="', "&k a: 1", "!t a: 2", "<<: {z: 1}",
    'a: "x\\e[31m"', '"a\\u202e": 1', "a: b\u200bc", "a: b\u00adc",
])  # fmt: skip
def test_yaml_that_hides_something_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_yaml(text, "x.yaml")


def test_an_alias_bomb_is_refused_at_its_first_alias() -> None:
    with pytest.raises(Refused) as refused:
        parse_yaml("a: &a [1]\nb: [" + ",".join(["*a"] * 50_000) + "]", "x.yaml")
    assert len(refused.value.problems) == 1


def test_pipes_and_devices_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(Refused, match="not a file"):
        read_yaml(tmp_path / "pipe.yaml")
    with pytest.raises(Refused, match="too large"):
        list(read_requests(Path("/dev/zero")))


def test_names_with_characters_that_nobody_sees_are_refused(tmp_path: Path) -> None:
    engine = small_engine(tmp_path)
    for change in ({"coverages": ["test/\u200bplan"]}, {"servicing_provider": {"npi": "١٢٣٤٥٦٧٨٩٠"}}):
        with pytest.raises(Refused):
            determine(request(YES, **change), engine)
