"""Decided rows as a table: who the line is, the verdict, and a truth value for each criterion.

Most lines have a code that no policy names. They are written without the columns that only a policy fills;
where a column is absent it is null, as it is for every reader of a folder of Parquet files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from coverable.claims.arrow import pa, pc
from coverable.claims.asking import Speaking
from coverable.claims.decide import Decided, governs
from coverable.claims.faults import FAULTS
from coverable.claims.fieldids import array_of
from coverable.claims.mapping import Columns
from coverable.claims.speaking import Speaker
from coverable.claims.verdict import Verdict
from coverable.claims.words import bool_array, packed, unpacked
from coverable.determination.engine import Engine
from coverable.logic.planes import Plane

BY_POLICY: Final[dict[str, Callable[[Verdict], str | None]]] = {
    "diagnosis_signal": lambda v: v.diagnosis_signal,
    "units": lambda v: v.units,
    "policy": lambda v: v.policy,
    "version": lambda v: v.version,
    "policy_sha256": lambda v: v.sha256,
}
"""Columns that follow from the verdict, where a policy governs."""
VERDICT: Final[dict[str, Callable[[Verdict], str | None]]] = {
    "plan": lambda v: v.plan,
    "outcome": lambda v: v.outcome,
    "next_step": lambda v: v.next_step,
    "flags": lambda v: " ".join(v.flags),
    **BY_POLICY,
}
"""Columns that follow from the verdict; `flags` are codes with a space between."""
MANY_LINES: Final = 10_000
"""Line numbers that lie no further apart are written as the texts of a table."""


@dataclass(frozen=True)
class Layout:
    """The columns of the criteria, by name, of all policies that lines of a run may rest on."""

    criteria: tuple[str, ...]

    @property
    def schema(self) -> Any:
        """All columns."""
        word = pa.dictionary(pa.int32(), pa.string())
        fields = [
            pa.field("source", word, nullable=False),
            pa.field("row", pa.int64(), nullable=False),
            pa.field("claim", pa.string()),
            pa.field("line", word),
            *(pa.field(name, word) for name in (*VERDICT, "rejected")),
        ]
        return pa.schema([*fields, *(pa.field(name, pa.bool_()) for name in self.criteria)])

    @property
    def short(self) -> Any:
        """The columns of rows that no policy governs."""
        left_out = {*BY_POLICY, *self.criteria}
        return pa.schema([f for f in self.schema if f.name not in left_out])


def layout_of(engine: Engine, plans: Sequence[str]) -> Layout:
    """The criteria of every version of the policies that these plans have adopted, in order."""
    library = engine.library
    adopted = sorted({p for plan in plans for p in engine.plans.plans[plan].file.adopted})
    names = [c.name for id in adopted for policy in library.versions(id) for c in Speaker(policy).columns]
    return Layout(tuple(dict.fromkeys(names)))


def parted(decided: Decided) -> tuple[Any, Any]:
    """(the places of rows that a policy governs, those of all others)."""
    governed = decided.rows(governs)
    return np.flatnonzero(governed), np.flatnonzero(~governed)


def lines_of(
    decided: Decided, columns: Columns, schema: Any, source: str, first: int, rows: Any = None
) -> Any:
    """The decided block, or the rows at these places, as a record batch with the columns of the schema;
    `first` is the number of the block's first row in the file."""
    if rows is None or len(rows) == decided.block.rows:
        rows, places = None, np.arange(decided.block.rows)
    else:
        places = rows
    ids = decided.ids if rows is None else decided.ids[rows]
    out: dict[str, Any] = {
        "source": _constant(source, len(places)),
        "row": pa.array(places + first),
        "claim": text_column(decided, columns, "claim", rows),
        "line": _line_numbers(decided, columns, rows),
        "rejected": _reasons(decided.block.fault, places),
    }
    present = decided.present
    if "policy" not in schema.names:
        present = present[decided.verdicts.those(governs)[present] == 0]
    for name, of in VERDICT.items():
        if name in schema.names:
            out[name] = words_of(decided, of, ids, present)
    wanted = [n for n in schema.names if n not in out]
    if wanted:
        out |= _criteria(decided, wanted, rows)
    return pa.RecordBatch.from_arrays([out[n] for n in schema.names], schema=schema)


def column_of(decided: Decided, columns: Columns, name: str, rows: Any = None) -> Any:
    """A field's column of the input, or its values at some places; None where it is no column."""
    sources = columns.fields.get(name)
    if sources is None or sources[0].column is None:
        return None
    array = array_of(decided.block.table, sources[0].column)
    return array if rows is None else pc.take(array, pa.array(rows), boundscheck=False)


def text_column(decided: Decided, columns: Columns, name: str, rows: Any = None) -> Any:
    """A field's column of the input as plain text, or its values at some places."""
    array = column_of(decided, columns, name, rows)
    if array is None:
        count = decided.block.rows if rows is None else len(rows)
        sources = columns.fields.get(name)
        return pa.array([sources[0].same if sources else None] * count, pa.string())
    return array if array.type == pa.string() else pc.cast(array, pa.string())


