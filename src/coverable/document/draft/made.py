"""A policy file under construction: plain data that remembers who wrote what, and the passages to answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from coverable.base.shape import is_list
from coverable.document.reading import Reading, Threshold
from coverable.document.source import Source, Span

Path: TypeAlias = tuple[str | int, ...]
SlotKind: TypeAlias = Literal["criterion", "words"]


class Made(dict[str, Any]):
    """A mapping of a policy file. What stands in `where` was written by the analyst, at file:line:column;
    everything else was read in the document."""

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.comments: list[str] = []
        self.slot: str | None = None
        self.where: dict[str, str] = {}
        self.at: str = ""
        """Where the analyst wrote the mapping as a whole."""
        self.dropped = False

    def without_empty(self) -> Made:
        """Less the fields that hold nothing."""
        for key in [k for k, v in self.items() if v is None or v == [] or v == {}]:
            del self[key]
        return self


def below(value: Made, name: str) -> Made:
    """The mapping under a name; an empty one where there is none."""
    found = value.get(name)
    return found if isinstance(found, Made) else Made()


def rows(value: Made, name: str) -> list[Made]:
    """The mappings of the list under a name."""
    found: Any = value.get(name)
    return [one for one in found if isinstance(one, Made)] if is_list(found) else []


def said(value: Made, name: str) -> str:
    """The text under a name; empty where there is none."""
    found = value.get(name)
    return "" if found is None else str(found)


@dataclass(frozen=True, slots=True)
class Slot:
    """One passage of the document that the analyst answers or may correct."""

    id: str
    kind: SlotKind
    asks: str
    """What is wanted, in our words."""
    place: str
    span: Span
    passage: str
    """Digest of its words: an answer holds for these words and no others."""
    text: str
    open: bool
    """It must be answered before anything can be decided."""
    notes: tuple[str, ...] = ()
    """Findings on it."""
    states: tuple[Threshold, ...] = ()
    """Bounds that it states."""


@dataclass
class Draft:
    """What was read in a document, in the fields of a policy file."""

    source: Source
    reading: Reading
    policy: Made
    slots: dict[str, Slot] = field(default_factory=dict[str, Slot])
    made: dict[str, Made] = field(default_factory=dict[str, Made])
    """For each slot the mapping of `policy` that it stands in."""
    quoted: bool = False
    """Whether sentences of the document may be shown in the files of the draft."""
    loose: list[str] = field(default_factory=list[str])
    """What was found and has no field of a policy file: said in comments, so that nothing is lost."""

    @property
    def key(self) -> str:
        return f"{self.policy['policy']}@{self.policy['version']}"


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value below, with its path, parents first."""
    yield path, value
    if isinstance(value, Made):
        for key, below in value.items():
            yield from walk(below, (*path, key))
    elif is_list(value):
        for i, below in enumerate(value):
            yield from walk(below, (*path, i))


def prune(value: Any) -> None:
    """Take out what was dropped."""
    if isinstance(value, Made):
        for key in [k for k, v in value.items() if isinstance(v, Made) and v.dropped]:
            del value[key]
        for below in value.values():
            prune(below)
    elif is_list(value):
        value[:] = [v for v in value if not (isinstance(v, Made) and v.dropped)]
        for below in value:
            prune(below)
