"""One measure in a process of its own: `python -m bench.claims.measures NAME FILE`; the figures as JSON."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from coverable.claims.arrow import database, ipc, pa, pq, use_little_memory
from coverable.claims.decide import Reviewer
from coverable.claims.folder import Folder
from coverable.claims.inputs import Input, parts_of, read_part
from coverable.claims.mapping import MappingFile, columns_for
from coverable.claims.part import written
from coverable.claims.run import Asked, prepare, review
from coverable.determination.engine import open_engine

NOT_DECIDING = ("claim_id", "line_number", "member_id")
Figures = dict[str, float]


def timed(work: Callable[[], int]) -> Figures:
    """Rows, wall and processor seconds (of this process and its children)."""
    wall, cpu = time.perf_counter(), _cpu()
    rows = work()
    return {"rows": rows, "seconds": time.perf_counter() - wall, "cpu": _cpu() - cpu}


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def peak() -> float:
    """Megabytes of private memory at the most (files that are mapped do not count)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def deciding(path: Path) -> Figures:
    """From a mapped Arrow file, without writing: outcomes and the criteria of every policy that governs."""
    engine = open_engine()
    with pa.memory_map(str(path)) as mapped:
        opened = ipc.open_file(mapped)
        names = [n for n in opened.schema.names if n not in NOT_DECIDING]
        reviewer = Reviewer(engine, columns_for(MappingFile(), names, engine.library.glossary, path.name))

        def all_of_it() -> int:
            rows = 0
            for number in range(opened.num_record_batches):
                rows += reviewer.decide(opened.get_batch(number)).block.rows
            return rows

        first = timed(all_of_it)  # every combination is decided once
        again = min((timed(all_of_it) for _ in range(3)), key=lambda one: one["cpu"])
    return {**again, "first_seconds": first["seconds"], "first_cpu": first["cpu"]}


def reading_and_writing(path: Path) -> Figures:
    """Read the columns that a review reads, and write the results of one: nothing else."""
    use_little_memory()
    engine = open_engine()
    out = Path(os.environ["REVIEWED"])
    one = Input(path.name, str(path), "parquet", "", 0, 0, str(path))
    columns = columns_for(MappingFile(), pq.read_schema(path).names, engine.library.glossary, path.name)
    rows = 0
    read = wrote = cpu = 0.0
    target = Path(mkdtemp()) / "written.parquet"
    for number, part in enumerate(parts_of([one])):
        begin, start = time.perf_counter(), _cpu()
        for batch in read_part(one, part, columns, columns.names):
            rows += batch.num_rows
        read += time.perf_counter() - begin
        cpu += _cpu() - start
        for path_of in (Folder.full, Folder.short):
            with pq.ParquetFile(path_of(Folder(out), number), read_dictionary=[]) as file:
                tables = [file.read_row_group(i) for i in range(file.num_row_groups)]
            begin, start = time.perf_counter(), _cpu()
            with pq.ParquetWriter(target, tables[0].schema, **written(tables[0].schema)) as writer:
                for table in tables:
                    writer.write_table(table)
            wrote += time.perf_counter() - begin
            cpu += _cpu() - start
    shutil.rmtree(target.parent)
    return {"rows": rows, "seconds": read + wrote, "cpu": cpu, "read": read, "write": wrote}


def reviewing(path: Path) -> Figures:
    """Read, decide and write, with flags, worklist rows and rejects; hashing and the end of a run left
    out."""
    engine = open_engine()
    out = Path(mkdtemp())
    run = prepare(Asked(path, out, MappingFile()), engine)
    writer = run.writer(engine)

    def all_of_it() -> int:
        for part in run.parts:
            writer.write(part)
        return sum(part.rows for part in run.parts)

    found = timed(all_of_it)
    shutil.rmtree(out)
    return {**found, "peak": peak()}


def whole_run(path: Path) -> Figures:
    """`claims review` from its start to its manifest."""
    workers = int(os.environ.get("WORKERS", "1"))
    out = Path(os.environ.get("REVIEWED", "") or mkdtemp())
    shutil.rmtree(out, ignore_errors=True)
    found = timed(lambda: int(review(Asked(path, out, MappingFile(), workers=workers))["lines"]["read"]))
    if "REVIEWED" not in os.environ:
        shutil.rmtree(out)
    return {**found, "peak": peak()}


