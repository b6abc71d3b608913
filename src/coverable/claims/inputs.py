"""The tables that claims are read from, cut into parts that are decided one by one.

Parquet and Arrow files are read where they are. CSV, and claims that are joined with a file of facts, are
first laid down as Parquet in the folder of the run (`stage`). A part never reaches over two files, so a file
that stays as it is keeps its parts, whatever comes before it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import refuse
from coverable.claims.arrow import ipc, pa, pq
from coverable.claims.mapping import Columns

BLOCK: Final = 1 << 19
"""Rows that are decided at once."""
PART: Final = 1 << 20
"""Rows of a part, about: whole row groups of Parquet."""
KINDS: Final = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".gz": "csv",
}
PLAIN_TEXT: Final = ("claim", "member")
"""Fields with as many values as rows: no dictionary is made of them."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file of claims. `read` is the file that its rows are read from."""

    name: str
    path: str
    kind: str
    sha256: str
    bytes: int
    rows: int
    read: str

    def view(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of an input: whole row groups of Parquet, or record batches of Arrow."""

    number: int
    input: int
    first: int
    """The number of its first row in the file."""
    rows: int
    groups: tuple[int, ...]


def files_of(path: Path) -> list[Path]:
    """The files of claims that a path names, in order. Refused where there is none."""
    if path.is_dir():
        found = sorted(
            p for p in path.rglob("*") if p.is_file() and p.suffix in KINDS and not p.name.startswith(".")
        )
        if not found:
            raise refuse(
                "no claims in this folder",
                str(path),
                "it has no Parquet, Arrow or CSV file",
                "check the path",
            )
        return found
    if not path.exists():
        raise refuse("no such file", str(path), "claims are read from it", "check the path")
    if path.suffix not in KINDS:
        raise refuse(
            f"`{path.suffix}` is no file of claims",
            str(path),
            "the ending tells the format",
            f"use one of {', '.join(KINDS)}",
        )
    return [path]


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    out = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 22):
            out.update(piece)
    return out.hexdigest()


@contextmanager
def _reading(path: Path) -> Generator[None]:
    """Refused, with the file's name, where it is damaged, cut off or no table at all."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise refuse(
            "the file cannot be read", str(path), str(error).split("\n")[0][:200], "check that it is whole"
        ) from None


def schema_of(path: Path) -> Any:
    """The columns of a Parquet or Arrow file. Refused where it is not one."""
    with _reading(path):
        if KINDS[path.suffix] == "parquet":
            return pq.read_schema(path)
        with pa.memory_map(str(path)) as file:
            return ipc.open_file(file).schema


def parts_of(inputs: Sequence[Input]) -> list[Part]:
    """All parts, numbered from 0 on."""
    out: list[Part] = []
    for number, one in enumerate(inputs):
        first = 0
        for rows, groups in _cut(_sizes(Path(one.read))):
            out.append(Part(len(out), number, first, rows, groups))
            first += rows
    return out


def rows_of(path: Path) -> int:
    """How many rows a Parquet or Arrow file has. Refused where it cannot be read."""
    return sum(_sizes(path))


def _sizes(path: Path) -> list[int]:
    """Rows of each row group or record batch."""
    with _reading(path):
        if KINDS[path.suffix] == "parquet":
            meta = pq.read_metadata(path)
            return [meta.row_group(i).num_rows for i in range(meta.num_row_groups)]
        with pa.memory_map(str(path)) as file:
            opened = ipc.open_file(file)
            return [opened.get_batch(i).num_rows for i in range(opened.num_record_batches)]


def _cut(sizes: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Neighbours together, up to about PART rows."""
    rows, groups = 0, list[int]()
    for number, size in enumerate(sizes):
        if groups and rows + size > PART:
            yield rows, tuple(groups)
            rows, groups = 0, []
        rows += size
        groups.append(number)
    if groups:
        yield rows, tuple(groups)


def read_part(one: Input, part: Part, columns: Columns, names: Sequence[str]) -> Iterator[Any]:
    """Record batches of at most BLOCK rows, with the named columns; texts that repeat as dictionaries.

    Refused, with the file's name, where a page of it is damaged.
    """
    with _reading(Path(one.read)):
        yield from _batches(Path(one.read), part, columns, names)


def _batches(path: Path, part: Part, columns: Columns, names: Sequence[str]) -> Iterator[Any]:
    if KINDS[path.suffix] != "parquet":
        with pa.memory_map(str(path)) as mapped:
            opened = ipc.open_file(mapped)
            for group in part.groups:
                batch = opened.get_batch(group).select(list(names))
                for start in range(0, batch.num_rows, BLOCK):
                    yield batch.slice(start, BLOCK)
        return
    plain = {s.column for name in PLAIN_TEXT for s in columns.fields.get(name, ())}
    found = pq.read_metadata(path)
    repeating = [f.name for f in found.schema.to_arrow_schema() if f.name not in plain and _is_text(f.type)]
    with pq.ParquetFile(path, metadata=found, read_dictionary=repeating, pre_buffer=False) as file:
        yield from file.iter_batches(
            BLOCK, row_groups=list(part.groups), columns=list(names), use_threads=False
        )


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
