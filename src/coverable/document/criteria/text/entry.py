"""One block of a list, or the paragraph over it, with what stands under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from coverable.document.criteria.text.connectors import Connector
from coverable.document.criteria.text.passage import Passage
from coverable.document.source import Block


@dataclass(slots=True)
class Entry:
    """One block of a list (or the paragraph over it) with what stands under it."""

    passage: Passage
    label: str | None
    under: list[Entry] = field(default_factory=list)  # pyright: ignore[reportUnknownVariableType]
    before: Connector | None = None
    """A connector line between it and the sibling before."""
    notes: list[Passage] = field(default_factory=list)  # pyright: ignore[reportUnknownVariableType]
    between: list[Passage] = field(default_factory=list)  # pyright: ignore[reportUnknownVariableType]
    """Paragraphs without a marker that stand between it and the next item of its list."""
    also: list[Entry] = field(default_factory=list)  # pyright: ignore[reportUnknownVariableType]
    """Lists that are asked for beside its own: “… when all of the criteria below are met:” behind its items."""
    doubts: list[str] = field(default_factory=list)  # pyright: ignore[reportUnknownVariableType]
    """Why its place in the list is not certain."""
    heading: bool = False

    @property
    def block(self) -> Block:
        return self.passage.block


def passages_of(entry: Entry) -> Iterable[Passage]:
    """The words of an entry and of everything under it, in order."""
    yield entry.passage
    for child in (*entry.under, *entry.also):
        yield from passages_of(child)