def duckdb_sql(path: Path) -> Figures:
    """The same logic in DuckDB, from Parquet to Parquet: a statement for each of the two shapes of lines."""
    from bench.claims.sql import whole_queries

    claims = f"(SELECT *, file_row_number AS row_number FROM read_parquet('{path}', file_row_number = true))"
    queries = whole_queries(open_engine(), claims, pq.read_schema(path).names, "row_number", path.name)
    threads = len(os.sched_getaffinity(0))
    target = Path(os.environ.get("RIVAL", "") or mkdtemp())
    with database(str(target), memory="4GB", threads=threads) as base:

        def all_of_it() -> int:
            return sum(
                base.execute(
                    f"COPY ({query}) TO '{target / name}.parquet' (FORMAT parquet, COMPRESSION zstd)"
                ).fetchall()[0][0]
                for name, query in zip(("full", "short"), queries, strict=True)
            )

        found = timed(all_of_it)
    if "RIVAL" not in os.environ:
        shutil.rmtree(target)
    return found


def agreeing(path: Path) -> Figures:
    """The share of the first million lines that ours and DuckDB's say the same of (remarks of policies and wrong
    rows aside): outcome, policy, signal, units and, where no policy governs, the flags."""
    both = (Path(os.environ["REVIEWED"]) / "lines", Path(os.environ["RIVAL"]))
    ours, theirs = (f"read_parquet('{one}/*.parquet', union_by_name = true)" for one in both)
    same = " AND ".join(
        f"o.{mine} IS NOT DISTINCT FROM {other}"
        for mine, other in {
            "policy": "r.policy",
            "diagnosis_signal": "r.diagnosis_signal",
            "units": "r.units_plausible",
            "outcome": "CASE r.outcome WHEN 'undetermined' THEN o.outcome ELSE r.outcome END",
            "flags": "CASE WHEN o.policy IS NULL THEN r.flags ELSE o.flags END",
        }.items()
    )
    query = f"""
        SELECT count(*), count_if({same} AND (r.outcome <> 'undetermined' OR
            o.outcome IN ('information_needed', 'judgment_needed')))
        FROM {ours} o JOIN {theirs} r USING (row) WHERE row < 1000000 AND o.rejected IS NULL"""
    with database("", memory="4GB") as base:
        rows, alike = base.execute(query).fetchall()[0]
    return {"rows": rows, "alike": alike}


def polars_sql(path: Path) -> Figures:
    """The same statements as lazy expressions of Polars, streamed from Parquet to Parquet."""
    sys.path.append(os.environ.get("POLARS", ".bench/python"))
    from bench.claims.sql import whole_queries

    pl: Any = import_module("polars")
    frame = pl.scan_parquet(path, row_index_name="row_number")
    words = [n for n, kind in frame.collect_schema().items() if kind == pl.Categorical]
    frame = frame.with_columns(pl.col(words).cast(pl.String))
    names = pq.read_schema(path).names
    queries = [
        query.replace("CAST(NULL AS VARCHAR)", "NULL")
        for query in whole_queries(open_engine(), "claims", names, "row_number", path.name)
    ]
    target = Path(mkdtemp())
    context = pl.SQLContext(claims=frame)

    def all_of_it() -> int:
        rows = 0
        for number, query in enumerate(queries):
            written_to = target / f"{number}.parquet"
            context.execute(query, eager=False).sink_parquet(written_to, compression="zstd")
            rows += pq.read_metadata(written_to).num_rows
        return rows

    found = timed(all_of_it)
    shutil.rmtree(target)
    return found


def spark_identity(path: Path) -> Figures:
    """Spark hands every batch to Python and takes it back unchanged."""

    def same(batches: Any) -> Any:
        yield from batches

    return _spark(path, lambda frame: frame.mapInArrow(same, frame.schema))


def spark_deciding(path: Path) -> Figures:
    """Spark hands every batch to the evaluator and takes the decided lines."""
    from coverable.claims.spark import decided

    return _spark(path, decided)


def _spark(path: Path, made: Callable[[Any], Any]) -> Figures:
    from coverable.claims.spark import session

    spark = session(2)
    frame = spark.read.parquet(str(path))
    made(frame.limit(1000)).write.format("noop").mode("overwrite").save()  # start excluded
    rows = frame.count()

    def all_of_it() -> int:
        made(frame).write.format("noop").mode("overwrite").save()
        return rows

    return timed(all_of_it)


MEASURES = {
    name: globals()[name]
    for name in (
        "deciding",
        "reading_and_writing",
        "reviewing",
        "whole_run",
        "duckdb_sql",
        "agreeing",
        "polars_sql",
        "spark_identity",
        "spark_deciding",
    )
}

if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(MEASURES[sys.argv[1]](Path(sys.argv[2]))) + "\n")
