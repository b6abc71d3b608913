"""Numbers in place of values: what is the same in many rows is read and judged once.

A `Vocabulary` numbers the distinct values of a column, `Pairs` the pairs of two numberings that occur. Rows
then are arrays of small numbers, and what follows from a number is looked up. Number 0 of a vocabulary is
the missing value.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, Generic, TypeAlias, TypeVar

import numpy as np

from coverable.claims.arrow import pa, pc

V = TypeVar("V")
K = TypeVar("K", bound=Hashable)
Ids: TypeAlias = Any
"""An int32 array: a number for each row."""
DENSE: Final = 1 << 22
"""Pairs up to so many possible ones are looked up in a table (16 MB), others are sorted."""
SPREAD: Final = 1 << 20
"""Whole numbers that lie no further apart are looked up in a table."""


class Vocabulary(Generic[V]):
    """The distinct values of a column, in order of appearance, each read once by `read(value)`."""

    def __init__(self, read: Callable[[Any], V]) -> None:
        self._read = read
        self._ids: dict[Any, int] = {}
        self.values: list[V] = []
        self.raw: list[Any] = []
        self.id(None)
        self._last: tuple[Any, Ids] | None = None
        self._ints: tuple[int, Ids] = (0, np.empty(0, np.int32))

    def __len__(self) -> int:
        return len(self.values)

    def id(self, value: Any) -> int:
        """The number of one value."""
        found = self._ids.get(value)
        if found is None:
            made = self._read(value)
            found = self._ids[value] = len(self.values)
            self.values.append(made)
            self.raw.append(value)
        return found

    def ids(self, array: Any) -> Ids:
        """The number of each row's value; `array` is an Arrow array, dictionary-encoded or not."""
        kind = array.type
        if pa.types.is_dictionary(kind):
            return self._encoded(array.indices, array.dictionary)
        if pa.types.is_integer(kind) or pa.types.is_date32(kind):
            return self._whole(array)
        encoded = pc.dictionary_encode(array)
        return self._encoded(encoded.indices, encoded.dictionary)

    def _encoded(self, indices: Any, dictionary: Any) -> Ids:
        """Only the values that occur are read: dictionaries may hold values of other rows."""
        if indices.null_count:
            indices = indices.fill_null(len(dictionary))
        places: Any = indices.to_numpy(zero_copy_only=False)
        lut = self._table(dictionary)
        out: Any = lut.take(places)
        missing: Any = out < 0
        if missing.any():
            for place in np.unique(places[missing]).tolist():
                lut[place] = self.id(dictionary[place].as_py())
            out = lut.take(places)
        return out

    def _table(self, dictionary: Any) -> Ids:
        """Place in the dictionary -> number, -1 where it was not asked for yet; kept while it is the same."""
        if self._last is not None and _same(self._last[0], dictionary):
            return self._last[1]
        lut = np.full(len(dictionary) + 1, -1, np.int32)
        lut[-1] = 0
        self._last = dictionary, lut
        return lut

    def _whole(self, array: Any) -> Ids:
        """Whole numbers and dates (as days), by a table over the range that occurs."""
        if pa.types.is_date32(array.type):
            array = array.cast(pa.int32())
        empty: Any = None
        if array.null_count:
            empty = array.is_null().to_numpy(zero_copy_only=False)
            array = array.fill_null(0)
        numbers: Any = array.to_numpy(zero_copy_only=False)
        if not len(numbers):
            return np.empty(0, np.int32)
        low, high = int(numbers.min()), int(numbers.max())
        if high - low < SPREAD:
            out = self._by_range(numbers, low, high)
        else:
            distinct, places = np.unique(numbers, return_inverse=True)
            out = np.array([self.id(int(n)) for n in distinct], np.int32).take(places)
        if empty is not None:
            out = np.where(empty, np.int32(0), out)
        return out

    def _by_range(self, numbers: Any, low: int, high: int) -> Ids:
        first, lut = self._ints
        if low < first or high >= first + len(lut):
            start, end = (min(low, first), max(high, first + len(lut) - 1)) if len(lut) else (low, high)
            if end - start >= SPREAD:
                start, end, lut = low, high, np.empty(0, np.int32)
            grown = np.full(end - start + 1, -1, np.int32)
            grown[first - start : first - start + len(lut)] = lut
            first, lut = self._ints = start, grown
        places = numbers - numbers.dtype.type(first) if first else numbers
        out: Any = lut.take(places)
        missing: Any = out < 0
        if missing.any():
            for number in np.unique(numbers[missing]).tolist():
                lut[number - first] = self.id(number)
            out = lut.take(places)
        return out

    def table(self, of: Callable[[V], int], kind: Any = np.int32) -> Any:
        """`of(value)` for every number, as an array to take from."""
        return np.fromiter((of(v) for v in self.values), kind, len(self.values))


