"""A block of claim lines as numbers: for each field the number of each row's value, and which rows are at
fault. Nothing is decided here; what is read of a distinct value is read once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from coverable.claims.arrow import pa, pc
from coverable.claims.days import COUNT, EPOCH, MISSING, OUTSIDE, place_of
from coverable.claims.faults import COLUMN, NUMBER
from coverable.claims.mapping import Columns, Source
from coverable.claims.numbers import Ids, Vocabulary, look_up, lut
from coverable.claims.values import Read, fact_reader, reader, visible
from coverable.claims.words import indices_of
from coverable.determination.engine import Engine

SHIFT: Final = place_of(EPOCH)
"""Arrow counts days from 1970-01-01, we from our first day."""
NEVER: Final = -1
"""In place of a birth date that is not stated."""
MOST_WORDS: Final = 1000
"""Dictionaries of facts up to this size are read whole."""
FEW: Final = 6
"""Fewer values than this are looked for one by one."""
MOST_LISTED: Final = 500
"""As many diagnoses as a request may have; a claim form has twelve."""


NUMBERED: Final = ("plan", "payer", "line_of_business", "code")
"""Fields that every row is numbered by."""
CHECKED: Final = ("provider", "units", "place_of_service", "modifiers")
"""Fields that are read for faults, and numbered where they matter."""


@dataclass
class Block:
    """The rows of one block as numbers."""

    rows: int
    table: Any
    """The Arrow record batch or table that they are from."""
    ids: dict[str, Ids] = field(default_factory=dict[str, Any])
    """Numbers of values, by field."""
    places: dict[str, Any] = field(default_factory=dict[str, Any])
    """Days of `service_date` and `end_date`, as places."""
    taken: dict[str, dict[int, Any]] = field(default_factory=dict[str, dict[int, Any]])
    """Values of single rows, by column, that were taken out at once."""
    fault: Any = None
    """The number of each row's fault, 0 for none; None where no row has one."""

    def note(self, rows: Any, name: str) -> None:
        """These rows have the fault, unless they have one that comes before it."""
        if self.fault is None:
            self.fault = np.zeros(self.rows, np.uint8)
        number = NUMBER[name]
        places = np.flatnonzero(rows)
        before = self.fault[places]
        self.fault[places[(before == 0) | (before > number)]] = number


