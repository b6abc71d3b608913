"""Numbers in place of values: what is the same in many rows is read and judged once.

A `Vocabulary` numbers the distinct values of a column, `Pairs` the pairs of two numberings that occur. Rows
then are arrays of small numbers, as narrow as their count allows, and what follows from a number is looked
up. Number 0 of a vocabulary is the missing value.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import timedelta
from typing import Any, Final, Generic, TypeAlias, TypeVar

import numpy as np

from coverable.claims.arrow import choose, pa, pc
from coverable.claims.days import EPOCH
from coverable.claims.words import indices_of

V = TypeVar("V")
K = TypeVar("K", bound=Hashable)
Ids: TypeAlias = Any
"""A number for each row: uint8, uint16 or int32."""
DENSE: Final = 1 << 22
"""Pairs up to so many possible ones are looked up in a table (16 MB), others are sorted."""
MOST_DICTIONARIES: Final = 40
"""Dictionaries whose places are remembered: some for each column of a list."""
SPREAD: Final = 1 << 20
"""Whole numbers that lie no further apart are looked up in a table."""


def look_up(table: Any, ids: Ids) -> Any:
    """`table[ids]`, by Arrow: several times faster than NumPy where the numbers are narrow."""
    return pc.take(pa.array(table), pa.array(ids), boundscheck=False).to_numpy(zero_copy_only=False)


def narrow(table: Any) -> Any:
    """A table of numbers from 0 (-1: not known) in as few bytes as hold them; not known is the greatest."""
    most = int(table.max(initial=-1))
    kind: Any = np.uint8 if most < 255 else np.uint16 if most < 65_535 else np.int32
    return table.astype(kind)


def unknown(table: Any) -> int:
    """What stands for "not known" in a narrow table."""
    return -1 if table.dtype == np.int32 else int(np.iinfo(table.dtype).max)


def _occurs(missing: int, ids: Ids) -> bool:
    """What stands for "not known" is there: the greatest number there is, or -1."""
    return bool(ids.min(initial=0) < 0) if missing < 0 else bool(ids.max(initial=0) == missing)


def lut(numbers: Sequence[int]) -> Any:
    """A narrow table of numbers that are all known."""
    return narrow(np.array(numbers, np.int64))


def firsts(keys: Ids, rows: Any, size: int) -> list[tuple[int, int]]:
    """Each key (below `size`) of these rows with the first row that has it, by key. Counting, not sorting."""
    first = np.full(size, -1, np.int64)
    first[keys[rows[::-1]]] = rows[::-1]
    there = np.flatnonzero(first >= 0)
    return list(zip(there.tolist(), first[there].tolist(), strict=True))


class Lookup:
    """A table from keys to numbers that is filled with the keys that occur."""

    def __init__(self, size: int) -> None:
        self.table: Any = np.full(size, -1, np.int32)
        self._narrow: Any = None

    def of(self, keys: Any, fill: Callable[[list[int]], Iterable[int]]) -> Ids:
        """The number of every row's key; those that are new are `fill`ed together, in order."""
        if self._narrow is None:
            self._narrow = narrow(self.table)
        out = look_up(self._narrow, keys)
        if _occurs(unknown(self._narrow), out):
            occur = np.zeros(len(self.table), bool)
            occur[keys] = True
            new = np.flatnonzero(occur & (self.table < 0))
            self.table[new] = list(fill(new.tolist()))
            self._narrow = narrow(self.table)
            out = look_up(self._narrow, keys)
        return out


