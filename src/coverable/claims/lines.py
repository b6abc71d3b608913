"""Decided rows as a table: who the line is, the verdict, and a truth value for each criterion."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from coverable.claims.arrow import pa, pc
from coverable.claims.asking import present_in
from coverable.claims.decide import Decided
from coverable.claims.faults import FAULTS
from coverable.claims.fieldids import array_of
from coverable.claims.mapping import Columns
from coverable.claims.numbers import look_up, lut
from coverable.claims.speaking import Speaker
from coverable.claims.verdict import Verdict
from coverable.claims.words import bool_array, packed, unpacked
from coverable.determination.engine import Engine

VERDICT: Final[dict[str, Callable[[Verdict], str | None]]] = {
    "plan": lambda v: v.plan,
    "outcome": lambda v: v.outcome,
    "next_step": lambda v: v.next_step,
    "flags": lambda v: " ".join(v.flags),
    "diagnosis_signal": lambda v: v.diagnosis_signal,
    "units": lambda v: v.units,
    "policy": lambda v: v.policy,
    "version": lambda v: v.version,
    "policy_sha256": lambda v: v.sha256,
}
"""Columns that follow from the verdict; `flags` are codes with a space between."""


@dataclass(frozen=True)
class Layout:
    """The columns of the criteria, by name, of all policies that lines of a run may rest on."""

    criteria: tuple[str, ...]

    @property
    def schema(self) -> Any:
        word = pa.dictionary(pa.int32(), pa.string())
        fields = [("source", word), ("row", pa.int64()), ("claim", pa.string()), ("line", pa.string())]
        fields += [(name, word) for name in VERDICT] + [("rejected", word)]
        return pa.schema([*fields, *((name, pa.bool_()) for name in self.criteria)])


def layout_of(engine: Engine, plans: Sequence[str]) -> Layout:
    """The criteria of every version of the policies that these plans have adopted, in order."""
    library = engine.library
    adopted = sorted({p for plan in plans for p in engine.plans.plans[plan].file.adopted})
    names = [c.name for id in adopted for policy in library.versions(id) for c in Speaker(policy).columns]
    return Layout(tuple(dict.fromkeys(names)))


def lines_of(decided: Decided, columns: Columns, layout: Layout, source: str, first: int) -> Any:
    """The decided block as a record batch; `first` is the number of its first row in the file."""
    rows = decided.block.rows
    out: dict[str, Any] = {
        "source": _constant(source, rows),
        "row": pa.array(np.arange(first, first + rows)),
        "claim": text_column(decided, columns, "claim"),
        "line": text_column(decided, columns, "line"),
    }
    present = present_in(decided.ids, len(decided.verdicts))
    for name, of in VERDICT.items():
        out[name] = _words({i: of(v) for i in present if (v := decided.verdicts[i]) is not None}, decided)
    out["rejected"] = _reasons(decided)
    out |= _criteria(
        decided, layout, {v.key for i in present if (v := decided.verdicts[i]) is not None and v.key}
    )
    return pa.RecordBatch.from_arrays([out[n] for n in layout.schema.names], schema=layout.schema)


def text_column(decided: Decided, columns: Columns, name: str) -> Any:
    """A column of the input as plain text."""
    sources = columns.fields.get(name)
    if sources is None:
        return pa.nulls(decided.block.rows, pa.string())
    if sources[0].column is None:
        return pa.array([sources[0].same] * decided.block.rows, pa.string())
    array = array_of(decided.block.table, sources[0].column)
    return array if array.type == pa.string() else pc.cast(array, pa.string())


def _constant(word: str, rows: int) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([word]))


def _words(of: Mapping[int, str | None], decided: Decided) -> Any:
    """What follows from each row's verdict, as a dictionary in the order of the alphabet: the same rows are
    the same bytes, whatever was decided before them."""
    words = sorted({w for w in of.values() if w is not None})
    place = {w: i for i, w in enumerate(words)}
    table = np.full(len(decided.verdicts), len(words), np.int32)
    for number, word in of.items():
        if word is not None:
            table[number] = place[word]
    places = look_up(table, decided.ids)
    nothing: Any = places == len(words)
    array = pa.array(places, mask=nothing if nothing.any() else None)
    return pa.DictionaryArray.from_arrays(array, pa.array(words, pa.string()))


def _reasons(decided: Decided) -> Any:
    fault, names = decided.block.fault, list(FAULTS)
    if fault is None:
        places = pa.nulls(decided.block.rows, pa.int32())
    else:
        places = pa.array(fault.astype(np.int32) - 1, mask=fault == 0)
    return pa.DictionaryArray.from_arrays(places, pa.array(names))


def _criteria(decided: Decided, layout: Layout, keys: set[str]) -> dict[str, Any]:
    """Each criterion: true where it is met, false where it is not, null where it is undetermined or no
    version of its policy governs the row."""
    rows, some = decided.block.rows, decided.some
    planes: dict[str, tuple[Any, Any]] = {}
    for key in sorted(keys):
        for speaking, here in decided.governed(key):
            for column in speaking.speaker.columns:
                met, known = speaking.criterion(column.node, here)
                before = planes.get(column.name)
                planes[column.name] = (met, known) if before is None else (before[0] | met, before[1] | known)
    nothing = pa.nulls(rows, pa.bool_())
    out: dict[str, Any] = dict.fromkeys(layout.criteria, nothing)
    for name, pair in planes.items():
        met, known = (packed(some.spread(unpacked(p, some.count))) for p in pair)
        out[name] = bool_array(met, known, rows)
    return {name: out[name] for name in layout.criteria}


def counts_of(decided: Decided) -> list[int]:
    """How many rows have each verdict, by its number."""
    return np.bincount(decided.ids, minlength=len(decided.verdicts)).tolist()


def rows_where(decided: Decided, wanted: Callable[[Verdict], bool]) -> Any:
    """The places of the rows whose verdict is wanted."""
    table = lut([v is not None and wanted(v) for v in decided.verdicts])
    return np.flatnonzero(look_up(table, decided.ids).view(bool))
