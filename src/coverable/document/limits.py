"""Bounds of reading: what is refused before work is done on it, and for how long work may go on (SR-137).

A document comes from outside. Whatever it holds, reading it takes bounded time and memory, opens no address,
runs nothing and writes no file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from coverable.base.problem import Refused, refuse


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take. The largest real policies stay under a tenth of each."""

    size: int = 64 * 2**20
    """Bytes of the file."""
    pages: int = 5_000
    members: int = 10_000
    """Files inside a zipped file."""
    unzipped: int = 512 * 2**20
    """Bytes that all members of a zipped file may come to."""
    part: int = 64 * 2**20
    """Bytes of one part of a DOCX that is read as XML."""
    ratio: int = 400
    """How many times smaller than its contents a zipped part of more than a megabyte may be."""
    depth: int = 200
    """How deep elements may be nested."""
    blocks: int = 400_000
    """Paragraphs, items and cells."""
    chars: int = 24 * 2**20
    """Characters of text."""
    page: int = 400_000
    """Characters of one page."""
    memory: int = 2 * 2**30
    """Bytes that a reading in a process of its own may take."""
    seconds: float = 120.0


LIMITS = Limits()


@dataclass(slots=True)
class Budget:
    """The limits of one reading and the clock that runs with it."""

    where: str
    """The document, as messages name it."""
    limits: Limits = LIMITS
    clock: Callable[[], float] = monotonic
    _began: float = field(init=False, default=0.0)
    _blocks: int = field(init=False, default=0)
    _chars: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._began = self.clock()

    def size(self, data: bytes) -> None:
        """Refuse a file that is larger than the bound, before anything is read."""
        if len(data) > self.limits.size:
            raise self.too_much("bytes", f"{len(data):,}", f"{self.limits.size:,}")

    def pages(self, count: int) -> None:
        """Refuse more pages than a policy can have."""
        if count > self.limits.pages:
            raise self.too_much("pages", f"{count:,}", f"{self.limits.pages:,}")

    def depth(self, deep: int) -> None:
        """Refuse elements nested deeper than any document needs."""
        if deep > self.limits.depth:
            raise self.too_much("levels of nested elements", f"{deep:,}", f"{self.limits.depth:,}")

    def time(self) -> None:
        """Refuse to go on when the time is used up."""
        if self.clock() - self._began > self.limits.seconds:
            raise refuse(
                f"reading took longer than {self.limits.seconds:g} seconds",
                self.where,
                "a document must be read in bounded time; this one is very large or made to be slow",
                "split the document, or save it again from the program that made it, and read that file",
            )

    def block(self, chars: int) -> None:
        """Count a block of text; refuse when there are too many, or too much text in them."""
        self._blocks += 1
        self._chars += chars
        if self._blocks > self.limits.blocks:
            raise self.too_much("paragraphs", f"{self._blocks:,}", f"{self.limits.blocks:,}")
        if self._chars > self.limits.chars:
            raise self.too_much("characters", f"{self._chars:,}", f"{self.limits.chars:,}")
        if self._blocks % 64 == 0:
            self.time()

    def too_much(self, what: str, found: str, bound: str) -> Refused:
        """The refusal for a bound that is passed."""
        return refuse(
            f"the document has {found} {what}",
            self.where,
            f"at most {bound} {what} are read, so that no document can use up the machine",
            "split the document into its policies and read them one by one",
        )