class Vocabulary(Generic[V]):
    """The distinct values of a column, in order of appearance, each read once by `read(value)`."""

    def __init__(self, read: Callable[[Any], V]) -> None:
        self._read = read
        self._ids: dict[Any, int] = {}
        self.values: list[V] = []
        self._tables: dict[Hashable, tuple[Any, Lookup]] = {}
        self._places: dict[Hashable, tuple[Any, list[tuple[int, Any]]]] = {}
        self._ranges: dict[Hashable, tuple[int, Lookup]] = {}
        self.id(None)

    def __len__(self) -> int:
        return len(self.values)

    def id(self, value: Any) -> int:
        """The number of one value."""
        found = self._ids.get(value)
        if found is None:
            made = self._read(value)
            found = self._ids[value] = len(self.values)
            self.values.append(made)
        return found

    def of(self, value: Any) -> V:
        """One value, read."""
        return self.values[self.id(value)]

    def places(self, dictionary: Any, wanted: Callable[[V], Any]) -> list[tuple[int, Any]]:
        """(place, what is wanted of its value) of the values of a dictionary of which something is wanted;
        kept, so that always the same is to be wanted."""
        key = _address(dictionary)
        found = self._places.get(key)
        if found is None:
            if len(self._places) >= MOST_DICTIONARIES:
                self._places.clear()
            of = [wanted(self.of(one.as_py())) for one in dictionary]
            found = self._places[key] = dictionary, [(i, one) for i, one in enumerate(of) if one]
        return found[1]

    def ids(self, array: Any) -> Ids:
        """The number of each row's value; `array` is an Arrow array, dictionary-encoded or not."""
        return self.project(array, "", self.id)

    def project(self, array: Any, name: Hashable, number: Callable[[Any], int]) -> Ids:
        """`number(value)` for each row's value, worked out once for each that occurs; `name` tells apart what
        is worked out."""
        kind = array.type
        if pa.types.is_dictionary(kind):
            return self._encoded(array, name, number)
        if pa.types.is_integer(kind) or pa.types.is_date32(kind):
            return self._whole(array, name, number)
        return self._encoded(pc.dictionary_encode(array), name, number)

    def _encoded(self, array: Any, name: Hashable, number: Callable[[Any], int]) -> Ids:
        """Only the values that occur are read: dictionaries may hold values of other rows."""
        dictionary = array.dictionary
        table = self._table(dictionary, name)
        return table.of(
            indices_of(array, len(dictionary)),
            lambda places: map(number, _values_at(dictionary, places)),
        )

    def _table(self, dictionary: Any, name: Hashable) -> Lookup:
        """Place in a dictionary -> number. A mapped file has one dictionary for all its rows, so the table is
        kept for as long as that memory is."""
        key = (name, *_address(dictionary))
        found = self._tables.get(key)
        if found is None:
            if len(self._tables) >= MOST_DICTIONARIES:
                self._tables.clear()
            found = self._tables[key] = dictionary, Lookup(len(dictionary) + 1)
        return found[1]

    def _whole(self, array: Any, name: Hashable, number: Callable[[Any], int]) -> Ids:
        """Whole numbers and dates, by a table over the range that occurs."""
        as_value: Callable[[int], Any] = int
        if pa.types.is_date32(array.type):
            array, as_value = array.cast(pa.int32()), _date
        nothing = number(None)
        if array.null_count == len(array):
            return look_up(lut([nothing]), np.zeros(len(array), np.uint8))
        empty = array.is_null().to_numpy(zero_copy_only=False) if array.null_count else None
        low, high = (int(v.as_py()) for v in pc.min_max(array).values())
        if empty is not None:
            array = array.fill_null(low)
        numbers: Any = array.to_numpy(zero_copy_only=False)
        if high - low < SPREAD:
            first, table = self._ranged(low, high, name)
            keys = (numbers - first).astype(np.int32, copy=False) if first else numbers
            out = table.of(keys, lambda new: (number(as_value(key + first)) for key in new))
        else:
            distinct, places = np.unique(numbers, return_inverse=True)
            out = look_up(lut([number(as_value(int(n))) for n in distinct]), places.astype(np.int32))
        return out if empty is None else choose(empty, out.dtype.type(nothing), out)

    def _ranged(self, low: int, high: int, name: Hashable) -> tuple[int, Lookup]:
        """A table over all whole numbers seen so far, as far as they lie together: from 0 on where that is
        near, since a number then is its own key."""
        low = 0 if low > 0 and high < SPREAD else low
        if name in self._ranges:
            first, table = self._ranges[name]
            last = first + len(table.table) - 1
            if first <= low and high <= last:
                return first, table
            if max(high, last) - min(low, first) < SPREAD:
                grown = Lookup(max(high, last) - min(low, first) + 1)
                start = first - min(low, first)
                grown.table[start : start + len(table.table)] = table.table
                self._ranges[name] = min(low, first), grown
                return self._ranges[name]
        self._ranges[name] = low, Lookup(high - low + 1)
        return self._ranges[name]


