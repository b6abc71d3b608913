"""Spark decides by the same function: the files of a run are the same bytes, and a data frame the same lines."""

from __future__ import annotations

import os
import shutil
import warnings
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from claims.folders import held
from coverable.claims.mapping import MappingFile
from coverable.claims.run import Asked, review
from coverable.claims.spark import decided, session

HOME = os.environ.get("JAVA_HOME")
JAVA = shutil.which("java", path=f"{HOME}/bin") if HOME else shutil.which("java")
pytestmark = [
    pytest.mark.heavy("java"),
    pytest.mark.skipif(
        JAVA is None, reason="Spark needs Java 17 or later: apt-get install openjdk-17-jre-headless"
    ),
    pytest.mark.filterwarnings(
        "ignore"
    ),  # pyspark 4.0 calls things of pandas and of the standard library that are old
]


@pytest.fixture(scope="module")
def spark():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one = session(2)
        yield one
        one.stop()


def test_spark_writes_the_files_of_one_machine(
    spark: Any, made: Path, reviewed: Path, root: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    review(Asked(made, out, MappingFile(), root / "library", workers=2, engine="spark"))
    assert held(out) == held(reviewed)


def test_a_data_frame_of_claims_becomes_one_of_the_same_decided_lines(
    spark: Any, made: Path, reviewed: Path, root: Path
) -> None:
    frame = decided(spark.read.parquet(str(made)), None, str(root / "library"))
    names = ("claim", "line", "outcome", "next_step", "flags", "diagnosis_signal", "policy", "rejected")
    lines = pq.read_table(reviewed / "lines")
    criteria = [name for name in lines.schema.names if "__" in name]

    def key(row: dict[str, Any]) -> tuple[str, ...]:
        stated = dict(row["criteria"] or ()) if "criteria" in row else row
        return tuple(str(row[name]) for name in names) + tuple(str(stated.get(name)) for name in criteria)

    found = [row.asDict() for row in frame.collect()]
    assert sorted(map(key, found)) == sorted(map(key, lines.to_pylist()))
    assert {row["policy"] is None for row in found if row["criteria"] is None} == {True}
