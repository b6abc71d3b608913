"""Which policies a question finds, the likeliest first.

A whole name comes first, then whole words, synonyms, beginnings of words, near spellings, and words that
stand in several places of one policy. Among equals the field decides (see `entries.KINDS`), then how much of
the field was asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from coverable.policy.names import squash
from coverable.policy.search.query import SAME, SLIP, SPELLING, Query, Unit, Way
from coverable.policy.search.words import stem

EXACT, WORDS, SYNONYM, BEGINNINGS, NEAR, SCATTERED = range(6)
HOW: Final = (
    "exactly",
    "by whole words",
    "by a synonym",
    "by beginnings of words",
    "by a near spelling",
    "by words in several places",
)
_FEW: Final = 300
_BEST: Final = "min(e.rank * 1000000 + min(e.size, 999999)), e.id"


class Version(NamedTuple):
    """What ranking needs to know of a version; `find` reads the rest for those that are shown."""

    id: int
    policy: str
    version: str
    status: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """The best find in one version. `score` grows with what counts less; `entry` is the row found."""

    level: int
    score: int
    entry: int


def read_versions(index: sqlite3.Connection, ids: Collection[int] | None = None) -> list[Version]:
    """Versions in the index (those of `ids`), those of one policy oldest first, drafts last."""
    few = ids is not None and len(ids) < _FEW
    rows = index.execute(
        "SELECT id, policy, version, status, first, last FROM version"
        + (f" WHERE id IN ({', '.join(map(str, ids or ()))})" if few else "")
        + " ORDER BY policy, first IS NULL, first, version"
    )
    return list(map(Version._make, rows))


def in_effect(versions: Iterable[Version], on: date) -> list[Version]:
    """Of each policy the approved version in effect on the day, as `Library.version_on` picks it."""
    day = on.isoformat()
    latest: dict[str, Version] = {}
    for one in versions:
        if one.status == "approved" and one.first is not None and one.first <= day:
            latest[one.policy] = one
    return [one for one in latest.values() if one.last is None or one.last >= day]


def matches(index: sqlite3.Connection, query: Query) -> dict[int, Match]:
    """The best find in each version that the question finds."""
    found: dict[int, Match] = {}

    def take(level: int, rows: Iterable[tuple[int, int, int]]) -> None:
        for version, score, entry in rows:
            best = found.get(version)
            if best is None or (level, score) < (best.level, best.score):
                found[version] = Match(level, score, entry)

    units = query.units
    if not units:
        return found
    take(EXACT, _by_code(index, query.codes))
    take(WORDS, _below(index, query.codes))
    take(EXACT, _named(index, squash(query.asked)))
    take(WORDS, _together(index, [_any([Way(u.words, u.asked, SAME)], False) for u in units]))
    if any(len(u.ways) > 1 for u in units):
        level = NEAR if query.corrected else SYNONYM
        take(level, _together(index, [_any(u.ways, False) for u in units]))
    take(BEGINNINGS, _together(index, [_begun(u) for u in units]))
    if query.corrected:
        take(
            NEAR,
            _together(
                index, [f"({_begun(u)} OR {_any(u.of(SLIP, SPELLING), False) or _begun(u)})" for u in units]
            ),
        )
    if len(units) > 1:
        take(SCATTERED, _scattered(index, units))
    return found


def whole_match(unit: Unit) -> str:
    """The FTS5 expression for everything that a part is looked for as."""
    return f"{_any(unit.ways, False)} OR {_begun(unit)}"


def _named(index: sqlite3.Connection, name: str) -> list[tuple[int, int, int]]:
    return index.execute(
        f"SELECT e.version, {_BEST} FROM entry e WHERE e.squashed = ? GROUP BY e.version", (name,)
    ).fetchall()


def _together(index: sqlite3.Connection, parts: list[str]) -> list[tuple[int, int, int]]:
    """Versions in which one entry has all parts."""
    return _match(index, " AND ".join(f"({part})" for part in parts))


def _match(index: sqlite3.Connection, expression: str) -> list[tuple[int, int, int]]:
    return index.execute(
        f"SELECT e.version, {_BEST} FROM words JOIN entry e ON e.id = words.rowid WHERE words MATCH ?"
        " GROUP BY e.version",
        (expression,),
    ).fetchall()


def _scattered(index: sqlite3.Connection, units: tuple[Unit, ...]) -> list[tuple[int, int, int]]:
    """Versions that have every part somewhere; the best of the finds stands for them."""
    every: Mapping[int, tuple[int, int]] | None = None
    for unit in units:
        rows = _match(index, whole_match(unit)) + _by_code(index, unit.codes)
        here: dict[int, tuple[int, int]] = {}
        for version, score, entry in rows:
            if version not in here or score < here[version][0]:
                here[version] = (score, entry)
        every = here if every is None else {v: min(every[v], here[v]) for v in every.keys() & here.keys()}
    return [(version, score, entry) for version, (score, entry) in (every or {}).items()]


def _by_code(index: sqlite3.Connection, codes: Collection[str]) -> list[tuple[int, int, int]]:
    """Versions that list the code, alone or within a range, told by its position in the official order."""
    if not codes:
        return []
    holes = ", ".join("?" * len(codes))
    return index.execute(
        f"SELECT e.version, {_BEST} FROM code c JOIN entry e ON e.id = c.entry WHERE c.code IN ({holes})"
        " GROUP BY e.version",
        tuple(codes),
    ).fetchall()


def _below(index: sqlite3.Connection, codes: Collection[str]) -> list[tuple[int, int, int]]:
    """Versions that list a code under the header that was asked for."""
    out: list[tuple[int, int, int]] = []
    for code in codes:
        if code.startswith("icd10cm:"):
            begin = code if "." in code else f"{code}."
            out += index.execute(
                f"SELECT e.version, {_BEST} FROM code c JOIN entry e ON e.id = c.entry"
                " WHERE c.code > ? AND c.code < ? GROUP BY e.version",
                (begin, f"{begin}~"),
            ).fetchall()
    return out


def _any(ways: Iterable[Way], begun: bool) -> str:
    return " OR ".join(f'"{" ".join(way.phrase)}"{"*" if begun else ""}' for way in ways if way.phrase)


def _begun(unit: Unit) -> str:
    """Each word of the part as the beginning of a word; a single letter or digit as the whole word."""
    words = [stem(word) for word in unit.words]
    return " AND ".join(f'"{word}"*' if len(word) > 1 else f'"{word}"' for word in words)


def ordered(found: Mapping[int, Match], versions: Iterable[Version]) -> list[tuple[Version, Match]]:
    """The best version of each policy, likeliest policy first; the newest where two are equal."""
    best: dict[str, tuple[Version, Match]] = {}
    for one in versions:  # oldest first, so that a newer one that is as good takes the place
        match = found.get(one.id)
        held: Any = best.get(one.policy)
        if match and (held is None or (match.level, match.score) <= (held[1].level, held[1].score)):
            best[one.policy] = (one, match)
    return sorted(best.values(), key=lambda pair: (pair[1].level, pair[1].score, pair[0].policy))
