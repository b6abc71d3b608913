"""Criteria as one column of maps say what a column for each of them says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from coverable.claims.decide import Reviewer
from coverable.claims.lines import criteria_map, layout_of, lines_of
from coverable.claims.mapping import MappingFile, columns_for
from coverable.determination.engine import Engine


def test_the_map_of_a_line_holds_what_its_columns_hold(made: Path, engine: Engine) -> None:
    table = pq.read_table(made)
    columns = columns_for(MappingFile(), table.schema.names, engine.library.glossary, "made")
    decided = Reviewer(engine, columns).decide(table)
    layout = layout_of(engine, sorted(engine.plans.plans))
    rows: list[dict[str, Any]] = lines_of(decided, columns, layout.schema, "made", 0).to_pylist()
    maps: list[Any] = criteria_map(decided).to_pylist()
    assert [one is None for one in maps] == [row["policy"] is None for row in rows]
    governed = [(row, dict(one)) for row, one in zip(rows, maps, strict=True) if one is not None]
    for row, one in governed:
        assert {name: row[name] for name in one} == one
        assert all(row[name] is None for name in layout.criteria if name not in one)
    assert {True, False, None} == {value for _, one in governed for value in one.values()}


def test_a_block_without_rows_has_no_maps(made: Path, engine: Engine) -> None:
    table = pq.read_table(made).slice(0, 0)
    columns = columns_for(MappingFile(), table.schema.names, engine.library.glossary, "made")
    assert criteria_map(Reviewer(engine, columns).decide(table)).to_pylist() == []
