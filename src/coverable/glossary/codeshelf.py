"""The SQLite file that a code book is read from: its tables, and how one release is put into it.

Positions are those of the official order file, from 1. `last` is the position of the last code under a
header (its own position for a complete code), so a subtree is one interval of positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coverable.base.yamlfile import read_yaml

if TYPE_CHECKING:
    from sqlite3 import Connection

SCHEMA: Final = 1
DATA: Final = Path(__file__).parent / "data"
TABLES: Final = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE bare(code TEXT PRIMARY KEY);
CREATE TABLE release(id INTEGER PRIMARY KEY, system TEXT NOT NULL, release TEXT NOT NULL,
    effective_from TEXT NOT NULL, source TEXT NOT NULL, licensed INTEGER NOT NULL, UNIQUE(system, release));
CREATE TABLE code(id INTEGER PRIMARY KEY, system TEXT NOT NULL, release INTEGER NOT NULL REFERENCES release,
    code TEXT NOT NULL, valid_from TEXT, valid_to TEXT, billable INTEGER, label TEXT, parent TEXT,
    position INTEGER NOT NULL, last INTEGER NOT NULL, flipped TEXT, successors TEXT NOT NULL);
CREATE UNIQUE INDEX code_by_name ON code(release, code);
CREATE UNIQUE INDEX code_by_position ON code(release, position);
CREATE TABLE excludes1(release INTEGER NOT NULL, place TEXT NOT NULL, place_first INTEGER NOT NULL,
    place_last INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE VIRTUAL TABLE word USING fts5(label, content='code', content_rowid='id', tokenize='porter unicode61');
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code as its source lists it, without the system; in the order of the source."""

    code: str
    label: str | None
    billable: bool | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What the release itself cannot tell about a code: see `data/icd10cm_changes.yaml`.

    `flipped`: the day on which the code became complete or incomplete, as it is now.
    """

    valid_from: date | None = None
    valid_to: date | None = None
    flipped: date | None = None
    successors: tuple[str, ...] = ()


@cache
def known_changes() -> Mapping[str, Change]:
    """The committed facts about single ICD-10-CM codes."""
    data = read_yaml(DATA / "icd10cm_changes.yaml").data
    changes: dict[str, Change] = {}
    for row in data["added"]:
        changes |= {code: Change(valid_from=date.fromisoformat(row["on"])) for code in row["codes"]}
    for row in data["split"]:
        day = date.fromisoformat(row["on"])
        changes |= {code: Change(valid_from=day) for code in row["into"]}
        changes[row["code"]] = Change(flipped=day, successors=tuple(row["into"]))
    for row in data["merged"]:
        day = date.fromisoformat(row["on"])
        ended = Change(valid_to=day - timedelta(days=1), successors=(row["into"],))
        changes |= dict.fromkeys(row["codes"], ended)
        changes[row["into"]] = Change(flipped=day)
    return changes


def bare_codes() -> tuple[str, ...]:
    """The canonical codes that are recognised before anyone loads a file."""
    return tuple(read_yaml(DATA / "bare_codes.yaml").data["codes"])


def put_release(
    db: Connection, system: str, release: date, source: str, entries: Sequence[Entry], licensed: bool = False
) -> int:
    """Replace one release of one system; returns its row id. The caller commits."""
    drop_release(db, system, release)
    made = db.execute(
        "INSERT INTO release(system, release, effective_from, source, licensed) VALUES (?, ?, ?, ?, ?)",
        (system, release.isoformat(), release.isoformat(), source, int(licensed)),
    ).lastrowid
    assert made is not None
    changes: Mapping[str, Change] = known_changes() if system == "icd10cm" else {}
    if changes:
        entries = _with_ended(entries, changes, release)
    db.executemany(
        "INSERT INTO code(system, release, code, valid_from, valid_to, billable, label, parent,"
        " position, last, flipped, successors) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _rows(system, made, entries, changes, release),
    )
    db.execute("INSERT INTO word(rowid, label) SELECT id, label FROM code WHERE release = ?", (made,))
    return made


def drop_release(db: Connection, system: str, release: date) -> None:
    """Take one release out again, if it is there."""
    query = "SELECT id FROM release WHERE (system, release) = (?, ?)"
    old = db.execute(query, (system, release.isoformat())).fetchone()
    if old:
        words = "SELECT 'delete', id, label FROM code WHERE release = ?"
        db.execute(f"INSERT INTO word(word, rowid, label) {words}", old)
        for table, column in (("code", "release"), ("excludes1", "release"), ("release", "id")):
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", old)


def _with_ended(entries: Sequence[Entry], changes: Mapping[str, Change], release: date) -> list[Entry]:
    """The entries with the codes that ended before the release, each under the header it stood under."""
    listed = {entry.code for entry in entries}
    under: dict[str, list[Entry]] = {}
    for code, change in changes.items():
        if code not in listed and change.valid_to and change.valid_to < release:
            header = next((code[:n] for n in range(len(code) - 1, 2, -1) if code[:n] in listed), None)
            if header:
                under.setdefault(header, []).append(Entry(code, None, billable=True))
    return [e for entry in entries for e in (entry, *under.get(entry.code, ()))]


def _rows(
    system: str, release_id: int, entries: Iterable[Entry], changes: Mapping[str, Change], release: date
) -> list[tuple[Any, ...]]:
    """Rows of table `code`; a code's parent is the nearest open code that it begins with (ICD only)."""
    rows: list[list[Any]] = []
    open_: list[int] = []  # indexes of the codes above the current one
    nested = system.startswith("icd")
    none = Change()
    for position, entry in enumerate(entries, 1):
        while open_ and not (nested and entry.code.startswith(rows[open_[-1]][2])):
            rows[open_.pop()][9] = position - 1
        change = changes.get(entry.code, none)
        flipped = change.flipped if change.flipped and change.flipped <= release else None
        rows.append(
            [
                system,
                release_id,
                entry.code,
                _iso(change.valid_from or entry.valid_from),
                _iso(change.valid_to or entry.valid_to),
                entry.billable,
                entry.label,
                rows[open_[-1]][2] if open_ else None,
                position,
                position,
                _iso(flipped),
                " ".join(change.successors),
            ]
        )
        open_.append(position - 1)
    for index in open_:
        rows[index][9] = len(rows)
    for row in rows:
        if row[5] is None and nested:  # the source does not say: complete is what has nothing under it
            row[5] = row[8] == row[9]
    return [tuple(row) for row in rows]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
