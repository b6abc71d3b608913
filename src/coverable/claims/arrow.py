"""Arrow and DuckDB, held as `Any` in one place: neither says its types."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from coverable.base.problem import Refused, refuse

EXTRA = "claims"


def _load(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise missing(name, EXTRA) from error


def missing(library: str, extra: str) -> Refused:
    """Refused: a library of an extra is not installed."""
    return refuse(
        f"`{library}` is not installed",
        "coverable claims",
        "columns of claims are read and written with it",
        f"install it: pip install 'coverable[{extra}]'",
    )


pa: Any = _load("pyarrow")
pc: Any = _load("pyarrow.compute")
pq: Any = _load("pyarrow.parquet")
ipc: Any = _load("pyarrow.ipc")


def use_little_memory() -> None:
    """Have Arrow allocate by jemalloc where it is built in: of blocks that come and go it keeps a sixth less
    than Arrow's usual allocator."""
    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())


def choose(condition: Any, yes: Any, no: Any) -> Any:
    """`yes` where the condition holds, else `no`: NumPy's `where`, whose types say nothing of our arrays."""
    out: Any = np.where(condition, yes, no)  # pyright: ignore[reportUnknownVariableType]
    return out  # pyright: ignore[reportUnknownVariableType]


def database(folder: str, memory: str = "400MB", threads: int | None = None) -> Any:
    """A DuckDB connection that spills to `folder` beyond `memory` and downloads nothing."""
    duckdb = _load("duckdb")
    out = duckdb.connect()
    out.execute("SET memory_limit = ?", [memory])
    out.execute("SET temp_directory = ?", [folder])
    out.execute("SET autoinstall_known_extensions = false")
    out.execute("SET autoload_known_extensions = false")
    out.execute("SET enable_progress_bar = false")
    if threads is not None:
        out.execute("SET threads = ?", [threads])
    return out


def text_in(value: object) -> str:
    """A text or path as a literal of SQL."""
    return "'" + str(value).replace("'", "''") + "'"


def name_in(name: str) -> str:
    """The name of a column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def asked_of(base: Any, query: str, path: Path, values: Sequence[str] = ()) -> list[Any]:
    """The rows of a query over a file. Refused, with what DuckDB says, where it cannot be read."""
    try:
        return base.execute(query, list(values)).fetchall()
    except Exception as error:
        said = str(error).split("\n")[0][:200]
        raise refuse(
            "the file cannot be read", str(path), said, "check that it is whole, its format and its columns"
        ) from error
