"""Rows of a decided block that go on to what is made at the end of a run: the worklist and the rejects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from coverable.claims.arrow import pa, pc
from coverable.claims.days import COUNT, EPOCH, place_of
from coverable.claims.decide import Decided, Reviewer, key_of
from coverable.claims.faults import COLUMN, FAULTS
from coverable.claims.fieldids import array_of
from coverable.claims.hints import signals_of
from coverable.claims.lines import VERDICT, column_of, rows_where, text_column, words_of
from coverable.claims.numbers import Ids
from coverable.claims.units import sessions_in_window, units_of_session
from coverable.claims.verdict import Verdict
from coverable.determination.engine import Engine

WORK: Final = pa.schema(
    [
        ("source", pa.string()),
        ("row", pa.int64()),
        ("claim", pa.string()),
        ("line", pa.string()),
        ("member", pa.string()),
        ("provider", pa.string()),
        ("plan", pa.string()),
        ("code", pa.string()),
        ("service_date", pa.date32()),
        ("units", pa.string()),
        ("policy", pa.string()),
        ("version", pa.string()),
        ("outcome", pa.string()),
        ("next_step", pa.string()),
        ("signals", pa.string()),
        ("session_units", pa.int32()),
        ("window_sessions", pa.int32()),
    ]
)
"""What the worklist is made of: lines with a signal, and lines whose units are compared with others'."""
FROM_VERDICT: Final[dict[str, Callable[[Verdict], str | None]]] = {
    **{name: VERDICT[name] for name in ("plan", "policy", "version", "outcome", "next_step")},
    "signals": lambda v: " ".join(signals_of(v)),
}


def _goes_on(verdict: Verdict) -> bool:
    return verdict.units is not None or bool(signals_of(verdict))


def work_of(decided: Decided, reviewer: Reviewer, source: str, first: int) -> Any:
    """The rows that the worklist is made of, with what people look at. A line is timed where the policy says
    how long a unit and a session are."""
    rows = rows_where(decided, _goes_on)
    columns, ids = reviewer.columns, decided.ids[rows]
    codes, code = _values(decided, reviewer, "code", rows)
    units, unit = _values(decided, reviewer, "units", rows)
    session, window = _limits(decided, reviewer.engine, ids, codes, code)
    days = decided.block.places.get("service_date")
    out: dict[str, Any] = {
        "source": pa.array([source] * len(rows), pa.string()),
        "row": pa.array(first + rows),
        "code": pa.array(codes, pa.string()).take(pa.array(code)),
        "service_date": pa.nulls(len(rows), pa.date32()) if days is None else _dates(days[rows]),
        "units": pa.array([None if u is None else str(u) for u in units], pa.string()).take(pa.array(unit)),
        "session_units": session,
        "window_sessions": window,
    }
    out |= {n: text_column(decided, columns, n, rows) for n in ("claim", "line", "member", "provider")}
    out |= {n: words_of(decided, of, ids).cast(pa.string()) for n, of in FROM_VERDICT.items()}
    return pa.RecordBatch.from_arrays([out[n] for n in WORK.names], schema=WORK)


def _dates(places: Any) -> Any:
    days = places.astype(np.int32) - np.int32(place_of(EPOCH))
    return pa.array(days, pa.int32(), mask=places >= COUNT).cast(pa.date32())


def _values(decided: Decided, reviewer: Reviewer, name: str, rows: Any) -> tuple[list[Any], Ids]:
    """A field of some rows, read: (the values that occur, each row's place among them)."""
    sources = reviewer.columns.fields.get(name)
    if sources is None:
        return [None], np.zeros(len(rows), np.uint8)
    words = reviewer.fields.words[name][0]
    array = column_of(decided, reviewer.columns, name, rows)
    if array is None:
        return [words.of(sources[0].same).value], np.zeros(len(rows), np.uint8)
    numbers, places = np.unique(words.ids(array), return_inverse=True)
    found: list[int] = numbers.tolist()
    return [words.values[i].value for i in found], places.astype(np.int32)


def _limits(decided: Decided, engine: Engine, ids: Ids, codes: list[Any], code: Ids) -> tuple[Any, Any]:
    """Units of a session and sessions in 30 days of each row, by policy version and code."""
    version, keys = decided.verdicts.told(key_of)
    both, places = np.unique(version[ids] * len(codes) + code, return_inverse=True)
    found: list[tuple[int | None, int | None]] = []
    pairs: list[int] = both.tolist()
    for one in pairs:
        key, named = keys[one // len(codes)], codes[one % len(codes)]
        if key is None or named is None:
            found.append((None, None))
            continue
        policy = engine.library.policy(key)
        found.append((units_of_session(policy, named), sessions_in_window(policy, named)))
    each = pa.array(places.astype(np.int32))
    session, window = (pa.array([one[i] for one in found], pa.int32()).take(each) for i in (0, 1))
    return session, window


def rejects_of(decided: Decided, source: str, first: int) -> Any:
    """The rows that cannot be decided, as they are, with the reason."""
    block = decided.block
    rows = np.empty(0, np.int64) if block.fault is None else np.flatnonzero(block.fault)
    places = pa.array(rows)
    names = list(FAULTS)
    reasons: list[str] = [] if block.fault is None else [names[i - 1] for i in block.fault[rows].tolist()]
    columns = [
        ("source", pa.array([source] * len(rows), pa.string())),
        ("row", pa.array(first + rows, pa.int64())),
    ]
    columns.append(("reason", pa.array(reasons, pa.string())))
    columns += [
        (f"input.{n}", _plain(pc.take(array_of(block.table, n), places)))
        for n in block.table.schema.names
        if n != COLUMN
    ]
    return pa.RecordBatch.from_arrays([c for _, c in columns], names=[n for n, _ in columns])


def _plain(array: Any) -> Any:
    """A value as text."""
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    if pa.types.is_list(array.type):
        return pa.array(
            [None if v is None else "|".join(map(str, v)) for v in array.to_pylist()], pa.string()
        )
    return array.cast(pa.string())
