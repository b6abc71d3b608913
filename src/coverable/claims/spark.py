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
CRITERIA: Final = "criteria"
"""The column of a data frame that holds what each criterion came to."""
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
    """A Spark data frame of claims as one of decided lines: claim, line, verdict, and `criteria`: a map from
    the name of a criterion (that of its column in the files of a run) to whether it is met, with null for
    "undetermined". Lines that no policy governs have no map. The columns stay as they are when policies come
    to the library, and cost nothing for lines that they say nothing of.

    `mapping` is what a mapping file holds, `library` a folder that every machine sees (default: the one of
    the package). Line and claim tell a line apart, since a data frame has no order of its own.
    """
    from coverable.claims.mapping import MappingFile, columns_for
    from coverable.determination.engine import open_engine

    glossary = open_engine(_path(library)).library.glossary
    columns = columns_for(MappingFile.model_validate(mapping or {}), claims.columns, glossary, "data frame")
    schema = ", ".join([*(f"`{f.name}` string" for f in _fields()), f"`{CRITERIA}` map<string, boolean>"])
    return claims.select(*[f"`{n}`" for n in columns.names]).mapInArrow(
        batch_decider(columns, library), schema
    )


def _fields() -> list[Any]:
    """The columns of decided lines that are texts."""
    from coverable.claims.lines import Layout

    return [f for f in Layout(()).schema if f.name not in ("source", "row")]


def batch_decider(columns: Any, library: str | None) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """The function of a task: record batches of claims in, record batches of decided lines out."""

    def decide(batches: Iterator[Any]) -> Iterator[Any]:
        from coverable.claims.decide import Reviewer
        from coverable.claims.lines import criteria_map, lines_of
        from coverable.determination.engine import open_engine

        key = columns.sha256 + str(library)
        schema = pa.schema(_fields())
        for batch in batches:
            reviewer = _reviewers.get(key)
            if reviewer is None:
                reviewer = _reviewers[key] = Reviewer(open_engine(_path(library)), columns)
            made = reviewer.decide(batch)
            found = lines_of(made, columns, schema, "", 0)
            arrays = [*map(_plain, found.columns), criteria_map(made)]
            yield pa.RecordBatch.from_arrays(arrays, [*schema.names, CRITERIA])

    return decide


def _plain(array: Any) -> Any:
    """Spark reads no dictionaries."""
    return array.cast(array.type.value_type) if pa.types.is_dictionary(array.type) else array


def _path(library: str | None) -> Any:
    from pathlib import Path

    return None if library is None else Path(library)
