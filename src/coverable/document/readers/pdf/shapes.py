"""Lines, rectangles and pictures of a PDF page: the rules of tables, strokes through and under words."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

from coverable.document.readers.pdf.words import Frame
from coverable.document.source import Box

_THIN = 2.5
"""Points; what is thinner is a line, however it was drawn."""
_TICK = 14.0
_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
MOST = 20_000
"""Objects of one page that are looked at; drawings can have millions."""
_DEEPEST = 6
_MOVE = 2
_FRAME = 10
"""Segments of two rectangles."""
_NO_FILL = 0
_DARK = 190
"""White words cannot be read on what is paler."""
_POINTS = 100
"""Points of an area that are looked at."""


class Rule(NamedTuple):
    """A straight line: `at` is its height (horizontal) or its distance from the left (vertical)."""

    at: float
    first: float
    last: float
    drawn: bool = True
    """Not the edge of a coloured area."""


@dataclass(slots=True)
class Shapes:
    """What a page holds besides words."""

    across: list[Rule] = field(default_factory=list[Rule])
    down: list[Rule] = field(default_factory=list[Rule])
    filled: list[Box] = field(default_factory=list[Box])
    """Coloured rectangles."""
    grounds: list[Box] = field(default_factory=list[Box])
    """Dark areas of any form, on which white words can be read, without those that something pale covers."""
    pictures: list[Box] = field(default_factory=list[Box])
    marks: list[tuple[Box, str]] = field(default_factory=list[tuple[Box, str]])
    """Small shapes as large as a bullet or a box to tick, and the sign that each is."""
    drawn: int = 0
    """Paths of any form."""
    inks: set[tuple[int, int, int]] = field(default_factory=set[tuple[int, int, int]])
    """Colours of the text."""


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class ShapeReader:
    """Reads the shapes of pages."""

    raw: Any = field(init=False)
    _left: int = 0
    _colours: Any = field(init=False)
    _colours_at: Any = field(init=False)

    def __post_init__(self) -> None:
        self.raw = import_module("pypdfium2.raw")
        self._colours = [ctypes.c_uint() for _ in range(4)]
        self._colours_at = [ctypes.byref(c) for c in self._colours]

    def read(self, page: Any, frame: Frame) -> Shapes:
        """The shapes of a page."""
        out = Shapes()
        self._left = MOST
        raw = self.raw
        count: int = raw.FPDFPage_CountObjects(page)
        self._walk(partial(raw.FPDFPage_GetObject, page), count, frame, _IDENTITY, out, 0)
        return out

    def _walk(self, get: Any, count: int, frame: Frame, outer: _Matrix, out: Shapes, deep: int) -> None:
        raw = self.raw
        kind_of, path = raw.FPDFPageObj_GetType, self._path
        for i in range(count):
            self._left -= 1
            if self._left < 0:
                return
            shape = get(i)
            kind = kind_of(shape)
            if kind == _TEXT:
                out.inks.add(self._ink(shape))
            elif kind == _PATH:
                path(shape, frame, outer, out)
            elif kind == _IMAGE:
                box = self._bounds(shape, frame, outer)
                if box is not None and _small(box):
                    out.marks.append((box, "•"))
                elif box is not None:
                    out.pictures.append(box)
            elif kind == _SHADING:
                box = self._bounds(shape, frame, outer)
                out.grounds += [box] if box is not None else []
            elif kind == _FORM and deep < _DEEPEST:
                inner = _times(self._matrix(shape), outer)
                held: int = raw.FPDFFormObj_CountObjects(shape)
                self._walk(partial(raw.FPDFFormObj_GetObject, shape), held, frame, inner, out, deep + 1)

    def _matrix(self, shape: Any) -> _Matrix:
        m = self.raw.FS_MATRIX()
        if not self.raw.FPDFPageObj_GetMatrix(shape, ctypes.byref(m)):
            return _IDENTITY
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _bounds(self, shape: Any, frame: Frame, outer: _Matrix) -> Box | None:
        sides = [ctypes.c_float() for _ in range(4)]
        if not self.raw.FPDFPageObj_GetBounds(shape, *(ctypes.byref(s) for s in sides)):
            return None
        left, bottom, right, top = (s.value for s in sides)
        a, b = _point(outer, left, bottom), _point(outer, right, top)
        return frame.box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))

    def _ink(self, shape: Any) -> tuple[int, int, int]:
        red, green, blue, _ = self._colours
        if not self.raw.FPDFPageObj_GetFillColor(shape, *self._colours_at):
            return (0, 0, 0)
        return red.value, green.value, blue.value

    def _path(self, shape: Any, frame: Frame, outer: _Matrix, out: Shapes) -> None:
        out.drawn += 1
        raw = self.raw
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(shape, ctypes.byref(fill), ctypes.byref(stroke))
        segments: int = raw.FPDFPath_CountSegments(shape)
        box = self._bounds(shape, frame, outer)
        if box is None or (fill.value == _NO_FILL and not stroke.value) or segments <= 0:
            return
        wide, high = box.right - box.left, box.bottom - box.top
        if _small(box):
            out.marks.append((box, _sign(box, segments, fill.value != _NO_FILL)))
            return
        if high <= _THIN or wide <= _THIN:
            if wide > high and wide > 3:
                out.across.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
            elif high > 3:
                out.down.append(Rule((box.left + box.right) / 2, box.top, box.bottom))
            return
        if segments == _FRAME and fill.value != _NO_FILL and not stroke.value:
            self._frame(shape, frame, _times(self._matrix(shape), outer), out)
            return
        if fill.value != _NO_FILL:
            self._ground(shape, frame, _times(self._matrix(shape), outer), segments, out)
        if fill.value != _NO_FILL and segments <= 6:
            out.filled.append(box)
        if stroke.value:
            self._outline(shape, segments, frame, _times(self._matrix(shape), outer), out)
        elif segments <= 6 and not _white(raw, shape):  # a filled cell has edges too
            _edges(box, out)

    def _ground(self, shape: Any, frame: Frame, matrix: _Matrix, segments: int, out: Shapes) -> None:
        """Keep dark areas; a pale one takes away what it covers, what lies between outlines is a border."""
        boxes = [_around(part, frame) for part in self._outlines(shape, min(segments, _POINTS), matrix)]
        if any(one is not other and _covers(one, other) for one in boxes for other in boxes):
            return
        known = self.raw.FPDFPageObj_GetFillColor(shape, *self._colours_at)
        if known and sum(c.value for c in self._colours[:3]) > 3 * _DARK:
            out.grounds = [g for g in out.grounds if not any(_covers(box, g) for box in boxes)]
        else:
            out.grounds += boxes

    def _outlines(self, shape: Any, segments: int, matrix: _Matrix) -> list[list[tuple[float, float]]]:
        """The points of each outline of a path."""
        raw = self.raw
        x, y = ctypes.c_float(), ctypes.c_float()
        parts: list[list[tuple[float, float]]] = []
        for i in range(segments):
            segment = raw.FPDFPath_GetPathSegment(shape, i)
            raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            if raw.FPDFPathSegment_GetType(segment) == _MOVE or not parts:
                parts.append([])
            parts[-1].append(_point(matrix, x.value, y.value))
        return [part for part in parts if len(part) > 1]

    def _frame(self, shape: Any, frame: Frame, matrix: _Matrix, out: Shapes) -> None:
        """The border of a cell that is drawn as what lies between two rectangles; a side can be missing."""
        parts = self._outlines(shape, _FRAME, matrix)
        if [len(part) for part in parts] != [_FRAME // 2] * 2:
            return
        one, other = (_around(part, frame) for part in parts)
        big, small = (one, other) if one.right - one.left >= other.right - other.left else (other, one)
        for at, inner in ((big.top, small.top), (small.bottom, big.bottom)):
            if 0.05 < inner - at <= _THIN:
                out.across.append(Rule((at + inner) / 2, big.left, big.right))
        for at, inner in ((big.left, small.left), (small.right, big.right)):
            if 0.05 < inner - at <= _THIN:
                out.down.append(Rule((at + inner) / 2, big.top, big.bottom))

    def _outline(self, shape: Any, segments: int, frame: Frame, matrix: _Matrix, out: Shapes) -> None:
        """The straight strokes of a path; a whole grid can be one path."""
        raw = self.raw
        x, y = ctypes.c_float(), ctypes.c_float()
        start = last = None
        for i in range(min(segments, self._left + 1)):
            segment = raw.FPDFPath_GetPathSegment(shape, i)
            raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            here = _point(matrix, x.value, y.value)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == 2:
                start = here
            elif kind == 0 and last is not None:
                _stroke(last, here, frame, out)
            last = here
            if raw.FPDFPathSegment_GetClose(segment) and start is not None:
                _stroke(here, start, frame, out)
                last = start
        self._left -= segments


def _covers(box: Box, other: Box) -> bool:
    """Whether a box reaches over another one, but for a thin margin."""
    wide = box.left <= other.left + _THIN and box.right >= other.right - _THIN
    return wide and box.top <= other.top + _THIN and box.bottom >= other.bottom - _THIN


def _around(points: Sequence[tuple[float, float]], frame: Frame) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return frame.box(min(xs), min(ys), max(xs), max(ys))


def _small(box: Box) -> bool:
    """Whether a shape is as large as a bullet or a box to tick."""
    wide, high = box.right - box.left, box.bottom - box.top
    return 1.5 <= wide <= _TICK and 1.5 <= high <= _TICK and abs(wide - high) <= 0.35 * max(wide, high)


def _sign(box: Box, segments: int, filled: bool) -> str:
    """The sign that a small shape is: few strokes make a square, more a circle."""
    if segments <= 6:
        return "☐" if box.right - box.left > 5.5 and not filled else "▪"
    return "•" if filled else "○"


def _stroke(a: tuple[float, float], b: tuple[float, float], frame: Frame, out: Shapes) -> None:
    box = frame.box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
    wide, high = box.right - box.left, box.bottom - box.top
    if high <= 1 and wide > 3:
        out.across.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
    elif wide <= 1 and high > 3:
        out.down.append(Rule((box.left + box.right) / 2, box.top, box.bottom))


def _edges(box: Box, out: Shapes) -> None:
    out.across += [Rule(at, box.left, box.right, drawn=False) for at in (box.top, box.bottom)]
    out.down += [Rule(at, box.top, box.bottom, drawn=False) for at in (box.left, box.right)]


def _white(raw: Any, shape: Any) -> bool:
    colours = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(shape, *(ctypes.byref(c) for c in colours)):
        return True
    return min(c.value for c in colours[:3]) > 250


def _point(m: _Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _times(a: _Matrix, b: _Matrix) -> _Matrix:
    """First a, then b."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )
