"""Find policies by number, title, code, keyword, synonym, device or any words, however they are spelt.

What is found is a policy to look at, no more: a name that stands among the keywords proves nothing about a
device (SR-108), and a code that no policy lists may need a review all the same.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import Any, Final

from coverable.base.problem import Problem, Refused, refuse
from coverable.policy.library import Library
from coverable.policy.search.explain import Reading, Reason, corrections, reasons
from coverable.policy.search.index import Told, opened
from coverable.policy.search.query import Query, read_query
from coverable.policy.search.rank import (
    EXACT,
    HOW,
    WORDS,
    Match,
    Version,
    in_effect,
    matches,
    ordered,
    read_versions,
)

NOTICE: Final = "A name among the keywords is no evidence of a device's FDA status."
FINDING_ONLY: Final = "Synonyms help to find a policy; no criterion is read by them."
NAMES: Final = ("id", "number", "title", "alias")


@dataclass(frozen=True, slots=True)
class Hit:
    """A policy that was found: in which field, how near, and why."""

    policy: str
    versions: tuple[str, ...]
    """Its versions, oldest first; with a day, the one in effect."""
    version: str
    """The newest version in which it was found so."""
    number: str
    title: str
    publisher: str
    lines: tuple[str, ...]
    in_effect: tuple[str | None, str | None]
    """First day and stated last day of `version`."""
    level: int
    codes: tuple[str, ...]
    """Codes that stand in the policy's services."""
    reasons: tuple[Reason, ...]
    """The best find first; never empty."""

    @property
    def kind(self) -> str:
        return self.reasons[0].kind

    @property
    def name(self) -> str:
        return self.reasons[0].text

    @property
    def how(self) -> str:
        """How near the best find is, in words."""
        if self.kind == "code" and self.level == WORDS:
            return "by codes under it"
        if self.kind == "code" and "-" in self.name.partition(":")[2]:
            return "by its position in the range"
        return HOW[self.level]

    def view(self) -> dict[str, Any]:
        return {
            "policy": self.policy,
            "versions": list(self.versions),
            "number": self.number,
            "title": self.title,
            "found_by": {"kind": self.kind, "name": self.name, "how": self.how},
            "codes": list(self.codes),
            "found_in": self.version,
            "publisher": self.publisher,
            "lines_of_business": list(self.lines),
            "in_effect": {"from": self.in_effect[0], "to": self.in_effect[1]},
            "why": [reason.view() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one question."""

    asked: str
    hits: tuple[Hit, ...]
    more: int
    """How many more policies were found than are shown."""
    searched: int
    """How many policies there were to find."""
    corrections: tuple[Reading, ...]
    codes: tuple[str, ...]
    """What the question may be as a code."""
    broken: tuple[Problem, ...]
    """Files that could not be read, so that nothing in them was searched."""


def find(
    library: Library,
    asked: str,
    *,
    limit: int = 20,
    on: date | None = None,
    only: Collection[str] | None = None,
    told: Told = lambda done, all: None,
) -> Found:
    """Policies that the words may mean, the likeliest first.

    `on` keeps the versions in effect on that day, `only` these policies. `told` hears how far the index is
    when it has to be made.
    """
    with opened(library, told) as index:
        return _find(index, asked, limit, on, only)


def _find(index: Connection, asked: str, limit: int, on: date | None, only: Collection[str] | None) -> Found:
    query = read_query(asked, index)
    found = matches(index, query)
    # to say how many were searched every version is needed only where some are left out
    all_of_them = on is None and only is None
    every = read_versions(index, found if all_of_them else None)
    if only is not None:
        every = [v for v in every if v.policy in only]
    versions = every if on is None else in_effect(every, on)
    ranked = ordered(found, versions)
    searched = _policies(index) if all_of_them else len({v.policy for v in versions})
    hits = [
        _hit(index, query, v, match, _names(index, v.policy) if on is None else [v.version])
        for v, match in ranked[:limit]
    ]
    broken = tuple(Problem(*row) for row in index.execute("SELECT what, place, why, next FROM broken"))
    return Found(
        asked,
        tuple(hits),
        max(0, len(ranked) - limit),
        searched,
        tuple(corrections(query)),
        query.codes,
        broken,
    )


def _policies(index: Connection) -> int:
    return index.execute("SELECT count(DISTINCT policy) FROM version").fetchone()[0]


def _names(index: Connection, policy: str) -> list[str]:
    """The versions of a policy, oldest first, drafts last."""
    rows = index.execute(
        "SELECT version FROM version WHERE policy = ? ORDER BY first IS NULL, first, version", (policy,)
    )
    return [name for (name,) in rows]


def _hit(index: Connection, query: Query, version: Version, match: Match, names: list[str]) -> Hit:
    number, title, publisher, lines, codes = index.execute(
        "SELECT number, title, publisher, lines, codes FROM version WHERE id = ?", (version.id,)
    ).fetchone()
    return Hit(
        version.policy,
        tuple(names),
        version.version,
        number,
        title,
        publisher,
        tuple(json.loads(lines)),
        (version.first, version.last),
        match.level,
        tuple(json.loads(codes)),
        reasons(index, query, version, match),
    )


def search(library: Library, words: str, limit: int = 20) -> list[Hit]:
    """The policies alone."""
    return list(find(library, words, limit=limit).hits)


def one(library: Library, name: str) -> str:
    """The key of the version that a person names: as `Library.one`, but forgiving how it is spelt."""
    try:
        return library.one(name).key
    except Refused as refused:
        if library.find(name):
            raise
        hits = search(library, name)
        sure = [h for h in hits if h.level == EXACT and h.kind in NAMES]
        if len(sure) == 1:
            return library.one(sure[0].policy).key
        if not hits:
            raise
        first = refused.problems[0]
        near = " or ".join(f"`{h.policy}` ({h.number})" for h in hits[:3])
        raise refuse(first.what, first.where, first.why, f"did you mean {near}?") from None
