"""Rows counted and grouped by the criterion that did it, as JSON-ready data and as table rows.

Only request ids, places, criteria and facts' names leave here: nothing that a request says of a member.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from coverable.determination.request import (
    Benefits,
    Coverage,
    ExcludedBenefit,
    Member,
    Provider,
    Request,
    ServiceLine,
)
from coverable.proof.impact.merge import Edit
from coverable.proof.impact.run import Direction, Impact, Row, Verdict

Declared = Literal["editorial", "narrower", "wider"]
EXAMPLES = 10
"""Lines that a group names; the rows themselves (JSON Lines, CSV) name all."""
REFUSALS = 100
DIRECTIONS: tuple[Direction, ...] = ("wider", "narrower", "other")
ASKED = (
    "Each policy was asked what its text says to the facts of a line, in its signed reading and whatever its "
    "dates of effect are{day}. Plans, benefits and the order of precedence were not looked at."
)
COLUMNS = ("place", "request", "line", "old", "new", "direction", "criteria", "still_needed", "refused")
_STEP = re.compile(r"\.([^.\[\]]+)|\[([0-9]+)\]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


@dataclass
class Group:
    """The changed lines that one set of criteria explains."""

    edits: tuple[Edit, ...]
    lines: int = 0
    ends: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    directions: Counter[str] = field(default_factory=Counter[str])
    asks: Counter[str] = field(default_factory=Counter[str])
    """Fact -> changed lines that still need it under NEW."""
    examples: list[Row] = field(default_factory=list[Row])

    def view(self) -> dict[str, Any]:
        return {
            "criteria": [e.view() for e in self.edits],
            "lines": self.lines,
            "directions": {d: self.directions[d] for d in DIRECTIONS},
            "outcomes": matrix(self.ends),
            "still_needed": [{"fact": f, "lines": n} for f, n in _most(self.asks)],
            "examples": [
                {
                    "place": row.place,
                    "request": row.request,
                    "line": row.line,
                    "old": row.verdict.old,
                    "new": row.verdict.new,
                    "still_needed": row.verdict.needs,
                }
                for row in self.examples
                if row.verdict
            ],
        }


@dataclass
class Summary:
    """What came out over all rows; memory does not grow with their number."""

    impact: Impact
    requests: int = 0
    requests_changed: int = 0
    lines: int = 0
    undated: int = 0
    refused: int = 0
    ends: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    directions: Counter[str] = field(default_factory=Counter[str])
    refusals: list[Row] = field(default_factory=list[Row])
    _groups: dict[tuple[str, ...], Group] = field(default_factory=dict[tuple[str, ...], Group])
    _place: str | None = None
    _moved: bool = False

    def count(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Pass the rows through and count them."""
        for row in rows:
            self.add(row)
            yield row

    def add(self, row: Row) -> None:
        """Count one row. Rows come in the order of their requests."""
        if row.place != self._place:
            self._place, self._moved = row.place, False
            self.requests += 1
        verdict = row.verdict
        if verdict is None:
            self.refused += 1
            if len(self.refusals) < REFUSALS:
                self.refusals.append(row)
            return
        self.lines += 1
        self.undated += not row.dated
        self.ends[verdict.old, verdict.new] += 1
        if verdict.direction != "unchanged":
            self.requests_changed += not self._moved
            self._moved = True
            self._changed(row, verdict)

    def _changed(self, row: Row, verdict: Verdict) -> None:
        self.directions[verdict.direction] += 1
        name = tuple([e.name for e in verdict.edits])
        group = self._groups.get(name)
        if group is None:
            group = self._groups[name] = Group(verdict.edits)
        group.lines += 1
        group.ends[verdict.old, verdict.new] += 1
        group.directions[verdict.direction] += 1
        group.asks.update(verdict.asks)
        if len(group.examples) < EXAMPLES:
            group.examples.append(row)

    @property
    def changed(self) -> int:
        """Lines whose outcome changed."""
        return self.directions.total()

    @property
    def groups(self) -> list[Group]:
        """Biggest first; equally big ones by the names of their criteria."""
        return [g for _, g in sorted(self._groups.items(), key=lambda p: (-p[1].lines, p[0]))]

    @property
    def unseen(self) -> list[Edit]:
        """Differences of wording that did not turn the outcome of any line."""
        did = {name for names in self._groups for name in names}
        return [e for e in self.impact.edits if e.name not in did]

    def contrary(self, declared: Declared | None) -> int:
        """Lines that changed although that was not declared."""
        if declared == "editorial":
            return self.changed
        if declared is None:
            return 0
        return self.directions["wider" if declared == "narrower" else "narrower"]

    def silent(self) -> dict[str, int]:
        """Lines that a policy does not speak about: neither code nor facts lead to one of its services."""
        old = sum(n for (a, _), n in self.ends.items() if a == "not_addressed")
        new = sum(n for (_, b), n in self.ends.items() if b == "not_addressed")
        return {"old": old, "new": new, "both": self.ends["not_addressed", "not_addressed"]}

    def view(self, declared: Declared | None = None) -> dict[str, Any]:
        """JSON-ready, in a fixed order."""
        impact = self.impact
        return {
            "old": impact.old.view(),
            "new": impact.new.view(),
            "on": impact.on.isoformat() if impact.on else None,
            "says": asked_so(impact),
            "requests": {"read": self.requests, "changed": self.requests_changed, "refused": self.refused},
            "lines": {
                "asked": self.lines,
                "changed": self.changed,
                "unchanged": self.lines - self.changed,
                "without_date": self.undated,
                "not_addressed": self.silent(),
            },
            "directions": {d: self.directions[d] for d in DIRECTIONS},
            "outcomes": matrix(self.ends),
            "groups": [g.view() for g in self.groups],
            "differences": [e.view() for e in impact.edits],
            "differences_without_effect": [e.name for e in self.unseen],
            "refused": [refusal(row, impact) for row in self.refusals],
            "refused_more": self.refused - len(self.refusals),
            "declared": None
            if declared is None
            else {"as": declared, "contrary": self.contrary(declared), "holds": not self.contrary(declared)},
        }


