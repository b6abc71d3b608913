"""One part of a run: its rows are read, decided and written, and what was counted is noted last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from coverable.claims.arrow import pa, pq
from coverable.claims.decide import Decided, Reviewer
from coverable.claims.faults import COLUMN, FAULTS
from coverable.claims.folder import Folder, whole, write_json
from coverable.claims.inputs import BLOCK, Input, Part, read_part
from coverable.claims.intake import Intake, intake_of
from coverable.claims.lines import Layout, lines_of, parted
from coverable.claims.mapping import Columns
from coverable.claims.missing import missing_in
from coverable.claims.since import plan_digests
from coverable.claims.verdict import Verdict
from coverable.claims.work import WORK, rejects_of, work_of
from coverable.determination.engine import Engine


def written(schema: Any) -> dict[str, Any]:
    """How decided lines are written. Smallest and largest values are of use where a line is looked for, and
    cost a third of the writing elsewhere; only texts that repeat want a dictionary; numbers of rows are
    steps of one."""
    return {
        "compression": "zstd",
        "compression_level": 1,
        "write_statistics": ["row", "claim"],
        "use_dictionary": [f.name for f in schema if pa.types.is_dictionary(f.type)],
        "column_encoding": {"row": "DELTA_BINARY_PACKED"},
    }


class Gathering:
    """A Parquet file whose batches are written together: few rows in a row group cost as much as many."""

    def __init__(self, path: Path, schema: Any = None, **how: Any) -> None:
        """Without a schema it is that of the first batch."""
        self._path, self._how = path, how
        self._writer: Any = None if schema is None else pq.ParquetWriter(path, schema, **how)
        self._waiting: list[Any] = []

    def add(self, batch: Any) -> None:
        self._waiting.append(batch)
        if sum(one.num_rows for one in self._waiting) >= BLOCK:
            self._write()

    def close(self) -> None:
        if self._waiting:
            self._write()
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, pa.schema([("source", pa.string())]))
        self._writer.close()

    def _write(self) -> None:
        table = pa.Table.from_batches(self._waiting).unify_dictionaries()
        self._waiting = []
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, table.schema, **self._how)
        self._writer.write_table(table, row_group_size=max(table.num_rows, 1))


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
        names = columns.names if one.read == one.path else [*columns.names, COLUMN]
        full, short = self.layout.schema, self.layout.short
        of = (self.folder.full, self.folder.short, self.folder.work, self.folder.rejected)
        with ExitStack() as files:
            paths = [files.enter_context(whole(name(part.number))) for name in of]
            governed, work = Gathering(paths[0], full, **written(full)), Gathering(paths[2], WORK)
            rejected = Gathering(paths[3])
            with pq.ParquetWriter(paths[1], short, **written(short)) as others:
                first = part.first
                for batch in read_part(one, part, columns, names):
                    decided = reviewer.decide(batch)
                    mine, rest = parted(decided)
                    governed.add(lines_of(decided, columns, full, one.name, first, mine))
                    others.write_batch(lines_of(decided, columns, short, one.name, first, rest))
                    work.add(work_of(decided, reviewer, one.name, first))
                    rejected.add(rejects_of(decided, one.name, first))
                    tally.add(decided, reviewer)
                    first += batch.num_rows
                    del batch, decided  # before the next one is read: two blocks are twice the memory
            for file in (governed, work, rejected):
                file.close()
        noted = {"part": part.number, **tally.view()}
        write_json(self.folder.done(part.number), noted, indent=None)
        return noted


class Tally:
    """Counts the decided blocks of one part, all of one reviewer."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.rows = 0
        self._counts: Any = np.zeros(0, np.int64)
        self._verdicts: Sequence[Verdict | None] = ()
        self.rejected: Counter[str] = Counter()
        self.missing: Counter[str] = Counter()
        self.intake: Counter[Intake] = Counter()

    def add(self, decided: Decided, reviewer: Reviewer) -> None:
        self.rows += decided.block.rows
        counts = np.bincount(decided.ids, minlength=len(decided.verdicts))
        counts[: len(self._counts)] += self._counts
        self._counts, self._verdicts = counts, decided.verdicts
        if decided.block.fault is not None:
            numbers = np.bincount(decided.block.fault, minlength=len(FAULTS) + 1).tolist()
            self.rejected.update({name: n for name, n in zip(FAULTS, numbers[1:], strict=True) if n})
        self.missing.update(missing_in(decided))
        self.intake.update(intake_of(decided, reviewer))

    def view(self) -> dict[str, Any]:
        """JSON-ready, in an order that does not depend on the order of work."""
        counted = zip(self._verdicts, self._counts.tolist(), strict=False)
        every = [(self._shown(v), n) for v, n in counted if v is not None and n]
        plans = sorted({shown["plan"] for shown, _ in every if shown["plan"]})
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
