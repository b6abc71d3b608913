"""Made-up claims, and a reviewer over the library of this repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from claims.folders import lines_of, one_file
from coverable.claims.decide import Reviewer
from coverable.claims.mapping import MappingFile, columns_for
from coverable.claims.run import Asked, review
from coverable.claims.synth.write import synth
from coverable.determination.engine import Engine


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """6,000 made-up lines as Parquet, with dirt."""
    path = tmp_path_factory.mktemp("claims") / "made.parquet"
    synth(path, 6_000, 11, dirty=0.02)
    return path


@pytest.fixture(scope="session")
def reviewed(made: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run over them."""
    out = tmp_path_factory.mktemp("run") / "out"
    review(Asked(made, out, MappingFile(), root / "library"))
    return out


@pytest.fixture
def line(engine: Engine, tmp_path: Path, root: Path):
    """`line(code="97033", ...)` reviews one claim line; its columns, and the folder of the run."""
    number = 0

    def go(*rows: dict[str, Any], engine_root: Path | None = None) -> list[dict[str, Any]]:
        nonlocal number
        number += 1
        path = one_file(tmp_path / f"claims-{number}.parquet", *rows)
        out = tmp_path / f"out-{number}"
        review(Asked(path, out, MappingFile(), engine_root or root / "library"))
        return lines_of(out).to_pylist()

    return go


@pytest.fixture
def reviewer(engine: Engine):
    def of(table: pa.Table) -> Reviewer:
        return Reviewer(
            engine, columns_for(MappingFile(), table.schema.names, engine.library.glossary, "test")
        )

    return of