class Fields:
    """Reads blocks of one table layout; the vocabularies grow with what is seen."""

    def __init__(self, columns: Columns, engine: Engine) -> None:
        self.columns = columns
        self._seen: dict[int, tuple[int, dict[int, str]]] = {}
        self._projected: dict[str, list[int]] = {}
        glossary = engine.library.glossary
        self.words: dict[str, list[Vocabulary[Read]]] = {
            name: [Vocabulary(reader(name, one)) for one in sources]
            for name, sources in columns.fields.items()
        }
        for name in ("diagnoses", "modifiers"):  # places of one list share their values
            if name in self.words:
                self.words[name] = [self.words[name][0]]
        self.facts: dict[str, Vocabulary[Read]] = {
            name: Vocabulary(fact_reader(glossary.facts[name], name, one, glossary))
            for name, one in columns.facts.items()
        }

    def block(self, table: Any) -> Block:
        """The block with the numbers of its fields; facts are read by `fact_ids` when they are asked for."""
        out = Block(table.num_rows, table)
        for name in NUMBERED:
            if name in self.columns.fields:
                out.ids[name] = self._ids(out, self.columns.fields[name][0], self.words[name][0])
        for name in CHECKED:
            sources = self.columns.fields.get(name, ())
            read = [ids for one in sources for ids in self._check(out, one, self.words[name][0])]
            if len(sources) == len(read) == 1:
                out.ids[name] = read[0]
        for name in ("service_date", "end_date"):
            if name in self.columns.fields:
                out.places[name] = self._days(out, name)
        self._whole(out)
        self._names(out)
        if COLUMN in table.schema.names:
            own = array_of(table, COLUMN)
            for fault in pc.unique(own).drop_null().to_pylist():
                out.note(pc.fill_null(pc.equal(own, fault), False).to_numpy(zero_copy_only=False), fault)
        return out

    def fact_faults(self, block: Block) -> None:
        """Note the rows in which a fact column holds a value that the fact cannot have."""
        for name, source in self.columns.facts.items():
            self._check(block, source, self.facts[name])

    def _check(self, block: Block, source: Source, words: Vocabulary[Read]) -> list[Ids]:
        """Note the rows whose value cannot be taken; where the values stand in a dictionary, these are read,
        else the numbers of each row's values are given back."""
        array = array_of(block.table, source.column) if source.column is not None else pa.array([source.same])
        if pa.types.is_boolean(array.type):
            return []
        if pa.types.is_dictionary(array.type) and len(array.dictionary) < MOST_WORDS:
            wrong = words.places(array.dictionary, lambda read: read.fault)
            places = indices_of(array, len(array.dictionary)) if wrong else None
            for place, fault in wrong:
                self._note(block, places == place, fault)
            return []
        if source.column is None:
            fault = words.of(source.same).fault
            if fault:
                block.note(np.ones(block.rows, bool), fault)
            return []
        every = self._places(block, source, words)
        for ids in every:
            self._faults(block, ids, words)
        return every

    def project(self, block: Block, name: str, number: Callable[[Read], int]) -> Ids:
        """`number` of what each row's field says."""
        source, words = self.columns.fields[name][0], self.words[name][0]
        if name in block.ids:
            known = self._projected.setdefault(name, [])
            known += [number(one) for one in words.values[len(known) :]]
            return look_up(lut(known), block.ids[name])
        if source.column is None:
            return look_up(lut([number(words.of(source.same))]), np.zeros(block.rows, np.uint8))
        return words.project(array_of(block.table, source.column), name, lambda raw: number(words.of(raw)))

    def some(self, block: Block, rows: Any) -> Block:
        """The facts of some rows, by their places, as a block of its own."""
        sources = [*self.columns.facts.values(), *self.columns.fields.get("place_of_service", ())]
        columns = dict.fromkeys(s.column for s in sources if s.column is not None)
        table = block.table.select([n for n in block.table.schema.names if n in columns])
        taken = pc.take(table, pa.array(rows), boundscheck=False) if columns else table
        return Block(
            len(rows),
            taken,
            places={n: places[rows] for n, places in block.places.items()},
        )

    def fact_ids(self, block: Block, name: str) -> Ids:
        """The numbers of a fact's values; wrong ones count as missing (see `fact_faults`)."""
        return self._ids(block, self.columns.facts[name], self.facts[name], faults=False)

    def place_ids(self, block: Block) -> Ids:
        """The numbers of the places of service."""
        return self._ids(
            block, self.columns.fields["place_of_service"][0], self.words["place_of_service"][0], faults=False
        )

    def fact_column(self, block: Block, name: str) -> Any:
        """The column of a fact as Arrow has it; None where it is one value for all rows."""
        column = self.columns.facts[name].column
        return None if column is None else array_of(block.table, column)

    def births(self, block: Block) -> tuple[Any, Any] | None:
        """Places of the first and the last day that each birth date can mean, NEVER where none is stated."""
        if "birth_date" not in self.columns.fields:
            return None
        if "born_first" not in block.places:
            source, words = self.columns.fields["birth_date"][0], self.words["birth_date"][0]
            array = self._as_days(block, source)
            if array is not None:
                days = array.cast(pa.int32()).fill_null(NEVER - SHIFT).to_numpy(zero_copy_only=False)
                first = last = days + np.int32(SHIFT)
                wrong: Any = first.view(np.uint32) >= COUNT
                wrong &= first != NEVER
                if wrong.any():
                    block.note(wrong, "birth_date_invalid")
            else:
                ids = self._ids(block, source, words)
                spans = [(NEVER, NEVER) if r.value is None else r.value[1] for r in words.values]
                first, last = (look_up(np.array([s[end] for s in spans], np.int32), ids) for end in (0, 1))
            block.places["born_first"], block.places["born_last"] = first, last
        return block.places["born_first"], block.places["born_last"]

    def _ids(self, block: Block, source: Source, words: Vocabulary[Read], faults: bool = True) -> Ids:
        if source.column is None:
            one = words.id(source.same)
            out: Ids = np.full(block.rows, one, np.uint16)
        else:
            out = words.ids(array_of(block.table, source.column))
        if faults:
            self._faults(block, out, words)
        return out

    def _faults(self, block: Block, ids: Ids, words: Vocabulary[Read]) -> None:
        bad = self._bad(words)
        for fault in dict.fromkeys(bad.values()):
            mine = [i for i, of in bad.items() if of == fault]
            if len(mine) < FEW:
                rows: Any = ids == mine[0]
                for i in mine[1:]:
                    rows = rows | (ids == i)
            else:
                rows = look_up(lut([one.fault == fault for one in words.values]), ids) == 1
            if rows.any():
                block.note(rows, fault)

    def _bad(self, words: Vocabulary[Read]) -> dict[int, str]:
        """The faults of a vocabulary's values, by number; only values that are new are looked at."""
        seen, bad = self._seen.get(id(words), (0, dict[int, str]()))
        for i in range(seen, len(words.values)):
            if fault := words.values[i].fault:
                bad[i] = fault
        self._seen[id(words)] = len(words.values), bad
        return bad

    def diagnoses(self, block: Block) -> list[tuple[Any, Ids | None]]:
        """The columns of diagnoses: as Arrow has them, or as numbers where a column holds lists."""
        out: list[tuple[Any, Ids | None]] = []
        words = self.words["diagnoses"][0]
        for source in self.columns.fields["diagnoses"]:
            self._check(block, source, words)
            array = None if source.column is None else array_of(block.table, source.column)
            if array is not None and _is_plain(array, source):
                out.append((array, None))
            else:
                out += [(None, ids) for ids in self._places(block, source, words)]
        return out[:MOST_LISTED]

    def _places(self, block: Block, source: Source, words: Vocabulary[Read]) -> list[Ids]:
        """One array of numbers for each place of a list; one for a column that holds single values."""
        if source.column is None:
            return [np.full(block.rows, words.id(source.same), np.uint16)]
        array = array_of(block.table, source.column)
        if _is_plain(array, source):
            return [words.ids(array)]
        if not _is_list(array):
            if pa.types.is_dictionary(array.type):
                array = array.cast(array.type.value_type)
            array = pc.split_pattern(array, source.separator)
        return _spread(words.ids(array.flatten()), array, block.rows)

    def _days(self, block: Block, name: str) -> Any:
        """Places of whole days; a text column by its distinct values, a date column by arithmetic."""
        source, words = self.columns.fields[name][0], self.words[name][0]
        array = self._as_days(block, source)
        if array is None:
            ids = self._ids(block, source, words)
            return look_up(
                np.array([MISSING if r.value is None else r.value for r in words.values], np.int32), ids
            )
        days: Any = array.cast(pa.int32())
        if days.null_count:
            days = days.fill_null(np.iinfo(np.int32).max)
        places: Any = days.to_numpy(zero_copy_only=False) + np.int32(SHIFT)
        outside: Any = places.view(np.uint32) >= COUNT
        if outside.any():
            empty = (
                array.is_null().to_numpy(zero_copy_only=False)
                if array.null_count
                else np.zeros(block.rows, bool)
            )
            places[outside] = OUTSIDE
            places[empty] = MISSING
            if (wrong := outside & ~empty).any():
                block.note(wrong, "date_invalid" if name == "service_date" else "end_date_invalid")
        return places

    @staticmethod
    def _as_days(block: Block, source: Source) -> Any:
        """The column as Arrow dates; None where it holds something else."""
        if source.column is None or source.values:
            return None
        array = array_of(block.table, source.column)
        if pa.types.is_timestamp(array.type) or pa.types.is_date64(array.type):
            return array.cast(pa.date32(), safe=False)
        return array if pa.types.is_date32(array.type) else None

    def _whole(self, block: Block) -> None:
        """Faults that are seen only over several fields: nothing stated where something must be."""
        for name, fault in (("code", "code_missing"), ("plan", "plan_missing"), ("payer", "plan_missing")):
            if name in block.ids and (name != "payer" or "plan" not in block.ids):
                words = self.words[name][0]
                for number, read in enumerate(words.values):
                    if read.value is None and read.fault is None:
                        self._note(block, block.ids[name] == number, fault)
        if "end_date" in block.places:
            end = block.places["end_date"]
            begin = block.places.get("service_date", np.full(block.rows, MISSING, np.int32))
            stated = end < COUNT
            self._note(block, stated & ((begin > end) | (begin >= COUNT)), "end_date_invalid")

    def _names(self, block: Block) -> None:
        """Claim and line numbers, by which people find a line again: there, and visible."""
        for name in ("claim", "line"):
            sources = self.columns.fields.get(name)
            column = sources[0].column if sources else None
            if column is None:
                continue
            array = array_of(block.table, column)
            if name == "claim" and array.null_count:
                self._note(block, array.is_null().to_numpy(zero_copy_only=False), "claim_missing")
            if pa.types.is_dictionary(array.type):
                if name == "line" and _all_visible(array.dictionary):
                    continue
                array = array.cast(array.type.value_type)
            if not pa.types.is_string(array.type):
                continue
            odd = pc.fill_null(pc.invert(pc.ascii_is_printable(array)), False)
            for row in np.flatnonzero(odd.to_numpy(zero_copy_only=False)).tolist():
                if not visible(array[row].as_py()):
                    block.note(np.arange(block.rows) == row, "claim_unreadable")
            if name == "claim":
                self._note(
                    block,
                    pc.fill_null(pc.equal(array, ""), False).to_numpy(zero_copy_only=False),
                    "claim_missing",
                )

    @staticmethod
    def _note(block: Block, rows: Any, fault: str) -> None:
        if rows.any():
            block.note(rows, fault)


