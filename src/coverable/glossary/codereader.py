"""One code file, opened for reading: its releases, and the rows that the questions of `codebook` stand on."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from coverable.base.dates import add_months

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class Release:
    """One release of one code system.

    `first` to `last` are the days it was made for: a fiscal year for ICD-10-CM, a quarter for HCPCS, a year
    for CPT. `first` may lie before the release, which then corrects a year that has begun.
    """

    system: str
    release: str
    source: str
    licensed: bool
    first: date
    last: date
    id: int


@dataclass(frozen=True, slots=True)
class Row:
    """One code of one release. Days are ISO text; `flipped` is the day since which `billable` is as it is."""

    code: str
    label: str | None
    billable: bool | None
    parent: str | None
    position: int
    last: int
    valid_from: str | None
    valid_to: str | None
    flipped: str | None
    successors: tuple[str, ...]

    def exists_on(self, day: date) -> bool:
        """Within the days that the code is valid for, as far as they are known."""
        text = day.isoformat()
        return not ((self.valid_from and text < self.valid_from) or (self.valid_to and text > self.valid_to))


_COLUMNS = "code, label, billable, parent, position, last, valid_from, valid_to, flipped, successors"


_KEPT = 50_000
"""Rows of codes that are kept."""


class Reader:
    """Read-only queries over one code file; one lock, so threads may share it."""

    def __init__(self, path: Path) -> None:
        self._uri = f"{path.absolute().as_uri()}?mode=ro"
        self._opened = [self._open()]
        self._lock = Lock()
        self._notes: dict[tuple[int, int], list[tuple[int, str, int, int]]] = {}
        """Excludes1 notes by release and position, as far as they were asked for."""
        self._rows: dict[tuple[int, str], Row | None] = {}
        found = self.all(
            "SELECT system, release, source, licensed, id FROM release ORDER BY system, release DESC"
        )
        self.releases = tuple(_release(*row) for row in found)
        self.bare = frozenset(str(code) for (code,) in self.all("SELECT code FROM bare"))
        self.stamp = str(self.all("SELECT value FROM meta WHERE key = 'stamp'")[0][0])

    def _open(self) -> tuple[int, Connection]:
        import sqlite3

        return os.getpid(), sqlite3.connect(self._uri, uri=True, check_same_thread=False)

    def close(self) -> None:
        self._opened[-1][1].close()

    def all(self, query: str, *values: Any) -> list[Any]:
        with self._lock:
            if self._opened[-1][0] != os.getpid():
                # a forked process must neither use nor close its parent's connection
                # (https://sqlite.org/howtocorrupt.html#_carrying_an_open_database_across_a_fork_)
                self._opened.append(self._open())
            return self._opened[-1][1].execute(query, values).fetchall()

    def of(self, system: str) -> tuple[Release, ...]:
        """The releases of a system, newest first."""
        return tuple(r for r in self.releases if r.system == system)

    def answering(self, system: str, on: date | None) -> Release | None:
        """The newest release that had taken effect on the day; before all of them, the oldest."""
        releases = self.of(system)
        if not releases or on is None:
            return releases[0] if releases else None
        return next((r for r in releases if r.release <= on.isoformat()), releases[-1])

    def rows(self, release: Release, condition: str, *values: Any) -> list[Row]:
        """The rows of a release in the official order."""
        query = f"SELECT {_COLUMNS} FROM code WHERE release = ? AND {condition} ORDER BY position"
        return [_row(found) for found in self.all(query, release.id, *values)]

    def row(self, release: Release, bare: str) -> Row | None:
        """The row of a code; kept, since the same codes are asked for on many days."""
        at = release.id, bare
        if at in (kept := self._rows):
            return kept[at]
        found = self.rows(release, "code = ?", bare)
        row = found[0] if found else None
        if len(kept) >= _KEPT:
            kept = self._rows = {}  # another thread may still be looking into the old one
        kept[at] = row
        return row

    def turns(self) -> set[date]:
        """The days on which some code begins to be valid or billable, and those after some has ended."""
        begins = self.all("SELECT valid_from FROM code UNION SELECT flipped FROM code")
        ends = self.all("SELECT DISTINCT valid_to FROM code")
        after = {date.fromisoformat(day) + timedelta(days=1) for (day,) in ends if day}
        return after | {date.fromisoformat(day) for (day,) in begins if day}

    def under(self, release: Release, row: Row) -> list[Row]:
        """Everything under a header, without the header."""
        return self.rows(release, "position > ? AND position <= ?", row.position, row.last)

    @cached_property
    def noted_release(self) -> Release | None:
        """The newest release that came with its Excludes1 notes; order files come without."""
        found = self.all("SELECT max(release) FROM excludes1")[0][0]
        return next((r for r in self.releases if r.id == found), None)

    def excluding(self, release: Release, a: int, b: int) -> str | None:
        """The smallest place whose note excludes the one position from the other, in either direction."""
        found = [
            (size, place)
            for one, other in ((a, b), (b, a))
            for size, place, first, last in self._notes_on(release, one)
            if first <= other <= last
        ]
        return min(found, key=lambda one: one[0])[1] if found else None

    def _notes_on(self, release: Release, position: int) -> list[tuple[int, str, int, int]]:
        """The notes that stand at or above a position: (size of the place, the place, what they exclude)."""
        found = self._notes.get((release.id, position))
        if found is None:
            found = self._notes[release.id, position] = self.all(
                "SELECT place_last - place_first, place, first, last FROM excludes1 WHERE release = ?1"
                " AND ?2 BETWEEN place_first AND place_last AND ?2 NOT BETWEEN first AND last ORDER BY rowid",
                release.id,
                position,
            )
        return found

    def nearest(self, release: Release, bare: str) -> tuple[str, ...]:
        """The longest existing beginning of a code, and its neighbours in spelling, as canonical codes."""
        beginnings = (bare[:n].rstrip(".") for n in range(len(bare) - 1, 2, -1))
        header = next((b for b in beginnings if self.row(release, b)), None)
        before = self.all("SELECT max(code) FROM code WHERE release = ? AND code < ?", release.id, bare)
        after = self.all("SELECT min(code) FROM code WHERE release = ? AND code > ?", release.id, bare)
        found = (header, before[0][0], after[0][0])
        return tuple(dict.fromkeys(f"{release.system}:{code}" for code in found if code))


def _row(found: Any) -> Row:
    billable = None if found[2] is None else bool(found[2])
    parent, position, last, valid_from, valid_to, flipped, successors = found[3:]
    return Row(
        found[0],
        found[1],
        billable,
        parent,
        position,
        last,
        valid_from,
        valid_to,
        flipped,
        tuple(successors.split()),
    )


def _release(system: str, release: str, source: str, licensed: int, row_id: int) -> Release:
    first, months = date.fromisoformat(release), 3 if system == "hcpcs" else 12
    if system == "icd10cm":
        first = date(first.year if first.month >= 10 else first.year - 1, 10, 1)
    last = add_months(first, months) - timedelta(days=1)
    return Release(system, release, source, bool(licensed), first, last, row_id)
