"""One part of a run: its rows are read, decided and written, and what was counted is noted last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from coverable.claims.arrow import pa, pc, pq
from coverable.claims.days import COUNT, EPOCH, place_of
from coverable.claims.decide import Decided, Reviewer
from coverable.claims.faults import COLUMN, FAULTS
from coverable.claims.fieldids import array_of
from coverable.claims.folder import Folder, whole, write_json
from coverable.claims.hints import signals_of
from coverable.claims.inputs import Input, Part, read_part
from coverable.claims.intake import Intake, intake_of
from coverable.claims.lines import Layout, counts_of, lines_of, rows_where, text_column
from coverable.claims.mapping import Columns
from coverable.claims.missing import missing_in
from coverable.claims.since import plan_digests
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


def written(schema: Any) -> dict[str, Any]:
    """How decided lines are written: smallest and largest values are of no use on the planes of criteria, and
    only texts that repeat want a dictionary; leaving both out elsewhere saves a fifth of the writing."""
    return {
        "compression": "zstd",
        "compression_level": 1,
        "write_statistics": [f.name for f in schema if not pa.types.is_boolean(f.type)],
        "use_dictionary": [f.name for f in schema if pa.types.is_dictionary(f.type)],
    }


@dataclass
class Writer:
    """Decides and writes parts, one after the other, in one process."""

    engine: Engine
    folder: Folder
    inputs: Sequence[Input]
    columns: Sequence[Columns]
    """Of each input."""
    layout: Layout
    as_of: date | None

    def __post_init__(self) -> None:
        self._reviewers: dict[str, Reviewer] = {}

    def write(self, part: Part) -> dict[str, Any]:
        """Decide one part; what was counted, as it is noted."""
        one, columns = self.inputs[part.input], self.columns[part.input]
        reviewer = self._reviewers.get(columns.sha256)
        if reviewer is None:
            reviewer = self._reviewers[columns.sha256] = Reviewer(self.engine, columns, self.as_of)
        tally = Tally(self.engine)
        names = columns.names
        if one.read != one.path:
            names = [*names, COLUMN]
        with (
            whole(self.folder.lines(part.number)) as lines,
            whole(self.folder.work(part.number)) as work,
            whole(self.folder.rejected(part.number)) as rejected,
        ):
            with (
                pq.ParquetWriter(lines, self.layout.schema, **written(self.layout.schema)) as out,
                pq.ParquetWriter(work, WORK) as todo,
            ):
                refused: Any = None
                first = part.first
                for batch in read_part(one, part, columns, names):
                    decided = reviewer.decide(batch)
                    out.write_batch(lines_of(decided, columns, self.layout, one.name, first))
                    todo.write_batch(work_of(decided, reviewer, one.name, first))
                    wrong = rejects_of(decided, one.name, first)
                    if refused is None:
                        refused = pq.ParquetWriter(rejected, wrong.schema)
                    refused.write_batch(wrong)
                    tally.add(decided, reviewer)
                    first += batch.num_rows
                if refused is not None:
                    refused.close()
            if refused is None:
                pq.write_table(pa.table({"source": pa.array([], pa.string())}), rejected)
        noted = {"part": part.number, **tally.view()}
        write_json(self.folder.done(part.number), noted)
        return noted


class Tally:
    """Counts decided blocks."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.rows = 0
        self.verdicts: Counter[Verdict] = Counter()
        self.rejected: Counter[str] = Counter()
        self.missing: Counter[str] = Counter()
        self.intake: Counter[Intake] = Counter()

    def add(self, decided: Decided, reviewer: Reviewer) -> None:
        self.rows += decided.block.rows
        for verdict, count in zip(decided.verdicts, counts_of(decided), strict=True):
            if verdict is not None and count:
                self.verdicts[verdict] += count
        if decided.block.fault is not None:
            numbers = np.bincount(decided.block.fault, minlength=len(FAULTS) + 1).tolist()
            self.rejected.update({name: n for name, n in zip(FAULTS, numbers[1:], strict=True) if n})
        self.missing.update(missing_in(decided))
        self.intake.update(intake_of(decided, reviewer))

    def view(self) -> dict[str, Any]:
        """JSON-ready, in an order that does not depend on the order of work."""
        plans = sorted({v.plan for v in self.verdicts if v.plan})
        every = [(self._shown(v), n) for v, n in self.verdicts.items()]
        return {
            "rows": self.rows,
            "verdicts": [{**shown, "lines": n} for shown, n in sorted(every, key=lambda pair: repr(pair[0]))],
            "rejected": dict(sorted(self.rejected.items())),
            "missing_facts": dict(sorted(self.missing.items())),
            "intake": [[*one, n] for one, n in sorted(self.intake.items())],
            "rests_on": plan_digests(self.engine, plans),
        }

    @staticmethod
    def _shown(verdict: Verdict) -> dict[str, Any]:
        return {
            "plan": verdict.plan,
            "outcome": verdict.outcome,
            "next_step": verdict.next_step,
            "flags": list(verdict.flags),
            "policy": verdict.policy,
            "version": verdict.version,
            "diagnosis_signal": verdict.diagnosis_signal,
            "units": verdict.units,
        }