def _all_visible(words: Any) -> bool:
    return bool(pa.types.is_string(words.type) and pc.all(pc.ascii_is_printable(words)).as_py() is not False)


def _is_list(array: Any) -> bool:
    return bool(pa.types.is_list(array.type) or pa.types.is_large_list(array.type))


def _is_plain(array: Any, source: Source) -> bool:
    """A value a row."""
    return not _is_list(array) and not source.separator


def array_of(table: Any, name: str) -> Any:
    """A column of a record batch or table as one array."""
    column = table.column(name)
    if isinstance(column, pa.ChunkedArray):
        column = column.unify_dictionaries() if pa.types.is_dictionary(column.type) else column
        return (
            column.chunk(0)
            if column.num_chunks == 1
            else pa.concat_arrays(column.chunks)
            if column.num_chunks
            else pa.array([], column.type)
        )
    return column


def _spread(ids: Ids, array: Any, rows: int) -> list[Ids]:
    """The numbers of a list column's values, one array a place in the list, 0 where a list is shorter."""
    lengths: Any = (
        pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    )
    starts = np.cumsum(lengths) - lengths
    out: list[Ids] = []
    for place in range(min(int(lengths.max(initial=0)), MOST_LISTED)):
        one: Ids = np.zeros(rows, ids.dtype)
        has = lengths > place
        one[has] = ids[starts[has] + place]
        out.append(one)
    return out