def _same(a: Any, b: Any) -> bool:
    """Whether two dictionaries are one and the same memory (a mapped file has one for all its rows)."""
    return len(a) == len(b) and a.type == b.type and _address(a) == _address(b)


def _address(array: Any) -> tuple[int, ...]:
    return (array.offset, *(b.address if b is not None else 0 for b in array.buffers()))


class Pairs(Generic[V]):
    """Numbers for the pairs (a, b) that occur, each made once by `make(a, b, row)`; equal results share one
    number. `row` is the first row of the block that has the pair."""

    def __init__(self, make: Callable[[int, int, int], V]) -> None:
        self._make = make
        self._ids: dict[V, int] = {}
        self.values: list[V] = []
        self._wide = 1
        self._table: Ids = np.full(1, -1, np.int32)
        self._sparse: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.values)

    def ids(self, a: Any, b: Any, sizes: tuple[int, int]) -> Ids:
        """The number of each row's pair; `sizes` bound the numbers of a and of b."""
        high, wide = sizes
        if high * wide > DENSE:
            return self._sorted(a, b)
        if wide > self._wide or high * self._wide > len(self._table):
            self._grow(high, wide)
        key = np.multiply(a, self._wide, dtype=np.int32)
        key += b
        out: Any = self._table.take(key)
        missing: Any = out < 0
        if missing.any():
            rows = np.flatnonzero(missing)
            keys, first = np.unique(key[rows], return_index=True)
            for one, row in zip(keys.tolist(), rows[first].tolist(), strict=True):
                self._table[one] = self._number(one // self._wide, one % self._wide, row)
            out = self._table.take(key)
        return out

    def start(self, value: V) -> int:
        """The number of a value that no pair made."""
        found = self._ids.get(value)
        if found is None:
            found = self._ids[value] = len(self.values)
            self.values.append(value)
        return found

    def _grow(self, high: int, wide: int) -> None:
        new = max(self._wide, 1 << (wide - 1).bit_length())
        rows = max(len(self._table) // self._wide, 1 << (high - 1).bit_length())
        if new * rows > DENSE:
            new, rows = max(self._wide, wide), max(len(self._table) // self._wide, high)
        grown = np.full((rows, new), -1, np.int32)
        old = self._table.reshape(-1, self._wide)
        grown[: len(old), : self._wide] = old
        self._wide, self._table = new, grown.reshape(-1)

    def _sorted(self, a: Any, b: Any) -> Ids:
        key = a.astype(np.int64) << 32 | b
        keys, first, places = np.unique(key, return_index=True, return_inverse=True)
        known = self._sparse
        if len(known) > DENSE:
            known.clear()
        out = np.empty(len(keys), np.int32)
        for i, (one, row) in enumerate(zip(keys.tolist(), first.tolist(), strict=True)):
            found = known.get(one)
            if found is None:
                found = known[one] = self._number(one >> 32, one & 0xFFFFFFFF, row)
            out[i] = found
        return out.take(places)

    def _number(self, a: int, b: int, row: int) -> int:
        return self.start(self._make(a, b, row))
