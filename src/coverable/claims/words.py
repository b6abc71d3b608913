"""Planes as arrays of unsigned words: 64 rows to a word, the first row in the lowest bit, as Arrow has it."""

from __future__ import annotations

from typing import Any

import numpy as np

from coverable.claims.arrow import pa
from coverable.logic.planes import Plane


def words(rows: int) -> int:
    """How many words hold a plane of so many rows."""
    return (rows + 63) // 64


def full_plane(rows: int) -> Plane:
    """The plane in which every row is set; bits behind the last row are not."""
    out = np.full(words(rows), np.iinfo(np.uint64).max, np.uint64)
    if rows % 64:
        out[-1] = (1 << rows % 64) - 1
    return out


def packed(flags: Any) -> Plane:
    """A truth value a row as a plane."""
    return _padded(np.packbits(flags, bitorder="little"), len(flags))


def unpacked(plane: Plane, rows: int) -> Any:
    """A plane as one byte a row, 0 or 1."""
    return np.unpackbits(plane.view(np.uint8), count=rows, bitorder="little")


def bool_planes(array: Any) -> tuple[Plane, Plane]:
    """(true, false) of an Arrow column of booleans; a null is in neither. Whole bytes are taken as they
    are."""
    rows = len(array)
    valid, bits = (_bits(b, array.offset, rows) for b in array.buffers())
    full = full_plane(rows)
    known = full if valid is None else valid & full
    bits = full ^ full if bits is None else bits
    return known & bits, known & ~bits


def valid_plane(array: Any) -> Plane:
    """The rows of an Arrow column that hold a value."""
    if pa.types.is_dictionary(array.type):
        array = array.indices
    rows = len(array)
    bits = _bits(array.buffers()[0], array.offset, rows) if array.null_count else None
    return full_plane(rows) if bits is None else bits & full_plane(rows)


def indices_of(array: Any, missing: int) -> Any:
    """The places in its dictionary of an Arrow column's values, `missing` where there is none; the memory
    of the column itself where no value is missing."""
    indices = array.indices
    rows = len(indices)
    kind: Any = indices.type.to_pandas_dtype()
    places: Any = np.frombuffer(indices.buffers()[1], kind, rows, indices.offset * np.dtype(kind).itemsize)
    if not indices.null_count:
        return places
    wide: Any = kind if missing <= np.iinfo(kind).max else np.int32
    there = np.negative(unpacked(valid_plane(indices), rows).astype(wide))  # all bits set, or none
    return places & there | wide(missing) & ~there


def bool_array(value: Plane, known: Plane, rows: int) -> Any:
    """An Arrow column of booleans from the rows that are true and those that are known."""
    size = (rows + 7) // 8
    buffers = [pa.py_buffer(p.view(np.uint8)[:size]) for p in (known, value)]
    return pa.Array.from_buffers(pa.bool_(), rows, buffers)


def _bits(buffer: Any, offset: int, rows: int) -> Plane | None:
    if buffer is None:
        return None
    raw = np.frombuffer(buffer, np.uint8)
    if offset % 8:
        bits = np.unpackbits(raw[offset // 8 : (offset + rows + 7) // 8], bitorder="little")
        return packed(bits[offset % 8 : offset % 8 + rows])
    return _padded(raw[offset // 8 : (offset + rows + 7) // 8], rows)


def _padded(raw: Any, rows: int) -> Plane:
    """Bytes as whole words; a view where they are aligned and whole."""
    size = words(rows) * 8
    if len(raw) == size and raw.ctypes.data % 8 == 0:
        return raw.view(np.uint64)
    out = np.zeros(size, np.uint8)
    out[: len(raw)] = raw
    return out.view(np.uint64)
