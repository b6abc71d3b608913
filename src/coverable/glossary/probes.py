"""Probes: what a policy looks at in a fact, and in which cells of it a request lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from coverable.base.dates import Span
from coverable.glossary.codebook import CodeBook
from coverable.glossary.codeset import CodeSet
from coverable.glossary.events import EventTest, Offset, answer
from coverable.glossary.values import Extent, Facts, Stated
from coverable.logic.cells import NO, YES, Choices, Line

Look = Literal["choice", "number", "date", "window", "codes", "events"]


@dataclass(frozen=True, slots=True)
class Probe:
    """One way to look at one fact. Tests of the same probe share its cells.

    `window` probes cut a date relative to the date of service: their edges are offsets,
    turned into days for each request.
    """

    fact: str
    look: Look
    cut: Choices | Line
    codes: CodeSet | None = None
    test: EventTest | None = None
    side: str = ""
    """Of a window: its side and unit, so that windows of one kind share their cells."""
    book: CodeBook | None = field(default=None, compare=False, repr=False)
    """Where `codes` are looked up."""

    def cells(self, facts: Facts, service: date | None) -> int:
        """Mask of the cells that the stated values may lie in; 0 when nothing is known."""
        stated = facts.get(self.fact)
        return 0 if stated is None else self.cells_of(stated, service)

    def cells_of(self, stated: Stated, service: date | None) -> int:
        look = self.look
        if look == "events":
            assert self.test is not None
            return answer(self.test, stated, service)
        if look == "codes":
            return self._codes(stated, service)
        cut, mask = self.cut, 0
        if isinstance(cut, Choices):
            for one in stated.statements:
                value = one.value
                if value is True:
                    mask |= YES
                elif value is False:
                    mask |= NO
                else:
                    mask |= 1 << cut.names.index(value)
            return mask
        edges: tuple[Any, ...] | None = None
        if look == "window":
            if service is None:
                return 0
            edges = tuple(offset_day(edge, service) for edge in cut.edges)
        for one in stated.statements:
            low, high = _ends(one.value)
            mask |= cut.mask(low, high, edges)
        return mask

    def _codes(self, stated: Stated, service: date | None) -> int:
        """YES when a stated code is in the set; a code that is absent is unknown, never a no."""
        assert self.codes is not None and self.book is not None
        for one in stated.statements:
            for code in one.value:
                if self.codes.has(code, self.book, service):
                    return YES
        return NO if stated.complete else 0


def _ends(value: Any) -> tuple[Any, Any]:
    """The least and the greatest that an ordered value can be."""
    if isinstance(value, Span):
        return value.first, value.last
    return (value.low, value.high) if isinstance(value, Extent) else (value, value)


def offset_day(offset: Offset, service: date) -> date:
    """The day that an offset from the date of service names."""
    return offset.length.before(service) if offset.side == "before" else offset.length.after(service)
