"""Claims laid down as Parquet before they are decided: CSV files, and claims joined with a file of facts.

DuckDB does both within bounded memory, spilling to the folder of the run. Rows keep their order. A row of a
CSV file that does not have the columns of the others becomes a row with its fault, behind the readable ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import refuse
from coverable.claims.arrow import asked_of, database, name_in, text_in
from coverable.claims.faults import COLUMN as FAULT
from coverable.claims.folder import Folder, whole
from coverable.claims.inputs import KINDS, Input, digest_of, rows_of, schema_of

ROW_GROUP: Final = 1 << 18


def stage(folder: Folder, number: int, path: Path, facts: Path | None, keys: Sequence[str]) -> Input:
    """The file as an input. `facts` is a second file whose columns are joined by the columns `keys`."""
    kind, digest = KINDS[path.suffix], digest_of(path)
    read = path
    if kind == "csv" or facts is not None:
        read = folder.staged(number)
        if not read.exists():
            with whole(read) as part:
                _lay_down(folder, path, kind, facts, keys, part)
    return Input(
        path.name, str(path.resolve()), kind, digest, path.stat().st_size, rows_of(read), str(read.resolve())
    )


def columns_of_file(path: Path) -> list[str]:
    """The names of a file's columns, whatever its format."""
    if KINDS[path.suffix] != "csv":
        return list(schema_of(path).names)
    with database("", threads=1) as base:
        return [row[0] for row in asked_of(base, f"DESCRIBE SELECT * FROM {_csv(path)}", path)]


def _lay_down(
    folder: Folder, path: Path, kind: str, facts: Path | None, keys: Sequence[str], part: Path
) -> None:
    with database(str(folder.root / "work")) as base:
        source = reading(base, path, kind, "claims_file")
        base.execute("SET preserve_insertion_order = true")
        # one thread: rows keep the order of the file
        base.execute("SET threads = 1")
        names = [row[0] for row in asked_of(base, f"DESCRIBE SELECT * FROM {source}", path)]
        query = f"SELECT *, CAST(NULL AS VARCHAR) AS {FAULT} FROM {source}"
        if facts is not None:
            query = _joined(base, source, names, facts, keys)
        _copy(base, query, part, path)
        wrong = (
            asked_of(base, "SELECT count(DISTINCT line) FROM reject_errors", path)[0][0]
            if kind == "csv"
            else 0
        )
        if wrong:
            first = part.with_name(part.name + ".readable")
            part.replace(first)
            nothing = ", ".join(f"NULL AS {name_in(n)}" for n in names)
            lines = "(SELECT DISTINCT line FROM reject_errors ORDER BY line)"
            behind = f"SELECT {nothing}, 'row_unreadable' AS {FAULT} FROM {lines}"
            _copy(base, f"FROM read_parquet({text_in(first)}) UNION ALL BY NAME ({behind})", part, path)
            first.unlink()


def _copy(base: Any, query: str, part: Path, path: Path) -> None:
    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}"
    asked_of(base, f"COPY ({query}) TO {text_in(part)} ({options})", path)


def _joined(base: Any, source: str, names: Sequence[str], facts: Path, keys: Sequence[str]) -> str:
    """The claims with the columns of the facts file; of lines that it names twice, the fault instead."""
    other = reading(base, facts, KINDS[facts.suffix], "facts_file")
    present = [row[0] for row in asked_of(base, f"DESCRIBE SELECT * FROM {other}", facts)]
    by = [k for k in keys if k in present]
    if not by:
        raise refuse(
            "the facts cannot be joined",
            str(facts),
            f"it has none of the columns {', '.join(f'`{k}`' for k in keys)}",
            "name the claim's column as in the claims",
        )
    more = [n for n in present if n not in names]
    firsts = ", ".join(f"first({name_in(n)}) AS {name_in(n)}" for n in more)
    group = ", ".join(f"CAST({name_in(k)} AS VARCHAR) AS k{i}" for i, k in enumerate(by))
    on = " AND ".join(f"f.k{i} = CAST(c.{name_in(k)} AS VARCHAR)" for i, k in enumerate(by))
    places = ", ".join(f"k{i}" for i in range(len(by)))
    added = ", ".join(f"f.{name_in(n)}" for n in more)
    return (
        f"SELECT c.* EXCLUDE (n__), {added + ',' if more else ''}"
        f" CASE WHEN f.times > 1 THEN 'facts_given_twice' END AS {FAULT}"
        f" FROM (SELECT *, row_number() OVER () AS n__ FROM {source}) c LEFT JOIN"
        f" (SELECT {places}, count(*) AS times{', ' + firsts if more else ''} FROM (SELECT *, {group} FROM {other})"
        f" GROUP BY {places}) f ON {on} ORDER BY c.n__"
    )


def _csv(path: Path) -> str:
    """Everything as text, so that wrong values are kept and judged by us."""
    return f"read_csv({text_in(path)}, all_varchar = true, header = true, store_rejects = true, sample_size = 20000)"


def reading(base: Any, path: Path, kind: str, name: str) -> str:
    """SQL that reads a file; an Arrow file is registered under `name`."""
    if kind == "csv":
        return _csv(path)
    if kind == "parquet":
        return f"read_parquet({text_in(path)})"
    import pyarrow.dataset

    dataset: Any = pyarrow.dataset
    base.register(name, dataset.dataset(str(path), format="ipc"))
    return name
