"""Made-up claims as a file: Parquet, Arrow IPC or CSV, told by the ending of its name."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import refuse
from coverable.claims.arrow import ipc, pa, pq
from coverable.claims.synth.lines import CHUNK, Lines
from coverable.claims.synth.world import world_of

ENDINGS: Final = (".parquet", ".arrow", ".csv")
ROW_GROUP: Final = 1 << 20
BATCH: Final = 1 << 21
"""Rows of a record batch: what is done once a batch is spread over more rows."""
Told = Callable[[int, int], None]


def synth(
    path: Path,
    rows: int,
    seed: int,
    dirty: float = 0.002,
    documented: float = 0.3,
    told: Told = lambda done, all: None,
) -> dict[str, list[str]]:
    """Write so many lines; the providers that were made to bill unusually, by kind. Refused: another
    ending."""
    if path.suffix not in ENDINGS:
        raise refuse(
            f"no claims are written as `{path.suffix or path.name}`",
            f"-o {path}",
            "the ending of the name tells the format",
            f"end it with {', '.join(ENDINGS)}",
        )
    world = world_of(rows, seed)
    lines = Lines(world, dirty, documented)
    part = path.with_name(path.name + ".part")
    write = {".parquet": _parquet, ".arrow": _arrow, ".csv": _csv}[path.suffix]
    write(part, _chunks(lines, rows, told))
    part.replace(path)
    return world.planted


def batches(rows: int, seed: int, dirty: float = 0.002, documented: float = 0.3) -> Iterator[Any]:
    """The same lines as record batches."""
    return _chunks(Lines(world_of(rows, seed), dirty, documented), rows, lambda done, all: None)


def _chunks(lines: Lines, rows: int, told: Told) -> Iterator[Any]:
    for number, first in enumerate(range(0, rows, CHUNK)):
        yield lines.chunk(number, min(CHUNK, rows - first))
        told(min(first + CHUNK, rows), rows)


def _gathered(chunks: Iterator[Any], rows: int) -> Iterator[Any]:
    """Neighbours together, up to so many rows, as tables."""
    waiting: list[Any] = []
    for chunk in chunks:
        waiting.append(chunk)
        if sum(one.num_rows for one in waiting) >= rows:
            yield _together(waiting)
            waiting = []
    if waiting:
        yield _together(waiting)


def _together(chunks: list[Any]) -> Any:
    """One dictionary for each column of words: Parquet's writer gives dictionaries up where they differ within
    a row group, and no other writer's files look like that."""
    return pa.Table.from_batches(chunks).unify_dictionaries()


def _parquet(path: Path, chunks: Iterator[Any]) -> None:
    writer: Any = None
    for table in _gathered(chunks, ROW_GROUP):
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=ROW_GROUP)
    if writer is not None:
        writer.close()


def _arrow(path: Path, chunks: Iterator[Any]) -> None:
    writer: Any = None
    for table in _gathered(chunks, BATCH):
        writer = writer or ipc.new_file(str(path), table.schema)
        writer.write_table(table.combine_chunks(), max_chunksize=BATCH)
    if writer is not None:
        writer.close()


def _csv(path: Path, chunks: Iterator[Any]) -> None:
    """As people export it: days that do not exist and words among numbers stand in it too."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        for number, chunk in enumerate(chunks):
            if not number:
                table.writerow(chunk.schema.names)
            columns = [_texts(chunk.column(i), name) for i, name in enumerate(chunk.schema.names)]
            table.writerows(zip(*columns, strict=True))


def _texts(column: Any, name: str) -> list[Any]:
    if name == "service_date":
        return ["2026-02-30" if d is not None and d.year > 9000 else d for d in column.to_pylist()]
    if name == "units":
        return ["two" if u is not None and u < -1 else u for u in column.to_pylist()]
    return [{True: "yes", False: "no"}.get(v, v) if isinstance(v, bool) else v for v in column.to_pylist()]