def asked_so(impact: Impact) -> str:
    """What was asked, in one sentence or two."""
    on = f", all as if on {impact.on.isoformat()}" if impact.on else ", on the date of service given"
    return ASKED.format(day=on)


def matrix(ends: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    """Before -> after with the number of lines, most first."""
    listed = sorted(((n, a, b) for (a, b), n in ends.items() if n), key=lambda t: (-t[0], t[1], t[2]))
    return [{"old": a, "new": b, "lines": n} for n, a, b in listed]


def _most(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def refusal(row: Row, impact: Impact) -> dict[str, Any]:
    """A request that could not be read, without anything that it says."""
    return {"place": row.place, "request": row.request, "where": wheres(row, impact)}


def wheres(row: Row, impact: Impact) -> list[str]:
    """Paths of what is wrong in a refused request, as far as they are made of names that we know."""
    return list(dict.fromkeys(_known_path(p.where, impact) for p in row.problems))


@cache
def _fields() -> frozenset[str]:
    """Names of fields that a request, or what it states of a fact, may have."""
    parts = (Request, ServiceLine, Coverage, Member, Provider, Benefits, ExcludedBenefit)
    own = {f.alias or n for part in parts for n, f in part.model_fields.items()}
    return frozenset(own | {"value", "statements", "events", "unit", "complete", "from"})


def _known_path(where: str, impact: Impact) -> str:
    if not where.startswith("$"):
        return "not readable as JSON"
    out, known = "$", impact.new.library.glossary.facts
    for step in _STEP.finditer(where, 1):
        if step[1] and step[1] not in _fields() and step[1] not in known:
            return out + " (a name that is not known)"
        out += step[0]
    return out


def row_view(row: Row, impact: Impact) -> dict[str, Any]:
    """One row as JSON-ready data."""
    verdict = row.verdict
    if verdict is None:
        return {"place": row.place, "request": row.request, "refused": wheres(row, impact)}
    return {
        "place": row.place,
        "request": row.request,
        "line": row.line,
        "old": verdict.old,
        "new": verdict.new,
        "direction": verdict.direction,
        "criteria": [e.name for e in verdict.edits],
        "still_needed": verdict.needs,
    }


def cells(row: Row, impact: Impact) -> list[str]:
    """One row of a table, in the order of COLUMNS, safe to open in a spreadsheet."""
    verdict = row.verdict
    if verdict is None:
        told = ["", "", "", "refused", "", "", "; ".join(wheres(row, impact))]
    else:
        names, facts = "; ".join(e.name for e in verdict.edits), "; ".join(verdict.asks)
        told = [str(row.line), verdict.old, verdict.new, verdict.direction, names, facts, ""]
    return [harmless(text) for text in (row.place, row.request or "", *told)]


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text
