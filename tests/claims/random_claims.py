"""Random claim lines over everything a library knows: every plan, code, fact and turn of days, and dirt."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from coverable.claims.days import seasons_of
from coverable.claims.mapping import FACT_TYPES, Columns, MappingFile, columns_for
from coverable.determination.engine import Engine
from coverable.glossary.facts import Fact
from coverable.logic.cells import Line

OTHER_CODES = ["99213", "G0101", "E0111", "0001F", "A9999", "1234X", "97033 ", "cpt:97033", "e1399"]
OTHER_DIAGNOSES = ["I10", "L74.51", "M54.5", "Z99.999", "R61", "l74512", "M26.601", "G44.89", "S03.00XA", "E11.9", "K70.10", "K71.3"]  # fmt: skip
DIRT = {
    "plan": ["no-such/plan", "", None],
    "code": ["", None, "9703#", "97033-97039"],
    "service_date": ["2026-02-30", "2026-02", "soon", "1850-01-01", None],
    "end_date": ["2020-01-01", "2026-13-01"],
    "birth_date": ["2199-01-01", "someday"],
    "provider": ["123", "12345678901", "SEE NOTE"],
    "units": ["0", "-1", "two", "2000000", "NaN"],
    "diagnosis": ["??", "97033-5 6", "\u200bR61"],
}


def facts_in_columns(engine: Engine) -> dict[str, Fact]:
    skipped = ("service_date", "request_kind")
    return {
        n: f for n, f in engine.library.glossary.facts.items() if f.type in FACT_TYPES and n not in skipped
    }


def random_claims(
    engine: Engine,
    rows: int,
    seed: int,
    dirt: float = 0.02,
    known: float = 0.6,
    plans: list[str] | None = None,
    codes: list[str] | None = None,
    days: list[date] | None = None,
) -> pa.Table:
    """A table with text, number, date and boolean columns; facts are known in a share of the rows. With `plans`,
    `codes` and `days` only those occur, and many services last several days."""
    random = np.random.default_rng(seed)
    library = engine.library
    policies = [p for id in library.ids() for p in library.versions(id)]
    narrow = days is not None
    plans = plans or sorted(engine.plans.plans)
    codes = codes or sorted({c.split(":")[1] for p in policies for c in p.codes}) + OTHER_CODES
    listed = sorted({c for p in policies for probe in p.probes if probe.codes for c in probe.codes.codes})[
        ::17
    ]
    diagnoses = [c.split(":")[1] for c in listed] + OTHER_DIAGNOSES * 3
    notified = [n.provider for p in engine.plans.plans.values() for n in p.file.notices]
    starts = [d for d in seasons_of(engine).starts if d.year > 2015]
    days = (
        days
        or [s + timedelta(days=int(d)) for s in starts for d in (-1, 0, 1, 40)]
        + [date(2026, 3, int(d)) for d in range(1, 29)] * 4
    )

    def pick(values: list[Any], share: float = 1.0) -> list[Any]:
        chosen = random.integers(0, len(values), rows)
        given = random.random(rows) < share
        return [values[i] if g else None for i, g in zip(chosen, given, strict=True)]

    day = pick(days)
    births = [
        date(1950, 5, 2),
        date(2010, 2, 28),
        date(2004, 2, 29),
        date(2005, 3, 1),
        date(2012, 12, 31),
        date(1999, 7, 1),
    ]
    birth = [
        None if b is None else [b.isoformat(), f"{b:%Y-%m}", f"{b:%Y}"][k]
        for b, k in zip(pick(births, 0.8), random.choice(3, rows, p=[0.8, 0.1, 0.1]), strict=True)
    ]
    columns: dict[str, list[Any]] = {
        "claim": [f"C{i}" for i in range(rows)],
        "line": pick([1, 2, 3]),
        "birth_date": birth,
        "provider": pick([*notified * 3, "1992999999", "1555555555"], 0.9),
        "plan": pick(plans),
        "service_date": [d.isoformat() for d in day],
        "end_date": [
            (d + timedelta(days=int(k))).isoformat() if k >= 0 else None
            for d, k in zip(
                day,
                random.choice(
                    [-1, 0, 1, 30, 400],
                    rows,
                    p=[0.4, 0.1, 0.1, 0.4, 0.0] if narrow else [0.9, 0.04, 0.02, 0.02, 0.02],
                ),
                strict=True,
            )
        ],
        "code": pick(codes),
        "units": pick(["1", "2", "3", "4.5", "10", "31", "200"], 0.9),
        "place_of_service": pick(["11", "12", "22", "99"], 0.8),
        "dx1": pick(diagnoses, 0.9),
        "dx2": pick(diagnoses, 0.4),
        "dx3": pick(diagnoses, 0.2),
    }
    for name, values in DIRT.items():
        column = "dx1" if name == "diagnosis" else name
        for row in np.flatnonzero(random.random(rows) < dirt / len(DIRT)):
            columns[column][row] = values[int(random.integers(0, len(values)))]
    table = {name: pa.array(values) for name, values in columns.items()}
    for name, fact in facts_in_columns(engine).items():
        table[name] = _fact(engine, name, fact, pick, random, rows, known)
    return pa.table(table)


def _fact(engine: Engine, name: str, fact: Fact, pick: Any, random: Any, rows: int, known: float) -> pa.Array:
    if fact.type == "yes_no":
        return pa.array(pick([True, False], known), pa.bool_())
    if fact.type == "choice":
        wrong = ["nonsense"] if name == "use" else []
        return pa.array(pick([*fact.choices] * 30 + wrong, known), pa.string()).dictionary_encode()
    edges: list[Any] = [
        edge
        for id in engine.library.ids()
        for p in engine.library.versions(id)
        for probe in p.probes
        if probe.fact == name and isinstance(probe.cut, Line)
        for edge in probe.cut.edges
    ]
    if fact.type in ("number", "quantity"):
        numbers = [
            float(e + d)
            for e in edges
            if isinstance(e, Decimal)
            for d in (Decimal(-1), Decimal(0), Decimal("0.5"))
        ]
        return pa.array(pick(numbers or [1.0, 2.0], known * 0.7), pa.float64())
    if fact.type == "date":
        days = ["2026-01-01", "2025-03", "2024", *(f"2025-{m:02d}-28" for m in range(1, 13))]
        return pa.array(pick(days, known), pa.string())
    texts = [
        "Drionic",
        "fisher md-1a",
        "Hidrex",
        "a chair",
        *[r.name for rows in engine.library.glossary.tables.values() for r in rows],
    ]
    return pa.array(pick(texts, known * 0.3), pa.string())


def columns_of_random(engine: Engine, table: pa.Table) -> Columns:
    return columns_for(MappingFile(), table.schema.names, engine.library.glossary, "random claims")