def work_of(decided: Decided, reviewer: Reviewer, source: str, first: int) -> Any:
    """The rows that the worklist is made of, with what people look at."""
    limits = _Limits(reviewer.engine)
    rows = rows_where(decided, lambda v: bool(signals_of(v)) or (v.key is not None and limits.timed(v)))
    numbers: list[int] = decided.ids[rows].tolist()
    verdicts = [decided.verdicts[i] for i in numbers]
    codes = _values(decided, reviewer, "code", rows)
    taken = {
        name: _taken(decided, reviewer.columns, name, rows)
        for name in ("claim", "line", "member", "provider")
    }
    both = [limits.of(v, code) for v, code in zip(verdicts, codes, strict=True)]
    days = decided.block.places.get("service_date")
    out: dict[str, Any] = {
        "source": [source] * len(rows),
        "row": first + rows,
        **taken,
        "plan": [v.plan if v else None for v in verdicts],
        "code": codes,
        "service_date": [None] * len(rows) if days is None else _dates(days[rows]),
        "units": [None if u is None else str(u) for u in _values(decided, reviewer, "units", rows)],
        "policy": [v.policy if v else None for v in verdicts],
        "version": [v.version if v else None for v in verdicts],
        "outcome": [v.outcome if v else None for v in verdicts],
        "next_step": [v.next_step if v else None for v in verdicts],
        "signals": [" ".join(signals_of(v)) if v else "" for v in verdicts],
        "session_units": [one[0] for one in both],
        "window_sessions": [one[1] for one in both],
    }
    return pa.RecordBatch.from_pydict({f.name: _as(out[f.name], f.type) for f in WORK}, schema=WORK)


def _as(values: Any, kind: Any) -> Any:
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return values if values.type == kind else values.cast(kind)
    return pa.array(values, kind)


def _dates(places: Any) -> Any:
    days = places.astype(np.int32) - np.int32(place_of(EPOCH))
    return pa.array(days, pa.int32(), mask=places >= COUNT).cast(pa.date32())


def _taken(decided: Decided, columns: Columns, name: str, rows: Any) -> Any:
    return pc.take(text_column(decided, columns, name), pa.array(rows))


def _values(decided: Decided, reviewer: Reviewer, name: str, rows: Any) -> list[Any]:
    """A field of some rows, read."""
    sources = reviewer.columns.fields.get(name)
    if sources is None:
        return [None] * len(rows)
    words = reviewer.fields.words[name][0]
    if sources[0].column is None:
        return [words.of(sources[0].same).value] * len(rows)
    some = pc.take(array_of(decided.block.table, sources[0].column), pa.array(rows))
    return [words.of(raw).value for raw in some.to_pylist()]


class _Limits:
    """Units of a session and sessions in 30 days, by policy version and code."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[tuple[str, str], tuple[int | None, int | None]] = {}

    def of(self, verdict: Verdict | None, code: str | None) -> tuple[int | None, int | None]:
        if verdict is None or verdict.key is None or code is None:
            return None, None
        found = self._known.get((verdict.key, code))
        if found is None:
            policy = self._engine.library.policy(verdict.key)
            found = self._known[verdict.key, code] = (
                units_of_session(policy, code),
                sessions_in_window(policy, code),
            )
        return found

    @staticmethod
    def timed(verdict: Verdict) -> bool:
        """The policy says how long a unit and a session are."""
        return verdict.units is not None


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
