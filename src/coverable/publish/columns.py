"""The table that the SQL of a policy reads, and the columns that it gives back.

One row is one service line, one column one fact, after derivation: a column holds one exact value or
NULL for what nobody knows. A month without a day, or two statements that contradict each other, do not
fit into a column; such requests belong to `coverable check`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from coverable.logic.criteria import Step, steps
from coverable.policy.executable import NONE, Policy
from coverable.publish.criteria import Published, published

KEY = "id"
TABLE = "facts"
SERVICE_DATE = "service_date"
Type = Literal["BOOLEAN", "VARCHAR", "DECIMAL(18, 6)", "DATE"]
Tests = dict[int, str]
"""Number of a probe to the column that it looks at."""


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column to be filled: from which fact, of which type, and what its values mean."""

    name: str
    type: Type
    fact: str
    says: str
    unit: str | None = None
    choices: tuple[str, ...] = ()

    def view(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of the answer. A criterion is TRUE, FALSE or NULL: met, not met, undetermined."""

    name: str
    type: Literal["BOOLEAN", "VARCHAR"]
    says: str
    node: int = NONE
    anchor: str | None = None
    cite: str | None = None

    def view(self) -> dict[str, Any]:
        return {k: v for k, v in asdict(self).items() if k != "node"}


@dataclass(frozen=True, slots=True)
class Ladder:
    """One outcome column: a service, the qualifier that its codes share, and those codes."""

    column: ResultColumn
    service: str
    qualifier: int
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """Everything that the SQL names."""

    facts: tuple[FactColumn, ...]
    tests: Tests
    criteria: tuple[ResultColumn, ...]
    indications: tuple[ResultColumn, ...]
    ladders: tuple[Ladder, ...]
    steps: tuple[Step, ...]
    """What any result rests on in the signed readings, children first."""

    def view(self) -> dict[str, Any]:
        """The columns as JSON-ready data."""
        results = [*self.criteria, *self.indications, *(one.column for one in self.ladders)]
        return {
            "table": TABLE,
            "key": KEY,
            "facts": [one.view() for one in self.facts],
            "results": [one.view() for one in results],
        }


def columns_of(policy: Policy) -> Columns:
    """The columns of one policy; names are made of fact and criterion ids and stay as long as those do."""
    rows = published(policy)
    signed = policy.lanes.chosen
    todo = steps(policy.forest, policy.outcome_roots() | {row.node for row in rows}, signed)
    nodes = tuple(index for index, *_ in todo)
    rows = [row for row in rows if row.node in nodes]
    facts, tests = _facts(policy, nodes, _names_of_leaves(policy, rows))
    taken = {one.name for one in facts} | {KEY}
    criteria = tuple(
        ResultColumn(
            _free(f"c_{_plain(row.anchor[2:])}", taken),
            "BOOLEAN",
            str(row.view["says"] or row.view["id"]),
            row.node,
            row.anchor,
            row.view["cite"],
        )
        for row in rows
    )
    return Columns(facts, tests, criteria, _indications(policy, taken), _ladders(policy, taken), todo)


def _names_of_leaves(policy: Policy, rows: list[Published]) -> Mapping[int, str]:
    """Probe to the id of the first criterion on the page that uses it."""
    nodes, out = policy.forest.nodes, dict[int, str]()
    for row in rows:
        index = row.node
        while nodes[index].rule in ("silent_if", "interpretation"):
            node = nodes[index]
            chosen = policy.lanes.chosen.get(node.interpretation)
            if node.rule == "interpretation" and chosen is None:
                break
            index = node.children[0 if chosen is None else node.options.index(chosen)]
        if nodes[index].rule == "leaf":
            out.setdefault(policy.forest.leaves[nodes[index].leaf].probe, str(row.view["id"]))
    return out


def _facts(
    policy: Policy, nodes: tuple[int, ...], names: Mapping[int, str]
) -> tuple[tuple[FactColumn, ...], Tests]:
    forest, glossary = policy.forest, policy.glossary
    used = dict.fromkeys(
        forest.leaves[forest.nodes[i].leaf].probe for i in nodes if forest.nodes[i].rule == "leaf"
    )
    out: dict[str, FactColumn] = {}
    tests: Tests = {}
    taken = {policy.probes[p].fact for p in used} | {KEY, SERVICE_DATE}
    for number in used:
        probe = policy.probes[number]
        fact, name = glossary.facts[probe.fact], probe.fact
        match probe.look:
            case "choice":
                yes = fact.type == "yes_no"
                choices = () if yes else tuple(c for c in fact.choices if c != "unknown")
                column = FactColumn(name, "BOOLEAN" if yes else "VARCHAR", name, fact.label, choices=choices)
            case "number":
                column = FactColumn(name, "DECIMAL(18, 6)", name, fact.label, fact.unit)
            case "date" | "window":
                column = FactColumn(name, "DATE", name, fact.label)
            case "codes" | "events":
                own = names.get(number, "")
                suffix = _plain(own) if own and own != probe.fact else "asked"
                name = _free(f"{probe.fact}__{suffix}", taken)
                column = FactColumn(name, "BOOLEAN", probe.fact, _event_says(policy, number))
        out.setdefault(name, column)
        tests[number] = name
    if any(policy.probes[p].look == "window" for p in used) and SERVICE_DATE not in out:
        day = glossary.facts[SERVICE_DATE]
        out[SERVICE_DATE] = FactColumn(SERVICE_DATE, "DATE", SERVICE_DATE, day.label)
    return tuple(out.values()), tests


def _event_says(policy: Policy, number: int) -> str:
    """What a yes/no column over codes or events asks, and when it may say no."""
    from coverable.glossary.words import say_codes, say_events

    probe = policy.probes[number]
    fact = policy.glossary.facts[probe.fact]
    if probe.test is not None:
        return f"{say_events(fact, probe.test)}; FALSE only where the list is complete, else NULL"
    assert probe.codes is not None
    return f"{say_codes(fact, probe.codes)}; FALSE only where the list is complete, else NULL"


def _indications(policy: Policy, taken: set[str]) -> tuple[ResultColumn, ...]:
    """One column an indication: it applies and its criteria are met."""
    nodes = policy.forest.nodes
    out: dict[str, ResultColumn] = {}
    for service in policy.services.values():
        mine = [i for i in policy.indications if service.name in i.services]
        for one, pair in zip(mine, nodes[service.met].children, strict=True):
            if one.name not in out:
                says = f"{one.file.says or one.name}: applies, and its criteria are met"
                name = _free(f"indication_{_plain(one.name)}", taken)
                out[one.name] = ResultColumn(name, "BOOLEAN", says, pair, None, one.file.cite)
    return tuple(out.values())


def _ladders(policy: Policy, taken: set[str]) -> tuple[Ladder, ...]:
    """One outcome for each service and each qualifier that some of its codes have."""
    groups: dict[tuple[str, int], list[str]] = {}
    for service in policy.services.values():
        for code, qualifier in service.codes.items():
            groups.setdefault((service.name, qualifier), []).append(code)
    out: list[Ladder] = []
    for (service, qualifier), codes in groups.items():
        several = sum(name == service for name, _ in groups) > 1
        name = "outcome" if len(groups) == 1 else f"outcome_{_plain(service)}"
        name += f"_{_plain(codes[0])}" if several else ""
        says = f"Outcome for {', '.join(codes)}"
        out.append(
            Ladder(ResultColumn(_free(name, taken), "VARCHAR", says), service, qualifier, tuple(codes))
        )
    return tuple(out)


def _plain(name: str) -> str:
    """An id as part of a column name: small letters, digits and `_`."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number behind it when it is taken; it is taken from now on."""
    at, out = 1, name
    while out in taken:
        at += 1
        out = f"{name}_{at}"
    taken.add(out)
    return out
