"""Why a policy was found: the field, what stands there as printed, its place, and how each word was read."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any, Final

from coverable.policy.search.entries import KINDS
from coverable.policy.search.query import CLASS, MEMBER, PLAIN, SAME, SLIP, SPELLING, Query, Unit
from coverable.policy.search.rank import Match, Version, whole_match
from coverable.policy.search.words import stems

SHOWN: Final = 3
Row = tuple[int, str, str, str | None, str | None]
"""Of an entry: kind by its rank, text, place, place in the document, and what it is a synonym of."""
_READ: Final = {
    SLIP: "“{asked}” read as “{said}”",
    SPELLING: "“{asked}” read as “{said}”, another spelling",
    PLAIN: "“{asked}” read as “{said}”, plain words for one thing",
    MEMBER: "“{asked}” read as “{said}”: the one belongs to the other",
    CLASS: "“{asked}” read as “{said}”, which belongs to it",
}
_READ_ALSO: Final = "“{asked}” read as “{said}”, another name"
KIND_OF: Final[tuple[str, ...]] = tuple(KINDS)


@dataclass(frozen=True, slots=True)
class Reading:
    """A part of the question that was looked for as something else."""

    asked: str
    said: str
    how: str
    place: str | None
    """Where the glossary says so; None for a spelling."""

    @property
    def says(self) -> str:
        return _READ.get(self.how, _READ_ALSO).format(asked=self.asked, said=self.said)

    def view(self) -> dict[str, Any]:
        return {
            "asked": self.asked,
            "read_as": self.said,
            "how": self.how,
            "where": self.place,
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """One field of a policy version in which something was found."""

    kind: str
    text: str
    where: str
    cite: str | None
    of: str | None
    readings: tuple[Reading, ...]

    def view(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "name": self.text,
            "of": self.of,
            "where": self.where,
            "cite": self.cite,
            "readings": [one.view() for one in self.readings],
        }


def reasons(index: sqlite3.Connection, query: Query, version: Version, match: Match) -> tuple[Reason, ...]:
    """The best find first, then finds in other fields of the version; at most `SHOWN`."""
    rows = [_row(index, match.entry), *_others(index, query, version, match.entry)]
    out: list[Reason] = []
    fields: set[str] = set()
    for rank, text, place, cite, of in rows:
        kind = KIND_OF[rank]
        if kind in fields:
            continue
        fields.add(kind)
        out.append(Reason(kind, text, place, cite, of, _readings(query, text)))
    return tuple(out[:SHOWN])


def _row(index: sqlite3.Connection, entry: int) -> Row:
    return index.execute("SELECT rank, text, place, cite, of FROM entry WHERE id = ?", (entry,)).fetchone()


def _others(index: sqlite3.Connection, query: Query, version: Version, but: int) -> list[Row]:
    """Other finds among the rows of the version, which stand in one run."""
    low, high = index.execute(
        "SELECT min(id), max(id) FROM entry WHERE version = ?", (version.id,)
    ).fetchone()
    codes = [code for unit in query.units for code in unit.codes]
    found = index.execute(
        "SELECT e.rank, e.text, e.place, e.cite, e.of FROM words JOIN entry e ON e.id = words.rowid"
        " WHERE words MATCH ? AND words.rowid BETWEEN ? AND ? AND e.id <> ? ORDER BY e.rank, e.size LIMIT 12",
        (" OR ".join(f"({whole_match(unit)})" for unit in query.units), low, high, but),
    ).fetchall()
    if codes:
        holes = ", ".join("?" * len(codes))
        found += index.execute(
            "SELECT e.rank, e.text, e.place, e.cite, e.of FROM code c JOIN entry e ON e.id = c.entry"
            f" WHERE c.code IN ({holes}) AND e.version = ? AND e.id <> ? ORDER BY e.rank, e.size",
            (*codes, version.id, but),
        ).fetchall()
    return sorted(dict.fromkeys(found), key=lambda row: row[0])


def _readings(query: Query, text: str) -> tuple[Reading, ...]:
    """How the parts of the question had to be read to be found in this text."""
    words = stems(text)
    out: list[Reading] = []
    for unit in query.units:
        if _holds(words, unit.words) or _begins(words, unit):
            continue
        way = next((w for w in unit.ways if w.how != SAME and _holds(words, w.phrase)), None)
        if way is not None:
            out.append(Reading(unit.asked, way.said, way.how, way.place))
    return tuple(out)


def corrections(query: Query) -> list[Reading]:
    """The words that nothing is known by, and what they were taken for."""
    return [Reading(u.asked, w.said, w.how, w.place) for u in query.units for w in u.of(SLIP, SPELLING)[:1]]


def _holds(words: list[str], phrase: tuple[str, ...]) -> bool:
    n = len(phrase)
    return any(tuple(words[i : i + n]) == phrase for i in range(len(words) - n + 1))


def _begins(words: list[str], unit: Unit) -> bool:
    return all(any(word.startswith(asked) for word in words) for asked in unit.words)
