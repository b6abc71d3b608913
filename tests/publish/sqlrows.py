"""Random tables of facts for a policy: what the SQL reads, and what the engine makes of the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from pyarrow import compute as arrow_compute

from coverable.base.dates import Span
from coverable.glossary.events import Offset
from coverable.glossary.probes import offset_day
from coverable.glossary.values import Stated, Statement
from coverable.logic.cells import NO, YES, Line
from coverable.logic.evaluate import evaluate, leaf_bits
from coverable.policy.executable import Policy
from coverable.policy.outcome import outcomes
from coverable.publish.columns import KEY, SERVICE_DATE, Columns, FactColumn, columns_of
from coverable.publish.sql import UNDETERMINED, policy_sql

DAYS = (
    *(date(2026, month, 1) for month in range(1, 13)),
    *(date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 31), date(2026, 5, 31), date(2026, 12, 30), date(2027, 1, 1)),
)  # fmt: skip
"""Dates of service, with ends of months and a leap day."""
compute: Any = arrow_compute  # it makes its functions at run time
TYPES = {"BOOLEAN": pa.bool_(), "VARCHAR": pa.string(), "DATE": pa.date32(), "DECIMAL(18, 6)": pa.decimal128(18, 6)}  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """Which value each row takes: `values[name][index[name]]`; None is unknown."""

    size: int
    values: dict[str, list[Any]]
    index: dict[str, np.ndarray]
    day: np.ndarray
    """Place of the date of service in DAYS; -1 where it is unknown."""


def random_rows(policy: Policy, columns: Columns, size: int, seed: int) -> Rows:
    """Each column takes values on, beside and between the edges of its tests, and none in a fifth of the rows."""
    random = np.random.default_rng(seed)
    day = random.integers(-1, len(DAYS), size)
    values: dict[str, list[Any]] = {}
    index: dict[str, np.ndarray] = {}
    for column in columns.facts:
        if column.name == SERVICE_DATE:
            values[column.name], index[column.name] = [*DAYS, None], np.where(day < 0, len(DAYS), day)
            continue
        per_day = _values(policy, columns, column)
        width = len(per_day[0])
        chosen = random.integers(0, width, size)
        chosen = np.where(random.random(size) < 0.2, width - 1, chosen)
        values[column.name] = [value for one in per_day for value in one]
        index[column.name] = np.where(len(per_day) == 1, 0, np.maximum(day, 0)) * width + chosen
    return Rows(size, values, index, day)


def _values(policy: Policy, columns: Columns, column: FactColumn) -> list[list[Any]]:
    """The values of a column, None last; for dates one list for each date of service."""
    if column.type == "BOOLEAN":
        return [[True, False, None]]
    if column.type == "VARCHAR":
        return [[*column.choices, None]]
    edges = [
        edge
        for number, name in columns.tests.items()
        if name == column.name and isinstance(cut := policy.probes[number].cut, Line)
        for edge in cut.edges
    ]
    if column.type == "DATE":
        return [
            [
                (offset_day(edge, day) if isinstance(edge, Offset) else edge) + timedelta(days=step)
                for edge in edges
                for step in (-40, -1, 0, 1)
            ]
            + [None]
            for day in DAYS
        ]
    steps = (Decimal(-1), Decimal("-0.000001"), Decimal(0), Decimal("0.000001"), Decimal("0.5"))
    return [[edge + step for edge in edges for step in steps] + [None]]


def by_sql(policy: Policy, rows: Rows, columns: Columns) -> pa.Table:
    """What DuckDB answers."""
    kinds = {column.name: TYPES[column.type] for column in columns.facts}
    facts = pa.table(
        {
            KEY: pa.array(np.arange(rows.size)),
            **{n: pa.array(rows.values[n], type=kinds[n]).take(pa.array(i)) for n, i in rows.index.items()},
        }
    )
    with duckdb.connect() as database:
        database.register("facts", facts)
        answer = database.sql(policy_sql(policy, "duckdb")).to_arrow_table()
    return answer.sort_by(KEY)


def by_engine(
    policy: Policy, rows: Rows, columns: Columns
) -> tuple[list[tuple[Any, Any]], dict[str, dict[str, np.ndarray]]]:
    """The engine's bits of every criterion, and for each outcome column the rows of each outcome."""
    full = np.ones(rows.size, bool)
    none = np.zeros(rows.size, bool)
    planes: list[list[tuple[int, np.ndarray]]] = [[] for _ in policy.probes]
    for number, name in columns.tests.items():
        mask = _masks(policy, number, name, rows)
        planes[number] = [(int(m), mask == m) for m in np.unique(mask) if m]
    leaves = leaf_bits(policy.forest, planes, none)
    bits = evaluate(policy.forest, leaves, full, policy.lanes.signed_picks(full), columns.steps)
    ends: dict[str, dict[str, np.ndarray]] = {}
    for ladder in columns.ladders:
        decided, open_, silent = outcomes(
            policy, policy.services[ladder.service], ladder.qualifier, bits, full
        )
        planes_of: dict[str, np.ndarray] = {}
        for name, plane in (*decided, (UNDETERMINED, open_), ("not_addressed", silent)):
            planes_of[name] = planes_of.get(name, none) | plane
        ends[ladder.column.name] = planes_of
    return bits, ends


def _masks(policy: Policy, number: int, name: str, rows: Rows) -> np.ndarray:
    """The cells of a probe for every row, worked out once for each distinct pair of value and date."""
    probe, index, values = policy.probes[number], rows.index[name], rows.values[name]
    width = len(DAYS) + 1
    pairs, inverse = np.unique(index * width + rows.day + 1, return_inverse=True)
    masks = np.array([_mask(probe, values[i // width], _day(i % width)) for i in pairs.tolist()])
    return masks[inverse]


def _day(at: int) -> date | None:
    return DAYS[at - 1] if at else None


def _mask(probe: Any, value: Any, day: date | None) -> int:
    if value is None:
        return 0
    if probe.look in ("codes", "events"):
        return YES if value else NO
    stated = Span(value, value) if isinstance(value, date) else value
    return probe.cells_of(Stated(statements=(Statement(stated),)), day)


def differences(policy: Policy, size: int, seed: int = 1) -> tuple[int, list[str]]:
    """How many answers were compared, and the columns in which SQL and engine differ in some row."""
    columns = columns_of(policy)
    rows = random_rows(policy, columns, size, seed)
    answer = by_sql(policy, rows, columns)
    bits, ends = by_engine(policy, rows, columns)
    wrong: list[str] = []
    for column in (*columns.criteria, *columns.indications):
        got = answer[column.name].combine_chunks()
        true, false = bits[column.node]
        same = np.array_equal(_truth(got), true) and np.array_equal(_truth(compute.invert(got)), false)
        wrong += [] if same else [column.name]
    for name, expected in ends.items():
        got = answer[name].combine_chunks()
        same = all(np.array_equal(_truth(compute.equal(got, end)), plane) for end, plane in expected.items())
        wrong += [] if same else [name]
    return size * (len(columns.criteria) + len(columns.indications) + len(ends)), wrong


def _truth(column: Any) -> np.ndarray:
    return np.asarray(column.fill_null(False))


def distinct_outcomes(policy: Policy, size: int) -> set[str]:
    """The outcomes that random rows reach: a comparison in which nothing is decided would prove nothing."""
    columns = columns_of(policy)
    _, ends = by_engine(policy, random_rows(policy, columns, size, 1), columns)
    return {name for planes in ends.values() for name, plane in planes.items() if plane.any()}