def _date(days: int) -> Any:
    """A day from 1970-01-01 on; a text for those that no calendar has."""
    try:
        return EPOCH + timedelta(days=days)
    except OverflowError:
        return f"day {days}"


def _values_at(dictionary: Any, places: Sequence[int]) -> list[Any]:
    """The values at these places; the place behind the last one is that of no value."""
    return dictionary.take(
        pa.array([p if p < len(dictionary) else None for p in places], pa.int64())
    ).to_pylist()


def _address(array: Any) -> tuple[int, ...]:
    return (len(array), array.offset, *(b.address if b is not None else 0 for b in array.buffers()))


class Pairs(Generic[K]):
    """Numbers for the pairs (a, b) that occur, each made once by `make(a, b)`; equal results share one."""

    def __init__(self, make: Callable[[int, int], K]) -> None:
        self._make = make
        self._ids: dict[K, int] = {}
        self.values: list[K] = []
        self._wide = 1
        self._table = Lookup(1)
        self._sparse: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.values)

    def start(self, value: K) -> int:
        """The number of a value, whether or not a pair made it."""
        found = self._ids.get(value)
        if found is None:
            found = self._ids[value] = len(self.values)
            self.values.append(value)
        return found

    def ids(self, a: Ids, b: Ids, sizes: tuple[int, int]) -> Ids:
        """The number of each row's pair; `sizes` bound the numbers of a and of b."""
        high, wide = max(sizes[0], 1), max(sizes[1], 1)
        if high * wide > DENSE:
            return self._sorted(a, b)
        if wide > self._wide or high * self._wide > len(self._table.table):
            self._grow(high, wide)
        size = len(self._table.table)
        kind: Any = np.int32
        if max(size - 1, self._wide) < 65_536:
            kind = np.uint8 if max(size - 1, self._wide) < 256 else np.uint16
        key: Any = np.multiply(a, kind(self._wide), dtype=kind, casting="unsafe")
        np.add(key, b, out=key, casting="unsafe")
        wide = self._wide
        return self._table.of(key, lambda new: (self.start(self._make(*divmod(one, wide))) for one in new))

    def _grow(self, high: int, wide: int) -> None:
        old = self._table.table.reshape(-1, self._wide)
        new = max(self._wide, 1 << (wide - 1).bit_length())
        rows = max(len(old), 1 << (high - 1).bit_length())
        if new * rows > 2 * DENSE:
            new, rows = max(self._wide, wide), max(len(old), high)
        table = Lookup(new * rows)
        table.table.reshape(rows, new)[: len(old), : self._wide] = old
        self._wide, self._table = new, table

    def _sorted(self, a: Ids, b: Ids) -> Ids:
        """Too many possible pairs for a table: those of the block are sorted."""
        key = a.astype(np.int64) << 32 | b
        keys, places = np.unique(key, return_inverse=True)
        if len(self._sparse) > DENSE:
            self._sparse.clear()
        out: list[int] = []
        for one in keys.tolist():
            found = self._sparse.get(one)
            if found is None:
                found = self._sparse[one] = self.start(self._make(one >> 32, one & 0xFFFFFFFF))
            out.append(found)
        return look_up(lut(out), places.astype(np.int32))


def pair(a: int, b: int) -> tuple[int, int]:
    """A pair that is worth nothing but itself."""
    return a, b
