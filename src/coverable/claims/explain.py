"""Why a line of a run is as it is: the request that it stands for, decided again by the same library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import refuse
from coverable.claims.arrow import ipc, pa, pq
from coverable.claims.decide import Reviewer
from coverable.claims.folder import Folder, read_json
from coverable.claims.inputs import KINDS, Input, digest_of
from coverable.claims.mapping import Columns, MappingFile, columns_for
from coverable.claims.row import request_of
from coverable.claims.since import engine_digest, plan_digests
from coverable.determination.engine import Engine

SMALL: Final = 1 << 28
"""Inputs up to so many bytes are hashed again before a row is read from them."""
LINE_COLUMNS: Final = (
    "source",
    "row",
    "claim",
    "line",
    "plan",
    "rejected",
    "outcome",
    "policy",
    "version",
    "policy_sha256",
)


@dataclass(frozen=True)
class Explained:
    """One line of a claim: what the run said, and the request to ask `check` about."""

    said: dict[str, Any]
    """The columns of the line, criteria aside."""
    request: dict[str, Any] | None
    """None for a row that could not be decided."""


class Ended:
    """A run that ended, opened to be looked into. Refused where there is none."""

    def __init__(self, root: Path) -> None:
        self.folder = Folder(root)
        written = read_json(self.folder.run)
        if written is None:
            raise refuse(
                "no run stands there", str(root), "it has no run.json", "name the output folder of a review"
            )
        self.plan: dict[str, Any] = written["plan"]
        self.library = Path(written["library"]) if written["library"] else None
        self.inputs = [Input(**one) for one in written["inputs"]]

    @property
    def as_of(self) -> date | None:
        return date.fromisoformat(self.plan["as_of"]) if self.plan["as_of"] else None

    def lines(self, claim: str) -> list[dict[str, Any]]:
        """The lines of a claim, in the order of the inputs."""
        import pyarrow.dataset

        dataset: Any = pyarrow.dataset
        every = dataset.dataset(str(self.folder.root / "lines"), format="parquet")
        found = every.to_table(columns=list(LINE_COLUMNS), filter=dataset.field("claim") == claim).to_pylist()
        return sorted(found, key=lambda one: (one["source"], one["row"]))


def explain(ended: Ended, claim: str, engine: Engine) -> list[Explained]:
    """Every line of the claim. Refused when the run has none, or when inputs or library have changed
    since."""
    lines = ended.lines(claim)
    if not lines:
        raise refuse(
            f"no claim `{claim[:40]}`",
            str(ended.folder.root),
            "no line of the run has this number",
            "check the number",
        )
    return [Explained(one, None if one["rejected"] else _request(ended, one, engine)) for one in lines]


def _request(ended: Ended, line: dict[str, Any], engine: Engine) -> dict[str, Any]:
    _same_library(ended, line, engine)
    number, one = next((i, o) for i, o in enumerate(ended.inputs) if o.name == line["source"])
    _same_input(one)
    columns = _columns(ended, number, engine)
    reviewer = Reviewer(engine, columns, ended.as_of)
    block = reviewer.fields.block(_row(one, columns, int(line["row"])))
    head, _ = reviewer.heads.ids(block)
    row = reviewer.rows.at(block, 0, int(head[0]))
    if row.claim != (line["claim"] or "").strip():
        raise _changed(one)
    return request_of(row, ended.as_of)


def _columns(ended: Ended, number: int, engine: Engine) -> Columns:
    """The columns as the run read them."""
    view = ended.plan["columns"][number]
    mapping = MappingFile.model_validate({**view, "usual_names": False})
    names = Columns(
        {n: tuple(s) if isinstance(s, list) else (s,) for n, s in mapping.fields.items()}, mapping.facts
    ).names
    return columns_for(mapping, names, engine.library.glossary, "run.json")


def _row(one: Input, columns: Columns, row: int) -> Any:
    """One row of an input, as a table."""
    path = Path(one.read)
    if KINDS[path.suffix] != "parquet":
        with pa.memory_map(str(path)) as mapped:
            opened = ipc.open_file(mapped)
            for number in range(opened.num_record_batches):
                batch = opened.get_batch(number)
                if row < batch.num_rows:
                    return pa.Table.from_batches([batch.slice(row, 1)])
                row -= batch.num_rows
        raise _changed(one)
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            if row < size:
                return file.read_row_group(group, columns=columns.names).slice(row, 1).combine_chunks()
            row -= size
    raise _changed(one)


def _same_library(ended: Ended, line: dict[str, Any], engine: Engine) -> None:
    now = plan_digests(engine, [line["plan"]] if line["plan"] else [])
    if engine_digest(engine) != ended.plan["engine"] or any(
        ended.plan["plans"].get(n) != d for n, d in now.items()
    ):
        raise refuse(
            "the library has changed since the run",
            str(ended.folder.root),
            "what it says now is not why the line was decided so",
            "use the library of the run (--library), or review the claims again",
        )


def _same_input(one: Input) -> None:
    path = Path(one.path)
    size = path.stat().st_size if path.exists() else -1
    if size != one.bytes or (size <= SMALL and digest_of(path) != one.sha256):
        raise _changed(one)


def _changed(one: Input) -> Exception:
    return refuse(
        "the claims are not there as the run read them",
        one.path,
        "its hash or size differs",
        "put the file back",
    )
