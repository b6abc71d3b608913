"""Claims decided by Apache Spark, by the same evaluator on Arrow batches (`mapInArrow`).

`decide_parts` hands out the parts of a run: each task reads its part, decides it and writes its files, so
that they are byte for byte those of one machine. Inputs and output lie on storage that all machines see.
`decided` is for tables of any other kind: a data frame of claims in, a data frame of decided lines out.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from coverable.base.problem import refuse
from coverable.claims.arrow import missing, pa
from coverable.claims.inputs import Part

if TYPE_CHECKING:
    from coverable.claims.run import Run

PART_SCHEMA: Final = "part int"
_writers: dict[str, Any] = {}
"""Writers of this Python worker, by the run: a worker decides many parts."""
_reviewers: dict[str, Any] = {}


def session(workers: int) -> Any:
    """The Spark session that is there (on a cluster: the one of `spark-submit`), or a local one.

    Refused when Spark or Java is missing.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise missing("pyspark", "spark") from None
    builder: Any = SparkSession.builder
    active: Any = SparkSession.getActiveSession()
    if active is not None:
        return active
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers find what we find
    try:
        return (
            builder.appName("coverable claims")
            .config("spark.master", f"local[{workers}]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(1 << 18))
            .config("spark.python.worker.reuse", "true")
            .getOrCreate()
        )
    except (PySparkException, RuntimeError, FileNotFoundError) as error:
        raise refuse(
            "Spark does not start",
            "--engine spark",
            str(error).split("\n")[0][:200],
            "install Java 17 or later and name it by JAVA_HOME, or use --engine local",
        ) from None


def decide_parts(run: Run, todo: Sequence[Part], workers: int) -> Iterator[Part]:
    """Decide the parts, one task each; they are given back when Spark is done with them."""
    if not todo:
        return
    spark = session(workers)
    by_number = {part.number: part for part in todo}
    numbers = spark.createDataFrame([(part.number,) for part in todo], PART_SCHEMA)
    each = numbers.repartition(len(todo)) if len(todo) > 1 else numbers
    for row in each.mapInArrow(_part_writer(run), PART_SCHEMA).toLocalIterator():
        yield by_number[row["part"]]


def _part_writer(run: Run) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """The function of a task: numbers of parts in, those that were written out."""

    def write(batches: Iterator[Any]) -> Iterator[Any]:
        from coverable.claims.run import opened

        key = json.dumps(run.plan, sort_keys=True) + str(run.folder.root)
        for batch in batches:
            numbers: list[int] = batch.column(0).to_pylist()
            for number in numbers:
                writer = _writers.get(key)
                if writer is None:
                    writer = _writers[key] = run.writer(opened(run))
                writer.write(run.parts[number])
            yield pa.RecordBatch.from_pydict({"part": pa.array(numbers, pa.int32())})

    return write


def decided(claims: Any, mapping: Mapping[str, Any] | None = None, library: str | None = None) -> Any:
    """A Spark data frame of claims as one of decided lines: claim, line, verdict and criteria.

    `mapping` is what a mapping file holds, `library` a folder that every machine sees (default: the one of
    the package). Row numbers are those within a batch, since a data frame has no order of its own.
    """
    from coverable.claims.lines import layout_of
    from coverable.claims.mapping import MappingFile, columns_for
    from coverable.determination.engine import open_engine

    engine = open_engine(_path(library))
    columns = columns_for(
        MappingFile.model_validate(mapping or {}), claims.columns, engine.library.glossary, "data frame"
    )
    layout = layout_of(engine, sorted(engine.plans.plans))
    kept = [f for f in layout.schema if f.name not in ("source", "row")]
    schema = ", ".join(f"`{f.name}` {'boolean' if pa.types.is_boolean(f.type) else 'string'}" for f in kept)
    return claims.select(*[f"`{n}`" for n in columns.names]).mapInArrow(
        batch_decider(columns, layout, library), schema
    )


def batch_decider(columns: Any, layout: Any, library: str | None) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """The function of a task: record batches of claims in, record batches of decided lines out."""

    def decide(batches: Iterator[Any]) -> Iterator[Any]:
        from coverable.claims.decide import Reviewer
        from coverable.claims.lines import lines_of
        from coverable.determination.engine import open_engine

        key = columns.sha256 + str(library)
        for batch in batches:
            reviewer = _reviewers.get(key)
            if reviewer is None:
                reviewer = _reviewers[key] = Reviewer(open_engine(_path(library)), columns)
            found = lines_of(reviewer.decide(batch), columns, layout.schema, "", 0)
            plain = [_plain(found.column(f.name)) for f in found.schema if f.name not in ("source", "row")]
            yield pa.RecordBatch.from_arrays(
                plain, [f.name for f in found.schema if f.name not in ("source", "row")]
            )

    return decide


def _plain(array: Any) -> Any:
    """Spark reads no dictionaries."""
    return array.cast(array.type.value_type) if pa.types.is_dictionary(array.type) else array


def _path(library: str | None) -> Any:
    from pathlib import Path

    return None if library is None else Path(library)