def words_of(
    decided: Decided,
    of: Callable[[Verdict], str | None],
    ids: Any,
    present: Any = None,
) -> Any:
    """What follows from each row's verdict, as a dictionary in the order of the alphabet: the same rows are
    the same bytes, whatever was decided before them. `present` are the verdicts among `ids`."""
    places, told = decided.verdicts.told(of)
    here: list[int] = np.unique(places[decided.present if present is None else present]).tolist()
    words = sorted(w for i in here if (w := told[i]) is not None)
    rank = np.full(len(told), -1, np.int32)
    rank[[told.index(w) for w in words]] = np.arange(len(words))
    table = rank[places]
    missing: Any = table < 0
    some = decided.block.fault is not None or 0 in here
    places = pc.take(pa.array(table, mask=missing if some else None), pa.array(ids), boundscheck=False)
    return pa.DictionaryArray.from_arrays(places, pa.array(words, pa.string()))


def _constant(word: str, rows: int) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([word]))


def _line_numbers(decided: Decided, columns: Columns, rows: Any) -> Any:
    """The line numbers as a dictionary of texts; whole numbers that lie together are their own places in
    it."""
    kind = pa.dictionary(pa.int32(), pa.string())
    array = column_of(decided, columns, "line", rows)
    if array is not None and pa.types.is_integer(array.type) and array.null_count < len(array):
        low, high = (int(v.as_py()) for v in pc.min_max(array).values())
        if high - low < MANY_LINES:
            places = pc.subtract(array.cast(pa.int64()), low).cast(pa.int32())
            texts = pa.array([str(n) for n in range(low, high + 1)])
            return pa.DictionaryArray.from_arrays(places, texts)
    text = text_column(decided, columns, "line", rows) if array is None else array
    if pa.types.is_dictionary(text.type):
        return text.cast(kind)
    return pc.dictionary_encode(text.cast(pa.string()))


def _reasons(fault: Any, rows: Any) -> Any:
    if fault is None:
        places = pa.nulls(len(rows), pa.int32())
    else:
        mine = fault if len(fault) == len(rows) else fault[rows]
        places = pa.array(mine.astype(np.int32) - 1, mask=mine == 0)
    return pa.DictionaryArray.from_arrays(places, pa.array(list(FAULTS)))


def _criteria(decided: Decided, names: Sequence[str], rows: Any) -> Mapping[str, Any]:
    """Each criterion: true where it is met, false where it is not, null where it is undetermined or no
    version of its policy governs the row."""
    some = decided.some
    planes: dict[str, tuple[Any, Any]] = {}
    for key in decided.versions():
        for speaking, here in decided.governed(key):
            for column in speaking.speaker.columns:
                met, known = speaking.criterion(column.node, here)
                before = planes.get(column.name)
                planes[column.name] = (met, known) if before is None else (before[0] | met, before[1] | known)
    places = None if rows is None else _places(some.rows, rows)
    nothing = pa.nulls(decided.block.rows if rows is None else len(rows), pa.bool_())
    out: dict[str, Any] = dict.fromkeys(names, nothing)
    for name, pair in planes.items():
        met, known = (unpacked(p, some.count) for p in pair)
        if places is None:
            met, known = (packed(some.spread(p)) for p in (met, known))
            out[name] = bool_array(met, known, decided.block.rows)
        else:
            out[name] = pa.array(met[places].view(bool), mask=known[places] == 0)
    return out


def criteria_map(decided: Decided) -> Any:
    """The criteria of each row as one column of maps, {name of the column: met, not met, or null where it is
    undetermined}; null where no policy governs."""
    some = decided.some
    counts = np.zeros(decided.block.rows, np.int32)
    parts: list[tuple[Speaking, Plane, Any, Any]] = []
    for key in decided.versions():
        for speaking, here in decided.governed(key):
            mine = np.flatnonzero(unpacked(here, some.count))
            rows = mine if some.rows is None else some.rows[mine]
            counts[rows] = len(speaking.speaker.columns)
            parts.append((speaking, here, mine, rows))
    ends = np.cumsum(counts, dtype=np.int32)
    starts = ends - counts
    names: list[str] = []
    name, met, known = (np.zeros(int(counts.sum()), kind) for kind in (np.int32, np.uint8, np.uint8))
    for speaking, here, mine, rows in parts:
        for place, column in enumerate(speaking.speaker.columns):
            at = starts[rows] + place
            name[at] = len(names)
            names.append(column.name)
            for out, plane in zip((met, known), speaking.criterion(column.node, here), strict=True):
                out[at] = unpacked(plane, some.count)[mine]
    each = pa.array(names, pa.string()).take(pa.array(name))
    values = pa.array(met.view(bool), mask=known == 0)
    offsets = pa.array(np.append(np.int32(0), ends), mask=np.append(counts == 0, False))
    return pa.MapArray.from_arrays(offsets, each, values)


def _places(some: Any, rows: Any) -> Any:
    """Where rows that are governed stand among those that were looked at."""
    if some is None:
        return rows
    return some.searchsorted(rows)


def rows_where(decided: Decided, wanted: Callable[[Verdict], bool]) -> Any:
    """The places of the rows whose verdict is wanted."""
    return np.flatnonzero(decided.rows(wanted))
