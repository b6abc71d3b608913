"""Which plans the claims name: they tell which policies, and so which columns of criteria, a run can have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from coverable.claims.arrow import asked_of, database, ipc, name_in, pa, pc
from coverable.claims.heads import look_up_covering
from coverable.claims.inputs import KINDS, Input
from coverable.claims.mapping import Columns
from coverable.claims.values import reader
from coverable.determination.engine import Engine


def plans_in(inputs: Sequence[Input], columns: Sequence[Columns], engine: Engine) -> list[str]:
    """The plans of the library that some line names, in order."""
    found: set[str] = set()
    for one, mapped in zip(inputs, columns, strict=True):
        for asked in set(_named(one, mapped)):
            covering = look_up_covering(engine, asked)
            if covering.plan is not None:
                found.add(covering.plan.id)
    return sorted(found)


def _named(one: Input, columns: Columns) -> Iterator[Any]:
    """A plan's id, or (payer, line of business), of every coverage that occurs."""
    names = ("plan",) if "plan" in columns.fields else ("payer", "line_of_business")
    sources = [columns.fields[n][0] if n in columns.fields else None for n in names]
    read = [reader(n, s) if s is not None else None for n, s in zip(names, sources, strict=True)]
    wanted = [s.column for s in sources if s is not None and s.column is not None]
    for row in _distinct(Path(one.read), wanted):
        by_column = dict(zip(wanted, row, strict=True))
        values = [
            None if s is None or r is None else r(s.same if s.column is None else by_column[s.column]).value
            for s, r in zip(sources, read, strict=True)
        ]
        if values[0] is not None:
            yield values[0] if names == ("plan",) else tuple(values)


def _distinct(path: Path, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    if not columns:
        yield ()
        return
    if KINDS[path.suffix] == "parquet":
        shown = ", ".join(name_in(c) for c in columns)
        with database("") as base:
            query = f"SELECT DISTINCT {shown} FROM read_parquet(?)"
            yield from asked_of(base, query, path, [str(path)])
        return
    with pa.memory_map(str(path)) as mapped:
        opened = ipc.open_file(mapped)
        for number in range(opened.num_record_batches):
            batch = opened.get_batch(number).select(list(columns))
            yield from {tuple(r.values()) for r in _few(batch)}


def _few(batch: Any) -> list[dict[str, Any]]:
    """The rows of a batch without those that say the same."""
    arrays = [pc.cast(c, c.type.value_type) if pa.types.is_dictionary(c.type) else c for c in batch.columns]
    table = pa.table(arrays, names=batch.schema.names)
    return table.group_by(batch.schema.names).aggregate([]).to_pylist()
