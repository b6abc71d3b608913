"""The SQL of a policy gives, row by row, what the engine gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlglot

from coverable.determination.engine import Engine
from coverable.policy.executable import Policy
from coverable.policy.library import Library
from coverable.publish import sql
from coverable.publish.columns import columns_of
from coverable.publish.sql import DIALECTS, policy_sql
from publish.sqlrows import differences, distinct_outcomes
from small_library import SIGNOFF, write_library

LIBRARY = Library()
EVERY = list(LIBRARY.folders)
SEEDS = ["sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01"]
ALL_RULES = """
all:
  - {id: some, at_least: 2, of: [{fact: tired}, {fact: snores}, {id: heavy, fact: bmi, gt: 30, unit: kg/m2}]}
  - {id: nothing, none: [{id: light, fact: bmi, in: [{lt: 18}, {ge: 60}], unit: kg/m2, silent_on: [{ge: 17, lt: 18}]}]}
  - {id: only-if, if: {id: t, fact: tired}, then: {id: recent, fact: tested_on, within: {from: 2 weeks, to: 6 weeks, before: service_date}}}
  - {id: either-way, if: {fact: snores}, then: {id: since, fact: tested_on, ge: 2025-06-01}, else: {id: soon, fact: tested_on, within: {to: 1 month, after: service_date}}}
  - {id: open, interpretation: R-1, options: {a: {fact: tired}, b: {id: both, all: [{fact: tired}, {fact: snores}]}}}
  - {id: mask, fact: kind, is: mask, silent_on: [chair]}
  - {id: tried, fact: trials, count: {ge: 2, distinct: class}, silent_if: {not: {fact: snores}}}
  - {id: coded, any: [{fact: diagnoses, has: [icd10cm:G47.33]}, {id: awake, fact: tired, is: false}]}
"""
INTERPRETATIONS = """
interpretations:
  R-1: {question: One or both?, cite: L12, options: {a: one, b: both}}
"""


@pytest.mark.parametrize("key", EVERY)
def test_sql_and_engine_agree_on_every_criterion_and_outcome(key: str) -> None:
    compared, wrong = differences(LIBRARY.policy(key), 4_000)
    assert compared >= 16_000
    assert wrong == []


def test_a_million_rows_agree_bit_for_bit() -> None:
    compared, wrong = differences(LIBRARY.policy(SEEDS[0]), 1_000_000, seed=7)
    assert compared == 23_000_000
    assert wrong == []


def test_the_rows_reach_every_kind_of_outcome() -> None:
    reached = set[str]().union(*(distinct_outcomes(LIBRARY.policy(key), 4_000) for key in EVERY))
    assert reached == {
        "criteria_met", "criteria_not_met", "use_excluded", "use_not_listed",
        "governed_elsewhere", "not_addressed", "undetermined",
    }  # fmt: skip


@pytest.fixture
def all_rules(tmp_path: Path) -> Policy:
    folder = write_library(
        tmp_path,
        criteria="\n      " + ALL_RULES.strip().replace("\n", "\n      "),
        interpretations=INTERPRETATIONS,
    )
    return Library(folder).policy("test/sleep@1")


def test_every_rule_of_the_language_agrees_with_an_unsigned_reading_too(all_rules: Policy) -> None:
    rules = {node.rule for node in all_rules.forest.nodes}
    assert rules >= {"all", "any", "none", "not", "at_least", "if", "interpretation", "silent_if", "leaf"}
    compared, wrong = differences(all_rules, 20_000)
    assert compared > 400_000
    assert wrong == []


def test_a_signed_reading_agrees(tmp_path: Path) -> None:
    signed = SIGNOFF + "interpretations: {R-1: {option: b, by: A, on: 2026-01-01, because: so it reads}}\n"
    folder = write_library(
        tmp_path,
        criteria="\n      " + ALL_RULES.strip().replace("\n", "\n      "),
        interpretations=INTERPRETATIONS,
        signoff=signed,
    )
    assert differences(Library(folder).policy("test/sleep@1"), 20_000)[1] == []


def test_a_fault_in_the_sql_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "either", sql.both)
    assert "c_tried" in differences(LIBRARY.policy(SEEDS[0]), 4_000)[1]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("key", EVERY)
def test_every_dialect_reads_its_own_query(key: str, dialect: str) -> None:
    query: Any = sqlglot.parse_one(policy_sql(LIBRARY.policy(key), dialect), dialect=dialect)
    assert {one.column.name for one in columns_of(LIBRARY.policy(key)).ladders} <= set(query.named_selects)


def test_an_unlisted_value_of_a_choice_is_unknown_and_never_no() -> None:
    import duckdb

    with duckdb.connect() as database:
        names = [one.name for one in columns_of(LIBRARY.policy(SEEDS[0])).facts]
        row = ", ".join(f'NULL AS "{name}"' for name in names if name != "device_fda_status")
        database.execute(f"CREATE TABLE facts AS SELECT 1 AS id, 'pending' AS device_fda_status, {row}")
        query = policy_sql(LIBRARY.policy(SEEDS[0]))
        assert database.sql(f"SELECT c_device, outcome FROM ({query.rstrip().rstrip(';')})").fetchall() == [
            (None, "undetermined")
        ]


def test_windows_are_calendar_months_in_every_dialect() -> None:
    policy = LIBRARY.policy("meadowlark/mp-101@2026")
    spelt = {
        "duckdb": "INTERVAL 12 MONTH", "postgres": "INTERVAL '12 MONTH'", "spark": "ADD_MONTHS(`step",
        "snowflake": "DATEADD(MONTH, 12 * -1", "bigquery": "INTERVAL 12 MONTH",
        "databricks": "ADD_MONTHS(", "trino": "DATE_ADD('MONTH', 12 * -1",
    }  # fmt: skip
    for dialect, text in spelt.items():
        assert text.replace("`step", "`facts") in policy_sql(policy, dialect), dialect


def test_the_header_explains_every_column_and_says_what_the_query_is(engine: Engine) -> None:
    policy = engine.library.policy(SEEDS[1])
    head = [line for line in policy_sql(policy).splitlines() if line.startswith("--")]
    text = "\n".join(head)
    for column in columns_of(policy).facts:
        assert f"--   {column.name} " in text
    assert "not endorsed by the publisher" in text
    assert "no authorization" in text


def test_a_text_of_a_policy_cannot_leave_the_comment(tmp_path: Path) -> None:
    from small_library import POLICY

    wild = POLICY.replace("title: Sleep device", 'title: "x\\n; DROP TABLE facts; --"')
    query = policy_sql(Library(write_library(tmp_path, policy=wild)).policy("test/sleep@1"))
    assert all(line.startswith(("--", " ", "WITH", ")", "SELECT", "FROM")) for line in query.splitlines())


def test_a_dialect_without_our_calendar_is_refused_with_what_there_is() -> None:
    from coverable.base.problem import Refused

    with pytest.raises(Refused, match="no SQL for `oracle`"):
        policy_sql(LIBRARY.policy(SEEDS[0]), "oracle")
